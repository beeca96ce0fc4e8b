package pages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/content/models/sim"
	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/site/graphq"
	"sourcedive/site/highlight"
	"sourcedive/site/models"
	"sourcedive/site/urls"
)

// richContent are the pages of the newer release with what testdata/content.txtar adds to
// the toy's content.
func richContent(t *testing.T) *Inputs {
	t.Helper()
	more := map[string]string{"kb.yaml": fileAreas}
	for _, f := range archive(t, "content.txtar") {
		more[f.Name] = string(f.Data)
	}
	p := inputsWith(t, more)
	p.Explain, p.Labs = newer(t).Explain, newer(t).Labs
	return p
}

// What levels of readers, subjects of essays and more texts than one of a kind show.
func TestRichContent(t *testing.T) {
	p := richContent(t)
	home := viewOf(t, p, "index.html").(Home)
	golden.View(t, "view/content/doors", home.Doors)
	for _, path := range []string{"area/stacks.html", "area/wild.html", "area/pacer.html", "area/sched.html", "levels/middle.html", "levels/senior.html", "explain.html", "tour/first/1.html", "tour/first/2.html"} {
		golden.View(t, "view/content/"+strings.ReplaceAll(strings.TrimSuffix(path, ".html"), "/", "-"), viewOf(t, p, path))
	}
	places := map[string][]Place{}
	for _, path := range []string{"area/stacks.html", "area/sched.html", "func/runtime/schedule.html", "func/runtime/gopark.html", "tour/round/2.html", "area/wild.html"} {
		places[path] = p.PlacesOf(path)
	}
	golden.View(t, "view/content/places", places)
	if p.Resolved.Essay("wild") == nil || len(p.Resolved.Levels) != 5 {
		t.Error("the content that was added is not there")
	}
}

// A kind of page is there while something is to be shown on it.
func TestPagesNeedContent(t *testing.T) {
	for path, empty := range map[string]func(*Inputs){
		"lab/index.html":        func(p *Inputs) { p.Resolved.Labs = nil },
		"tour/index.html":       func(p *Inputs) { p.Resolved.Tours = nil },
		"myths.html":            func(p *Inputs) { p.Resolved.Myths = nil },
		"glossary.html":         func(p *Inputs) { p.Resolved.Terms = nil },
		"api.html":              func(p *Inputs) { p.Resolved.API = nil },
		"explain.html":          func(p *Inputs) { p.Explain = nil },
		"model/exercises.html":  func(p *Inputs) { p.Models = &models.ModelSet{} },
		"model/index.html":      func(p *Inputs) { p.Models = nil },
		"introspection.html":    func(p *Inputs) { p.Resolved.Tables = annotate.Tables{} },
		"levels/middle.html":    func(p *Inputs) { p.Resolved.Levels = nil },
		"wild/stuck.html":       func(p *Inputs) { p.Resolved.CaseStudies = nil },
		"assets/cards/terms.js": func(p *Inputs) { p.Resolved.Terms = nil },
	} {
		p := richContent(t)
		there := func() bool { return slices.Contains(append(pathsOf(p), dataPathsOf(p)...), path) }
		if !there() {
			t.Errorf("no %s", path)
		}
		if empty(p); there() {
			t.Errorf("%s has nothing to show", path)
		}
	}
}

// What essays without a subject in their title are about.
func TestSubjectsOfAreas(t *testing.T) {
	p := richContent(t)
	var b strings.Builder
	for _, id := range append(slices.Clone(article.Areas), "none") {
		a := area{ID: id, Subject: areaSubject(p, id), Title: areaTitle(p, id)}
		fmt.Fprintf(&b, "%s: %s, in full %s, says %q\n", id, a.Subject, a.title(), a.says())
	}
	for _, t := range p.Resolved.Levels {
		fmt.Fprintf(&b, "level %s: %s\n", t.ID, reader(t))
	}
	golden.Check(t, "data/subjects.golden", b.String())
}

// The opening of a model, what can be tried on it, and the links to it, where the recorded
// run is another than the default.
func TestModelsThatOpenLater(t *testing.T) {
	p := inputsWith(t, nil)
	rec := p.Models.Models[0]
	rec.Clock = "ticks"
	rec.Moments = []models.Moment{{Title: "The start", Given: sim.Given{"to": 3, "way": 1}}, {Title: "Later", Given: sim.Given{"to": 7, "way": 2}, Seed: 5, Step: 2}}
	rec.Opening = models.Opening{Run: 1, Step: 2, Steps: 9, Event: sim.Event{What: "it goes", Why: "it may", Actor: "M1", Time: 12345}, Line: 1, At: 40, Wide: models.Still{Class: "wide"}, Narrow: models.Still{Class: "narrow"}, Score: models.Still{Class: "score"}}
	rec.Lines = []sim.Line{{Func: "runtime.gfget", Text: "return gp"}, {Func: "runtime.malg", Text: "return newg"}}
	rec.Tries = []sim.Try{{Param: "way", Name: "the way", Says: "How it goes", Unit: "ways"}, {Param: "to", Name: "the end", Most: 5}}
	tries, others := modelParams(&rec)
	lower := rec
	lower.Tries, lower.Opening.Run = []sim.Try{{Param: "to", Most: 4}}, 0
	lowTries, lowOthers := modelParams(&lower)
	first := rec
	first.Opening.Line, first.Opening.Event.Time = 0, 0
	if o := opening(p, "model/sched.html", &first); o.Excerpt.Func.Text != "gfget" || o.Where != "Step 2 of 9 · M1" {
		t.Errorf("the first line is of %q, at %q", o.Excerpt.Func.Text, o.Where)
	}
	golden.View(t, "data/opening", struct {
		Opening            Opening
		Tries, Others      []ModelParam
		LowTries, LowOther []ModelParam
	}{opening(p, "model/sched.html", &rec), tries, others, lowTries, lowOthers})

	plain := models.RecordedModel{Recorded: models.Recorded{Opening: models.Opening{Step: 1, Steps: 3, Line: -1, Event: sim.Event{Time: 5}}}}
	if o := opening(p, "model/sched.html", &plain); o.Title != "The default run" || o.Where != "Step 1 of 3" || o.Excerpt.Func.Text != "" {
		t.Errorf("%+v", o)
	}

	set := *p.Models
	rec.Visits = map[string]models.Visit{"runtime.schedule": {Run: 1, Step: 2}, "runtime.execute": {Run: 0, Step: 3}}
	set.Models = []models.RecordedModel{rec}
	p.Models = &set
	for id, want := range map[index.ID]string{
		"runtime.schedule": "[{model sched, step 2 ../../model/sched.html#to=7&way=2&seed=5&at=2}]",
		"runtime.execute":  "[{model sched, step 3 ../../model/sched.html#step-3}]", "runtime.gopark": "[]",
	} {
		if got := fmt.Sprint(visits(p, "func/runtime/x.html", symbolOf(t, p, id))); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}

	for n, want := range map[int]string{0: "", 1: "1 check agrees with the runtime", 2: "2 checks agree with the runtime"} {
		rec.Verified = []models.Verified{{OK: true, Skipped: "no such function"}, {OK: false}}
		rec.Verified = append(rec.Verified, slices.Repeat([]models.Verified{{OK: true}}, n)...)
		if got := agreed(&rec); got != want {
			t.Errorf("of %d: %q", n, got)
		}
	}
}

// Which blocks of a note open a page: the first of any length, further ones while they fit.
func TestSplitOfNotes(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	const claim, source = "```claim\nexists(\"runtime.GC\")\n```", "```source runtime.g\n```"
	for _, c := range []struct {
		name   string
		blocks []string
		open   string // the numbers of those that open
	}{
		{"a long one", []string{x(500), x(1)}, "0"}, {"two that fit", []string{x(200), x(openingLetters - 200)}, "0 1"}, {"two that do not", []string{x(200), x(openingLetters - 199), x(1)}, "0"},
		{"a heading", []string{x(10), "## Then", x(10)}, "0"}, {"a claim", []string{x(10), claim, x(10)}, "0 2"}, {"a claim first", []string{claim, x(500)}, "1"}, {"source", []string{source, x(10)}, ""},
		{"an aside", []string{x(10), "```case\n" + x(openingLetters-20) + "\n```", x(11)}, "0 1"}, {"a short aside", []string{x(10), "```case\n" + x(openingLetters-20) + "\n```", x(10)}, "0 1 2"},
	} {
		doc, problems := markdown.Parse([]byte(strings.Join(c.blocks, "\n\n")+"\n"), "x.md")
		if len(problems) > 0 || len(doc.Blocks) != len(c.blocks) {
			t.Fatalf("%s: %v in %d blocks", c.name, problems, len(doc.Blocks))
		}
		numbers := func(blocks []*markdown.Block) string {
			var list []string
			for _, b := range blocks {
				list = append(list, strconv.Itoa(slices.Index(doc.Blocks, b)))
			}
			return strings.Join(list, " ")
		}
		if open, rest := split(doc.Blocks, true); numbers(open) != c.open || len(open)+len(rest) != len(doc.Blocks) {
			t.Errorf("%s: %q open the page, %q follow", c.name, numbers(open), numbers(rest))
		}
		if open, rest := split(doc.Blocks, false); open != nil || len(rest) != len(doc.Blocks) {
			t.Errorf("%s: %q open a page that is open", c.name, numbers(open))
		}
	}
}

// A place is inside of a range that is in the same file and has all of it.
func TestInside(t *testing.T) {
	in := index.Range{File: 1, Off: 10, End: 20}
	for _, c := range []struct {
		at   index.Range
		in   index.Range
		want bool
	}{
		{index.Range{File: 1, Off: 10, End: 20}, in, true}, {index.Range{File: 1, Off: 9, End: 20}, in, false}, {index.Range{File: 1, Off: 10, End: 21}, in, false},
		{index.Range{File: 2, Off: 12, End: 14}, in, false}, {index.Range{File: 1, Off: 12, End: 14}, in, true}, {index.NoRange, index.NoRange, false},
	} {
		if got := inside(c.at, c.in); got != c.want {
			t.Errorf("%v in %v: %t", c.at, c.in, got)
		}
	}
}

// The trees that are asked for the source of a release: the newest patch, the version itself
// in its own release, the first patch.
func TestSourcesAsked(t *testing.T) {
	data := &history.Data{Minors: []history.Minor{{Number: 1, First: "go1.1.0", Newest: "go1.1.9"}, {Number: 2, First: "go1.2.0", Newest: "go1.2.9"}}}
	p := &past{History: history.New(data), here: history.Point{Minor: 1}, source: &highlight.Source{Index: &index.Index{Config: index.Config{Version: "go1.2.5"}}}}
	for minor, want := range []string{"go1.1.9 go1.1.0", "go1.2.9 go1.2.5 go1.2.0"} {
		var asked []string
		p.read(func(version string) (map[string]history.Source, bool) {
			asked = append(asked, version)
			return nil, false
		}, minor)
		if got := strings.Join(asked, " "); got != want {
			t.Errorf("minor %d: asked for %s, want %s", minor, got, want)
		}
	}
}

// The oldest release has nothing before it to differ from, also where it is among the newest.
func TestNoDiffOfTheOldest(t *testing.T) {
	tree := func(version, body string) history.Tree {
		return history.Tree{Version: version, FS: fstest.MapFS{"runtime/proc.go": {Data: []byte("package runtime\n\nfunc wakep() {\n\t" + body + "\n}\n")}}}
	}
	trees := []history.Tree{tree("go1.2.0", "one()"), tree("go1.3.0", "two()")}
	opt := history.Options{Packages: []string{"runtime"}}
	data, _, err := history.Build(trees, opt)
	if err != nil {
		t.Fatal(err)
	}
	p := inputsWith(t, nil)
	p.Catalog.WithHistory(history.New(data), sourcesOf(opt, trees...))
	h, _ := p.past.of(symbolOf(t, p, "runtime.wakep"))
	if d := p.past.diff(h, 0); d != nil {
		t.Errorf("the oldest release has a difference: %+v", d)
	}
	for i := range trees { // where one of the two is not at hand
		q := inputsWith(t, nil)
		q.Catalog.WithHistory(history.New(data), sourcesOf(opt, trees[i]))
		if d := q.past.diff(h, 1); d != nil {
			t.Errorf("with %s alone: %+v", trees[i].Version, d)
		}
	}
	if d := p.past.diff(h, 1); d == nil || d.Old != "go1.2.0 proc.go:3" || d.New != "go1.3.0 proc.go:3" {
		t.Errorf("the newer release: %+v", d)
	}
}

// As many functions as fit are listed as changed most.
func TestMostChangedIsCut(t *testing.T) {
	p := richPast(t)
	d := &history.Difference{}
	for i := range shownMost + 1 {
		d.Changed = append(d.Changed, history.Change{Symbol: "runtime.f" + strconv.Itoa(i), Kind: "func", Added: i, Removed: 1})
	}
	rows := mostChanged(p, "release/go1.3.html", &change{Difference: d, minor: 2})
	if len(rows) != shownMost || rows[0].Link.Text != "f"+strconv.Itoa(shownMost) || rows[0].Area != "Other" {
		t.Errorf("%d rows, the first of %s in %s", len(rows), rows[0].Link.Text, rows[0].Area)
	}
}

// A file's comments are cut into a summary and the rest after a paragraph.
func TestCutAt(t *testing.T) {
	for _, c := range []struct {
		text        string
		letters     int
		shown, more string
	}{
		{"abc\n\ndef\n\nghi", 3, "abc", "def\n\nghi"}, {"abc\n\ndef\n\nghi", 4, "abc\n\ndef", "ghi"}, {"abc\n\ndef", 4, "abc\n\ndef", ""}, {"abc", 1, "abc", ""}, {"\n\nabc", 0, "", "abc"},
	} {
		if shown, more := cutAt(c.text, c.letters); shown != c.shown || more != c.more {
			t.Errorf("%q at %d: %q and %q", c.text, c.letters, shown, more)
		}
	}
}

// What stands on a page's list of locks: at most three names in short, and each way to act
// with the function that acts.
func TestLocksOnPages(t *testing.T) {
	toy := newer(t)
	x := *toy.Index
	f, other, third := symbolOf(t, toy, "runtime.schedule"), symbolOf(t, toy, "runtime.gopark"), symbolOf(t, toy, "runtime.gogo")
	body := x.Symbols[f].Body()
	x.Locks, x.Locking = nil, nil
	for _, name := range []string{"a", "b", "c", "d"} {
		x.Locks = append(x.Locks, index.Lock{Name: name, Sym: index.NoSym})
	}
	use := func(at int32, act index.LockAct, via index.Sym, text string) index.LockUse {
		return index.LockUse{File: body.File, At: body.Off + at, Act: act, Via: via, Text: text}
	}
	for _, fn := range []index.Sym{min(f, other), max(f, other)} {
		for lock := range int32(4) {
			if fn == f || lock < 3 {
				x.Locking = append(x.Locking, index.Locking{Func: fn, Lock: lock, Uses: []index.LockUse{use(lock, index.ActTakes, index.NoSym, "")}})
			}
		}
	}
	p := NewInputs(NewCatalog(&x, "linux/amd64"), toy.Resolved, toy.Theme, nil)
	for sym, want := range map[index.Sym]string{f: "[{takes a, b and 2 more false}]", other: "[{takes a, b, c false}]"} {
		if got := fmt.Sprint(locksOf(p, "func/runtime/x.html", sym).Short); got != want {
			t.Errorf("%s: %s, want %s", x.Symbols[sym].ID, got, want)
		}
	}
	var b strings.Builder
	for _, part := range lockParts(p, "func/runtime/x.html", graphq.LockPart{Words: "takes", Uses: []index.LockUse{
		use(0, index.ActTakes, index.NoSym, ""), use(1, index.ActTakes, index.NoSym, ""), use(2, index.ActTakes, other, ""), use(3, index.ActTakes, other, ""), use(4, index.ActTakes, third, ""),
		use(5, index.ActTakes, other, ""), use(6, index.ActSaysHeld, index.NoSym, "It is held."), use(7, index.ActSaysHeld, index.NoSym, "It must be."),
	}}) {
		fmt.Fprintf(&b, "%s by %q, %q, at %d places\n", part.Words, part.By, part.Quote, len(part.Sites))
	}
	want := "takes by \"\", \"\", at 2 places\ntakes by \"gopark\", \"\", at 2 places\ntakes by \"gogo\", \"\", at 1 places\ntakes by \"gopark\", \"\", at 1 places\ntakes by \"\", \"It is held.\", at 1 places\ntakes by \"\", \"It must be.\", at 1 places\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A symbol without a name in the source is told of where its body is.
func TestSymbolsWithoutANameInTheSource(t *testing.T) {
	toy := newer(t)
	x := *toy.Index
	x.Symbols = slices.Clone(x.Symbols)
	sym := symbolOf(t, toy, "runtime.malg")
	x.Symbols[sym].Name = index.NoRange
	p := NewInputs(NewCatalog(&x, "linux/amd64"), toy.Resolved, toy.Theme, nil)
	const place = "runtime/proc.go:61"
	if got := symbolRow(p, "symbol/m.html", sym, "malg").Place; got != place {
		t.Errorf("its row says %s", got)
	}
	var script string
	for i := range cardShards {
		script += string(cards(p, i))
	}
	if !strings.Contains(script, `"runtime malg":["func","func malg(size int32) *g","malg makes one with a stack.","`+place+`"]`) {
		i := strings.Index(script, `"runtime malg"`)
		t.Errorf("its card is %.150s", script[max(i, 0):])
	}
	for _, d := range SearchDocs(p) {
		if d.ID == "runtime.malg" && (d.File != "runtime/proc.go" || d.Line != 61) {
			t.Errorf("it is found at %s:%d", d.File, d.Line)
		}
	}
}

// A card says what type a field has, and its offset where that is known.
func TestCardsOfFields(t *testing.T) {
	for _, c := range []struct {
		offset, size int64
		want         string
	}{{0, -1, "T.f int // offset 0"}, {8, 4, "T.f int // offset 8"}, {-1, 8, "T.f int"}} {
		if got := cardSignature(&index.Symbol{ID: "p.T.f", Kind: index.KindField, Type: "int", Sig: "not this", Offset: c.offset, Size: c.size}); got != c.want {
			t.Errorf("%d, %d: %s", c.offset, c.size, got)
		}
	}
}

// What the words about functions name, and how much.
func TestNamedByWords(t *testing.T) {
	p := richContent(t)
	named := map[string]map[string]int{}
	for about, list := range p.named() {
		of := map[string]int{}
		for s, n := range list {
			of[string(p.Index.Symbols[s].ID)] = n
		}
		named[string(p.Index.Symbols[about].ID)] = of
	}
	golden.View(t, "data/named", named)
}

// Results of checks, in words.
func TestModelChecks(t *testing.T) {
	for _, c := range []struct {
		v    models.Verified
		want string
	}{
		{models.Verified{Agreed: 3, Cases: 4}, "✗ 3 of 4 cases agree"}, {models.Verified{OK: true, Agreed: 1, Cases: 1, Band: "3 %"}, "✓ 1 of 1 case agree, within 3 %"},
		{models.Verified{OK: true, Skipped: "why", Agreed: 1}, "– not made: why"}, {models.Verified{Fault: "how", Skipped: "why"}, "✗ could not be made: how"},
	} {
		if row := modelCheck(c.v); row.Mark+" "+row.Result != c.want {
			t.Errorf("%+v: %s %s", c.v, row.Mark, row.Result)
		}
	}
}

// The folder of a version has its platform unless it is that of the machine.
func TestVersionDir(t *testing.T) {
	if a, b := VersionDir("go1.2", "linux/amd64", "linux/amd64"), VersionDir("go1.2", "plan9/386", "linux/amd64"); a != "go1.2" || b != "go1.2-plan9-386" {
		t.Errorf("%s and %s", a, b)
	}
}

// Heights of comments are counted in lines.
func TestTextHeight(t *testing.T) {
	for letters, want := range map[int]int{0: 0, 1: 27, 58: 27, 59: 54, 116: 54, wholeComment: textHeight(wholeComment + 500)} {
		if got := textHeight(letters); got != want {
			t.Errorf("%d letters: %d, want %d", letters, got, want)
		}
	}
}

// A gap is left out of a diff where that saves more than a line.
func TestGapsOfDiffs(t *testing.T) {
	for same, gap := range map[int]bool{6: false, 7: false, 8: true} {
		old := "a\n" + strings.Repeat("s\n", same) + "b"
		now := "A\n" + strings.Repeat("s\n", same) + "B"
		text := rowsAsText(diffRows(strings.Split(old, "\n"), strings.Split(now, "\n"), history.Hunks(old, now), 1, 1))
		if strings.Contains(text, "…") != gap {
			t.Errorf("%d lines that are the same:\n%s", same, text)
		}
	}
}

// Lines that are changed in a row are compared one by one.
func TestDiffOfLinesInARow(t *testing.T) {
	old, now := "aaaa bb\ncccc dd\nsame", "aaaa xx\ncccc yy\nsame"
	got := rowsAsText(diffRows(strings.Split(old, "\n"), strings.Split(now, "\n"), history.Hunks(old, now), 5, 9))
	if want := "-5 aaaa [bb]\n+9 aaaa [xx]\n-6 cccc [dd]\n+10 cccc [yy]\n+11 same\n"; got != want {
		t.Errorf("rows\n%swant\n%s", got, want)
	}
}

// Functions called init are known by their file and their order in it.
func TestInitNames(t *testing.T) {
	at := func(file, off int32) index.Range { return index.Range{File: file, Off: off, End: off + 5} }
	x := &index.Index{
		Files: []index.File{{Path: "runtime/a.go"}, {Path: "runtime/b.go"}},
		Symbols: []index.Symbol{
			{ID: "runtime.init", Kind: index.KindFunc, Decl: at(0, 50)}, {ID: "runtime.init", Kind: index.KindFunc, Decl: index.Range{File: 0, Off: 10, End: 90}}, {ID: "runtime.init", Kind: index.KindFunc, Decl: at(1, 5)},
			{ID: "runtime.main", Kind: index.KindFunc, Decl: at(0, 1)}, {ID: "runtime.init", Kind: index.KindVar, Decl: at(0, 2)}, {ID: "runtime.init", Kind: index.KindFunc, Decl: index.NoRange},
		},
	}
	got := fmt.Sprint(initNames(x))
	want := fmt.Sprint(map[index.Sym]string{0: history.InitName("runtime/a.go", 1), 1: history.InitName("runtime/a.go", 0), 2: history.InitName("runtime/b.go", 0)})
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A note that was written for another version says so.
func TestNotesForOtherVersions(t *testing.T) {
	p := inputsWith(t, nil)
	i := slices.IndexFunc(p.Resolved.Notes, func(n *annotate.Article) bool { return n.Review.Status == annotate.Changed })
	if i < 0 {
		t.Fatal("no note on a body that has changed")
	}
	note := p.Resolved.Notes[i]
	if n := noteOn(p, "func/runtime/schedule.html", note); n.Since != "Written for "+note.Review.Version+"; the body has changed since" || n.Stale.Text != staleTitle(p) {
		t.Errorf("%q, %v", n.Since, n.Stale)
	}
	note.Review.Status = annotate.Current
	if n := noteOn(p, "func/runtime/schedule.html", note); n.Since != "" || !slices.ContainsFunc(n.Facts, func(l urls.Link) bool { return l.Text == "read against "+note.Review.Version }) {
		t.Errorf("%q, facts %v", n.Since, n.Facts)
	}
	note.Review.Status = annotate.Changed
	p.Resolved.WrittenFor = "go1.4"
	if n := noteOn(p, "func/runtime/schedule.html", note); n.Since != "Written for "+note.Review.Version+", where the body is another" || n.Stale.Text != "what differs" {
		t.Errorf("%q, %v", n.Since, n.Stale)
	}
}

// The home page of another version than the words are written for says how many are confirmed.
func TestHomeStandingOfAnotherVersion(t *testing.T) {
	p := inputsWith(t, nil)
	if says := homeStanding(p); strings.Contains(says, "written for") {
		t.Errorf("%q", says)
	}
	p.Resolved.WrittenFor = "go1.4"
	hold, unconfirmed := annotate.Verdicts(p.Resolved)
	want := fmt.Sprintf("source of go1.3.0. They are written for go1.4: %d are confirmed here, %d are not and are marked. ", hold, unconfirmed)
	if says := homeStanding(p); hold == 0 || !strings.Contains(says, want) {
		t.Errorf("%q has no %q", says, want)
	}
}
