package measure

import (
	"bytes"
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

// ticks are the times of all processors that /proc/stat counts, and those of this process
// and of the children that it waited for, which are what is measured and its compiler.
type ticks struct{ idle, steal, all, own float64 }

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
		switch i {
		case 3, 4: // idle, and idle while a disk is waited for
			t.idle += v
		case 7:
			t.steal = v
		}
	}
	t.own, ok = readOwn(root)
	return t, ok
}

// readOwn reads utime, stime, cutime and cstime of /proc/self/stat. The name of the program,
// in parentheses, may hold anything.
func readOwn(root fs.FS) (own float64, ok bool) {
	text, err := fs.ReadFile(root, "proc/self/stat")
	if err != nil {
		return 0, false
	}
	f := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(f) < 15 {
		return 0, false
	}
	for _, s := range f[11:15] {
		v, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return 0, false
		}
		own += v
	}
	return own, true
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
		all, steal := now.all-m.before.all, now.steal-m.before.steal
		used := all - steal - (now.idle - m.before.idle)
		n.Steal = rounded(100 * steal / all)
		n.Others = rounded(100 * max(0, used-(now.own-m.before.own)) / all)
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
