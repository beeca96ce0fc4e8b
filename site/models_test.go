package site

import (
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/internal/toy"
	"sourcedive/site/models"
)

func counting(t testing.TB) *models.ModelSet {
	t.Helper()
	s, err := models.Load([]sim.Model{toy.Counting()}, toy.CountingSource, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SetProgram([]byte("wasm"), []byte("// exec"), ""); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestModelPages(t *testing.T) {
	pages := rendered(t, smallSite(t))
	find := func(name string) string {
		for path, data := range pages {
			if strings.HasSuffix(path, "/"+name) {
				return string(data)
			}
		}
		t.Fatalf("no page %s", name)
		return ""
	}
	for _, c := range []struct{ page, has string }{
		{"model/little.html", "Counting &lt;up&gt;"},
		{"model/little.html", `<tr id="step-1">`},
		{"model/little.html", `<code>sort.Sort</code></a>`},
		{"model/little.html", "One &amp; more."},
		{"model/little.html", "<strong>to 2</strong>"},
		{"model/little.html", `href="#to=2&amp;seed=5&amp;at=2"`},
		{"model/little.html", `href="#to=1&amp;way=1&amp;seed=9&amp;at=0"`},
		{"model/little.html", "which this version does not have"},
		{"model/little.html", "content/models/little/little.go:3"},
		{"model/little.html", "&lt;"},
		{"model/little.html", "✓ 1,200 of 1,200 cases agree"},
		{"model/little.html", "not made: no such function"},
		{"model/little.html", `<option value="0" selected>up</option><option value="1">down</option>`},
		{"model/index.html", "Counts to a number."},
		{"func/sort/Sort.html", `model/little.html#step-1"`},
		{"assets/model/little.js", `"sort.Sort":"../func/sort/Sort.html"`},
		{"assets/model/program.js", `sourcedive.program("d2FzbQ==")`},
	} {
		if !strings.Contains(find(c.page), c.has) {
			t.Errorf("%s lacks %s", c.page, c.has)
		}
	}
	if strings.Contains(find("assets/model/little.js"), `"no.such":"..`) {
		t.Error("a function that is not there has an address")
	}
}

func TestMirrorMustExist(t *testing.T) {
	m := toy.Counting()
	m.Mirrors = []sim.Mirror{{Func: "nowhere", Symbol: "sort.Sort"}}
	if _, err := models.Load([]sim.Model{m}, toy.CountingSource, ""); err == nil || !strings.Contains(err.Error(), "mirror nowhere") {
		t.Errorf("got %v", err)
	}
}
