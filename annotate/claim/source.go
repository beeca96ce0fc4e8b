package claim

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"sync"

	"github.com/quasilyte/gogrep"

	"sourcedive/indexer/index"
)

// Source is the text of an index with its syntax, which is parsed file by file when it
// is first needed. It may be used from several goroutines at once.
type Source struct {
	x     *index.Index
	files []parsed
}

// parsed is the syntax of one file, once.
type parsed struct {
	once sync.Once
	base int // the position of offset 0
	ast  *ast.File
	err  error
}

// NewSource makes the source of an index.
func NewSource(x *index.Index) *Source {
	return &Source{x: x, files: make([]parsed, len(x.Files))}
}

// Index is what the source belongs to.
func (s *Source) Index() *index.Index { return s.x }

// syntax parses a file when it is first needed.
func (s *Source) syntax(file int32) (*parsed, error) {
	p := &s.files[file]
	p.once.Do(func() {
		f := &s.x.Files[file]
		fset := token.NewFileSet()
		p.base = fset.Base()
		p.ast, p.err = parser.ParseFile(fset, f.Path, f.Text, parser.SkipObjectResolution)
	})
	return p, p.err
}

// off is the offset of a position in the file.
func (p *parsed) off(pos token.Pos) int32 { return int32(int(pos) - p.base) }

// Span is one match: byte offsets in a file of the index.
type Span struct {
	File int32
	Off  int32 // what the pattern matched
	End  int32

	StmtOff int32 // the smallest statement or declaration around it; the same for a pattern that is one
	StmtEnd int32
	HeadEnd int32 // behind the opening brace or colon of that statement; StmtEnd when it has no body
}

// Find lists the matches of a pattern in the declaration of a symbol, function literals
// included, in order of their start. It fails for a function written in assembly, for a
// file that does not parse, for a pattern that would take too long there, and when ctx
// is done.
func (s *Source) Find(ctx context.Context, sym index.Sym, p *Pattern) (spans []Span, err error) {
	defer func() {
		if e := recover(); e != nil {
			spans, err = nil, fmt.Errorf("the pattern %q has a wildcard where none can stand: %v", p, e)
		}
	}()
	at, err := s.declaration(sym)
	if err != nil {
		return nil, err
	}
	file, err := s.syntax(at.File)
	if err != nil {
		return nil, fmt.Errorf("%s does not parse: %w", s.x.Files[at.File].Path, err)
	}
	f := &matcher{ctx: ctx, pattern: p, file: file, within: at, state: gogrep.NewMatcherState()}
	for _, decl := range file.ast.Decls {
		if file.off(decl.Pos()) < at.End && file.off(decl.End()) > at.Off {
			if err := p.affordable(decl); err != nil {
				return nil, err
			}
			f.walk(decl)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return f.sorted(), nil
}

// declaration is where a symbol is written in Go.
func (s *Source) declaration(sym index.Sym) (index.Range, error) {
	switch symbol := &s.x.Symbols[sym]; {
	case symbol.Asm.OK():
		return index.NoRange, fmt.Errorf("%s is written in assembly, where a pattern of Go finds nothing", symbol.ID)
	case !symbol.Decl.OK():
		return index.NoRange, fmt.Errorf("%s is declared nowhere in the indexed source", symbol.ID)
	default:
		return symbol.Decl, nil
	}
}

// FindLines lists the lines of a symbol's body that contain the words, white space
// folded: the pattern of an excerpt from assembly.
func (s *Source) FindLines(sym index.Sym, words string) []Span {
	at := s.x.Symbols[sym].Body()
	words = fold(words)
	if !at.OK() || words == "" {
		return nil
	}
	var spans []Span
	off := at.Off
	for line := range strings.Lines(s.x.Files[at.File].Text[at.Off:at.End]) {
		if strings.Contains(fold(line), words) {
			text := strings.TrimRight(line, "\r\n")
			end := off + int32(len(text))
			from := end - int32(len(strings.TrimLeft(text, " \t")))
			spans = append(spans, Span{File: at.File, Off: from, End: end, StmtOff: from, StmtEnd: end, HeadEnd: end})
		}
		off += int32(len(line))
	}
	return spans
}

// fold makes one space of all white space.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }
