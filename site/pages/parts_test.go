package pages

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/content/models/sim"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// Which class, columns, styles and tab each kind of page has.
func TestKindsOfPages(t *testing.T) {
	var b strings.Builder
	for _, k := range append(slices.Clone(Kinds), FrontKind, MissingKind) {
		fmt.Fprintf(&b, "%s: class %s, tab %q, view %T, columns %q, styles %v\n", k.Name, k.Class, k.Tab, k.View, Layout{Kind: k.Class, Title: "func"}.Grid(), StylesOf(k.Class))
	}
	golden.Check(t, "data/kinds.golden", b.String())
}

// Which files are made beside the pages.
func TestDataFilesOfTheToy(t *testing.T) {
	p := inputsWith(t, nil)
	p.Explain = newer(t).Explain
	set := *p.Models
	set.Wasm, set.Exec = []byte("\x00wasm"), []byte("exec();")
	p.Models = &set
	texts, shared := map[string]string{}, map[string]bool{}
	for _, f := range DataFiles(p) {
		shared[f.Path] = f.Shared
		text, err := f.Make()
		if err != nil {
			t.Errorf("%s: %v", f.Path, err)
		}
		texts[f.Path] = string(text)
	}
	for path, want := range map[string]bool{
		"assets/site.css": true, "assets/app.js": false, "assets/search.js": false, "assets/model.js": true, "assets/cards/7.js": false, "assets/graph.js": false,
		"assets/third-party.txt": true, "assets/cards/terms.js": false, "assets/model/sched.js": false, "assets/model/exec.js": true, "assets/model/program.js": true, "assets/explain/names.js": false,
	} {
		if got, has := shared[path]; !has || got != want {
			t.Errorf("%s (there: %t) is the same in all versions: %t", path, has, got)
		}
	}
	for _, name := range []string{"site.css", "app.js", "icon.svg"} {
		if asset, err := p.Theme.Asset(name); err != nil || texts["assets/"+name] != string(asset) {
			t.Errorf("assets/%s holds %q, %v", name, texts["assets/"+name], err)
		}
	}
	for path, want := range map[string]string{
		"assets/model/program.js": "sourcedive.program(\"AHdhc20=\");\n", "assets/model/exec.js": "exec();", "assets/explain/notes.js": "sourcedive.explainTables(\"notes\", '{}');\n",
		"assets/cards/7.js": string(cards(p, 7)), "assets/cards/terms.js": string(termCards(p)), "assets/explain/names.js": string(explainNames(p)),
	} {
		if got, has := texts[path]; !has || got != want {
			t.Errorf("%s (there: %t) holds %s", path, has, got)
		}
	}
	if !strings.HasPrefix(texts["assets/model/sched.js"], "sourcedive.model({") {
		t.Errorf("the model's script is %.40s", texts["assets/model/sched.js"])
	}
	set.Wasm = nil
	for _, f := range DataFiles(p) {
		if f.Path == "assets/model/exec.js" || f.Path == "assets/model/program.js" {
			t.Errorf("%s without a program", f.Path)
		}
	}
}

// The names that explain.js links, undone in its words: the letter says how much of the
// name before begins this one, an address follows a tab.
func TestExplainNames(t *testing.T) {
	p := newer(t)
	text, ok := bytes.CutPrefix(explainNames(p), []byte("sourcedive.explainNames("))
	text, end := bytes.CutSuffix(text, []byte(");\n"))
	var args []string
	if err := json.Unmarshal([]byte("["+string(text)+"]"), &args); err != nil || !ok || !end || len(args) != 2 {
		t.Fatalf("%v in %.80s", err, text)
	}
	if args[0] != "go1.3.0" {
		t.Errorf("they are of %s", args[0])
	}
	got, last, most := map[string]string{}, "", 0
	for line := range strings.SplitSeq(args[1], "\n") {
		shared := strings.IndexByte(digits, line[0])
		name, at, _ := strings.Cut(line[1:], "\t")
		last, most = last[:shared]+name, max(most, shared)
		got[last] = at
	}
	for i := range p.Index.Symbols {
		id, sym := string(p.Index.Symbols[i].ID), index.Sym(i)
		at, has := got[id]
		page := p.URLs.Page[sym]
		if want := page != "" && p.Index.Symbols[i].Kind.Callable(); has != want {
			t.Errorf("%s is listed: %t", id, has)
		}
		if has && at != "" && at != page {
			t.Errorf("%s is read at %s, not at %s", id, page, at)
		}
	}
	if got["runtime.schedule"] != "" || got["internal/a+b.L1"] != "func/internal/a~2bb/L1.html" {
		t.Errorf("schedule is at %q, L1 at %q", got["runtime.schedule"], got["internal/a+b.L1"])
	}
	if most < 20 {
		t.Errorf("at most %d letters are left out", most)
	}
}

// The lines around the one that a step of a model is about.
func TestExcerptsOfModels(t *testing.T) {
	p := newer(t)
	var list []Excerpt
	for _, l := range []sim.Line{
		{Func: "runtime.malg", Text: "newg := new"}, {Func: "runtime.malg", Text: "newg.m = nil"}, {Func: "runtime.malg", Text: "return newg"},
		{Func: "runtime.schedule", In: "runtime.gfget", Text: "return nil"}, {Func: "runtime.gfget", Text: "func gfget"}, {Func: "runtime.gfget", Text: "no such line"}, {Func: "runtime.nowhere", Text: "x"},
	} {
		list = append(list, excerpt(p, "model/sched.html", l))
	}
	golden.View(t, "data/excerpts", list)
}

// Calls between areas are counted between those that are drawn.
func TestAreaCalls(t *testing.T) {
	p := richPast(t)
	got := fmt.Sprint(areaCalls(p, map[string]string{"sched": "Scheduler", "compiler": "Assembly"}))
	if want := "[{compiler sched 1}]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, drawn := range []string{"compiler", "sched"} {
		if got := areaCalls(p, map[string]string{drawn: "Drawn"}); len(got) > 0 {
			t.Errorf("calls from or to areas that are not drawn: %v", got)
		}
	}
}

// What is said of claims and notes where the words are for another version.
func TestCountsOfClaims(t *testing.T) {
	p := inputsWith(t, nil)
	p.Resolved.Stats = annotate.Stats{True: 1000, False: 2, Unanswerable: 3, Skipped: 4, Elsewhere: 5, Current: 6, Changed: 7, Unreviewed: 8}
	counts := func() (list []string) {
		var v Checked
		fillContent(p, &v)
		for _, c := range v.Counts {
			list = append(list, c.Number+" "+c.What)
		}
		return list
	}
	rest := []string{"4 claims were not run", "5 claims are about other versions", "6 notes were read against this source"}
	want := slices.Concat([]string{"1,000 claims hold", "2 claims do not hold", "3 claims have no answer"}, rest, []string{"7 notes describe a body that has changed since", "8 notes nobody has reviewed"})
	if got := counts(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	p.Resolved.WrittenFor = "go1.4"
	want = slices.Concat([]string{"1,000 claims hold", "5 claims hold in go1.4 and not here"}, rest, []string{"7 notes describe a body that is another here", "8 notes nobody has reviewed"})
	if got := counts(); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// What else there is about an area: its myths.
func TestFurtherReading(t *testing.T) {
	p := inputsWith(t, nil)
	var b strings.Builder
	for _, area := range []string{"gc", "locks", "odd"} {
		for _, g := range furtherReading(p, "area/"+area+".html", area) {
			for _, r := range g.Rows {
				fmt.Fprintf(&b, "%s: %s, %s at %s (%s)\n", area, g.Title, r.Link.Text, r.Link.Href, r.Note)
			}
		}
	}
	want := "locks: Further, Said of locks at ../myths.html#locks (1 myth)\n"
	if got := b.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A text of a lab that the program does not have says so.
func TestLabWithoutAProgram(t *testing.T) {
	p := inputsWith(t, nil)
	text := p.Resolved.Labs[0]
	text.ID = "nowhere"
	v := labPage(p, Layout{}, text).(Lab)
	if want := []string{"no lab of this name can be run"}; !slices.Equal(v.Faults, want) || v.Name != "nowhere" || v.Reference != nil || v.Unit != "" {
		t.Errorf("faults %q of %s", v.Faults, v.Name)
	}
}
