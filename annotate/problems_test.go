package annotate_test

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
	"sourcedive/internal/golden"
)

// sound is a content in which everything resolves.
var sound = map[string]string{
	"kb.yaml": "packages: [runtime]\njourneys:\n  - {name: enter, root: [runtime.enter], title: In}\n",
	"notes/sched/enter.md": `---
symbol: runtime.enter
title: Coming in
level: middle
go: ">=1.20"
aliases: [get in line]
models: [sched]
---
Puts a customer into [[runtime.shop.queue]], unless it is full; see [[leave]],
[[note:sched/leave|the way out]], [[area:sched]], [[tour:day]], [[model:sched]], [[term:queue]],
[[file:runtime/shop.go]], [[journey:enter]], [[level:junior]], [[case:crowd]], [[go#17503]],
[[runtime]].

@{"s.queue = append(s.queue, c)" in runtime.enter} Here it grows.

` + fence(`source runtime.enter "if len(s.queue) == most {"`) + fence(`source runtime.enter "for $_ := range $_ {" head`) +
		fence(`source runtime.enter "s.queue = append($*_)" to "return true"`) + fence(`source runtime.leave`) + fence(`source runtime.light "MOVQ $1, AX"`) +
		fence("claim queue-256 go>=1.22", `value("runtime.most") == 256 && has("runtime.enter", "return false")`) +
		fence("then go<1.21", "It was [[runtime.arrive]].") + fence("claim go<1.21", `has("runtime.arrive", "x")`),
	"notes/sched/leave.md":  note("symbols: [runtime.leave, runtime.light]", "Takes one out.\n"),
	"notes/sched/old.md":    "---\nsymbol: runtime.gone\ntitle: t\nlevel: middle\ngo: \"<1.20\"\n---\n[[nothing]]\n",
	"notes/sched/sched.md":  note("area: sched", "All of it, and [[note:sched/old]] before.\n\n"+fence("source runtime.shop")),
	"tours/day.md":          "---\ntitle: A day\nlevel: junior\nabout: From morning on.\n---\n## Morning\n\n" + fence("source runtime.light") + "## Evening\n\n[[note:sched/leave]]\n",
	"journeys/enter.md":     "---\ntitle: In\n---\n## In\n\n" + fence("source runtime.enter \"greet(c)\""),
	"levels/junior.md":      "---\ntitle: First\n---\n" + strings.Repeat("1. [[note:sched/enter]] reads it\n", 10),
	"myths/sched.md":        "---\ntitle: Said of it\n---\n## The queue is endless\n\nIt is not.\n\n" + fence("claim", `value("runtime.most") == 256`),
	"casestudies/crowd.md":  "---\ntitle: A crowd\nlevel: senior\n---\nToo many.\n",
	"glossary.yaml":         "- {term: queue, also: [line], def: \"People who wait, see [[runtime.shop]].\", area: sched, claim: 'exists(\"runtime.shop\")'}\n",
	"files.yaml":            "runtime/shop.go: The shop, see [[runtime.shop]].\n",
	"api.yaml":              "runtime.Enter:\n  symbol: runtime.enter\n  text: Comes in by [[runtime.enter]].\n  inside: [runtime.greet]\n",
	"notes/sched/.draft.md": "what an editor left",
	"notes/sched/leave.md~": "likewise",
	"programs/hello.go.txt": "package main\n",
	"statements.go.txt":     "package p\n",
	"unknown/anything.md":   "not ours",
}

// someModels are the models that the articles of the tests may name.
var someModels = []string{"sched", "malloc"}

func fence(info string, body ...string) string {
	return "```" + info + "\n" + strings.Join(append(body, ""), "\n") + "```\n\n"
}

func note(subject, body string) string {
	return "---\n" + subject + "\ntitle: t\nlevel: middle\n---\n" + body
}

func contentOf(files map[string]string) fs.FS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func merge(t testing.TB, g *annotate.Snapshot, files map[string]string) (*annotate.Resolved, diag.List) {
	t.Helper()
	c, err := article.Read(contentOf(files), someModels...)
	if err != nil {
		t.Fatal(err)
	}
	return annotate.Resolve(t.Context(), g, c)
}

// A stop of two excerpts is about the first of them.
func TestFirstExcerptOfAStop(t *testing.T) {
	book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml":      "packages: [runtime]\n",
		"tours/two.md": "---\ntitle: Two\n---\n## Both\n\n```source runtime.leave\n```\n\n```source runtime.enter\n```\n",
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	stop, leave := book.Tours[0].Stops[0], sym(t, book, "runtime.leave")
	if stop.Sym != leave || stop.Excerpt == nil || stop.Excerpt.Sym != leave {
		t.Errorf("%+v, want the excerpt of symbol %d", stop, leave)
	}
}

// A stop that links notes is about what the first of them is on, and about its excerpt rather
// than about a note.
func TestFirstNoteOfAStop(t *testing.T) {
	book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml":              "packages: [runtime]\n",
		"notes/sched/enter.md": note("symbol: runtime.enter", "Text.\n"),
		"notes/sched/leave.md": note("symbol: runtime.leave", "Text.\n"),
		"tours/two.md":         "---\ntitle: Two\n---\n## Notes\n\n[[note:sched/leave]] [[note:sched/enter]]\n\n## Excerpt\n\n```source runtime.leave\n```\n\n[[note:sched/enter]]\n",
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, stop := range book.Tours[0].Stops {
		if want := sym(t, book, "runtime.leave"); stop.Sym != want {
			t.Errorf("%s: about symbol %d, want %d", stop.Title, stop.Sym, want)
		}
	}
}

// An excerpt of 40 lines and a declaration of 60 are shown, one line more is not.
func TestLongestExcerpts(t *testing.T) {
	loop := func(lines int) string { return "\tfor {\n" + strings.Repeat("\t\tg()\n", lines-2) + "\t}\n" }
	calls := func(lines int) string { return "{\n" + strings.Repeat("\tg()\n", lines-2) + "}\n\n" }
	x := indexOf(t, "go1.26.8", map[string]string{"runtime/long.go": "package runtime\n\nfunc g() {}\n\n" +
		"func a() {\n" + loop(40) + "}\n\nfunc b() {\n" + loop(41) + "}\n\nfunc c() " + calls(60) + "func d() " + calls(61)})
	for source, want := range map[string]string{
		`runtime.a "for {"`: "", `runtime.b "for {"`: "the excerpt has 41 lines, at most 40 are shown",
		"runtime.c": "", "runtime.d": "runtime.d has 61 lines, at most 60 are shown",
	} {
		_, problems := merge(t, annotate.NewSnapshot(x), map[string]string{
			"kb.yaml": "packages: [runtime]\n", "notes/sched/long.md": note("symbol: runtime.g", fence("source "+source)),
		})
		got := ""
		for _, p := range problems {
			got += p.Msg
		}
		if got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// A pattern that matches too often is told with the lines that it matches, four at most; for the
// end of an excerpt only those behind its start count.
func TestPatternsThatMatchTooOften(t *testing.T) {
	x := indexOf(t, "go1.26.8", map[string]string{"runtime/f.go": "package runtime\n\nfunc g() {}\n\nfunc x() {}\n\nfunc f() {\n\tg()\n\tx()\n\tg()\n\tg()\n}\n\nfunc h() {\n" + strings.Repeat("\tg()\n", 4) + "}\n\nfunc i() {\n" + strings.Repeat("\tg()\n", 5) + "}\n"})
	for source, want := range map[string]string{
		`runtime.f "x()" to "g()"`: "2 matches of \"g()\" in runtime.f of go1.26.8 linux/amd64, where one is meant; take more of the statement into the pattern; there are f.go:10 g(), f.go:11 g()",
		`runtime.f "g()"`:          "3 matches of \"g()\" in runtime.f of go1.26.8 linux/amd64, where one is meant; take more of the statement into the pattern; there are f.go:8 g(), f.go:10 g(), f.go:11 g()",
		`runtime.h "g()"`:          "4 matches of \"g()\" in runtime.h of go1.26.8 linux/amd64, where one is meant; take more of the statement into the pattern; there are f.go:15 g(), f.go:16 g(), f.go:17 g(), f.go:18 g()",
		`runtime.i "g()"`:          "5 matches of \"g()\" in runtime.i of go1.26.8 linux/amd64, where one is meant; take more of the statement into the pattern; there are f.go:22 g(), f.go:23 g(), f.go:24 g(), f.go:25 g(), …",
	} {
		_, problems := merge(t, annotate.NewSnapshot(x), map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/f.md": note("symbol: runtime.g", fence("source "+source))})
		if len(problems) != 1 || problems[0].Msg+"; "+problems[0].HintText() != want {
			t.Errorf("%s: %v, want %s", source, problems, want)
		}
	}
}

// A claim is for the versions of its note, of the blocks around it and its own, all at once.
func TestVersionsOfAClaim(t *testing.T) {
	inner := "```claim go<1.30\ntrue || exists(\"runtime.enter\")\n```\n"
	book, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/enter.md": note("symbol: runtime.enter\ngo: \">=1.20\"", "````then go!=1.22\nx\n\n"+inner+"````\n\n"+inner)})
	var got []string
	for _, c := range book.Claims {
		got = append(got, c.Go.String())
	}
	if want := []string{">=1.20 !=1.22 <1.30", ">=1.20 <1.30"}; !slices.Equal(got, want) {
		t.Errorf("they are for %q, want %q", got, want)
	}
}

// What a stop of a tour shows may be in a block of it, and in the answer of an exercise too.
func TestStopThatShowsInsideOfBlocks(t *testing.T) {
	shows := "```source runtime.leave\n```\n"
	for name, block := range map[string]string{"text": "````surprise\nx\n\n" + shows + "````\n", "question": "````exercise\nx\n\n" + shows + "---\ny\n````\n", "answer": "````exercise\nx\n---\n" + shows + "````\n"} {
		book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\n", "tours/day.md": "---\ntitle: A day\n---\n## One\n\n" + block})
		if len(problems) > 0 || len(book.Tours) != 1 || book.Tours[0].Stops[0].Sym != sym(t, book, "runtime.leave") {
			t.Errorf("%s: %v", name, problems)
		}
	}
}

// The head of a function of assembly is its first line.
func TestHeadOfAssembly(t *testing.T) {
	book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/enter.md": note("symbol: runtime.enter", fence(`source runtime.light head`))})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	e := book.Notes[0].Excerpt(book.Notes[0].Doc.Blocks[0])
	if at := placeOf(book.Index, e.Place); at != "runtime/shop.s:2-2" || !e.Head {
		t.Errorf("it is %s", at)
	}
}

// An area without an essay is there where a note is in it, and a note on nothing counts for none
// that nobody has reviewed.
func TestAreaWithoutAnEssay(t *testing.T) {
	book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml":              "packages: [runtime]\n",
		"notes/sched/enter.md": note("symbol: runtime.enter", "See [[area:sched]].\n"),
		"notes/sched/later.md": note("symbol: runtime.later", "Text.\n"),
	})
	if len(problems) != 1 || !strings.Contains(problems[0].Msg, "runtime.later") {
		t.Errorf("problems %v, want that of the symbol alone", problems)
	}
	if s := book.Stats; s.Notes != 2 || s.Unreviewed != 1 {
		t.Errorf("of %d notes %d are counted as not reviewed", s.Notes, s.Unreviewed)
	}
}

// The lists are in an order of their own: files in that of the index, terms by their letters
// whatever their case, remarks on one statement by what they are on.
func TestOrderOfLists(t *testing.T) {
	book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml":       "packages: [runtime]\n",
		"files.yaml":    "runtime/shop.go: The shop.\nruntime/long.go: A loop.\n",
		"glossary.yaml": "- {term: Queue, def: x}\n- {term: line, def: x}\n",
		"notes/sched/enter.md": note("symbol: runtime.enter", "@{\"greet(i)\" in runtime.enter} Each.\n\n@{\"len(s.queue) == most\" in runtime.enter} Full.\n\n"+
			"@{\"most\" in runtime.enter} Of them.\n\n@{\"len(s.queue)\" in runtime.enter} Counted.\n"),
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, f := range book.Files {
		got = append(got, f.Path)
	}
	for _, term := range book.Terms {
		got = append(got, term.Name)
	}
	for _, r := range book.Remarks(book.Index.Symbols[sym(t, book, "runtime.enter")].Body().File) {
		got = append(got, r.Mark.Pattern.Text)
	}
	if want := []string{"runtime/long.go", "runtime/shop.go", "line", "Queue", "len(s.queue) == most", "len(s.queue)", "most", "greet(i)"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// An excerpt may end at the statement that it starts at, and not before it.
func TestExcerptOfOneStatement(t *testing.T) {
	for source, want := range map[string]int{`"greet(c)" to "greet(c)"`: 0, `"greet(c)" to "return true"`: 0, `"greet(c)" to "return false"`: 1} {
		_, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
			"kb.yaml": "packages: [runtime]\n", "notes/sched/enter.md": note("symbol: runtime.enter", fence("source runtime.enter "+source)),
		})
		if len(problems) != want {
			t.Errorf("%s: %v, want %d problems", source, problems, want)
		}
	}
}

// An excerpt that ends inside of the statement that it starts with is that statement.
func TestExcerptThatEndsInside(t *testing.T) {
	book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml": "packages: [runtime]\n", "notes/sched/enter.md": note("symbol: runtime.enter", fence(`source runtime.enter "for i := range s.queue {" to "greet(i)"`)),
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	e := book.Notes[0].Excerpt(book.Notes[0].Doc.Blocks[0])
	if got, want := book.Index.Files[e.Place.File].Text[e.Place.Off:e.Place.End], "for i := range s.queue {\n\t\tgreet(i)\n\t}"; got != want {
		t.Errorf("it is %q, want %q", got, want)
	}
}

// The remarks on a file are in the order of its statements, whichever article has them.
func TestRemarksAreInOrder(t *testing.T) {
	remark := func(pattern string) string { return `@{"` + pattern + `" in runtime.enter} Said.` + "\n\n" }
	book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml":              "packages: [runtime]\n",
		"notes/sched/enter.md": note("symbol: runtime.enter", remark("return true")+remark("return false")),
		"notes/sched/leave.md": note("symbol: runtime.leave", remark("greet(c)")),
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	file, _ := book.Index.File("runtime/shop.go")
	for _, r := range book.Remarks(file) {
		got = append(got, r.Mark.Pattern.Text)
	}
	if want := "return false, greet(c), return true"; strings.Join(got, ", ") != want {
		t.Errorf("remarks on %v, want %s", got, want)
	}
}

// Levels come from the first to the last, which is not the order of their names.
func TestLevelsAreInOrder(t *testing.T) {
	files := map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/enter.md": note("symbol: runtime.enter", "Text.\n")}
	for _, level := range article.Levels {
		files["levels/"+level+".md"] = "---\ntitle: t\n---\n" + strings.Repeat("1. [[note:sched/enter]] reads it\n", 10)
	}
	book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), files)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	var got []string
	for _, l := range book.Levels {
		got = append(got, l.ID)
	}
	if want := "junior middle senior professional"; strings.Join(got, " ") != want {
		t.Errorf("levels %v, want %s", got, want)
	}
}

func TestSoundContentHasNoProblem(t *testing.T) {
	g := annotate.NewSnapshot(indexOf(t, "go1.26.8", shop))
	book, problems := merge(t, g, sound)
	for _, p := range problems {
		t.Error(p)
	}
	want := annotate.Stats{Notes: 3, Texts: 8, Terms: 1, Links: 28, Excerpts: 8, Remarks: 1, True: 3, Elsewhere: 1, Unreviewed: 3, Absent: 1}
	if book.Stats != want {
		t.Errorf("stats %+v, want %+v", book.Stats, want)
	}
	if n := book.Stats.Claims(); n != len(book.Claims) {
		t.Errorf("%d claims counted, %d there", n, len(book.Claims))
	}
	enter := book.NotesOf(sym(t, book, "runtime.enter"))[0]
	var shown []string
	enter.Doc.All(func(b *markdown.Block, _ []*markdown.Block) {
		if e := enter.Excerpt(b); e != nil {
			shown = append(shown, book.Index.Files[e.Place.File].Text[e.Place.Off:e.Place.End])
		}
	})
	golden.Check(t, "excerpts.txt", strings.Join(shown, "\n----\n")+"\n")
	r := book.Remarks(enter.Remarks[0].Place.File)[0]
	if got := book.Index.Files[r.Place.File].Text[r.Stmt.Off:r.Stmt.End]; got != "s.queue = append(s.queue, c)" || r.Text != enter {
		t.Errorf("the remark stands at %q of %s", got, r.Text.ID)
	}
	if c := book.ClaimByID("queue-256"); c == nil || c.Verdict.State != claim.True || c.Of == nil || c.Of.Kind != markdown.Source {
		t.Errorf("the claim is %+v", c)
	}
	if len(book.Tours[0].Stops) != 2 || book.Tours[0].Stops[1].Sym != sym(t, book, "runtime.leave") || book.Journeys[0].Story == nil || len(book.Levels[0].Stops) != 10 || len(book.Myths[0].Stops[0].Claims) != 1 {
		t.Error("stops are missing")
	}
	if book.Term("Line") == nil || book.Essay("sched") == nil || len(book.NotesIn("sched")) != 2 || book.MythsOf("sched") == nil || book.FileLine(1) == nil || len(book.API[0].Inside) != 1 {
		t.Error("something is not found")
	}
}

// Every way to break a content gives a problem with its place, its cause, and what to
// do; nothing else breaks with it.
func TestEveryWayToBreakAContent(t *testing.T) {
	g := annotate.NewSnapshot(indexOf(t, "go1.26.8", shop))
	body := func(text string) map[string]string {
		return map[string]string{"notes/sched/leave.md": note("symbol: runtime.leave", text)}
	}
	front := func(text string) map[string]string {
		return map[string]string{"notes/sched/leave.md": "---\n" + text + "\n---\nText.\n"}
	}
	file := func(name, text string) map[string]string { return map[string]string{name: text} }
	var told strings.Builder
	for _, c := range []struct {
		name   string
		change map[string]string
	}{
		{"no front matter", file("notes/sched/leave.md", "Text.\n")},
		{"unknown key", front("symbol: runtime.leave\ntitel: t\nlevel: middle")},
		{"key twice", front("symbol: runtime.leave\nsymbol: runtime.enter\ntitle: t\nlevel: middle")},
		{"broken YAML", front("symbol: [runtime.leave\ntitle: t")},
		{"wrong type", front("symbol: [runtime.leave]\ntitle: t\nlevel: middle")},
		{"no symbol", front("title: t\nlevel: middle")},
		{"unknown symbol", front("symbol: runtime.leav\ntitle: t\nlevel: middle")},
		{"symbol and area", front("symbol: runtime.leave\narea: sched\ntitle: t\nlevel: middle")},
		{"symbol and symbols", front("symbol: runtime.leave\nsymbols: [runtime.light]\ntitle: t\nlevel: middle")},
		{"no title", front("symbol: runtime.leave\nlevel: middle")},
		{"no level", front("symbol: runtime.leave\ntitle: t")},
		{"unknown level", front("symbol: runtime.leave\ntitle: t\nlevel: midle")},
		{"unknown model", front("symbol: runtime.leave\ntitle: t\nlevel: middle\nmodels: [shed]")},
		{"bad versions", front("symbol: runtime.leave\ntitle: t\nlevel: middle\ngo: lately")},
		{"bad review", front("symbol: runtime.leave\ntitle: t\nlevel: middle\nreviewed: {go1.26.8: yes}")},
		{"another body was reviewed", front("symbol: runtime.leave\ntitle: t\nlevel: middle\nreviewed: {go1.22.0: 000000000000, go1.27.1: 111111111111}")},
		{"unknown area", map[string]string{"notes/shed/enter.md": note("symbol: runtime.enter", "x\n")}},
		{"essay in another file", map[string]string{"notes/gc/all.md": note("area: gc", "x\n")}},
		{"note in the essay's file", map[string]string{"notes/gc/gc.md": note("symbol: runtime.enter", "x\n")}},
		{"file in a wrong place", map[string]string{"notes/leave.md": note("symbol: runtime.leave", "x\n"), "tours/a/b.md": "x", "notes/sched/read me.txt": "x"}},
		{"link to no symbol", body("[[runtime.entr]]\n")},
		{"link to no note", body("[[note:sched/entr]] [[note:gc/enter]]\n")},
		{"links to nothing", body("[[area:gc]] [[area:gcc]] [[tour:night]] [[model:shed]] [[term:queu]] [[file:shop.go]] [[journey:leave]] [[level:senior]] [[case:crowds]] [[myth:x]]\n")},
		{"remark without a match", body("@{\"s.queue = append(s.queue, d)\" in runtime.enter} x\n")},
		{"remark with two matches", body("@{\"greet($_)\" in runtime.enter} x\n")},
		{"remark on no symbol", body("@{\"x\" in runtime.entr} x\n")},
		{"bad pattern", body("@{\"if {{\" in runtime.enter} x\n")},
		{"excerpt without a match", body(fence(`source runtime.enter "if len(s.queue) == least {"`))},
		{"excerpt of no symbol", body(fence(`source runtime.exit "x"`))},
		{"excerpt with two matches", body(fence(`source runtime.enter "greet($_)"`))},
		{"excerpt whose end is missing", body(fence(`source runtime.enter "greet(c)" to "return false"`))},
		{"excerpt too long", body(fence(`source runtime.long`) + fence(`source runtime.long "for {"`))},
		{"excerpt of assembly without a match", body(fence(`source runtime.light "MOVQ $2, AX"`))},
		{"false claim", body("x\n\n" + fence("claim", `value("runtime.most") == 255`))},
		{"claim on no symbol", body("x\n\n" + fence("claim", `value("runtime.most") == 256 &&`, ` value("runtime.mst") == 255`))},
		{"malformed claim", body("x\n\n" + fence("claim", `value("runtime.most") ==`))},
		{"malformed claim for another version", body("x\n\n" + fence("claim go<1.20", `valeu("runtime.most") == 1`))},
		{"claim's id twice", body("x\n\n" + fence("claim queue-256", "true || exists(\"runtime.enter\")"))},
		{"versions of a block", body(fence("then go>lately", "x"))},
		{"level of a block", body(fence("level middel", "x"))},
		{"model of an exercise", body(fence("exercise shed", "x"))},
		{"unknown fence", body(fence("clam", "true"))},
		{"tour without stops", file("tours/day.md", "---\ntitle: A day\n---\nx\n")},
		{"stop without source", file("tours/day.md", "---\ntitle: A day\n---\n## One\n\nx\n")},
		{"tour with a symbol", file("tours/day.md", "---\ntitle: A day\nsymbol: runtime.enter\n---\n## One\n\n[[note:sched/enter]]\n")},
		{"journey of no root", file("journeys/entr.md", sound["journeys/enter.md"])},
		{"unknown level's path", file("levels/juniors.md", sound["levels/junior.md"])},
		{"short path", file("levels/junior.md", "---\ntitle: First\n---\n1. [[note:sched/enter]] x\n2. then\n")},
		{"myth without a claim", file("myths/sched.md", "---\ntitle: Said\n---\n## It is endless\n\nNo.\n")},
		{"myths of no area", file("myths/shed.md", sound["myths/sched.md"])},
		{"terms", file("glossary.yaml", "- {term: queue, def: \"[[nothing]]\", area: shed}\n- {term: Queue, def: x}\n- {term: line, also: [queue], def: x, claim: '1 == 2'}\n- {def: x}\n- {term: y}\n")},
		{"figure of a term", file("glossary.yaml", "- {term: queue, def: x, figure: rond}\n")},
		{"term's key", file("glossary.yaml", "- term: queue\n  definition: x\n")},
		{"files", file("files.yaml", "runtime/shp.go: x\nos/shop.go: x\nruntime/shop.go: \"[[x]]\"\n")},
		{"api", file("api.yaml", "runtime.Enter: {symbol: runtime.entr, text: x}\nruntime.Leave: {symbol: runtime.leave, text: x, inside: [runtime.gret]}\nruntime.X: {symbol: runtime.leave}\n")},
		{"root that is none", file("kb.yaml", "packages: [runtime]\njourneys:\n  - {name: enter, root: [runtime.entr], title: In}\n")},
	} {
		files := maps.Clone(sound)
		maps.Copy(files, c.change)
		_, problems := merge(t, g, files)
		if len(problems) == 0 {
			t.Errorf("%s: no problem", c.name)
		}
		fmt.Fprintf(&told, "# %s\n", c.name)
		for _, p := range problems {
			fmt.Fprintln(&told, p)
			if p.Line == 0 && p.File != "kb.yaml" && !strings.Contains(p.Msg, "a file") || p.HintText() == "" {
				t.Errorf("%s: a place and a hint are wanted:\n%s", c.name, p)
			}
		}
	}
	golden.Check(t, "problems.txt", told.String())
}

// What is for other versions is there, and no problem.
func TestOtherVersions(t *testing.T) {
	_, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.19.1", shop)), sound)
	var msgs []string
	for _, p := range problems {
		msgs = append(msgs, p.Msg)
	}
	slices.Sort(msgs)
	want := []string{`no symbol "nothing" in go1.19.1 linux/amd64`, `no symbol "runtime.gone" in go1.19.1 linux/amd64`}
	if !slices.Equal(msgs, want) {
		t.Errorf("problems %q\nwant %q", msgs, want)
	}
	book, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.20.1", shop)), sound)
	enter := book.NotesOf(sym(t, book, "runtime.enter"))[0]
	for _, b := range enter.Doc.Blocks {
		if b.Kind == markdown.Then && !enter.Holds(b) {
			t.Error("then go<1.21 does not hold at go1.20.1")
		}
	}
	if c := book.ClaimByID("queue-256"); c.Applies {
		t.Error("a claim for go>=1.22 applies at go1.20.1")
	}
}

func sym(t testing.TB, b *annotate.Resolved, name string) (s index.Sym) {
	t.Helper()
	s, ok := b.Index.Sym(index.ID(name))
	if !ok {
		t.Fatalf("no symbol %s", name)
	}
	return s
}

// Reading again takes what has not changed, and nothing else.
func TestReadingAgain(t *testing.T) {
	g := annotate.NewSnapshot(indexOf(t, "go1.26.8", shop))
	before, err := article.Read(contentOf(sound), someModels...)
	if err != nil {
		t.Fatal(err)
	}
	files := maps.Clone(sound)
	files["notes/sched/leave.md"] = note("symbol: runtime.leav", "x\n")
	delete(files, "casestudies/crowd.md")
	after, err := before.Again(contentOf(files))
	if err != nil {
		t.Fatal(err)
	}
	same := 0
	for _, text := range after.Articles {
		if slices.Contains(before.Articles, text) {
			same++
		}
	}
	if same != len(textsAmong(files))-1 {
		t.Errorf("%d of %d texts are the same", same, len(after.Articles))
	}
	_, problems := annotate.Resolve(t.Context(), g, after)
	_, want := merge(t, g, files)
	if len(want) != 2 || printed(problems) != printed(want) {
		t.Errorf("problems %v\nwant %v", problems, want)
	}
	if _, problems := annotate.Resolve(t.Context(), g, before); len(problems) > 0 {
		t.Errorf("the content before has now %v", problems)
	}
}

func printed(problems diag.List) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

// textsAmong lists the texts among files.
func textsAmong(files map[string]string) (texts []string) {
	for name := range files {
		if strings.HasSuffix(name, ".md") && !strings.Contains(name, "/.") && name != "unknown/anything.md" {
			texts = append(texts, name)
		}
	}
	return texts
}

// The same content on the same version gives the same, however many processors.
func TestMergeIsDeterministic(t *testing.T) {
	files := maps.Clone(sound)
	for i := range 40 {
		files[fmt.Sprintf("notes/gc/n%d.md", i)] = note("symbol: runtime.enter", "[[nothing]]\n\n@{\"greet(c)\" in runtime.enter} x\n\n"+fence("claim same", "1 == 2")+fence("claim", "1 == 2"))
	}
	var first string
	for range 4 {
		book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), files)
		told := fmt.Sprint(problems, book.Stats)
		for _, c := range book.Claims {
			told += c.ID + c.File
		}
		for _, r := range book.Remarks(1) {
			told += r.Text.ID
		}
		if first == "" {
			first = told
		}
		if told != first {
			t.Fatal("two merges differ")
		}
	}
	if !strings.Contains(first, `the claim "same" is also at notes/gc/n0.md:10`) {
		t.Error("ids given twice are not told")
	}
}

// Names like a wrong one are looked for when a problem is printed, not before.
func TestHintsOfNamesAreLazy(t *testing.T) {
	files := maps.Clone(sound)
	files["notes/sched/leave.md"] = note("symbol: runtime.leav", "[[runtime.entr]] [[file:runtime/shp.go]] [[term:queu]]\n\n"+fence(`source runtime.enter "greet(k)"`)+fence("claim", `exists("x") || kind("runtime.entr") == "func"`))
	_, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), files)
	if len(problems) != 6 {
		t.Errorf("%d problems:\n%s", len(problems), printed(problems))
	}
	for _, p := range problems {
		if p.Hint != "" || p.LazyHint == nil || !strings.HasPrefix(p.HintText(), "did you mean ") {
			t.Errorf("its hint was made too early, or is none: %s", p)
		}
	}
}

// The command that a false claim's hint gives can be pasted into a shell: what is long or has
// a quote of its own is left out of it.
func TestHintOfAFalseClaimCanBePasted(t *testing.T) {
	long := func(n int) string { // a claim of so many bytes
		const begin, end = `has("runtime.enter", "`, `")`
		return begin + strings.Repeat("x", n-len(begin)-len(end)) + end
	}
	for _, c := range []struct{ expr, shown string }{
		{`has("runtime.enter",  "return 1")`, `has("runtime.enter", "return 1")`},
		{`has("runtime.enter", "greet('c')")`, "…"},
		{long(100), long(100)},
		{long(101), "…"},
	} {
		_, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
			"kb.yaml": "packages: [runtime]\n", "notes/sched/enter.md": note("symbol: runtime.enter", "It enters.\n\n"+fence("claim", c.expr)),
		})
		want := "sourcedive claim --history '" + c.shown + "' tells them"
		if len(problems) != 1 || !strings.HasSuffix(problems[0].Hint, want) {
			t.Errorf("%s:\n%s\nwant a hint that ends in %s", c.expr, printed(problems), want)
		}
	}
}
