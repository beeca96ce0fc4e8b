package indexer

import (
	"go/ast"
	"go/token"
	"go/types"

	"sourcedive/indexer/index"
)

func (d *declarer) typeSpec(spec *ast.TypeSpec) {
	if spec.Name.Name == "_" {
		return
	}
	doc := d.groupDoc(spec.Doc, spec.Comment)
	s := d.declare(nil, index.KindType, d.id(spec.Name.Name), d.whole(spec), spec.Name, spec.Pos(), spec.End(), doc)
	s.Directives = d.directives(d.group.Doc, spec.Doc)
	obj := d.u.info.Defs[spec.Name]
	if obj == nil {
		return
	}
	s.Size, s.Align = d.sizeOf(obj.Type())
	switch t := ast.Unparen(spec.Type).(type) {
	case *ast.StructType:
		s.Sig = d.header(spec, "struct")
		s.Head = d.place(headEnd(spec), headEnd(spec)).Off
		d.fields(s, t, d.structOf(obj.Type()), 0)
	case *ast.InterfaceType:
		s.Sig = d.header(spec, "interface")
		s.Head = d.place(headEnd(spec), headEnd(spec)).Off
		d.abstractMethods(s, t)
	default:
		s.Sig = "type " + s.Sig
	}
}

// header is the signature of a type whose body is shown as a table.
func (d *declarer) header(spec *ast.TypeSpec, kind string) string {
	return "type " + d.oneLine(spec.Pos(), headEnd(spec)) + " " + kind
}

// headEnd is where a type's name and parameters end.
func headEnd(spec *ast.TypeSpec) token.Pos {
	if spec.TypeParams != nil {
		return spec.TypeParams.End()
	}
	return spec.Name.End()
}

// structOf is the struct under a type when its layout can be known.
func (d *declarer) structOf(t types.Type) *types.Struct {
	st, _ := t.Underlying().(*types.Struct)
	return st
}

// sizeOf is the size and alignment of a type; -1 when it depends on type
// parameters or the type is broken.
func (p *tree) sizeOf(t types.Type) (size, align int64) {
	if t == nil || p.sizes == nil || dependsOnParams(t, map[types.Type]bool{}) {
		return -1, -1
	}
	if size = p.sizes.Sizeof(t); size < 0 {
		return -1, -1
	}
	return size, p.sizes.Alignof(t)
}

// dependsOnParams reports whether a type's layout does. Pointers, maps and the
// like have one size whatever they hold.
func dependsOnParams(t types.Type, seen map[types.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t := t.(type) {
	case *types.TypeParam:
		return true
	case *types.Named:
		return dependsOnParams(t.Underlying(), seen)
	case *types.Alias:
		return dependsOnParams(types.Unalias(t), seen)
	case *types.Array:
		return dependsOnParams(t.Elem(), seen)
	case *types.Struct:
		for f := range t.Fields() {
			if dependsOnParams(f.Type(), seen) {
				return true
			}
		}
	case *types.Basic:
		return t.Kind() == types.Invalid
	}
	return false
}

// fields declares the fields of a struct, those of structs written inside it too.
// Offsets count from the start of the outermost struct.
func (d *declarer) fields(parent *symbol, st *ast.StructType, t *types.Struct, base int64) {
	offsets := d.offsets(t)
	i := 0
	for _, f := range st.Fields.List {
		names := f.Names
		if len(names) == 0 {
			names = []*ast.Ident{embeddedName(f.Type)}
		}
		for _, name := range names {
			offset := int64(-1)
			if i < len(offsets) && base >= 0 {
				offset = base + offsets[i]
			}
			i++
			if name != nil && name.Name != "_" {
				d.field(parent, f, name, offset)
			}
		}
	}
}

func (d *declarer) offsets(t *types.Struct) []int64 {
	if t == nil || dependsOnParams(t, map[types.Type]bool{}) {
		return nil
	}
	var fields []*types.Var
	for f := range t.Fields() {
		fields = append(fields, f)
	}
	return d.sizes.Offsetsof(fields)
}

func (d *declarer) field(parent *symbol, f *ast.Field, name *ast.Ident, offset int64) {
	doc := f.Doc
	if doc == nil {
		doc = f.Comment
	}
	s := d.declare(parent, index.KindField, parent.ID+"."+index.ID(name.Name), f, name, f.Pos(), f.Type.End(), doc)
	s.Offset = offset
	s.Embedded = len(f.Names) == 0
	if obj := d.u.info.Defs[name]; obj != nil {
		s.Type = d.typeString(obj.Type())
		s.Size, s.Align = d.sizeOf(obj.Type())
		if st, ok := ast.Unparen(f.Type).(*ast.StructType); ok {
			d.fields(s, st, d.structOf(obj.Type()), offset)
		}
	}
}

// embeddedName is the identifier that names an embedded field.
func embeddedName(t ast.Expr) *ast.Ident {
	switch t := ast.Unparen(t).(type) {
	case *ast.Ident:
		return t
	case *ast.StarExpr:
		return embeddedName(t.X)
	case *ast.SelectorExpr:
		return t.Sel
	case *ast.IndexExpr:
		return embeddedName(t.X)
	case *ast.IndexListExpr:
		return embeddedName(t.X)
	}
	return nil
}

func (d *declarer) abstractMethods(parent *symbol, t *ast.InterfaceType) {
	for _, f := range t.Methods.List {
		for _, name := range f.Names {
			doc := f.Doc
			if doc == nil {
				doc = f.Comment
			}
			d.declare(parent, index.KindAbstract, parent.ID+"."+index.ID(name.Name), f, name, f.Pos(), f.End(), doc)
		}
	}
}
