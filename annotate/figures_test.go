package annotate_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/internal/golden"
)

// door is a figure in which everything holds.
const door = `form: scene
title: Coming in
says: A customer stands at the end. {runtime.enter "s.queue = append(s.queue, c)"}
parts:
  - is: box
    name: shop
    text: 'has a queue {runtime.shop.queue}'
    in:
      - {is: g, id: one, name: G12, state: wait, text: 'of at most 256 {= value("runtime.most") == 256}'}
      - {is: text, text: 'a place of 1 KB {= value("runtime.most") == 256 && 1024 == 1024}'}
  - {is: g, id: two, state: run, text: 'greets [[runtime.greet]]'}
  - {is: arrow, from: two, to: one, state: moved, text: 'waits {runtime.enter "greet(c)"; runtime.enter "return true"}'}
`

// way is a ladder in which everything holds.
const way = `form: ladder
title: The way in
parts:
  - {is: rung, name: Full?, text: 'not more than most {runtime.enter "len(s.queue) == most"}'}
  - {is: rung, name: Stand, text: 'at the end {runtime.enter "s.queue = append(s.queue, c)"}'}
  - {is: break, text: 'Then:'}
  - {is: rung, name: Greet, text: 'all {runtime.enter "greet(c)"}'}
`

// What is wrong with a figure: its syntax, or what its parts rest on. Each edit is one that
// a figure does not survive.
func TestFigureProblems(t *testing.T) {
	var b strings.Builder
	for _, c := range []struct{ what, text, old, new string }{
		{"sound", door, "", ""},
		{"another number in the source", door, "256 {= value(\"runtime.most\") == 256}", "255 {= value(\"runtime.most\") == 255}"},
		{"another number in the text", door, "at most 256", "at most 257"},
		{"a number without evidence", door, ` {= value("runtime.most") == 256}`, ""},
		{"a unit", door, "1 KB", "2 KB"},
		{"a larger unit", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "1 MB {= value(\"runtime.most\") == 256 && 1048576 == 1048576}"},
		{"an arrow without evidence", door, ` {runtime.enter "greet(c)"; runtime.enter "return true"}`, ""},
		{"a lost edge", door, `"greet(c)"`, `"greet(d)"`},
		{"a gone symbol", door, "runtime.shop.queue", "runtime.shop.line"},
		{"a gone symbol in a link", door, "[[runtime.greet]]", "[[runtime.greets]]"},
		{"a claim without an answer", door, `value("runtime.most") == 256 &&`, `value("runtime.least") == 256 &&`},
		{"no such shape", door, "is: box", "is: bix"},
		{"no such state", door, "state: wait", "state: waits"},
		{"no such form", door, "form: scene", "form: scenes"},
		{"no such end", door, "to: one", "to: tow"},
		{"an id twice", door, "id: two", "id: one"},
		{"no title", door, "title: Coming in\n", ""},
		{"no such key", door, "    name: shop", "    named: shop"},
		{"a size", door, "is: text,", "is: bytes, bytes: 2048,"},
		{"a state without a place", door, "is: text,", "is: state,"},
		{"a ring without places", door, "is: text,", "is: ring, at: [0, 1],"},
		{"bytes", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "5 bytes {= value(\"runtime.most\") == 256 && 5 == 5}"},
		{"kibibytes", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "5 KiB {= value(\"runtime.most\") == 256 && 5120 == 5120}"},
		{"mebibytes", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "5 MiB {= value(\"runtime.most\") == 256 && 5242880 == 5242880}"},
		{"milliseconds", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "5 ms {= value(\"runtime.most\") == 256 && 5000000 == 5000000}"},
		{"milliseconds in micros", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "5 ms {= value(\"runtime.most\") == 256 && 5000 == 5000}"},
		{"microseconds", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "5 µs {= value(\"runtime.most\") == 256 && 5000 == 5000}"},
		{"microseconds of another number", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "5 µs {= value(\"runtime.most\") == 256 && 500 == 500}"},
		{"a number in groups", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "1,024 others {= value(\"runtime.most\") == 256 && 1024 == 1024}"},
		{"a small number without a unit", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "5 others {= value(\"runtime.most\") == 256 && 4 == 4}"},
		{"a number of two digits", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "15 others {= value(\"runtime.most\") == 256 && 14 == 14}"},
		{"numbers in names", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "G15 of go1.26 at x_27 {= value(\"runtime.most\") == 256 && 1 == 1}"},
		{"a number with a point", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "15.5 others {= value(\"runtime.most\") == 256 && 1 == 1}"},
		{"two numbers", door, "1 KB {= value(\"runtime.most\") == 256 && 1024 == 1024}", "15 and 16 others {= value(\"runtime.most\") == 256 && 15 == 15}"},
		{"a number that the author answers for", door, `{= value("runtime.most") == 256}`, "{why}"},
		{"a number of which there is nothing to check", door, `{= value("runtime.most") == 256}`, "{-}"},
		{"a caption that fails", door, "s.queue = append(s.queue, c)", "s.queue = append(s.queue, d)"},
		{"a title that fails", door, "title: Coming in", "title: 'Coming into [[runtime.shup]]'"},
		{"a link to no note", door, "[[runtime.greet]]", "[[note:sched/greet]]"},
		{"a size that is backed", door, `is: text, text: 'a place of 1 KB {= value("runtime.most") == 256 && 1024 == 1024}'`, `is: bytes, bytes: 256, text: 'all {= value("runtime.most") == 256}'`},
		{"a small size", door, "is: text,", "is: bytes, bytes: 96,"},
		{"a step that rests on nothing", door, "is: g, id: two, state: run, text: 'greets [[runtime.greet]]'", "is: step, id: two, text: 'greets'"},
		{"a part that is not named and rests on nothing", door, "text: 'greets [[runtime.greet]]'", "text: greets"},
		{"a name with a number", door, "name: shop", "name: '12 shops'"},
		{"two steps at one place", way, "len(s.queue) == most", "s.queue = append(s.queue, c)"},
		{"a step in another function", way, `runtime.enter "s.queue = append(s.queue, c)"`, `runtime.leave "return c"`},
		{"a sound ladder", way, "", ""},
		{"steps in another order", way, "len(s.queue) == most", "return true"},
		{"a step without evidence", way, ` {runtime.enter "greet(c)"}`, ""},
	} {
		r, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
			"kb.yaml": "packages: [runtime]\n", "figures/f.yaml": strings.Replace(c.text, c.old, c.new, 1), "figures/Wrong.yaml": "",
			"tours/two.md": "---\ntitle: Two\nlevel: junior\nabout: T.\n---\n## Both\n\n" + fence("figure f") + fence("figure g") + fence("source runtime.leave"),
		})
		fmt.Fprintf(&b, "==== %s\n", c.what)
		for _, p := range problems {
			if c.what == "sound" || !strings.HasPrefix(p.File, "tours") && p.File != "figures/Wrong.yaml" {
				fmt.Fprintln(&b, p)
			}
		}
		f := r.Figure("f")
		f.All(func(p *article.Part) {
			if at := f.Evidence(p); !f.Holds(p) {
				fmt.Fprintf(&b, "    %s %s does not hold\n", p.Is.Text, p.ID)
			} else if c.what == "sound" && at != nil {
				fmt.Fprintf(&b, "    %s %s rests on %s\n", p.Is.Text, p.ID, placeOf(r.Index, at.Place))
			}
		})
	}
	golden.Check(t, "figures.txt", b.String())
}

// A version that lacks something keeps the rest of the figure.
func TestFigureOfAnotherVersion(t *testing.T) {
	old := map[string]string{"runtime/shop.go": strings.Replace(shop["runtime/shop.go"], "most = 256", "most = 128", 1)}
	r, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.20.1", old)), map[string]string{"kb.yaml": "packages: [runtime]\n", "figures/f.yaml": door})
	f := r.Figure("f")
	var kept []string
	f.All(func(p *article.Part) {
		if f.Holds(p) {
			kept = append(kept, p.Is.Text)
		}
	})
	if want := []string{"box", "g", "arrow"}; !slices.Equal(kept, want) {
		t.Errorf("drawn are %v, want %v", kept, want)
	}
}

// Of a figure that is written for another version, a part stays whose code is only written
// otherwise here. One that rests on what is not here is left out, and so is a number that
// cannot be told.
func TestFigureNotConfirmed(t *testing.T) {
	g := olderShop(t)
	r, problems := merge(t, g, map[string]string{"kb.yaml": "packages: [runtime]\nwritten: go1.26.8\n", "figures/f.yaml": `form: scene
title: Coming in
says: A customer stands at the end. {runtime.enter "s.queue = append(s.queue, c)"}
parts:
  - {is: g, id: one, name: waits, text: 'at the end {runtime.enter "s.queue = append(s.queue, c, c)"}'}
  - {is: g, id: two, name: many, text: 'of at most 256 {= value("runtime.most") == 256}'}
  - {is: g, id: three, name: greets, text: 'first {= has("runtime.enter", "greet(c, c)")}'}
  - {is: g, id: four, name: later, text: 'and goes {runtime.later}'}
  - {is: g, id: five, name: goes, text: 'in the end {runtime.leave "s.queue = s.queue[1:]"}'}
`})
	if len(problems) > 0 {
		t.Error(printed(problems))
	}
	f := r.Figure("f")
	became := map[string]string{}
	f.All(func(p *article.Part) {
		became[p.ID] = fmt.Sprintf("holds %t, unconfirmed %t", f.Holds(p), f.Unconfirmed(p))
	})
	asks, out := "holds true, unconfirmed true", "holds false, unconfirmed false"
	if want := map[string]string{"one": asks, "two": out, "three": asks, "four": out, "five": "holds true, unconfirmed false"}; !maps.Equal(became, want) {
		t.Errorf("parts became %q", became)
	}
}
