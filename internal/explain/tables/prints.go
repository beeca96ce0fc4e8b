package tables

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// maxVariants bounds the forms of a line that conditions between its prints make.
const maxVariants = 8

// line is the output that consecutive prints of a list of statements make.
type line struct {
	variants [][]piece
	pos      token.Pos
}

// list goes through statements in order, joining what consecutive prints write.
// Statements that print nothing and call nothing do not end a line; an if whose
// branches only print makes two variants of it; everything else ends it.
func (x *extractor) list(stmts []ast.Stmt, cond string) {
	var l line
	flush := func() {
		for _, v := range l.variants {
			x.lines(v, cond, l.pos)
		}
		l = line{}
	}
	for _, s := range stmts {
		if x.join(&l, s) {
			continue
		}
		if transparent(s) {
			x.inside(s, cond)
			continue
		}
		flush()
		x.inside(s, cond)
	}
	flush()
}

// join adds what s prints to l, and reports whether s does nothing else.
func (x *extractor) join(l *line, s ast.Stmt) bool {
	if ps, ok := x.printed(s); ok {
		if len(ps) > 0 && l.pos == token.NoPos {
			l.pos, l.variants = s.Pos(), [][]piece{nil}
		}
		for i := range l.variants {
			l.variants[i] = append(slices.Clip(l.variants[i]), ps...)
		}
		return true
	}
	is, ok := s.(*ast.IfStmt)
	if !ok || len(l.variants)*2 > maxVariants {
		return false
	}
	var branches [][]piece
	for rest := ast.Stmt(is); rest != nil; {
		block, isBlock := rest.(*ast.BlockStmt)
		next := ast.Stmt(nil)
		if i, ok := rest.(*ast.IfStmt); ok {
			block, next = i.Body, i.Else
			if next == nil {
				branches = append(branches, nil)
			}
		} else if !isBlock {
			return false
		}
		var all []piece
		for _, b := range block.List {
			ps, ok := x.printed(b)
			if !ok {
				return false
			}
			all = append(all, ps...)
		}
		if len(all) == 0 || strings.Contains(all[len(all)-1].lit, "\n") {
			return false
		}
		branches = append(branches, all)
		rest = next
	}
	if l.pos == token.NoPos {
		l.pos, l.variants = s.Pos(), [][]piece{nil}
	}
	if len(l.variants)*len(branches) > maxVariants {
		return false
	}
	var out [][]piece
	for _, v := range l.variants {
		for _, b := range branches {
			out = append(out, append(slices.Clip(v), b...))
		}
	}
	l.variants = out
	return true
}

// transparent statements neither print nor leave the list.
func transparent(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.AssignStmt, *ast.DeclStmt, *ast.IncDecStmt, *ast.EmptyStmt:
		return true
	case *ast.ExprStmt:
		if c, ok := s.X.(*ast.CallExpr); ok {
			name := calleeName(c.Fun)
			return name == "printlock" || name == "printunlock"
		}
	}
	return false
}

// printed is what one statement prints, when printing is all it does.
func (x *extractor) printed(s ast.Stmt) ([]piece, bool) {
	es, ok := s.(*ast.ExprStmt)
	if !ok {
		return nil, false
	}
	c, ok := es.X.(*ast.CallExpr)
	if !ok {
		return nil, false
	}
	name := calleeName(c.Fun)
	switch {
	case name == "print", name == "println":
		return x.printArgs(c, name == "println"), true
	case name == "printnl":
		return []piece{{lit: "\n"}}, true
	case name == "printsp":
		return []piece{{lit: " "}}, true
	case name == "printlock", name == "printunlock":
		return nil, true
	case name == "writeErrStr" && len(c.Args) == 1:
		return x.concat(c.Args[0]), true
	case name == "Fprintf" || name == "Fprintln" || name == "Fprint":
		if len(c.Args) < 2 || x.expr(c.Args[0]) != "os.Stderr" {
			return nil, false
		}
		if f, ok := constText(c.Args[1]); ok && name == "Fprintf" {
			return x.format(f, c.Args[2:]), true
		}
	case strings.HasPrefix(name, "print") && len(c.Args) == 1 && len(name) > len("print") && printer[name[len("print"):]]:
		return []piece{{val: x.expr(c.Args[0])}}, true
	}
	return nil, false
}

// printer are the runtime's functions that print one value, without their "print".
var printer = map[string]bool{
	"hex": true, "int": true, "uint": true, "string": true, "pointer": true, "uintptr": true, "bool": true, "float": true,
	"any": true, "panicval": true, "anycustomtype": true, "hexopts": true, "slice": true, "eface": true, "iface": true,
	"quoted": true, "panicvalstring": true, "indented": true, "bv": true, "CgoTraceback": false,
}

func (x *extractor) printArgs(c *ast.CallExpr, ln bool) []piece {
	var ps []piece
	for i, a := range c.Args {
		if ln && i > 0 {
			ps = append(ps, piece{lit: " "})
		}
		if len(c.Args) == 1 || isConst(a) {
			ps = append(ps, x.concat(a)...)
		} else if id, ok := a.(*ast.Ident); ok && x.texts[id.Name] != "" {
			ps = append(ps, piece{lit: x.texts[id.Name]})
		} else {
			ps = append(ps, piece{val: x.expr(a)})
		}
	}
	if ln {
		ps = append(ps, piece{lit: "\n"})
	}
	return ps
}

func isConst(e ast.Expr) bool { _, ok := constText(e); return ok }

// lines cuts what was printed into lines.
func (x *extractor) lines(ps []piece, cond string, pos token.Pos) {
	var cur []piece
	for _, p := range ps {
		if p.val != "" {
			cur = append(cur, p)
			continue
		}
		parts := strings.Split(p.lit, "\n")
		for i, s := range parts {
			if i > 0 {
				x.emit(cur, "print", cond, pos, false)
				cur = nil
			}
			if s != "" {
				cur = append(cur, piece{lit: s})
			}
		}
	}
	x.emit(cur, "print", cond, pos, true)
}

// emit records a message unless it has too few letters to be known by.
func (x *extractor) emit(ps []piece, kind, cond string, pos token.Pos, open bool) {
	var b strings.Builder
	letters := 0
	for _, p := range ps {
		if p.val != "" {
			if !strings.HasSuffix(b.String(), captureClose) {
				b.WriteString(captureOpen + cut(p.val, 60) + captureClose)
			}
			continue
		}
		b.WriteString(p.lit)
		for _, r := range strings.ReplaceAll(p.lit, "runtime:", "") {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
				letters++
			}
		}
	}
	text := strings.TrimSpace(b.String())
	least := minLetters
	if kind == "throw" || kind == "fatal" { // they come after "fatal error: "
		least = 3
	}
	if letters < least || strings.Contains(text, "\n") {
		return
	}
	x.out = append(x.out, found{
		text: text, kind: kind, open: open, file: x.file, fn: x.fn, cond: cut(cond, 160),
		offset: x.fset.Position(pos).Line - x.start, off: x.fset.Position(pos).Offset,
	})
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}
