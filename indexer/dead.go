package indexer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"sourcedive/indexer/index"
)

// findDead notes the code that no run on this platform reaches because a constant
// keeps it out: if raceenabled { … }, switch goarch.ArchFamily { … }, and what
// follows a constant condition that always returns. The compiler drops it too.
func (p *program) findDead() {
	p.dead = map[int32][]index.Range{}
	for _, u := range p.units {
		for _, f := range u.syntax {
			d := deadFinder{p, u.info, map[types.Object]verdict{}}
			d.findConstantLocals(f)
			ast.Inspect(f, func(n ast.Node) bool {
				d.node(n)
				return true
			})
		}
	}
}

// isDead reports whether a place is in dead code.
func (p *program) isDead(at index.Range) bool {
	return slices.ContainsFunc(p.dead[at.File], func(d index.Range) bool { return d.Contains(at.File, at.Off) })
}

type deadFinder struct {
	*program
	info   *types.Info
	locals map[types.Object]verdict // variables that hold a constant all their life
}

// findConstantLocals finds local variables that are set once, to a condition that
// constants decide: aligned := physPageAlignedStacks && typ == spanAllocStack.
func (d deadFinder) findConstantLocals(f *ast.File) {
	access := accesses(d.info, f)
	changed := map[types.Object]bool{}
	for id, how := range access {
		if obj := d.info.Uses[id]; obj != nil && how&(index.Write|index.Address) != 0 {
			changed[obj] = true
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		def, ok := n.(*ast.AssignStmt)
		if !ok || def.Tok != token.DEFINE || len(def.Lhs) != len(def.Rhs) {
			return true
		}
		for i, lhs := range def.Lhs {
			id, ok := lhs.(*ast.Ident)
			if obj := d.info.Defs[id]; ok && obj != nil && !changed[obj] {
				d.locals[obj] = d.eval(def.Rhs[i])
			}
		}
		return true
	})
}

func (d deadFinder) drop(from, to token.Pos) {
	if at := d.place(from, to); at.OK() {
		d.dead[at.File] = append(d.dead[at.File], at)
	}
}

func (d deadFinder) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.IfStmt:
		switch d.eval(n.Cond) {
		case always:
			if n.Else != nil {
				d.drop(n.Else.Pos(), n.Else.End())
			}
		case never:
			d.drop(n.Body.Pos(), n.Body.End())
		}
	case *ast.BinaryExpr:
		if x := d.eval(n.X); n.Op == token.LAND && x == never || n.Op == token.LOR && x == always {
			d.drop(n.Y.Pos(), n.Y.End())
		}
	case *ast.ForStmt:
		if n.Cond != nil && d.eval(n.Cond) == never {
			d.drop(n.Body.Pos(), n.Body.End())
		}
	case *ast.SwitchStmt:
		d.switchStmt(n)
	case *ast.BlockStmt:
		d.rest(n.List)
	case *ast.CaseClause:
		d.rest(n.Body)
	}
}

// rest drops what follows a constant condition that always leaves.
func (d deadFinder) rest(list []ast.Stmt) {
	for i, s := range list[:max(len(list)-1, 0)] {
		cond, ok := s.(*ast.IfStmt)
		if !ok || d.eval(cond.Cond) != always || !leaves(cond.Body) {
			continue
		}
		if after := list[i+1:]; !slices.ContainsFunc(after, func(s ast.Stmt) bool { _, ok := s.(*ast.LabeledStmt); return ok }) {
			d.drop(after[0].Pos(), after[len(after)-1].End())
		}
		return
	}
}

func leaves(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	switch last := b.List[len(b.List)-1].(type) {
	case *ast.ReturnStmt:
		return true
	case *ast.BranchStmt:
		return last.Tok != token.FALLTHROUGH
	}
	return false
}

// switchStmt drops the clauses that a constant tag rules out.
func (d deadFinder) switchStmt(n *ast.SwitchStmt) {
	var tag constant.Value
	if n.Tag != nil {
		if tag = d.info.Types[n.Tag].Value; tag == nil {
			return
		}
	}
	taken, reached := false, false
	for _, stmt := range n.Body.List {
		clause := stmt.(*ast.CaseClause)
		verdict := d.clause(clause, tag)
		dead := (verdict == never || taken) && clause.List != nil || clause.List == nil && d.someAlways(n, tag)
		if dead = dead && !reached; dead {
			d.dropBody(clause)
		}
		reached = !dead && fallsThrough(clause)
		taken = taken || verdict == always && clause.List != nil
	}
}

// fallsThrough reports whether a clause continues in the next.
func fallsThrough(clause *ast.CaseClause) bool {
	if len(clause.Body) == 0 {
		return false
	}
	last, ok := clause.Body[len(clause.Body)-1].(*ast.BranchStmt)
	return ok && last.Tok == token.FALLTHROUGH
}

func (d deadFinder) someAlways(n *ast.SwitchStmt, tag constant.Value) bool {
	return slices.ContainsFunc(n.Body.List, func(s ast.Stmt) bool {
		clause := s.(*ast.CaseClause)
		return clause.List != nil && d.clause(clause, tag) == always
	})
}

func (d deadFinder) dropBody(clause *ast.CaseClause) {
	if n := len(clause.Body); n > 0 {
		d.drop(clause.Body[0].Pos(), clause.Body[n-1].End())
	}
}

// clause reports whether a clause is always or never taken, by constants alone.
func (d deadFinder) clause(clause *ast.CaseClause, tag constant.Value) verdict {
	all := never
	for _, e := range clause.List {
		v := perhaps
		if tag == nil {
			v = d.eval(e)
		} else if c := d.info.Types[e].Value; c != nil {
			v = verdictOf(constant.Compare(tag, token.EQL, c))
		}
		if v == always {
			return always
		}
		if v == perhaps {
			all = perhaps
		}
	}
	return all
}

// verdict is the value that constants give a condition.
type verdict uint8

const (
	perhaps verdict = iota
	always
	never
)

func verdictOf(b bool) verdict {
	if b {
		return always
	}
	return never
}

// eval follows && and || also where only one side is constant, as the compiler does.
func (d deadFinder) eval(e ast.Expr) verdict {
	if v := d.info.Types[e].Value; v != nil && v.Kind() == constant.Bool {
		return verdictOf(constant.BoolVal(v))
	}
	if id, ok := e.(*ast.Ident); ok {
		return d.locals[d.info.Uses[id]]
	}
	return logic(e, d.eval)
}

// logic is what a condition with operators comes to, by what its operands come to.
func logic(e ast.Expr, eval func(ast.Expr) verdict) verdict {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return eval(e.X)
	case *ast.UnaryExpr:
		if v := eval(e.X); e.Op == token.NOT && v != perhaps {
			return verdictOf(v == never)
		}
	case *ast.BinaryExpr:
		switch x, y := eval(e.X), eval(e.Y); {
		case e.Op == token.LAND && (x == never || y == never):
			return never
		case e.Op == token.LAND && x == always && y == always:
			return always
		case e.Op == token.LOR && (x == always || y == always):
			return always
		case e.Op == token.LOR && x == never && y == never:
			return never
		}
	}
	return perhaps
}
