package index_test

import (
	"go/ast"
	"strings"
	"sync"
	"testing"

	"sourcedive/indexer/index"
)

func TestLines(t *testing.T) {
	for _, text := range []string{"", "\n", "a", "a\n", "a\nbb", "\n\na\n", "a\r\nb\n\n"} {
		lines := index.LinesOf(text)
		for off := range len(text) + 1 {
			want := 1 + strings.Count(text[:off], "\n")
			if got := lines.Line(int32(off)); got != want {
				t.Errorf("%q at %d: line %d, want %d", text, off, got, want)
			}
			if start := strings.LastIndexByte(text[:off], '\n') + 1; int(lines.Start(want)) != start {
				t.Errorf("%q: line %d starts at %d, want %d", text, want, lines.Start(want), start)
			}
		}
		if lines.Start(0) != 0 || lines.Start(100) != lines[len(lines)-1] {
			t.Errorf("%q: lines out of range start at %d and %d", text, lines.Start(0), lines.Start(100))
		}
	}
}

// A file is parsed once for all goroutines, and its positions are offsets.
func TestSyntax(t *testing.T) {
	x, err := index.New(small())
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	found := make([]*index.Syntax, 8)
	for i := range found {
		wg.Go(func() { found[i], _ = x.Syntax(0); x.Lines(0) })
	}
	wg.Wait()
	s := found[0]
	for _, other := range found {
		if other == nil || other != s {
			t.Fatal("a file is parsed more than once")
		}
	}
	n := 0
	ast.Inspect(s.AST, func(node ast.Node) bool {
		if id, ok := node.(*ast.Ident); ok {
			n++
			if at := s.Range(0, id); x.Files[0].Text[at.Off:at.End] != id.Name {
				t.Errorf("%s is at %d", id.Name, at.Off)
			}
		}
		return true
	})
	if n == 0 {
		t.Error("no names")
	}
	if s, err := x.Syntax(1); err == nil || s != nil {
		t.Error("assembly is parsed as Go")
	}
}
