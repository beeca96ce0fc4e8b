package annotate_test

import (
	"errors"
	"io/fs"
	"maps"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
)

var errFaulty = errors.New("input/output error")

// faulty is a content one of whose files or directories is there and cannot be read.
type faulty struct {
	fs.FS
	name string
}

func (f faulty) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errFaulty}
	}
	return f.FS.Open(name)
}

// A file that is there and cannot be read is an error that names it, never a content
// without it.
func TestUnreadableFiles(t *testing.T) {
	files := maps.Clone(sound)
	files["aliases.yaml"] = "symbols: {enter: [come in]}\n"
	files["introspection.yaml"] = "wait sleep: It sleeps.\n"
	for _, name := range []string{"kb.yaml", "aliases.yaml", "glossary.yaml", "files.yaml", "api.yaml", "introspection.yaml",
		"notes/sched/enter.md", "levels/junior.md", "notes", "notes/sched", "myths", "casestudies", "tours", "journeys"} {
		_, err := article.Read(faulty{contentOf(files), name})
		if !errors.Is(err, errFaulty) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "at its top") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{".", "statements.go.txt"} {
		if texts, err := article.Snippets(faulty{contentOf(files), name}); !errors.Is(err, errFaulty) {
			t.Errorf("snippets without %s: %q, %v", name, texts, err)
		}
	}
}

// All files but kb.yaml may be absent.
func TestAbsentFiles(t *testing.T) {
	if _, err := article.Read(contentOf(map[string]string{"kb.yaml": sound["kb.yaml"]})); err != nil {
		t.Error(err)
	}
}

// What makes YAML grow is a problem of the text, with its place in the file.
func TestAliasesInContent(t *testing.T) {
	files := map[string]string{
		"kb.yaml":            sound["kb.yaml"],
		"notes/sched/n.md":   "---\nsymbol: runtime.enter\ntitle: &a t\nlevel: middle\n---\nx\n",
		"glossary.yaml":      "- {term: &t queue, def: x}\n",
		"files.yaml":         "a: x\nb: *a\n",
		"api.yaml":           "<<: {a: b}\n",
		"introspection.yaml": strings.Repeat("[", 1000),
	}
	g := annotate.NewSnapshot(indexOf(t, "go1.26.8", shop))
	_, problems := merge(t, g, files)
	for _, want := range []string{"notes/sched/n.md:3:8: anchors", "glossary.yaml:1:10: anchors", "files.yaml:2:4: anchors", "api.yaml:1:1: anchors", "introspection.yaml:1:33: values are more than 32 deep"} {
		found := false
		for _, p := range problems {
			found = found || strings.HasPrefix(p.String(), want) && p.HintText() != ""
		}
		if !found {
			t.Errorf("no problem %s in\n%s", want, problems)
		}
	}
	for name, text := range map[string]string{"kb.yaml": "packages: &p [runtime]\n", "aliases.yaml": "symbols: &s {}\n"} {
		bad := map[string]string{"kb.yaml": sound["kb.yaml"]}
		bad[name] = text
		if _, err := article.Read(contentOf(bad)); err == nil || !strings.Contains(err.Error(), name) || !strings.Contains(err.Error(), "anchors") || !strings.Contains(err.Error(), "hint:") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
