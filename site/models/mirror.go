package models

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"strings"

	"sourcedive/content/models/sim"
)

// Mirror is a function of a model, shown beside the runtime function that it models.
type Mirror struct {
	Func   string
	Symbol string
	File   string // below content/models: "sched/queue.go"
	Line   int
	Code   string
}

// mirrors cuts the functions that a model names out of its source.
func mirrors(m *sim.Model, sources fs.FS) ([]Mirror, error) {
	dir := "models/" + m.Name
	found, err := functions(sources, dir)
	if err != nil {
		return nil, err
	}
	var list []Mirror
	for _, want := range m.Mirrors {
		got, ok := found[want.Func]
		if !ok {
			return nil, fmt.Errorf("mirror %s: no such function in content/%s", want.Func, dir)
		}
		got.Func, got.Symbol = want.Func, want.Symbol
		list = append(list, got)
	}
	return list, nil
}

// functions returns the functions and methods of a model's package by name.
func functions(sources fs.FS, dir string) (map[string]Mirror, error) {
	names, err := fs.Glob(sources, dir+"/*.go")
	if err != nil {
		return nil, err
	}
	found := map[string]Mirror{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := fs.ReadFile(sources, name)
		if err != nil {
			return nil, err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				from, to := set.Position(fn.Pos()), set.Position(fn.End())
				found[funcName(fn)] = Mirror{
					File: strings.TrimPrefix(name, "models/"), Line: from.Line, Code: string(text[from.Offset:to.Offset]),
				}
			}
		}
	}
	return found, nil
}

// funcName returns the name as a mirror gives it: "run", "(*machine).run".
func funcName(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return fn.Name.Name
	}
	switch t := fn.Recv.List[0].Type.(type) {
	case *ast.StarExpr:
		if id, ok := t.X.(*ast.Ident); ok {
			return "(*" + id.Name + ")." + fn.Name.Name
		}
	case *ast.Ident:
		return t.Name + "." + fn.Name.Name
	}
	return fn.Name.Name
}
