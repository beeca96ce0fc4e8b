package malloc

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

const classForm = `(class \d+(?: without pointers)?)`

// tellings are what the events say, and what of it the states around them show.
var tellings = []simtest.Telling{
	{Form: `P\d+ is asked for (\d+) bytes? (with|without) pointers: nothing to do\.`, True: func(s simtest.Told) bool { return s.N(0) == 0 }},
	{Form: `P\d+ is asked for (\d+) bytes? without pointers: it goes to the tiny allocator\.`, True: func(s simtest.Told) bool { return s.N(0) > 0 && s.N(0) < tinySize }},
	{Form: `P\d+ is asked for (\d+) bytes? (?:with|without) pointers: it needs (\d+) pages?\.`, True: func(s simtest.Told) bool {
		return s.N(0) > maxSmall-headerSize && s.N(1)*pageSize >= s.N(0) && (s.N(1)-1)*pageSize < s.N(0)
	}},
	{Form: `P\d+ is asked for (\d+) bytes? (with|without) pointers: (with its header )?it goes to class (\d+), slots of (\d+) bytes\.`, True: func(s simtest.Told) bool {
		size, class := s.N(0), s.N(3)
		if header := s.Words[1] == "with" && size > maxNoHeader; header != (s.Words[2] != "") {
			return false
		} else if header {
			size += headerSize
		}
		return s.N(4) == classes[class].Size && size <= classes[class].Size && size > classes[class-1].Size
	}},
	{Form: `(\d+) bytes? fit into the tiny block at offset (\d+)\.`, True: func(s simtest.Told) bool {
		return strings.HasPrefix(tinyNote(s.After, s.Event.Actor), fmt.Sprintf("tiny block %d of", s.N(0)+s.N(1)))
	}},
	{Form: `P\d+ takes slot (\d+) of span (\d+)\.`, True: func(s simtest.Told) bool {
		first, cells := slots(s.After, s.Words[1])
		at := s.N(0) - first
		return at >= 0 && at < len(cells) && cells[at].State == sim.Now && quick(s)
	}},
	{Form: `P(\d+)'s span (\d+) for ` + classForm + ` is full: (\d+) of (\d+) slots\.`, True: func(s simtest.Told) bool {
		return s.N(3) == s.N(4) && strings.HasPrefix(cached(s.Before, s.Words[0], s.Words[2]).Title, title(s.Words[1], s.Words[2], s.N(3), s.N(4)))
	}},
	{Form: `P(\d+) has no span for ` + classForm + `\.`, True: func(s simtest.Told) bool { return cached(s.Before, s.Words[0], s.Words[1]).ID == "" }},
	{Form: `P\d+ gets span (\d+) from the central list: (\d+) of (\d+) slots are taken\.`, True: func(s simtest.Told) bool {
		is := inLists(s.Before, s.Words[0])
		return strings.HasSuffix(is.Title, fmt.Sprintf(": %d of %d slots taken", s.N(1), s.N(2))) && s.N(1) < s.N(2)
	}},
	{Form: `P\d+ gets span (\d+), just swept: (\d+) of (\d+) slots are taken\.`, True: func(s simtest.Told) bool {
		n, of := filledOf(s.After, s.Words[0])
		return n == s.N(1) && of == s.N(2) && n < of
	}},
	{Form: `The central list of ` + classForm + ` has nothing, so it asks the heap for (\d+) pages?\.`, True: func(s simtest.Told) bool {
		class := simtest.Number(s.Words[0])
		return s.N(1) == classes[class].Pages && !hasRoom(s.Before, s.Words[0])
	}},
	{Form: `The object has span (\d+) to itself\.`, True: func(s simtest.Told) bool {
		_, cells := slots(s.After, s.Words[0])
		return len(cells) == 1 && cells[0].State == sim.Now
	}},
	{Form: `P(\d+)'s page cache is empty and takes the block at page (\d+)\.`, True: func(s simtest.Told) bool {
		was, is := drawnPages(s.Before), drawnPages(s.After)
		with := "with P" + s.Words[0]
		return s.N(1)%cachePages == 0 && !slices.Contains(was, with) && s.N(1) < len(is) &&
			slices.Contains(is[s.N(1):s.N(1)+cachePages], with) && slices.Index(is, with) >= s.N(1)
	}},
	{Form: `P(\d+) takes (\d+) pages? from page (\d+) on, out of its page cache\.`, True: func(s simtest.Told) bool {
		was, is := drawnPages(s.Before), drawnPages(s.After)
		return all(was, s.N(2), s.N(1), "with P"+s.Words[0]) && all(is, s.N(2), s.N(1), "taken")
	}},
	{Form: `P\d+ takes (\d+) pages? from page (\d+) on, under the heap's lock\.`, True: func(s simtest.Told) bool {
		return all(drawnPages(s.After), s.N(1), s.N(0), "taken") && lowestRun(drawnPages(s.Before), s.N(0), s.N(1))
	}},
	{Form: `(\d+) MB of addresses are reserved\.`, True: func(s simtest.Told) bool {
		return s.N(0) == number(s.After, "addresses reserved")-number(s.Before, "addresses reserved") && s.N(0)%64 == 0
	}},
	{Form: `No run of (\d+) pages? is free, so the heap grows by (\d+) MB\.`, True: func(s simtest.Told) bool {
		chunks := s.N(1) * 128 / chunkPages
		return chunks*chunkPages == s.N(1)*128 && chunks*chunkPages >= s.N(0) && (chunks-1)*chunkPages < s.N(0)
	}},
	{Form: `Span (\d+) is laid out: (\d+) slots? of (\d+) bytes, (\d+) bytes left over\.`, True: func(s simtest.Told) bool {
		pages := pagesOfSpan(s.After, s.Words[0])
		return strings.Contains(s.After.Block("slots").Title, fmt.Sprintf("span %d, %d bytes each", s.N(0), s.N(2))) &&
			strings.HasSuffix(s.After.Block("slots").Note, fmt.Sprintf("of %d", s.N(1))) &&
			(pages == 0 || s.N(3) == pages*pageSize-s.N(1)*s.N(2))
	}},
	{Form: `The marking is over: sweep generation (\d+), (\d+) spans to be swept\.`, True: func(s simtest.Told) bool {
		return s.N(0) == number(s.Before, "sweep generation")+2 && s.N(1) == number(s.After, "spans in use")
	}},
	{Form: `P\d+ empties its cache, the tiny block included\.`, True: func(s simtest.Told) bool {
		return s.Next.Func == "" || !strings.HasPrefix(s.Next.What, s.Event.What) // each P once
	}},
	{Form: `The background sweeper comes to span (\d+)\.`, True: func(s simtest.Told) bool { return stale(s.Before, s.Words[0]) }},
	{Form: `P\d+ reclaims span (\d+), which has no live object\.`, True: func(s simtest.Told) bool {
		return stale(s.Before, s.Words[0]) && regexp.MustCompile(`^Span `+s.Words[0]+` is swept: \d+ slots? freed, 0 still in use\.$`).MatchString(s.Next.What)
	}},
	{Form: `Span (\d+) is swept: (\d+) slots? freed, (\d+) still in use\.`, True: func(s simtest.Told) bool {
		n, of := filledOf(s.After, s.Words[0])
		was, ofWas := filledOf(s.Before, s.Words[0])
		_, cells := slots(s.After, s.Words[0]) // which are drawn
		return n == s.N(2) && of == ofWas && was == s.N(1)+s.N(2) && len(cells) > 0
	}},
	{Form: `Span (\d+) is empty and gives back (\d+) pages? from page (\d+) on\.`, True: func(s simtest.Told) bool {
		n, _ := filledOf(s.Before, s.Words[0])
		return n <= 0 && all(drawnPages(s.After), s.N(2), s.N(1), "free") && pagesOfSpan(s.After, s.Words[0]) == 0
	}},
}

func number(v sim.View, name string) int { return simtest.Number(v.Block("numbers").Fact(name)) }

func tinyNote(v sim.View, p string) string { return simtest.Lane(v, "caches", "p"+p[1:]).Note }

// quick tests which function gives a slot: within a word of 64 slots nextFreeFast, but for
// the word's last slot, unless that is the span's last too.
func quick(s simtest.Told) bool {
	slot := s.N(0)
	_, of, _ := strings.Cut(s.After.Block("slots").Note, " of ")
	last := (slot+1)%64 == 0 && slot+1 != simtest.Number(of)
	if s.Event.Func == "runtime.nextFreeFast" {
		return !last
	}
	if fromElsewhere(s.Last.Func) {
		return true // the P has just got the span
	}
	first, cells := slots(s.Before, s.Words[1])
	before := slices.IndexFunc(cells, func(c sim.Cell) bool { return c.State == sim.Now })
	return last || before < 0 || (first+before+1)/64 != slot/64
}

func fromElsewhere(fn string) bool {
	return fn == "runtime.(*mcentral).cacheSpan" || fn == "runtime.(*mheap).initSpan"
}

// slots are those that are drawn of a span, and which is the first.
func slots(v sim.View, span string) (first int, cells []sim.Cell) {
	b := v.Block("slots")
	if !strings.HasPrefix(b.Title, "Slots of span "+span+",") {
		return 0, nil
	}
	return simtest.Number(b.Note), b.Cells
}

func title(span, class string, n, of int) string {
	return fmt.Sprintf("span %s for %s: %d of %d slots taken", span, class, n, of)
}

// cached is the span that a P has for a class, or an empty cell.
func cached(v sim.View, p, class string) sim.Cell {
	for _, c := range simtest.Lane(v, "caches", "p"+p).Items {
		if strings.Contains(c.Title, " for "+class+":") {
			return c
		}
	}
	return sim.Cell{}
}

// inLists is a span in the central lists.
func inLists(v sim.View, span string) sim.Cell {
	for _, l := range v.Block("central").Lanes {
		for _, c := range l.Items {
			if c.ID == "s"+span {
				return c
			}
		}
	}
	return sim.Cell{}
}

// hasRoom reports whether a span of a class is in the central lists, swept, with room.
func hasRoom(v sim.View, class string) bool {
	for _, l := range v.Block("central").Lanes {
		for _, c := range l.Items {
			if n, of := counts(c); l.Title == class && n < of && !strings.HasSuffix(c.Title, "to be swept") {
				return true
			}
		}
	}
	return false
}

var countsForm = regexp.MustCompile(`: (\d+) of (\d+) slots taken`)

func counts(c sim.Cell) (n, of int) {
	parts := countsForm.FindStringSubmatch(c.Title)
	if parts == nil {
		return -1, -1
	}
	return simtest.Number(parts[1]), simtest.Number(parts[2])
}

// filledOf is how many slots of a span are taken, from wherever it is drawn, or -1.
func filledOf(v sim.View, span string) (n, of int) {
	for _, c := range cellsOf(v, span) {
		return counts(c)
	}
	return -1, -1
}

// cellsOf are the cells of a span, wherever it is drawn.
func cellsOf(v sim.View, span string) (list []sim.Cell) {
	for _, id := range []string{"caches", "central", "heap"} {
		for _, l := range v.Block(id).Lanes {
			for _, c := range l.Items {
				if c.ID == "s"+span {
					list = append(list, c)
				}
			}
		}
	}
	return list
}

func stale(v sim.View, span string) bool {
	return slices.ContainsFunc(cellsOf(v, span), func(c sim.Cell) bool { return strings.Contains(c.Title, "to be swept") || c.State == sim.Now })
}

// drawnPages are the pages that are drawn, each with what it is: "free", "taken", "with P0",
// or the span that it is of.
func drawnPages(v sim.View) (list []string) {
	for _, l := range v.Block("heap").Lanes {
		for _, c := range l.Items {
			what := c.ID
			if what == "" {
				_, what, _ = strings.Cut(c.Text, " ")
			}
			for range c.Size / pageSize {
				list = append(list, what)
			}
		}
	}
	return list
}

// all reports whether n pages from one on are the same; those that are not drawn count.
func all(pages []string, from, n int, what string) bool {
	for i := from; i < min(from+n, len(pages)); i++ {
		if pages[i] != what {
			return false
		}
	}
	return true
}

// lowestRun reports whether no run of n free pages begins below a page.
func lowestRun(pages []string, n, at int) bool {
	run := 0
	for i := range min(at, len(pages)) {
		if run++; pages[i] != "free" {
			run = 0
		}
		if run == n {
			return i == at+n-1
		}
	}
	return true
}

func pagesOfSpan(v sim.View, span string) (n int) {
	for _, what := range drawnPages(v) {
		if what == "s"+span {
			n++
		}
	}
	return n
}
