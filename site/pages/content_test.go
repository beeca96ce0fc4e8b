package pages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/content/models/sim"
	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/site/highlight"
	"sourcedive/site/models"
)

// richContent are the pages of the newer release with what testdata/content.txtar adds to
// the toy's content.
func richContent(t *testing.T) *Inputs {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/content.txtar")
	if err != nil {
		t.Fatal(err)
	}
	more := map[string]string{"kb.yaml": fileAreas}
	for _, f := range archive.Files {
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
	for _, path := range []string{"area/stacks.html", "area/wild.html", "area/pacer.html", "area/sched.html", "levels/middle.html", "levels/senior.html", "explain.html"} {
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
	p.Catalog.WithHistory(history.New(data), func(version string) (map[string]history.Source, bool) {
		i := slices.IndexFunc(trees, func(t history.Tree) bool { return t.Version == version })
		if i < 0 {
			return nil, false
		}
		found, err := history.SourcesOf(trees[i], opt, func(string) bool { return true })
		return found, err == nil
	})
	h, _ := p.past.of(symbolOf(t, p, "runtime.wakep"))
	if d := p.past.diff(h, 0); d != nil {
		t.Errorf("the oldest release has a difference: %+v", d)
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
