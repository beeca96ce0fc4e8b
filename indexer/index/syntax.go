package index

import (
	"go/ast"
	"go/parser"
	"go/token"
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
