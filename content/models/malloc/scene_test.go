package malloc

import (
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

// Many Ps, many spans and large heaps have room in both layouts.
func TestDrawings(t *testing.T) {
	simtest.CheckDrawings(t, Model(),
		sim.Given{"procs": 4, "objects": 60, "mix": 0}, sim.Given{"procs": 1, "objects": 60, "mix": 4, "churn": 90, "gc": 15, "sweeper": 1},
		sim.Given{"procs": 1, "objects": 40, "mix": 1, "gc": 10},
	)
}
