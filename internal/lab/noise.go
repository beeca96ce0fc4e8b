package lab

import (
	"fmt"
	"strings"
)

// Noise is what else the machine did. A reading that this system does not have is nil.
type Noise struct {
	Pressure *float64 `json:"pressure,omitempty"` // per cent of the ten seconds before in which something waited for a processor
	RunDelay *float64 `json:"runDelay,omitempty"` // per cent of their time that the measured programs waited for one
	Nivcsw   *int64   `json:"nivcsw,omitempty"`   // involuntary context switches of the measured programs
	Steal    *float64 `json:"steal,omitempty"`    // per cent of the processors' time that the hypervisor took
	NullBand *float64 `json:"nullBand,omitempty"` // ratio: the widest of what the lab compares
	Verdict  string   `json:"verdict"`
}

// The readings above which a machine is too busy to be a reference. On an idle machine
// all were below a fifth of this.
const (
	busyPressure = 10.0
	busyDelay    = 10.0
	busySteal    = 2.0
	busyBand     = 0.10
)

// Judge says what the readings mean.
func (n *Noise) Judge() {
	var why []string
	over := func(what string, v *float64, limit, scale float64) {
		if v != nil && *v > limit {
			why = append(why, fmt.Sprintf("%s is %.1f %%, more than %.0f", what, *v*scale, limit*scale))
		}
	}
	over("pressure on the processors before the run", n.Pressure, busyPressure, 1)
	over("the wait for a processor", n.RunDelay, busyDelay, 1)
	over("the time that the hypervisor took", n.Steal, busySteal, 1)
	over("the difference of nothing from nothing", n.NullBand, busyBand, 100)
	read := n.Pressure != nil || n.RunDelay != nil || n.Steal != nil
	switch {
	case len(why) > 0:
		n.Verdict = "busy: " + strings.Join(why, "; ")
	case !read && n.NullBand == nil:
		n.Verdict = "not watched: its noise is read on Linux alone"
	case !read:
		n.Verdict = "quiet by the null band; its noise is read on Linux alone"
	default:
		n.Verdict = "quiet"
	}
}

// Busy reports whether the machine was too busy for its figures to be a reference.
func (n Noise) Busy() bool { return strings.HasPrefix(n.Verdict, "busy") }
