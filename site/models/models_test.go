package models_test

import (
	"os"
	"reflect"
	"testing"

	"sourcedive/content"
	runnable "sourcedive/content/models"
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

// BenchmarkLoad is what the models cost a build that has their runs.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		if _, err := models.Load(runnable.All(), content.Models, cache.Dir(dir)); err != nil {
			b.Fatal(err)
		}
	}
}
