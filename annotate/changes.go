package annotate

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	udiff "github.com/aymanbagabas/go-udiff"

	"sourcedive/indexer/index"
)

// Change is the body of a symbol as a note's author read it, beside the one of now.
type Change struct {
	Sym  index.Sym
	From string // the version of the old body
	Old  string // "" when there was no such symbol
	New  string
	Diff []DiffLine // of all lines
}

// DiffLine is one line of a comparison.
type DiffLine struct {
	Op   byte // ' ' for both, '-' for the old one, '+' for the new one
	Old  int  // line in the old body from 1, 0 for none
	New  int  // likewise in the new one
	Text string
}

// Changes gives what a changed note was written about, beside what is there now. The
// error names the old version when it is not here, and how to get it.
func (g *Snapshot) Changes(t *Article) ([]Change, error) {
	was := t.Review.Version
	if g.Old == nil {
		return nil, fmt.Errorf("the source of %s is not at hand", was)
	}
	src, err := g.Old(was)
	if err != nil {
		return nil, fmt.Errorf("the source of %s is not here: sourcedive versions fetch %s gets it", was, was)
	}
	old := &oldTree{src: src, goos: g.Index.Config.GOOS, goarch: g.Index.Config.GOARCH}
	var list []Change
	for _, s := range t.subject() {
		sym := &g.Index.Symbols[s]
		at := sym.Body()
		if !at.OK() {
			continue
		}
		c := Change{Sym: s, From: was, New: g.Index.Files[at.File].Text[at.Off:at.End], Old: old.body(sym.ID, g.Index.Files[at.File].Path)}
		if c.Diff, err = compare(c.Old, c.New); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// compare aligns the lines of two texts.
func compare(was, now string) ([]DiffLine, error) {
	now = strings.TrimRight(now, "\n") + "\n"
	if was != "" {
		was = strings.TrimRight(was, "\n") + "\n"
	}
	all := strings.Count(was, "\n") + strings.Count(now, "\n")
	diff, err := udiff.ToUnifiedDiff("", "", was, udiff.Lines(was, now), all)
	if err != nil {
		return nil, err
	}
	var lines []DiffLine
	if len(diff.Hunks) == 0 {
		for i, text := range strings.Split(strings.TrimSuffix(now, "\n"), "\n") {
			lines = append(lines, DiffLine{' ', i + 1, i + 1, text})
		}
	}
	for _, h := range diff.Hunks {
		before, after := h.FromLine, h.ToLine
		for _, l := range h.Lines {
			d := DiffLine{Op: ' ', Text: strings.TrimSuffix(l.Content, "\n")}
			if l.Kind != udiff.Insert {
				d.Old, before = before, before+1
			} else {
				d.Op = '+'
			}
			if l.Kind != udiff.Delete {
				d.New, after = after, after+1
			} else {
				d.Op = '-'
			}
			lines = append(lines, d)
		}
	}
	return lines, nil
}

// oldTree finds declarations in a tree that is not indexed, by syntax alone.
type oldTree struct {
	src          fs.FS
	goos, goarch string
}

// body is the declaration or TEXT block of a symbol, "" when there is none. The file
// that has it now is searched first, then the others of its package.
func (o *oldTree) body(id index.ID, now string) string {
	name, err := index.ParseID(id)
	if err != nil {
		return ""
	}
	for i := range name.Parts {
		name.Parts[i] = strings.TrimSuffix(name.Parts[i], "[...]")
	}
	dir := path.Dir(now)
	files := []string{path.Base(now)}
	entries, _ := fs.ReadDir(o.src, dir)
	for _, e := range entries {
		if e.Name() != files[0] && !strings.HasSuffix(e.Name(), "_test.go") {
			files = append(files, e.Name())
		}
	}
	for _, file := range files {
		if text := o.inFile(dir, file, name); text != "" {
			return text
		}
	}
	return ""
}

func (o *oldTree) inFile(dir, file string, name index.Name) string {
	ext := path.Ext(file)
	if ext != ".go" && ext != ".s" || !o.built(dir, file) {
		return ""
	}
	text, err := fs.ReadFile(o.src, path.Join(dir, file))
	if err != nil || !bytes.Contains(text, []byte(name.Parts[len(name.Parts)-1])) {
		return ""
	}
	if ext == ".s" {
		return textBlock(string(text), name.Parts[len(name.Parts)-1])
	}
	return declaration(text, name)
}

// built reports whether a file is part of the platform's build.
func (o *oldTree) built(dir, file string) bool {
	c := build.Default
	c.GOOS, c.GOARCH, c.CgoEnabled = o.goos, o.goarch, true
	c.OpenFile = func(name string) (io.ReadCloser, error) { return o.src.Open(name) }
	c.JoinPath = path.Join
	ok, err := c.MatchFile(dir, file)
	return ok && err == nil
}

// textBlock is the block of an assembly function: up to the next one, without the
// comment that belongs to that. One that only its file knows, name<>, has the name alone
// where there is no other of it.
func textBlock(text, name string) string {
	head := func(name string) []int {
		return regexp.MustCompile(`(?m)^TEXT\s+(?:[\w∕/·]*·)?` + regexp.QuoteMeta(name) + `(<ABIInternal>)?\(SB\)`).FindStringIndex(text)
	}
	at := head(name)
	if at == nil {
		at = head(name + "<>")
	}
	if at == nil {
		return ""
	}
	lines := strings.SplitAfter(text[at[0]:], "\n")
	end := len(lines)
	for i, line := range lines[1:] {
		if strings.HasPrefix(line, "TEXT") || strings.HasPrefix(line, "DATA") || strings.HasPrefix(line, "GLOBL") {
			end = i + 1
			break
		}
	}
	for end > 1 && (strings.TrimSpace(lines[end-1]) == "" || strings.HasPrefix(lines[end-1], "//") || strings.HasPrefix(lines[end-1], "#")) {
		end--
	}
	return strings.Join(lines[:end], "")
}

// declaration finds what declares a name in a Go file, as the indexer cuts it.
func declaration(text []byte, name index.Name) string {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution)
	if err != nil {
		return ""
	}
	for _, decl := range f.Decls {
		var n ast.Node
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if slices.Equal(funcParts(decl), name.Parts) {
				n = decl
			}
		case *ast.GenDecl:
			n = inGroup(decl, name.Parts)
		}
		if n != nil {
			from, to := fset.Position(n.Pos()).Offset, fset.Position(n.End()).Offset
			return string(text[from:to])
		}
	}
	return ""
}

// funcParts is the name of a function with its receiver's.
func funcParts(d *ast.FuncDecl) []string {
	recv, _, _ := index.Receiver(d)
	switch {
	case recv != "":
		return []string{recv, d.Name.Name}
	case d.Recv == nil || len(d.Recv.List) == 0:
		return []string{d.Name.Name}
	}
	return nil
}

// inGroup finds a type, field, constant or variable in a declaration.
func inGroup(decl *ast.GenDecl, parts []string) ast.Node {
	for _, spec := range decl.Specs {
		var node ast.Node = spec
		if !decl.Lparen.IsValid() {
			node = decl
		}
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.Name != parts[0] {
				continue
			}
			if len(parts) == 1 {
				return node
			}
			return member(spec.Type, parts[1:])
		case *ast.ValueSpec:
			for _, id := range spec.Names {
				if id.Name == parts[0] && len(parts) == 1 {
					return node
				} else if id.Name == parts[0] {
					return member(spec.Type, parts[1:])
				}
			}
		}
	}
	return nil
}

// member finds a field, through structs inside structs.
func member(t ast.Expr, parts []string) ast.Node {
	st, ok := t.(*ast.StructType)
	if !ok {
		return nil
	}
	for _, field := range st.Fields.List {
		for _, id := range field.Names {
			switch {
			case id.Name != parts[0]:
			case len(parts) == 1:
				return field
			default:
				return member(field.Type, parts[1:])
			}
		}
	}
	return nil
}
