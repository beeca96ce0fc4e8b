package history

import (
	"slices"
	"strings"
)

// extraction is a function that came whose body is, by half or more, what another
// function had and has no more.
type extraction struct {
	from, to *entity // from is of the older snapshot
	share    float64
}

// The least numbers of distinct runs of three tokens: of what the old function lost,
// and of the body that came.
const (
	leastLost = 15
	leastCame = 30
)

// extractions looks for the origin of functions that came and that no rule joined with
// one that went.
func (m *matcher) extractions(old, now *snapshot) (found []extraction) {
	type source struct {
		e    *entity
		lost []uint64
	}
	var sources []source
	with := map[uint64][]int{}
	add := func(e *entity, lost []uint64) {
		if len(lost) < leastLost {
			return
		}
		for _, g := range lost {
			with[g] = append(with[g], len(sources))
		}
		sources = append(sources, source{e, lost})
	}
	for _, k := range sorted(old.entities) {
		from := old.entities[k]
		if from.kind != Func || from.away || from.asm || from.generated {
			continue
		}
		if to := now.entities[k]; to != nil && to.body != from.body {
			add(from, minus(from.shingles(), to.shingles()))
		} else if to == nil && !m.used[from] {
			add(from, from.shingles())
		}
	}
	for _, r := range m.found {
		if r.from.kind == Func && !r.from.away && r.similarity < 1 {
			add(r.from, minus(r.from.shingles(), r.to.shingles()))
		}
	}
	for _, to := range m.unused(m.came, Func) {
		if to.away || to.asm || to.generated || len(to.shingles()) < leastCame {
			continue
		}
		shared := make([]int, len(sources))
		for _, g := range to.shingles() {
			if len(with[g]) > 8 {
				continue // what many have says nothing
			}
			for _, i := range with[g] {
				shared[i]++
			}
		}
		if len(shared) == 0 {
			continue
		}
		most := slices.Max(shared)
		origin := slices.Index(shared, most)
		if slices.Contains(shared[origin+1:], most) {
			continue // two have it all the same
		}
		if share := float64(most) / float64(len(to.shingles())); share >= 0.5 {
			found = append(found, extraction{sources[origin].e, to, share})
		}
	}
	slices.SortFunc(found, func(a, b extraction) int { return strings.Compare(a.to.name, b.to.name) })
	return found
}
