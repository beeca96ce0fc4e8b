package gc

import (
	"testing"
	"time"
)

func TestTable(t *testing.T) {
	for _, size := range []Size{{3, 1, 1, 1, 2}, {3, 2, 0, 1, 2}, {4, 1, 0, 1, 2}, {3, 1, 0, 2, 1}, {3,1,0,2,2}} {
		for _, b := range []Barrier{Off, Dijkstra, Yuasa, Hybrid, Conditional} {
			for _, st := range []Stacks{Grey, Once, Black} {
				for _, buf := range []bool{false, true} {
					t0 := time.Now()
					f := Search(size, Rules{Barrier: b, Stacks: st, Buffered: buf}, 3000000)
					t.Logf("%v b=%d st=%d buf=%v heaps=%d states=%d moves=%d hidden=%d lost=%v steps=%d cut=%v %v", size, b, st, buf, f.Heaps, f.States, f.Moves, f.Hidden, f.Lost, f.Steps, f.Cut, time.Since(t0).Round(time.Millisecond))
				}
			}
		}
	}
}
