package article_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate/article"
)

func moduleContent(note string) fstest.MapFS {
	return fstest.MapFS{
		"kb.yaml":            {Data: []byte("title: Greetings\nmodule: example.com/greet\n")},
		"notes/core/core.md": {Data: []byte("---\narea: core\ntitle: \"Core: words\"\nlevel: junior\n---\nText.\n")},
		"notes/core/note.md": {Data: []byte(note)},
		"glossary.yaml":      {Data: []byte("- term: greeting\n  def: A word.\n  area: core\n")},
	}
}

// Content about a module divides it into areas of its own, and is written for and read
// against the module's versions.
func TestModuleContent(t *testing.T) {
	c, err := article.Read(moduleContent("---\nsymbol: greet.Hello\ntitle: Hello\nlevel: junior\ngo: \">=v1.1 <v2.0.0\"\nreviewed: {v1.10.0: 0123456789ab, v1.9.0: 0123456789ab}\n---\nText.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Problems) > 0 || len(c.Terms) != 1 {
		t.Errorf("terms %v, problems %v", c.Terms, c.Problems)
	}
	for _, a := range c.Articles {
		if a.ID != "core/note" {
			continue
		}
		if len(a.Reviewed) != 2 || a.Reviewed[0].Version != "v1.9.0" {
			t.Errorf("reviewed %v", a.Reviewed)
		}
		for v, want := range map[string]bool{"v1.0.9": false, "v1.1.0": true, "v1.99.0": true, "v2.0.0": false} {
			if a.Go.Holds(v) != want {
				t.Errorf("%s in %s: %t", v, a.Go, !want)
			}
		}
	}
}

func TestModuleContentFaults(t *testing.T) {
	for note, want := range map[string]string{
		"---\nsymbol: x\ntitle: x\nlevel: junior\ngo: \">=v1.x\"\n---\n":                      `">=v1.x" compares with no version`,
		"---\nsymbol: x\ntitle: x\nlevel: junior\nreviewed: {1.0.0: 0123456789ab}\n---\n":     "no version and fingerprint",
		"---\nsymbol: x\ntitle: x\nlevel: junior\nreviewed: {v1.0.0: 0123456789abcd}\n---\n ": "no version and fingerprint",
	} {
		c, err := article.Read(moduleContent(note))
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Problems) == 0 || !strings.Contains(c.Problems[0].Msg, want) {
			t.Errorf("%q: problems %v, want %s", note, c.Problems, want)
		}
	}
	bad := moduleContent("---\nsymbol: x\ntitle: x\nlevel: junior\n---\n")
	bad["notes/Core/x.md"] = bad["notes/core/note.md"]
	c, err := article.Read(bad)
	if err != nil || len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Msg, `no area is called "Core"`) {
		t.Errorf("%v, problems %v", err, c.Problems)
	}
}

// Content about the runtime has its fixed areas.
func TestAreasOfTheRuntime(t *testing.T) {
	c, err := article.Read(fstest.MapFS{
		"kb.yaml":             {Data: []byte("title: x\npackages: [runtime]\n")},
		"notes/shed/other.md": {Data: []byte("---\nsymbol: x\ntitle: x\nlevel: junior\n---\n")},
	})
	if err != nil || len(c.Problems) != 1 || !strings.Contains(c.Problems[0].Msg, `no area is called "shed"`) {
		t.Errorf("%v, problems %v", err, c.Problems)
	}
}
