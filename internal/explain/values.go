package explain

import (
	"fmt"
	"slices"
	"strings"

	"sourcedive/internal/explain/tables"
)

// meaning says what a number is on the platform; where that is not known, what it is
// on each system that differs.
func meaning(list []tables.Number, value float64, platform string) string {
	var on []string
	names := map[string]bool{}
	for _, n := range list {
		if float64(n.Value) != value || !systemFits(n.Systems, platform) {
			continue
		}
		text := n.Name
		if n.Text != "" {
			text += ", " + n.Text
		}
		if platform == "" || strings.HasPrefix(platform, "/") {
			text = n.Name + " on " + systemsText(n.Systems)
		}
		if n.Name == "EWOULDBLOCK" { // everywhere another name of EAGAIN
			continue
		}
		on = append(on, text)
		names[n.Name] = true
	}
	if len(on) == 0 {
		return ""
	}
	if len(names) == 1 && platform == "" {
		for name := range names {
			return name + " on every system that has this number"
		}
	}
	slices.SortStableFunc(on, func(a, b string) int { return systemRank(a) - systemRank(b) })
	if len(on) > 3 {
		on = on[:3]
	}
	return strings.Join(on, "; ")
}

// systemRank puts the systems that are met most first.
func systemRank(s string) int {
	for i, o := range []string{"linux", "darwin", "windows", "freebsd"} {
		if strings.Contains(s, o) {
			return i
		}
	}
	return 9
}

func systemsText(s string) string {
	f := strings.Fields(s)
	slices.SortStableFunc(f, func(a, b string) int { return systemRank(a) - systemRank(b) })
	if len(f) > 4 {
		return strings.Join(f[:4], ", ") + " and others"
	}
	return strings.Join(f, ", ")
}

// captured explains the values that a message printed.
func (r *reading) captured(m match) []string {
	var out []string
	for i, c := range m.caps {
		before := lower(strings.TrimRight(m.lits[i], " "))
		value, isNumber := number(strings.TrimSpace(c.value))
		n := value
		switch {
		case !isNumber:
		case hasEnd(before, "errno=", "errno", "errno:", "err=", "error code", "failed with", "failed with error") && n != 0:
			if n < 0 {
				n = -n
			}
			if is := meaning(r.t.Words.Errnos, n, r.platform); is != "" {
				out = append(out, fmt.Sprintf("error %s is %s", strings.TrimSpace(c.value), is))
			}
		case hasEnd(before, "signal"):
			if is := meaning(r.t.Words.Signals, n, r.platform); is != "" {
				out = append(out, fmt.Sprintf("signal %s is %s", decimals(n, 0), is))
			}
		case hasEnd(before, "in status", "status=", "status") && n < 16:
			if is := r.status(n); is != "" {
				out = append(out, fmt.Sprintf("status %s is %s", decimals(n, 0), is))
			}
		case n == 65535 && strings.Contains(c.expr, "allocCount"):
			out = append(out, "65535 is −1 in the 16 bits of allocCount")
		case strings.Contains(m.lits[i+1], " in use)"):
			out = append(out, "the "+size(value)+" in use are all the address space that the heap has got so far, its free part included")
		case n >= 1<<20 && (strings.Contains(m.lits[i+1], "byte") || strings.Contains(c.expr, "size") || c.expr == "n"):
			out = append(out, strings.TrimSpace(c.value)+" is "+size(value))
		}
		if a := address(strings.TrimSpace(c.value)); a != "" {
			out = append(out, a)
		}
	}
	return out
}

// cannotBe reports whether a message printed a value that its expression cannot have: only main
// sets the ceiling of stacks, to twice the largest stack.
func (m match) cannotBe() bool {
	for _, c := range m.caps {
		if v, ok := number(strings.TrimSpace(c.value)); ok && c.expr == "maxstackceiling" && v != 2e9 && v != 5e8 {
			return true
		}
	}
	return false
}

// outOfRange puts the numbers of a failed check of an index or a slice into words.
func outOfRange(t string) string {
	what, rest, ok := strings.Cut(t, " out of range [")
	inside, after, closed := strings.Cut(rest, "]")
	if !ok || !closed || what != "index" && what != "slice bounds" {
		return ""
	}
	of := ""
	if n, ok := strings.CutPrefix(after, " with length "); ok && n != "" && digits(n, 0) == len(n) {
		of = n + " elements"
	} else if n, ok := strings.CutPrefix(after, " with capacity "); ok && n != "" && digits(n, 0) == len(n) {
		of = "capacity " + n
	}
	parts := strings.Split(inside, ":")
	for _, p := range parts {
		if n := strings.TrimPrefix(p, "-"); digits(n, 0) != len(n) {
			return ""
		}
	}
	switch {
	case what == "index" && len(parts) == 1 && of != "":
		return "index " + inside + " of " + of
	case what == "index" && len(parts) == 1 && strings.HasPrefix(inside, "-"):
		return "index " + inside + ", which is negative"
	case what == "slice bounds" && len(parts) == 2 && parts[0] == "" && of != "":
		return "a slice up to " + parts[1] + " of " + of
	case what == "slice bounds" && len(parts) == 2 && parts[0] != "" && parts[1] != "":
		return "a slice from " + parts[0] + " to " + parts[1]
	}
	return ""
}

// bounds compares sp with the stacks in a line "… stack [0x1 0x2], … sp=0x3".
func bounds(t string) string {
	_, after, ok := strings.Cut(t, "sp=0x")
	if !ok || !strings.Contains(t, "stack [0x") {
		return ""
	}
	sp, _ := number("0x" + after[:hexRun(after)])
	stacks := strings.Split(t, "stack [")[1:]
	for _, s := range stacks {
		low, rest, _ := strings.Cut(s, " ")
		high, _, _ := strings.Cut(rest, "]")
		lo, ok1 := number(low)
		hi, ok2 := number(high)
		if !ok1 || !ok2 {
			return ""
		}
		if lo <= sp && sp <= hi {
			return "the stack pointer is inside the stack, " + decimals(sp-lo, 0) + " bytes above its lower end"
		}
	}
	if len(stacks) == 1 {
		return "the stack pointer is outside the stack that the runtime knows"
	}
	return "the stack pointer is in none of these stacks"
}

func hasEnd(s string, ends ...string) bool {
	for _, e := range ends {
		if strings.HasSuffix(s, e) {
			return true
		}
	}
	return false
}

// status names a goroutine's status in the release at hand.
func (r *reading) status(n float64) string {
	for _, w := range r.t.Words.Statuses {
		if float64(w.Value) == n && w.In.Has(r.minor) && !strings.Contains(w.Name, "unused") {
			return w.Name
		}
	}
	return ""
}

// size writes a number of bytes as people do.
func size(n float64) string {
	for _, u := range []struct {
		unit string
		div  float64
	}{{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}} {
		if n >= u.div {
			return decimals(n/u.div, 1) + " " + u.unit
		}
	}
	return decimals(n, 0) + " bytes"
}

// address says what is remarkable about an address. The values are planted by the
// runtime or by systems, so that they are known when they turn up.
func address(s string) string {
	if hexNumber(s, 0) != len(s) || s == "" {
		return ""
	}
	h := strings.TrimLeft(s[2:], "0")
	switch h {
	case "":
		return ""
	case "1006":
		return "0x1006 is written on purpose by futexwakeup after the futex call has failed"
	case "b01dfacedebac1e":
		return "0xb01dfacedebac1e is what macOS's libraries put where a call should never return: a system call was made that the system forbids"
	case "deaddead", "deaddeaddeaddead":
		return s + " is the pattern that a program built with -clobberdead writes over pointers that are dead"
	}
	if len(h) <= 3 {
		return s + " is in the first page of memory, which is never mapped: nil, plus the offset of a field or element, or a small number taken for a pointer"
	}
	if text := ascii(h); text != "" {
		return s + ` reads as the text "` + text + `": data was taken for a pointer`
	}
	if len(h) == 16 && h[0] != 'f' && h[:4] != "0000" {
		return s + " is no address that a 64-bit program can have: the value was overwritten"
	}
	return ""
}

// ascii reads a number of eight bytes as text, lowest byte first.
func ascii(h string) string {
	if len(h) != 16 && len(h) != 14 {
		return ""
	}
	var b []byte
	for i := len(h) - 2; i >= 0; i -= 2 {
		c := byte(hexValue(h[i])<<4 | hexValue(h[i+1]))
		if c < ' ' || c > '~' {
			return ""
		}
		b = append(b, c)
	}
	return string(b)
}

// signalText explains a line of a signal block.
func (r *reading) signalText(t string) string {
	switch {
	case strings.HasPrefix(t, "Exception 0x"):
		f := strings.Fields(t)
		return exception(f[1])
	case strings.HasPrefix(t, "signal arrived during external code execution"):
		return "The fault is in code that Go called through cgo or a DLL, not in Go code."
	case strings.HasPrefix(t, "SIGQUIT"):
		return "Somebody asked for this dump: SIGQUIT makes a Go program print its goroutines and end."
	case strings.HasPrefix(t, "SIG"):
		name, text, _ := strings.Cut(t, ": ")
		return "The system stopped the program with " + name + " (" + text + ")."
	case strings.HasPrefix(t, "PC=0x") && strings.Contains(t, "addr="):
		return sentence(address(field(t, "addr")))
	case strings.HasPrefix(t, "[signal "):
		return r.bracketSignal(t)
	}
	return ""
}

// bracketSignal explains "[signal SIGSEGV: … code=0x1 addr=0x0 pc=0x…]".
func (r *reading) bracketSignal(t string) string {
	name, _ := between(t, "[signal ", " code=")
	name, _, _ = strings.Cut(name, ":")
	if v, ok := number(name); ok {
		if is := meaning(r.t.Words.Signals, v, r.platform); is != "" {
			name = is
		}
	}
	var out []string
	code, addr := field(t, "code"), field(t, "addr")
	if v, ok := number(code); ok {
		switch {
		case v == 0x80:
			out = append(out, name+" with code 0x80: linux cannot give the address, for it is none that the processor accepts (not canonical)")
		case v == 0:
			out = append(out, name+" with code 0: another process sent it")
		case v > 1<<31:
			out = append(out, name+" with a negative code: it was sent by a call such as tgkill")
		default:
			prefix := strings.TrimPrefix(name, "SIG") + "_"
			for _, n := range r.t.Words.Codes {
				if float64(n.Value) == v && strings.HasPrefix(n.Name, prefix) && systemFits(n.Systems, r.platform) {
					out = append(out, name+" with code "+n.Name+": "+codeText[n.Name])
					break
				}
			}
		}
	}
	if a := address(addr); a != "" {
		out = append(out, a)
	} else if z, ok := number(addr); ok && z == 0 && strings.Contains(name, "SEGV") {
		out = append(out, "the address is 0: a nil pointer")
	}
	return sentence(strings.Join(out, "; "))
}

// codeText are the meanings of signal codes, which POSIX gives.
var codeText = map[string]string{
	"SEGV_MAPERR": "nothing is mapped at the address",
	"SEGV_ACCERR": "the memory there does not allow this access",
	"BUS_ADRALN":  "the address is not aligned",
	"BUS_ADRERR":  "there is no memory behind the address, as beyond the end of a mapped file",
	"BUS_OBJERR":  "the hardware reported an error at the address",
	"FPE_INTDIV":  "a division by zero",
	"FPE_INTOVF":  "an integer overflow",
	"FPE_FLTDIV":  "a floating-point division by zero",
	"FPE_FLTOVF":  "a floating-point overflow",
	"FPE_FLTUND":  "a floating-point underflow",
	"FPE_FLTRES":  "an inexact floating-point result",
	"FPE_FLTINV":  "an invalid floating-point operation",
	"FPE_FLTSUB":  "a subscript out of range",
}

// exceptions are the codes of Windows that crashes of Go programs show.
var exceptions = map[string]string{
	"0xc0000005": "an access violation",
	"0xc000001d": "an illegal instruction",
	"0xc0000094": "an integer division by zero",
	"0xc00000fd": "a stack overflow",
	"0x80000003": "a breakpoint",
	"0xc0000006": "a page that could not be read in",
	"0xc0000409": "a security check of C code that failed",
	"0xe06d7363": "a C++ exception",
}

func exception(code string) string {
	if text := exceptions[code]; text != "" {
		return "Windows reports " + text + " (" + code + ")."
	}
	return "Windows reports exception " + code + "."
}

// sentence makes a sentence of a phrase.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	if c := s[0]; 'a' <= c && c <= 'z' {
		s = string(c-'a'+'A') + s[1:]
	}
	return strings.TrimSuffix(s, ".") + "."
}
