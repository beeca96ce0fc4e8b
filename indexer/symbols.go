package indexer

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"sourcedive/indexer/index"
)

// declareSymbols makes a symbol of every package-level declaration, method, field
// and function literal of the indexed packages.
func (p *program) declareSymbols() {
	p.byID = map[index.ID]*symbol{}
	p.byObj = map[types.Object]*symbol{}
	p.byLit = map[*ast.FuncLit]*symbol{}
	p.byLink = map[string]*symbol{}
	for _, u := range p.units {
		d := &declarer{program: p, u: u, closures: map[index.ID]int{}}
		for _, f := range u.syntax {
			d.file(f)
		}
		for _, m := range d.methods {
			d.method(m)
		}
		for _, f := range u.syntax {
			p.attachLinknames(u, f)
		}
	}
	p.declareAssembly()
}

// declarer declares the symbols of one unit.
type declarer struct {
	*program
	u        *unit
	methods  []*ast.FuncDecl
	inits    int
	closures map[index.ID]int // function literals so far, by enclosing function
	group    *ast.GenDecl
}

func (d *declarer) file(f *ast.File) {
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			d.funcDecl(decl)
		case *ast.GenDecl:
			d.group = decl
			for _, spec := range decl.Specs {
				d.spec(spec)
			}
		}
	}
}

func (d *declarer) funcDecl(decl *ast.FuncDecl) {
	switch {
	case decl.Name.Name == "_":
	case decl.Recv != nil:
		d.methods = append(d.methods, decl) // their types may be declared in a later file
	case decl.Name.Name == "init":
		s := d.function(nil, decl, index.KindFunc, fmt.Sprintf("init.%d", d.inits))
		d.inits++
		d.literals(decl.Body, s)
	default:
		name := decl.Name.Name
		if decl.Type.TypeParams != nil {
			name += "[...]"
		}
		d.literals(decl.Body, d.function(nil, decl, index.KindFunc, name))
	}
}

// method declares a method under its receiver's type.
func (d *declarer) method(decl *ast.FuncDecl) {
	name, pointer, params := index.Receiver(decl)
	parent := d.byID[d.id(name)]
	if parent == nil || decl.Name.Name == "_" {
		return
	}
	if params {
		name += "[...]"
	}
	if pointer {
		name = "(*" + name + ")"
	}
	s := d.function(parent, decl, index.KindMethod, name+"."+decl.Name.Name)
	d.literals(decl.Body, s)
}

func (d *declarer) id(local string) index.ID {
	n := index.Name{Path: d.u.meta.PkgPath, Parts: []string{"x"}}
	return index.ID(strings.TrimSuffix(string(n.ID()), "x") + local)
}

func (d *declarer) function(parent *symbol, decl *ast.FuncDecl, kind index.Kind, local string) *symbol {
	end := decl.Type.End()
	s := d.declare(parent, kind, d.id(local), decl, decl.Name, decl.Pos(), end, decl.Doc)
	s.Directives = d.directives(decl.Doc)
	return s
}

// declare adds a symbol; its signature is the text from sigFrom to sigTo on one
// line. A second declaration of an ID is dropped, with all that is declared inside
// it: the type checker reports it.
func (d *declarer) declare(parent *symbol, kind index.Kind, id index.ID, decl ast.Node, name *ast.Ident, sigFrom, sigTo token.Pos, doc *ast.CommentGroup) *symbol {
	s := &symbol{parent: parent, Symbol: index.Symbol{
		ID: id, Kind: kind, Pkg: d.u.pkg,
		Decl: d.place(decl.Pos(), decl.End()), Name: index.NoRange, Asm: index.NoRange,
		Sig: d.oneLine(sigFrom, sigTo), Doc: strings.TrimSpace(doc.Text()),
		Offset: -1, Size: -1, Align: -1, Args: -1,
	}}
	s.Head = s.Decl.End
	if sigTo.IsValid() {
		s.Head = d.place(sigTo, sigTo).Off
	}
	if name != nil {
		s.Name = d.place(name.Pos(), name.End())
	}
	if !s.Decl.OK() || d.byID[id] != nil || parent != nil && parent.dropped {
		s.dropped = true
		return s
	}
	d.add(s)
	if obj := d.u.info.Defs[name]; name != nil && obj != nil {
		d.byObj[obj] = s
	}
	if lit, ok := decl.(*ast.FuncLit); ok {
		d.byLit[lit] = s
	}
	return s
}

func (p *declarations) add(s *symbol) {
	p.byID[s.ID] = s
	p.symbols = append(p.symbols, s)
}

// oneLine is the source between two positions with its white space folded.
func (p *sources) oneLine(from, to token.Pos) string {
	if !from.IsValid() || !to.IsValid() {
		return ""
	}
	at := p.place(from, to)
	if !at.OK() {
		return ""
	}
	text := strings.Join(strings.Fields(p.files[at.File].Text[at.Off:at.End]), " ")
	return strings.NewReplacer("( ", "(", ", )", ")", " )", ")").Replace(text)
}

// spec declares the types, constants and variables of one specification.
func (d *declarer) spec(spec ast.Spec) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		d.typeSpec(spec)
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			if name.Name != "_" {
				d.value(spec, name)
			}
		}
		for _, v := range spec.Values {
			d.literalsIn(v, nil)
		}
	}
}

// groupDoc is the comment of a specification: its own, that of a declaration of
// its own, or the remark behind it.
func (d *declarer) groupDoc(own, behind *ast.CommentGroup) *ast.CommentGroup {
	if own == nil && len(d.group.Specs) == 1 {
		own = d.group.Doc
	}
	if own == nil {
		own = behind
	}
	return own
}

func (d *declarer) value(spec *ast.ValueSpec, name *ast.Ident) {
	doc := d.groupDoc(spec.Doc, spec.Comment)
	s := d.declare(nil, index.KindVar, d.id(name.Name), d.whole(spec), name, token.NoPos, token.NoPos, doc)
	s.Directives = d.directives(d.group.Doc, spec.Doc)
	switch obj := d.u.info.Defs[name].(type) {
	case *types.Const:
		s.Kind = index.KindConst
		s.Value = exact(obj.Val())
		s.Type = d.typeString(obj.Type())
		s.Sig = "const " + name.Name + " = " + s.Value
	case *types.Var:
		s.Type = d.typeString(obj.Type())
		s.Sig = "var " + name.Name + " " + s.Type
		s.Size, s.Align = d.sizeOf(obj.Type())
		if st, ok := ast.Unparen(typeOrNil(spec.Type)).(*ast.StructType); ok {
			d.fields(s, st, d.structOf(obj.Type()), 0)
		}
	}
}

// exact is a constant's value: strings whole where they can be read, numbers as a
// person writes them.
func exact(v constant.Value) string {
	if v.Kind() == constant.String {
		return shown(v)
	}
	return v.String()
}

// whole is the declaration of a specification: with its keyword, when it is the
// only one there.
func (d *declarer) whole(spec ast.Spec) ast.Node {
	if !d.group.Lparen.IsValid() {
		return d.group
	}
	return spec
}

func typeOrNil(e ast.Expr) ast.Expr {
	if e == nil {
		return &ast.BadExpr{}
	}
	return e
}

// typeString writes a type with package names, those of its own package left out.
func (d *declarer) typeString(t types.Type) string {
	return types.TypeString(t, func(other *types.Package) string {
		if other == d.u.types {
			return ""
		}
		return other.Name()
	})
}

// literals declares the closures of a function.
func (d *declarer) literals(body *ast.BlockStmt, in *symbol) {
	if body != nil {
		d.literalsIn(body, in)
	}
}

// literalsIn numbers function literals as the compiler does: in order of their
// place, nested ones under the enclosing literal's name, those of package-level
// variables under init.
func (d *declarer) literalsIn(root ast.Node, in *symbol) {
	ast.Inspect(root, func(n ast.Node) bool {
		lit, ok := n.(*ast.FuncLit)
		if !ok {
			return true
		}
		outer := d.id("init")
		if in != nil {
			outer = in.ID
		}
		d.closures[outer]++
		form := "%s.func%d"
		if in != nil && in.Kind == index.KindClosure {
			form = "%s.%d"
		}
		id := index.ID(fmt.Sprintf(form, outer, d.closures[outer]))
		s := d.declare(in, index.KindClosure, id, lit, nil, lit.Type.Pos(), lit.Type.End(), nil)
		d.literalsIn(lit.Body, s)
		return false
	})
}
