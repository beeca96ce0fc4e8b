package asm

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// lexKind is what a lexeme is before it has a place in a statement.
type lexKind uint8

const (
	lexEOF lexKind = iota
	lexNewline
	lexIdent
	lexNumber
	lexString // "…" or '…'
	lexComment
	lexPunct
)

// lexeme is a piece of text; white space other than newlines is between lexemes.
type lexeme struct {
	kind     lexKind
	off, end int32
}

// lexer cuts text into lexemes by the rules of cmd/asm's tokenizer, which are
// those of text/scanner with · and ∕ as letters. Where that one reports an
// error (an unclosed string, an invalid byte), this one returns what is there.
type lexer struct {
	text string
	pos  int
}

// next returns the next lexeme, comments and newlines included.
func (l *lexer) next() lexeme {
	l.skipBlanks()
	start := l.pos
	kind := l.advance()
	return lexeme{kind, int32(start), int32(l.pos)}
}

func (l *lexer) skipBlanks() {
	for l.pos < len(l.text) {
		switch l.text[l.pos] {
		case ' ', '\t', '\r':
			l.pos++
		default:
			return
		}
	}
}

// advance moves past one lexeme and returns its kind.
func (l *lexer) advance() lexKind {
	if l.pos >= len(l.text) {
		return lexEOF
	}
	switch c := l.text[l.pos]; {
	case c == '\n':
		l.pos++
		return lexNewline
	case isDigit(c), c == '.' && isDigit(l.peek(1)):
		l.number()
		return lexNumber
	case c == '"' || c == '\'':
		l.quoted(c)
		return lexString
	case c == '/' && (l.peek(1) == '/' || l.peek(1) == '*'):
		l.comment()
		return lexComment
	}
	if l.ident() {
		return lexIdent
	}
	l.punct()
	return lexPunct
}

// peek returns the byte n places ahead, or 0 at the end.
func (l *lexer) peek(n int) byte {
	if l.pos+n < len(l.text) {
		return l.text[l.pos+n]
	}
	return 0
}

// comment skips a comment; a line comment leaves its newline, which ends the
// statement and cannot be escaped by a backslash inside the comment.
func (l *lexer) comment() {
	rest := l.text[l.pos:]
	n := -1
	if rest[1] == '/' {
		n = strings.IndexByte(rest, '\n')
	} else if i := strings.Index(rest[2:], "*/"); i >= 0 {
		n = i + 4
	}
	if n < 0 {
		n = len(rest)
	}
	l.pos += n
}

// quoted skips a string or character; it ends at the newline when unclosed.
func (l *lexer) quoted(quote byte) {
	for l.pos++; l.pos < len(l.text); l.pos++ {
		switch c := l.text[l.pos]; {
		case c == '\n':
			return
		case c == quote:
			l.pos++
			return
		case c == '\\' && l.peek(1) != '\n' && l.pos+1 < len(l.text):
			l.pos++
		}
	}
}

// number skips an integer or a float, decimal or with a base prefix.
func (l *lexer) number() {
	digit, exponent := isDigit, byte('e')
	if l.text[l.pos] == '0' {
		switch l.peek(1) | 0x20 {
		case 'x':
			digit, exponent = isHexDigit, 'p'
			l.pos += 2
		case 'b', 'o':
			l.pos += 2
		}
	}
	l.digits(digit)
	if l.peek(0) == '.' {
		l.pos++
		l.digits(digit)
	}
	if l.peek(0)|0x20 == exponent {
		l.exponent()
	}
}

func (l *lexer) digits(digit func(byte) bool) {
	for digit(l.peek(0)) || l.peek(0) == '_' {
		l.pos++
	}
}

func (l *lexer) exponent() {
	n := 1
	if c := l.peek(1); c == '+' || c == '-' {
		n = 2
	}
	if isDigit(l.peek(n)) {
		l.pos += n
		l.digits(isDigit)
	}
}

// ident skips an identifier and reports whether there was one.
func (l *lexer) ident() bool {
	start := l.pos
	for l.pos < len(l.text) {
		c := l.text[l.pos]
		if isASCIILetter(c) || l.pos > start && isDigit(c) {
			l.pos++
			continue
		}
		if c < utf8.RuneSelf {
			break
		}
		r, size := utf8.DecodeRuneInString(l.text[l.pos:])
		if !isIdentRune(r) && !(l.pos > start && unicode.IsDigit(r)) {
			break
		}
		l.pos += size
	}
	return l.pos > start
}

// isIdentRune reports whether r, not ASCII, may start an identifier: a letter,
// the middle dot, which means a period, or the division slash.
func isIdentRune(r rune) bool {
	return r == '·' || r == '∕' || unicode.IsLetter(r)
}

// punct skips one operator; the assembler has four of two characters.
func (l *lexer) punct() {
	if l.pos+2 <= len(l.text) {
		switch l.text[l.pos : l.pos+2] {
		case "<<", ">>", "->", "@>":
			l.pos += 2
			return
		}
	}
	_, size := utf8.DecodeRuneInString(l.text[l.pos:])
	l.pos += size
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHexDigit(c byte) bool { return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }

func isASCIILetter(c byte) bool { return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' }
