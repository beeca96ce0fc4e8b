package asm

import "slices"

// macro is a definition in force. Tokens of the body have no place (off < 0).
type macro struct {
	params []string // nil without an argument list
	body   []token
}

// expand replaces the name t by its macro and reports whether it did. A macro
// with parameters that is named without an argument list stays a name.
func (in *input) expand(t *token) bool {
	m := in.macros[t.text]
	if m == nil || in.spent {
		return false
	}
	use := *t
	if use.via == "" {
		use.via = t.text
	}
	if m.params == nil {
		return in.push(frame{list: m.body, use: &use}, t)
	}
	name := *t
	name.final = true
	args, ok := arguments(in, &use, m)
	if !ok {
		in.unread(append([]token{name}, args...)...)
		return true
	}
	body, ok := substitute(in, m, split(args), t)
	return ok && in.push(frame{list: body, use: &use}, t)
}

// arguments reads an argument list and returns what is between its
// parentheses, with use extended to cover it. Without a list, it returns what
// it has read and false.
func arguments(in *input, use *token, m *macro) (list []token, ok bool) {
	open := in.raw()
	if !open.is("(") {
		return trimEOF([]token{open}), false
	}
	for depth := 0; ; {
		t := in.raw()
		switch {
		case t.kind == lexEOF || t.kind == lexNewline:
			in.problem(use.useOff, "argument list of macro %s does not end on its line", use.text)
			return trimEOF([]token{t}), false
		case t.is("("):
			depth++
		case t.is(")") && depth == 0:
			use.useEnd = max(use.useEnd, t.useEnd)
			return list, true
		case t.is(")"):
			depth--
		}
		list = append(list, t)
	}
}

// trimEOF drops an end of file, which needs no giving back.
func trimEOF(list []token) []token {
	return slices.DeleteFunc(list, func(t token) bool { return t.kind == lexEOF })
}

// split cuts an argument list at its commas outside parentheses.
func split(list []token) [][]token {
	var args [][]token
	depth, start := 0, 0
	for i := range list {
		switch {
		case list[i].is("("):
			depth++
		case list[i].is(")"):
			depth--
		case list[i].is(",") && depth == 0:
			args = append(args, list[start:i])
			start = i + 1
		}
	}
	return append(args, list[start:])
}

// substitute returns the macro's body with its parameters replaced.
func substitute(in *input, m *macro, args [][]token, at *token) ([]token, bool) {
	if len(m.params) == 0 && len(args) == 1 && len(args[0]) == 0 {
		return m.body, true
	}
	if len(args) != len(m.params) {
		in.problem(at.useOff, "macro %s takes %d arguments, not %d", at.text, len(m.params), len(args))
		return nil, false
	}
	var body []token
	for _, t := range m.body {
		i := -1
		if t.kind == lexIdent {
			i = slices.Index(m.params, t.text)
		}
		if i < 0 {
			body = append(body, t)
			continue
		}
		body = append(body, args[i]...)
		if len(body) > maxExpanded-in.expanded {
			in.problem(at.useOff, "macros expand to more than %d tokens", maxExpanded)
			return nil, false
		}
	}
	return body, true
}

// define reads the rest of a #define whose # is hash.
func (in *input) define(hash *token) {
	name, ok := in.name("#define")
	if !ok {
		return
	}
	if in.macros[name.text] != nil {
		in.problem(name.off, "macro %s is defined twice", name.text)
	}
	m, end := &macro{}, name.end
	if in.listFollows() {
		if m.params, end, ok = parameters(in, &name); !ok {
			return
		}
	}
	m.body, end = in.body(end)
	in.macros[name.text] = m
	if hash.inFile() && name.inFile() {
		in.file.Macros = append(in.file.Macros, Macro{name.text, m.params, hash.off, end, name.off, name.end})
	}
}

// listFollows reports whether a parenthesis follows the name just read without
// a blank; with one, the macro has no parameters and the parenthesis is body.
func (in *input) listFollows() bool {
	l := in.stack[len(in.stack)-1].lex
	return l != nil && l.peek(0) == '('
}

// parameters reads a #define's parameter list and returns where it ends.
func parameters(in *input, name *token) (params []string, end int32, ok bool) {
	in.raw()
	params = []string{}
	for want := true; ; {
		t := in.raw()
		switch {
		case t.is(")"):
			return params, t.end, true
		case t.is(",") && !want:
			want = true
		case t.kind == lexIdent && want && !slices.Contains(params, t.text):
			params = append(params, t.text)
			want = false
		default:
			in.problem(t.useOff, "bad parameter list in the definition of macro %s", name.text)
			in.skipLine(t)
			return nil, 0, false
		}
	}
}

// body reads a definition to the end of its line, where a backslash continues
// it; the newline so escaped is part of the body and ends a statement there.
// It also returns where the last token ends, which is end in an empty body.
func (in *input) body(end int32) ([]token, int32) {
	body := []token{}
	for t := in.raw(); t.kind != lexNewline && t.kind != lexEOF; t = in.raw() {
		if t.is(`\`) {
			t = in.raw()
			if t.kind == lexEOF {
				break
			}
			if t.kind != lexNewline && !t.is(`\`) {
				in.problem(t.useOff, `in a definition, a backslash goes before a newline or a backslash`)
			}
		}
		if t.kind != lexNewline {
			end = t.end
		}
		t.off = -1
		body = append(body, t)
	}
	return body, end
}
