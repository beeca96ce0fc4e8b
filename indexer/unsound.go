package indexer

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// Ssa can be built of functions without errors only. A type error therefore costs the
// function that it is in its ssa, and no other: the passes read what ssa would say from
// the types of such a function (see typedUses), which gives all but calls through values.
// Unsound functions are those with an error in them, those that use something whose type
// is not known, and, in a package with errors, generic ones: go/types looks for endless
// instantiation in packages without errors alone.

// findUnsound finds the parts of the indexed packages that ssa cannot be built of.
func findUnsound(p *program) {
	broken := slices.ContainsFunc(p.listed, func(u *unit) bool { return len(u.errs) > 0 })
	if !broken {
		return // and nothing can have a type that is not known
	}
	for _, u := range p.units {
		s := soundness{u: u, broken: slices.ContainsFunc(u.errs, func(e types.Error) bool { return !e.Soft })}
		u.unsound = map[ast.Node]bool{}
		for _, f := range u.syntax {
			for _, decl := range f.Decls {
				s.decl(decl)
			}
		}
	}
}

// soundness decides which parts of one unit ssa can be built of.
type soundness struct {
	u      *unit
	broken bool // the unit has errors
}

func (s *soundness) decl(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if decl.Body != nil && !s.function(decl) {
			s.u.unsound[decl] = true
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			if spec, ok := spec.(*ast.ValueSpec); ok && decl.Tok == token.VAR {
				s.values(spec)
			}
		}
	}
}

func (s *soundness) function(decl *ast.FuncDecl) bool {
	f, ok := s.u.info.Defs[decl.Name].(*types.Func)
	if !ok || !known(f.Type()) {
		return false
	}
	sig := f.Signature()
	if s.broken && (sig.TypeParams() != nil || sig.RecvTypeParams() != nil) {
		return false
	}
	return s.sound(decl)
}

// values marks the initial values of variables.
func (s *soundness) values(spec *ast.ValueSpec) {
	whole := len(spec.Values) == len(spec.Names) || len(spec.Values) == 1
	for _, name := range spec.Names {
		obj := s.u.info.Defs[name]
		whole = whole && (name.Name == "_" || obj != nil && known(obj.Type()))
	}
	for _, v := range spec.Values {
		if !whole || !s.sound(v) {
			s.u.unsound[v] = true
		}
	}
}

// sound reports whether all of a node is known to the type checker.
func (s *soundness) sound(root ast.Node) bool {
	for _, e := range s.u.errs {
		if !e.Soft && root.Pos() <= e.Pos && e.Pos <= root.End() {
			return false
		}
	}
	sound := true
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BadStmt, *ast.BadExpr, *ast.BadDecl:
			sound = false
		case *ast.Ident:
			sound = sound && s.ident(n)
		}
		if x, ok := n.(ast.Expr); ok && sound {
			if tv, ok := s.u.info.Types[x]; ok && !known(tv.Type) {
				sound = false
			}
		}
		return sound
	})
	return sound
}

func (s *soundness) ident(id *ast.Ident) bool {
	if obj := s.u.info.Uses[id]; obj != nil {
		return known(obj.Type())
	}
	obj, declared := s.u.info.Defs[id] // nil for x in switch x := y.(type)
	return id.Name == "_" || declared && (obj == nil || known(obj.Type()))
}

// known reports whether a type is one, through all that it is composed of. A named type
// is known when it has an underlying one: what its fields are is the matter of those that
// use them.
func known(t types.Type) bool {
	switch t := t.(type) {
	case *types.Basic:
		return t.Kind() != types.Invalid
	case *types.Pointer:
		return known(t.Elem())
	case *types.Slice:
		return known(t.Elem())
	case *types.Array:
		return known(t.Elem())
	case *types.Chan:
		return known(t.Elem())
	case *types.Map:
		return known(t.Key()) && known(t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			if !known(v.Type()) {
				return false
			}
		}
	case *types.Signature:
		return known(t.Params()) && known(t.Results())
	case *types.Alias:
		return known(types.Unalias(t))
	case *types.Named:
		return t.Underlying() != types.Typ[types.Invalid]
	}
	return true // nil for what has none, such as packages and labels
}

// soundFiles are the files of a unit as ssa can take them: what is declared twice stands
// there once, and unsound functions have no body.
func (u *unit) soundFiles() (files []*ast.File) {
	if len(u.unsound) == 0 && len(u.errs) == 0 {
		return u.syntax
	}
	for _, f := range u.syntax {
		reduced := *f
		reduced.Decls = nil
		for _, decl := range f.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				if u.info.Defs[decl.Name] != nil {
					reduced.Decls = append(reduced.Decls, u.soundFunc(decl))
				}
			case *ast.GenDecl:
				reduced.Decls = append(reduced.Decls, u.soundDecl(decl))
			}
		}
		files = append(files, &reduced)
	}
	return files
}

func (u *unit) soundFunc(decl *ast.FuncDecl) *ast.FuncDecl {
	if !u.unsound[decl] {
		return decl
	}
	reduced := *decl
	reduced.Body = nil
	return &reduced
}

func (u *unit) soundDecl(decl *ast.GenDecl) *ast.GenDecl {
	reduced := *decl
	reduced.Specs = nil
	for _, spec := range decl.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if u.info.Defs[s.Name] == nil {
				continue
			}
		case *ast.ValueSpec:
			once := *s
			once.Names = slices.DeleteFunc(slices.Clone(s.Names), func(name *ast.Ident) bool { return u.info.Defs[name] == nil })
			spec = &once
		}
		reduced.Specs = append(reduced.Specs, spec)
	}
	return &reduced
}

// soundInfo is what is known of a unit's files, without the unsound initial values.
func (u *unit) soundInfo() *types.Info {
	reduced := *u.info
	reduced.InitOrder = slices.DeleteFunc(slices.Clone(reduced.InitOrder), func(i *types.Initializer) bool { return u.unsound[i.Rhs] })
	return &reduced
}
