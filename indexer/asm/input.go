package asm

import (
	"fmt"
	"strings"
)

const (
	maxDepth    = 100     // nested macros and includes, as in cmd/asm
	maxExpanded = 1 << 18 // tokens from macros and includes in one file; the standard library needs up to 37,168
	maxIncludes = 100
	maxProblems = 100
)

// token is a lexeme with its text and its place in the file that is parsed.
type token struct {
	kind   lexKind
	text   string
	off    int32 // as written; of the use when it is from a macro's body or an include
	end    int32
	useOff int32 // the use of the outermost macro; the token itself outside macros
	useEnd int32
	via    string // name of that macro
	final  bool   // not to be expanded again
}

// inFile reports whether the token is written in the file itself, so that its
// place is where the input is.
func (t *token) inFile() bool { return t.via == "" }

// is reports whether the token is the operator or name s.
func (t *token) is(s string) bool { return t.text == s }

// frame is one source of tokens: a file's text or a list.
type frame struct {
	lex  *lexer
	list []token
	pos  int
	use  *token // gives its place to the tokens; nil for those that have one
}

// next returns the frame's next token, and false at its end.
func (f *frame) next() (token, bool) {
	t, ok := f.written()
	if !ok || f.use == nil {
		return t, ok
	}
	t.useOff, t.useEnd, t.via = f.use.useOff, f.use.useEnd, f.use.via
	if t.off < 0 || f.lex != nil {
		t.off, t.end = t.useOff, t.useEnd
	}
	return t, true
}

func (f *frame) written() (token, bool) {
	if f.lex == nil {
		if f.pos == len(f.list) {
			return token{}, false
		}
		f.pos++
		return f.list[f.pos-1], true
	}
	x := f.lex.next()
	for x.kind == lexComment {
		x = f.lex.next()
	}
	if x.kind == lexEOF {
		return token{}, false
	}
	return token{kind: x.kind, text: f.lex.text[x.off:x.end], off: x.off, end: x.end, useOff: x.off, useEnd: x.end}, true
}

// input is the preprocessor: a stack of frames, the bottom one being the file,
// with the macros defined so far and the open conditionals.
type input struct {
	opt      Options
	text     string
	file     *File
	stack    []frame
	macros   map[string]*macro
	conds    []cond
	bol      bool  // nothing but white space so far on this line
	offFrom  int32 // where the inactive range began, -1 when active
	expanded int   // tokens taken from frames other than the file
	includes int
	spent    bool // expanded or includes went over their limit
}

func newInput(text string, opt Options, file *File) *input {
	in := &input{opt: opt, text: text, file: file, bol: true, offFrom: -1}
	in.stack = []frame{{lex: &lexer{text: text}}}
	predefine(in)
	return in
}

// predefine installs the macros of the command line.
func predefine(in *input) {
	in.macros = make(map[string]*macro)
	names := []string{"GOOS_" + in.opt.GOOS, "GOARCH_" + in.opt.GOARCH}
	for _, name := range append(names, levels(in)...) {
		in.macros[name] = &macro{body: listOf("1")}
	}
	for name, value := range in.opt.Defines {
		if value == "" {
			value = "1"
		}
		in.macros[name] = &macro{body: listOf(value)}
	}
}

// levels returns what the go command defines for an environment that asks for
// no architecture level, unless Options.Defines has one.
func levels(in *input) []string {
	names := instructionsOf(in.opt.GOARCH).levels
	if len(names) == 0 {
		return nil
	}
	prefix := names[0][:strings.IndexByte(names[0], '_')+1]
	for name := range in.opt.Defines {
		if strings.HasPrefix(name, prefix) {
			return nil
		}
	}
	return names
}

// listOf returns the tokens of a text without a place of its own.
func listOf(text string) []token {
	var list []token
	f := frame{lex: &lexer{text: text}}
	for t, ok := f.written(); ok; t, ok = f.written() {
		t.off = -1
		list = append(list, t)
	}
	return list
}

// raw returns the next token before any preprocessing.
func (in *input) raw() token {
	for {
		top := len(in.stack) - 1
		if t, ok := in.stack[top].next(); ok {
			in.spend(top)
			return t
		}
		if top == 0 {
			end := int32(len(in.text))
			return token{kind: lexEOF, off: end, end: end, useOff: end, useEnd: end}
		}
		in.stack = in.stack[:top]
	}
}

// spend counts a token taken at the given depth. Over the limit it drops the
// frames above the file, so that input that doubles at every step still ends.
func (in *input) spend(depth int) {
	if depth == 0 {
		return
	}
	if in.expanded++; in.expanded > maxExpanded && !in.spent {
		in.spent = true
		in.problem(in.place(), "macros expand to more than %d tokens", maxExpanded)
	}
	if in.spent {
		in.stack = in.stack[:1]
	}
}

// place returns how far the file has been read.
func (in *input) place() int32 { return int32(in.stack[0].lex.pos) }

// push puts a frame on the stack, and reports false when it is full.
func (in *input) push(f frame, at *token) bool {
	if in.spent {
		return false
	}
	if len(in.stack) > maxDepth {
		in.problem(at.useOff, "macros or includes nested more than %d deep at %s", maxDepth, at.text)
		return false
	}
	in.stack = append(in.stack, f)
	return true
}

// unread gives tokens back. They keep their places.
func (in *input) unread(list ...token) {
	in.stack = append(in.stack, frame{list: list})
}

// next returns the next token after preprocessing: macros expanded,
// directives obeyed, inactive text left out.
func (in *input) next() token {
	for {
		t := in.raw()
		switch {
		case t.kind == lexEOF:
			in.close()
			return t
		case t.kind == lexPunct && t.text == "#" && in.bol:
			in.directive(&t)
			continue
		case !in.active():
			in.bol = t.kind == lexNewline
			continue
		case t.kind == lexIdent && !t.final && in.expand(&t):
			continue
		}
		in.bol = t.kind == lexNewline
		return t
	}
}

// close reports conditionals that are still open at the end, once.
func (in *input) close() {
	in.mark(&token{off: int32(len(in.text))}, true)
	for _, c := range in.conds {
		in.problem(c.off, "#ifdef or #ifndef without #endif")
	}
	in.conds = nil
}

func (in *input) problem(off int32, format string, args ...any) {
	if len(in.file.Problems) < maxProblems {
		in.file.Problems = append(in.file.Problems, Diagnostic{off, fmt.Sprintf(format, args...)})
	}
}
