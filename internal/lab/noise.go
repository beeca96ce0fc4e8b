package lab

import (
	"fmt"
	"strings"
)

// Noise is what else the machine did. A reading that this system does not have is nil.
type Noise struct {
	Pressure *float64 `json:"pressure,omitempty"` // per cent of the ten seconds before in which something waited for a processor
	Others   *float64 `json:"others,omitempty"`   // per cent of the processors' time that other programs used during the run
	RunDelay *float64 `json:"runDelay,omitempty"` // per cent of their time that the measured programs waited for a processor, for their own threads too
	Nivcsw   *int64   `json:"nivcsw,omitempty"`   // involuntary context switches of the measured programs
	Steal    *float64 `json:"steal,omitempty"`    // per cent of the processors' time that the hypervisor took
	NullBand *float64 `json:"nullBand,omitempty"` // ratio: the widest of what the lab compares
	Verdict  string   `json:"verdict"`
}

// The readings above which a machine is too busy to be a reference. How long the measured
// programs waited is none of them: a program with more threads than there are processors
// waits for itself.
const (
	busyPressure = 10.0
	busyOthers   = 10.0
	busySteal    = 2.0
	wideBand     = 0.10
)

// Judge says what the readings mean. Where two runs of the same thing differ much, the
// figures are loose, which a quiet machine does not help.
func (n *Noise) Judge() {
	var why []string
	over := func(what string, v *float64, limit float64) {
		if v != nil && *v > limit {
			why = append(why, fmt.Sprintf("%s %.1f %%, more than %.0f", what, *v, limit))
		}
	}
	over("pressure on the processors before the run was", n.Pressure, busyPressure)
	over("of the processors' time other programs took", n.Others, busyOthers)
	over("of the processors' time the hypervisor took", n.Steal, busySteal)
	switch {
	case len(why) > 0:
		n.Verdict = "busy: " + strings.Join(why, "; ")
	case n.Pressure == nil && n.Others == nil && n.Steal == nil:
		n.Verdict = "not watched, since its noise is read on Linux alone"
	default:
		n.Verdict = "quiet"
	}
	if n.NullBand != nil && *n.NullBand > wideBand {
		n.Verdict += fmt.Sprintf("; two runs of the same thing were up to %.1f %% apart", 100**n.NullBand)
	}
}

// Busy reports whether the machine was too busy for its figures to be a reference.
func (n Noise) Busy() bool { return strings.HasPrefix(n.Verdict, "busy") }
