package modelcheck

import (
	"testing"

	"sourcedive/content/models/malloc"
)

// A log that is wrong in one number disagrees in one case.
func TestReplayOfPagesCanFail(t *testing.T) {
	log := func(third uint64) [][]uint64 {
		return [][]uint64{
			{0, 4, 512, 4},
			{0, 3, 516, 3},
			{1, 4, 512},
			{0, 5, third, 5},
			{0, 2, 512, 0},
			{3, 1, 512, 1<<64 - 1<<12 | 1<<2 | 1<<3, 1<<64 - 1<<12},
			{2, 1, 2, 514, 0},
			{2, 1, 20, 524, 20},
			{2, 1, 60, 0, 0},
			{4, 1},
			{0, 1, 524 - 512 + 532, 1},
		}
	}
	for _, c := range []struct {
		third  uint64
		agreed int
	}{{519, 11}, {520, 10}} {
		var pages malloc.Pages
		pages.Grow(1)
		if r := replayPages(log(c.third), &pages); r.Cases != 11 || r.Agreed != c.agreed {
			t.Errorf("with %d there: %d of %d agree\n%q", c.third, r.Agreed, r.Cases, r.Detail)
		}
	}
}

func TestNumbers(t *testing.T) {
	if lines, err := numbers([]byte("1 2\n18446744073709551615\n")); err != nil || len(lines) != 2 || lines[1][0] != 1<<64-1 {
		t.Errorf("%v %v", lines, err)
	}
	for _, bad := range []string{"", "1 two\n", "-1\n"} {
		if lines, err := numbers([]byte(bad)); err == nil {
			t.Errorf("%q gives %v", bad, lines)
		}
	}
}

// A span from before the program does not count, and a slot out of order does.
func TestFill(t *testing.T) {
	var r Result
	f := newFill(1152, false)
	if f.alloc(&r, 1000, 3, 7, 4) || f.alloc(&r, 1000, 4, 7, 5) {
		t.Error("objects in a span that was there before count")
	}
	for slot := range 7 {
		f.alloc(&r, 2000, slot, 7, slot+1)
	}
	f.alloc(&r, 3000, 0, 7, 1)
	for slot := range 7 {
		f.dead[[2]int{2000, slot}] = slot != 2
	}
	f.collect(true)
	f.alloc(&r, 3000, 1, 7, 2) // was cached, so it is the first that has room
	if r.Cases != 9 || r.Agreed != 9 {
		t.Errorf("%d of %d agree: %q", r.Agreed, r.Cases, r.Detail)
	}
	f.alloc(&r, 2000, 0, 7, 2)
	if r.Agreed != 9 {
		t.Error("a span out of turn agrees")
	}
}
