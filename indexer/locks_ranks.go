package indexer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"sourcedive/indexer/index"
	"strings"
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
