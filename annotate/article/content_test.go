package article_test

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
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
		"journeys/enter.md": "x\n", "figures/a.yaml": "title: x\n", "strength.txt": "", "statements.go.txt": "package p\n",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	for _, name := range []string{"kb.yaml", "aliases.yaml", "glossary.yaml", "files.yaml", "api.yaml", "introspection.yaml",
		"notes/sched/enter.md", "levels/junior.md", "notes", "notes/sched", "myths", "casestudies", "tours", "journeys", "figures", "figures/a.yaml", "strength.txt"} {
		_, err := article.Read(faulty{fsys, name})
		if !errors.Is(err, errFaulty) || !strings.Contains(err.Error(), name) || strings.Contains(err.Error(), "at its top") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"notes", "notes/sched/enter.md"} {
		if c, err := article.ReadNotes(faulty{fsys, name}, article.Config{}, "x"); !errors.Is(err, errFaulty) || !strings.Contains(err.Error(), name) {
			t.Errorf("notes without %s: %v, %v", name, c, err)
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
	golden.View(t, "parts", struct {
		Forms         []string
		Words, States map[string]string
	}{article.FigureForms, article.PartWords, article.PartStates})
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

// contentOf reads a content out of an archive.
func contentOf(t *testing.T, name string) (fstest.MapFS, *article.Content) {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	fsys := fstest.MapFS{}
	for _, f := range archive.Files {
		fsys[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	c, err := article.Read(fsys, "sched", "chan")
	if err != nil {
		t.Fatal(err)
	}
	return fsys, c
}

// articleView is an article without its text, whose form is package markdown's.
type articleView struct {
	Kind           article.Kind
	ID, File, Area string
	article.FrontMatter
	Range, Text string
}

// view is a content as data.
func view(c *article.Content) any {
	v := struct {
		Config        article.Config
		Articles      []articleView
		Terms         []*article.Term
		Files         []article.FileLine
		API           []*article.APIEntry
		Introspection []article.Label
		Figures       []*article.Figure
		Strength      article.Strength
		Lines         []string // of all texts that are no articles
	}{Config: c.Config, Terms: c.Terms, Files: c.Files, API: c.API, Introspection: c.Introspection, Figures: c.Figures, Strength: c.Strength}
	line := func(docs ...*markdown.Doc) {
		for _, d := range docs {
			v.Lines = append(v.Lines, d.File+": "+d.Text())
		}
	}
	for _, t := range c.Terms {
		line(t.Def)
	}
	for _, f := range c.Files {
		line(f.Text)
	}
	for _, e := range c.API {
		line(e.Text)
	}
	for _, l := range c.Introspection {
		line(l.Text)
	}
	for _, f := range c.Figures {
		line(f.Title, f.Says)
		f.All(func(p *article.Part) { line(p.Text) })
	}
	for _, a := range c.Articles {
		v.Articles = append(v.Articles, articleView{a.Kind, a.ID, a.File, a.Area, a.FrontMatter, a.Go.String(), a.Doc.Text()})
	}
	return v
}

// Everything that a content can say, as it is read.
func TestContentAsRead(t *testing.T) {
	fsys, c := contentOf(t, "good.txtar")
	for _, p := range c.Problems {
		t.Error(p)
	}
	golden.View(t, "good", view(c))
	if got, want := c.Strength.String(), string(fsys["strength.txt"].Data); !strings.HasSuffix(got, strings.TrimPrefix(want, "# a comment\n")) || !strings.HasPrefix(got, "# ") {
		t.Errorf("the record of strength is written as %q", got)
	}
	for _, a := range c.Articles {
		want := string(a.Kind)
		if a.Kind == article.KindCaseStudy {
			want = "wild"
		}
		if a.Kind.Slug() != want {
			t.Errorf("%s in permalinks is %s", a.Kind, a.Kind.Slug())
		}
	}
}

// Content that is read again keeps the articles whose text is the same, with their problems,
// unless its areas are others.
func TestContentReadAgain(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	fsys := fstest.MapFS{"kb.yaml": file("packages: [runtime]\n")}
	for _, name := range []string{"a", "b", "c"} {
		fsys["notes/sched/"+name+".md"] = file("---\nsymbol: runtime." + name + "\ntitle: x\nlevel: juniors\nmodels: [sched]\n---\n")
	}
	first, err := article.Read(fsys, "sched")
	if err != nil {
		t.Fatal(err)
	}
	fsys["notes/sched/b.md"] = file("---\nsymbol: runtime.b\ntitle: y\nlevel: juniors\nmodels: [sched]\n---\n") // as long as before
	second, err := first.Again(fsys)
	if err != nil {
		t.Fatal(err)
	}
	fsys["kb.yaml"] = file("packages: [sync]\n")
	third, err := second.Again(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"sched/a", "sched/b", "sched/c"} {
		a, b, c := first.Articles[i], second.Articles[i], third.Articles[i]
		if b.ID != name || (a == b) == (name == "sched/b") || b == c {
			t.Errorf("%s: the same after an edit of b: %t, after one of kb.yaml: %t", b.ID, a == b, b == c)
		}
	}
	for _, c := range []*article.Content{second, third} {
		if len(c.Problems) != 3 || c.Problems[2].String() != "notes/sched/c.md:4:8: no level is called \"juniors\"\n    hint: did you mean junior?" {
			t.Errorf("problems %v", c.Problems)
		}
	}
}

// Only notes on some symbols are read, and nothing else, however their names are written.
func TestReadNotes(t *testing.T) {
	note := func(front string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\n" + front + "\ntitle: About runtime.other\nlevel: junior\n---\nIt calls [[runtime.enter]] and [[m.(*T).Do]].\n")}
	}
	fsys := fstest.MapFS{
		"kb.yaml": {Data: []byte("packages: [runtime]\n")}, "aliases.yaml": {Data: []byte("none: of it is read\n")}, "glossary.yaml": {Data: []byte("- term: x\n")},
		"notes/sched/one.md": note("symbol: runtime.enter"), "notes/sched/list.md": note("symbols: ['runtime.leave', runtime.enter]"),
		"notes/sched/lines.md": note("symbols:\n  - runtime.leave\n  - \"runtime.gone\""), "notes/sched/near.md": note("symbol: runtime.enter2"),
		"notes/sched/first.md": note("symbols: [runtime.gone, runtime.leave]"), "notes/sched/method.md": note("symbol: \"m.(*T).Do\""),
		"notes/sched/bare.md": note("symbols: [T.Do]"), "notes/sched/part.md": note("symbol: Do"), "notes/sched/generic.md": note("symbols: [m.G[...]]"),
		"notes/sched/open.md": {Data: []byte("---\nsymbol: runtime.open\n")}, "notes/misplaced.md": note("symbol: runtime.enter"),
	}
	kb, err := article.ReadConfig(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for ids, want := range map[string]string{
		"runtime.enter": "sched/list sched/one", "runtime.leave": "sched/first sched/lines sched/list", "runtime.gone": "sched/first sched/lines",
		"runtime.enter runtime.gone": "sched/first sched/lines sched/list sched/one", "example.com/m.(*T).Do": "sched/bare sched/method sched/part", "m.G[...]": "sched/generic",
		"runtime.nothing": "", "runtime.level": "", "runtime.open": "sched/open", "example.com/m.T.Do": "sched/bare sched/part",
	} {
		some, err := article.ReadNotes(fsys, kb, strings.Fields(ids)...)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range some.Articles {
			got = append(got, a.ID)
		}
		if strings.Join(got, " ") != want || len(some.Terms) > 0 {
			t.Errorf("%s: %q, want %s", ids, got, want)
		}
		if misplaced := some.Problems.Sorted()[0].String(); misplaced != "notes/misplaced.md: a file in a wrong place\n    hint: its place is notes/AREA/NAME.md" {
			t.Errorf("problem %s", misplaced)
		}
	}
}

// Programs that show what statements compile to are read by name, in order, and nothing else is.
func TestSnippets(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{"statements.go.txt", "statements_maps.go.txt", "statements.go", "other.go.txt", "deep/statements.go.txt"} {
		fsys[name] = &fstest.MapFile{Data: []byte(name)}
	}
	if texts, err := article.Snippets(fsys); err != nil || !slices.Equal(texts, []string{"statements.go.txt", "statements_maps.go.txt"}) {
		t.Errorf("%q, %v", texts, err)
	}
	if texts, err := article.Snippets(fstest.MapFS{}); err != nil || len(texts) > 0 {
		t.Errorf("%q, %v", texts, err)
	}
}

// Every fault, at its place, with what to do about it.
func TestFaultsOfContent(t *testing.T) {
	_, c := contentOf(t, "bad.txtar")
	var b strings.Builder
	for _, p := range c.Problems.Sorted() {
		b.WriteString(p.String() + "\n")
	}
	golden.Check(t, "bad.golden", b.String())
	golden.View(t, "bad-view", view(c))
}

// Which area a file belongs to, and how areas are called and ordered.
func TestAreasOfFiles(t *testing.T) {
	_, c := contentOf(t, "good.txtar")
	kb := &c.Config
	for file, want := range map[string]string{
		"runtime/chan.go": "channels", "runtime/chan_test.go": "channels", "runtime/lock_futex.go": "locks", "runtime/proc.go": "",
		"sync/mutex.go": "locks", "sync/atomic/type.go": "locks", "sync2/x.go": "", "runtime/chan/x.go": "", "internal/sync/x.go": "", "sync": "",
	} {
		if got := kb.AreaOf(file); got != want {
			t.Errorf("%s belongs to %q, want %q", file, got, want)
		}
	}
	if a, b := kb.AreaTitle("locks"), kb.AreaTitle("gc"); a != "Locks" || b != "gc" {
		t.Errorf("areas are called %s and %s", a, b)
	}
	if !slices.Equal(kb.AreaOrder(), article.Areas) {
		t.Errorf("the areas of the runtime are %s", kb.AreaOrder())
	}
	other := *kb
	other.Packages = []string{"net/http"}
	if got := strings.Join(other.AreaOrder(), " "); got != "channels sched locks channels locks" {
		t.Errorf("areas of other content are %s", got)
	}
	for _, c := range []struct {
		of   article.Config
		want bool
	}{
		{article.Config{}, true}, {article.Config{Module: "x"}, false}, {article.Config{Packages: []string{"sync"}}, false},
		{article.Config{Packages: []string{"sync", "runtime"}}, true}, {article.Config{Packages: []string{"runtime"}, Module: "x"}, false},
		{article.Config{FileAreas: other.FileAreas}, false},
	} {
		if c.of.OfRuntime() != c.want {
			t.Errorf("%+v is about the runtime: %t", c.of, !c.want)
		}
	}
}
