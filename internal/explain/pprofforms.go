package explain

import (
	"strings"
)

func pprofForm(t string) string {
	if hasAny(t, "(pprof)", "Showing nodes accounting for ", "Showing top ", "Dropped ", "Fetching profile ", "Saved profile ", "Entering interactive mode",
		"File: ", "Build ID: ", "Type: ", "Time: ", "Duration: ", "Active filters:", "flat  flat%", "Total samples = ", "ROUTINE ====") {
		return kindPprof
	}
	return pprofRow(t, t)
}

// profileRow is one line of a profile's table.
type profileRow struct {
	name       string
	flat, cum  float64 // share of the whole in percent; -1 when the line has none
	file       string
	line       int
	callerRow  bool // of peek and tree: a caller or callee
	measured   string
	hasPercent bool
}

// readRow reads "10.61s 49.84% 49.84%  10.61s 49.84%  runtime.futex /path:12", a line
// of peek or tree, or one of perf report.
func readRow(t string) (r profileRow, ok bool) {
	r.flat, r.cum = -1, -1
	f := strings.Fields(t)
	if i := perfColumn(f); i > 0 && i+1 < len(f) {
		r.flat, _ = number(strings.TrimSuffix(f[0], "%"))
		r.name, r.hasPercent = f[i+1], true
		return r, true
	}
	i := 0
	for i < len(f) && (amount(f[i]) || strings.HasSuffix(f[i], "%") && percent(f[i]) >= 0 || f[i] == "|") {
		if p := percent(f[i]); p >= 0 && strings.HasSuffix(f[i], "%") {
			if !r.hasPercent {
				r.flat, r.hasPercent = p, true
			} else {
				r.cum = p
			}
		} else if r.measured == "" && f[i] != "|" {
			r.measured = f[i]
		}
		if f[i] == "|" {
			r.callerRow = true
		}
		i++
	}
	if i == 0 || i >= len(f) || !r.hasPercent {
		return r, false
	}
	r.callerRow = r.callerRow && r.cum < 0 // a function's own row in between has more numbers
	r.name = f[i]
	if !functionName(r.name, false) {
		return r, false
	}
	if i+1 < len(f) {
		if p, ok := position(f[i+1], true); ok {
			r.file, r.line = p.file, p.line
		} else if f[i+1] != "(inline)" && f[i+1] != "(partial-inline)" {
			return r, false
		}
	}
	return r, true
}

func perfColumn(f []string) int {
	if len(f) < 3 || percent(f[0]) < 0 || !strings.HasSuffix(f[0], "%") {
		return -1
	}
	for i, w := range f {
		if w == "[.]" || w == "[k]" || w == "[g]" {
			return i
		}
	}
	return -1
}

func percent(s string) float64 {
	v, ok := number(strings.TrimSuffix(s, "%"))
	if !ok {
		return -1
	}
	return v
}

// amount reports whether s is a number with or without a unit: 10.61s, 512kB, 12, 0.
func amount(s string) bool {
	i := 0
	for i < len(s) && (isDigit(s[i]) || s[i] == '.') {
		i++
	}
	if i == 0 {
		return false
	}
	switch s[i:] {
	case "", "s", "ms", "us", "ns", "mins", "hrs", "B", "kB", "MB", "GB", "TB", "hours", "minutes", "days":
		return true
	}
	return false
}

// traceRow reads a line of pprof -traces: "10ms   runtime.memmove (inline)", or a name
// alone. Such a line is known by its neighbours only.
func traceRow(s string) bool {
	f := strings.Fields(strings.TrimSuffix(strings.TrimSuffix(s, " (inline)"), " (partial-inline)"))
	if len(f) == 2 && amount(f[0]) {
		f = f[1:]
	}
	return len(f) == 1 && s[0] == ' ' && functionName(f[0], false)
}

// straceRow reads any call as strace writes it, known by its neighbours only.
func straceRow(t string) bool {
	if strings.HasPrefix(t, "[pid ") {
		_, t, _ = strings.Cut(t, "] ")
	}
	if hasAny(t, "<unfinished", "=> {") || strings.Contains(t, ") = ") {
		return true
	}
	name, _, ok := strings.Cut(t, "(")
	if !ok || name == "" {
		return false
	}
	for i := 0; i < len(name); i++ {
		if c := name[i]; !('a' <= c && c <= 'z' || isDigit(c) || c == '_') {
			return false
		}
	}
	return true
}

func pprofRow(_, t string) string {
	if _, ok := readRow(t); ok {
		return kindPprof
	}
	return ""
}
