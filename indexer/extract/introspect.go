// Package introspect finds, in an index, what the runtime tells about itself: the
// fields of its trace lines, the settings of GODEBUG and where they are read, the
// reasons for which goroutines wait and who gives them, the changes of a goroutine's
// status. Nothing here is typed in: another version gives other tables.
//
// # Limits
//
// It goes by the form of the source: print calls, the composite literal of the
// settings, tables indexed by constants, calls with constants for arguments. What has
// another form in a version is missing from its table.
package extract

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"

	"sourcedive/indexer/index"
)

// Printed is one field of a line that a function prints.
type Printed struct {
	Label string // the text printed before the value: "gomaxprocs="
	Value string // the expression, as the source has it
	Place index.Range
}

// Setting is a GODEBUG setting.
type Setting struct {
	Name  string
	Field index.Sym // that holds it; NoSym for one that is read through internal/godebug
	Place index.Range
	Reads []index.Use // of the field, or the call of godebug.New
}

// Reason is a reason to wait, as a goroutine dump prints it.
type Reason struct {
	Text  string
	Const index.Sym
	Uses  []index.Use // where it is handed to a function or stored
}

// Change is a change of status that the source writes with constants.
type Change struct {
	From, To string // "_Grunnable"
	In       index.Sym
	Place    index.Range
}

// Source answers questions about the syntax of an index's files.
type Source struct {
	x     *index.Index
	files map[int32]*parsed
	args  map[int32]map[int32]bool
}

type parsed struct {
	set  *token.FileSet
	file *ast.File
}

// New readies an index.
func New(x *index.Index) *Source {
	return &Source{x, map[int32]*parsed{}, map[int32]map[int32]bool{}}
}

func (s *Source) parse(file int32) *parsed {
	p, ok := s.files[file]
	if !ok {
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, s.x.Files[file].Path, s.x.Files[file].Text, parser.SkipObjectResolution)
		if err == nil {
			p = &parsed{set, f}
		}
		s.files[file] = p
	}
	return p
}

// visit walks the declaration of a symbol.
func (s *Source) visit(id index.ID, see func(n ast.Node, at func(ast.Node) index.Range)) {
	sym, ok := s.x.Sym(id)
	if !ok || !s.x.Symbols[sym].Decl.OK() {
		return
	}
	decl := s.x.Symbols[sym].Decl
	p := s.parse(decl.File)
	if p == nil {
		return
	}
	s.walk(decl.File, p, func(n ast.Node, at index.Range) {
		if decl.Contains(at.File, at.Off) {
			see(n, func(n ast.Node) index.Range { return place(decl.File, p, n) })
		}
	})
}

func (s *Source) walk(file int32, p *parsed, see func(ast.Node, index.Range)) {
	ast.Inspect(p.file, func(n ast.Node) bool {
		if n != nil {
			see(n, place(file, p, n))
		}
		return true
	})
}

func place(file int32, p *parsed, n ast.Node) index.Range {
	base := p.set.File(p.file.FileStart).Base()
	return index.Range{File: file, Off: int32(int(n.Pos()) - base), End: int32(int(n.End()) - base)}
}

// Printed lists what the print calls of a function print, in order: each value with
// the text before it.
func (s *Source) Printed(fn index.ID) (rows []Printed) {
	label := ""
	s.visit(fn, func(n ast.Node, at func(ast.Node) index.Range) {
		call, ok := n.(*ast.CallExpr)
		if !ok || !named(call.Fun, "print", "println") {
			return
		}
		for _, arg := range call.Args {
			if text, ok := literal(arg); ok {
				label = text
				continue
			}
			pl := at(arg)
			rows = append(rows, Printed{short(label), s.x.Files[pl.File].Text[pl.Off:pl.End], pl})
			label = ""
		}
	})
	return rows
}

// short is the label next to a value: "gomaxprocs=" of "ms: gomaxprocs=".
func short(label string) string {
	label = strings.TrimSpace(label)
	if strings.HasSuffix(label, "=") {
		return label[strings.LastIndexByte(label, ' ')+1:]
	}
	return label
}

func named(x ast.Expr, names ...string) bool {
	id, ok := x.(*ast.Ident)
	for _, name := range names {
		if ok && id.Name == name {
			return true
		}
	}
	return false
}

func literal(x ast.Expr) (string, bool) {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}

// Settings lists the GODEBUG settings: those of the runtime's own table, in its order,
// then those that other packages ask for.
func (s *Source) Settings() (list []Setting) {
	s.visit("runtime.dbgvars", func(n ast.Node, at func(ast.Node) index.Range) {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return
		}
		if set, ok := s.setting(lit); ok {
			set.Place = at(lit)
			list = append(list, set)
		}
	})
	return merge(append(list, s.asked()...))
}

// merge makes one of settings that are both in the table and asked for.
func merge(all []Setting) (list []Setting) {
	at := map[string]int{}
	for _, set := range all {
		if i, ok := at[set.Name]; ok {
			list[i].Reads = append(list[i].Reads, set.Reads...)
			continue
		}
		at[set.Name] = len(list)
		list = append(list, set)
	}
	return list
}

// setting reads one entry of the table: a name and the address of a field of debug.
func (s *Source) setting(lit *ast.CompositeLit) (set Setting, ok bool) {
	set.Field = index.NoSym
	for _, e := range lit.Elts {
		if kv, keyed := e.(*ast.KeyValueExpr); keyed {
			e = kv.Value
		}
		if text, is := literal(e); is && set.Name == "" {
			set.Name = text
		}
		if addr, is := e.(*ast.UnaryExpr); is {
			if sel, is := addr.X.(*ast.SelectorExpr); is && named(sel.X, "debug") {
				if f, is := s.x.Sym(index.ID("runtime.debug." + sel.Sel.Name)); is {
					set.Field, set.Reads = f, s.reads(f)
				}
			}
		}
	}
	return set, set.Name != "" && set.Field != index.NoSym
}

// reads are the uses of a field but for its declaration and the table.
func (s *Source) reads(field index.Sym) (list []index.Use) {
	for _, u := range s.x.Uses(field) {
		if u.Access&(index.Declare|index.Address) == 0 && u.Access&index.Read != 0 {
			list = append(list, u)
		}
	}
	return list
}

// asked finds the settings that are read through internal/godebug.
func (s *Source) asked() (list []Setting) {
	s.calls("internal/godebug.New", func(call *ast.CallExpr, u index.Use, at index.Range) {
		if len(call.Args) != 1 {
			return
		}
		if text, ok := literal(call.Args[0]); ok {
			list = append(list, Setting{Name: strings.TrimPrefix(text, "#"), Field: index.NoSym, Place: at, Reads: []index.Use{u}})
		}
	})
	return list
}

// calls visits the calls of a function by its name, file by file.
func (s *Source) calls(fn index.ID, see func(call *ast.CallExpr, u index.Use, at index.Range)) {
	sym, ok := s.x.Sym(fn)
	if !ok {
		return
	}
	uses := s.x.Uses(sym)
	for len(uses) > 0 {
		file, called := uses[0].File, map[int32]index.Use{}
		for len(uses) > 0 && uses[0].File == file {
			if uses[0].Access&index.Called != 0 {
				called[uses[0].Off] = uses[0]
			}
			uses = uses[1:]
		}
		if len(called) == 0 || s.x.Files[file].Lang != index.LangGo {
			continue
		}
		p := s.parse(file)
		if p == nil {
			continue
		}
		s.walk(file, p, func(n ast.Node, at index.Range) {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return
			}
			name := call.Fun
			if sel, ok := name.(*ast.SelectorExpr); ok {
				name = sel.Sel
			}
			if u, ok := called[place(file, p, name).Off]; ok {
				see(call, u, at)
			}
		})
	}
}

// Reasons lists the reasons to wait, in the order of their constants.
func (s *Source) Reasons() (list []Reason) {
	s.visit("runtime.waitReasonStrings", func(n ast.Node, _ func(ast.Node) index.Range) {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return
		}
		key, isName := kv.Key.(*ast.Ident)
		text, isText := literal(kv.Value)
		if !isName || !isText {
			return
		}
		c, ok := s.x.Sym(index.ID("runtime." + key.Name))
		if !ok {
			return
		}
		list = append(list, Reason{Text: text, Const: c, Uses: s.given(c)})
	})
	return list
}

// given are the uses of a constant as an argument of a call or as what is assigned.
func (s *Source) given(c index.Sym) (list []index.Use) {
	for _, u := range s.x.Uses(c) {
		if u.Access&index.Declare == 0 && s.handed(u.File)[u.Off] {
			list = append(list, u)
		}
	}
	return list
}

// handed are the offsets of the names in a file that are arguments or assigned.
func (s *Source) handed(file int32) map[int32]bool {
	if at, ok := s.args[file]; ok {
		return at
	}
	at := map[int32]bool{}
	s.args[file] = at
	p := s.parse(file)
	if p == nil {
		return at
	}
	s.walk(file, p, func(n ast.Node, _ index.Range) {
		var values []ast.Expr
		switch n := n.(type) {
		case *ast.CallExpr:
			values = n.Args
		case *ast.AssignStmt:
			values = n.Rhs
		}
		for _, v := range values {
			if id, ok := v.(*ast.Ident); ok {
				at[place(file, p, id).Off] = true
			}
		}
	})
	return at
}

// Changes lists the changes of status that calls of a function write: its second
// argument is the old status, its third the new one.
func (s *Source) Changes(setter index.ID) (list []Change) {
	s.calls(setter, func(call *ast.CallExpr, u index.Use, at index.Range) {
		in := s.x.Enclosing(u.File, u.Off)
		if len(call.Args) < 3 || in == index.NoSym {
			return
		}
		if from, to := status(call.Args[1]), status(call.Args[2]); from != "" && to != "" {
			list = append(list, Change{from, to, s.x.Outermost(in), at})
		}
	})
	return list
}

func status(x ast.Expr) string {
	if id, ok := x.(*ast.Ident); ok && strings.HasPrefix(id.Name, "_G") {
		return id.Name
	}
	return ""
}
