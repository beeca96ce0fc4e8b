package claim

import (
	"errors"
	"fmt"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"

	"github.com/quasilyte/gogrep"
)

// Pattern is a piece of Go with wildcards, ready to be looked for. It may be used from
// several goroutines at once.
type Pattern struct {
	src     string
	form    form
	keyword token.Token       // of formAny: what the statement begins with
	alts    []*gogrep.Pattern // what matches any of them matches
	fields  []*gogrep.Pattern // likewise for struct fields and parameters, each as a declaration
	nested  int               // how many wildcards for lists are beside or inside each other
}

// form is what a pattern is matched against.
type form uint8

const (
	formPlain form = iota // nodes as they are
	formHead              // nodes without the else that follows them
	formCase              // clauses of switch and select, as a block: the cases, then the body
	formLabel             // labelled statements, as a block
	formAny               // any statement that begins with a keyword
)

// longest is the most bytes of a pattern or claim. What people write is shorter by far.
const longest = 8 << 10

// CompilePattern reads a pattern. The error is an *Error, with the place in src.
func CompilePattern(src string) (*Pattern, error) {
	toks, err := scanPattern(src)
	if err != nil {
		return nil, err
	}
	p := &Pattern{src: src}
	if p.nested, err = toks.nested(); err != nil {
		return nil, err
	}
	first, last := toks.list[0], toks.list[len(toks.list)-1]
	switch {
	case toks.words() == "for $ * _ {" || toks.words() == "if $ * _ {" || toks.words() == "switch $ * _ {":
		p.form, p.keyword = formAny, first.tok
	case first.tok == token.CASE || first.tok == token.DEFAULT:
		p.form = formCase
		err = p.compileCase(toks)
	case len(toks.list) == 2 && first.tok == token.IDENT && last.tok == token.COLON:
		p.form = formLabel
		err = p.add("{ " + src + " $_ }")
	case last.tok == token.LBRACE:
		p.form = formHead
		err = p.compileHead(toks)
	case len(toks.open) > 0:
		open := toks.open[len(toks.open)-1]
		err = toks.fault(open.off, "a head ends in {", "%s is not closed", open.tok)
	default:
		err = p.add(src) // which takes a field as a variable too
		p.addField(src)
	}
	if err != nil {
		return nil, toks.explain(err)
	}
	return p, nil
}

// String is the pattern as it was written.
func (p *Pattern) String() string { return p.src }

// compileHead completes the head of a statement with a body of anything. What is
// started or deferred is a call, so a literal there is called with anything too.
func (p *Pattern) compileHead(toks *tokens) error {
	closers := toks.closers()
	err := p.add(toks.src + " $*_ " + closers)
	if err != nil && p.add(toks.src+" $*_ }($*_)"+strings.TrimPrefix(closers, "}")) == nil {
		err = nil
	}
	return err
}

// compileCase makes a block of a clause: first a return statement of the cases, or the
// statement that a select waits for, then the body. After a head without a body comes
// anything.
func (p *Pattern) compileCase(toks *tokens) error {
	colon, err := toks.colon()
	if err != nil {
		return err
	}
	asked := strings.TrimSpace(toks.src[toks.list[0].end:colon])
	if (asked == "") != (toks.list[0].tok == token.DEFAULT) {
		return toks.fault(colon, "case _Grunnable:", "a case names what it is for, and default does not")
	}
	body := toks.src[colon+1:]
	if strings.TrimSpace(body) == "" {
		body = " $*_ "
	}
	if toks.list[0].tok == token.DEFAULT {
		return p.add("{ goto gogrep_default;" + body + "}")
	}
	err = p.add("{ return " + asked + ";" + body + "}")
	if p.add("{ "+asked+";"+body+"}") == nil {
		err = nil
	}
	return err
}

// add compiles one way to read the pattern.
func (p *Pattern) add(src string) error {
	g, err := grep(src)
	if err == nil {
		p.alts = append(p.alts, g)
	}
	return err
}

// addField compiles the pattern as a field. It may be read otherwise too: gp *g is a
// product.
func (p *Pattern) addField(src string) {
	if g, err := grep("var " + src); err == nil {
		p.fields = append(p.fields, g)
	}
}

// grep compiles what the library understands. It panics on some of what is no pattern;
// that too is a fault of the text.
func grep(src string) (g *gogrep.Pattern, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("%v", e)
		}
	}()
	if err := checkSeq(src); err != nil {
		return nil, err
	}
	g, _, err = gogrep.Compile(gogrep.CompileConfig{Fset: token.NewFileSet(), Src: src})
	return g, err
}

// tok is one token of a pattern. A wildcard is a dollar and the tokens behind it.
type tok struct {
	off, end int
	tok      token.Token
	text     string
}

// tokens is a pattern taken apart.
type tokens struct {
	src  string
	list []tok
	open []tok // the brackets that are not closed
}

func scanPattern(src string) (*tokens, error) {
	t := &tokens{src: src}
	if len(src) > longest {
		return nil, &Error{Msg: fmt.Sprintf("the pattern has %d bytes, at most %d are read", len(src), longest)}
	}
	var fault error
	file := token.NewFileSet().AddFile("", 1, len(src))
	var s scanner.Scanner
	s.Init(file, []byte(src), func(pos token.Position, msg string) {
		if fault == nil && !strings.HasSuffix(msg, "'$'") {
			fault = t.fault(pos.Offset, "", "%s", msg)
		}
	}, 0)
	for {
		pos, kind, lit := s.Scan()
		if kind == token.EOF {
			break
		}
		if kind == token.SEMICOLON && lit == "\n" {
			continue // put there by the scanner
		}
		text := lit
		if text == "" {
			text = kind.String()
		}
		t.push(tok{int(pos) - 1, int(pos) - 1 + len(text), kind, text}, &fault)
	}
	if fault == nil && t.onlyWild() {
		fault = &Error{Line: 1, Col: 1, Msg: "the pattern matches everything", Hint: "name something in it"}
	}
	if len(t.list) == 0 && fault == nil {
		fault = &Error{Line: 1, Col: 1, Msg: "the pattern is empty"}
	}
	return t, fault
}

var closerOf = map[token.Token]token.Token{token.LPAREN: token.RPAREN, token.LBRACK: token.RBRACK, token.LBRACE: token.RBRACE}

// push keeps the brackets that are open.
func (t *tokens) push(k tok, fault *error) {
	t.list = append(t.list, k)
	switch k.tok {
	case token.LPAREN, token.LBRACK, token.LBRACE:
		t.open = append(t.open, k)
	case token.RPAREN, token.RBRACK, token.RBRACE:
		if n := len(t.open); n == 0 || closerOf[t.open[n-1].tok] != k.tok {
			if *fault == nil {
				*fault = t.fault(k.off, "", "%s closes nothing", k.tok)
			}
			return
		}
		t.open = t.open[:len(t.open)-1]
	}
}

// closers closes what is open, the innermost first.
func (t *tokens) closers() string {
	var b strings.Builder
	for i := len(t.open) - 1; i >= 0; i-- {
		b.WriteString(closerOf[t.open[i].tok].String())
	}
	return b.String()
}

func (t *tokens) words() string {
	words := make([]string, len(t.list))
	for i, k := range t.list {
		words[i] = k.text
	}
	return strings.Join(words, " ")
}

// onlyWild reports whether nothing but wildcards is there.
func (t *tokens) onlyWild() bool {
	for i, k := range t.list {
		wild := k.text == "$" || k.tok == token.MUL && i > 0 && t.list[i-1].text == "$" ||
			k.tok == token.IDENT && i > 0 && (t.list[i-1].text == "$" || i > 1 && t.list[i-1].tok == token.MUL && t.list[i-2].text == "$")
		if !wild && k.tok != token.SEMICOLON && k.tok != token.COMMA && k.tok != token.LPAREN && k.tok != token.RPAREN &&
			k.tok != token.LBRACE && k.tok != token.RBRACE {
			return false
		}
	}
	return len(t.list) > 0
}

// colon is the offset of the colon that ends the list of a case.
func (t *tokens) colon() (int, error) {
	depth := 0
	for _, k := range t.list {
		switch k.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case token.COLON:
			if depth == 0 {
				return k.off, nil
			}
		}
	}
	return 0, t.fault(len(t.src), "case _Grunnable:", "a case ends in a colon")
}

func (t *tokens) fault(off int, hint, format string, args ...any) *Error {
	line, col := position(t.src, off)
	return &Error{Line: line, Col: col, Msg: fmt.Sprintf(format, args...), Hint: hint}
}

// position is the line and column of an offset, both from 1.
func position(src string, off int) (line, col int) {
	before := src[:min(off, len(src))]
	return 1 + strings.Count(before, "\n"), len(before) - strings.LastIndexByte(before, '\n')
}

// explain gives the library's complaint a place. It reads a text in which wildcards
// became long names, so the pattern is parsed once more with names of the same length.
func (t *tokens) explain(err error) error {
	if e, ok := err.(*Error); ok {
		return e
	}
	if errors.Is(err, errSeq) {
		return &Error{Line: 1, Col: 1, Msg: err.Error(), Hint: "$_ stands for one"}
	}
	if k, ok := t.nameless(); ok {
		return t.fault(k.off, "$x stands for one expression or statement, $_ for any one, $*_ for any number of them", "the $ has no name behind it")
	}
	const before = "package p; func _() {"
	plain := strings.NewReplacer("$*", "__", "$", "_").Replace(t.src)
	_, parseErr := parser.ParseFile(token.NewFileSet(), "", before+plain+t.closers()+"\n}", parser.SkipObjectResolution)
	list, ok := parseErr.(scanner.ErrorList)
	if !ok {
		return &Error{Line: 1, Col: 1, Msg: "this is no pattern: " + err.Error(), Hint: wildHint(t.src)}
	}
	return t.fault(list[0].Pos.Offset-len(before), wildHint(t.src), "this is no Go: %s", list[0].Msg)
}

// nameless is the first wildcard that is no more than its dollar, or that and a star.
func (t *tokens) nameless() (tok, bool) {
	for i, k := range t.list {
		rest := t.list[i+1:]
		if k.text == "$" && len(rest) > 0 && rest[0].tok == token.MUL {
			rest = rest[1:]
		}
		if k.text == "$" && (len(rest) == 0 || rest[0].tok != token.IDENT) {
			return k, true
		}
	}
	return tok{}, false
}

// wildHint reminds of how wildcards are written, where one was meant.
func wildHint(src string) string {
	if strings.Contains(src, "...") || strings.Contains(src, "…") {
		return "$*_ stands for any number of expressions or statements, $_ for any one"
	}
	return "a pattern is an expression, statements, a head that ends in { or a case that ends in :"
}
