package prose

import (
	"fmt"
	"html/template"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/content/models/sim"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/internal/toy"
	"sourcedive/site/highlight"
	"sourcedive/site/models"
	"sourcedive/templates"
)

// toyProse is the content of the toy's newer release, with its models or without.
func toyProse(t *testing.T, withModels bool) *Prose {
	t.Helper()
	list, err := toy.Indexes()
	if err != nil {
		t.Fatal(err)
	}
	resolved, err := toy.Resolved()
	if err != nil {
		t.Fatal(err)
	}
	theme, err := toy.Theme()
	if err != nil {
		t.Fatal(err)
	}
	var set *models.ModelSet
	if withModels {
		if set, err = toy.Models(); err != nil {
			t.Fatal(err)
		}
	}
	return NewProse(highlight.NewSource(list[0]), resolved[0], theme, set)
}

// articles lists everything that was written, in the order of its kinds.
func articles(p *Prose) (list []*annotate.Article) {
	r := p.Resolved
	for _, more := range [][]*annotate.Article{r.Notes, r.Tours, r.Levels, r.Myths, r.CaseStudies} {
		list = append(list, more...)
	}
	for _, j := range r.Journeys {
		if j.Story != nil {
			list = append(list, j.Story)
		}
	}
	return list
}

// Each article as it is written on a page two folders deep: links, terms, claims, source,
// remarks and exercises.
func TestArticles(t *testing.T) {
	p := toyProse(t, true)
	var pages strings.Builder
	for _, a := range articles(p) {
		fmt.Fprintf(&pages, "%s %s: %s\n", a.Kind, a.ID, p.ArticlePage(a))
		if path, id := p.NoteHome(a); path != "" {
			fmt.Fprintf(&pages, "    on %s as %s\n", path, id)
		}
		name := strings.ReplaceAll(string(a.Kind)+"-"+a.ID, "/", "-")
		html := string(p.On("func/runtime/x.html", a, 1, "here-").Doc(a.Doc))
		golden.Check(t, "articles/"+name+".golden", html)
	}
	golden.Check(t, "articles.golden", pages.String())
}

// Without models a link to one is its text, and an exercise has no run.
func TestWithoutModels(t *testing.T) {
	p := toyProse(t, false)
	for _, a := range p.Resolved.Notes {
		if a.ID == "sched/newproc" {
			golden.Check(t, "without-models.golden", string(p.On("func/runtime/x.html", a, 0, "").Doc(a.Doc)))
		}
	}
	if to, text := p.RefPage(annotate.Ref{Kind: markdown.ToModel, Name: "sched"}); to != "" || text != "sched" {
		t.Errorf("a model that is not there is at %q, %q", to, text)
	}
}

// Every kind of link has its target.
func TestRefPages(t *testing.T) {
	p := toyProse(t, true)
	sym := func(id index.ID) index.Sym {
		s, ok := p.Index.Sym(id)
		if !ok {
			t.Fatalf("no symbol %s", id)
		}
		return s
	}
	pkg, _ := p.Index.Pkg("internal/a+b")
	file, _ := p.Index.File("runtime/proc.go")
	for _, c := range []struct {
		ref      annotate.Ref
		to, text string
	}{
		{annotate.Ref{Kind: markdown.ToSymbol, Sym: sym("runtime.schedule")}, "func/runtime/schedule.html", "schedule"},
		{annotate.Ref{Kind: markdown.ToSymbol, Sym: sym("sync.(*Mutex).Lock")}, "func/sync/Mutex.Lock.html", "sync.(*Mutex).Lock"},
		{annotate.Ref{Kind: annotate.ToPackage, Pkg: pkg}, "pkg/internal/a~2bb.html", "internal/a+b"},
		{annotate.Ref{Kind: markdown.ToFile, File: file, Name: "proc.go"}, "src/runtime/proc.go.html", "proc.go"},
		{annotate.Ref{Kind: markdown.ToTerm, Term: &annotate.Term{Term: &article.Term{Name: "a latch"}}, Name: "latches"}, "glossary.html#term-a-latch", "latches"},
		{annotate.Ref{Kind: markdown.ToJourney, Journey: 0}, "journey/" + p.Resolved.Journeys[0].Name + ".html", p.Resolved.Journeys[0].Title},
		{annotate.Ref{Kind: markdown.ToModel, Name: "sched"}, "model/sched.html", "Counting <up>"},
		{annotate.Ref{Kind: markdown.ToModel, Name: "nowhere"}, "", "nowhere"},
		{annotate.Ref{Kind: markdown.ToIssue, Name: "17503"}, "https://go.dev/issue/17503", "go#17503"},
		{annotate.Ref{Kind: markdown.ToArea, Name: "nowhere"}, "", "nowhere"},
		{annotate.Ref{Kind: markdown.ToArea, Name: "x", Text: &annotate.Article{Article: &article.Article{Kind: article.KindEssay, Area: "x", FrontMatter: article.FrontMatter{Title: "The X"}}}}, "area/x.html", "The X"},
		{annotate.Ref{Name: "nothing"}, "", "nothing"},
	} {
		if to, text := p.RefPage(c.ref); to != c.to || text != c.text {
			t.Errorf("%+v: %q, %q, want %q, %q", c.ref, to, text, c.to, c.text)
		}
	}
}

// A remark is written over the first line of its statement, linked to its note from other
// pages than the note's own.
func TestRemarks(t *testing.T) {
	p := toyProse(t, true)
	var b strings.Builder
	for i := range p.Index.Files {
		for _, c := range []struct {
			name string
			over func(int) string
		}{
			{"on a function's page", over(p.Remarks("func/runtime/newproc.html", int32(i)))},
			{"on a file's page", over(p.Remarks("src/x.html", int32(i)))},
			{"in the whole file", over(p.PlainRemarks("src/x.html", int32(i)))},
		} {
			for line := 1; c.over != nil && line <= p.Highlight(int32(i)).Lines(); line++ {
				if text := c.over(line); text != "" {
					fmt.Fprintf(&b, "%s:%d %s\n    %s\n", p.Index.Files[i].Path, line, c.name, text)
				}
			}
		}
	}
	golden.Check(t, "remarks.golden", b.String())
}

func over[H ~string](f func(int) H) func(int) string {
	if f == nil {
		return nil
	}
	return func(line int) string { return string(f(line)) }
}

// What several notes remark on one line stands over it together, in the order of the remarks.
func TestRemarksOnOneLine(t *testing.T) {
	content, err := article.Read(fstest.MapFS{
		"kb.yaml":            {Data: []byte("packages: [runtime]\n")},
		"notes/sched/one.md": {Data: []byte("---\nsymbol: runtime.newproc\ntitle: One\nlevel: middle\n---\n@{\"gp := getg()\" in runtime.newproc} Said first.\n")},
		"notes/sched/two.md": {Data: []byte("---\nsymbol: runtime.newproc1\ntitle: Two\nlevel: middle\n---\n@{\"gp := getg()\" in runtime.newproc} Said second.\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	toys := toyProse(t, false)
	r, problems := annotate.Resolve(t.Context(), annotate.NewSnapshot(toys.Index), content)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	p := NewProse(toys.Source, r, toys.Theme, nil)
	file, _ := p.Index.File("runtime/proc.go")
	for where, over := range map[string]func(int) template.HTML{"on a page": p.Remarks("src/x.html", file), "in the whole file": p.PlainRemarks("src/x.html", file)} {
		var said []string
		for line := 1; line <= p.Highlight(file).Lines(); line++ {
			if text := string(over(line)); text != "" {
				said = append(said, text)
			}
		}
		if len(said) != 1 || strings.Count(said[0], "Said") != 2 || strings.Index(said[0], "Said first.") > strings.Index(said[0], "Said second.") {
			t.Errorf("%s: over its lines stand %q, want both over one", where, said)
		}
	}
}

// A claim that was not understood, and claims by their verdict.
func TestClaims(t *testing.T) {
	p := toyProse(t, true)
	parts := []ClaimPart{p.Claim(nil)}
	for _, a := range articles(p) {
		for _, c := range a.Claims {
			parts = append(parts, p.Claim(c))
		}
	}
	golden.View(t, "claims", struct{ Claims []ClaimPart }{parts})
}

// A listing has ids of its own lines, or links to the lines of its file.
func TestListing(t *testing.T) {
	p := toyProse(t, true)
	s, _ := p.Index.Sym("runtime.newproc")
	at := p.Index.Symbols[s].Decl
	golden.Check(t, "listings.golden", fmt.Sprintf("%+v\n\n%+v\n", p.Listing("func/runtime/newproc.html", at, true), p.Listing("area/sched.html", at, false)))
}

// The address of a run has what differs from the default, in the model's order.
func TestMomentHref(t *testing.T) {
	m := &sim.Model{Params: []sim.Param{{Name: "b", Default: 1}, {Name: "a", Default: 2}, {Name: "c", Default: 3}}}
	for _, c := range []struct {
		given sim.Given
		want  string
	}{
		{nil, "x.html#seed=7&at=4"},
		{sim.Given{"a": 1, "b": 2, "c": 3}, "x.html#b=2&a=1&seed=7&at=4"},
		{sim.Given{"c": 0, "d": 1}, "x.html#c=0&seed=7&at=4"},
	} {
		if got := MomentHref("x.html", c.given, 7, 4, m); got != c.want {
			t.Errorf("%v: %s, want %s", c.given, got, c.want)
		}
	}
}

// Every fenced block has a template that prints what is made for it, and nothing else has.
func TestBlocksHaveParts(t *testing.T) {
	theme, err := templates.Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range markdown.Kinds() {
		if k.Fenced() != (k.Part() != "") {
			t.Errorf("%s: fenced is %v, its template is called %q", k, k.Fenced(), k.Part())
			continue
		}
		if k.Class() == "" {
			continue // has no frame, or a view of its own, which TestArticles prints
		}
		out := string(theme.Part(k.Part(), AsidePart{Kind: k.Class(), Title: "Title"}))
		if !strings.Contains(out, k.Class()) || !strings.Contains(out, "Title") {
			t.Errorf("%s, of class %q: %s", k, k.Class(), out)
		}
	}
}

// What stands in the margin comes before the paragraph that it follows, its claims
// included; after a heading it stays where it is.
func TestBeside(t *testing.T) {
	p := toyProse(t, false)
	text := "One.\n\n```claim\nexists(\"runtime.g\")\n```\n\n```surprise\nFirst.\n```\n\n```then go<1.2\nSecond.\n```\n\n## Two\n\n```surprise\nThird.\n```\n\nThree.\n"
	doc, problems := markdown.Parse([]byte(text), "x.md")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	html := string(p.On("x.html", &annotate.Article{Article: &article.Article{Doc: doc}}, 0, "").Beside(doc.Blocks))
	last := -1
	for _, want := range []string{`<div class="with">`, "First.", "Second.", "One.", "</div>\n<h2", "Third.", "Three."} {
		at := strings.Index(html, want)
		if at <= last {
			t.Errorf("%q is not there, or out of order, in\n%s", want, html)
		}
		last = at
	}
	if strings.Count(html, `class="with"`) != 1 {
		t.Errorf("in\n%s", html)
	}
}

// Evidence of a lab leads to its page, but for that page itself and a lab without one.
func TestLabProof(t *testing.T) {
	p := toyProse(t, false)
	words := func(list ...string) (args []markdown.Word) {
		for _, s := range list {
			args = append(args, markdown.Word{Text: s})
		}
		return args
	}
	for _, c := range []struct {
		path     string
		e        annotate.Evidence
		says, to string
	}{
		{"area/x.html", annotate.Evidence{State: annotate.Holds, Measured: "3 of 3", Piece: &markdown.Piece{Form: markdown.FormLab, Args: words("alloc", "it holds")}}, "held in the recorded run: 3 of 3", "../lab/alloc.html#result"},
		{"lab/alloc.html", annotate.Evidence{State: annotate.Holds, Piece: &markdown.Piece{Form: markdown.FormLab, Args: words("alloc", "program", "it holds")}}, "in its program", ""},
		{"area/x.html", annotate.Evidence{State: annotate.Fails, Piece: &markdown.Piece{Form: markdown.FormLab, Args: words("alloc", "it holds")}}, "does not hold in go1.3.0", "../lab/alloc.html#result"},
		{"area/x.html", annotate.Evidence{Cause: "not run", Piece: &markdown.Piece{Form: markdown.FormLab, Args: words("nowhere", "it holds")}}, "not run", ""},
	} {
		got := p.On(c.path, nil, 0, "").evidence(&c.e)
		if len(got) != 1 || got[0].Expr != "it holds" || got[0].Says != c.says || got[0].Place.Href != c.to {
			t.Errorf("%s, %s: %+v", c.path, c.says, got)
		}
	}
}
