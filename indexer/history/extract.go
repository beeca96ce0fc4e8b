package history

import "slices"

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

// origins are what functions lost, by the runs of tokens.
type origins struct {
	list []*entity
	with map[uint64][]int
}

// add takes in what a function lost, if it is enough.
func (o *origins) add(e *entity, lost []uint64) {
	if len(lost) < leastLost {
		return
	}
	for _, g := range lost {
		o.with[g] = append(o.with[g], len(o.list))
	}
	o.list = append(o.list, e)
}

// of is the one origin that has most of a body, nil for none and for two that have it
// all the same.
func (o *origins) of(grams []uint64) (origin *entity, share float64) {
	if len(o.list) == 0 {
		return nil, 0
	}
	shared := make([]int, len(o.list))
	for _, g := range grams {
		if len(o.with[g]) > 8 {
			continue // what many have says nothing
		}
		for _, i := range o.with[g] {
			shared[i]++
		}
	}
	most := slices.Max(shared)
	i := slices.Index(shared, most)
	if slices.Contains(shared[i+1:], most) {
		return nil, 0
	}
	return o.list[i], float64(most) / float64(len(grams))
}

// lost is what functions that stay, that go, and that got another name have no more.
func (m *matcher) lost(old, now *snapshot) *origins {
	o := &origins{with: map[uint64][]int{}}
	for _, k := range sorted(old.entities) {
		from := old.entities[k]
		if from.kind != Func || from.away || from.asm || from.generated {
			continue
		}
		if to := now.entities[k]; to != nil && to.body != from.body {
			o.add(from, minus(from.shingles(), to.shingles()))
		} else if to == nil && !m.used[from] {
			o.add(from, from.shingles())
		}
	}
	for _, r := range m.found {
		if r.from.kind == Func && !r.from.away && r.similarity < 1 {
			o.add(r.from, minus(r.from.shingles(), r.to.shingles()))
		}
	}
	return o
}

// extractions looks for the origin of functions that came and that no rule joined with
// one that went.
func (m *matcher) extractions(old, now *snapshot) (found []extraction) {
	from := m.lost(old, now)
	for _, to := range m.unused(m.came, Func) {
		if to.away || to.asm || to.generated || len(to.shingles()) < leastCame {
			continue
		}
		if origin, share := from.of(to.shingles()); origin != nil && share >= 0.5 {
			found = append(found, extraction{origin, to, share})
		}
	}
	return found
}
