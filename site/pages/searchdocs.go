package pages

import (
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/search"
)

// documents gathers them.
type documents struct {
	p      *Inputs
	docs   []search.Doc
	said   map[index.Sym][]string
	called map[index.Sym][]string // what a reader may call a symbol
}

// SearchDocs lists what can be found on this version of the site, in the order of a
// search index.
func SearchDocs(p *Inputs) []search.Doc {
	d := documents{p: p, said: map[index.Sym][]string{}, called: map[index.Sym][]string{}}
	d.aliases()
	d.messages()
	d.symbols()
	d.elsewhere()
	d.former()
	d.files()
	d.pages()
	d.articles()
	d.models()
	search.Order(d.docs)
	return d.docs
}

// aliases collects what the content calls symbols, and the statements that the
// compiler turns into calls of a function.
func (d *documents) aliases() {
	for sym, phrases := range d.p.Resolved.Aliases {
		d.called[sym] = append(d.called[sym], phrases...)
	}
	for _, t := range d.p.Resolved.Notes {
		for _, sym := range t.Symbols {
			d.called[sym] = append(d.called[sym], t.Aliases...)
		}
	}
	for i := range d.p.Index.Statements {
		s := &d.p.Index.Statements[i]
		if s.Name == prologueRow || len(s.Calls) > 6 {
			continue
		}
		for _, c := range s.Calls {
			if c.Sym != index.NoSym && c.Construct != index.Check && c.Construct != index.WriteBarrier && c.Construct != index.Prologue {
				d.called[c.Sym] = append(d.called[c.Sym], s.Title)
			}
		}
	}
}

func (d *documents) line(file, off int32) int { return d.p.Highlight(file).Line(off) }

// clip cuts a text that is too long for a row.
func clip(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return strings.TrimRight(string(r[:most-1]), " ") + "…"
	}
	return text
}
