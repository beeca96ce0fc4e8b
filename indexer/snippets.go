package indexer

import (
	"cmp"
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"

	"sourcedive/indexer/asmlist"
)

// compileSnippets has the compiler list a file of snippets. Each declaration that it
// refuses is taken out, and then what needs that, until it compiles the rest; why holds
// the reason for each name that was taken out.
func compileSnippets(ctx context.Context, p *program, text string) (l *asmlist.Listing, why map[string]string, err error) {
	file, err := splitSnippets(text)
	if err != nil {
		return nil, nil, err
	}
	for {
		l, err := asmlist.File(ctx, asmlist.Config{
			Root: p.cfg.Root, Version: p.cfg.Version, Env: p.cfg.Env, GOOS: p.cfg.GOOS, GOARCH: p.cfg.GOARCH,
		}, file.text())
		var refused *asmlist.Refused
		switch {
		case errors.Is(err, asmlist.ErrNoToolchain):
			file.drop(reasonOf(err))
			return &asmlist.Listing{}, file.why, nil
		case !errors.As(err, &refused):
			return l, file.why, err
		}
		if !file.remove(refused.Faults) {
			return compileEach(ctx, p, file, refused)
		}
	}
}

// compileEach has each snippet that is left compiled without the other ones:
// the compiler does not say which of them it cannot take.
func compileEach(ctx context.Context, p *program, file *snippetFile, all *asmlist.Refused) (*asmlist.Listing, map[string]string, error) {
	list := &asmlist.Listing{}
	for i := range file.decls {
		d := &file.decls[i]
		if d.out || !d.snippet {
			continue
		}
		l, err := asmlist.File(ctx, asmlist.Config{
			Root: p.cfg.Root, Version: p.cfg.Version, Env: p.cfg.Env, GOOS: p.cfg.GOOS, GOARCH: p.cfg.GOARCH,
		}, file.alone(d))
		var refused *asmlist.Refused
		switch {
		case errors.As(err, &refused):
			file.why[d.names[0]] = cmp.Or(refused.Faults[0].Text, all.Error())
		case err != nil:
			return nil, nil, err
		default:
			list.Records = append(list.Records, l.Records...)
		}
	}
	return list, file.why, nil
}

// reasonOf is one line of why there is no compiler.
func reasonOf(err error) string {
	why, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), asmlist.ErrNoToolchain.Error()+": "), "\n")
	return why
}

// snippetFile is a file of snippets, declaration by declaration.
type snippetFile struct {
	src   []byte
	decls []snippetDecl
	why   map[string]string // why names were taken out
}

type snippetDecl struct {
	names      []string
	snippet    bool // a function that is shown; the others are what these need
	from, to   int  // in the text
	first, end int  // lines
	out        bool
}

func splitSnippets(text string) (*snippetFile, error) {
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, "statements.go", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	file := &snippetFile{src: []byte(text), why: map[string]string{}}
	for _, decl := range parsed.Decls {
		add := func(n ast.Node, doc *ast.CommentGroup, snippet bool, names ...string) {
			from, to := fset.Position(n.Pos()), fset.Position(n.End())
			if doc != nil { // it may have directives, which must stand before a function
				from = fset.Position(doc.Pos())
			}
			file.decls = append(file.decls, snippetDecl{names: names, snippet: snippet,
				from: from.Offset, to: to.Offset, first: from.Line, end: to.Line})
		}
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Recv != nil {
				add(decl, decl.Doc, false)
				continue
			}
			add(decl, decl.Doc, decl.Name.IsExported(), decl.Name.Name)
		case *ast.GenDecl:
			if !decl.Lparen.IsValid() {
				add(decl, decl.Doc, false, declaredBy(decl.Specs[0])...)
				continue
			}
			for _, spec := range decl.Specs {
				add(spec, nil, false, declaredBy(spec)...)
			}
		}
	}
	return file, nil
}

func declaredBy(spec ast.Spec) (names []string) {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		names = append(names, spec.Name.Name)
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

// text is the file without what was taken out. Lines keep their numbers.
func (f *snippetFile) text() string {
	return f.without(func(d *snippetDecl) bool { return d.out })
}

// alone is the file with one snippet and all that snippets may need.
func (f *snippetFile) alone(one *snippetDecl) string {
	return f.without(func(d *snippetDecl) bool { return d.out || d.snippet && d != one })
}

func (f *snippetFile) without(out func(*snippetDecl) bool) string {
	src := append([]byte(nil), f.src...)
	for i := range f.decls {
		if d := &f.decls[i]; out(d) {
			for at := d.from; at < d.to; at++ {
				if src[at] != '\n' {
					src[at] = ' '
				}
			}
		}
	}
	return string(src)
}

// remove takes out the declarations that the compiler refuses, and reports whether there
// were any. For what needs one that was taken out, the reason is that of the latter.
func (f *snippetFile) remove(faults []asmlist.Fault) (any bool) {
	for _, fault := range faults {
		for i := range f.decls {
			if d := &f.decls[i]; !d.out && d.first <= fault.Line && fault.Line <= d.end {
				d.out, any = true, true
				f.note(d, fault.Text)
			}
		}
	}
	return any
}

func (f *snippetFile) note(d *snippetDecl, reason string) {
	if missing, ok := strings.CutPrefix(reason, "undefined: "); ok && f.why[missing] != "" {
		reason = f.why[missing]
	}
	for _, name := range d.names {
		f.why[name] = reason
	}
}

// drop takes out all snippets.
func (f *snippetFile) drop(reason string) {
	for i := range f.decls {
		if d := &f.decls[i]; d.snippet && !d.out {
			d.out = true
			f.note(d, reason)
		}
	}
}
