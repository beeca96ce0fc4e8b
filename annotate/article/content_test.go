package article_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate/article"
	"sourcedive/internal/golden"
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
	fsys := fstest.MapFS{}
	for name, text := range map[string]string{
		"kb.yaml": "packages: [runtime]\n", "aliases.yaml": "symbols: {enter: [come in]}\n", "glossary.yaml": "- {term: queue, def: x}\n",
		"files.yaml": "runtime/proc.go: x\n", "api.yaml": "A: {symbol: runtime.A, text: x}\n", "introspection.yaml": "wait sleep: It sleeps.\n",
		"notes/sched/enter.md": "x\n", "levels/junior.md": "x\n", "myths/sched.md": "x\n", "casestudies/calm.md": "x\n", "tours/day.md": "x\n",
		"journeys/enter.md": "x\n", "statements.go.txt": "package p\n",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, name := range []string{"kb.yaml", "aliases.yaml", "glossary.yaml", "files.yaml", "api.yaml", "introspection.yaml",
		"notes/sched/enter.md", "levels/junior.md", "notes", "notes/sched", "myths", "casestudies", "tours", "journeys"} {
		_, err := article.Read(faulty{fsys, name})
		if !errors.Is(err, errFaulty) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "at its top") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{".", "statements.go.txt"} {
		if texts, err := article.Snippets(faulty{fsys, name}); !errors.Is(err, errFaulty) {
			t.Errorf("snippets without %s: %q, %v", name, texts, err)
		}
	}
}

// All files but kb.yaml may be absent.
func TestAbsentFiles(t *testing.T) {
	if _, err := article.Read(kb("packages: [runtime]\n")); err != nil {
		t.Error(err)
	}
}

// Areas and levels have an order, which pages and problems show.
func TestOrders(t *testing.T) {
	golden.Check(t, "orders.txt", fmt.Sprintf("areas %s\nlevels %s\n", strings.Join(article.Areas, " "), strings.Join(article.Levels, " ")))
}

// A fault in front matter is at its own line and column of the file.
func TestPlacesInFrontMatter(t *testing.T) {
	const front = "---\nsymbol: runtime.enter\ntitle: t\n"
	for text, want := range map[string]string{
		front + "level: junio\n---\n":                      "4:8",
		front + "level: junior\n\ngo: \"1.20\"\n---\n":     "6:5",
		front + "level: junior\nmodels: [shed]\n---\n":     "5:10",
		front + "level: junior\nlevle: x\n---\n":           "5:1",
		front + "level: junior\narea: sched\n---\nText.\n": "5:7",
	} {
		c, err := article.Read(fstest.MapFS{"kb.yaml": {Data: []byte("packages: [runtime]\n")}, "notes/sched/enter.md": {Data: []byte(text)}}, "sched")
		if err != nil {
			t.Fatal(err)
		}
		var at []string
		for _, p := range c.Problems {
			at = append(at, fmt.Sprintf("%d:%d", p.Line, p.Col))
		}
		if strings.Join(at, " ") != want {
			t.Errorf("%q: at %v, want %s: %v", text, at, want, c.Problems)
		}
	}
}

// What a case study is about is kept as it is written, for answers that are about it.
func TestSymbolsOfCaseStudies(t *testing.T) {
	fsys := fstest.MapFS{"kb.yaml": {Data: []byte("packages: [runtime]\n")}}
	fsys["casestudies/calm.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Calm\nlevel: middle\nabout: It is calm.\nsymbols: [runtime.gopark, \"runtime.(*mheap).scavenge\"]\n---\nCalm.\n")}
	content, err := article.Read(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range content.Articles {
		if a.Kind != article.KindCaseStudy {
			continue
		}
		var names []string
		for _, n := range a.Names {
			names = append(names, n.Text)
		}
		if want := []string{"runtime.gopark", "runtime.(*mheap).scavenge"}; !slices.Equal(names, want) {
			t.Errorf("it is about %q, want %q", names, want)
		}
		return
	}
	t.Error("no case study")
}
