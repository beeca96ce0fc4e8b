package measure

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/internal/lab"
)

// tree makes the files of a system.
func tree(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestReadLimits(t *testing.T) {
	for name, c := range map[string]struct {
		files               map[string]string
		available, group, n int64
	}{
		"no Linux": {nil, unlimited, unlimited, unlimited},
		"no groups": {map[string]string{
			"proc/meminfo": "MemTotal:  8000000 kB\nMemAvailable:  4096000 kB\n",
		}, 4000, unlimited, unlimited},
		"version 2, the narrower above": {map[string]string{
			"proc/self/cgroup":                  "0::/a/b\n",
			"sys/fs/cgroup/a/b/memory.max":      "max\n",
			"sys/fs/cgroup/a/memory.max":        "1073741824\n",
			"sys/fs/cgroup/memory.max":          "4294967296\n",
			"sys/fs/cgroup/a/b/pids.max":        "500\n",
			"sys/fs/cgroup/a/b/pids.current":    "120\n",
			"sys/fs/cgroup/a/pids.max":          "max\n",
			"sys/fs/cgroup/other/memory.max":    "1\n",
			"sys/fs/cgroup/a/b/c/d/memory.max":  "1\n",
			"sys/fs/cgroup/memory/a/memory.max": "1\n",
		}, unlimited, 1024, 380},
		"version 1, by controller": {map[string]string{
			"proc/self/cgroup": "9:pids:/job\n4:cpu,memory:/box/x\n",
			"sys/fs/cgroup/memory/box/x/memory.limit_in_bytes": "9223372036854771712\n",
			"sys/fs/cgroup/memory/box/memory.limit_in_bytes":   "536870912\n",
			"sys/fs/cgroup/pids/job/pids.max":                  "64\n",
			"sys/fs/cgroup/pids/job/pids.current":              "70\n",
		}, unlimited, 512, 0},
		"a container that does not see its group's name": {map[string]string{
			"proc/self/cgroup":         "0::/../../kubepods/pod1\n",
			"sys/fs/cgroup/memory.max": "268435456\n",
		}, unlimited, 256, unlimited},
		"nonsense": {map[string]string{
			"proc/self/cgroup": "x\n0::\n:::\n", "proc/meminfo": "MemAvailable: many kB", "sys/fs/cgroup/memory.max": "lots",
		}, unlimited, unlimited, unlimited},
	} {
		l := ReadLimits(tree(c.files))
		if l.AvailableMB != c.available || l.GroupMB != c.group || l.GroupTasks != c.n {
			t.Errorf("%s: %+v, want %d, %d and %d", name, l, c.available, c.group, c.n)
		}
	}
}

func TestRefuse(t *testing.T) {
	free := Limits{unlimited, unlimited, unlimited, unlimited, unlimited}
	with := func(change func(*Limits)) Limits { l := free; change(&l); return l }
	for name, c := range map[string]struct {
		limits Limits
		need   lab.Need
		want   string // "" for no refusal
	}{
		"nothing is read":          {free, lab.Need{MB: 1 << 20, Threads: 1000}, ""},
		"a quarter is available":   {with(func(l *Limits) { l.AvailableMB = 1600 }), lab.Need{MB: 400}, ""},
		"more than a quarter":      {with(func(l *Limits) { l.AvailableMB = 1599 }), lab.Need{MB: 400}, "more than a quarter of the 1599 MB that are available\n    hint: end other programs"},
		"of the group":             {with(func(l *Limits) { l.GroupMB = 512 }), lab.Need{MB: 129}, "more than a quarter of the 512 MB that the control group allows\n    hint: raise its memory.max"},
		"of the address space":     {with(func(l *Limits) { l.AddressMB = 1000 }), lab.Need{MB: 300}, "ulimit -v allows\n    hint: raise ulimit -v"},
		"nothing is left":          {with(func(l *Limits) { l.AvailableMB = 0 }), lab.Need{MB: 1}, "0 MB"},
		"too many threads at all":  {free, lab.Need{Threads: 1001}, "1000 are the most"},
		"threads of the group":     {with(func(l *Limits) { l.GroupTasks = 1063 }), lab.Need{Threads: 1000}, "control group has 1063 left\n    hint: raise its pids.max"},
		"just enough":              {with(func(l *Limits) { l.GroupTasks = 1064 }), lab.Need{Threads: 1000}, ""},
		"threads of the user":      {with(func(l *Limits) { l.UserTasks = 2000 }), lab.Need{Threads: 1000}, "more than half of the 2000 that ulimit -u allows\n    hint: raise ulimit -u"},
		"threads, and none wanted": {with(func(l *Limits) { l.GroupTasks = 64 }), lab.Need{MB: 5}, ""},
	} {
		err := c.limits.Refuse(c.need, true)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "\n") && !strings.HasSuffix(err.Error(), ", or use --quick, which needs less") {
			t.Errorf("%s: %v", name, err)
		}
		if quick := c.limits.Refuse(c.need, false); (quick == nil) != (err == nil) || quick != nil && strings.Contains(quick.Error(), "--quick") {
			t.Errorf("%s, quick: %v", name, quick)
		}
	}
}

func TestReadMachine(t *testing.T) {
	m := readMachine(tree(map[string]string{
		"proc/cpuinfo":              "processor : 0\nmodel name\t: Example 9000\nflags\t\t: fpu hypervisor sse\nserial\t: 1234\n\nprocessor : 1\nmodel name : Other\n",
		"proc/meminfo":              "MemTotal:  2097152 kB\n",
		"proc/sys/kernel/osrelease": "6.1.0-myhost+\n",
		"sys/kernel/mm/transparent_hugepage/enabled":     "always [madvise] never\n",
		"sys/devices/system/cpu/cpu0/cache/index0/level": "1\n",
		"sys/devices/system/cpu/cpu0/cache/index0/type":  "Data\n",
		"sys/devices/system/cpu/cpu0/cache/index0/size":  "32K\n",
		"proc/self/cgroup":        "0::/a\n",
		"sys/fs/cgroup/a/cpu.max": "150000 100000\n",
		".dockerenv":              "",
	}))
	if m.ClockTick <= 0 || m.ClockCost < 0 || m.CPUs < 1 || m.PageSize < 1 {
		t.Errorf("what every system knows: %+v", m)
	}
	m.ClockTick, m.ClockCost, m.CPUs, m.PageSize = 0, 0, 0, 0
	want := lab.Machine{CPU: "Example 9000", MemoryMB: 2048, Caches: []string{"L1 Data 32K"}, Kernel: "6.1.0", Virtual: true, Container: true, Quota: 1.5, THP: "madvise"}
	if !reflect.DeepEqual(m, want) {
		t.Errorf("%+v\nwant %+v", m, want)
	}
	bare := readMachine(tree(nil))
	if len(bare.NotRead) != 5 || bare.Virtual || bare.Quota != 0 {
		t.Errorf("of a system without files: %+v", bare)
	}
}

func TestReadQuota(t *testing.T) {
	for want, files := range map[float64]map[string]string{
		0:   {"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"},
		0.5: {"proc/self/cgroup": "1:cpu:/x\n", "sys/fs/cgroup/cpu/x/cpu.cfs_quota_us": "50000", "sys/fs/cgroup/cpu/x/cpu.cfs_period_us": "100000", "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1", "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000"},
		2:   {"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/b/cpu.max": "400000 100000\n", "sys/fs/cgroup/a/cpu.max": "200000 100000\n"},
	} {
		if got := readQuota(tree(files)); got != want {
			t.Errorf("%g, want %g", got, want)
		}
	}
}

func TestMeter(t *testing.T) {
	fsys := tree(map[string]string{
		"proc/pressure/cpu": "some avg10=4.50 avg60=1.00 avg300=0.00 total=1\nfull avg10=9.00 avg60=0.00 avg300=0.00 total=0\n",
		"proc/stat":         "cpu  100 0 100 700 100 0 0 0 50 0\ncpu0 1 1 1 1 1 1 1 1 1 1\n",
		"proc/self/stat":    "7 (a (b) 1) S 1 7 7 0 -1 0 0 0 0 0 10 20 30 40 20 0 5 0 99\n",
	})
	m := newMeter(fsys)
	// Of 400 ticks 120 were idle, 40 the hypervisor's and 200 this program's.
	fsys["proc/stat"] = &fstest.MapFile{Data: []byte("cpu  200 0 240 750 170 0 0 40 50 0\n")}
	fsys["proc/self/stat"] = &fstest.MapFile{Data: []byte("7 (a (b) 1) S 1 7 7 0 -1 0 0 0 0 0 20 40 90 150 20 0 5 0 99\n")}
	n := m.of(scheduled{Read: true, RunMs: 90, DelayMs: 10}, nil, lab.Band{Ratio: 0.03, Known: true})
	if *n.Pressure != 4.5 || *n.Steal != 10 || *n.Others != 10 || *n.RunDelay != 10 || *n.NullBand != 0.03 || n.Nivcsw != nil {
		t.Errorf("pressure %g, steal %g, others %g, delay %g, band %g", *n.Pressure, *n.Steal, *n.Others, *n.RunDelay, *n.NullBand)
	}
	for name, files := range map[string]map[string]string{
		"nonsense":        {"proc/stat": "cpu one two\n", "proc/pressure/cpu": "some\n"},
		"no own times":    {"proc/stat": "cpu 1 1 1 1 1 1 1 1\n"},
		"a short line":    {"proc/stat": "cpu 1 1 1 1 1 1 1 1\n", "proc/self/stat": "7 (a) S 1 7 7\n"},
		"no numbers":      {"proc/stat": "cpu 1 1 1 1 1 1 1 1\n", "proc/self/stat": "7 (a) S 1 7 7 0 -1 0 0 0 0 0 x x x x 20\n"},
		"no time between": {"proc/stat": "cpu 1 1 1 1 1 1 1 1\n", "proc/self/stat": "7 (a) S 1 7 7 0 -1 0 0 0 0 0 1 1 1 1 20\n"},
	} {
		if n := newMeter(tree(files)).of(scheduled{}, nil, lab.Band{}); n.Others != nil || n.Steal != nil || n.Pressure != nil {
			t.Errorf("%s: %+v", name, n)
		}
	}
}

// In a container of 512 MB the labs that need much are refused, each with what to set, and
// --quick is a way out only where it is one.
func TestRefuseInSmallContainer(t *testing.T) {
	l := Limits{unlimited, 512, unlimited, unlimited, unlimited}
	var b strings.Builder
	for _, of := range lab.All() {
		r := &Runner{Limits: l}
		full := r.refuse(of)
		r.Quick = true
		quick := r.refuse(of)
		fmt.Fprintf(&b, "%v\n", full)
		for _, err := range []error{full, quick} {
			if err != nil && !strings.Contains(err.Error(), "MB that the control group allows\n    hint: raise its memory.max") {
				t.Errorf("%s: %v", of.Name, err)
			}
		}
		if full != nil && strings.Contains(full.Error(), "--quick") != (quick == nil) {
			t.Errorf("%s: %v; and quick: %v", of.Name, full, quick)
		}
	}
	for _, want := range []string{"lab memory, case goroutines: needs 400 MB", "or use --quick", "lab gogc, case GOGC=50: needs 450 MB, more than a quarter of the 512 MB that the control group allows\n    hint: raise its memory.max\n", "<nil>"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}
