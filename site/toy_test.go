package site

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sourcedive/annotate/markdown"
	"sourcedive/indexer/extract"
	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/internal/golden"
	"sourcedive/site/pages"
	"sourcedive/site/search"
	"sourcedive/site/urls"
)

// The rows of a struct whose size is known fill it: each starts where the one before
// it ends, and the last ends at the size.
func TestToyFieldsFillTheirStruct(t *testing.T) {
	p := toyPlan(t)
	padded := map[string]int{}
	structs := 0
	for i := range p.x.Symbols {
		s := &p.x.Symbols[i]
		if s.Kind != index.KindType || !strings.HasSuffix(s.Sig, " struct") || s.Size < 0 {
			continue
		}
		structs++
		v := viewOf(t, p, p.urls.Page[i]).(pages.Type)
		next := 0
		for _, f := range v.Fields {
			if f.Depth > 0 {
				continue
			}
			size := number(t, f.Size)
			if f.Gap != "" {
				words := strings.Fields(f.Gap)
				size = number(t, words[0])
				if padded[v.Name]++; size < 1 || f.Size != "" || f.Name != "" || (size == 1) != (words[1] == "byte") || !strings.HasSuffix(f.Gap, " of padding") {
					t.Errorf("%s: a gap %+v", s.ID, f)
				}
			}
			if number(t, f.Offset) != next {
				t.Errorf("%s: %q stands at %s, want %d", s.ID, f.Name+f.Gap, f.Offset, next)
			}
			next += size
		}
		if int64(next) != s.Size {
			t.Errorf("%s: the rows fill %d bytes of %d", s.ID, next, s.Size)
		}
	}
	if structs < 6 {
		t.Errorf("only %d structs", structs)
	}
	if want := map[string]int{"g": 3, "holes": 2, "m": 1}; fmt.Sprint(padded) != fmt.Sprint(want) {
		t.Errorf("padding in %v, want %v", padded, want)
	}
}

func number(t *testing.T, s string) int {
	t.Helper()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A struct with a field of unknown size has no gaps: nothing is known of what follows.
func TestToyFieldsOfUnknownSize(t *testing.T) {
	v := viewOf(t, toyPlan(t), "type/runtime/ring.html").(pages.Type)
	for _, f := range v.Fields {
		if f.Gap != "" {
			t.Errorf("gap %+v", f)
		}
	}
	if len(v.Fields) != 2 {
		t.Errorf("%d fields", len(v.Fields))
	}
}

func TestToyCounts(t *testing.T) {
	for n, want := range map[int]string{0: "0 rows", 1: "1 row", 2: "2 rows", 999: "999 rows", 1000: "1,000 rows", 1234567: "1,234,567 rows"} {
		if got := english.Count(n, "row", "rows"); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

func TestToyVersionWords(t *testing.T) {
	for _, c := range []struct{ versions, want string }{
		{"", "Then and now"}, {"go>=1.14", "Since go1.14"}, {"go<1.20", "Before go1.20"}, {"go<=1.20", "Up to go1.20"},
		{"go>1.20", "After go1.20"}, {"go==1.5", "In go1.5"}, {"go>=1.14 go<1.20", "Since go1.14, before go1.20"},
	} {
		var words []markdown.Word
		for _, w := range strings.Fields(c.versions) {
			words = append(words, markdown.Word{Text: w})
		}
		if got := prose.versionWords(words); got != c.want {
			t.Errorf("%s: %q, want %q", c.versions, got, c.want)
		}
	}
}

// Texts that are cut say so, and a text of just the length that fits is whole.
func TestToyCuts(t *testing.T) {
	words := func(n int) string { return strings.Repeat("abcd ", n/5+1)[:n] }
	sym := func(doc, sig string) *index.Symbol { return &index.Symbol{Doc: doc, Sig: sig} }
	for _, c := range []struct {
		name      string
		got, want string
	}{
		{"description", pages.describe(sym(words(161), "")), words(161)[:157] + "…"},
		{"description that fits", pages.describe(sym(words(159)+"y", "")), words(159) + "y"},
		{"description of what has no comment", pages.describe(sym("", "func f()")), "func f()"},
		{"row", pages.describeShort(sym(words(111), "")), strings.TrimSuffix(words(105), " ") + " …"},
		{"row that fits", pages.describeShort(sym(words(109)+"y", "")), words(109) + "y"},
		{"signature", pages.cardSignature(sym("", words(241))), words(238) + "…"},
		{"signature that fits", pages.cardSignature(sym("", words(239)+"y")), words(239) + "y"},
		{"field", pages.fieldDoc(words(704)), strings.TrimSuffix(words(700), " ") + " …"},
		{"field that fits", pages.fieldDoc(words(700)), strings.TrimSuffix(words(700), " ")},
		{"field that just does not fit", pages.fieldDoc("abcde " + words(695)), "abcde " + strings.TrimSuffix(words(690), " ") + " …"},
		{"clip", pages.clip("abcdef", 5), "abcd…"},
		{"clip at a blank", pages.clip("abc def", 5), "abc…"},
		{"clip that fits", pages.clip("abcde", 5), "abcde"},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n%s (%d)\nwant\n%s (%d)", c.name, c.got, len(c.got), c.want, len(c.want))
		}
	}
}

// What many call is listed up to a bound, and shown open up to a smaller one.
func TestToyManyCallers(t *testing.T) {
	p := toyPlan(t)
	v := viewOf(t, p, "func/internal/many/Popular.html").(pages.Func)
	if len(v.Callers.Kinds) != 1 {
		t.Fatalf("%d kinds", len(v.Callers.Kinds))
	}
	k := v.Callers.Kinds[0]
	if len(k.Rows) != pages.shownRows || len(k.Rest) != pages.listedRows-pages.shownRows || k.More != k.Count-pages.listedRows || k.Count != v.Callers.Count || k.Count < pages.listedRows+3 {
		t.Errorf("%d rows, %d folded, %d more of %d in %d", len(k.Rows), len(k.Rest), k.More, k.Count, v.Callers.Count)
	}
	if k.Rows[0].Text != "zcall000" || k.Rest[0].Text != "zcall040" {
		t.Errorf("the first is %s, the first folded one %s", k.Rows[0].Text, k.Rest[0].Text)
	}
	if want := english.Count(k.Count, "caller", "callers"); !slices.Contains(v.Facts, urls.Link{Text: want, Href: "#callers"}) {
		t.Errorf("the facts %v lack %q", v.Facts, want)
	}
	if m := v.Map; m == nil || len(m.Nodes) != 9 || !strings.Contains(m.Cut, "more callers, listed below") {
		t.Errorf("the map is %+v", m)
	}
}

// The steps that a journey leaves out: the shortest where there are too many, the last
// of equal ones, what everyone calls, and accessors.
func TestToyStepsOfAJourney(t *testing.T) {
	p := toyPlan(t)
	steps := func(root index.ID) (names []string, inner [][]string, cut int) {
		sym := symbolOf(t, p, root)
		list, cut := (pages.walk{p, "journey/x.html", nil, map[index.Sym]bool{sym: true}}).steps(sym, "", 1, pages.journeyDirect, "user stack")
		for _, s := range list {
			names = append(names, strings.TrimPrefix(s.Link.Text, "zcall"))
			var in []string
			for _, s := range s.Steps {
				in = append(in, strings.TrimPrefix(s.Link.Text, "zcall"))
			}
			inner = append(inner, in)
		}
		return names, inner, cut
	}
	names, inner, cut := steps("internal/many.zcallRoot")
	if got, want := strings.Join(names, " "), "Known Step01 Step03 Step04 Step05 Step06 Step07 Step08 Step09 Step10 Step11 Step12"; got != want {
		t.Errorf("steps %s, want %s", got, want)
	}
	if cut != 7 { // Step02, Step13, Step14, Step15, WellKnown, Accessor, and Popular behind Known
		t.Errorf("%d are cut, want 7", cut)
	}
	if len(inner[1]) != 1 || inner[1][0] != "Inner01" {
		t.Errorf("inner steps %v", inner)
	}
	names, inner, cut = steps("internal/many.zcallFew")
	if _, inner, cut := steps("internal/many.zcallRanked"); fmt.Sprint(inner) != "[[Len3 Len6 Len2 Len5 Len4]]" || cut != 1 {
		t.Errorf("of different lengths %v, and %d cut", inner, cut)
	}
	if want := "[[Step01 Step03 Step04 Step05 Step06]]"; len(names) != 1 || fmt.Sprint(inner) != want || cut != 1 {
		t.Errorf("steps %v with %v, want %s, and %d cut", names, inner, want, cut)
	}
}

// A function that many other files declare shows ten of them.
func TestToyManyOtherFiles(t *testing.T) {
	p, s := *toyPlan(t), *toyPlan(t).Survey
	p.Survey = &s
	sym := symbolOf(t, &p, "runtime.newosproc")
	at := s.others[pages.cardKey(s, sym)][0]
	for _, c := range []struct{ have, shown, more int }{{0, 0, 0}, {pages.shownOthers, pages.shownOthers, 0}, {pages.shownOthers + 1, pages.shownOthers, 1}, {pages.shownOthers + 4, pages.shownOthers, 4}} {
		s.others = map[string][]index.Range{pages.cardKey(s, sym): slices.Repeat([]index.Range{at}, c.have)}
		if rows, more := pages.otherFiles(p, "func/runtime/newosproc.html", sym); len(rows) != c.shown || more != c.more {
			t.Errorf("of %d: %d rows and %d more", c.have, len(rows), more)
		}
	}
}

// The menu of versions leads to the same page, or else to the first one.
func TestToyVersionMenu(t *testing.T) {
	s := toy(t)
	for _, c := range []struct {
		plan int
		path string
		want urls.Link
	}{
		{0, "func/runtime/schedule.html", urls.Link{Text: "go1.2.0", Href: "../../../go1.2.0/func/runtime/schedule.html"}},
		{1, "func/runtime/schedule.html", urls.Link{Text: "go1.3.0", Href: "../../../go1.3.0/func/runtime/schedule.html"}},
		{0, "func/runtime/stoplockedm.html", urls.Link{Text: "go1.2.0", Href: "../../../go1.2.0/index.html"}},
		{0, "index.html", urls.Link{Text: "go1.2.0", Href: "../go1.2.0/index.html"}},
		{0, "statements.html", urls.Link{Text: "go1.2.0", Href: "../go1.2.0/index.html"}},
	} {
		f := s.versions[c.plan].frame(c.path, "")
		if len(f.Versions) != 1 || f.Versions[0] != c.want {
			t.Errorf("%s: %v, want %v", c.path, f.Versions, c.want)
		}
	}
}

// Search asks the version that is named, and the newest for none.
func TestToySearch(t *testing.T) {
	s := &Site{}
	for _, p := range toy(t).versions {
		q := *p
		q.KeepSearch(t.Context(), search.Store(t.TempDir()), "toy")
		s.versions = append(s.versions, &q)
	}
	for version, want := range map[string]string{"": "go1.3.0/", "go1.2.0": "go1.2.0/", "go1.3.0": "go1.3.0/"} {
		rows, err := s.Search(version, "findRunnable", 3)
		if err != nil || len(rows) == 0 || !strings.Contains(fmt.Sprint(rows[0]), want+"func/runtime/findRunnable.html") {
			t.Errorf("version %q: %v, %v", version, rows, err)
		}
	}
	if _, err := s.Search("go1.1.0", "findRunnable", 3); !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), "version go1.1.0: ") {
		t.Errorf("a version that is not there: %v", err)
	}
}

// What the source prints, by the form of its text.
func TestToyMessages(t *testing.T) {
	text := `package p

func f() {
	throw("bad thing")
	throw(g("inner (text)") + "joined")
	panic(plainError("two  spaces"))
	errors.New("an error")
	gogetenv("GOGC")
	throw("ab")
	throw("123 456")
	throw("AAA")
	throw("ZZZ")
	other("not a message")
	throw(x)
	h := throw
	other("not said")
	_ = waitReasonStrings[1]
	_ = []string{"not a reason"}
}

func throw(s string) { print("said") }

func throw2(s string) {}

var waitReasonStrings = [...]string{
	a: "waiting for one",
	"waiting for two",
}

var notATable = []string{"nothing"}

var allDesc = []D{{Name: "/gc/heap:bytes"}, {Name: "heap"}}

var dbgvars = []*V{{name: "gctrace", doc: "not a name"}, {Name: "madvise"}}

var sigtable = []S{{1, "SIGHUP: hangup"}, {2, "signal 2"}}
`
	x, err := index.New(&index.Index{
		Config: index.Config{Version: "go1", GOOS: "linux", GOARCH: "amd64"}, Packages: []index.Package{{Path: "p", Name: "p"}},
		Files: []index.File{{Path: "p/p.go", Text: text}, {Path: "p/q.go", Text: text, Excluded: "x"}, {Path: "p/r.s", Lang: index.LangAsm, Text: text}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, m := range extract.Messages.Of(x) {
		fmt.Fprintf(&b, "%d:%d %s: %s\n", m.File, x.Line(m.File, m.Off), m.Kind, m.Text)
	}
	golden.Check(t, "view/site/messages.golden", b.String())
}

// A file's first comment is what it says of itself; the copyright is not.
func TestToyHeadComment(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"package p\n", ""},
		{"// Copyright 2020 Nobody.\n// By a BSD-style licence.\n\n// It says.\n// More.\n\npackage p\n\nfunc f() {}\n\n// Not this.\n", "It says.\nMore."},
		{"// Copyright nobody.\n\n// A BSD-style thing.\n\n// It says.\n\npackage p\n", "It says."},
		{"//go:build linux\n// +build linux\n\n// It says.\npackage p\n", "It says."},
		{"// One.\n\n// Two.\n\n#include \"x.h\"\n\n// Three.\nTEXT f(SB)\n", "One.\n\nTwo.\n\n\n// Three."},
	} {
		if got := pages.headComment(strings.Repeat("// It goes on.\n", 1000)); len(got) > 9<<10 {
			t.Errorf("%d bytes of a long comment", len(got))
		}
		want := strings.ReplaceAll(c.want, "// ", "")
		if got := pages.headComment(c.text); got != want {
			t.Errorf("%q says %q, want %q", c.text, got, want)
		}
	}
}

// A path that is no page's is not made, and the page for it is that of its version.
func TestToyMissing(t *testing.T) {
	s := toy(t)
	v := s.missingView("../", s.versions[1])
	if v.Up != "../go1.2.0/" || v.Assets != "../go1.2.0/assets/" || v.Index != "../go1.2.0/"+s.versions[1].index || v.Versions != nil {
		t.Errorf("%+v", v.Layout)
	}
}
