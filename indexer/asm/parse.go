package asm

import (
	"slices"
	"strings"
)

// Parse reads a file for one platform. It never fails; what could not be read
// is in Problems.
func Parse(text string, opt Options) *File {
	p := &parser{
		text:    text,
		pkg:     escapePath(opt.Pkg),
		goarch:  opt.GOARCH,
		file:    &File{},
		globals: make(map[symbol]bool),
	}
	stmts := &statements{in: newInput(text, opt, p.file)}
	p.problem = stmts.in.problem
	for stmts.next() {
		p.statement(&stmts.current)
	}
	p.endFunc()
	p.settleData()
	return p.file
}

// parser turns statements into functions, sites and globals.
type parser struct {
	text    string
	pkg     string // escaped
	goarch  string
	file    *File
	globals map[symbol]bool
	inFunc  bool
	flow    flow
	problem func(off int32, format string, args ...any)
}

// symbol is what the linker distinguishes symbols by, ABI aside.
type symbol struct {
	name   string
	static bool
}

func (p *parser) symbol(r *reference) symbol {
	return symbol{linkerName(p.pkg, r.name.text, r.static), r.static}
}

func (p *parser) statement(s *statement) {
	if s.labelled {
		p.flow.reset()
	}
	switch s.word.text {
	case "TEXT":
		p.beginFunc(s)
	case "GLOBL", "DATA":
		p.data(s)
	default:
		p.instruction(s)
	}
}

// beginFunc begins a function.
func (p *parser) beginFunc(s *statement) {
	p.endFunc()
	p.flow.reset()
	if len(s.operands) != 2 && len(s.operands) != 3 {
		p.problem(s.word.useOff, "TEXT takes two or three operands, not %d", len(s.operands))
		return
	}
	r, ok := parseReference(s.operands[0])
	if !ok {
		p.problem(s.word.useOff, "TEXT is not followed by a symbol(SB)")
		return
	}
	f := Func{
		Static: r.static, ABI: r.abi,
		Name: p.symbol(&r).name,
		Off:  s.word.useOff, End: s.end,
		NameOff: r.name.off, NameEnd: r.name.end,
		Macro: s.word.via != "",
	}
	if len(s.operands) == 3 {
		f.Flags = parseFlags(s.operands[1])
	}
	if f.Frame, f.Args, ok = parseFrame(s.operands[len(s.operands)-1]); !ok {
		p.problem(s.word.useOff, "TEXT %s: the frame size is not of the form $number-number", f.Name)
	}
	f.Doc = p.docAbove(f.Off)
	p.file.Funcs = append(p.file.Funcs, f)
	p.inFunc = true
}

// endFunc extends the function to the end of its last instruction's line,
// unless something other than a comment follows there.
func (p *parser) endFunc() {
	if !p.inFunc {
		return
	}
	p.inFunc = false
	f := &p.file.Funcs[len(p.file.Funcs)-1]
	l := lexer{text: p.text, pos: int(f.End)}
	for end := f.End; ; {
		switch x := l.next(); {
		case x.kind == lexNewline || x.kind == lexEOF:
			f.End = end
			return
		case x.kind == lexComment || p.text[x.off:x.end] == ";":
			end = x.end
		default:
			return
		}
	}
}

// docAbove returns the line comments directly above the line of off.
func (p *parser) docAbove(off int32) string {
	if fs := p.file.Funcs; len(fs) > 0 && fs[len(fs)-1].Off == off {
		return fs[len(fs)-1].Doc // one macro may make many functions
	}
	var lines []string
	end := strings.LastIndexByte(p.text[:off], '\n')
	for end > 0 {
		start := strings.LastIndexByte(p.text[:end], '\n')
		comment, ok := strings.CutPrefix(strings.TrimSpace(p.text[start+1:end]), "//")
		if !ok {
			break
		}
		lines = append(lines, strings.TrimPrefix(comment, " "))
		end = start
	}
	slices.Reverse(lines)
	return strings.Join(lines, "\n")
}

// data reads a GLOBL or DATA directive.
func (p *parser) data(s *statement) {
	if len(s.operands) == 0 {
		p.problem(s.word.useOff, "%s without a symbol", s.word.text)
		return
	}
	r, ok := parseReference(s.operands[0])
	if !ok {
		p.problem(s.word.useOff, "%s is not followed by a symbol(SB)", s.word.text)
		return
	}
	if sym := p.symbol(&r); !p.globals[sym] {
		p.globals[sym] = true
		p.file.Globals = append(p.file.Globals, Data{
			sym.name, sym.static, s.word.useOff, s.end, r.name.off, r.name.end})
	}
	if s.word.text == "DATA" {
		p.sites(s, s.operands[1:], -1)
	}
}

func (p *parser) instruction(s *statement) {
	fn := -1
	if p.inFunc {
		fn = len(p.file.Funcs) - 1
		f := &p.file.Funcs[fn]
		f.End = max(f.End, s.end)
	}
	first := len(p.file.Sites)
	p.sites(s, s.operands, fn)
	p.follow(s, first)
}

// sites records the symbols that operands of s name.
func (p *parser) sites(s *statement, operands [][]token, fn int) {
	for i, op := range operands {
		r, ok := parseReference(op)
		if !ok {
			continue
		}
		sym := p.symbol(&r)
		p.file.Sites = append(p.file.Sites, Site{
			Func: fn, Off: r.off, End: r.end,
			NameOff: r.name.off, NameEnd: r.name.end,
			Target: sym.name, TargetStatic: sym.static, TargetABI: r.abi,
			Kind:     p.classify(s, &r, i == 0),
			Mnemonic: s.mnemonic,
			Via:      r.name.via,
		})
	}
}

// classify applies rules R1 to R4 of the package comment.
func (p *parser) classify(s *statement, r *reference, first bool) SiteKind {
	switch {
	case s.word.text == "FUNCDATA" || s.word.text == "PCDATA": // R4
		return SiteData
	case r.dollar: // R2, R3
		return SiteAddr
	case r.indirect: // R4
		return SiteData
	case first && addressing[s.mnemonic]: // R2
		return SiteAddr
	}
	if kind, ok := p.branchOf(s); ok { // R1
		return kind
	}
	return SiteData // R4
}

// branchOf returns what a branch does, and false for other instructions. A
// jump-and-link that discards the return address, as RISC-V has it, is a jump.
func (p *parser) branchOf(s *statement) (SiteKind, bool) {
	kind, ok := branchKind(p.goarch, s.mnemonic)
	if kind == SiteCall && len(s.operands) == 2 && isZeroRegister(plainName(s.operands[0])) {
		kind = SiteJump
	}
	return kind, ok
}

func isZeroRegister(name string) bool { return name == "ZERO" || name == "X0" }

// settleData applies rule R5, once all globals are known.
func (p *parser) settleData() {
	for i := range p.file.Sites {
		s := &p.file.Sites[i]
		if s.Kind == SiteAddr && p.globals[symbol{s.Target, s.TargetStatic}] {
			s.Kind = SiteData
		}
	}
}
