package measure

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"sourcedive/internal/lab"
)

// kernelVersion leaves out what follows the numbers: who built a kernel can write a name
// there.
var kernelVersion = regexp.MustCompile(`^\d+(\.\d+)*`)

// readMachine reads what Linux says in files below root.
func readMachine(root fs.FS) lab.Machine {
	m := lab.Machine{CPUs: runtime.NumCPU(), PageSize: os.Getpagesize(), Caches: readCaches(root)}
	m.ClockTick, m.ClockCost = clock()
	info := readText(root, "proc/cpuinfo")
	m.CPU = labelled(info, "model name")
	m.Virtual = strings.Contains(labelled(info, "flags")+" ", "hypervisor ")
	m.Kernel = kernelVersion.FindString(readText(root, "proc/sys/kernel/osrelease"))
	m.MemoryMB = kilobytes(readText(root, "proc/meminfo"), "MemTotal") / 1024
	m.Container = exists(root, ".dockerenv") || exists(root, "run/.containerenv")
	m.Quota = readQuota(root)
	if _, rest, ok := strings.Cut(readText(root, "sys/kernel/mm/transparent_hugepage/enabled"), "["); ok {
		m.THP, _, _ = strings.Cut(rest, "]")
	}
	for _, f := range []struct {
		name string
		read bool
	}{{"cpu", m.CPU != ""}, {"memoryMB", m.MemoryMB > 0}, {"caches", len(m.Caches) > 0}, {"kernel", m.Kernel != ""}, {"thp", m.THP != ""}} {
		if !f.read {
			m.NotRead = append(m.NotRead, f.name)
		}
	}
	return m
}

func readCaches(root fs.FS) []string {
	list := []string{}
	const dir = "sys/devices/system/cpu/cpu0/cache"
	entries, _ := fs.ReadDir(root, dir)
	for _, e := range entries {
		read := func(name string) string { return strings.TrimSpace(readText(root, path.Join(dir, e.Name(), name))) }
		if size := read("size"); strings.HasPrefix(e.Name(), "index") && size != "" {
			list = append(list, "L"+read("level")+" "+read("type")+" "+size)
		}
	}
	return list
}

// clock measures the smallest step of the clock and the cost of reading it.
func clock() (tick, cost float64) {
	const n = 2000
	start := time.Now()
	before, least := start, time.Duration(0)
	for range n {
		now := time.Now()
		if d := now.Sub(before); d > 0 && (least == 0 || d < least) {
			least = d
		}
		before = now
	}
	return float64(least.Nanoseconds()), float64(before.Sub(start).Nanoseconds() / n)
}

func readText(root fs.FS, name string) string {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return ""
	}
	return string(text)
}

func exists(root fs.FS, name string) bool {
	_, err := fs.Stat(root, name)
	return err == nil
}

// labelled is the text after "label :" in a file of /proc.
func labelled(text, label string) string {
	for l := range strings.Lines(text) {
		if name, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(name) == label {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func kilobytes(text, label string) int64 {
	n, _, _ := strings.Cut(labelled(text, label), " ")
	v, _ := strconv.ParseInt(n, 10, 64)
	return v
}
