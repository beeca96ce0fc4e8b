package indexer

import (
	"cmp"
	"slices"

	"sourcedive/indexer/index"
)

// functionSpans are the bodies of all functions by file, in order.
type functionSpans map[int32][]*symbol

func (p *declarations) functionSpans() functionSpans {
	spans := functionSpans{}
	for _, s := range p.symbols {
		if body := s.Body(); body.OK() && s.Kind.Callable() {
			spans[body.File] = append(spans[body.File], s)
		}
	}
	for _, list := range spans {
		slices.SortFunc(list, func(a, b *symbol) int { return cmp.Compare(a.Body().Off, b.Body().Off) })
	}
	return spans
}

// enclosing is the innermost function around an offset, or nil.
func (f functionSpans) enclosing(file, off int32) *symbol {
	list := f[file]
	i, _ := slices.BinarySearchFunc(list, off, func(s *symbol, off int32) int {
		if s.Body().Off <= off {
			return -1
		}
		return 1
	})
	for i--; i >= 0; i-- {
		if list[i].Body().Contains(file, off) {
			return list[i]
		}
		if list[i].Kind != index.KindClosure {
			return nil
		}
	}
	return nil
}
