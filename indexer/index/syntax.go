package index

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"iter"
)

// Syntax is a parsed Go file, without comments and without resolved identifiers: what
// a name means is in the file's Refs.
type Syntax struct {
	AST  *ast.File
	base int // the position of offset 0
}

// Syntax parses a Go file. It does so once, and goroutines may share the result, which
// is to be read only. The error is the parser's, for a file that is not well-formed.
func (x *Index) Syntax(file int32) (*Syntax, error) {
	f := &x.perFile[file]
	f.syntaxOnce.Do(func() {
		set := token.NewFileSet()
		s := &Syntax{base: set.Base()}
		s.AST, f.syntaxErr = parser.ParseFile(set, x.Files[file].Path, x.Files[file].Text, parser.SkipObjectResolution)
		if f.syntaxErr == nil {
			f.syntax = s
		}
	})
	return f.syntax, f.syntaxErr
}

// Off is the offset of a position in the file.
func (s *Syntax) Off(pos token.Pos) int32 { return int32(int(pos) - s.base) }

// Range is the place of a node; file is that of s.
func (s *Syntax) Range(file int32, n ast.Node) Range {
	return Range{File: file, Off: s.Off(n.Pos()), End: s.Off(n.End())}
}

// Receiver is the name of a method's receiver type, whether it is a pointer to that, and
// whether the type has parameters; "" for a function.
func Receiver(d *ast.FuncDecl) (name string, pointer, params bool) {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return "", false, false
	}
	t := ast.Unparen(d.Recv.List[0].Type)
	if star, ok := t.(*ast.StarExpr); ok {
		t, pointer = ast.Unparen(star.X), true
	}
	switch x := t.(type) {
	case *ast.IndexExpr:
		t, params = x.X, true
	case *ast.IndexListExpr:
		t, params = x.X, true
	}
	if id, ok := t.(*ast.Ident); ok {
		name = id.Name
	}
	return name, pointer, params
}

// Tokens are the tokens of a text in Go or assembly with their literals, without comments.
// Those of assembly are not all tokens of Go: the scanner hands out what it does not know,
// too. The literal of a semicolon is "", whether it is written or a line's end stands for it.
func Tokens(text string) iter.Seq2[token.Token, string] {
	return func(yield func(token.Token, string) bool) {
		var s scanner.Scanner
		file := token.NewFileSet().AddFile("", -1, len(text))
		s.Init(file, []byte(text), func(token.Position, string) {}, 0)
		for {
			_, tok, lit := s.Scan()
			if tok == token.SEMICOLON {
				lit = ""
			}
			if tok == token.EOF || !yield(tok, lit) {
				return
			}
		}
	}
}
