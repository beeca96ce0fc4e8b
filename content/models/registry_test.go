package models_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sourcedive/content/models"
)

// TestEveryModelIsRegistered compares the registry with the directories whose package
// exports Model. A model is named as its directory.
func TestEveryModelIsRegistered(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	for _, e := range entries {
		if e.IsDir() && exportsModel(t, e.Name()) {
			dirs = append(dirs, e.Name())
		}
	}
	if names := slices.Sorted(slices.Values(models.Names())); len(names) == 0 || !slices.Equal(names, dirs) {
		t.Errorf("the registry has %v, the directories are %v", names, dirs)
	}
}

func exportsModel(t *testing.T, dir string) bool {
	return says(t, dir+"/*.go", "\nfunc Model() sim.Model {")
}

// A model that is registered is tested for what all models are tested for.
func TestEveryModelIsTested(t *testing.T) {
	for _, name := range models.Names() {
		if !says(t, name+"/*_test.go", "\tsimtest.Check(t, Model(), ") {
			t.Errorf("no test of the model %s calls simtest.Check", name)
		}
	}
}

// says reports whether one of some files has a text.
func says(t *testing.T, files, what string) bool {
	t.Helper()
	names, err := filepath.Glob(files)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(names, func(name string) bool {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(text), what)
	})
}

func TestFind(t *testing.T) {
	for _, want := range models.All() {
		if got, ok := models.Find(want.Name); !ok || got.Name != want.Name || got.Title != want.Title {
			t.Errorf("Find(%q) = %q, %v", want.Name, got.Name, ok)
		}
	}
	if _, ok := models.Find("nosuch"); ok {
		t.Error(`Find("nosuch") finds a model`)
	}
}
