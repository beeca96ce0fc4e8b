package malloc

import "math/bits"

const (
	chunkPages = 512 // pallocChunkPages: how much the heap grows by, at least
	cachePages = 64  // pageCachePages: a word of the bitmap
)

// Pages is the page allocator: which pages of the heap are taken, by first fit on
// addresses. The runtime finds the same page with a radix tree of summaries; here
// every word of the bitmap is looked at.
//
// A page is named by its number: its address divided by 8 KB. The heap may have
// holes; only pages of chunks that it grew by can be had.
type Pages struct {
	first int // the page that word 0 begins with
	free  []uint64
	fresh []uint64 // free or taken by a cache, and not backed by memory: "scavenged"
}

// Grow adds a chunk: the pages from chunk·512 on.
func (p *Pages) Grow(chunk int) {
	at := chunk * chunkPages
	if len(p.free) == 0 {
		p.first = at
	}
	if at < p.first {
		more := make([]uint64, (p.first-at)/64)
		p.free = append(append([]uint64(nil), more...), p.free...)
		p.fresh = append(more, p.fresh...)
		p.first = at
	}
	for len(p.free) < (at+chunkPages-p.first)/64 {
		p.free, p.fresh = append(p.free, 0), append(p.fresh, 0)
	}
	for w := (at - p.first) / 64; w < (at+chunkPages-p.first)/64; w++ {
		p.free[w], p.fresh[w] = ^uint64(0), ^uint64(0)
	}
}

// Alloc takes the first run of n free pages, and reports how many of them need memory
// from the operating system.
func (p *Pages) Alloc(n int) (page, fresh int, ok bool) {
	at, ok := p.find(n)
	if !ok {
		return 0, 0, false
	}
	for i := at; i < at+n; i++ {
		bit := uint64(1) << (i % 64)
		if p.fresh[i/64]&bit != 0 {
			fresh++
		}
		p.free[i/64] &^= bit
		p.fresh[i/64] &^= bit
	}
	return p.first + at, fresh, true
}

// find is first fit: the lowest place where n pages in a row are free.
func (p *Pages) find(n int) (at int, ok bool) {
	run := 0
	for w, word := range p.free {
		switch {
		case word == 0:
			run = 0
			continue
		case word == ^uint64(0) && run+64 < n:
			run += 64
			continue
		}
		for b := 0; b < 64; b++ {
			if word>>b&1 == 0 {
				run = 0
			} else if run++; run == n {
				return w*64 + b - n + 1, true
			}
		}
	}
	return 0, false
}

// Free gives n pages back. They keep their memory.
func (p *Pages) Free(page, n int) {
	for i := page - p.first; i < page-p.first+n; i++ {
		p.free[i/64] |= 1 << (i % 64)
	}
}

// Cache is a P's page cache: what is free of 64 pages, taken without a lock.
type Cache struct {
	Base        int
	Free, Fresh uint64
}

// ToCache takes all that is free of the aligned 64 pages with the first free page.
func (p *Pages) ToCache() Cache {
	at, ok := p.find(1)
	if !ok {
		return Cache{}
	}
	w := at / 64
	c := Cache{Base: p.first + w*64, Free: p.free[w], Fresh: p.fresh[w]}
	p.free[w], p.fresh[w] = 0, p.fresh[w]&^c.Free
	return c
}

// Alloc takes the first run of n pages in the cache.
func (c *Cache) Alloc(n int) (page, fresh int, ok bool) {
	run := c.Free // bit i stays set while the n pages from i on are free
	for k := 1; k < n; k++ {
		run &= c.Free >> k
	}
	if run == 0 || n > 64 {
		return 0, 0, false
	}
	i := bits.TrailingZeros64(run)
	mask := (uint64(1)<<n - 1) << i
	fresh = bits.OnesCount64(c.Fresh & mask)
	c.Free &^= mask
	c.Fresh &^= mask
	return c.Base + i, fresh, true
}

// Flush gives what is left back to the allocator and empties the cache.
func (c *Cache) Flush(p *Pages) {
	if c.Free != 0 {
		w := (c.Base - p.first) / 64
		p.free[w] |= c.Free
		p.fresh[w] |= c.Fresh
	}
	*c = Cache{}
}

// Taken counts the pages that are not free, between the first and the last.
func (p *Pages) Taken() int {
	n := 0
	for _, w := range p.free {
		n += 64 - bits.OnesCount64(w)
	}
	return n
}

func (p *Pages) isFree(page int) bool {
	i := page - p.first
	return i >= 0 && i < len(p.free)*64 && p.free[i/64]>>(i%64)&1 == 1
}
