package asm

import (
	"slices"
	"strings"
)

// flow follows addresses of symbols through registers, in straight-line code
// (rule R6).
type flow struct {
	held []holding
}

// holding is a register that holds the address that a site takes.
type holding struct {
	register string
	site     int
}

func (f *flow) reset() { f.held = f.held[:0] }

func (f *flow) drop(register string) {
	f.held = slices.DeleteFunc(f.held, func(h holding) bool { return h.register == register })
}

func (f *flow) hold(register string, site int) {
	f.drop(register)
	f.held = append(f.held, holding{register, site})
}

// in returns the site whose address the register holds.
func (f *flow) in(register string) (site int, ok bool) {
	for _, h := range f.held {
		if h.register == register {
			return h.site, true
		}
	}
	return 0, false
}

// follow updates the flow by one instruction, whose sites begin at first, and
// settles the site of an address when the instruction branches to it.
func (p *parser) follow(s *statement, first int) {
	if len(s.operands) == 0 || len(p.flow.held) == 0 && len(p.file.Sites) == first {
		return
	}
	last := s.operands[len(s.operands)-1]
	if kind, ok := p.branchOf(s); ok {
		p.branch(s, kind, last)
		return
	}
	source, isCopy := p.copied(s)
	for _, op := range s.operands {
		p.flow.write(s, plainName(op), isCopy)
	}
	switch dst := plainName(last); {
	case dst == "":
	case isCopy:
		p.flow.hold(dst, source)
	case len(p.file.Sites) == first+1 && p.file.Sites[first].Kind == SiteAddr:
		p.flow.hold(dst, first)
	}
}

// branch settles an indirect branch. What follows a call or an unconditional
// jump no longer has the registers; what follows a conditional one has. A suffix
// (B.NE) makes a jump conditional as well.
func (p *parser) branch(s *statement, kind SiteKind, target []token) {
	if site, ok := p.flow.in(register(target, instructionsOf(p.goarch).memoryParens)); ok {
		at := &p.file.Sites[site]
		at.Kind, at.Mnemonic, at.Indirect = kind, s.mnemonic, true
	}
	if kind == SiteCall || unconditional[s.mnemonic] {
		p.flow.reset()
	}
}

// copied returns the site whose address the instruction moves from one
// register to another.
func (p *parser) copied(s *statement) (site int, ok bool) {
	if len(s.operands) != 2 || !strings.HasPrefix(s.mnemonic, "MOV") || plainName(s.operands[1]) == "" {
		return 0, false
	}
	return p.flow.in(plainName(s.operands[0]))
}

// write drops a register that the instruction names as it is, because it may
// be written: which operands are, depends on the instruction. A MOV only reads
// its first operand.
func (f *flow) write(s *statement, register string, isCopy bool) {
	if register == "" || isCopy && register == plainName(s.operands[0]) {
		return
	}
	if strings.HasPrefix(s.mnemonic, "MOV") && register != plainName(s.operands[len(s.operands)-1]) {
		return
	}
	f.drop(register)
}
