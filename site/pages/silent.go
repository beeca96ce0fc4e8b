package pages

import "sourcedive/indexer/index"

// Most pages are about source that the content says nothing on. They are made of the inputs
// that they would have without any content but its configuration, Inputs.silent: such a page
// cannot read what would make it another one, and so a build may keep it when only the
// content has changed. That the content says nothing on a page is decided on the safe side:
// one that is made of all content for no reason only costs time.

// always is for pages that show nothing of the content, whatever it says.
func always() bool { return true }

// silentOn reports whether the page of a symbol is the same without content: no note is on
// it, no words name others beside it, and no remark is on a line of it.
func (p *Inputs) silentOn(sym index.Sym) bool {
	s := &p.Index.Symbols[sym]
	return len(p.Resolved.NotesOf(sym)) == 0 && len(p.named()[sym]) == 0 && !remarked(p, s.Decl) && !remarked(p, s.Asm)
}

// remarked reports whether a remark stands over a line of a piece of source.
func remarked(p *Inputs, at index.Range) bool {
	if !at.OK() {
		return false
	}
	m := p.Highlight(at.File)
	for _, r := range p.Resolved.Remarks(at.File) {
		if line := m.Line(r.Stmt.Off); line >= m.Line(at.Off) && line <= m.Line(at.End) {
			return true
		}
	}
	return false
}

// on are the inputs of a page, by what is known of it.
func (p *Inputs) on(silent bool) *Inputs {
	if silent {
		return p.silent
	}
	return p
}
