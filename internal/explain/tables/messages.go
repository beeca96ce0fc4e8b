package tables

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// messageDirs are the packages whose messages are collected: the runtime, and those
// beside it that end a program with a message of their own.
var messageDirs = []string{
	"runtime", "runtime/*", "runtime/internal/*", "internal/runtime/*", "sync", "sync/*", "internal/sync",
	"internal/poll", "internal/synctest", "time", "os/signal", "reflect", "testing", "testing/synctest",
	"context", "strings", "bytes",
}

// Captures are between these marks in Message.Text.
const (
	captureOpen  = "‹"
	captureClose = "›"
)

// A message needs this many letters besides its captures, or it would match anything.
const minLetters = 6

// found is a message of one release.
type found struct {
	text, kind     string
	open           bool
	file, fn, cond string
	offset         int // lines below the one that fn begins in
	off            int
}

// piece is a literal part of a message, or the expression printed there.
type piece struct{ lit, val string }

// extractor collects the messages of one file.
type extractor struct {
	fset  *token.FileSet
	src   []byte
	file  string
	texts map[string]string // string constants and error variables of the package
	fn    string
	start int
	out   []found
}

// packageTexts adds the package-level names of a file that stand for a text: string
// constants and variables, and variables that hold a runtime error.
func packageTexts(f *ast.File, texts map[string]string) {
	for _, d := range f.Decls {
		gd, ok := d.(*ast.GenDecl)
		if !ok || gd.Tok != token.CONST && gd.Tok != token.VAR {
			continue
		}
		for _, s := range gd.Specs {
			vs := s.(*ast.ValueSpec)
			for i, name := range vs.Names {
				if i >= len(vs.Values) {
					break
				}
				if text, ok := constText(vs.Values[i]); ok && texts[name.Name] == "" {
					texts[name.Name] = text
				}
			}
		}
	}
}

// constText is the text of a literal, of literals added, or of one converted.
func constText(e ast.Expr) (string, bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		if x.Kind == token.STRING {
			s, err := strconv.Unquote(x.Value)
			return s, err == nil
		}
	case *ast.BinaryExpr:
		a, ok1 := constText(x.X)
		b, ok2 := constText(x.Y)
		return a + b, ok1 && ok2 && x.Op == token.ADD
	case *ast.ParenExpr:
		return constText(x.X)
	case *ast.CallExpr:
		if name := calleeName(x.Fun); len(x.Args) == 1 && (name == "error" || isErrorText[name]) {
			return constText(x.Args[0])
		}
	}
	return "", false
}

// isErrorText names the conversions whose argument is the text of a runtime error.
var isErrorText = map[string]bool{"errorString": true, "plainError": true, "plainErrorString": true}

// errorText reports whether a call makes a runtime error of a text.
func errorText(c *ast.CallExpr) bool {
	if len(c.Args) != 1 {
		return false
	}
	if inner, ok := c.Args[0].(*ast.CallExpr); ok && calleeName(c.Fun) == "error" {
		return errorText(inner)
	}
	return isErrorText[calleeName(c.Fun)]
}

func (x *extractor) expr(e ast.Node) string {
	s := string(x.src[x.fset.Position(e.Pos()).Offset:x.fset.Position(e.End()).Offset])
	return strings.Join(strings.Fields(s), " ")
}

func (x *extractor) run(f *ast.File) {
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Body == nil {
				continue
			}
			x.fn, x.start = funcName(d), x.fset.Position(d.Pos()).Line
			x.list(d.Body.List, "")
			x.mentions(d)
			if d.Name.Name == "Error" {
				x.errorMethod(d)
			}
		case *ast.GenDecl:
			x.packageLevel(d)
		}
	}
}

// mentions collects the texts ending a line that a function names without printing
// them by print: it hands them to a system call.
func (x *extractor) mentions(d *ast.FuncDecl) {
	ast.Inspect(d.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && strings.HasSuffix(x.texts[id.Name], "\n") {
			x.emit([]piece{{lit: strings.TrimSuffix(x.texts[id.Name], "\n")}}, "print", "", id.Pos(), false)
		}
		return true
	})
}

// packageLevel collects tables of formats, and texts that end a line: assembly and
// signal handlers write these.
func (x *extractor) packageLevel(d *ast.GenDecl) {
	for _, s := range d.Specs {
		vs, ok := s.(*ast.ValueSpec)
		if !ok {
			continue
		}
		for i, name := range vs.Names {
			if i >= len(vs.Values) {
				break
			}
			x.fn, x.start = name.Name, x.fset.Position(name.Pos()).Line
			if lit, ok := vs.Values[i].(*ast.CompositeLit); ok && strings.HasSuffix(name.Name, "Fmts") {
				for _, e := range lit.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						e = kv.Value
					}
					if text, ok := constText(e); ok {
						text = strings.NewReplacer("%x", "‹x›", "%y", "‹y›").Replace(text)
						x.emit([]piece{{lit: text}}, "error", "", e.Pos(), false)
					}
				}
			}
			if c, ok := vs.Values[i].(*ast.CallExpr); ok && errorText(c) {
				x.emit(x.concat(c), "error", "", name.Pos(), false)
			}
			if text, ok := constText(vs.Values[i]); ok && strings.HasSuffix(text, "\n") {
				x.emit([]piece{{lit: strings.TrimSuffix(text, "\n")}}, "print", "", name.Pos(), false)
			}
		}
	}
}

// errorMethod collects what an Error method returns, or builds in a variable first.
func (x *extractor) errorMethod(d *ast.FuncDecl) {
	ast.Inspect(d.Body, func(n ast.Node) bool {
		if s, ok := n.(*ast.AssignStmt); ok && len(s.Rhs) == 1 {
			if b, ok := s.Rhs[0].(*ast.BinaryExpr); ok {
				x.emit(x.concat(b), "error", "", s.Pos(), false)
			}
		}
		r, ok := n.(*ast.ReturnStmt)
		if ok && len(r.Results) == 1 {
			if _, isCall := r.Results[0].(*ast.CallExpr); !isCall {
				x.emit(x.concat(r.Results[0]), "error", "", r.Pos(), false)
			}
		}
		return true
	})
}

// concat splits an expression into the literals and values that are added.
func (x *extractor) concat(e ast.Expr) []piece {
	if s, ok := constText(e); ok {
		return []piece{{lit: s}}
	}
	switch b := e.(type) {
	case *ast.BinaryExpr:
		if b.Op == token.ADD {
			return append(x.concat(b.X), x.concat(b.Y)...)
		}
	case *ast.Ident:
		if s := x.texts[b.Name]; s != "" {
			return []piece{{lit: s}}
		}
	case *ast.BasicLit:
		if b.Kind == token.CHAR {
			if s, err := strconv.Unquote(b.Value); err == nil {
				return []piece{{val: s}}
			}
		}
	case *ast.CallExpr:
		name := calleeName(b.Fun)
		if (name == "Sprintf" || name == "Errorf") && len(b.Args) > 0 {
			if f, ok := constText(b.Args[0]); ok {
				return x.format(f, b.Args[1:])
			}
		}
		if len(b.Args) == 1 && (isErrorText[name] || name == "New" || name == "error" || name == "string") {
			return x.concat(b.Args[0])
		}
	}
	return []piece{{val: x.expr(e)}}
}

// format splits a format string at its verbs.
func (x *extractor) format(f string, args []ast.Expr) []piece {
	var out []piece
	for len(f) > 0 {
		i := strings.IndexByte(f, '%')
		if i < 0 || i == len(f)-1 {
			return append(out, piece{lit: f})
		}
		out = append(out, piece{lit: f[:i]})
		j := i + 1
		for j < len(f)-1 && strings.IndexByte("+-# 0123456789.", f[j]) >= 0 {
			j++
		}
		if f[j] == '%' {
			out = append(out, piece{lit: "%"})
		} else if len(args) > 0 {
			out = append(out, piece{val: x.expr(args[0])})
			args = args[1:]
		} else {
			out = append(out, piece{val: "?"})
		}
		f = f[j+1:]
	}
	return out
}

// inside goes into the parts of a statement.
func (x *extractor) inside(s ast.Stmt, cond string) {
	switch s := s.(type) {
	case *ast.BlockStmt:
		x.list(s.List, cond)
	case *ast.IfStmt:
		c := x.expr(s.Cond)
		x.list(s.Body.List, c)
		switch e := s.Else.(type) {
		case *ast.BlockStmt:
			x.list(e.List, "!("+c+")")
		case *ast.IfStmt:
			x.inside(e, cond)
		}
	case *ast.ForStmt:
		x.list(s.Body.List, cond)
	case *ast.RangeStmt:
		x.list(s.Body.List, cond)
	case *ast.SwitchStmt:
		tag := ""
		if s.Tag != nil {
			tag = x.expr(s.Tag)
		}
		for _, c := range s.Body.List {
			x.list(c.(*ast.CaseClause).Body, x.caseCond(tag, c.(*ast.CaseClause)))
		}
	case *ast.TypeSwitchStmt:
		for _, c := range s.Body.List {
			x.list(c.(*ast.CaseClause).Body, x.caseCond("type", c.(*ast.CaseClause)))
		}
	case *ast.SelectStmt:
		for _, c := range s.Body.List {
			x.list(c.(*ast.CommClause).Body, cond)
		}
	case *ast.LabeledStmt:
		x.list([]ast.Stmt{s.Stmt}, cond)
	default:
		x.ends(s, cond)
	}
}

func (x *extractor) caseCond(tag string, c *ast.CaseClause) string {
	if c.List == nil {
		return strings.TrimSpace(tag + " default")
	}
	var parts []string
	for _, e := range c.List {
		p := x.expr(e)
		if tag != "" {
			p = tag + " == " + p
		}
		parts = append(parts, p)
	}
	return strings.Join(parts, " || ")
}

// ends collects the calls in a statement that end the program or the goroutine, and
// goes into the function literals in it.
func (x *extractor) ends(s ast.Stmt, cond string) {
	inPanic := map[ast.Node]bool{}
	ast.Inspect(s, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			x.list(n.Body.List, cond)
			return false
		case *ast.CallExpr:
			kind := ""
			switch name := calleeName(n.Fun); name {
			case "throw", "gothrow", "badsystemstack", "badmcall", "badctxt":
				kind = "throw"
			case "fatal", "panic":
				kind = name
			case "fatalf":
				kind = "fatal"
			case "errorString", "plainError", "plainErrorString":
				if !inPanic[n] {
					kind = "error"
				}
			}
			if kind != "" && len(n.Args) > 0 {
				ast.Inspect(n.Args[0], func(a ast.Node) bool { inPanic[a] = true; return true })
				x.emit(x.concat(n.Args[0]), kind, cond, n.Pos(), false)
			}
		}
		return true
	})
}

// messageTable joins the messages of all releases.
func messageTable(byMinor [][]found) []Message {
	type key struct {
		text, kind string
		open       bool
	}
	places := map[key]map[Place]Mask{}
	for minor, list := range byMinor {
		for _, f := range list {
			k := key{f.text, f.kind, f.open}
			if places[k] == nil {
				places[k] = map[Place]Mask{}
			}
			places[k][Place{File: f.file, Func: f.fn, Offset: f.offset, Cond: f.cond}] |= 1 << minor
		}
	}
	var out []Message
	for k, ps := range places {
		m := Message{Text: k.text, Kind: k.kind, Open: k.open}
		for p, in := range ps {
			p.In = in
			m.Places = append(m.Places, p)
		}
		slices.SortFunc(m.Places, comparePlaces)
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Message) int {
		if c := strings.Compare(a.Text, b.Text); c != 0 {
			return c
		}
		if c := strings.Compare(a.Kind, b.Kind); c != 0 {
			return c
		}
		if a.Open == b.Open {
			return 0
		}
		if b.Open {
			return -1
		}
		return 1
	})
	return out
}

func comparePlaces(a, b Place) int {
	for _, c := range []int{
		strings.Compare(a.File, b.File), strings.Compare(a.Func, b.Func), a.In.First() - b.In.First(),
		a.Offset - b.Offset, strings.Compare(a.Cond, b.Cond),
	} {
		if c != 0 {
			return c
		}
	}
	return 0
}
