package asm

import "strconv"

// cond is an open #ifdef or #ifndef.
type cond struct {
	on    bool // the text is active, this conditional and all around it
	outer bool // the text around it is
	off   int32
}

func (in *input) active() bool {
	return len(in.conds) == 0 || in.conds[len(in.conds)-1].on
}

// directive obeys the directive that begins with hash, to the end of its line.
func (in *input) directive(hash *token) {
	was := in.active()
	t := in.raw()
	if t.kind != lexIdent {
		in.problem(hash.useOff, "# without the name of a directive")
		in.skipLine(t)
		return
	}
	in.obey(hash, t)
	if was != in.active() {
		in.mark(hash, in.active())
	}
}

func (in *input) obey(hash *token, t token) {
	switch t.text {
	case "ifdef", "ifndef":
		in.ifdef(hash, t.text == "ifdef")
		return
	case "else":
		in.els(hash)
		return
	case "endif":
		in.endif(hash)
		return
	}
	if !in.active() {
		in.skipLine(t)
		return
	}
	switch t.text {
	case "define":
		in.define(hash)
	case "undef":
		in.undef()
	case "include":
		in.include(hash)
	case "line":
		in.skipLine(t)
	default:
		in.problem(hash.useOff, "unknown directive #%s", t.text)
		in.skipLine(t)
	}
}

// mark records where inactive text of the file begins and ends, at a directive
// that begins with hash. The lines of the directives count as active.
func (in *input) mark(hash *token, active bool) {
	switch {
	case !hash.inFile():
		return
	case !active:
		in.offFrom = in.place()
	case in.offFrom >= 0:
		if hash.off > in.offFrom {
			in.file.Inactive = append(in.file.Inactive, Span{in.offFrom, hash.off})
		}
		in.offFrom = -1
	}
}

// name reads the name a directive is about; without one, it skips the line.
func (in *input) name(directive string) (token, bool) {
	t := in.raw()
	if t.kind == lexIdent {
		return t, true
	}
	in.problem(t.useOff, "%s without a name", directive)
	in.skipLine(t)
	return t, false
}

// skipLine reads to the end of the line, of which t is the last token read.
func (in *input) skipLine(t token) {
	for t.kind != lexNewline && t.kind != lexEOF {
		t = in.raw()
	}
	in.bol = true
}

// endLine reads to the end of the line, which should hold nothing more.
func (in *input) endLine(directive string) {
	t := in.raw()
	if t.kind != lexNewline && t.kind != lexEOF {
		in.problem(t.useOff, "%s is followed by %s", directive, t.text)
	}
	in.skipLine(t)
}

// ifdef opens a conditional. One without a name is opened too, as false, so
// that its #endif has a partner.
func (in *input) ifdef(hash *token, want bool) {
	c := cond{outer: in.active(), off: hash.useOff}
	if t, ok := in.name("#ifdef"); ok {
		c.on = c.outer && (in.macros[t.text] != nil) == want
		in.endLine("#ifdef")
	}
	in.conds = append(in.conds, c)
}

func (in *input) els(hash *token) {
	in.endLine("#else")
	if len(in.conds) == 0 {
		in.problem(hash.useOff, "#else without #ifdef")
		return
	}
	c := &in.conds[len(in.conds)-1]
	c.on = c.outer && !c.on
}

func (in *input) endif(hash *token) {
	in.endLine("#endif")
	if len(in.conds) == 0 {
		in.problem(hash.useOff, "#endif without #ifdef")
		return
	}
	in.conds = in.conds[:len(in.conds)-1]
}

func (in *input) undef() {
	t, ok := in.name("#undef")
	if !ok {
		return
	}
	if in.macros[t.text] == nil {
		in.problem(t.useOff, "#undef of %s, which is not defined", t.text)
	}
	delete(in.macros, t.text)
	in.endLine("#undef")
}

// include pushes the text of another file, whose tokens are placed at the
// directive.
func (in *input) include(hash *token) {
	t := in.raw()
	name, err := strconv.Unquote(t.text)
	if t.kind != lexString || err != nil {
		in.problem(t.useOff, "#include without a file name in quotes")
		in.skipLine(t)
		return
	}
	if hash.inFile() && t.inFile() {
		in.file.Includes = append(in.file.Includes, Include{name, hash.off, t.end})
	}
	in.endLine("#include")
	if in.includes++; in.includes > maxIncludes {
		in.problem(t.useOff, "more than %d includes", maxIncludes)
		in.spent = true
		return
	}
	text, ok := read(in, name)
	if !ok {
		in.problem(t.useOff, "include file %q is not found", name)
		return
	}
	use := token{text: name, useOff: hash.useOff, useEnd: t.useEnd, via: name}
	in.push(frame{lex: &lexer{text: text}, use: &use}, &use)
}

func read(in *input, name string) (string, bool) {
	if in.opt.Include == nil {
		return "", false
	}
	return in.opt.Include(name)
}
