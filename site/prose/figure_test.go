package prose

import (
	"strings"
	"testing"

	"sourcedive/annotate/markdown"
	"sourcedive/site/figure"
	"sourcedive/templates"
)

// figureOf is a figure of the toy as the page of an essay has it.
func figureOf(t *testing.T, name string) FigurePart {
	t.Helper()
	p := toyProse(t, false)
	essay := p.Resolved.Essay("sched")
	return p.On("area/sched.html", essay, 0, "").figure(&markdown.Block{Figure: markdown.Word{Text: name}})
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
