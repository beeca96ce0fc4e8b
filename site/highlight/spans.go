// Package highlight writes Go, assembly and header text as HTML: every name coloured by
// what it is and linked to what it means.
//
// # Vocabulary
//
// A [Source] is the source of one version with its addresses. A [File] is a sorted list of
// spans over the byte offsets of a file, whose text is never edited: tokens from a scanner,
// names from the index. Writing merges the two once, line by line. [Links] are where names
// link to from the page that is written.
//
// # Markup
//
// Weight matters, since a file can have 10,000 names: keywords are b elements, comments i,
// strings q, numbers u, links a with a class of one letter (none for functions); other names
// are i with that class. A line starts with its number, a link to itself, or, where that
// would weigh too much, with an empty i that has the id. Declarations have the name's id
// where asked for.
//
// # Safety
//
// This package makes template.HTML of source and of doc comments. Every byte of a file goes
// through escape, and addresses come from site/urls, which escapes them.
//
// Other languages than Go and Go assembly are coloured by chroma, without links.
package highlight

import (
	"go/scanner"
	"go/token"
	"strings"
	"unicode/utf8"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"sourcedive/indexer/asm"
	"sourcedive/indexer/index"
)

// class is the meaning of a span. It becomes an element and a CSS class.
type class uint8

const (
	plain class = iota
	keyword
	remark
	str
	number
	function
	typ
	field
	variable
	constant
	builtin
	label
	register
	param
)

// classNames are the classes in the markup, by meaning; the style sheet colours them.
var classNames = [...]string{
	function: "f", typ: "t", field: "d", variable: "v", constant: "c",
	builtin: "u", label: "l", register: "r", param: "p",
}

// span is a range of the text with one meaning.
type span struct {
	off, end int32
	ref      int32 // position among the file's refs, or -1
	class    class
}

// File is a file with its spans, ready to be written in whole or in part.
type File struct {
	File  *index.File
	spans []span
	lines index.Lines // none follows a newline at the end
}

// New finds the spans of a file.
func New(f *index.File) *File {
	m := &File{File: f, lines: index.LinesOf(f.Text)}
	if n := len(m.lines); n > 1 && int(m.lines[n-1]) == len(f.Text) {
		m.lines = m.lines[:n-1]
	}
	switch f.Lang {
	case index.LangGo:
		m.spans = goSpans(f)
	case index.LangAsm:
		m.spans = asmSpans(f)
	case index.LangHeader:
		m.spans = chromaSpans(f.Text, "c")
	}
	return m
}

// Line is the 1-based line of an offset.
func (m *File) Line(off int32) int { return m.lines.Line(off) }

// Lines is how many lines the file has.
func (m *File) Lines() int { return len(m.lines) }

// goSpans takes tokens from the scanner and names from the refs.
func goSpans(f *index.File) []span {
	fset := token.NewFileSet()
	tf := fset.AddFile("", 1, len(f.Text))
	var s scanner.Scanner
	s.Init(tf, []byte(f.Text), func(token.Position, string) {}, scanner.ScanComments)
	spans := make([]span, 0, len(f.Text)/12)
	next := 0
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return spans
		}
		off := int32(pos) - 1
		switch {
		case tok.IsKeyword():
			spans = append(spans, span{off, off + int32(len(tok.String())), -1, keyword})
		case tok == token.COMMENT:
			spans = append(spans, span{off, off + commentLen(f.Text[off:]), -1, remark})
		case tok == token.STRING, tok == token.CHAR:
			spans = append(spans, span{off, off + literalLen(f.Text[off:]), -1, str})
		case tok == token.INT, tok == token.FLOAT, tok == token.IMAG:
			spans = append(spans, span{off, off + int32(len(lit)), -1, number})
		case tok == token.IDENT:
			end := off + int32(len(lit))
			for next < len(f.Refs) && f.Refs[next].Off < off {
				next++
			}
			if next < len(f.Refs) && f.Refs[next].Off == off {
				spans = append(spans, span{off, end, int32(next), nameClass(f.Refs[next].Name)})
			} else if declares(f, off, end) {
				spans = append(spans, span{off, end, -1, function})
			}
		}
	}
}

// commentLen and literalLen measure in the text: the scanner drops carriage
// returns from what it hands out.
func commentLen(s string) int32 {
	if len(s) > 1 && s[1] == '*' {
		for i := 2; i+1 < len(s); i++ {
			if s[i] == '*' && s[i+1] == '/' {
				return int32(i + 2)
			}
		}
		return int32(len(s))
	}
	for i := range len(s) {
		if s[i] == '\n' {
			return int32(i)
		}
	}
	return int32(len(s))
}

func literalLen(s string) int32 {
	quote := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quote != '`':
			i++
		case s[i] == quote:
			return int32(i + 1)
		case s[i] == '\n' && quote != '`':
			return int32(i)
		}
	}
	return int32(len(s))
}

// declares reports whether a name of an excluded file, which no type checker saw,
// is the one that a function declaration gives.
func declares(f *index.File, off, end int32) bool {
	if f.Excluded == "" || int(end) >= len(f.Text) || f.Text[end] != '(' {
		return false
	}
	line := f.Text[strings.LastIndexByte(f.Text[:off], '\n')+1 : off]
	return line == "func " || strings.HasPrefix(line, "func (") && strings.HasSuffix(line, ") ")
}

func nameClass(k index.NameKind) class {
	switch k {
	case index.NameFunc:
		return function
	case index.NameType:
		return typ
	case index.NameField:
		return field
	case index.NameVar:
		return variable
	case index.NameConst:
		return constant
	case index.NameBuiltin:
		return builtin
	case index.NameLabel:
		return label
	case index.NameParam:
		return param
	}
	return plain
}

// asmSpans takes tokens from the assembly scanner and names from the refs.
func asmSpans(f *index.File) []span {
	var spans []span
	next := 0
	for _, t := range asm.Scan(f.Text) {
		for next < len(f.Refs) && f.Refs[next].Off < t.Off {
			next++
		}
		if next < len(f.Refs) && f.Refs[next].Off == t.Off {
			spans = append(spans, span{t.Off, f.Refs[next].End, int32(next), nameClass(f.Refs[next].Name)})
		} else if c := asmClass(t.Kind); c != plain && (len(spans) == 0 || spans[len(spans)-1].end <= t.Off) {
			spans = append(spans, span{t.Off, t.End, -1, c})
		}
	}
	return spans
}

func asmClass(k asm.TokenKind) class {
	switch k {
	case asm.TokComment:
		return remark
	case asm.TokString:
		return str
	case asm.TokNumber:
		return number
	case asm.TokDirective, asm.TokPseudo, asm.TokMnemonic:
		return keyword
	case asm.TokRegister, asm.TokPseudoreg:
		return register
	case asm.TokLabel:
		return label
	case asm.TokFlag, asm.TokMacro:
		return constant
	case asm.TokSymbol:
		return variable
	}
	return plain
}

// chromaSpans colours text of other languages.
func chromaSpans(text, language string) []span {
	lexer := lexers.Get(language)
	if lexer == nil || !utf8.ValidString(text) { // chroma replaces what is not valid
		return nil
	}
	tokens, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, text)
	if err != nil {
		return nil
	}
	var spans []span
	off := int32(0)
	for _, t := range tokens.Tokens() {
		end := off + int32(len(t.Value))
		if c := chromaClass(t.Type); c != plain && int(end) <= len(text) {
			spans = append(spans, span{off, end, -1, c})
		}
		off = end
	}
	return spans
}

func chromaClass(t chroma.TokenType) class {
	switch {
	case t.InCategory(chroma.Keyword), t == chroma.CommentPreproc, t == chroma.CommentPreprocFile:
		return keyword
	case t.InCategory(chroma.Comment):
		return remark
	case t.InSubCategory(chroma.LiteralString):
		return str
	case t.InSubCategory(chroma.LiteralNumber):
		return number
	case t == chroma.NameFunction:
		return function
	}
	return plain
}
