package claim

import "sourcedive/indexer"

// Source is the text of an index with its syntax, which is parsed file by file when it
// is asked for. It may be used from several goroutines at once.
type Source struct {
	x *indexer.Index
}

// NewSource makes the source of an index.
func NewSource(x *indexer.Index) *Source { return &Source{x: x} }

// Index is what the source belongs to.
func (s *Source) Index() *indexer.Index { return s.x }

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
// included, in order of their start. It fails for a function written in assembly and
// for a file that does not parse.
func (s *Source) Find(sym indexer.Sym, p *Pattern) ([]Span, error) { return nil, nil }

// FindLines lists the lines of a symbol's body that contain the words, white space
// folded: the pattern of an excerpt from assembly.
func (s *Source) FindLines(sym indexer.Sym, words string) []Span { return nil }
