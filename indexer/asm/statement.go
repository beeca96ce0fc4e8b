package asm

import "slices"

// statement is one instruction or directive, after its labels.
type statement struct {
	word     token
	mnemonic string // the word with its suffix
	operands [][]token
	labelled bool  // it has at least one label
	end      int32 // where it ends in the file, or the macro's use it ends with
}

// statements reads statements from the preprocessor. The operands of one are
// valid until the next is read.
type statements struct {
	in      *input
	items   []token // backing of the operands
	cuts    []int   // where operands end in items
	current statement
}

// next reads one statement and reports false at the end of the file.
func (s *statements) next() bool {
	s.current = statement{operands: s.current.operands[:0]}
	s.items, s.cuts = s.items[:0], s.cuts[:0]
	for {
		t := s.in.next()
		switch {
		case t.kind == lexEOF:
			return false
		case endsStatement(&t):
		case t.kind != lexIdent:
			s.in.problem(t.useOff, "a statement begins with %s", t.text)
			s.skip()
		case s.begin(t):
			return true
		}
	}
}

func endsStatement(t *token) bool {
	return t.kind == lexNewline || t.kind == lexEOF || t.is(";")
}

func (s *statements) skip() {
	for t := s.in.next(); !endsStatement(&t); t = s.in.next() {
	}
}

// begin reads what follows a statement's first word. It reports false when
// that was a label, and the statement is still to come.
func (s *statements) begin(word token) bool {
	c := &s.current
	c.word, c.mnemonic, c.end = word, word.text, word.useEnd
	t := s.in.next()
	for t.is(".") {
		if t = s.in.next(); t.kind == lexIdent {
			c.mnemonic += "." + t.text
			c.end = t.useEnd
			t = s.in.next()
		}
	}
	if t.is(":") {
		c.labelled = true
		return false
	}
	s.readOperands(t)
	return true
}

// readOperands reads from t to the end of the statement. Commas and the colon
// of AX:DX separate operands, outside of brackets.
func (s *statements) readOperands(t token) {
	depth := 0
	for ; !endsStatement(&t); t = s.in.next() {
		switch {
		case t.is("(") || t.is("["):
			depth++
		case t.is(")") || t.is("]"):
			depth--
		case depth == 0 && (t.is(",") || t.is(":")):
			s.cut()
			continue
		}
		s.items = append(s.items, t)
		s.current.end = max(s.current.end, t.useEnd)
	}
	if len(s.items) > 0 {
		s.cut()
	}
	s.current.operands = slices.Grow(s.current.operands, len(s.cuts))
	start := 0
	for _, end := range s.cuts {
		s.current.operands = append(s.current.operands, s.items[start:end])
		start = end
	}
}

func (s *statements) cut() { s.cuts = append(s.cuts, len(s.items)) }
