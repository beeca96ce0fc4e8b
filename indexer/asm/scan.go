package asm

// Scan cuts a file into coloured tokens, in order and without overlap. Every
// byte that is not white space is in one. It takes any text.
func Scan(text string) []Token {
	s := &scanner{text: text, start: true}
	s.lex()
	s.collect()
	s.out = make([]Token, 0, len(s.toks))
	for s.pos < len(s.toks) {
		s.step()
	}
	return s.out
}

// scanner gives lexemes their kinds from their place in a statement.
type scanner struct {
	text string
	toks []lexeme // all of the text, newlines included
	pos  int
	out  []Token

	macros map[string]bool // defined anywhere in the text
	labels map[string]bool

	start     bool // a statement may begin here
	define    bool // in the body of a #define
	branching bool // among the operands of a branch
	lineBegun bool // something other than white space precedes on this line
}

func (s *scanner) lex() {
	s.toks = make([]lexeme, 0, len(s.text)/4)
	l := lexer{text: s.text}
	for x := l.next(); x.kind != lexEOF; x = l.next() {
		s.toks = append(s.toks, x)
	}
}

// collect finds the names of macros and labels, which may be used before they
// are defined. A label is a name with a colon at the beginning of a statement.
func (s *scanner) collect() {
	s.macros, s.labels = make(map[string]bool), make(map[string]bool)
	start := true
	for i, x := range s.toks {
		switch {
		case x.kind == lexNewline, s.is(i, ";"), s.is(i, `\`):
			start = true
		case x.kind == lexComment:
		case start && x.kind == lexIdent && s.is(i+1, ":"):
			s.labels[s.at(i)] = true
		case s.is(i, ":") && start:
		case s.is(i, "define") && s.is(i-1, "#"):
			s.macros[s.at(i+1)] = true
		default:
			start = false
		}
	}
}

// at returns the text of lexeme i, or "" outside of the file.
func (s *scanner) at(i int) string {
	if i < 0 || i >= len(s.toks) {
		return ""
	}
	return s.text[s.toks[i].off:s.toks[i].end]
}

// is reports whether lexeme i is the word or operator.
func (s *scanner) is(i int, word string) bool {
	return i >= 0 && i < len(s.toks) && s.at(i) == word
}

// adjacent reports whether lexeme i is the word and follows without a blank.
func (s *scanner) adjacent(i int, word string) bool {
	return s.is(i, word) && i > 0 && s.toks[i-1].end == s.toks[i].off
}

// emit gives the next n lexemes one kind, as one token.
func (s *scanner) emit(n int, kind TokenKind) {
	last := s.toks[s.pos+n-1]
	s.out = append(s.out, Token{s.toks[s.pos].off, last.end, kind})
	s.pos += n
	s.lineBegun = true
}

// step emits the next token, or passes a newline.
func (s *scanner) step() {
	switch x := s.toks[s.pos]; x.kind {
	case lexNewline:
		s.newline()
	case lexComment:
		begun := s.lineBegun
		s.emit(1, TokComment)
		s.lineBegun = begun
	case lexString:
		s.operand(TokString)
	case lexNumber:
		s.operand(TokNumber)
	case lexIdent:
		s.name()
	default:
		s.punct()
	}
}

// newline ends a statement. It ends a #define unless a backslash precedes it.
func (s *scanner) newline() {
	escaped := s.pos > 0 && s.is(s.pos-1, `\`)
	s.define = s.define && escaped
	s.start, s.branching, s.lineBegun = true, false, false
	s.pos++
}

// operand emits a lexeme that cannot begin a statement.
func (s *scanner) operand(kind TokenKind) {
	s.start = false
	s.emit(1, kind)
}

func (s *scanner) punct() {
	switch {
	case s.is(s.pos, "#") && !s.lineBegun:
		s.directive()
		return
	case s.is(s.pos, ";"):
		s.start, s.branching = true, false
	case s.is(s.pos, `\`), s.is(s.pos, ":"):
	default:
		s.start = false
	}
	s.emit(1, TokPunct)
}

// directive emits # and its word, and the name it is about.
func (s *scanner) directive() {
	s.start = false
	word := s.at(s.pos + 1)
	switch {
	case s.pos+1 >= len(s.toks) || s.toks[s.pos+1].kind != lexIdent:
		s.emit(1, TokDirective)
		return
	case s.adjacent(s.pos+1, word):
		s.emit(2, TokDirective)
	default:
		s.emit(1, TokDirective)
		s.emit(1, TokDirective)
	}
	switch word {
	case "define":
		s.definition()
	case "ifdef", "ifndef", "undef":
		s.macroName()
	}
}

// macroName emits the name that a directive is about and reports whether
// there is one.
func (s *scanner) macroName() bool {
	if s.pos < len(s.toks) && s.toks[s.pos].kind == lexIdent {
		s.emit(1, TokMacro)
		return true
	}
	return false
}

// definition emits the head of a #define; its body is read as statements.
func (s *scanner) definition() {
	if !s.macroName() {
		return
	}
	s.define, s.start = true, true
	if !s.adjacent(s.pos, "(") {
		return
	}
	for s.pos < len(s.toks) && s.toks[s.pos].kind != lexNewline {
		closing := s.is(s.pos, ")")
		s.emit(1, plainKind(s.toks[s.pos].kind))
		if closing {
			return
		}
	}
}

// plainKind is the kind of a lexeme outside of statements.
func plainKind(kind lexKind) TokenKind {
	switch kind {
	case lexIdent:
		return TokIdent
	case lexNumber:
		return TokNumber
	case lexString:
		return TokString
	case lexComment:
		return TokComment
	}
	return TokPunct
}

// name emits an identifier, as a statement's first word or within an operand.
func (s *scanner) name() {
	word := s.at(s.pos)
	switch {
	case !s.start:
		s.emit(1, s.operandKind(word))
	case s.is(s.pos+1, ":"):
		s.emit(1, TokLabel)
	default:
		s.firstWord(word)
	}
}

// firstWord emits the word that begins a statement. The body of a #define may
// be an operand instead of a statement.
func (s *scanner) firstWord(word string) {
	s.start = false
	switch {
	case isPseudo(word):
		s.emit(1, TokPseudo)
	case s.macros[word], isKnownMacro(word), s.adjacent(s.pos+1, "("):
		s.emit(1, TokMacro)
	case s.define && !s.isStatement(word):
		s.emit(1, s.operandKind(word))
	default:
		_, s.branching = branchKind("", word)
		s.emit(s.withSuffix(), TokMnemonic)
	}
}

// isStatement reports whether the word, at the beginning of a macro's body, is
// an instruction: a capital, and no register or flag or symbol.
func (s *scanner) isStatement(word string) bool {
	return 'A' <= word[0] && word[0] <= 'Z' && s.operandKind(word) == TokIdent
}

// withSuffix returns how many lexemes a mnemonic has: BL.NE has three.
func (s *scanner) withSuffix() int {
	n := 1
	for s.adjacent(s.pos+n, ".") && s.adjacent(s.pos+n+1, s.at(s.pos+n+1)) && s.toks[s.pos+n+1].kind == lexIdent {
		n += 2
	}
	return n
}

// operandKind returns the kind of a name within an operand.
func (s *scanner) operandKind(word string) TokenKind {
	switch {
	case s.macros[word]:
		return TokMacro
	case s.isSymbol(word):
		return TokSymbol
	case isPseudoreg(word):
		return TokPseudoreg
	case s.branching && s.labels[word]:
		return TokLabel
	case isRegister(word):
		return TokRegister
	case isFlag(word):
		return TokFlag
	}
	return TokIdent
}

// isSymbol reports whether the name at the current place is a symbol, by a ·
// in it or by what follows: (SB), +offset(SB), <>, <ABI>.
func (s *scanner) isSymbol(word string) bool {
	for i := 0; i+1 < len(word); i++ {
		if word[i] == "·"[0] && word[i+1] == "·"[1] {
			return true
		}
	}
	if s.is(s.pos-1, "+") || s.is(s.pos-1, "-") {
		return false // an offset's name
	}
	i := s.pos + 1
	if s.adjacent(i, "<") && (s.is(i+1, ">") || s.is(i+2, ">")) {
		return true
	}
	// An offset from a symbol is short: name+8*2(SB).
	for n := 0; n < 8 && i < len(s.toks) && s.toks[i].kind != lexNewline && !s.is(i, ","); n++ {
		if s.is(i, "(") {
			return s.is(i+1, "SB") && s.is(i+2, ")")
		}
		if n == 0 && !s.is(i, "+") && !s.is(i, "-") {
			return false
		}
		i++
	}
	return false
}
