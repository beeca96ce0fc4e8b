package gc

import (
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

// The largest heaps and the fullest buffers have room in both layouts.
func TestDrawings(t *testing.T) {
	simtest.CheckDrawings(t, Model(),
		sim.Given{"objects": maxObjects, "fields": maxFields, "globals": maxFields, "goroutines": maxStacks, "slots": maxSlots, "buffer": 3},
		sim.Given{"objects": maxObjects, "fields": 1, "globals": 0, "goroutines": 1, "slots": 1},
		sim.Given{"objects": 2, "fields": 2}, sim.Given{"objects": 3, "fields": 2}, sim.Given{"objects": 4, "fields": 2},
	)
}
