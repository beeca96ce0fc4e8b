package indexer

import (
	"regexp"
	"strings"

	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/index"
)

// compilerEdges is pass E8: the calls of the pinned compiler's own listing that the
// source does not write. A call is written when the line that the listing gives
// names its target as a callee, or when the function does so elsewhere and the
// target is none that the compiler calls of itself.
func compilerEdges(p *program) (edges []rawEdge) {
	if p.cfg.Listing == nil {
		return nil
	}
	w := newWritten(p)
	for _, rec := range p.cfg.Listing.Records {
		from, to := w.names.find(rec.From), w.names.find(rec.To)
		if from == nil || to == nil || from == to || rec.File == "" || w.has(from, to, rec) {
			continue
		}
		e := p.edge(from, to, p.lineSite(from, rec), index.EdgeCompiler, index.RuleCompiler)
		e.edge.Construct = constructOf(rec.To)
		edges = append(edges, e)
	}
	return edges
}

// linkerNames finds symbols by what the linker calls them.
type linkerNames struct{ p *program }

// The closures and wrappers that the compiler makes of go and defer statements and
// of loops over functions are part of the function around them.
var (
	compilerMade = regexp.MustCompile(`(\.(gowrap|deferwrap)\d+|-range\d+|·dwrap·\d+|-fm)+$`)
	packageLevel = regexp.MustCompile(`\.glob\.\.func`)
)

// find prefers a body that carries the name by a linkname directive to the
// declaration of that name.
func (n linkerNames) find(name string) *symbol {
	name = packageLevel.ReplaceAllString(name, ".init.func")
	for {
		if s := n.p.byLink[name]; s != nil {
			return s
		}
		if s := n.p.byID[index.ID(name)]; s != nil && s.Kind.Callable() {
			return n.canon(s)
		}
		shorter := compilerMade.ReplaceAllString(name, "")
		if shorter == name {
			break
		}
		name = shorter
	}
	if s := n.p.byID[index.ID(name+"<>")]; s != nil {
		return s
	}
	return nil
}

// canon is the body behind a declaration without one.
func (n linkerNames) canon(s *symbol) *symbol {
	if n.p.hasBody(s) {
		return s
	}
	if body := n.p.byLink[string(s.ID)]; body != nil {
		return body
	}
	if s.Link != "" {
		if body := n.p.byID[index.ID(s.Link)]; body != nil && n.p.hasBody(body) {
			return body
		}
		if body := n.p.byLink[s.Link]; body != nil {
			return body
		}
	}
	return s
}

// written knows which calls the source writes, by line and by function.
type written struct {
	names linkerNames
	lines map[lineCall]bool
	pairs map[[2]*symbol]bool
}

type lineCall struct {
	file int32
	line int
	to   *symbol
}

func newWritten(p *program) *written {
	w := &written{names: linkerNames{p}, lines: map[lineCall]bool{}, pairs: map[[2]*symbol]bool{}}
	spans := p.functionSpans()
	for file, refs := range p.rawRefs {
		lines := newLineCounter(p.files[file].Text)
		for _, r := range refs {
			if r.target == nil || r.Access&index.Called == 0 || !r.target.Kind.Callable() {
				continue
			}
			to := w.names.canon(r.target)
			w.lines[lineCall{file, lines.at(r.Off), to}] = true
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
func (w *written) has(from, to *symbol, rec asmlist.Record) bool {
	p := w.names.p
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
func (p *program) lineOffset(file int32, line int) int32 {
	if p.lineStarts == nil {
		p.lineStarts = map[int32][]int32{}
	}
	starts, ok := p.lineStarts[file]
	if !ok {
		starts = []int32{0}
		for i, c := range []byte(p.files[file].Text) {
			if c == '\n' {
				starts = append(starts, int32(i+1))
			}
		}
		p.lineStarts[file] = starts
	}
	off := starts[min(max(line-1, 0), len(starts)-1)]
	text := p.files[file].Text
	for int(off) < len(text) && (text[off] == '\t' || text[off] == ' ') {
		off++
	}
	return off
}

// lineCounter gives lines for offsets that ascend.
type lineCounter struct {
	text string
	off  int32
	line int
}

func newLineCounter(text string) *lineCounter { return &lineCounter{text, 0, 1} }

func (c *lineCounter) at(off int32) int {
	c.line += strings.Count(c.text[c.off:off], "\n")
	c.off = off
	return c.line
}
