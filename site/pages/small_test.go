package pages

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/site/search"
)

// A declaration that is long in letters is not set in large type.
func TestLongDeclarations(t *testing.T) {
	toy := newer(t)
	sym := symbolOf(t, toy, "runtime.malg")
	for letters, long := range map[int]bool{longDecl: false, longDecl + 1: true} {
		x := *toy.Index
		x.Symbols = slices.Clone(x.Symbols)
		x.Symbols[sym].Sig = strings.Repeat("x", letters-len("malg"))
		p := NewInputs(NewCatalog(&x, "linux/amd64"), toy.Resolved, toy.Theme, nil)
		if v := viewOf(t, p, "func/runtime/malg.html").(Func); v.Long != long {
			t.Errorf("%d letters are long: %t", letters, v.Long)
		}
	}
}

// A file is foreign and generated where both is so.
func TestForeignGenerated(t *testing.T) {
	p := newer(t)
	for path, want := range map[string]bool{"runtime/os_windows.go": false, "runtime/zerrors_windows.go": true, "runtime/zgen.go": false, "runtime/proc.go": false} {
		file, ok := p.Index.File(path)
		if got := foreignGenerated(p, file); !ok || got != want {
			t.Errorf("%s (there: %t): %t", path, ok, got)
		}
	}
}

// Versions whose histories are not the same have no pages in common.
func TestCounterpartsOfOtherHistories(t *testing.T) {
	p, rich := newer(t), richPast(t)
	const page = "func/runtime/schedule.html"
	other, none := NewDirectory(rich), NewDirectory(inputsWith(t, nil))
	if got := Counterpart(p, &other, page); got != "" {
		t.Errorf("it leads to %s", got)
	}
	if got := Counterpart(p, &none, page); got != "" {
		t.Errorf("without a history it leads to %s", got)
	}
	if p.Dir() != "go1.3.0" {
		t.Errorf("the folder is %s", p.Dir())
	}
}

func TestReceiverOf(t *testing.T) {
	for _, c := range []struct {
		s    index.Symbol
		want string
	}{
		{index.Symbol{ID: "runtime.(*T).m", Kind: index.KindMethod}, "T"}, {index.Symbol{ID: "runtime.T.m", Kind: index.KindMethod}, "T"},
		{index.Symbol{ID: "runtime.f", Kind: index.KindFunc}, ""}, {index.Symbol{ID: "runtime.f.func1", Kind: index.KindClosure}, ""},
	} {
		if got := receiverOf(&c.s); got != c.want {
			t.Errorf("%s: %q", c.s.ID, got)
		}
	}
}

// Files with more than four new functions are named, at most six, those with most first.
func TestNewFiles(t *testing.T) {
	of := func(counts ...int) string {
		d := &history.Difference{}
		for i, n := range counts {
			d.Appeared = append(d.Appeared, slices.Repeat([]history.Change{{Kind: "func", File: fmt.Sprintf("runtime/%c.go", 'a'+i)}}, n)...)
		}
		return newFiles(&change{Difference: d})
	}
	for _, c := range []struct{ got, want string }{
		{of(4, 3), ""}, {of(5, 4), "Most of them: 5 in a.go"}, {of(5, 6, 5), "Most of them: 6 in b.go, 5 in a.go, 5 in c.go"}, {of(), ""},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// A text's page is entered at its headings, but for small ones.
func TestSections(t *testing.T) {
	p := richContent(t)
	i := slices.IndexFunc(p.Resolved.Levels, func(l *annotate.Article) bool { return l.ID == "senior" })
	if got, want := fmt.Sprint(sections(p.Resolved.Levels[i])), "[{Where then #where-then} {And at last #and-at-last}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A source that is at hand is shown where it is the one that the history has read.
func TestSourcesThatAreOther(t *testing.T) {
	p := richPast(t)
	h, _ := p.past.of(symbolOf(t, p, "runtime.schedule"))
	read := p.past.sources[2]()
	right := read["runtime.schedule"]
	if _, ok := p.past.text(h, 2); !ok {
		t.Fatal("the source is not at hand")
	}
	for name, change := range map[string]func(*history.Source){
		"other code": func(s *history.Source) { s.Hash++ }, "more lines": func(s *history.Source) { s.Text += "\n" },
	} {
		s := right
		change(&s)
		read["runtime.schedule"] = s
		if _, ok := p.past.text(h, 2); ok {
			t.Errorf("%s: it counts as the source", name)
		}
	}
}

// Methods and fields are listed in the order of the source, file by file.
func TestChildrenInOrder(t *testing.T) {
	p := newer(t)
	var b strings.Builder
	for i := range p.Index.Symbols {
		if p.Index.Symbols[i].Kind != index.KindType {
			continue
		}
		for _, m := range children(p, index.Sym(i), index.KindMethod, index.KindField) {
			at := p.Index.Symbols[m].Name
			fmt.Fprintf(&b, "%s %s:%d\n", p.Index.Symbols[m].ID, p.Index.Files[at.File].Path, p.Index.Line(at.File, at.Off))
		}
	}
	golden.Check(t, "data/children.golden", b.String())
}

// Who searches for a name that a function had, or for one that is gone, finds what became of
// it; a name that something has now is that.
func TestDocumentsOfThePast(t *testing.T) {
	p := richPast(t)
	text := func(docs []search.Doc) string {
		var b strings.Builder
		for _, d := range docs {
			fmt.Fprintf(&b, "%s: %s %q in %s, base %s of %q: %s at %s, %s, elsewhere %t\n", d.ID, d.Kind, d.Title, d.Pkg, d.Base, d.Names, d.Lead, d.URL, d.File, d.Elsewhere)
		}
		return b.String()
	}
	d := &documents{p: p}
	d.former()
	golden.Check(t, "data/former.golden", text(d.docs))
	all := len(d.docs)
	d = &documents{p: p, docs: []search.Doc{{ID: "runtime.entersleep"}, {ID: "runtime.wakeany"}}}
	if d.former(); len(d.docs) != all {
		t.Errorf("of %d names two of which are known, %d are added", all, len(d.docs)-2)
	}
}

// What only other platforms have is known by the path of its package, not by its name.
func TestDocumentsOfOtherPlatforms(t *testing.T) {
	toy := newer(t)
	ids := func(p *Inputs) (list []string) {
		d := &documents{p: p}
		d.elsewhere()
		for _, doc := range d.docs {
			list = append(list, doc.ID+" "+doc.Pkg+" "+doc.URL)
		}
		return list
	}
	want := ids(toy)
	x := *toy.Index
	x.Packages = slices.Clone(x.Packages)
	for i := range x.Packages {
		x.Packages[i].Name = "other"
	}
	if got := ids(NewInputs(NewCatalog(&x, "linux/amd64"), toy.Resolved, toy.Theme, nil)); len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What a statement calls is named with its package unless that is runtime, or none.
func TestCallsOfStatements(t *testing.T) {
	toy := newer(t)
	x := *toy.Index
	x.Symbols = slices.Clone(x.Symbols)
	i := symbolOf(t, toy, "runtime.gogo")
	x.Symbols[i].ID = "_rt0_amd64_linux"
	p := NewInputs(NewCatalog(&x, "linux/amd64"), toy.Resolved, toy.Theme, nil)
	s := index.Statement{Calls: []index.StatementCall{
		{Sym: i}, {Sym: symbolOf(t, toy, "runtime.gopark"), Construct: index.Check}, {Sym: symbolOf(t, toy, "sync.(*Mutex).Lock")}, {Sym: index.NoSym, Name: "none"},
	}}
	got := ""
	for _, c := range statementRow(p, &s).Calls {
		got += fmt.Sprintf("%q %s %q %t; ", c.Pkg, c.Text, c.Note, c.Href != "")
	}
	want := fmt.Sprintf("\"\" _rt0_amd64_linux \"\" true; \"\" gopark %q true; \"sync.\" (*Mutex).Lock \"\" true; \"\" none \"\" false; ", index.Check.String())
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// The report says which compiler and which package it is about.
func TestReportOfOtherTools(t *testing.T) {
	toy := newer(t)
	r := *toy.Index.Report
	r.Toolchain, r.Version, r.Package = "go9.9", "go9.8", "sync"
	var v Checked
	if fillReport(toy, &v, &r); v.Against != "go9.9" || v.Package != "sync" {
		t.Errorf("against %s, about %s", v.Against, v.Package)
	}
}

// A comment leads with its first sentence where that is a paragraph in words.
func TestLeadOf(t *testing.T) {
	for _, c := range []struct{ doc, lead, rest string }{
		{"It is f.\n\nIt goes on.", "It is f.", "It goes on."}, {"\tx := 1\n\nIt goes on.", "", "\tx := 1\n\nIt goes on."}, {"It is f. It is more.\n\nIt goes on.", "", "It is f. It is more.\n\nIt goes on."}, {"It is\nf.\n\nOn.", "It is f.", "On."},
	} {
		if lead, rest := leadOf(c.doc); lead != c.lead || rest != c.rest {
			t.Errorf("%q: %q and %q", c.doc, lead, rest)
		}
	}
}
