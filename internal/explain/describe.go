package explain

import (
	"fmt"
	"slices"
	"strings"
)

// parkFuncs are frames that say only that a goroutine is parked or ends.
var parkFuncs = map[string]bool{
	"runtime.gopark": true, "runtime.goparkunlock": true, "runtime.systemstack_switch": true, "runtime.throw": true, "runtime.fatal": true,
	"runtime.goexit": true, "panic": true, "runtime.mcall": true, "runtime.main": true, "runtime.systemstack": true, "runtime.fatalthrow": true,
	"runtime.fatalthrow.func1": true, "runtime.fatalpanic": true,
}

// A describer puts single blocks of a text into words.
type describer struct{ *reading }

// stackSymbol is what a stack is about: the first frame of the standard library that
// says more than that the goroutine is parked, with its line as the text has it; else
// the function that parks with the reason in the header, else the one that wrote the
// header.
func (r describer) stackSymbol(st *stack) (symbol, place string) {
	for i := range st.frames {
		f := &st.frames[i]
		if parkFuncs[f.fn] {
			continue
		}
		if isStd(f.fn) && f.fn != "" {
			if std := r.index.stdFile(f.file); std != "" {
				place = fmt.Sprintf("%s:%d", std, f.line)
			}
			return stripTypeArgs(f.fn), place
		}
		break
	}
	for _, w := range r.t.Words.Reasons {
		if w.Text == st.state && w.In&r.in != 0 && len(w.Funcs) > 0 {
			return w.Funcs[0], ""
		}
	}
	return "runtime.goroutineheader", ""
}

func (r describer) stackText(st *stack) string {
	if s := raceText(st); s != "" {
		return s
	}
	var parts []string
	switch {
	case st.title == "runtime stack:":
		parts = append(parts, "The stack of the thread's own, on which the runtime works.")
	case st.origin > 0:
		parts = append(parts, fmt.Sprintf("Where goroutine %d was when it made the one above, as GODEBUG=tracebackancestors has it printed.", st.origin))
	case st.id >= 0 && !st.isGoroutine():
		parts = append(parts, "The thread's own stack (g0).")
	}
	if n, ok := r.notes["reason "+st.state]; ok {
		parts = append(parts, n.Text)
	}
	if st.minutes > 0 {
		parts = append(parts, "It has waited for about "+count(st.minutes, "minute")+": the count starts at the end of an earlier collection, so it can be too long by as much as lies between two of them.")
	}
	if st.unavailable {
		parts = append(parts, "It ran on another thread, so its stack could not be read.")
	}
	if st.elided {
		text := "Frames in the middle are left out."
		if cycle := st.period(); cycle != nil {
			text = "A recursion of " + strings.Join(cycle, ", ") + "; most of its frames are left out."
		}
		parts = append(parts, text)
	}
	parts = append(parts, asked(st)...)
	if n := len(st.frames); n > 0 && st.to == len(r.lines)-1 && st.frames[n-1].file == "" {
		parts = append(parts, "The text ends inside this stack.")
	}
	return strings.Join(parts, " ")
}

// raceText says what a stack of a race report is: an access, or where a goroutine was started.
func raceText(st *stack) string {
	at := ""
	if f := st.top(); f.fn != "" {
		at = " at " + where(f)
	}
	if what, rest, ok := strings.Cut(st.title, " at 0x"); ok {
		addr, by, _ := strings.Cut(rest, " by ")
		if by == "" {
			return ""
		}
		return what + at + ", of the address 0x" + addr + ", by " + strings.TrimSuffix(by, ":") + "."
	}
	if who, ok := strings.CutSuffix(st.title, " created at:"); ok && strings.HasPrefix(who, "Goroutine ") {
		return who + " was started" + at + "."
	}
	return ""
}

// sizeFuncs are functions whose first argument is a number of bytes.
var sizeFuncs = map[string]bool{
	"runtime.mallocgc": true, "runtime.mallocgcLarge": true, "runtime.largeAlloc": true, "runtime.sysAlloc": true, "runtime.sysReserve": true,
}

// asked says how much memory a stack asks for, where that is much and written for sure.
func asked(st *stack) []string {
	for i := range st.frames {
		f := &st.frames[i]
		if !sizeFuncs[f.fn] {
			continue
		}
		if n, ok := number(firstArg(f.args)); ok && n >= 1<<20 {
			return []string{fmt.Sprintf("%s is asked for %s.", bareName(f.fn), size(n))}
		}
	}
	return nil
}

// printers are the functions that print the lines of a kind, by what such a line is.
func (r describer) describeLines(it *item) (symbol, text string) {
	t := strings.TrimSpace(r.lines[it.from].text)
	switch it.kind {
	case kindSignal:
		return r.describeSignal(it)
	case kindSched:
		return "runtime.schedtrace", r.schedText(it)
	case kindGC:
		return gcSymbol(t), gcText(t)
	case kindMemory:
		return r.describeMemory(it)
	case kindMemStats:
		return "runtime.readmemstats_m", "Statistics of the memory allocator."
	case kindProfile:
		return "runtime/pprof.writeGoroutine", "A profile as text: each record is a count and a stack."
	case kindPprof:
		return r.describePprof(it)
	case kindStrace:
		return r.describeStrace(it)
	case kindTool:
		return "", r.notes["tool "+t].Text
	case kindRace:
		return "runtime.racecall", "A report of the race detector: two accesses to the same memory, at least one of them a write, with nothing that orders them."
	}
	return "", ""
}

func (r describer) describeSignal(it *item) (symbol, text string) {
	symbol = "runtime.sighandler"
	var parts []string
	for i := it.from; i <= it.to; i++ {
		t := strings.TrimSpace(r.lines[i].text)
		switch {
		case strings.HasPrefix(t, "Exception 0x"):
			symbol = "runtime.winthrow"
			if r.place(symbol) == "" {
				symbol = "runtime.lastcontinuehandler"
			}
		case strings.HasPrefix(t, "[signal "):
			symbol = "runtime.sigpanic"
		}
		if s := r.signalText(t); s != "" && !slices.Contains(parts, s) {
			parts = append(parts, s)
		}
	}
	return symbol, strings.Join(parts, " ")
}

func gcSymbol(t string) string {
	switch {
	case strings.HasPrefix(t, "scvg"):
		return "runtime.(*mheap).scavenge"
	case strings.HasPrefix(t, "scav "):
		return "runtime.printScavTrace"
	case strings.HasPrefix(t, "pacer: "):
		return "runtime.(*gcControllerState).endCycle"
	case strings.HasPrefix(t, "init "):
		return "runtime.doInit1"
	}
	return "runtime.gcMarkTermination"
}

func gcText(t string) string {
	switch {
	case strings.HasPrefix(t, "scvg"), strings.HasPrefix(t, "scav "):
		return "What the scavenger gave back to the system."
	case strings.HasPrefix(t, "pacer: assist ratio="):
		return "The pacer has begun a cycle: how much a goroutine that allocates has to mark, what there is to mark, and how many workers do nothing else."
	case strings.HasPrefix(t, "pacer: sweep done"):
		return "Sweeping is done: what was allocated meanwhile, and how fast goroutines that allocate had to sweep."
	case strings.HasPrefix(t, "pacer: "):
		return "The pacer compares a cycle with what it expected: the processors' share that marking had, and where the heap ended."
	case strings.HasPrefix(t, "init "):
		return "How long the initialisation of packages took."
	}
	return "One line for each cycle of the collector."
}

// schedText explains the statuses in scheddetail's lines that are out of the ordinary.
func (r describer) schedText(it *item) string {
	text := "The scheduler's state."
	var running []string
	for i := it.from; i <= it.to; i++ {
		t := strings.TrimSpace(r.lines[i].text)
		if strings.HasPrefix(t, "M") && (field(t, "dying") != "" && field(t, "dying") != "0" || field(t, "throwing") != "" && field(t, "throwing") != "0") {
			name, _, _ := strings.Cut(t, ":")
			text += " " + name + " was dying already when this was printed (throwing=" + field(t, "throwing") + " dying=" + field(t, "dying") + ")"
			if field(t, "mallocing") == "1" {
				text += ", inside the allocator (mallocing=1)"
			}
			text += "."
		}
		if strings.HasPrefix(t, "G") && strings.Contains(t, "status=") {
			name, _, _ := strings.Cut(t, ":")
			v, _ := number(strings.TrimSpace(strings.SplitN(field(t, "status"), "(", 2)[0]))
			if s := r.status(v); s == "_Gsyscall" && len(running) < 8 {
				running = append(running, name)
			}
		}
	}
	if len(running) > 0 {
		text += " In system calls: " + strings.Join(running, ", ") + "."
	}
	return text
}

func (r describer) describeMemory(it *item) (symbol, text string) {
	for i := it.from; i <= it.to; i++ {
		t := strings.TrimSpace(r.lines[i].text)
		switch {
		case strings.HasSuffix(t, "zombie"):
			return "runtime.(*mspan).reportZombies", "The objects of one span. The one called zombie is free, and yet something points to it."
		case strings.HasSuffix(t, "======"), rankLine(t[digits(t, 0):]):
			return "runtime.checkRanks", "The locks that this thread holds, in the order in which it took them, each with its rank: a rank must be greater than those before it."
		}
		if a := dumpWords(t); a != "" {
			return "runtime.tracebackHexdump", "A piece of the stack in hexadecimal. " + sentence(a)
		}
	}
	if strings.Contains(r.lines[it.from].text, " alloc ") || strings.Contains(r.lines[it.from].text, " free ") {
		return "runtime.(*mspan).reportZombies", "The objects of one span."
	}
	return "runtime.tracebackHexdump", "A piece of the stack in hexadecimal."
}

// dumpWords says what is remarkable about the words of a line of a hexdump.
func dumpWords(t string) string {
	for _, w := range strings.Fields(t) {
		w = strings.Trim(w, "<>!:")
		if !strings.HasPrefix(w, "0x") && len(w) == 16 && hexRun(w) == 16 {
			w = "0x" + w
		}
		if a := address(w); a != "" && !strings.Contains(a, "first page") && !strings.Contains(a, "no address") {
			return a
		}
	}
	return ""
}

func (r describer) describePprof(it *item) (symbol, text string) {
	var top *profileRow
	for i := it.from; i <= it.to; i++ {
		row, ok := readRow(strings.TrimSpace(r.lines[i].text))
		if !ok || row.callerRow || row.name == "" {
			continue
		}
		if top == nil || row.flat > top.flat || row.flat == top.flat && row.cum > top.cum {
			top = &row
		}
	}
	if top == nil {
		return "", "What go tool pprof says of a profile."
	}
	text = "A profile; " + top.name + " has most of its own, " + brief(top.flat, 4) + "%."
	if top.flat == 0 {
		text = "A profile; " + top.name + " has " + brief(max(0, top.cum), 4) + "% with what it calls."
	}
	if n, ok := r.notes["profile "+top.name]; ok {
		text += " " + n.Text
	}
	return top.name, text
}

func (r describer) describeStrace(it *item) (symbol, text string) {
	count := map[string]int{}
	short := false
	for i := it.from; i <= it.to; i++ {
		t := r.lines[i].text
		count[straceCall(strings.TrimSpace(t))]++
		short = short || strings.Contains(t, "nanosleep") && strings.Contains(t, "tv_nsec=20000}")
	}
	switch {
	case short:
		symbol = "runtime.sysmon"
	case count["futex"] > 0:
		symbol = "runtime.futexsleep"
	case count["epoll_pwait"]+count["epoll_wait"] > 0:
		symbol = "runtime.netpoll"
	case count["nanosleep"] > 0:
		symbol = "runtime.usleep"
	default:
		return "", "System calls of the program."
	}
	text = "System calls of the program's threads."
	if n, ok := r.notes["profile "+symbol]; ok {
		text += " " + n.Text
	}
	return symbol, text
}
