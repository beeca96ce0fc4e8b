package channel

import (
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

// Long queues, full rings and up to four channels have room in both layouts.
func TestDrawings(t *testing.T) {
	more := []sim.Given{
		{"program": progBuffered, "goroutines": 12, "capacity": 8},
		{"program": progClose, "goroutines": 12, "capacity": 0},
		{"program": progSelect, "goroutines": 12, "capacity": 8},
		{"program": progUnbuffered, "goroutines": 12},
	}
	for range 30 {
		more = append(more, sim.Given{"program": progRandom})
	}
	simtest.CheckDrawings(t, Model(), more...)
}
