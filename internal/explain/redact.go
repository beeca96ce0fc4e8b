package explain

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/google/pprof/profile"
)

// Redact returns a copy of a text for others to see. What the runtime and the standard
// library print stays; names of the program's own packages, types, functions and
// files become n1, n2, …, equal names equal; paths, values of panics, labels and lines
// that are not the runtime's are gone, and so is what a log put around the lines.
// Addresses and numbers stay: they say who waits for whom. Explaining the copy gives
// the same answer, those names aside; line numbers differ where one pasted line held
// several, or a log mixed outputs.
func (e *Engine) Redact(input []byte) []byte {
	if input = unpack(input); isProfile(input) {
		return redactProfile(input)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	p := parse(peel(input), e.matcher)
	r := redactor{names: map[string]string{}, index: e.index}
	out := make([]string, len(p.lines))
	kinds := make([]*item, len(p.lines))
	for i := range p.items {
		it := &p.items[i]
		for k := it.from; k <= it.to; k++ {
			if kinds[k] == nil || it.stack == nil { // a stack's lines may have others between
				kinds[k] = it
			}
		}
	}
	for i := range p.lines {
		out[i] = r.line(p.lines[i].text, i, kinds[i])
		if i > 0 && p.lines[i].stream != p.lines[i-1].stream {
			out[i] = "\n" + out[i]
		}
	}
	return []byte(strings.Join(out, "\n") + "\n")
}

// A redactor gives names to names.
type redactor struct {
	names map[string]string
	index *lineIndex
}

const redacted = "redacted"

func (r *redactor) line(s string, i int, it *item) string {
	if len(s) > maxLine {
		s = s[:maxLine]
	}
	t := strings.TrimSpace(s)
	switch {
	case it == nil:
		return t
	case it.kind == kindUnknown:
		return redacted
	case it.message != nil:
		return r.message(s, t, i, it.message)
	case it.stack != nil:
		return r.stackLine(s, t)
	}
	return r.other(s, t, it.kind)
}

// name is the stand-in for one part of a name.
func (r *redactor) name(s string) string {
	if s == "" || s == "main" || s == "init" {
		return s
	}
	if r.names[s] == "" {
		r.names[s] = fmt.Sprintf("n%d", len(r.names)+1)
	}
	return r.names[s]
}

// fn replaces the parts of a function's name, unless it is of the standard library.
// The marks of pointers, type arguments, closures and wrappers stay.
func (r *redactor) fn(fn string) string {
	if isStd(fn) {
		return fn
	}
	args := ""
	if i := strings.IndexByte(fn, '['); i >= 0 && strings.Contains(fn[i:], "]") {
		j := strings.LastIndexByte(fn, ']')
		args = "[...]"
		fn = fn[:i] + "\x00" + fn[j+1:]
	}
	slash := strings.LastIndexByte(fn, '/') + 1
	dot := strings.IndexByte(fn[slash:], '.')
	if dot < 0 {
		return strings.Replace(r.parts(fn, "/"), "\x00", args, 1)
	}
	pkg, rest := fn[:slash+dot], fn[slash+dot+1:]
	return strings.Replace(r.parts(pkg, "/")+"."+r.parts(rest, "."), "\x00", args, 1)
}

// parts replaces what stands between separators.
func (r *redactor) parts(s, sep string) string {
	list := strings.Split(s, sep)
	for i, p := range list {
		open, shut := "", ""
		if strings.HasPrefix(p, "(*") {
			open, p = "(*", p[2:]
		}
		for _, suffix := range []string{"\x00", ")", "-fm"} {
			if before, ok := strings.CutSuffix(p, suffix); ok {
				p, shut = before, suffix+shut
			}
		}
		if p != "" && !isDigit(p[0]) && (sep == "/" || methodPart(p)) {
			p = r.name(p)
		}
		list[i] = open + p + shut
	}
	return strings.Join(list, sep)
}

// path replaces the directories and the name of a file that is not the standard
// library's; of the library's it keeps what comes after GOROOT, with the version that
// stands before it.
func (r *redactor) path(path string) string {
	slashed := strings.ReplaceAll(path, `\`, "/")
	if std := r.index.stdFile(path); std != "" {
		before := slashed[:len(slashed)-len(std)]
		switch {
		case before == "":
			return path
		case pathVersion(r.index, path) != "":
			return "/" + pathVersion(r.index, path) + "/src/" + std
		case len(before) > 3 && before[1:3] == ":/":
			return "C:/go/src/" + std
		}
		for _, b := range builderPaths {
			if before == b {
				return path
			}
		}
		return "/usr/local/go/src/" + std
	}
	if strings.HasPrefix(path, "<") || path == "??" {
		return path
	}
	drive := ""
	if len(slashed) > 3 && slashed[1:3] == ":/" {
		drive, slashed = slashed[:3], slashed[3:]
	}
	i := strings.LastIndexByte(slashed, '/') + 1
	dir, base := slashed[:i], slashed[i:]
	ext := ""
	if j := strings.LastIndexByte(base, '.'); j > 0 {
		base, ext = base[:j], base[j:]
	}
	if strings.HasSuffix(dir, "/src/runtime/") { // of a release before the tables
		return drive + "/src/runtime/" + base + ext
	}
	if strings.HasPrefix(base, "_cgo_") {
		return base + ext
	}
	return drive + r.parts(dir, "/") + r.name(base) + ext
}

func (r *redactor) stackLine(s, t string) string {
	if st, ok := header(t, true); ok {
		if st.labels != "" {
			t = strings.Replace(t, st.labels, `"`+redacted+`": "`+redacted+`"`, 1)
		}
		return t
	}
	if fn, creator, ok := creation(t); ok {
		out := "created by " + r.fn(fn)
		if creator >= 0 {
			out += fmt.Sprintf(" in goroutine %d", creator)
		}
		return out
	}
	if f, ok := position(s, true); ok {
		return r.position(s, f)
	}
	if fn, _, ok := function(t, true, true); ok {
		return r.fn(fn) + t[len(fn):]
	}
	return t
}

// position rewrites a line with a file in it; what comes after stays.
func (r *redactor) position(s string, f frame) string {
	i := strings.Index(s, f.file)
	if f.file == "" || i < 0 {
		return "\t" + strings.TrimSpace(s)
	}
	return "\t" + r.path(f.file) + s[i+len(f.file):]
}

// message keeps the text of a message and replaces the names in its captures. The
// value of a panic of the program's own is gone.
func (r *redactor) message(s, t string, i int, msg *message) string {
	if i != msg.from {
		return redacted
	}
	indent := s[:len(s)-len(strings.TrimLeft(s, " \t"))]
	if len(msg.matches) == 0 {
		head := "fatal error: "
		if msg.kind == "panic" {
			head = "panic: "
		}
		if msg.recovered != "" {
			return indent + head + redacted + " " + msg.recovered
		}
		return indent + head + redacted
	}
	out := t
	if at := strings.Index(t, msg.body); at > 0 && !hasAny(t, "panic: ", "fatal error: ") {
		out = t[at:]
		if strings.HasSuffix(t[:at], "runtime error: ") {
			out = "runtime error: " + out
		}
	}
	for _, c := range msg.matches[0].caps {
		if v := r.value(c.value); v != c.value && c.value != "" {
			out = strings.Replace(out, c.value, v, 1)
		}
	}
	return indent + out
}

// value replaces the words of a captured value that may be the program's own names.
func (r *redactor) value(s string) string {
	words := strings.Split(s, " ")
	for i, w := range words {
		_, isNumber := number(strings.Trim(w, ",.;:()[]"))
		switch {
		case w == "" || isNumber || strings.Contains(w, "0x"):
		case strings.Contains(w, ".") && functionName(w, true):
			words[i] = r.fn(w)
		case strings.Contains(w, "/"):
			words[i] = redacted
		}
	}
	return strings.Join(words, " ")
}

// other rewrites the lines of a kind that are not of stacks.
func (r *redactor) other(s, t, kind string) string {
	switch kind {
	case kindProfile:
		if f, ok := profileFrame(t); ok {
			w := strings.Fields(t)
			name, offset, _ := strings.Cut(w[2], "+0x")
			return "#\t" + w[1] + "\t" + r.fn(name) + "+0x" + offset + "\t" + strings.Replace(w[3], f.file, r.path(f.file), 1)
		}
		if strings.HasPrefix(t, "# labels:") {
			return "# labels: {}"
		}
	case kindPprof:
		return r.pprofLine(s, t)
	case kindStrace:
		return dropQuoted(t)
	case kindMemStats:
		if strings.HasPrefix(t, `"cmdline"`) {
			return `"cmdline": [],`
		}
	case kindTool:
		return toolLine(t)
	case kindMemory:
		return r.symbols(t)
	case kindGC:
		if w := strings.Fields(t); len(w) > 1 && w[0] == "init" && !stdRoots[strings.SplitN(w[1], "/", 2)[0]] {
			w[1] = r.parts(w[1], "/")
			return strings.Join(w, " ")
		}
	case kindUnknown:
		return redacted
	}
	return t
}

func (r *redactor) pprofLine(s, t string) string {
	row, ok := readRow(t)
	if !ok {
		for _, head := range []string{"(pprof)", "File: ", "Build ID: ", "Active filters:", "Fetching profile ", "Saved profile ", "ROUTINE ===="} {
			if strings.HasPrefix(t, head) {
				return head + " " + redacted
			}
		}
		if traceRow(s) {
			w := strings.Fields(t)
			for i := range w {
				if functionName(w[i], false) {
					w[i] = r.fn(w[i])
				}
			}
			return "   " + strings.Join(w, " ")
		}
		return t
	}
	f := strings.Fields(t)
	if i := perfColumn(f); i > 0 {
		return f[0] + "  " + redacted + "  " + redacted + "  " + f[i] + " " + r.fn(row.name)
	}
	indent := s[:len(s)-len(strings.TrimLeft(s, " "))]
	head, rest, _ := strings.Cut(t, row.name)
	if row.file != "" {
		rest = strings.Replace(rest, row.file, r.path(row.file), 1)
	}
	return indent + head + r.fn(row.name) + rest
}

// dropQuoted empties the strings of a system call.
func dropQuoted(t string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(t, `"`)
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		i := 0
		for i < len(rest) && rest[i] != '"' {
			if rest[i] == '\\' {
				i++
			}
			i++
		}
		b.WriteString(`""`)
		t = rest[min(i+1, len(rest)):]
	}
}

// toolLine keeps of a tool's line what says which it is.
func toolLine(t string) string {
	for _, head := range []string{"--- FAIL", "--- PASS", "--- SKIP", "=== RUN", "=== CONT", "=== PAUSE", "=== NAME", "FAIL\t", "ok  \t", "?   \t"} {
		if strings.HasPrefix(t, head) {
			return head + " " + redacted
		}
	}
	return t
}

// symbols replaces the names in <name+0x1> of a hexdump.
func (r *redactor) symbols(t string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(t, "<")
		b.WriteString(before)
		name, after, shut := strings.Cut(rest, ">")
		if !ok || !shut {
			if ok {
				b.WriteString("<" + rest)
			}
			return b.String()
		}
		if fn, offset, ok := strings.Cut(name, "+"); ok && functionName(fn+".", true) && fn != "" {
			name = r.fn(fn) + "+" + offset
		}
		b.WriteString("<" + name + ">")
		t = after
	}
}

// redactProfile renames what a binary profile has of the program; a file that is no
// profile gives nothing.
func redactProfile(input []byte) []byte {
	prof, err := profile.ParseData(input)
	if err != nil {
		return nil
	}
	r := redactor{names: map[string]string{}, index: &lineIndex{}}
	for _, f := range prof.Function {
		if !isStd(f.Name) {
			f.Name, f.SystemName, f.Filename = r.fn(f.Name), r.fn(f.SystemName), r.path(f.Filename)
		}
	}
	for _, s := range prof.Sample {
		s.Label, s.NumLabel = nil, nil
	}
	for _, m := range prof.Mapping {
		m.File, m.BuildID = redacted, ""
	}
	prof.Comments = nil
	var b bytes.Buffer
	if prof.Write(&b) != nil {
		return nil
	}
	return b.Bytes()
}
