package models_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"sourcedive/content"
	runnable "sourcedive/content/models"
	"sourcedive/content/models/sim"
	"sourcedive/internal/cache"
	"sourcedive/site/models"
)

// TestKeptRunsAreThoseRecorded loads the models with an empty cache, with a full one,
// and with one that is broken.
func TestKeptRunsAreThoseRecorded(t *testing.T) {
	dir := t.TempDir()
	load := func() *models.ModelSet {
		s, err := models.Load(runnable.All(), content.Models, cache.Dir(dir))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	same := func(what string, a, b *models.ModelSet) {
		if a.Stamp != b.Stamp {
			t.Errorf("%s: stamps %s and %s", what, a.Stamp, b.Stamp)
		}
		for i := range a.Models {
			if !reflect.DeepEqual(a.Models[i].Recorded, b.Models[i].Recorded) {
				t.Errorf("%s: model %s differs", what, a.Models[i].Name)
			}
		}
	}
	first := load()
	same("kept", first, load())
	list, err := os.ReadDir(dir)
	if err != nil || len(list) != 1 {
		t.Fatalf("%d files are kept: %v", len(list), err)
	}
	if err := os.WriteFile(dir+"/"+list[0].Name(), []byte("broken"), 0o666); err != nil {
		t.Fatal(err)
	}
	same("broken", first, load())
}

// A parameter that an address could not tell from the seed or the position is refused.
func TestAddressableParameters(t *testing.T) {
	for _, name := range []string{"at", "seed", "step"} {
		m := runnable.All()[0]
		m.Params = append(slices.Clone(m.Params), sim.Param{Name: name, Max: 1})
		m.Mirrors = nil
		_, err := models.Load([]sim.Model{m}, content.Models, "")
		if refused := err != nil && strings.Contains(err.Error(), `parameter "`+name+`"`); refused != (name != "step") {
			t.Errorf("a parameter %s: %v", name, err)
		}
	}
}

// BenchmarkLoad is what the models cost a build that has their runs.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		if _, err := models.Load(runnable.All(), content.Models, cache.Dir(dir)); err != nil {
			b.Fatal(err)
		}
	}
}
