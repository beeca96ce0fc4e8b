package prose

import (
	"cmp"
	"strconv"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/internal/english"
	"sourcedive/site/figure"
	"sourcedive/site/urls"
)

// figureWriter writes one figure.
type figureWriter struct {
	*Writer
	fig   *annotate.Figure
	names map[string]string // of parts with an ID, as the words call them
	left  []string          // parts that do not hold in this version
	asks  []string          // parts that are not confirmed for it
}

// Figure draws the figure of a name.
func (w *Writer) Figure(name string) FigurePart {
	f := w.Resolved.Figure(name)
	if f == nil {
		return FigurePart{Missing: name}
	}
	fw := &figureWriter{Writer: w, fig: f, names: map[string]string{}}
	f.All(func(p *article.Part) {
		if p.ID != "" {
			fw.names[p.ID] = cmp.Or(p.Name.Text, p.Text.Text(), p.ID)
		}
	})
	parts := fw.drawn(f.Parts)
	view := FigurePart{Title: w.plain().Line(f.Title), Says: w.plain().Line(f.Says), LeftOut: fw.notSure()}
	drawing := &figure.Figure{Form: f.Form.Text, Title: f.Title.Text(), Parts: parts}
	for _, width := range []int{figure.Wide, figure.Narrow} {
		if d := figure.Draw(drawing, width); d != nil {
			view.Drawn = append(view.Drawn, d)
		}
	}
	for _, word := range fw.words(f.Parts) {
		switch {
		case f.Form.Text == "ladder":
			view.Ladders = climbed(view.Ladders, word)
		case word.What == "arrow":
			view.Arrows = append(view.Arrows, word)
		default:
			view.Words = append(view.Words, word)
		}
	}
	return view
}

// climbed adds a step to the last ladder; words end it.
func climbed(ladders []Ladder, word FigureWord) []Ladder {
	if len(ladders) == 0 {
		ladders = []Ladder{{Class: "ladder"}}
	} else if ladders[len(ladders)-1].Then.What != "" {
		ladders = append(ladders, Ladder{Class: "ladder un"})
	}
	last := &ladders[len(ladders)-1]
	if word.What == "rung" {
		last.Rungs = append(last.Rungs, word)
	} else {
		last.Then = word
	}
	return ladders
}

// drawn are the parts that hold, for drawing. What is inside one that does not is left out
// with it.
func (w *figureWriter) drawn(list []*article.Part) (parts []*figure.Part) {
	for _, p := range list {
		if !w.fig.Holds(p) {
			w.left = append(w.left, w.called(p))
			continue
		}
		if w.fig.Unconfirmed(p) {
			w.asks = append(w.asks, w.called(p))
		}
		href, _ := w.rests(p)
		parts = append(parts, &figure.Part{
			Is: p.Is.Text, ID: p.ID, Name: p.Name.Text, State: p.State.Text, From: p.From.Text, To: p.To.Text,
			Text: p.Text.Text(), Href: href, Bytes: p.Bytes, At: p.At, Small: p.Small, In: w.drawn(p.In),
		})
	}
	return parts
}

// called is what a sentence calls a part.
func (w *figureWriter) called(p *article.Part) string {
	name := cmp.Or(p.Name.Text, p.Text.Text(), nouns[p.Is.Text])
	if p.From.Text != "" && p.To.Text != "" {
		name = cmp.Or(p.Name.Text, w.names[p.From.Text]+" → "+w.names[p.To.Text])
	}
	return strings.TrimSuffix(name, ".")
}

// notSure says what of the figure is other in this version, or may be.
func (w *figureWriter) notSure() string {
	var says []string
	if len(w.left) > 0 {
		says = append(says, "Left out, since "+w.Index.Config.Version+" does not have it like this: "+strings.Join(w.left, "; ")+".")
	}
	if len(w.asks) > 0 {
		says = append(says, "Written for "+w.Resolved.WrittenFor+", and not confirmed for "+w.Index.Config.Version+", whose code is other there: "+strings.Join(w.asks, "; ")+".")
	}
	return strings.Join(says, " ")
}

// rests is where the first piece that a part rests on stands: a declaration's own page, or a
// line of the source.
func (w *figureWriter) rests(p *article.Part) (href, at string) {
	e := w.fig.Evidence(p)
	if e == nil {
		return "", ""
	}
	name := w.SymbolText(e.Sym)
	if e.Piece.Pattern.Text == "" {
		return w.Href(w.path, e.Sym), name
	}
	line := w.Highlight(e.Place.File).Line(e.Place.Off)
	return urls.Relative(w.path, w.URLs.Line(e.Place.File, line)), name + ":" + strconv.Itoa(line)
}

// nouns name what is drawn; parts that only hold others have none.
var nouns = map[string]string{
	"g": "goroutine", "m": "thread", "p": "P", "box": "structure", "value": "value", "lock": "lock", "queue": "queue", "ring": "ring", "stack": "stack",
	"bytes": "memory", "arrow": "arrow", "link": "pointer", "state": "state", "lane": "lane", "step": "step", "bar": "memory", "line": "line", "mark": "mark",
}

// quiet are those whose own words are enough.
var quiet = map[string]bool{"row": true, "col": true, "text": true}

// words say all that is drawn. A row or column without words of its own is what is in it.
func (w *figureWriter) words(list []*article.Part) (words []FigureWord) {
	for _, p := range list {
		if !w.fig.Holds(p) {
			continue
		}
		inside := w.words(p.In)
		if nouns[p.Is.Text] == "" && p.Name.Text == "" && p.Text.Text() == "" {
			words = append(words, inside...)
			continue
		}
		words = append(words, w.word(p, inside))
	}
	return words
}

func (w *figureWriter) word(p *article.Part, inside []FigureWord) FigureWord {
	word := FigureWord{
		What: cmp.Or(nouns[p.Is.Text], p.Is.Text), Name: p.Name.Text, Text: w.plain().Line(p.Text), In: inside,
		Lock: p.State.Text == "lock", Mark: p.State.Text == "now",
	}
	word.Href, word.At = w.rests(p)
	if _, line, ok := strings.Cut(word.At, ":"); ok && p.Is.Text == "rung" {
		word.At = "line " + line
	}
	if p.Bytes > 0 {
		word.What += ", " + english.Count(p.Bytes, "byte", "bytes")
	}
	if p.State.Text != "" && p.Is.Text != "arrow" && p.Is.Text != "rung" {
		word.What += ", " + article.PartStates[p.State.Text]
	}
	if quiet[p.Is.Text] {
		word.What = ""
	}
	if p.From.Text != "" && p.To.Text != "" {
		word.Name = w.names[p.From.Text] + " → " + w.names[p.To.Text]
	}
	return word
}
