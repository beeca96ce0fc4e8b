package explain

import (
	"bytes"
	"encoding/json"
	"strings"
)

// A line is a line of the program's output after what a log put around it is gone.
// One pasted line may hold several, and several pasted lines may make one.
type line struct {
	text   string
	src    int // the pasted line, from 1
	more   int // pasted lines after it that it was put together from
	stream int // which of several outputs mixed in one log
}

// peel finds the program's lines in what was pasted, in five steps:
//
//  1. split at newlines; drop carriage returns, colour sequences, a byte order mark;
//     undo HTML escapes.
//  2. open carriers: a JSON object with the text in a field, newlines written as \n,
//     syslog's #012, the second argument of write(2, "…") in strace's output.
//  3. find what stands before unmistakable beginnings ("goroutine 1 [", "panic: "):
//     these are prefixes. Digits match digits and spaces spaces when a prefix is
//     looked for in other lines.
//  4. strip them, the longest that fits.
//  5. tell outputs apart by what is left of the prefix without its times.
func peel(input []byte) []line {
	lines := make([]line, 0, bytes.Count(input, []byte("\n"))+1)
	src := 0
	rest := string(input)
	rest = strings.TrimPrefix(rest, "\ufeff")
	var st straceText
	plain, upTo := false, len(rest)+1 // whether the lines are plain while rest is longer than upTo
	for len(rest) > 0 {
		if len(rest) < upTo {
			part := wholeLines(rest)
			plain, upTo = plainLines(part), len(rest)-len(part)+1
		}
		text := rest
		if i := strings.IndexByte(rest, '\n'); i >= 0 {
			text, rest = rest[:i], rest[i+1:]
		} else {
			rest = ""
		}
		src++
		if plain {
			lines = append(lines, line{text: strings.TrimRight(text, "\r"), src: src})
			continue
		}
		text = clean(text)
		if st.write(text, src, &lines) {
			continue
		}
		for _, t := range openCarrier(text, carriers) {
			lines = append(lines, line{text: t, src: src})
		}
	}
	st.flush(&lines)
	stripPrefixes(lines)
	return byStream(lines)
}

// wholeLines are the lines at the beginning of s that are looked at together.
func wholeLines(s string) string {
	const most = 1 << 16
	if len(s) <= most {
		return s
	}
	if i := strings.IndexByte(s[most:], '\n'); i >= 0 {
		return s[:most+i+1]
	}
	return s
}

// openings are the signs of which a line has one if there is anything to undo or open.
var openings = []string{"\x1b", "&", `{"`, "#01", `\n`, `write(2, "`}

// plainLines reports whether nothing in any of the lines is to be undone or opened.
func plainLines(s string) bool {
	for _, sign := range openings {
		if strings.Contains(s, sign) {
			return false
		}
	}
	return true
}

// clean drops what terminals and web pages add to a line.
func clean(s string) string {
	s = strings.TrimRight(s, "\r")
	if strings.IndexByte(s, 0x1b) >= 0 {
		s = dropEscapes(s)
	}
	if strings.IndexByte(s, '&') >= 0 && strings.IndexByte(s, ';') >= 0 {
		s = htmlText.Replace(s)
	}
	return s
}

var htmlText = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&nbsp;", " ", "&amp;", "&")

// dropEscapes removes ESC [ … letter sequences.
func dropEscapes(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != 0x1b {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '[' {
			i += 2
			for i < len(s) && !isLetter(s[i]) {
				i++
			}
		}
	}
	return b.String()
}

// carrierFields are the fields of a log record that hold the text, by preference.
var carrierFields = []string{"log", "message", "msg", "MESSAGE", "textPayload", "line", "content", "text", "error", "stacktrace", "stack"}

// carriers is how often one carrier may be inside another.
const carriers = 3

// openCarrier returns the lines that one line carries: itself, if it is no carrier. A carrier
// may hold another, so many times.
func openCarrier(s string, depth int) []string {
	list := openOne(s)
	if depth == 0 || len(list) == 1 && list[0] == s {
		return list
	}
	var out []string
	for _, t := range list {
		out = append(out, openCarrier(t, depth-1)...)
	}
	return out
}

func openOne(s string) []string {
	t := strings.TrimSpace(s)
	if texts := quotedLines(s); texts != nil {
		return texts
	}
	if strings.HasPrefix(t, `{"`) && strings.HasSuffix(t, "}") {
		var record map[string]json.RawMessage
		if json.Unmarshal([]byte(t), &record) == nil {
			for _, name := range carrierFields {
				var text string
				if json.Unmarshal(record[name], &text) == nil && text != "" {
					return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
				}
			}
		}
	}
	if strings.Contains(s, "#012") {
		return strings.Split(strings.ReplaceAll(strings.ReplaceAll(s, "#011", "\t"), "#012", "\n"), "\n")
	}
	if strings.Contains(s, "#011") {
		return []string{strings.ReplaceAll(s, "#011", "\t")}
	}
	if strings.Contains(s, `\n`) && escapedLines(s) {
		return strings.Split(unescape(s), "\n")
	}
	return []string{s}
}

// quotedLines returns the lines of those strings in quotes whose escapes hide lines of the
// runtime's, in their order; nil if there are none. A record of a log may have more than one:
// a message, and a stack.
func quotedLines(s string) (out []string) {
	if !strings.Contains(s, `\n`) {
		return nil
	}
	found := false
	for i := 0; i < len(s); i++ {
		if s[i] != '"' || i > 0 && s[i-1] == '\\' {
			continue
		}
		end := i + 1
		for end < len(s) && s[end] != '"' {
			if s[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(s) {
			break
		}
		raw := s[i+1 : end]
		if escapedLines(raw) {
			found = true
		} else if anchorAt(raw[:min(len(raw), maxPrefix)]) != 0 {
			i = end
			continue
		}
		out = append(out, strings.Split(strings.TrimSuffix(unescape(raw), "\n"), "\n")...)
		i = end
	}
	if !found {
		return nil
	}
	return out
}

// escapedLines reports whether what stands between the \n of a line are lines of the
// runtime's: a tab begins one, or a word that nothing else begins with.
func escapedLines(s string) bool {
	for i, part := range strings.Split(s, `\n`) {
		if i == 0 {
			continue
		}
		if strings.HasPrefix(part, `\t`) || anchorAt(strings.TrimSpace(part[:min(len(part), maxPrefix)])) == 0 {
			return true
		}
		switch form(part) {
		case kindSignal, kindSched, kindGC:
			return true
		}
	}
	return false
}

var jsonEscapes = map[string]byte{"u003c": '<', "u003e": '>', "u0026": '&', "u0027": '\'', "u0009": '\t', "u001b": 0x1b}

// unescape undoes the escapes of a string literal.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r':
		case 'u': // JSON writes <, > and & so
			if c, ok := jsonEscapes[s[i:min(len(s), i+5)]]; ok {
				b.WriteByte(c)
				i += 4
			} else {
				b.WriteString(`\u`)
			}
		case '"', '\\', '\'', '/':
			b.WriteByte(s[i])
		default:
			b.WriteByte('\\')
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// straceText joins what a traced program wrote piece by piece. A line keeps the
// number of the pasted line in which it began.
type straceText struct {
	text      string
	src, last int // the pasted lines with its first and its last piece
}

// write takes a line of strace's output that shows a write to standard error.
func (st *straceText) write(s string, src int, lines *[]line) bool {
	i := strings.Index(s, `write(2, "`)
	if i < 0 {
		return false
	}
	if before := s[:i]; strings.TrimSpace(before) != "" && !strings.HasPrefix(before, "[pid") && !isDigit(before[0]) {
		return false
	}
	text := s[i+len(`write(2, "`):]
	end := 0
	for end < len(text) && text[end] != '"' {
		if text[end] == '\\' {
			end++
		}
		end++
	}
	text = unescape(text[:min(end, len(text))])
	if st.text == "" {
		st.src = src
	}
	st.text += text
	st.last = src
	for {
		first, rest, ok := strings.Cut(st.text, "\n")
		if !ok {
			return true
		}
		*lines = append(*lines, line{text: first, src: st.src, more: src - st.src})
		st.text, st.src = rest, src
	}
}

func (st *straceText) flush(lines *[]line) {
	if st.text != "" {
		*lines = append(*lines, line{text: st.text, src: st.src, more: st.last - st.src})
	}
}

// anchors are beginnings of lines of the runtime's that nothing else has. A # stands
// for a digit that must follow.
var anchors = []string{
	"goroutine #", "fatal error: ", "panic: ", "runtime: ", "runtime stack:", "created by ", "[signal SIG", "[originating from goroutine ",
	"SIGQUIT: quit", "SIGABRT: abort", "SIGSEGV: seg", "SIGBUS: bus", "SIGTRAP: trace", "SCHED #", "gc #", "scvg", "WARNING: DATA RACE",
	"runtime.goexit(", "main.main()", "runtime.throw(", "Exception 0x",
}

// anchorAt returns where the first anchor of s begins, or -1.
func anchorAt(s string) int {
	best := -1
	for _, a := range anchors {
		word, digit := strings.CutSuffix(a, "#")
		i := strings.Index(s, word)
		if i < 0 || best >= 0 && i >= best {
			continue
		}
		if digit && (i+len(word) >= len(s) || !isDigit(s[i+len(word)])) {
			continue
		}
		if word == "goroutine " { // a race report says "by goroutine 7:"
			if after := s[digits(s, i+len(word)):]; after != "" && !hasAny(after, " [", " gp=0x") {
				continue
			}
		}
		if i > 0 && (isLetter(s[i-1]) || s[i-1] == '.' || s[i-1] == '/') {
			continue
		}
		if strings.HasPrefix(a, "gc ") && !strings.Contains(s, " @") {
			continue
		}
		best = i
	}
	return best
}

// maxPrefix bounds how much of a line can be a log's.
const maxPrefix = 200

// stripPrefixes does steps 3 and 4 on lines in place, and sets their streams.
func stripPrefixes(lines []line) {
	var prefixes []string
	seen := map[string]bool{}
	for i := range lines {
		s := lines[i].text
		if s == "" || s[0] == '\t' || strings.HasPrefix(s, "goroutine ") {
			continue
		}
		k := anchorAt(s[:min(len(s), 4*maxPrefix)])
		if k <= 0 || k > maxPrefix || !likePrefix(s[:k]) {
			continue
		}
		prefix := strings.TrimRight(s[:k], "\t") // a tab is the program's
		if shape := shapeOf(prefix); prefix != "" && !seen[shape] && len(seen) < 64 {
			seen[shape] = true
			prefixes = append(prefixes, prefix)
		}
	}
	if len(prefixes) == 0 {
		return
	}
	keys := map[string]int{}
	last := 0
	for i := range lines {
		cutAt := 0
		for _, p := range prefixes {
			if n := prefixEnd(p, lines[i].text); n > cutAt {
				cutAt = n
			}
		}
		if cutAt > 0 {
			key := streamKey(lines[i].text[:cutAt])
			n, ok := keys[key]
			if !ok {
				n = len(keys)
				keys[key] = n
			}
			lines[i].text, last = lines[i].text[cutAt:], n
		}
		lines[i].stream = last
	}
	// So many outputs are one whose prefix counts.
	if len(keys) > 8 && len(keys)*5 > len(lines) {
		for i := range lines {
			lines[i].stream = 0
		}
	}
}

// likePrefix reports whether a log may have put p before a line: it has a sign that
// prose before a quoted message lacks, or is only indentation.
func likePrefix(p string) bool {
	if strings.Trim(p, " ") == "" {
		return true
	}
	if strings.TrimSpace(p) == "" || strings.Contains(p, "...") {
		return false
	}
	if strings.HasSuffix(p, "(") || strings.HasSuffix(p, "`") || strings.HasSuffix(p, "'") {
		return false
	}
	digit := false
	for i := 0; i < len(p); i++ {
		digit = digit || isDigit(p[i])
	}
	return digit || strings.ContainsAny(p, "|>]}") || strings.HasSuffix(p, ": ")
}

// shapeOf makes prefixes that differ in digits and padding equal.
func shapeOf(p string) string {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		c := p[i]
		if isDigit(c) {
			c = '0'
		}
		if (c == '0' || c == ' ') && b.Len() > 0 && b.String()[b.Len()-1] == c {
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// prefixEnd returns where in s a prefix like p ends, or 0. Runs of digits match runs
// of digits, spaces spaces; the end of p's last spaces may be missing, and no more
// spaces than p has there are taken: what follows may be indented.
func prefixEnd(p, s string) int {
	i, j := 0, 0
	for i < len(p) {
		switch {
		case isDigit(p[i]):
			i = digits(p, i)
			k := digits(s, j)
			if k == j {
				return 0
			}
			j = k
		case p[i] == ' ':
			start := i
			for i < len(p) && p[i] == ' ' {
				i++
			}
			if i == len(p) {
				for n := i - start; n > 0 && j < len(s) && s[j] == ' '; n-- {
					j++
				}
				if start == 0 && j < i { // indentation alone has to be there whole
					return 0
				}
				return j
			}
			if j >= len(s) || s[j] != ' ' {
				return 0
			}
			for j < len(s) && s[j] == ' ' {
				j++
			}
		default:
			if j >= len(s) || s[j] != p[i] {
				return 0
			}
			i++
			j++
		}
	}
	return j
}

// streamKey is a prefix without the digits that tell the time.
func streamKey(p string) string {
	var b strings.Builder
	for i := 0; i < len(p); {
		if !isDigit(p[i]) {
			if p[i] != ' ' {
				b.WriteByte(p[i])
			}
			i++
			continue
		}
		end := digits(p, i)
		if !timeDigits(p, i, end) {
			b.WriteString(p[i:end])
		}
		i = end
	}
	return b.String()
}

func timeDigits(p string, i, end int) bool {
	if i > 0 && strings.IndexByte(":.,T/+", p[i-1]) >= 0 || end < len(p) && strings.IndexByte(":.,TZ/+", p[end]) >= 0 {
		return true
	}
	if end < len(p) && p[end] == '-' && (i == 0 || !isLetter(p[i-1])) {
		return true
	}
	if i > 1 && p[i-1] == '-' && isDigit(p[i-2]) {
		return true
	}
	// "Jan  2 15:04:05": a day between a month and a time.
	return i > 3 && p[i-1] == ' ' && end+3 < len(p) && p[end] == ' ' && isDigit(p[end+1]) && p[end+3] == ':'
}

// byStream puts the lines of each output together, in the order in which outputs
// begin. Lines keep their order within an output.
func byStream(lines []line) []line {
	count := 0
	for _, l := range lines {
		count = max(count, l.stream+1)
	}
	if count < 2 {
		return lines
	}
	buckets := make([][]line, count)
	for _, l := range lines {
		buckets[l.stream] = append(buckets[l.stream], l)
	}
	out := lines[:0:0]
	for _, b := range buckets {
		out = append(out, b...)
	}
	return out
}
