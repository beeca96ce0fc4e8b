package indexer

import (
	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/index"
)

// compilerEdges is pass E8: the calls of the compiler's listing that the
// source does not write. A call is written when the line that the listing gives
// names its target as a callee, or when the function does so elsewhere and the
// target is none that the compiler calls of itself.
func compilerEdges(p *program) (edges []rawEdge) {
	if p.cfg.Listing == nil {
		return nil
	}
	w := newWritten(p)
	for _, rec := range p.cfg.Listing.Records {
		from, okFrom := w.names.find(rec.From)
		to, okTo := w.names.find(rec.To)
		if !okFrom || !okTo || from == to || rec.File == "" || w.has(p, from, to, rec) {
			continue
		}
		e := p.edge(from, to, p.lineSite(from, rec), index.EdgeCompiler)
		e.edge.Construct = constructOf(rec.To)
		edges = append(edges, e)
	}
	return edges
}

// written knows which calls the source writes, by line and by function.
type written struct {
	names linkerNames[*symbol]
	lines map[lineCall]bool
	pairs map[[2]*symbol]bool
}

type lineCall struct {
	file int32
	line int
	to   *symbol
}

func newWritten(p *program) *written {
	w := &written{names: p.names(), lines: map[lineCall]bool{}, pairs: map[[2]*symbol]bool{}}
	spans := p.functionSpans()
	for file, refs := range p.rawRefs {
		lines := p.lines(file)
		for _, r := range refs {
			if r.target == nil || r.Access&index.Called == 0 || !r.target.Kind.Callable() {
				continue
			}
			to := w.names.canon(r.target)
			w.lines[lineCall{file, lines.Line(r.Off), to}] = true
			if from := spans.enclosing(file, r.Off); from != nil {
				w.pairs[[2]*symbol{outermost(from), to}] = true
			}
		}
	}
	for file, parsed := range p.asm {
		for _, site := range parsed.Sites {
			to := p.asmTarget(file, site)
			if from := p.asmSymbol[asmFunc{file, site.Func}]; site.Func >= 0 && to != nil && from != nil {
				w.pairs[[2]*symbol{from, w.names.canon(to)}] = true
			}
		}
	}
	return w
}

// has reports whether the source writes the call of a record.
func (w *written) has(p *program, from, to *symbol, rec asmlist.Record) bool {
	if to.Kind == index.KindClosure {
		return outermost(to) == outermost(from)
	}
	file, ok := p.fileAt[rec.File]
	if !ok || w.lines[lineCall{file, rec.Line, to}] {
		return true
	}
	return w.pairs[[2]*symbol{outermost(from), to}] && constructOf(rec.To) == 0
}

func outermost(s *symbol) *symbol {
	for s.Kind == index.KindClosure && s.parent != nil {
		s = s.parent
	}
	return s
}

// lineSite is the start of a record's line, inside the body of its function.
func (p *program) lineSite(from *symbol, rec asmlist.Record) index.Range {
	body := from.Body()
	file, ok := p.fileAt[rec.File]
	if !ok || file != body.File {
		return index.Range{File: body.File, Off: body.Off}
	}
	off := p.lineOffset(file, rec.Line)
	return index.Range{File: file, Off: min(max(off, body.Off), body.End-1)}
}

// lineOffset is where the code of a line starts.
func (p *sources) lineOffset(file int32, line int) int32 {
	off, text := p.lines(file).Start(line), p.files[file].Text
	for int(off) < len(text) && (text[off] == '\t' || text[off] == ' ') {
		off++
	}
	return off
}

// lines is the line table of a file.
func (p *sources) lines(file int32) index.Lines {
	if p.lineTables == nil {
		p.lineTables = make([]index.Lines, len(p.files))
	}
	if p.lineTables[file] == nil {
		p.lineTables[file] = index.LinesOf(p.files[file].Text)
	}
	return p.lineTables[file]
}
