package lab

import (
	"fmt"
	"io/fs"
	"strconv"
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

// judge says what the readings mean.
func (n *Noise) judge() {
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
		n.Verdict = "not read"
	case !read:
		n.Verdict = "quiet by the null band; this system's own readings are not read"
	default:
		n.Verdict = "quiet"
	}
}

// Busy reports whether the machine was too busy for its figures to be a reference.
func (n Noise) Busy() bool { return strings.HasPrefix(n.Verdict, "busy") }

// readPressure reads the ten-second average of /proc/pressure/cpu, in per cent.
func readPressure(root fs.FS) *float64 {
	text, err := fs.ReadFile(root, "proc/pressure/cpu")
	if err != nil {
		return nil
	}
	for _, f := range strings.Fields(string(text)) {
		if v, ok := strings.CutPrefix(f, "avg10="); ok {
			if p, err := strconv.ParseFloat(v, 64); err == nil {
				return &p
			}
		}
	}
	return nil
}

// ticks are the times of all processors that /proc/stat counts.
type ticks struct{ steal, all float64 }

func readTicks(root fs.FS) (t ticks, ok bool) {
	text, err := fs.ReadFile(root, "proc/stat")
	if err != nil {
		return t, false
	}
	first, _, _ := strings.Cut(string(text), "\n")
	f := strings.Fields(first)
	if len(f) < 9 || f[0] != "cpu" {
		return t, false
	}
	for i, s := range f[1:9] { // the two that follow are parts of others
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return t, false
		}
		t.all += v
		if i == 7 {
			t.steal = v
		}
	}
	return t, true
}

// meter reads the noise around a run, and of the processes of each version in it.
type meter struct {
	root     fs.FS
	pressure *float64
	before   ticks
	started  bool
}

func newMeter(root fs.FS) *meter {
	m := &meter{root: root, pressure: readPressure(root)}
	m.before, m.started = readTicks(root)
	return m
}

// of gives the noise of a version whose processes ran and waited so long.
func (m *meter) of(s scheduled, nivcsw *int64, band Band) Noise {
	n := Noise{Pressure: m.pressure, Nivcsw: nivcsw}
	if now, ok := readTicks(m.root); ok && m.started && now.all > m.before.all {
		n.Steal = rounded(100 * (now.steal - m.before.steal) / (now.all - m.before.all))
	}
	if s.Read && s.RunMs+s.DelayMs > 0 {
		n.RunDelay = rounded(100 * s.DelayMs / (s.RunMs + s.DelayMs))
	}
	if band.Known {
		n.NullBand = rounded(band.Ratio)
	}
	n.judge()
	return n
}

// rounded keeps four digits: a reading has no more.
func rounded(v float64) *float64 {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64)
	return &v
}
