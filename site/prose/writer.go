package prose

import (
	"html/template"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/site/urls"
)

// A Writer writes an article for the page of a path.
type Writer struct {
	*Prose
	path string
	text *annotate.Article
	seen map[*annotate.Term]bool // terms that were marked
	*markdown.HTML

	standing Standing
}

// plain writes words of a drawing: links, and no marks.
func (w *Writer) plain() *markdown.HTML { return &markdown.HTML{Link: w.link} }

// link resolves a link of a text.
func (w *Writer) link(t markdown.Target) (href, text string, ok bool) {
	if t.Kind == markdown.ToURL {
		return t.Name, t.Name, true
	}
	ref, ok := w.Resolved.Resolve(t)
	if !ok {
		return "", "", false
	}
	to, text := w.RefPage(ref)
	if to == "" {
		return "", text, false
	}
	if strings.Contains(to, "://") {
		return to, text, true
	}
	return urls.Relative(w.path, to), text, true
}

// terms marks the first use of each term in the text.
func (w *Writer) terms(text string) (list []markdown.Linked) {
	for _, f := range w.glossary.First(text, w.seen) {
		list = append(list, markdown.Linked{Off: f.Off, End: f.End, Href: urls.Relative(w.path, urls.Glossary+"#"+urls.TermID(f.Term.Name))})
	}
	return list
}

// mark links a remark to its statement.
func (w *Writer) mark(m *markdown.Remark) (href, text string, ok bool) {
	r := w.text.Remark(m)
	if r == nil {
		return "", "", false
	}
	pl := w.Place(w.path, r.Place.File, r.Place.Off)
	return pl.Href, pl.Text[strings.LastIndexByte(pl.Text, '/')+1:], true
}

// block writes what has a frame of its own.
func (w *Writer) block(b *markdown.Block) (template.HTML, bool) {
	part := b.Kind.Part()
	if part == "" {
		return "", false
	}
	return w.Theme.Part(part, w.view(b)), true
}

// view is what the template of a block is printed from: a title and the text inside, where
// the block holds no more than that.
func (w *Writer) view(b *markdown.Block) any {
	switch b.Kind.Part() {
	case "excerpt":
		return w.excerpt(b)
	case "claim":
		return w.claim(b)
	case "exercise":
		return w.exercise(b)
	case "figure":
		return w.Figure(b.Figure.Text)
	}
	return w.aside(b)
}

func (w *Writer) aside(b *markdown.Block) AsidePart {
	return AsidePart{Kind: b.Kind.Class(), Title: b.FrameTitle(), Body: w.Doc(b.Body), Other: !w.text.Holds(b)}
}

func (w *Writer) excerpt(b *markdown.Block) ExcerptPart {
	e := w.text.Excerpt(b)
	if e == nil {
		part := ExcerptPart{Missing: "There is no such code in " + b.Symbol.Text + " of " + w.Index.Config.Version + "."}
		if v := w.Resolved.WrittenFor; v != "" {
			part.Missing, part.Other = "Here the text shows "+b.Symbol.Text+" of "+v+"; "+w.Index.Config.Version+" has no such code.", true
		}
		return part
	}
	return ExcerptPart{
		Symbol:  urls.Link{Text: w.SymbolText(e.Sym), Href: w.Href(w.path, e.Sym)},
		Listing: w.Listing(w.path, e.Place, false),
	}
}

func (w *Writer) exercise(b *markdown.Block) ExercisePart {
	part := ExercisePart{Question: w.Doc(b.Body)}
	if b.Answer != nil {
		part.Answer = w.Doc(b.Answer)
	}
	if b.Model.Text != "" {
		part.Model = w.exerciseRun(b)
	}
	return part
}

// exerciseRun links to the run of a model that gives an exercise's answer.
func (w *Writer) exerciseRun(b *markdown.Block) urls.Link {
	if w.Models == nil {
		return urls.Link{}
	}
	for i := range w.Models.Models {
		rec := &w.Models.Models[i]
		if rec.Name != b.Model.Text {
			continue
		}
		return urls.Link{Text: "Try it in the model", Href: MomentHref(urls.Relative(w.path, urls.Model(rec.Name)), given(&rec.Model, b.Params), 1, 0, &rec.Model)}
	}
	return urls.Link{}
}

// claim shows a claim where its block stands, if it is not shown with the sentence that it
// is about: what does not hold is never quiet.
func (w *Writer) claim(b *markdown.Block) ClaimPart {
	c := w.text.Claim(b)
	part := w.Prose.Claim(c)
	part.Quiet = c != nil && (!c.Applies || w.text.Shows(c) || c.Verdict.State == claim.True || w.notOfHere(c))
	return part
}
