package explain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// stdRoots are the first elements of the standard library's import paths.
var stdRoots = func() map[string]bool {
	m := map[string]bool{}
	for _, r := range strings.Fields(`archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar
		flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv
		strings structs sync syscall testing text time unicode unique unsafe vendor weak`) {
		m[r] = true
	}
	return m
}()

// isStd reports whether a function is of the standard library, or of C.
func isStd(fn string) bool {
	if fn == "panic" || fn == "" || strings.HasPrefix(fn, "non-Go") {
		return true
	}
	if i := rootEnd(fn); (i == len(fn) || fn[i] != '[') && !stdRoots[fn[:i]] { // most of a program's own
		return false
	}
	pkg, _ := splitFunc(fn)
	root, _, _ := strings.Cut(pkg, "/")
	return stdRoots[root]
}

// rootEnd is where the first element of a function's import path ends.
func rootEnd(fn string) int {
	i := 0
	for i < len(fn) && fn[i] != '.' && fn[i] != '/' && fn[i] != '[' {
		i++
	}
	return i
}

// where writes a function with its file and line, as short as can be: "f file.go:12".
func where(f frame) string {
	if f.file == "" {
		return f.fn
	}
	file := strings.ReplaceAll(f.file, `\`, "/")
	return fmt.Sprintf("%s %s:%d", f.fn, file[strings.LastIndexByte(file, '/')+1:], f.line)
}

// isGoroutine reports whether a stack is of a goroutine of the program's, not of a
// thread, of a race report or of a profile.
func (st *stack) isGoroutine() bool {
	return st.id > 0 || st.id == 0 && st.state != "idle" && st.gp == ""
}

// top is the first frame outside the standard library, else the first that says more
// than that the goroutine is parked.
func (st *stack) top() frame {
	for i := range st.frames {
		if !isStd(st.frames[i].fn) {
			return st.frames[i]
		}
	}
	for i := range st.frames {
		if !parkFuncs[st.frames[i].fn] {
			return st.frames[i]
		}
	}
	return frame{}
}

// system reports whether a goroutine is one of the runtime's own.
func (st *stack) system() bool {
	if !strings.HasPrefix(st.createdBy.fn, "runtime.") {
		return false
	}
	for i := range st.frames {
		if pkg, _ := splitFunc(st.frames[i].fn); pkg != "runtime" {
			return false
		}
	}
	return true
}

// groups puts goroutines with the same state and stack together, arguments and times
// aside, the largest group first, and those of the runtime's own after all others.
func groups(p *parsed, only Filter) []Group {
	byKey := map[string]int{}
	out, system := []Group{}, []bool{}
	var key []byte
	for _, st := range p.stacks {
		if !st.isGoroutine() || !only.fits(st) {
			continue
		}
		key = append(key[:0], st.state...)
		for i := range st.frames {
			key = append(append(key, '\n'), st.frames[i].fn...)
			key = strconv.AppendInt(append(key, ' '), int64(st.frames[i].line), 10)
		}
		key = append(append(key, '\n'), st.createdBy.fn...)
		n, ok := byKey[string(key)]
		if !ok {
			n = len(out)
			byKey[string(key)] = n
			system = append(system, st.system())
			out = append(out, Group{
				Reason: st.state, MinWait: st.minutes, Top: where(st.top()), CreatedBy: where(st.createdBy), Goroutines: []int64{},
			})
		}
		g := &out[n]
		g.Count++
		g.MinWait, g.MaxWait = min(g.MinWait, st.minutes), max(g.MaxWait, st.minutes)
		g.Goroutines = append(g.Goroutines, int64(st.id))
	}
	var theirs []Group // of the runtime: they come last
	own := out[:0:0]
	for i, g := range out {
		if system[i] {
			theirs = append(theirs, g)
		} else {
			own = append(own, g)
		}
	}
	own = append(own, profileGroups(p, only)...)
	bySize := func(a, b Group) int { return b.Count - a.Count }
	slices.SortStableFunc(own, bySize)
	slices.SortStableFunc(theirs, bySize)
	return append(append([]Group{}, own...), theirs...)
}

// profileStacks reads the records of a goroutine profile (debug=1) into stacks, whose
// count is how many goroutines share them.
func (p *parsed) profileStacks() {
	found := false
	for _, it := range p.items {
		if it.kind != kindProfile {
			continue
		}
		found = true
		var st *stack
		for i := it.from; i <= it.to; i++ {
			t := strings.TrimSpace(p.lines[i].text)
			if t == "" {
				continue
			}
			if isDigit(t[0]) {
				st = &stack{id: -1, creator: -1, count: atoi(t[:digits(t, 0)]), from: i, to: i, profile: true}
				p.stacks = append(p.stacks, st)
				continue
			}
			if f, ok := profileFrame(t); ok && st != nil {
				f.at = i
				st.frames = append(st.frames, f)
				st.to = i
			}
		}
	}
	if found {
		slices.SortStableFunc(p.stacks, func(a, b *stack) int { return a.from - b.from })
	}
}

// profileFrame reads "#	0x43cacd	runtime.gopark+0xcd	/go/src/runtime/proc.go:363".
func profileFrame(t string) (f frame, ok bool) {
	w := strings.Fields(t)
	if len(w) < 4 || w[0] != "#" || hexNumber(w[1], 0) != len(w[1]) {
		return f, false
	}
	f, ok = position(strings.Join(w[3:], " "), true)
	f.fn, _, _ = strings.Cut(w[2], "+0x")
	return f, ok
}

func profileGroups(p *parsed, only Filter) []Group {
	goroutines := false
	for _, it := range p.items {
		if it.kind == kindProfile && strings.Contains(p.lines[it.from].text, "goroutine") {
			goroutines = true
		}
	}
	var out []Group
	for _, st := range p.stacks {
		if st.profile && goroutines && len(st.frames) > 0 && only.fits(st) {
			out = append(out, Group{Count: st.count, Top: where(st.top()), Goroutines: []int64{}})
		}
	}
	return out
}

// period finds the cycle in a recursion: the shortest run of functions that the stack
// repeats from near its top, at least three times.
func (st *stack) period() []string {
	names := make([]string, len(st.frames))
	for i := range st.frames {
		names[i] = st.frames[i].fn
	}
	for skip := 0; skip < min(6, len(names)); skip++ {
		rest := names[skip:]
		for n := 1; n*3 <= len(rest) && n <= 12; n++ {
			if slices.Equal(rest[:n], rest[n:2*n]) && slices.Equal(rest[:n], rest[2*n:3*n]) {
				return rest[:n]
			}
		}
	}
	return nil
}
