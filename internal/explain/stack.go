package explain

import "strings"

// A stack is the trace of one goroutine, of a thread, or of one access in a race
// report.
type stack struct {
	title string // what stands above it; "" when frames stand alone
	id    int    // the goroutine's number, or -1
	// What the header says of the goroutine.
	state       string // the reason to wait or the status, without what follows
	minutes     int
	locked      bool // locked to thread
	scan        bool
	durable     bool
	leaked      bool
	bubble      string // "synctest bubble 1"
	gp          string
	m           string // "nil", a number, or "" when the header has none
	labels      string
	frames      []frame
	createdBy   frame
	creator     int // the goroutine that made it, or -1
	origin      int // the goroutine, for an ancestor's stack; else 0
	elided      bool
	unavailable bool
	profile     bool // a record of a profile
	count       int  // goroutines that share it, in a profile
	from, to    int  // indices of its lines
	item        int  // index of its item
}

// A frame is one call on a stack.
type frame struct {
	fn    string // as written: "sync.(*Mutex).Lock"
	args  string // what stands between the parentheses
	file  string // as written
	line  int
	at    int  // index of the line with the function, or of the file where that is missing
	plain bool // no offset: inlined, as far as releases write it
	pc    bool // fp= sp= pc= follow
}

// header reads "goroutine 18 gp=0xc000 m=2 mp=0xc0 [chan send, 3 minutes]:", and the
// forms of older and newer releases. In the last line of a text the end may be missing.
func header(s string, last bool) (stack, bool) {
	st := stack{id: -1, creator: -1, title: s}
	const word = "goroutine "
	if !strings.HasPrefix(s, word) {
		return st, false
	}
	i := digits(s, len(word))
	if i == len(word) || i-len(word) > maxDigits {
		return st, false
	}
	st.id = atoi(s[len(word):i])
	rest := s[i:]
	if strings.HasPrefix(rest, " gp=0x") {
		st.gp = field(rest, "gp")
		st.m = field(rest, "m")
	}
	if last && strings.TrimSpace(rest) == "" {
		return st, true
	}
	open := strings.Index(rest, " [")
	if open < 0 || open > 120 || open > 0 && st.gp == "" {
		return st, false
	}
	rest = rest[open+2:]
	closing := closingBracket(rest)
	if closing > maxReason && !strings.Contains(rest[:maxReason], "labels:{") {
		return st, false
	}
	tail := ""
	if closing < len(rest) {
		tail = strings.TrimSpace(rest[closing+1:])
	}
	if closing < len(rest) && tail != ":" && tail != "" && !strings.HasPrefix(tail, "{") && !strings.HasSuffix(tail, ":") {
		return st, false
	}
	st.reason(rest[:closing])
	if labels, ok := between(tail, "{", "}"); ok {
		st.labels = labels
	}
	return st, true
}

// maxReason is how long what the brackets hold can be, labels aside.
const maxReason = 120

// closingBracket returns where the bracket that is open at the start of s closes;
// labels may have brackets inside quotes.
func closingBracket(s string) int {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ']' && !quoted:
			return i
		}
	}
	return len(s)
}

// reason takes apart what the brackets hold.
func (st *stack) reason(s string) {
	if before, labels, ok := strings.Cut(s, " labels:{"); ok {
		st.labels = strings.TrimSuffix(labels, "}")
		s = before
	}
	for i, part := range strings.Split(s, ", ") {
		if i == 0 {
			for changed := true; changed; {
				changed = false
				for suffix, flag := range map[string]*bool{" (scan)": &st.scan, " (durable)": &st.durable, " (leaked)": &st.leaked} {
					if strings.HasSuffix(part, suffix) {
						part, *flag, changed = strings.TrimSuffix(part, suffix), true, true
					}
				}
			}
			st.state = part
			continue
		}
		switch {
		case strings.HasSuffix(part, " minutes"):
			st.minutes = max(0, atoi(strings.TrimSuffix(part, " minutes")))
		case part == "locked to thread":
			st.locked = true
		case strings.HasPrefix(part, "synctest "):
			st.bubble = part
		}
	}
}

// function reads "main.(*T).Get(0x1, {0x2?, ...})". A line that is cut off inside the
// arguments counts when open is set. Outside of a stack a name needs a dot.
func function(s string, inStack, open bool) (fn, args string, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) > 4096 {
		return "", "", false
	}
	end := len(s) - 1
	paren := strings.LastIndexByte(s, '(')
	if paren <= 0 {
		return "", "", false
	}
	if s[end] == ')' {
		args = s[paren+1 : end]
	} else if open && inStack {
		args = s[paren+1:]
	} else {
		return "", "", false
	}
	fn = s[:paren]
	if !functionName(fn, inStack) || !arguments(args, s[end] != ')') {
		return "", "", false
	}
	return fn, args, true
}

// functionName reports whether s can be the linker's name of a function.
func functionName(s string, inStack bool) bool {
	dot, depth := false, 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '[':
			depth++
		case c == ']':
			depth--
		case depth > 0:
		case c == '.':
			dot = true
		case isLetter(c), isDigit(c), c >= 0x80, strings.IndexByte("_/-%*()~@+$:{}", c) >= 0:
		default:
			return false
		}
	}
	if isDigit(s[0]) || s[0] == '(' || s[0] == '-' || s[0] == '/' || s[0] == '.' {
		return false
	}
	return dot || s == "panic" || inStack && depth == 0
}

// arguments reports whether s lists argument words: 0x1, {0x2?, ...}, _.
func arguments(s string, cut bool) bool {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '{' || c == '}' || c == ',' || c == ' ' || c == '?' || c == '_':
			i++
		case strings.HasPrefix(s[i:], "..."):
			i += 3
		case c == '.' && cut:
			i++
		case c == '0':
			j := hexNumber(s, i)
			if j == i {
				if !cut || len(s)-i > 2 {
					return false
				}
				j = len(s)
			}
			i = j
		default:
			return false
		}
	}
	return true
}

// sourceEnds are the endings of files that hold code of a Go program.
var sourceEnds = []string{".go", ".s", ".c", ".S", ".h", ".cc", ".cpp", ".cxx", ".m", ".y", ".rl", ".templ", ".qtpl"}

// position reads a frame's second line: a file with a line, then offset, fp=, sp=,
// pc=. The tab before it may have become something else on the way.
func position(s string, pending bool) (f frame, ok bool) {
	t := strings.TrimLeft(s, " \t>")
	if len(t) > 4096 || t == "" {
		return f, false
	}
	indented := len(t) < len(s)
	if strings.HasPrefix(t, "pc=0x") && pending {
		f.plain = true
		return f, true
	}
	base := t
	f.plain = true
	if i := strings.Index(t, " +0x"); i >= 0 {
		base, f.plain = t[:i], false
	} else if i := strings.Index(t, " fp=0x"); i >= 0 {
		base = t[:i]
	}
	f.pc = strings.Contains(t[len(base):], " pc=0x")
	base = strings.TrimSpace(base)
	colon := strings.LastIndexByte(base, ':')
	if colon <= 0 {
		return f, false
	}
	num := base[colon+1:]
	if num == "" || digits(num, 0) != len(num) || len(num) > 9 {
		return f, false
	}
	f.file, f.line = base[:colon], atoi(num)
	if f.file == "<autogenerated>" || f.file == "??" {
		return f, pending || indented
	}
	for _, e := range sourceEnds {
		if strings.HasSuffix(f.file, e) {
			spaces := strings.Contains(f.file, " ")
			return f, pending || !spaces && (indented || !f.plain)
		}
	}
	return f, pending && indented && !f.plain
}

// creation reads "created by main.main in goroutine 1".
func creation(s string) (fn string, creator int, ok bool) {
	s = strings.TrimSpace(s)
	fn, ok = strings.CutPrefix(s, "created by ")
	if !ok {
		return "", -1, false
	}
	creator = -1
	if before, id, found := strings.Cut(fn, " in goroutine "); found {
		fn, creator = before, atoi(id)
	}
	if fn == "" || strings.Contains(fn, " ") && !strings.Contains(fn, "[") {
		return "", -1, false
	}
	return fn, creator, true
}

// elision reads the line that stands for frames left out.
func elision(s string) bool {
	s = strings.TrimSpace(s)
	return strings.HasPrefix(s, "...") && strings.HasSuffix(s, "frames elided...")
}

// bareName is a frame's function without package, receiver, type arguments and the
// parts that closures and wrappers add: "sync.(*Mutex).lockSlow" gives "lockSlow".
func bareName(fn string) string {
	_, name := splitFunc(fn)
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	return name
}

// splitFunc cuts a linker's name into package and function, "(*T).m" for a method;
// closures count as the function around them.
func splitFunc(fn string) (pkg, name string) {
	fn = stripTypeArgs(fn)
	slash := strings.LastIndexByte(fn, '/') + 1
	dot := strings.IndexByte(fn[slash:], '.')
	if dot < 0 {
		return "", fn
	}
	pkg, rest := strings.ReplaceAll(fn[:slash+dot], "%2e", "."), fn[slash+dot+1:]
	parts := strings.Split(rest, ".")
	n := 1
	if len(parts) > 1 && (strings.HasPrefix(parts[0], "(") || methodPart(parts[1])) {
		n = 2
	}
	name = strings.Join(parts[:n], ".")
	name = strings.TrimSuffix(name, "-fm")
	if i := strings.Index(name, "·"); i > 0 {
		name = name[:i]
	}
	return pkg, name
}

// methodPart reports whether what follows the first part of a name is a method of a
// type rather than the count of a closure.
func methodPart(s string) bool {
	if s == "" || isDigit(s[0]) {
		return false
	}
	for _, p := range []string{"func", "gowrap", "deferwrap", "dwrap"} {
		if rest, ok := strings.CutPrefix(s, p); ok && rest != "" && isDigit(rest[0]) {
			return false
		}
	}
	return true
}

func stripTypeArgs(fn string) string {
	i := strings.IndexByte(fn, '[')
	if i < 0 {
		return fn
	}
	j := strings.LastIndexByte(fn, ']')
	if j < i {
		return fn[:i]
	}
	return fn[:i] + fn[j+1:]
}

// inClosure reports whether a frame is a function literal or wrapper inside the
// function that splitFunc names.
func inClosure(fn string) bool {
	_, name := splitFunc(fn)
	return !strings.HasSuffix(stripTypeArgs(fn), name)
}
