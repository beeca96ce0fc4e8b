package indexer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"regexp"
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// ranks finds the names of the lock ranks and their partial order: tables of package
// runtime that are indexed by constants.
func (f *lockFinder) ranks() {
	f.rankOf = map[types.Object]int32{}
	for _, u := range f.units {
		if u.meta.PkgPath != "runtime" {
			continue
		}
		values := map[string]*ast.CompositeLit{}
		for _, file := range u.syntax {
			for _, d := range file.Decls {
				tableValues(d, values)
			}
		}
		names, order := values["lockNames"], values["lockPartialOrder"]
		if names == nil || order == nil {
			return
		}
		f.rankTable(u, names, order)
	}
}

func tableValues(d ast.Decl, values map[string]*ast.CompositeLit) {
	g, ok := d.(*ast.GenDecl)
	if !ok || g.Tok != token.VAR {
		return
	}
	for _, spec := range g.Specs {
		v := spec.(*ast.ValueSpec)
		for i, name := range v.Names {
			if i < len(v.Values) {
				if lit, ok := v.Values[i].(*ast.CompositeLit); ok {
					values[name.Name] = lit
				}
			}
		}
	}
}

// rankTable reads the two tables. Ranks that have a constant and no row, such as that of
// locks without one, are added when a lock gets them.
func (f *lockFinder) rankTable(u *unit, names, order *ast.CompositeLit) {
	for _, e := range names.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		id, _ := kv.Key.(*ast.Ident)
		name := u.info.Types[kv.Value].Value
		if id == nil || name == nil || name.Kind() != constant.String || constant.StringVal(name) == "" || u.info.Uses[id] == nil {
			continue // go1.18 has a row for no rank
		}
		f.rankOf[u.info.Uses[id]] = int32(len(f.rankNames))
		f.rankNames = append(f.rankNames, index.Rank{Name: constant.StringVal(name)})
	}
	for _, e := range order.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		id, _ := kv.Key.(*ast.Ident)
		row, _ := kv.Value.(*ast.CompositeLit)
		if id == nil || row == nil {
			continue
		}
		at, ok := f.rankOf[u.info.Uses[id]]
		if !ok {
			continue
		}
		for _, before := range row.Elts {
			if id, ok := before.(*ast.Ident); ok {
				if b, ok := f.rankOf[u.info.Uses[id]]; ok {
					f.rankNames[at].Before = append(f.rankNames[at].Before, b)
				}
			}
		}
		slices.Sort(f.rankNames[at].Before)
	}
}

// rankArg is the rank that a call gives a lock, when it is a constant.
func (f *lockFinder) rankArg(fn *lockFunc, call *ast.CallExpr, op lockCall) (int32, bool) {
	if op.rank < 0 || op.rank >= len(call.Args) {
		return -1, false
	}
	id, ok := ast.Unparen(call.Args[op.rank]).(*ast.Ident)
	if !ok {
		return -1, false
	}
	obj, ok := fn.u.info.Uses[id].(*types.Const)
	if !ok {
		return -1, false
	}
	rank, ok := f.rankOf[obj]
	if !ok {
		name := strings.TrimPrefix(obj.Name(), "lockRank")
		name = strings.ToLower(name[:1]) + name[1:]
		rank = int32(len(f.rankNames))
		f.rankOf[obj] = rank
		f.rankNames = append(f.rankNames, index.Rank{Name: name})
	}
	return rank, true
}

// saysHeld and saysUnheld are how comments say which lock a caller must hold, and which
// it must not.
var (
	saysHeld = []*regexp.Regexp{
		regexp.MustCompile(`(?i)\b([a-z_][\w.]*\w) must(?: already)? be (?:held|locked)\b`),
		regexp.MustCompile(`(?i)\bmust hold ([a-z_][\w.]*\w)`),
		regexp.MustCompile(`(?i)\bmust be called (?:while holding|with) ([a-z_][\w.]*\w)`),
	}
	saysUnheld = []*regexp.Regexp{
		regexp.MustCompile(`(?i)\b([a-z_][\w.]*\w) must not be (?:held|locked)\b`),
		regexp.MustCompile(`(?i)\bmust not hold ([a-z_][\w.]*\w)`),
	}
)

// comment notes what the comment above a function says of locks that it names.
func (f *lockFinder) comment(fn *lockFunc) {
	if fn.decl == nil || fn.decl.Doc == nil {
		return
	}
	for _, s := range sentences(fn.decl.Doc) {
		if !strings.Contains(strings.ToLower(s.text), "must") {
			continue
		}
		at := f.place(s.at, s.at)
		if !at.OK() {
			continue
		}
		use := index.LockUse{File: at.File, At: at.Off, Via: index.NoSym, Text: s.text}
		for act, forms := range map[index.LockAct][]*regexp.Regexp{index.ActSaysHeld: saysHeld, index.ActSaysUnheld: saysUnheld} {
			use.Act = act
			for _, form := range forms {
				for _, m := range form.FindAllStringSubmatch(s.text, -1) {
					if l := f.named(fn, m[1]); l != nil && !said(f.locking(fn, l), use) {
						f.use(fn, l, use, nil)
					}
				}
			}
		}
	}
}

func said(of *foundLocking, use index.LockUse) bool {
	return slices.ContainsFunc(of.uses, func(u foundUse) bool { return u.At == use.At && u.File == use.File && u.Act == use.Act })
}

type sentence struct {
	text string
	at   token.Pos // of the line that it begins on
}

// sentences are those of a comment, each on one line, without directives.
func sentences(doc *ast.CommentGroup) (list []sentence) {
	var words []string
	var at token.Pos
	flush := func() {
		if len(words) > 0 {
			list = append(list, sentence{strings.Join(words, " "), at})
		}
		words = nil
	}
	for _, c := range doc.List {
		text, line := strings.CutPrefix(c.Text, "//")
		if !line || strings.HasPrefix(text, "go:") {
			flush()
			continue
		}
		fields := strings.Fields(text)
		if len(fields) == 0 {
			flush()
		}
		for _, w := range fields {
			if len(words) == 0 {
				at = c.Pos()
			}
			words = append(words, w)
			if strings.HasSuffix(w, ".") && !strings.HasSuffix(w, "..") {
				flush()
			}
		}
	}
	flush()
	return list
}

// named is the lock that a comment calls by a name: a parameter or the receiver and its
// fields, a variable of the package and its fields, or a type and its fields.
func (f *lockFinder) named(fn *lockFunc, name string) *foundLock {
	parts := strings.Split(strings.TrimSuffix(name, "."), ".")
	var r lockRef
	var t types.Type
	for _, p := range fn.params {
		if p != nil && p.Name() == parts[0] {
			r, t = lockRef{key: lockKey{root: p}}, p.Type()
		}
	}
	if t == nil && fn.u.types != nil {
		switch obj := fn.u.types.Scope().Lookup(parts[0]).(type) {
		case *types.Var:
			r, t = lockRef{key: lockKey{root: obj}, final: obj, form: obj.Name(), pointer: isPointer(obj.Type())}, obj.Type()
		case *types.TypeName:
			t = obj.Type()
		}
	}
	for _, part := range parts[1:] {
		if t == nil {
			return nil
		}
		obj, path, _ := types.LookupFieldOrMethod(t, true, fn.u.types, part)
		v, ok := obj.(*types.Var)
		if !ok {
			return nil
		}
		r.fields(t, path)
		t = v.Type()
	}
	if id, ok := f.id(r); ok && t != nil && f.locks[id] != nil { // used as one
		return f.lock(r, f.locks[id].Kind)
	}
	return nil
}
