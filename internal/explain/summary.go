package explain

import (
	"fmt"
	"strings"
)

// A summarizer puts the answer into one sentence and names what to do next.
type summarizer struct{ *reading }

// summary says in one sentence what the text is.
func (r summarizer) summary(a *Answer) string {
	parts := []func(*Answer) string{r.sayMessage, r.sayRace, r.saySignal, r.sayWaits, r.sayGroups, r.saySeries, r.sayOther}
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
	c, ok := r.cause(it)
	if !ok {
		if it.message.kind == "panic" {
			return fmt.Sprintf("A goroutine panicked with a value of the program's own: %s", text)
		}
		return `The program ended with "` + text + `", a text that no release here prints.`
	}
	who := map[string]string{
		"program": ", a fault of the program", "runtime": ", thrown by the runtime", "system": ", for the system refused what it asked for", "goroutine": "", "": "",
	}[r.blame(it.message)]
	switch it.message.kind {
	case "fatal":
		from := ", in " + c.symbol
		if len(c.others) > 0 {
			from = ""
		}
		return `The program ended with "` + text + `"` + from + who + "."
	case "panic":
		return fmt.Sprintf("A goroutine panicked: %s.", strings.TrimSuffix(text, "."))
	}
	return `The runtime said "` + text + `", in ` + c.symbol + "."
}

func (r summarizer) sayRace(*Answer) string {
	n := 0
	for _, l := range r.lines {
		if strings.Contains(l.text, "WARNING: DATA RACE") {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("The race detector reports %s.", count(n, "data race"))
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
	total := 0
	for _, g := range a.Groups {
		total += g.Count
	}
	g := a.Groups[0]
	s := fmt.Sprintf("%s with %s", upper(count(total, "goroutine")), count(len(a.Groups), "different stack"))
	switch {
	case total == 1:
		s = "One goroutine"
	case g.Count > 1:
		s += fmt.Sprintf("; %d share one", g.Count)
	default:
		if g = longest(a.Groups); g.MaxWait == 0 {
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

// longest is the group that has waited the longest, of those that are in the program's own
// functions if any is.
func longest(groups []Group) Group {
	var best Group
	for _, own := range []bool{true, false} {
		for _, g := range groups {
			if g.MaxWait > best.MaxWait && (!own || !isStd(strings.TrimSpace(g.Top[:strings.LastIndexByte(g.Top, ' ')+1]))) {
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
		if b.Kind != kindStack {
			add(r.notes[b.Symbol].Next...)
		}
	}
	r.nextOfDump(a, add)
	if len(out) == 0 && len(a.Unknown) > 0 && len(a.Blocks) == 0 {
		add(Next{"sourcedive search WORDS", "look for the words in the runtime's source and messages"})
	}
	return out
}

func (r summarizer) nextOfDump(a *Answer, add func(...Next)) {
	if it := r.firstMessage(); it != nil && it.message.kind == "fatal" && r.oneGoroutine(it) {
		add(Next{"GOTRACEBACK=all", "since go1.26 a fatal error of the program prints one goroutine; this prints them all"})
	}
	unheld := false
	for _, w := range a.Waits {
		unheld = unheld || w.Holder == 0 && w.forLock()
	}
	if unheld {
		add(Next{"kill -QUIT PID", "prints all goroutines and ends the program; look for the address of the lock in another's frames"},
			Next{"curl 'localhost:6060/debug/pprof/goroutine?debug=2'", "the same without ending it, where net/http/pprof is served"})
	}
	if len(a.Groups) > 0 && a.Groups[0].Count >= 10 {
		add(Next{"curl 'localhost:6060/debug/pprof/goroutine?debug=1'", "counts goroutines by stack; twice, minutes apart, it shows which group grows"})
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
