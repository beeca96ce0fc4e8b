package history

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"sourcedive/indexer/index"
	"strconv"
	"strings"
)

// goFile is a Go file while it is read.
type goFile struct {
	*file
	pkg, name string
	fset      *token.FileSet
	text      []byte
	generated bool
	inits     int
	paths     map[string]string // name in the file to path
}

func readGo(pkg, name string, text []byte) *file {
	g := &goFile{file: &file{}, pkg: pkg, name: name, fset: token.NewFileSet(), text: text, paths: map[string]string{}}
	f, err := parser.ParseFile(g.fset, name, text, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		g.err = err
	}
	if f == nil || f.Name == nil || f.Name.Name == "main" || f.Name.Name == "documentation" || f.Name.Name == "ignore" {
		g.ignored = true
		return g.file
	}
	head := text[:min(len(text), 2000)]
	g.generated = bytes.Contains(head, []byte("DO NOT EDIT")) || bytes.Contains(head, []byte("MACHINE GENERATED"))
	for _, spec := range f.Imports {
		g.imported(spec)
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			g.function(d)
		case *ast.GenDecl:
			g.general(d)
		}
	}
	return g.file
}

func (g *goFile) imported(spec *ast.ImportSpec) {
	p, err := strconv.Unquote(spec.Path.Value)
	if err != nil || p == "unsafe" || p == "C" {
		g.cgo = g.cgo || p == "C"
		return
	}
	g.imports = append(g.imports, p)
	local := p[strings.LastIndexByte(p, '/')+1:]
	if spec.Name != nil {
		local = spec.Name.Name
	}
	g.paths[local] = p
}

func (g *goFile) at(p token.Pos) int   { return g.fset.Position(p).Offset }
func (g *goFile) line(p token.Pos) int { return g.fset.Position(p).Line }

// source is the text of a node in one line.
func (g *goFile) source(n ast.Node) string {
	return strings.Join(strings.Fields(string(g.text[g.at(n.Pos()):g.at(n.End())])), " ")
}

func (g *goFile) add(p *piece) *piece {
	p.file = g.pkg + "/" + g.name
	p.generated = g.generated
	g.pieces = append(g.pieces, p)
	return p
}

func (g *goFile) function(d *ast.FuncDecl) {
	if d.Name.Name == "_" {
		return
	}
	recv, pointer, _ := index.Receiver(d)
	p := &piece{
		kind: Func, name: funcName(g.pkg, recv, pointer, d.Name.Name), recv: recv, base: d.Name.Name,
		line: g.line(d.Pos()), text: string(g.text[g.at(d.Pos()):g.at(d.End())]), bodyless: d.Body == nil,
	}
	if recv == "" && d.Name.Name == "init" {
		// Numbers of init functions shift with the files of a package; a file's name stays.
		p.name = InitName(g.pkg+"/"+g.name, g.inits)
		g.inits++
	}
	if d.Doc != nil {
		p.doc = hashOf(d.Doc.Text())
	}
	p.finish()
	if d.Body != nil {
		p.calls = g.callsIn(d.Body)
	}
	g.add(p)
}

// InitName is the name of the nth init function of a file, counted from 0.
func InitName(file string, n int) string {
	slash := strings.LastIndexByte(file, '/')
	name := fmt.Sprintf("%s.init@%s", file[:slash], file[slash+1:])
	if n > 0 {
		name += fmt.Sprintf("#%d", n+1)
	}
	return name
}

func funcName(pkg, recv string, pointer bool, name string) string {
	switch {
	case recv == "":
		return pkg + "." + name
	case pointer:
		return pkg + ".(*" + recv + ")." + name
	}
	return pkg + "." + recv + "." + name
}

func (g *goFile) general(d *ast.GenDecl) {
	var last *ast.ValueSpec // of a const group: the expression that is repeated
	for iota, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			g.typ(s)
		case *ast.ValueSpec:
			kind := Var
			if d.Tok == token.CONST {
				kind = Const
				if len(s.Values) > 0 || s.Type != nil || last == nil {
					last = s
				}
			}
			g.values(kind, s, last, iota)
		}
	}
}

// values are the names of one line of a const or var declaration. What is compared is
// what is written, with the count of iota where it matters.
func (g *goFile) values(kind Kind, s, repeated *ast.ValueSpec, iota int) {
	if kind == Var || repeated == nil {
		repeated = s
	}
	for i, name := range s.Names {
		if name.Name == "_" {
			continue
		}
		h := newHasher
		h.word(kind.String())
		if repeated.Type != nil {
			h.word(g.source(repeated.Type))
		}
		switch {
		case i < len(repeated.Values):
			value := g.source(repeated.Values[i])
			h.word(value)
			if strings.Contains(value, "iota") {
				h.word(strconv.Itoa(iota))
			}
		case len(repeated.Values) == 1:
			h.word(g.source(repeated.Values[0]))
			h.word(strconv.Itoa(i))
		}
		g.add(&piece{kind: kind, name: g.pkg + "." + name.Name, base: name.Name, line: g.line(name.Pos()), hash: uint64(h)})
	}
}

func (g *goFile) typ(s *ast.TypeSpec) {
	if s.Name.Name == "_" {
		return
	}
	name := g.pkg + "." + s.Name.Name
	p := g.add(&piece{kind: Type, name: name, base: s.Name.Name, line: g.line(s.Pos())})
	if st, ok := s.Type.(*ast.StructType); ok {
		p.hash = hashOf("struct")
		p.body = hashOf(g.source(st))
		p.tokens = g.fields(name, st)
		return
	}
	p.hash = hashOf(g.source(s.Type))
	p.body = p.hash
}

// fields adds the fields of a struct, and those of structs written inside it, and
// counts them.
func (g *goFile) fields(of string, st *ast.StructType) (n int) {
	for _, f := range st.Fields.List {
		typ := g.source(f.Type)
		names := f.Names
		if len(names) == 0 {
			base := strings.TrimPrefix(typ, "*")
			base, _, _ = strings.Cut(base, "[")
			base = base[strings.LastIndexByte(base, '.')+1:]
			names = []*ast.Ident{{NamePos: f.Pos(), Name: base}}
		}
		for _, name := range names {
			if name.Name == "_" {
				continue
			}
			n++
			p := g.add(&piece{kind: Field, name: of + "." + name.Name, recv: of, base: name.Name, line: g.line(name.Pos()), hash: hashOf(typ)})
			if inner, ok := f.Type.(*ast.StructType); ok {
				p.hash = hashOf("struct")
				n += g.fields(p.name, inner)
			}
		}
	}
	return n
}
