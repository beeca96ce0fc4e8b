package index

import (
	"sort"
	"strings"
	"sync"
)

// Lines is the line table of a text: the offset at which each line starts. After a
// newline at the end of the text it has one more line, which is empty.
type Lines []int32

// LinesOf makes the line table of a text.
func LinesOf(text string) Lines {
	lines := make(Lines, 1, 1+strings.Count(text, "\n"))
	for off := 0; ; {
		i := strings.IndexByte(text[off:], '\n')
		if i < 0 {
			return lines
		}
		off += i + 1
		lines = append(lines, int32(off))
	}
}

// Line is the 1-based line of an offset.
func (l Lines) Line(off int32) int {
	return sort.Search(len(l), func(i int) bool { return l[i] > off })
}

// Start is the offset at which a 1-based line starts. Lines before the first and
// behind the last count as those.
func (l Lines) Start(line int) int32 { return l[min(max(line, 1), len(l))-1] }

// perFile is what is derived of a file when it is first asked for.
type perFile struct {
	linesOnce sync.Once
	lines     Lines

	syntaxOnce sync.Once
	syntax     *Syntax
	syntaxErr  error
}

// Lines is the line table of a file. It is made once; goroutines may share it. An Index
// that New did not ready makes it each time.
func (x *Index) Lines(file int32) Lines {
	if x.perFile == nil {
		return LinesOf(x.Files[file].Text)
	}
	f := &x.perFile[file]
	f.linesOnce.Do(func() { f.lines = LinesOf(x.Files[file].Text) })
	return f.lines
}

// Line is the 1-based line of an offset.
func (x *Index) Line(file, off int32) int { return x.Lines(file).Line(off) }
