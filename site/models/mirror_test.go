package models_test

import (
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/internal/toy"
	"sourcedive/site/models"
)

func TestMirrorMustExist(t *testing.T) {
	m := toy.Counting()
	m.Mirrors = []sim.Mirror{{Func: "nowhere", Symbol: "sort.Sort"}}
	if _, err := models.Load([]sim.Model{m}, toy.CountingSource, ""); err == nil || !strings.Contains(err.Error(), "mirror nowhere") {
		t.Errorf("got %v", err)
	}
}
