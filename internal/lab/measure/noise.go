package measure

import (
	"io/fs"
	"strconv"
	"strings"

	"sourcedive/internal/lab"
)

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
func (m *meter) of(s scheduled, nivcsw *int64, band lab.Band) lab.Noise {
	n := lab.Noise{Pressure: m.pressure, Nivcsw: nivcsw}
	if now, ok := readTicks(m.root); ok && m.started && now.all > m.before.all {
		n.Steal = rounded(100 * (now.steal - m.before.steal) / (now.all - m.before.all))
	}
	if s.Read && s.RunMs+s.DelayMs > 0 {
		n.RunDelay = rounded(100 * s.DelayMs / (s.RunMs + s.DelayMs))
	}
	if band.Known {
		n.NullBand = rounded(band.Ratio)
	}
	n.Judge()
	return n
}

// rounded keeps four digits: a reading has no more.
func rounded(v float64) *float64 {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 4, 64), 64)
	return &v
}
