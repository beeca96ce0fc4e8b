package site

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"sourcedive/indexer"
	"sourcedive/site/source"
)

// Survey is what the pages need to know of an index, whatever the words and the
// look: it is made once and serves every plan.
type Survey struct {
	x       *indexer.Index
	home    string // the platform of this machine
	urls    *urls
	fanIn   []int32                    // distinct callers, by symbol
	letters map[string][]indexer.Sym   // the A–Z
	index   string                     // the first page of the A–Z, or what is nearest to one
	shards  [][]indexer.Sym            // symbols by the file that holds their cards
	others  map[string][]indexer.Place // functions of excluded files, by package and plain name

	// Made on first use.
	marked   []func() *source.Marked // by file
	byParent func() [][]indexer.Sym  // symbols inside a symbol
	byFile   func() [][]indexer.Sym  // top-level symbols of a file
}

// NewSurvey surveys an index. home is the platform of this machine: a site for
// another one says so in the name of its folder.
func NewSurvey(x *indexer.Index, home string) *Survey {
	s := &Survey{x: x, home: home, urls: newURLs(x), fanIn: fanIn(x)}
	s.letters = s.urls.letters()
	s.index = "pkg/index.html"
	if first := slices.Sorted(maps.Keys(s.letters)); len(first) > 0 {
		s.index = "symbol/" + first[0] + ".html"
	}
	s.shards = s.spreadCards()
	s.others = others(x)
	s.marked = make([]func() *source.Marked, len(x.Files))
	for i := range s.marked {
		s.marked[i] = sync.OnceValue(func() *source.Marked { return source.Mark(&x.Files[i]) })
	}
	s.byParent = sync.OnceValue(func() [][]indexer.Sym { return byParent(x) })
	s.byFile = sync.OnceValue(func() [][]indexer.Sym { return byFile(x) })
	return s
}

func others(x *indexer.Index) map[string][]indexer.Place {
	found := map[string][]indexer.Place{}
	for i := range x.Files {
		f := &x.Files[i]
		for _, o := range f.Others {
			key := x.Packages[f.Pkg].Path + " " + o.Plain
			found[key] = append(found[key], indexer.Place{File: int32(i), Off: o.Off})
		}
	}
	return found
}

// dir is the folder of the version: its name, and the platform where it is not
// this machine's.
func (s *Survey) dir() string { return Dir(s.x.Config.Version, s.x.Config.Platform(), s.home) }

// Dir is the folder of a version for a platform, on a machine of the platform home.
func Dir(version, platform, home string) string {
	if platform == home {
		return version
	}
	return version + "-" + strings.ReplaceAll(platform, "/", "-")
}

// fanIn counts the distinct functions that lead to each symbol.
func fanIn(x *indexer.Index) []int32 {
	n := make([]int32, len(x.Symbols))
	for s := range x.Symbols {
		last := indexer.NoSym
		for _, e := range x.Callers(indexer.Sym(s)) {
			if e.From != last {
				n[s]++
				last = e.From
			}
		}
	}
	return n
}
