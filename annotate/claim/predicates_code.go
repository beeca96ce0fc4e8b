package claim

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"sort"

	"sourcedive/indexer/index"
)

// Predicates about the code of one declaration.

// find lists the matches of a pattern in a symbol's declaration.
func (s *evaluator) find(name, pattern string) ([]Span, error) {
	sym, _, err := s.sym(name)
	if err != nil {
		return nil, err
	}
	p, err := s.e.pattern(pattern)
	if err != nil {
		return nil, gapf("", "in the pattern, at %v", err)
	}
	if e := editOf(s, sym); e != nil {
		return e.find(s.ctx, p)
	}
	spans, err := s.env.Source.Find(s.ctx, sym, p)
	if s.ctx.Err() != nil {
		return nil, s.ctx.Err()
	}
	if err != nil {
		hint := ""
		if s.x.Symbols[sym].Asm.OK() {
			hint = "text asks for words in it, grep for a regular expression in its file"
		}
		return nil, gapf(hint, "%v", err)
	}
	return spans, nil
}

func has(s *evaluator, name, pattern string) (bool, string, error) {
	spans, err := s.find(name, pattern)
	if err != nil || len(spans) == 0 {
		return false, "no match", err
	}
	saw(s, spans[0].File, spans[0].Off, spans[0].End)
	return true, "at " + s.at(spans[0].File, spans[0].Off), nil
}

// mostSeen bounds how many places of one answer are kept.
const mostSeen = 4

func count(s *evaluator, name, pattern string) (int, string, error) {
	spans, err := s.find(name, pattern)
	for _, span := range spans[:min(len(spans), mostSeen)] {
		saw(s, span.File, span.Off, span.End)
	}
	return len(spans), "", err
}

func order(s *evaluator, name string, patterns []string) (bool, string, error) {
	var before Span
	for i, pattern := range patterns {
		spans, err := s.find(name, pattern)
		if err != nil {
			return false, "", err
		}
		if len(spans) == 0 {
			return false, "no match of " + quoteArg(pattern), nil
		}
		if i > 0 && spans[0].Off <= before.Off {
			return false, fmt.Sprintf("%s, at %s, does not come after %s, at %s", quoteArg(pattern), s.at(spans[0].File, spans[0].Off), quoteArg(patterns[i-1]), s.at(before.File, before.Off)), nil
		}
		before = spans[0]
		saw(s, before.File, before.Off, before.End)
	}
	return true, "", nil
}

// at is a place as people write it.
func (s *evaluator) at(file, off int32) string {
	return fmt.Sprintf("%s:%d", s.x.Files[file].Path, s.x.Line(file, off))
}

// typeExpr is the type as the declaration of a type, field or variable writes it.
func (s *evaluator) typeExpr(sym index.Sym) (typ ast.Expr) {
	at, err := s.env.Source.declaration(sym)
	if err != nil {
		return nil
	}
	file, err := s.env.Source.syntax(at.File)
	if err != nil {
		return nil
	}
	name := s.x.Symbols[sym].Name
	is := func(id *ast.Ident) bool { return file.off(id.Pos()) == name.Off }
	ast.Inspect(file.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.TypeSpec:
			if is(n.Name) {
				typ = n.Type
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				if is(id) {
					typ = n.Type
				}
			}
		case *ast.Field:
			for _, id := range n.Names {
				if is(id) {
					typ = n.Type
				}
			}
		}
		return n != nil && typ == nil && file.off(n.Pos()) < at.End && file.off(n.End()) > at.Off
	})
	return typ
}

// declaredLen is the length of a named array type, from the constants that its
// declaration is written with.
func (s *evaluator) declaredLen(sym index.Sym) (int, error) {
	symbol := &s.x.Symbols[sym]
	array, _ := s.typeExpr(sym).(*ast.ArrayType)
	if array == nil || array.Len == nil {
		return 0, gapf("", "%s is no array", symbol.ID)
	}
	file, err := s.env.Source.syntax(symbol.Decl.File)
	if err != nil {
		return 0, err
	}
	v := s.constant(array.Len, symbol.Decl.File, file)
	if n, ok := constant.Int64Val(constant.ToInt(v)); ok && v.Kind() != constant.Unknown {
		return int(n), nil
	}
	return 0, gapf("fieldtype of a field of this type has the number, where there is one", "the length of %s is written in a way that is not worked out here", symbol.ID)
}

// constant works an expression out that is written with numbers, constants and
// operators.
func (s *evaluator) constant(e ast.Expr, at int32, file *parsed) constant.Value {
	switch e := e.(type) {
	case *ast.BasicLit:
		return constant.MakeFromLiteral(e.Value, e.Kind, 0)
	case *ast.ParenExpr:
		return s.constant(e.X, at, file)
	case *ast.Ident:
		return s.constantNamed(at, file.off(e.Pos()))
	case *ast.SelectorExpr:
		return s.constantNamed(at, file.off(e.Sel.Pos()))
	case *ast.BinaryExpr:
		return binary(s.constant(e.X, at, file), e.Op, s.constant(e.Y, at, file))
	}
	return constant.MakeUnknown()
}

// binary is go/constant's, without its panics.
func binary(x constant.Value, op token.Token, y constant.Value) constant.Value {
	x, y = constant.ToInt(x), constant.ToInt(y)
	if x.Kind() != constant.Int || y.Kind() != constant.Int {
		return constant.MakeUnknown()
	}
	switch op {
	case token.ADD, token.SUB, token.MUL, token.AND, token.OR:
		return constant.BinaryOp(x, op, y)
	case token.QUO, token.REM:
		if constant.Sign(y) == 0 {
			return constant.MakeUnknown()
		}
		if op == token.QUO {
			op = token.QUO_ASSIGN // go/constant's word for the division of integers
		}
		return constant.BinaryOp(x, op, y)
	case token.SHL, token.SHR:
		if n, ok := constant.Uint64Val(y); ok && n < 64 {
			return constant.Shift(x, op, uint(n))
		}
	}
	return constant.MakeUnknown()
}

// constantNamed is the constant that the identifier at an offset means.
func (s *evaluator) constantNamed(file, off int32) constant.Value {
	refs := s.x.Files[file].Refs
	i := sort.Search(len(refs), func(i int) bool { return refs[i].Off >= off })
	if i == len(refs) || refs[i].Off != off || refs[i].Sym == index.NoSym || s.x.Symbols[refs[i].Sym].Kind != index.KindConst {
		return constant.MakeUnknown()
	}
	return constant.MakeFromLiteral(s.x.Symbols[refs[i].Sym].Value, token.INT, 0)
}
