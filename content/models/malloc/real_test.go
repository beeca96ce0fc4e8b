package malloc

import (
	"fmt"
	"maps"
	"testing"

	"sourcedive/content/models/sim"
)

// TestAppendGrowsTo compares what a slice can grow to with what append makes of it here.
func TestAppendGrowsTo(t *testing.T) {
	for size := 1; size <= 40_000; size++ {
		if got, want := RoundUp(size, true), cap(append([]byte(nil), make([]byte, size)...)); got != want {
			t.Fatalf("%d bytes: %d, and really %d", size, got, want)
		}
		if size%ptrSize != 0 {
			continue
		}
		if got, want := RoundUp(size, false), ptrSize*cap(append([]*int(nil), make([]*int, size/ptrSize)...)); got != want {
			t.Fatalf("%d bytes of pointers: %d, and really %d", size, got, want)
		}
	}
	if RoundUp(0, true) != 0 || RoundUp(0, false) != 0 {
		t.Error("nothing takes something")
	}
}

// plainPages are those that are free, and whether each needs memory.
type plainPages map[int]bool

// take takes the lowest n free pages in a row, of those from one to another.
func (list plainPages) take(n, from, to int) (page, fresh int, ok bool) {
	for at, run := from, 0; at < to; at++ {
		if run++; !has(list, at) {
			run = 0
		}
		if run < n {
			continue
		}
		for page := at - n + 1; page <= at; page++ {
			if list[page] {
				fresh++
			}
			delete(list, page)
		}
		return at - n + 1, fresh, true
	}
	return 0, 0, false
}

func has(list plainPages, page int) bool { _, ok := list[page]; return ok }

// TestPagesAreThoseOfAList does drawn operations, and the same with plain lists of pages.
func TestPagesAreThoseOfAList(t *testing.T) {
	const end = 8 * chunkPages
	for seed := range uint64(20) {
		r := sim.NewRand(seed)
		var p Pages
		var c Cache
		list, held := plainPages{}, plainPages{}
		var spans [][2]int
		grown := map[int]bool{}
		for op := range 300 {
			n := []int{1 + r.N(3), 1 + r.N(40), 1 + r.N(40), 100 + r.N(500)}[r.N(4)]
			var got, want string
			switch r.N(6) {
			case 0:
				if chunk := r.N(8); !grown[chunk] {
					grown[chunk] = true
					p.Grow(chunk)
					for i := range chunkPages {
						list[chunk*chunkPages+i] = true
					}
				}
			case 1:
				if len(spans) > 0 {
					i := r.N(len(spans))
					s := spans[i]
					spans = append(spans[:i], spans[i+1:]...)
					p.Free(s[0], s[1])
					for page := s[0]; page < s[0]+s[1]; page++ {
						list[page] = false
					}
				}
			case 2:
				if page, _, ok := list.clone().take(1, 0, end); c.Free == 0 && ok {
					c = p.ToCache()
					for at := page &^ 63; at < page|63+1; at++ {
						if has(list, at) {
							held[at] = list[at]
							delete(list, at)
						}
					}
				}
			case 3:
				if len(grown) > 0 && r.N(3) == 0 {
					c.Flush(&p)
					maps.Copy(list, held)
					clear(held)
				}
			default:
				alloc, from := p.Alloc, list
				if c.Free != 0 && r.N(2) == 0 {
					alloc, from = c.Alloc, held
				}
				page, fresh, ok := alloc(n)
				got = fmt.Sprint(page, fresh, ok)
				at, new, found := from.take(n, 0, end)
				want = fmt.Sprint(at, new, found)
				if ok {
					spans = append(spans, [2]int{page, n})
				}
			}
			if got != want {
				t.Fatalf("seed %d, operation %d: %d pages: %s, and of the list %s", seed, op, n, got, want)
			}
			if taken := len(p.free)*64 - len(list); p.Taken() != taken {
				t.Fatalf("seed %d, operation %d: %d pages are taken, and really %d", seed, op, p.Taken(), taken)
			}
			for page := range end {
				if p.isFree(page) != has(list, page) {
					t.Fatalf("seed %d, operation %d: page %d is free in one of the two", seed, op, page)
				}
			}
		}
	}
}

func (list plainPages) clone() plainPages { return maps.Clone(list) }

// TestTinyBlockBegun: a P whose tiny block has some bytes taken goes on behind them.
func TestTinyBlockBegun(t *testing.T) {
	h := NewHeap(1, true)
	s, slot := h.BeginTiny(0, 5)
	for _, c := range []struct{ size, off int }{{1, 5}, {2, 6}, {4, 8}, {3, 12}} {
		if gotSpan, got, off := h.mallocTiny(0, c.size); gotSpan != s || got != slot || off != c.off {
			t.Errorf("%d bytes: slot %d at %d, and not %d at %d", c.size, got, off, slot, c.off)
		}
	}
	if _, got, off := h.mallocTiny(0, 2); got != slot+1 || off != 0 {
		t.Errorf("behind a full block: slot %d at %d", got, off)
	}
}
