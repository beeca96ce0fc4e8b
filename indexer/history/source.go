package history

import (
	"fmt"
	"io/fs"
	"path"

	udiff "github.com/aymanbagabas/go-udiff"
)

// Source is the text of one function in a tree.
type Source struct {
	Version string
	Name    string
	Text    string // of an assembly function its declaration in Go comes first
	File    string
	Line    int
	Hash    uint32 // of its code, as in State
}

// SourceOf reads a function from a tree: the one that stands for the state on
// linux/amd64. The lines of the text are those that LineAges counts, if the hashes of
// the two are the same and the comments are.
func SourceOf(t Tree, st State) (Source, error) {
	opt := Options{Packages: []string{packageOf(st.Name), path.Dir(st.File)}}
	s, _, err := read(t, opt, newReader())
	if err != nil {
		return Source{}, err
	}
	for _, away := range []bool{false, true} {
		if e := s.entities[key{Func, st.Name, away}]; e != nil {
			return Source{t.Version, st.Name, e.text, e.file, e.line, short(e.code())}, nil
		}
	}
	return Source{}, fmt.Errorf("no function %s in %s: %w", st.Name, t.Version, fs.ErrNotExist)
}

// Unified gives what is different between two texts, with three lines around, each side
// under its version, file and name.
func Unified(old, now Source) string {
	return udiff.Unified(old.label(), now.label(), old.Text+"\n", now.Text+"\n")
}

func (s Source) label() string { return s.Version + " " + s.File + " " + s.Name }
