package explain

import (
	"fmt"
	"slices"
	"strings"
)

// A summarizer puts the answer into one sentence and names what to do next.
type summarizer struct{ *reading }

// summary says in one sentence what the text is.
func (r summarizer) summary(a *Answer) string {
	parts := []func(*Answer) string{r.sayMessage, r.sayRace, r.saySignal, r.sayWaits, r.sayGroups, r.saySeries, r.sayText, r.sayOther}
	for _, say := range parts {
		if s := say(a); s != "" {
			return s
		}
	}
	if len(a.Unknown) > 0 {
		return "Nothing in this text is recognised as printed by the Go runtime."
	}
	return "The text is empty."
}

// firstMessage is the message that matters most: what ended the program, else a panic,
// else the first.
func (r *reading) firstMessage() *item {
	var best *item
	rank := map[string]int{"fatal": 3, "panic": 2, "print": 1}
	for i := range r.items {
		it := &r.items[i]
		if it.message == nil {
			continue
		}
		if best == nil || rank[it.message.kind] > rank[best.message.kind] {
			best = it
		}
	}
	return best
}

func (r summarizer) sayMessage(a *Answer) string {
	it := r.firstMessage()
	if it == nil {
		return ""
	}
	text := cutText(it.message.body, 160)
	at := r.failedAt(it)
	c, ok := r.cause(it)
	if !ok {
		if it.message.kind == "panic" {
			return fmt.Sprintf("A goroutine panicked%s with a value of the program's own: %s", at, text)
		}
		return `The program ended with "` + text + `", a text that no release here prints.`
	}
	who := map[string]string{
		"program": ", a fault of the program", "runtime": ", thrown by the runtime", "system": ", for the system refused what it asked for", "goroutine": "", "": "",
	}[r.blame(it.message)]
	switch it.message.kind {
	case "text":
		return ""
	case "fatal":
		from := ", in " + c.symbol
		if len(c.others) > 0 {
			from = ""
		}
		return `The program ended with "` + text + `"` + from + who + at + "."
	case "panic":
		if b := outOfRange(text); b != "" {
			text = b
		}
		return fmt.Sprintf("A goroutine panicked: %s%s.", strings.TrimSuffix(text, "."), at)
	}
	return `The runtime said "` + text + `", in ` + c.symbol + "."
}

// failedAt names the program's own function in which a message was, " at main.f x.go:9": that of
// the goroutine below it, if it ran and its stack tells.
func (r summarizer) failedAt(it *item) string {
	for _, st := range r.stacks {
		if st.from < it.to || !st.isGoroutine() {
			continue
		}
		if it.message.recovered != "" && st.panicked() == 0 { // up to go1.5: only the deferred function is left
			return ""
		}
		if f, ok := st.own(); ok && st.state == "running" {
			return " at " + where(f)
		}
		return ""
	}
	return ""
}

// sayText is for a message without "panic: " or "fatal error: " before it, where nothing else is
// to be said.
func (r summarizer) sayText(*Answer) string {
	it := r.firstMessage()
	if it == nil || it.message.kind != "text" {
		return ""
	}
	text := cutText(it.message.body, 160)
	if it.message.ends() {
		return `"` + text + `" is what a release ends a program with, behind "fatal error: ", which this line lacks.`
	}
	c, _ := r.cause(it)
	pkg, _ := splitFunc(c.symbol)
	return `"` + text + `" is the text of an error, which package ` + pkg + " makes; that a goroutine panicked with it is not said."
}

func (r summarizer) sayRace(*Answer) string {
	n, first := 0, len(r.lines)
	for i, l := range r.lines {
		if strings.Contains(l.text, "WARNING: DATA RACE") {
			n++
			first = min(first, i)
		}
	}
	if n == 0 {
		return ""
	}
	s := fmt.Sprintf("The race detector reports %s", count(n, "data race"))
	var accesses []string
	for _, st := range r.stacks {
		if f, ok := st.own(); ok && st.from > first && len(accesses) < 2 && strings.Contains(st.title, " at 0x") {
			what, _, _ := strings.Cut(st.title, " at 0x")
			accesses = append(accesses, lower(what)+" at "+where(f))
		}
	}
	if len(accesses) == 2 {
		s += map[bool]string{true: ": ", false: "; the first: "}[n == 1] + accesses[0] + ", " + accesses[1]
	}
	return s + "."
}

func count(n int, what string) string {
	if n == 1 {
		return "one " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (r summarizer) saySignal(a *Answer) string {
	for _, b := range a.Blocks {
		if b.Kind != kindSignal {
			continue
		}
		t := strings.TrimSpace(r.lineAt(b.Lines[0]))
		if strings.HasPrefix(t, "SIGQUIT") {
			if s := r.sayGroups(a); s != "" {
				return "A dump that was asked for with SIGQUIT. " + s
			}
			return "A dump that was asked for with SIGQUIT."
		}
		if s := r.signalText(t); s != "" {
			return s
		}
		return "The program was stopped by a signal."
	}
	return ""
}

func upper(s string) string { return sentenceCase(s) }

func (r summarizer) lineAt(src int) string {
	for _, l := range r.lines {
		if l.src == src {
			return l.text
		}
	}
	return ""
}

func (r summarizer) sayWaits(a *Answer) string {
	holder := map[int64]int64{}
	for _, w := range a.Waits {
		if w.Holder != 0 {
			holder[w.Goroutine] = w.Holder
		}
	}
	for _, w := range a.Waits {
		if w.Holder == 0 {
			continue
		}
		if holder[w.Holder] == w.Goroutine {
			return fmt.Sprintf("Goroutines %d and %d wait for locks that each likely holds against the other.", w.Goroutine, w.Holder)
		}
		return fmt.Sprintf("Goroutine %d waits for %s, which goroutine %d likely holds.", w.Goroutine, w.For, w.Holder)
	}
	return ""
}

func (r summarizer) sayGroups(a *Answer) string {
	if len(a.Groups) == 0 {
		return ""
	}
	total, stacks := 0, 0
	for _, g := range a.Groups {
		if g.Kind != groupRuntime {
			total += g.Count
			stacks++
		}
	}
	if total == 0 {
		return "Goroutines of the runtime's own, and none of the program's."
	}
	g := a.Groups[0]
	s := fmt.Sprintf("%s with %s", upper(count(total, "goroutine")), count(stacks, "different stack"))
	switch {
	case total == 1:
		s = "One goroutine"
	case g.Count > 1:
		s += fmt.Sprintf("; %d share one", g.Count)
	default:
		if g = longest(a.Groups); g.MaxWait == 0 {
			if usual := usualWait(a.Groups); usual > 0 {
				s += fmt.Sprintf("; the longest waits, up to %s, are such as healthy programs have", count(usual, "minute"))
			}
			return s + "."
		}
		s += "; one waits"
	}
	if g.Reason != "" {
		s += fmt.Sprintf(" [%s]", g.Reason)
	}
	if g.MaxWait > 0 {
		s += " for " + count(g.MaxWait, "minute") + " or longer"
	}
	if g.Top != "" {
		s += " at " + g.Top
	}
	return s + "."
}

// usualWait is for how many minutes those have waited at most that wait as usual.
func usualWait(groups []Group) (most int) {
	for _, g := range groups {
		if g.Kind == groupUsual {
			most = max(most, g.MaxWait)
		}
	}
	return most
}

// longest is the group that has waited the longest, not as usual, of those that are in the
// program's own functions if any is.
func longest(groups []Group) Group {
	var best Group
	for _, own := range []bool{true, false} {
		for _, g := range groups {
			if g.Kind == "" && g.MaxWait > best.MaxWait && (!own || !isStd(strings.TrimSpace(g.Top[:strings.LastIndexByte(g.Top, ' ')+1]))) {
				best = g
			}
		}
		if best.MaxWait > 0 {
			break
		}
	}
	return best
}

func (r summarizer) saySeries(a *Answer) string {
	if len(a.Series) == 0 {
		return ""
	}
	s := a.Series[0]
	name := map[string]string{
		"sched": "of the scheduler's state", "gc": "about cycles of the collector", "pacer": "of the collector's pacer", "scav": "of the scavenger", "scvg": "of the scavenger",
	}[s.Kind]
	text := upper(count(len(s.Rows), "line")) + " " + name + "."
	if s.Kind == "memstats" {
		text = "Statistics of the memory allocator."
	}
	if len(s.Findings) > 0 {
		text = strings.TrimSuffix(text, ".") + ": " + s.Findings[0]
	}
	return text
}

func (r summarizer) sayOther(a *Answer) string {
	for _, b := range a.Blocks {
		if first, _, more := strings.Cut(b.Text, ". "); more {
			return first + "."
		} else if b.Text != "" {
			return b.Text
		}
	}
	if len(a.Blocks) > 0 {
		return "Lines of a Go program's output, without a message of the runtime."
	}
	return ""
}

// next lists what to do to learn more, from the notes on what was found and from what
// the text lacks.
func (r summarizer) next(a *Answer) []Next {
	out := []Next{}
	add := func(list ...Next) {
		for _, n := range list {
			seen := false
			for _, o := range out {
				seen = seen || o.Run == n.Run
			}
			if !seen {
				out = append(out, n)
			}
		}
	}
	if r.forbiddenCall() {
		add(Next{"go get -u golang.org/x/sys && go build", "as a rule it is an old golang.org/x/sys that makes system calls on macOS past the system's library"})
	}
	for i := range r.items {
		if r.items[i].message == nil {
			continue
		}
		if c, ok := r.cause(&r.items[i]); ok {
			if n, ok := r.note(c); ok {
				add(n.Next...)
			}
		}
	}
	for _, b := range a.Blocks {
		add(r.blockNote(b).Next...)
	}
	r.nextOfDump(a, add)
	if len(out) == 0 && len(a.Unknown) > 0 && len(a.Blocks) == 0 {
		add(Next{"sourcedive search WORDS", "look for the words in the runtime's source and messages"})
	}
	return out
}

// blockNote is the note about what a block is about, where that is no message: these have their
// own.
func (r summarizer) blockNote(b Block) Note {
	switch b.Kind {
	case kindPprof, kindStrace:
		return r.notes["profile "+b.Symbol]
	case kindTool:
		return r.notes["tool "+strings.TrimSpace(r.lineAt(b.Lines[0]))]
	case kindStack:
		return Note{}
	}
	return r.notes[b.Symbol]
}

// mostRead is how many pages an answer sends its reader to.
const mostRead = 3

// read chooses what to read: what the notes on messages name, then those on other lines; for a
// dump without any, by what its goroutines wait for; else the page of symptoms.
func (r summarizer) read(a *Answer) []string {
	out := []string{}
	add := func(list ...string) {
		for _, id := range list {
			if len(out) < mostRead && !slices.Contains(out, id) && !(id == "corruption" && (r.nilFault() || r.forbiddenCall())) {
				out = append(out, id)
			}
		}
	}
	if it := r.firstMessage(); it != nil {
		if c, ok := r.cause(it); ok {
			n, _ := r.note(c)
			add(n.Read...)
		}
	}
	for i := range r.items {
		if r.items[i].message == nil {
			continue
		}
		if c, ok := r.cause(&r.items[i]); ok {
			n, _ := r.note(c)
			add(n.Read...)
		}
	}
	for _, b := range a.Blocks {
		add(r.blockNote(b).Read...)
	}
	if len(out) == 0 && len(a.Groups) > 0 {
		for _, w := range a.Waits {
			if w.forLock() {
				add("lockchain")
				break
			}
		}
		if g := a.Groups[0]; g.Count >= manyAlike && hasAny(g.Reason, "chan ", "select", "semacquire", "sync.") {
			add("leak")
		}
	}
	if len(out) == 0 && len(a.Blocks) > 0 {
		add("wild")
	}
	return out
}

// forbiddenCall reports whether a fault was at the address that macOS plants.
func (r summarizer) forbiddenCall() bool {
	for i := range r.items {
		if it := &r.items[i]; it.kind == kindSignal && strings.Contains(r.lines[it.from].text, "addr=0xb01dfacedebac1e") {
			return true
		}
	}
	return false
}

// nilFault reports whether a fault was at an address so small that a pointer was nil.
func (r summarizer) nilFault() bool {
	for i := range r.items {
		if r.items[i].kind != kindSignal {
			continue
		}
		for k := r.items[i].from; k <= r.items[i].to; k++ {
			if v, ok := number(field(r.lines[k].text, "addr")); ok && v < 4096 {
				return true
			}
		}
	}
	return false
}

// over reports whether the program had ended when the text was printed, or was about to.
func (r summarizer) over() bool {
	for i := range r.items {
		it := &r.items[i]
		if it.message != nil && (it.message.kind == "fatal" || it.message.kind == "panic") {
			return true
		}
		if it.kind == kindSignal && hasAny(strings.TrimSpace(r.lines[it.from].text), "SIG", "Exception 0x") {
			return true
		}
	}
	return false
}

// manyAlike is how many goroutines with one stack are worth a question.
const manyAlike = 10

func (r summarizer) nextOfDump(a *Answer, add func(...Next)) {
	if it := r.firstMessage(); it != nil && it.message.kind == "fatal" && r.oneGoroutine(it) {
		add(Next{"GOTRACEBACK=all", "since go1.26 a fatal error of the program prints one goroutine; this prints them all"})
	}
	unheld, total := "", 0
	for _, w := range a.Waits {
		if w.Holder == 0 && w.forLock() && unheld == "" {
			unheld = w.For[strings.LastIndexByte(w.For, ' ')+1:]
		}
	}
	for _, g := range a.Groups {
		total += g.Count
	}
	over, whole := r.over(), total > 1
	if unheld != "" && whole {
		add(Next{"sourcedive explain FILE --with " + unheld, "groups only the goroutines that have this lock in their arguments"})
	}
	if unheld != "" && !whole && !over {
		add(Next{"kill -QUIT PID", "prints all goroutines and ends the program; look for the address of the lock in another's frames"},
			Next{"curl 'localhost:6060/debug/pprof/goroutine?debug=2'", "the same without ending it, where net/http/pprof is served"})
	}
	if whole && !over {
		add(Next{"take another dump some minutes later", "goroutines that stand in both at the same line, with more minutes, are those that hang; a group that has grown leaks"})
	}
	if g := longest(a.Groups); whole && g.MaxWait > 0 {
		add(Next{fmt.Sprintf("sourcedive explain FILE --min-wait %d", g.MaxWait), "groups only the goroutines that have waited as long as the longest"})
	}
}

// oneGoroutine reports whether a fatal error of the program printed its own goroutine
// alone, as releases with that form do.
func (r summarizer) oneGoroutine(it *item) bool {
	if r.blame(it.message) != "program" || len(r.stacks) != 1 || r.stacks[0].state != "running" {
		return false // checkdead calls fatal on a thread's own stack, which prints them all
	}
	for _, f := range r.t.Words.Forms {
		if f.ID == "one goroutine after a fatal error" {
			return f.In&r.in == r.in
		}
	}
	return false
}
