package models_test

import (
	"os"
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
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(files, func(f os.DirEntry) bool {
		if !strings.HasSuffix(f.Name(), ".go") {
			return false
		}
		text, err := os.ReadFile(dir + "/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(string(text), "\nfunc Model() sim.Model {")
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
