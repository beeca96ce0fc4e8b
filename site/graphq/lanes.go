package graphq

import "sourcedive/indexer/index"

// LaneNames are the lanes of a journey, from left to right: the stacks of a thread.
var LaneNames = [...]string{"user stack", "g0", "gsignal"}

// StartLane is the lane that a journey starts in.
func StartLane(on index.Stacks) string {
	for i, name := range LaneNames {
		if on&(1<<i) != 0 {
			return name
		}
	}
	return LaneNames[0]
}
