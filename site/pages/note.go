package pages

import (
	"html/template"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/site/urls"
)

// Note is a note on the page of its symbol.
type Note struct {
	ID     string
	Title  string
	Facts  []urls.Link // level, review, models
	Stale  urls.Link   // the page that shows how the body changed
	Since  string      // of a note on another body: the version that it was written for, in words
	Open   template.HTML
	Drawn  template.HTML // the figures of the opening of a type, as wide as the page
	Rest   template.HTML // below the source
	RestID string
}

// notesOn are the notes on a symbol, for its page. The first has its opening on top of the
// page; remarks on the symbol's own statements stand beside those and not in the notes.
func notesOn(p *Inputs, path string, sym index.Sym) (list []Note) {
	for _, t := range p.Resolved.NotesOf(sym) {
		if t.Kind != article.KindNote {
			continue
		}
		n := noteOn(p, path, t)
		open, rest := split(unsaid(p, t, sym), len(list) == 0)
		var drawn []*markdown.Block
		open, drawn = apart(open)
		if p.Index.Symbols[sym].Kind.Callable() {
			rest = append(drawn, rest...)
			drawn = nil
		}
		w := p.On(path, t, 1, n.ID+"-")
		n.Open, n.Drawn, n.Rest, n.RestID = w.Blocks(open), w.Blocks(drawn), w.Blocks(rest), n.ID
		if len(open) > 0 || len(list) == 0 {
			n.RestID += "-more"
		}
		list = append(list, n)
	}
	return list
}

// figureStyle is the style sheet of figures, where a note on a symbol has one.
func figureStyle(p *Inputs, sym index.Sym) (style []string) {
	for _, t := range p.Resolved.NotesOf(sym) {
		t.Doc.All(func(b *markdown.Block, _ []*markdown.Block) {
			if b.Kind == markdown.Figure {
				style = []string{"figure.css"}
			}
		})
	}
	return style
}

func noteOn(p *Inputs, path string, t *annotate.Article) Note {
	n := Note{ID: urls.NoteID(t.ID), Title: t.Title}
	n.Facts = append(textFacts(p, path, t), p.StandingOf(path, t)...)
	n.Facts = append(n.Facts, urls.Link{Text: areaSubject(p, t.Area), Href: urls.Relative(path, urls.Area(t.Area))})
	switch t.Review.Status {
	case annotate.Current:
		n.Facts = append(n.Facts, urls.Link{Text: "read against " + t.Review.Version})
	case annotate.Changed:
		n.Since = "Written for " + t.Review.Version + "; the body has changed since"
		n.Stale = urls.Link{Text: staleTitle(p), Href: urls.Relative(path, urls.Stale(t.ID))}
		if p.Resolved.WrittenFor != "" {
			n.Since = "Written for " + t.Review.Version + ", where the body is another"
		}
	}
	return n
}

// unsaid are the blocks of a note without the remarks that stand beside the source of a
// symbol.
func unsaid(p *Inputs, t *annotate.Article, sym index.Sym) (blocks []*markdown.Block) {
	s := &p.Index.Symbols[sym]
	for _, b := range t.Doc.Blocks {
		beside := len(b.Remarks) > 0
		for _, m := range b.Remarks {
			r := t.Remark(m)
			beside = beside && r != nil && (inside(r.Stmt, s.Decl) || inside(r.Stmt, s.Asm))
		}
		if !beside {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

// apart parts an opening in words and figures, for which the column of the words is too
// narrow.
func apart(blocks []*markdown.Block) (words, figures []*markdown.Block) {
	for _, b := range blocks {
		if b.Kind == markdown.Figure {
			figures = append(figures, b)
		} else {
			words = append(words, b)
		}
	}
	return words, figures
}

func inside(at, in index.Range) bool {
	return in.OK() && at.File == in.File && at.Off >= in.Off && at.End <= in.End
}

// openingLetters is how long the opening of a note is: the source is in sight below it.
const openingLetters = 420

// split parts blocks into those that open a page and those that come below the source:
// paragraphs and asides first, a heading, a piece of source or an exercise never.
func split(blocks []*markdown.Block, opens bool) (open, rest []*markdown.Block) {
	letters := 0
	for _, b := range blocks {
		switch b.Kind {
		case markdown.Claim:
			rest = append(rest, b)
			continue
		case markdown.Heading, markdown.Source, markdown.Exercise:
			opens = false
		}
		text := len(b.Text())
		if b.Body != nil {
			text = len(b.Body.Text())
		}
		if opens = opens && (letters == 0 || letters+text <= openingLetters); !opens {
			rest = append(rest, b)
			continue
		}
		letters += text
		open = append(open, b)
	}
	return open, rest
}
