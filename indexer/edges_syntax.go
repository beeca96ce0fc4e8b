package indexer

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"sourcedive/indexer/index"
)

// syntaxEdges is pass E9, for where no compiler can be asked: the calls that the
// language's constructs become, guessed from the syntax with the functions of the
// compiler's own list. What needs its analyses is not guessed: allocation by escape,
// write barriers, checks.
func syntaxEdges(p *program) (edges []rawEdge) {
	if p.cfg.Listing != nil {
		return nil
	}
	spans := p.functionSpans()
	for _, u := range p.units {
		for _, f := range u.syntax {
			g := &guesser{info: u.info, written: map[ast.Node]bool{}}
			ast.Inspect(f, func(n ast.Node) bool {
				for _, name := range g.becomes(n) {
					to := p.compilerFunc(name)
					at := p.place(n.Pos(), n.Pos())
					from := spans.enclosing(at.File, at.Off)
					if to == nil || from == nil || from == to {
						continue
					}
					e := p.edge(from, to, at, index.EdgeCompiler)
					e.edge.Construct = constructOf("runtime." + name)
					edges = append(edges, e)
				}
				return true
			})
		}
	}
	return edges
}

// compilerFunc is the function of package runtime that the compiler knows by a name,
// or nil where this version has none. Of alternatives, the first there is.
func (p *program) compilerFunc(names string) *symbol {
	find := p.names().find
	for name := range strings.SplitSeq(names, "|") {
		if s, ok := find("runtime." + name); ok && s.Builtin {
			return s
		}
	}
	return nil
}

// guesser knows what one file's constructs become. Inspecting a node marks those of
// its children that become something else than they would by themselves.
type guesser struct {
	info    *types.Info
	written map[ast.Node]bool // assigned to, or part of a select or range
}

// becomes lists the functions that a construct becomes, alternatives joined by |.
func (g *guesser) becomes(n ast.Node) []string {
	switch n := n.(type) {
	case *ast.FuncDecl:
		if n.Body != nil && !nosplit(n.Doc) {
			return []string{"morestack_noctxt"}
		}
	case *ast.FuncLit:
		return []string{"morestack"}
	case *ast.GoStmt:
		return []string{"newproc"}
	case *ast.DeferStmt:
		return []string{"deferreturn"}
	case *ast.SendStmt:
		if !g.written[n] {
			return []string{"chansend1"}
		}
	case *ast.SelectStmt:
		return g.selecting(n)
	case *ast.RangeStmt:
		return g.ranging(n)
	case *ast.AssignStmt:
		return g.assigning(n)
	case *ast.IncDecStmt:
		return g.store(n.X)
	case *ast.UnaryExpr:
		if n.Op == token.ARROW && !g.written[n] {
			return []string{"chanrecv1"}
		}
	case *ast.IndexExpr:
		if m := g.mapType(n.X); m != nil && !g.written[n] {
			return []string{"mapaccess1" + fast(m)}
		}
	case *ast.BinaryExpr:
		if n.Op == token.ADD && !g.written[n] && g.isString(n) && g.info.Types[n].Value == nil {
			return []string{g.concat(n)}
		}
	case *ast.CallExpr:
		return g.calling(n)
	}
	return nil
}

func nosplit(doc *ast.CommentGroup) bool {
	if doc == nil {
		return false
	}
	for _, c := range doc.List {
		if strings.HasPrefix(c.Text, "//go:nosplit") {
			return true
		}
	}
	return false
}

func (g *guesser) selecting(n *ast.SelectStmt) []string {
	cases, other := 0, false
	for _, c := range n.Body.List {
		switch comm := c.(*ast.CommClause).Comm.(type) {
		case nil:
			other = true
			continue
		case *ast.SendStmt:
			g.written[comm] = true
		case *ast.ExprStmt:
			g.written[ast.Unparen(comm.X)] = true
		case *ast.AssignStmt:
			g.written[ast.Unparen(comm.Rhs[0])], g.written[comm] = true, true
		}
		cases++
	}
	switch {
	case cases == 0 && !other:
		return []string{"block"}
	case cases != 1:
		return []string{"selectgo"}
	}
	_, sends := n.Body.List[0].(*ast.CommClause).Comm.(*ast.SendStmt)
	switch {
	case !other && sends:
		return []string{"chansend1"}
	case !other:
		return []string{"chanrecv1"}
	case sends:
		return []string{"selectnbsend"}
	}
	return []string{"selectnbrecv"}
}

func (g *guesser) ranging(n *ast.RangeStmt) []string {
	switch t := g.under(n.X).(type) {
	case *types.Map:
		return []string{"mapIterStart|mapiterinit", "mapIterNext|mapiternext"}
	case *types.Chan:
		return []string{"chanrecv2"}
	case *types.Basic:
		if t.Info()&types.IsString != 0 {
			return []string{"decoderune"}
		}
	}
	return nil
}

// assigning handles what is stored into maps and what comes with a second result.
func (g *guesser) assigning(n *ast.AssignStmt) (names []string) {
	for _, x := range n.Lhs {
		names = append(names, g.store(x)...)
	}
	if len(n.Lhs) == 2 && len(n.Rhs) == 1 && !g.written[n] {
		switch x := ast.Unparen(n.Rhs[0]).(type) {
		case *ast.IndexExpr:
			if m := g.mapType(x.X); m != nil {
				g.written[x] = true
				names = append(names, "mapaccess2"+fast(m))
			}
		case *ast.UnaryExpr:
			if x.Op == token.ARROW {
				g.written[x] = true
				names = append(names, "chanrecv2")
			}
		}
	}
	if n.Tok == token.ADD_ASSIGN && g.isString(n.Lhs[0]) {
		names = append(names, "concatstring2")
	}
	return names
}

func (g *guesser) store(x ast.Expr) []string {
	index, ok := ast.Unparen(x).(*ast.IndexExpr)
	if !ok {
		return nil
	}
	if m := g.mapType(index.X); m != nil {
		g.written[index] = true
		return []string{"mapassign" + fast(m)}
	}
	return nil
}

// concat counts the operands of a chain of additions; those inside it are marked.
func (g *guesser) concat(n *ast.BinaryExpr) string {
	operands := 1
	for x := ast.Expr(n); ; {
		b, ok := ast.Unparen(x).(*ast.BinaryExpr)
		if !ok || b.Op != token.ADD || g.info.Types[b].Value != nil {
			break
		}
		g.written[b] = true
		operands++
		x = b.X
	}
	if operands > 5 {
		return "concatstrings"
	}
	return "concatstring" + string(rune('0'+operands))
}

// calling handles the builtin functions and the conversions.
func (g *guesser) calling(n *ast.CallExpr) []string {
	fun := ast.Unparen(n.Fun)
	if g.info.Types[fun].IsType() && len(n.Args) == 1 {
		return g.converting(g.info.Types[fun].Type, n.Args[0])
	}
	id, ok := fun.(*ast.Ident)
	if !ok || !g.info.Types[fun].IsBuiltin() {
		return nil
	}
	switch id.Name {
	case "append":
		return []string{"growslice"}
	case "panic":
		return []string{"gopanic"}
	case "recover":
		return []string{"gorecover"}
	case "close":
		return []string{"closechan"}
	case "print", "println":
		return []string{"printlock", "printunlock"}
	case "delete":
		if m := g.mapType(n.Args[0]); m != nil {
			return []string{"mapdelete" + fast(m)}
		}
	case "make":
		switch g.under(n.Args[0]).(type) {
		case *types.Chan:
			return []string{"makechan"}
		case *types.Map:
			if len(n.Args) == 1 {
				return []string{"makemap_small|makemap"}
			}
			return []string{"makemap"}
		}
	}
	return nil
}

func (g *guesser) converting(to types.Type, arg ast.Expr) []string {
	if g.info.Types[arg].Value != nil {
		return nil
	}
	from := g.under(arg)
	switch t := to.Underlying().(type) {
	case *types.Basic:
		if t.Info()&types.IsString == 0 {
			return nil
		}
		switch elem(from) {
		case types.Byte:
			return []string{"slicebytetostring"}
		case types.Rune:
			return []string{"slicerunetostring"}
		}
		if b, ok := from.(*types.Basic); ok && b.Info()&types.IsInteger != 0 {
			return []string{"intstring"}
		}
	case *types.Slice:
		if b, ok := from.(*types.Basic); !ok || b.Info()&types.IsString == 0 {
			return nil
		}
		switch elem(t) {
		case types.Byte:
			return []string{"stringtoslicebyte"}
		case types.Rune:
			return []string{"stringtoslicerune"}
		}
	}
	return nil
}

// elem is the basic kind of a slice's elements, or Invalid.
func elem(t types.Type) types.BasicKind {
	if s, ok := t.(*types.Slice); ok {
		if b, ok := s.Elem().Underlying().(*types.Basic); ok {
			return b.Kind()
		}
	}
	return types.Invalid
}

func (g *guesser) under(x ast.Expr) types.Type {
	if t := g.info.Types[x].Type; t != nil {
		return t.Underlying()
	}
	return types.Typ[types.Invalid]
}

func (g *guesser) isString(x ast.Expr) bool {
	b, ok := g.under(x).(*types.Basic)
	return ok && b.Info()&types.IsString != 0
}

func (g *guesser) mapType(x ast.Expr) *types.Map {
	m, _ := g.under(x).(*types.Map)
	return m
}

// fast is the end of the name of the map functions for keys of a common kind.
func fast(m *types.Map) string {
	b, ok := m.Key().Underlying().(*types.Basic)
	if !ok {
		return ""
	}
	switch b.Kind() {
	case types.String:
		return "_faststr"
	case types.Int32, types.Uint32:
		return "_fast32"
	case types.Int, types.Uint, types.Int64, types.Uint64, types.Uintptr:
		return "_fast64"
	}
	return ""
}
