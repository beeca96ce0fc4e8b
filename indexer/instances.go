package indexer

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"strings"
)

// generics are the generic declarations of a package with what each instantiates, and
// what is instantiated outside of them. ssa makes every instance that is reached, and
// thirty functions that call the next one with two types each have a billion.
type generics struct {
	of    map[types.Object]*generic // by function or type; the latter with its methods
	roots []instantiation
}

// generic is a declaration with type parameters.
type generic struct {
	pos  token.Pos
	size int // identifiers, for what an instance costs
	uses []instantiation
}

// instantiation is a use of a generic declaration.
type instantiation struct {
	of   types.Object
	args []types.Type
	in   []*types.TypeParam // those of the declaration that it stands in; a method's are its receiver's, and its own
}

// collect finds what a checked package declares and instantiates.
func collect(syntax []*ast.File, info *types.Info) *generics {
	g := &generics{of: map[types.Object]*generic{}}
	for _, f := range syntax {
		for _, decl := range f.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				g.function(info, decl)
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if t, ok := spec.(*ast.TypeSpec); ok && t.TypeParams != nil {
						if obj := info.Defs[t.Name]; obj != nil {
							g.inside(info, t, obj, typeParams(obj.Type()))
						}
					} else {
						g.inside(info, spec, nil, nil)
					}
				}
			}
		}
	}
	return g
}

func (g *generics) function(info *types.Info, decl *ast.FuncDecl) {
	obj, _ := info.Defs[decl.Name].(*types.Func)
	if obj == nil {
		return
	}
	own, recv := list(obj.Signature().TypeParams()), list(obj.Signature().RecvTypeParams())
	switch {
	case len(recv) > 0:
		if named, ok := deref(obj.Signature().Recv().Type()).(*types.Named); ok {
			g.inside(info, decl, named.Obj(), append(recv, own...))
		}
	case len(own) > 0:
		g.inside(info, decl, obj, own)
	default:
		g.inside(info, decl, nil, nil)
	}
}

// inside adds what stands in the declaration of obj, which is nil for one that is not
// generic.
func (g *generics) inside(info *types.Info, n ast.Node, obj types.Object, params []*types.TypeParam) {
	uses := &g.roots
	var d *generic
	if obj != nil {
		if d = g.of[obj]; d == nil {
			d = &generic{pos: obj.Pos()}
			g.of[obj] = d
		}
		uses = &d.uses
	}
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		if d != nil {
			d.size++
		}
		if inst, ok := info.Instances[id]; ok {
			if of := info.Uses[id]; of != nil {
				args := make([]types.Type, inst.TypeArgs.Len())
				for i := range args {
					args[i] = inst.TypeArgs.At(i)
				}
				*uses = append(*uses, instantiation{origin(of), args, params})
			}
		}
		return true
	})
}

func typeParams(t types.Type) []*types.TypeParam {
	if t, ok := t.(interface{ TypeParams() *types.TypeParamList }); ok {
		return list(t.TypeParams())
	}
	return nil
}

func list(params *types.TypeParamList) (all []*types.TypeParam) {
	for p := range params.TypeParams() {
		all = append(all, p)
	}
	return all
}

func deref(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return types.Unalias(t)
}

func origin(obj types.Object) types.Object {
	if f, ok := obj.(*types.Func); ok {
		return f.Origin()
	}
	return obj
}

// instances refuses more instances than ssa can be made of. It is asked when what is unsound
// has been found, of which ssa makes nothing.
func (p *tree) instances() error {
	all := generics{of: map[types.Object]*generic{}}
	for _, u := range p.units {
		g := collect(u.soundFiles(), u.info)
		maps.Copy(all.of, g.of)
		all.roots = append(all.roots, g.roots...)
	}
	err := all.bounded(p)
	if err == nil {
		return nil
	}
	for _, u := range p.listed {
		for _, e := range u.errs {
			if strings.HasPrefix(e.Msg, "instantiation cycle") {
				return p.refused(e.Pos, "%s", e.Msg) // go/types knows which of them has no end
			}
		}
	}
	return err
}

// bounded counts instances without making them: types are written out as what they are
// made of, which is all that tells instances apart.
func (g *generics) bounded(p *tree) error {
	type instance struct {
		of   types.Object
		args []string
	}
	seen := map[types.Object]map[string]bool{}
	var todo []instance
	reach := func(u instantiation, with []string) error {
		d := g.of[u.of]
		if d == nil {
			return nil
		}
		env := map[*types.TypeParam]string{}
		for i, p := range u.in {
			if i < len(with) {
				env[p] = with[i]
			}
		}
		args := make([]string, len(u.args))
		for i, arg := range u.args {
			s := shape{env: env, local: strings.Join(with, ",")}
			if s.write(arg); s.b.Len() > maxShape {
				return p.refused(d.pos, "%s is instantiated with a type of more than %d bytes", u.of.Name(), maxShape)
			}
			args[i] = s.b.String()
		}
		if key := strings.Join(args, ","); !seen[u.of][key] {
			if seen[u.of] == nil {
				seen[u.of] = map[string]bool{}
			}
			seen[u.of][key] = true
			todo = append(todo, instance{u.of, args})
		}
		return nil
	}
	for _, u := range g.roots {
		if err := reach(u, nil); err != nil {
			return err
		}
	}
	for size := 0; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		d := g.of[n.of]
		if size += d.size + instanceSize; size > maxInstantiated {
			return p.refused(d.pos, "instances of generic declarations have more than %d names: %s alone has %d instances", maxInstantiated, n.of.Name(), len(seen[n.of]))
		}
		for _, u := range d.uses {
			if err := reach(u, n.args); err != nil {
				return err
			}
		}
	}
	return nil
}

// shape writes a type out, with the type arguments of the instance that it stands in.
type shape struct {
	b     strings.Builder
	env   map[*types.TypeParam]string
	local string // what types that are declared in the instance differ by
}

func (s *shape) write(t types.Type) {
	if s.b.Len() > maxShape {
		return
	}
	switch t := t.(type) {
	case *types.Alias:
		s.write(types.Unalias(t))
		return
	case *types.TypeParam:
		s.b.WriteString(s.env[t])
		return
	case *types.Basic:
		s.b.WriteString(t.Name())
		return
	case *types.Named:
		fmt.Fprintf(&s.b, "%p", t.Origin())
		if obj := t.Obj(); obj.Pkg() != nil && obj.Parent() != obj.Pkg().Scope() {
			s.b.WriteString("{" + s.local + "}")
		}
	case *types.Array:
		fmt.Fprint(&s.b, t.Len())
	case *types.Chan:
		fmt.Fprint(&s.b, "chan", t.Dir())
	case *types.Struct:
		for i := range t.NumFields() {
			s.b.WriteString(t.Field(i).Name() + " " + t.Tag(i) + ";")
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			s.b.WriteString(m.Name() + ";")
		}
	case *types.Union:
		for term := range t.Terms() {
			fmt.Fprint(&s.b, term.Tilde())
		}
	case *types.Signature:
		fmt.Fprint(&s.b, t.Variadic())
	}
	fmt.Fprintf(&s.b, "%T(", t)
	for _, part := range parts(t) {
		s.write(part)
		s.b.WriteByte(',')
	}
	s.b.WriteByte(')')
}
