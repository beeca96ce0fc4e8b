package explain

import (
	"strings"
)

// Kinds of lines, and of the blocks that neighbouring lines of a kind make.
const (
	kindMessage   = "message"
	kindSignal    = "signal"
	kindStack     = "stack"
	kindMemory    = "memory"
	kindSched     = "sched"
	kindGC        = "gc"
	kindProfile   = "profile"  // goroutine, heap and contention profiles as text
	kindMemStats  = "memstats" // runtime.MemStats as text, JSON or metrics
	kindPprof     = "pprof"    // what go tool pprof and perf report print
	kindStrace    = "strace"
	kindRace      = "race"
	kindTool      = "tool" // what go test, go run, a shell and delve add
	kindUnknown   = "unknown"
	kindBlankLine = ""
)

// form recognises a line by its own shape alone, and returns its kind, or "".
func form(s string) string {
	t := strings.TrimSpace(s)
	if t == "" {
		return kindBlankLine
	}
	switch c := t[0]; {
	case c == '[':
		if strings.HasPrefix(t, "[signal ") {
			return kindSignal
		}
		if strings.HasPrefix(t, "[pid ") {
			return straceForm(t)
		}
	case c == '#':
		return commentForm(t)
	case c == '"':
		return jsonForm(t)
	case c == '=' || c == '-' || c == '`':
		return ruleForm(t)
	case isDigit(c):
		return digitForm(s, t)
	}
	for _, f := range []func(string) string{signalForm, schedForm, gcForm, profileForm, pprofForm, raceForm, toolForm, straceForm, metricForm} {
		if kind := f(t); kind != "" {
			return kind
		}
	}
	return ""
}

// hasAny reports whether s begins with one of the words.
func hasAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}

// registers are the names under which crashes print registers.
var registers = map[string]bool{
	"trap": true, "error": true, "oldmask": true, "fault": true, "cpsr": true, "lr": true, "sp": true, "pc": true, "fp": true, "ip": true,
	"rip": true, "rflags": true, "eip": true, "eflags": true, "cs": true, "fs": true, "gs": true, "ds": true, "es": true, "ss": true, "hi": true, "lo": true,
	"ctr": true, "link": true, "xer": true, "ccr": true, "badv": true, "rax": true, "rbx": true, "rcx": true, "rdx": true, "rdi": true, "rsi": true,
	"rbp": true, "rsp": true, "eax": true, "ebx": true, "ecx": true, "edx": true, "edi": true, "esi": true, "ebp": true, "esp": true, "ra": true, "gp": true, "tp": true, "g": true,
}

// registerName returns the name in a line "rax    0x0" or "r0 0x0	r1 0x1", or "".
func registerName(t string) string {
	fields := strings.Fields(t)
	if len(fields) < 2 || len(fields)%2 != 0 || len(fields) > 8 {
		return ""
	}
	for i := 0; i < len(fields); i += 2 {
		if v := fields[i+1]; hexNumber(v, 0) != len(v) || v == "" {
			return ""
		}
		if name := fields[i]; !registers[name] && (len(name) > 3 || digits(name, 1) != len(name) || strings.IndexByte("rxsatf", name[0]) < 0) {
			return ""
		}
	}
	return fields[0]
}

func signalForm(t string) string {
	if strings.HasPrefix(t, "SIG") {
		i := 3
		for i < len(t) && (t[i] >= 'A' && t[i] <= 'Z' || isDigit(t[i])) {
			i++
		}
		if i > 4 && strings.HasPrefix(t[i:], ": ") {
			return kindSignal
		}
	}
	if hasAny(t, "PC=0x", "Exception 0x", "signal arrived during ", "SigHandler ", "signal-during-fork") {
		return kindSignal
	}
	if registerName(t) != "" {
		return kindSignal
	}
	return ""
}

func schedForm(t string) string {
	if strings.HasPrefix(t, "SCHED ") && strings.Contains(t, "ms:") {
		return kindSched
	}
	if len(t) < 6 || strings.IndexByte("PMG", t[0]) < 0 || !isDigit(t[1]) {
		return ""
	}
	rest := t[digits(t, 1):]
	if hasAny(rest, ": status=", ": p=") {
		return kindSched
	}
	return ""
}

func gcForm(t string) string {
	switch {
	case strings.HasPrefix(t, "gc ") && len(t) > 4 && isDigit(t[3]):
		if rest := t[digits(t, 3):]; strings.HasPrefix(rest, " @") {
			return kindGC
		}
	case strings.HasPrefix(t, "gc #") && strings.Contains(t, " @"):
		return kindGC
	case strings.HasPrefix(t, "scvg") && len(t) > 4 && (isDigit(t[4]) || t[4] == ':'):
		return kindGC
	case strings.HasPrefix(t, "scav ") && len(t) > 5 && isDigit(t[5]):
		return kindGC
	case hasAny(t, "pacer: "):
		return kindGC
	case strings.HasPrefix(t, "init ") && strings.Contains(t, " @") && strings.Contains(t, " ms clock, ") && strings.Contains(t, " allocs"):
		return kindGC
	case strings.HasPrefix(t, "NOTE: ") && strings.Contains(t, "GC cycle"):
		return kindGC
	}
	return ""
}

// digitForm recognises lines that begin with a digit.
func digitForm(s, t string) string {
	i := digits(t, 0)
	rest := t[i:]
	if end := hexNumber(t, 0); end > 0 {
		switch after := t[end:]; {
		case strings.HasPrefix(after, ":  ") || after == ":":
			return kindMemory
		case hasAny(after, " alloc ", " free "):
			return kindMemory
		}
	}
	if (i == 16 || i == 8 || len(t) > 8 && hexRun(t) >= 8) && strings.HasPrefix(t[hexRun(t):], ": ") {
		return kindMemory
	}
	switch {
	case strings.HasPrefix(rest, " @ 0x"), strings.HasPrefix(rest, " @") && len(rest) == 2:
		return kindProfile
	case strings.HasPrefix(rest, ": ") && strings.Contains(rest, " [") && strings.Contains(rest, "] @"):
		return kindProfile
	case len(rest) > 2 && rest[0] == ' ' && isDigit(rest[1]) && strings.HasPrefix(rest[digits(rest, 1):], " @ 0x"):
		return kindProfile
	case strings.TrimSpace(rest) == "======", rankLine(rest):
		return kindMemory
	}
	if kind := pprofRow(s, t); kind != "" {
		return kind
	}
	return straceForm(t)
}

func hexRun(t string) int {
	i := 0
	for i < len(t) && isHexDigit(t[i]) {
		i++
	}
	return i
}

// rankLine reads what follows the number in "1 : profBlock 36 0xa70520".
func rankLine(rest string) bool {
	f := strings.Fields(rest)
	return len(f) == 4 && f[0] == ":" && atoi(f[2]) >= 0 && hexNumber(f[3], 0) == len(f[3])
}

func commentForm(t string) string {
	switch {
	case strings.HasPrefix(t, "#\t0x"), strings.HasPrefix(t, "# ") && strings.HasPrefix(strings.TrimSpace(t[1:]), "0x") && strings.Contains(t, "+0x"),
		hasAny(t, "# labels:", "#\t"):
		return kindProfile
	case hasAny(t, "# runtime.MemStats"):
		return kindMemStats
	case hasAny(t, "# HELP go_", "# TYPE go_", "# HELP process_", "# TYPE process_"):
		return kindMemStats
	case hasAny(t, "# Overhead", "# Samples:", "# Event count", "# Total Lost", "# To display", "# ....", "# Children"), t == "#":
		return kindPprof
	}
	name, value, ok := strings.Cut(strings.TrimSpace(t[1:]), " = ")
	if ok && (memStatsField(name) || name == "PauseNs" || name == "PauseEnd" || name == "MaxRSS") && value != "" {
		return kindMemStats
	}
	return ""
}

// memStatsFields are the fields of runtime.MemStats, and the pairs that a heap
// profile's end writes as one.
var memStatsFields = map[string]bool{
	"Alloc": true, "TotalAlloc": true, "Sys": true, "Lookups": true, "Mallocs": true, "Frees": true, "HeapAlloc": true, "HeapSys": true,
	"HeapIdle": true, "HeapInuse": true, "HeapReleased": true, "HeapObjects": true, "Stack": true, "StackInuse": true, "StackSys": true, "MSpan": true,
	"MSpanInuse": true, "MSpanSys": true, "MCache": true, "MCacheInuse": true, "MCacheSys": true, "BuckHashSys": true, "GCSys": true, "OtherSys": true,
	"NextGC": true, "LastGC": true, "PauseTotalNs": true, "PauseNs": true, "PauseEnd": true, "NumGC": true, "NumForcedGC": true, "GCCPUFraction": true,
	"EnableGC": true, "DebugGC": true, "BySize": true, "Size": true,
}

func memStatsField(name string) bool { return memStatsFields[name] }

// jsonForm recognises lines of expvar's output.
func jsonForm(t string) string {
	name, ok := between(t, `"`, `"`)
	if ok && strings.HasPrefix(t, `"`+name+`":`) && (name == "memstats" || name == "cmdline" || memStatsField(name)) {
		return kindMemStats
	}
	return ""
}

// metricForm recognises lines of Prometheus, and "HeapAlloc: 123" or "Sys = 123" of
// programs that print the fields themselves.
func metricForm(t string) string {
	if hasAny(t, "go_memstats_", "go_gc_", "go_goroutines", "go_threads", "go_info", "go_sched_", "go_cpu_", "process_resident_memory", "process_virtual_memory", "process_cpu_", "process_start_", "process_open_fds", "process_max_fds", "process_network_") {
		return kindMemStats
	}
	i := 0
	for i < len(t) && isLetter(t[i]) {
		i++
	}
	if i == 0 || !memStatsField(t[:i]) {
		return ""
	}
	rest := strings.TrimLeft(t[i:], " ")
	if rest == "" || rest[0] != ':' && rest[0] != '=' {
		return ""
	}
	if rest = strings.TrimLeft(rest[1:], " "); rest != "" && isDigit(rest[0]) {
		return kindMemStats
	}
	return ""
}

func profileForm(t string) string {
	if hasAny(t, "goroutine profile: total ", "heap profile: ", "threadcreate profile: total ", "--- contention:", "--- mutex:", "cycles/second=", "sampling period=", "goroutineleak profile: total ") {
		return kindProfile
	}
	return ""
}

// ruleForm recognises lines of signs, and what go test marks with them.
func ruleForm(t string) string {
	switch {
	case strings.HasPrefix(t, "```"):
		return kindTool
	case strings.Trim(t, "=") == "" && len(t) >= 10:
		return kindRace
	case strings.Trim(t, "-+|") == "" && len(t) >= 10, strings.HasPrefix(t, "-----") && strings.Contains(t, "-+-"):
		return kindPprof
	case hasAny(t, "--- contention:", "--- mutex:"):
		return kindProfile
	case hasAny(t, "--- FAIL", "--- PASS", "--- SKIP", "=== RUN", "=== CONT", "=== PAUSE", "=== NAME"):
		return kindTool
	}
	return ""
}

// raceForm recognises the headings of a race report.
func raceForm(t string) string {
	switch {
	case strings.HasPrefix(t, "WARNING: DATA RACE"), hasAny(t, "Found ") && strings.HasSuffix(t, "data race(s)"):
		return kindRace
	case hasAny(t, "Read at 0x", "Write at 0x", "Previous read at 0x", "Previous write at 0x", "Atomic read at 0x", "Atomic write at 0x", "Previous atomic read at 0x", "Previous atomic write at 0x"):
		return kindRace
	case strings.HasPrefix(t, "Goroutine ") && strings.HasSuffix(t, " created at:"), t == "[failed to restore the stack]":
		return kindRace
	}
	return ""
}

func toolForm(t string) string {
	switch {
	case strings.HasPrefix(t, "exit status ") && atoi(t[len("exit status "):]) >= 0,
		hasAny(t, "FAIL\t", "ok  \t", "?   \t", "go version go", "signal: ", "Aborted", "[originating from"),
		t == "FAIL", t == "PASS", t == "FAIL:", t == "Killed", t == "Trace/breakpoint trap", t == "Segmentation fault",
		strings.HasPrefix(t, "testing.go:") && strings.Contains(t, "race detected during execution of test"),
		strings.HasPrefix(t, "Command exited with"), strings.HasPrefix(t, "strace: "):
		return kindTool
	}
	return ""
}

// calls are the system calls that the runtime's own threads make, as strace has them.
var calls = []string{
	"execve(", "futex(", "futex_time64(", "nanosleep(", "clock_nanosleep(", "epoll_wait(", "epoll_pwait(", "epoll_ctl(", "epoll_create", "sched_yield(", "tgkill(", "tkill(", "getpid(", "gettid(",
	"rt_sig", "sigaltstack(", "madvise(", "mmap(", "munmap(", "clone(", "clone3(", "read(", "write(", "pipe2(", "eventfd2(", "timer_", "select(", "pselect6(", "exit_group(",
	"mincore(", "sched_getaffinity(", "prctl(", "arch_prctl(", "set_robust_list(", "accept4(", "setitimer(", "restart_syscall(", "<... ", "+++ ", "--- SIG", "strace:",
}

// straceCall returns the call in a line of strace's output, "futex", or "".
func straceCall(t string) string {
	if strings.HasPrefix(t, "[pid ") {
		_, rest, ok := strings.Cut(t, "] ")
		if !ok {
			return ""
		}
		t = rest
	}
	// A process number or a time may stand in front.
	for i := 0; i < 2 && t != "" && isDigit(t[0]); i++ {
		_, rest, ok := strings.Cut(t, " ")
		if !ok {
			return ""
		}
		t = strings.TrimLeft(rest, " ")
	}
	for _, c := range calls {
		if strings.HasPrefix(t, c) {
			if c == "<... " {
				name, _ := between(t, "<... ", " ")
				return name
			}
			if c[0] == '+' || c[0] == '-' || strings.Contains(t, ") = ") || strings.Contains(t, "<unfinished") || strings.Contains(t, ")  ") {
				name, _, _ := strings.Cut(t, "(")
				return name
			}
		}
	}
	return ""
}

func straceForm(t string) string {
	if straceCall(t) != "" {
		return kindStrace
	}
	return ""
}
