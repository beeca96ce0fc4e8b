package models_test

import (
	"slices"
	"testing"

	"sourcedive/content/models"
)

func TestModels(t *testing.T) {
	order := []string{"sched", "malloc", "gc", "pacer", "stack", "channel"}
	last := -1
	for _, m := range models.All() {
		at := slices.Index(order, m.Name)
		if at <= last {
			t.Errorf("%s is out of order, or unknown, or there twice", m.Name)
		}
		last = at
		if found, ok := models.Find(m.Name); !ok || found.Title != m.Title {
			t.Errorf("%s is not found", m.Name)
		}
	}
	if _, ok := models.Find("nosuch"); ok {
		t.Error("a model that there is not is found")
	}
}
