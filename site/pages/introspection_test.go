package pages

import (
	"testing"

	"sourcedive/indexer/index"
)

// A use in a function literal is one of the function around it, which is listed once.
func TestToyUsesInLiterals(t *testing.T) {
	p := newer(t)
	literals := 0
	for i := range p.Index.Symbols {
		s := &p.Index.Symbols[i]
		if s.Kind != index.KindClosure {
			continue
		}
		literals++
		outer := p.Index.Outermost(index.Sym(i))
		in, around := s.Body(), p.Index.Symbols[outer].Body()
		links := useLinks(p, []index.Use{{File: in.File, Off: in.Off}, {File: around.File, Off: around.Off}, {File: in.File, Off: in.Off + 1}})
		if len(links) != 1 || links[0].Text != p.SymbolText(outer) {
			t.Errorf("%s: %v, want one of %s", s.ID, links, p.SymbolText(outer))
		}
	}
	if literals == 0 {
		t.Error("no function literals")
	}
}
