package explain

import (
	"cmp"
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

// panicked is how many frames there are down to the last panic or fault. Those above it are of
// deferred functions, which run on top of what failed.
func (st *stack) panicked() int {
	n := 0
	for i := range st.frames {
		switch st.frames[i].fn {
		case "panic", "runtime.gopanic", "runtime.sigpanic":
			n = i + 1
		}
	}
	return n
}

// own is the first frame outside the standard library: of a goroutine that runs, below the
// last panic, where there is one; a goroutine that waits does so above it.
func (st *stack) own() (frame, bool) {
	from := 0
	if st.state == "running" || st.state == "" {
		from = st.panicked()
	}
	for _, frames := range [][]frame{st.frames[from:], st.frames[:from]} {
		for i := range frames {
			if !isStd(frames[i].fn) {
				return frames[i], true
			}
		}
	}
	return frame{}, false
}

// top is the first frame of the program's own, else the first that says more than that the
// goroutine is parked.
func (st *stack) top() frame {
	if f, ok := st.own(); ok {
		return f
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
	if len(st.frames) == 1 && st.frames[0].fn == "runtime.goexit" && st.createdBy.fn == "" { // of a thread that C made
		return true
	}
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
	out := []Group{}
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
			out = append(out, Group{
				Kind: st.waitsAs(), Reason: st.state, MinWait: st.minutes, Top: where(st.top()), CreatedBy: where(st.createdBy), Goroutines: []int64{},
			})
		}
		g := &out[n]
		g.Count++
		g.MinWait, g.MaxWait = min(g.MinWait, st.minutes), max(g.MaxWait, st.minutes)
		g.Goroutines = append(g.Goroutines, int64(st.id))
	}
	out = append(out, profileGroups(p, only)...)
	for i := range out {
		if out[i].Kind == groupUsual && out[i].Count >= manyAlike {
			out[i].Kind = ""
		}
	}
	slices.SortStableFunc(out, func(a, b Group) int {
		return cmp.Or(kindRank(a.Kind)-kindRank(b.Kind), b.Count-a.Count, stateRank(a.Reason)-stateRank(b.Reason))
	})
	return out
}

// Kinds of groups besides "".
const (
	groupUsual   = "usual"
	groupRuntime = "runtime"
)

func kindRank(kind string) int {
	switch kind {
	case groupRuntime:
		return 2
	case groupUsual:
		return 1
	}
	return 0
}

// stateRank puts what keeps a program from going on most often first.
func stateRank(state string) int {
	switch {
	case state == "running":
		return 0
	case hasAny(state, "semacquire", "sync."):
		return 1
	case hasAny(state, "chan send"):
		return 2
	case hasAny(state, "chan receive", "select"):
		return 3
	}
	return 4
}

// usualFuncs are functions in which a healthy program has a goroutine wait for ever.
var usualFuncs = map[string]bool{
	"os/signal.signal_recv": true, "os/signal.loop": true, "syscall.wait4": true, "syscall.Wait4": true, "os.(*Process).wait": true, "os.(*Process).Wait": true,
	"internal/poll.(*FD).Accept": true, "net.(*TCPListener).Accept": true, "net.(*UnixListener).Accept": true,
}

// waitsAs is the kind of the group that a goroutine is in. The main goroutine of a service waits
// for a signal or for its servers.
func (st *stack) waitsAs() string {
	if st.system() {
		return groupRuntime
	}
	idle := idleStates[st.state]
	for i := range st.frames {
		if fn := st.frames[i].fn; usualFuncs[fn] || idle && fn == "main.main" && st.createdBy.fn == "" {
			return groupUsual
		}
	}
	return ""
}

// idleStates are those in which the main goroutine of a service stands as a rule.
var idleStates = map[string]bool{
	"chan receive": true, "select": true, "select (no cases)": true, "IO wait": true, "syscall": true, "sleep": true, "sync.WaitGroup.Wait": true,
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
