package extract

import (
	"go/ast"
	"strings"

	"sourcedive/indexer/index"
)

// Setting is a GODEBUG setting.
type Setting struct {
	Name  string
	Field index.Sym // that holds it; NoSym for one that is read through internal/godebug
	Place index.Range
	Reads []index.Use // of the field, or the call of godebug.New
}

// settings lists those of the runtime's own table, in its order, then those that other
// packages ask for.
func settings(x *index.Index, table index.ID) (list []Setting) {
	visit(x, table, func(n ast.Node, at index.Range) {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return
		}
		if set, ok := setting(x, lit); ok {
			set.Place = at
			list = append(list, set)
		}
	})
	return merge(append(list, asked(x)...))
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
func setting(x *index.Index, lit *ast.CompositeLit) (set Setting, ok bool) {
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
				if f, is := x.Sym(index.ID("runtime.debug." + sel.Sel.Name)); is {
					set.Field, set.Reads = f, reads(x, f)
				}
			}
		}
	}
	return set, set.Name != "" && set.Field != index.NoSym
}

// reads are the uses of a field but for its declaration and the table.
func reads(x *index.Index, field index.Sym) (list []index.Use) {
	for _, u := range x.Uses(field) {
		if u.Access&(index.Declare|index.Address) == 0 && u.Access&index.Read != 0 {
			list = append(list, u)
		}
	}
	return list
}

// asked finds the settings that are read through internal/godebug.
func asked(x *index.Index) (list []Setting) {
	calls(x, "internal/godebug.New", func(call *ast.CallExpr, u index.Use, at index.Range) {
		if len(call.Args) != 1 {
			return
		}
		if text, ok := literal(call.Args[0]); ok {
			list = append(list, Setting{Name: strings.TrimPrefix(text, "#"), Field: index.NoSym, Place: at, Reads: []index.Use{u}})
		}
	})
	return list
}
