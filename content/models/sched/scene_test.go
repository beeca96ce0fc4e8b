package sched

import (
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

// From one processor to the most, with all loads, there is room in both layouts.
func TestDrawings(t *testing.T) {
	var more []sim.Given
	for load := range 9 {
		for _, procs := range []int{1, 2, 4, 8} {
			more = append(more, sim.Given{"procs": procs, "load": load, "goroutines": 24})
		}
	}
	simtest.CheckDrawings(t, Model(), more...)
}
