package prose

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/internal/golden"
	"sourcedive/site/figure"
	"sourcedive/templates"
)

// figureOf is a figure of the toy as the page of an essay has it.
func figureOf(t *testing.T, name string) FigurePart {
	t.Helper()
	p := toyProse(t, false)
	essay := p.Resolved.Essay("sched")
	return p.On("area/sched.html", essay, 0, "").Figure(name)
}

// A page has both layouts and all words, and says what its version lacks.
func TestFigureOnAPage(t *testing.T) {
	theme, err := templates.Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	view := figureOf(t, "round")
	if len(view.Drawn) != 2 || view.Drawn[0].W != figure.Wide || view.Drawn[1].W != figure.Narrow {
		t.Fatalf("drawn are %d layouts", len(view.Drawn))
	}
	out := string(theme.Part("figure", view))
	for _, want := range []string{
		`class="wide-only"`, `class="narrow-only"`, `aria-label="A round &amp; &lt;one&gt; more"`, `class="G wait"`, `>1</text>`,
		"<em>round</em>", "does not have it like this: gone.", "<summary>The figure in words</summary>", "<small>goroutine, waits</small>", "G2 → P0",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("there is no %s in %s", want, out)
		}
	}
	for _, not := range []string{"style=", "nosuch", `>v</text>`} {
		if strings.Contains(out, not) {
			t.Errorf("there is %s in %s", not, out)
		}
	}
	out = string(theme.Part("figure", figureOf(t, "ladder")))
	for _, want := range []string{`<ol class="ladder">`, `<li class="on">`, `<span class="lock">lock</span>`, `<ol class="ladder un">`, "Nothing:"} {
		if !strings.Contains(out, want) {
			t.Errorf("there is no %s in %s", want, out)
		}
	}
	if strings.Contains(out, "<svg") {
		t.Error("a ladder is drawn")
	}
}

// Every text and name that is drawn is also in the words.
func TestFigureWordsSayAll(t *testing.T) {
	view := figureOf(t, "round")
	var said strings.Builder
	var say func([]FigureWord)
	say = func(list []FigureWord) {
		for _, w := range list {
			said.WriteString(w.Name + " " + string(w.Text) + " ")
			say(w.In)
		}
	}
	say(view.Words)
	say(view.Arrows)
	for _, d := range view.Drawn {
		for _, m := range d.Marks {
			for _, text := range m.Texts {
				for _, word := range strings.Fields(text.Body) {
					if strings.Contains(text.Class, "badge") {
						continue // the number of an arrow in the list
					}
					if !strings.Contains(said.String(), word) {
						t.Errorf("%q is drawn and not in the words %q", word, said.String())
					}
				}
			}
		}
	}
}

// What is left out of a figure and what is not confirmed are said apart, each with its parts.
func TestNotSure(t *testing.T) {
	for _, c := range []struct {
		left, asks []string
		want       string
	}{
		{nil, nil, ""},
		{[]string{"a", "b"}, nil, "Left out, since go1.3.0 does not have it like this: a; b."},
		{nil, []string{"c"}, "Written for go1.4, and not confirmed for go1.3.0, whose code is other there: c."},
		{[]string{"a"}, []string{"c"}, "Left out, since go1.3.0 does not have it like this: a. Written for go1.4, and not confirmed for go1.3.0, whose code is other there: c."},
	} {
		w := &figureWriter{Writer: proofWriter(t, "go1.4"), left: c.left, asks: c.asks}
		if got := w.notSure(); got != c.want {
			t.Errorf("%q, %q: %q", c.left, c.asks, got)
		}
	}
}

// A part as it is drawn, and as it is said in words: each kind, with each of what a part can
// have, and with none of it.
func TestPartsOfFigures(t *testing.T) {
	name := func(text string) article.Name { return article.Name{Text: text} }
	said := func(text string) *markdown.Doc {
		doc, problems := markdown.Parse([]byte(text), "x.md")
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return doc
	}
	parts := []*article.Part{
		{Is: name("row"), In: []*article.Part{{Is: name("g"), ID: "one", Name: name("G1"), State: name("now"), Text: said("first")}}},
		{Is: name("row"), Text: said("a row with words"), In: []*article.Part{{Is: name("g"), ID: "two", Text: said("second")}, {Is: name("m"), ID: "three"}}},
		{Is: name("col"), Name: name("a column with a name")},
		{Is: name("text"), Text: said("words alone"), State: name("likely")},
		{Is: name("bytes"), Bytes: 1, State: name("used")}, {Is: name("bytes"), Bytes: 2048},
		{Is: name("state"), ID: "idle", Name: name("idle"), At: []int{1, 2}, Small: []int{3, 4}},
		{Is: name("arrow"), From: name("one"), To: name("two"), State: name("moved"), Text: said("to two")},
		{Is: name("arrow"), From: name("two"), To: name("three"), Name: name("a name")},
		{Is: name("step"), From: name("one"), Name: name("from alone")}, {Is: name("step"), To: name("one"), Name: name("to alone")},
		{Is: name("rung"), Name: name("a step"), State: name("lock")}, {Is: name("rung"), State: name("now")},
	}
	for _, is := range slices.Sorted(maps.Keys(article.PartWords)) {
		parts = append(parts, &article.Part{Is: name(is)})
	}
	fig := &annotate.Figure{Figure: &article.Figure{Parts: parts}}
	fig.All(func(p *article.Part) {
		if p.Text == nil {
			p.Text = said("")
		}
	})
	p := toyProse(t, false)
	w := &figureWriter{Writer: p.On("area/sched.html", nil, 0, ""), fig: fig, names: map[string]string{"one": "G1", "two": "second", "three": "three"}}
	var called []string
	for _, part := range parts {
		called = append(called, w.called(part))
	}
	golden.View(t, "figure-parts", struct {
		Drawn  []*figure.Part
		Words  []FigureWord
		Called []string
	}{w.drawn(parts), w.words(parts), called})
	if s := w.notSure(); s != "" {
		t.Errorf("nothing is left out: %q", s)
	}
	if view := p.On("x.html", nil, 0, "").Figure("nowhere"); view.Missing != "nowhere" || view.Drawn != nil {
		t.Errorf("a figure that is not there: %+v", view)
	}
}

// Where the parts of a figure rest: the place in the source, by function and line, or its page.
func TestFigureWords(t *testing.T) {
	for _, name := range []string{"round", "ladder"} {
		view := figureOf(t, name)
		view.Drawn = nil
		golden.View(t, "figure-"+name, view)
	}
}
