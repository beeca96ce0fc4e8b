package measure

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"sourcedive/internal/lab"
)

// unlimited is a limit that does not exist or is not read.
const unlimited = int64(-1)

// Limits are what this process may use.
type Limits struct {
	AvailableMB int64 // memory that the machine has left
	GroupMB     int64 // memory that the control group allows
	AddressMB   int64 // address space that ulimit -v allows
	GroupTasks  int64 // threads that the control group has left
	UserTasks   int64 // threads of the user that ulimit -u allows
}

// Refuse gives the reason why a need cannot be met, and nil when it can. A process may take a
// quarter of the memory, so that a lab disturbs nothing else, and is not disturbed by
// the system's own search for memory. An error names --quick, too, where that is a way out.
func (l Limits) Refuse(need lab.Need, quickHelps bool) error {
	less := ""
	if quickHelps {
		less = ", or use --quick, which needs less"
	}
	memory := func(have int64, what, set string) error {
		if have == unlimited || need.MB <= have/4 {
			return nil
		}
		return fmt.Errorf("needs %d MB, more than a quarter of the %d MB %s\n    hint: %s%s", need.MB, have, what, set, less)
	}
	if err := memory(l.AvailableMB, "that are available", "end other programs"); err != nil {
		return err
	}
	if err := memory(l.GroupMB, "that the control group allows", "raise its memory.max"); err != nil {
		return err
	}
	if err := memory(l.AddressMB, "of address space that ulimit -v allows", "raise ulimit -v"); err != nil {
		return err
	}
	const others = 64 // the runtime's own threads, and the go command's
	switch {
	case need.Threads > lab.MostThreads:
		return fmt.Errorf("needs %d threads, and %d are the most that a lab may start", need.Threads, lab.MostThreads)
	case l.GroupTasks != unlimited && need.Threads+others > l.GroupTasks:
		return fmt.Errorf("needs %d threads, and the control group has %d left\n    hint: raise its pids.max%s", need.Threads+others, l.GroupTasks, less)
	case l.UserTasks != unlimited && need.Threads+others > l.UserTasks/2:
		return fmt.Errorf("needs %d threads, more than half of the %d that ulimit -u allows\n    hint: raise ulimit -u%s", need.Threads+others, l.UserTasks, less)
	}
	return nil
}

// ReadLimits reads what Linux says in files below root, and the limits of this process.
func ReadLimits(root fs.FS) Limits {
	l := Limits{unlimited, unlimited, unlimited, unlimited, unlimited}
	if kb := kilobytes(readText(root, "proc/meminfo"), "MemAvailable"); kb > 0 {
		l.AvailableMB = kb / 1024
	}
	groups := controlGroups(root)
	for _, dir := range groups["memory"] {
		for _, name := range []string{"memory.max", "memory.limit_in_bytes"} {
			// Without a limit the older groups say a number close to the largest.
			if v, ok := readNumber(root, path.Join(dir, name)); ok && v < 1<<60 {
				l.GroupMB = lesser(l.GroupMB, v>>20)
			}
		}
	}
	for _, dir := range groups["pids"] {
		most, ok := readNumber(root, path.Join(dir, "pids.max"))
		if used, _ := readNumber(root, path.Join(dir, "pids.current")); ok {
			l.GroupTasks = lesser(l.GroupTasks, max(0, most-used))
		}
	}
	l.AddressMB, l.UserTasks = processLimits()
	return l
}

func lesser(a, b int64) int64 {
	if a == unlimited || b < a {
		return b
	}
	return a
}

// readQuota is how many processors the control groups allow, 0 for no limit.
func readQuota(root fs.FS) (quota float64) {
	note := func(used, period float64) {
		if used > 0 && period > 0 && (quota == 0 || used/period < quota) {
			quota = used / period
		}
	}
	for _, dir := range controlGroups(root)["cpu"] {
		if f := strings.Fields(readText(root, path.Join(dir, "cpu.max"))); len(f) == 2 {
			used, _ := strconv.ParseFloat(f[0], 64)
			period, _ := strconv.ParseFloat(f[1], 64)
			note(used, period)
		}
		used, _ := readNumber(root, path.Join(dir, "cpu.cfs_quota_us"))
		period, _ := readNumber(root, path.Join(dir, "cpu.cfs_period_us"))
		note(float64(used), float64(period))
	}
	return quota
}

func readNumber(root fs.FS, name string) (int64, bool) {
	v, err := strconv.ParseInt(strings.TrimSpace(readText(root, name)), 10, 64)
	return v, err == nil
}

// controlGroups are the directories, by controller, whose limits this process is under:
// its own group and all above it, of either version. In a container the names of the
// host may be missing; the mounted root is then its own.
func controlGroups(root fs.FS) map[string][]string {
	dirs := map[string][]string{}
	const mount = "sys/fs/cgroup"
	for l := range strings.Lines(readText(root, "proc/self/cgroup")) {
		f := strings.SplitN(strings.TrimSpace(l), ":", 3)
		if len(f) != 3 {
			continue
		}
		for _, c := range []string{"memory", "pids", "cpu"} {
			base := mount
			if f[0] != "0" {
				if !strings.Contains(","+f[1]+",", ","+c+",") {
					continue
				}
				base = path.Join(mount, c)
			}
			for dir := path.Join(base, path.Clean("/"+f[2])); ; dir = path.Dir(dir) {
				dirs[c] = append(dirs[c], dir)
				if dir == base {
					break
				}
			}
		}
	}
	return dirs
}
