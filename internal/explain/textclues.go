package explain

import (
	"strings"

	"sourcedive/internal/explain/tables"
)

// forms adds what headers, arguments and other forms say about the release.
func (c *clues) forms(p *parsed) {
	c.headers(p)
	c.arguments(p)
	c.heap(p)
	for _, it := range p.items {
		switch it.kind {
		case kindSched:
			c.sched(p, it)
		case kindGC:
			c.gc(p, it)
		case kindSignal:
			c.signal(p, it)
		case kindMessage:
			c.message(p, it)
		}
	}
}

// headers dates the headers and creators of goroutines.
func (c *clues) headers(p *parsed) {
	created, in, createdAt, inAt := 0, 0, 0, 0
	for _, st := range p.stacks {
		if st.gp != "" {
			c.form("header with gp= m= mp=", true, 1, st.from)
		}
		if st.createdBy.fn != "" && st.origin == 0 { // ancestors have no number there in any release
			created, createdAt = created+1, st.createdBy.at
			if st.creator >= 0 {
				in, inAt = in+1, st.createdBy.at
			}
		}
		if st.elided && st.origin == 0 {
			for i := st.from; i <= st.to; i++ {
				if t := strings.TrimSpace(p.lines[i].text); elision(t) {
					c.form("N frames elided", !strings.Contains(t, "additional"), 1, i)
				}
			}
		}
		if st.durable {
			c.form("(durable)", true, 1, st.from)
		}
		if st.leaked {
			c.form("(leaked)", true, 1, st.from)
		}
		if name, _, ok := strings.Cut(st.bubble, " "); ok && name == "synctest" {
			c.form(st.bubble[:strings.LastIndexByte(st.bubble, ' ')], true, 1, st.from)
		}
		if st.labels != "" {
			if strings.Contains(st.title, " labels:{") {
				c.form("labels inside the brackets", true, 1, st.from)
			} else {
				c.add("labels after the brackets", c.since(27, 0), 1, st.from)
			}
		}
		c.state(st)
	}
	switch {
	case in > 0:
		c.form("created by F in goroutine N", true, 1, inAt)
	case created > 0: // a goroutine made by a thread of C's has no number in any release
		c.form("created by F in goroutine N", false, 0.5, createdAt)
	}
}

// lockWaits are reasons that took the place of semacquire, by the function that waits.
var lockWaits = []struct{ fn, reason string }{
	{"sync.(*Mutex).Lock", "sync.Mutex.Lock"},
	{"sync.(*RWMutex).RLock", "sync.RWMutex.RLock"},
	{"sync.(*RWMutex).Lock", "sync.RWMutex.Lock"},
	{"sync.(*WaitGroup).Wait", "sync.WaitGroup.Wait"},
	{"sync.(*Cond).Wait", "sync.Cond.Wait"},
}

// state dates the reason in a header, and a lock's wait that has not its own reason.
func (c *clues) state(st *stack) {
	if st.state == "" {
		return
	}
	if !c.states[st.state] {
		c.states[st.state] = true
		var in tables.Mask
		for i := range c.t.Words.Reasons {
			if w := &c.t.Words.Reasons[i]; w.Text == st.state {
				in |= w.In
			}
		}
		c.add("["+st.state+"]", in, 1, st.from)
	}
	if st.state != "semacquire" {
		return
	}
	for i, f := range st.frames {
		if i > 4 {
			return
		}
		for _, l := range lockWaits {
			if f.fn != l.fn {
				continue
			}
			for _, w := range c.t.Words.Reasons {
				if w.Text == l.reason {
					c.add("[semacquire] in "+l.fn, c.all&^w.In, 1, st.from)
				}
			}
			return
		}
	}
}

// arguments dates the way in which arguments are written.
func (c *clues) arguments(p *parsed) {
	flat, flatAt, words := true, 0, 0
	for _, st := range p.stacks {
		for i := range st.frames {
			f := &st.frames[i]
			if strings.Contains(f.args, "?") {
				c.form("? after a value that may be stale", true, 1, f.at)
				flat = false
			}
			if strings.Contains(f.args, "{") {
				c.form("aggregate arguments in braces", true, 1, f.at)
				flat = false
			}
			if f.args == "..." && f.plain && f.file != "" && !f.pc {
				c.add("inlined call f(...)", c.inlined, 0.5, f.at)
			}
			if f.pc {
				c.form("pc= in frames", true, 1, f.at)
			}
			n := strings.Count(f.args, "0x")
			if n >= 2 && (f.fn == "runtime.throw" || f.fn == "panic") && !strings.Contains(f.args, "{") {
				c.form("aggregate arguments in braces", false, 1, f.at)
			}
			if n > 0 && !strings.HasSuffix(f.file, ".s") {
				words, flatAt = words+n, f.at
			}
		}
	}
	if flat && words >= 8 {
		c.form("aggregate arguments in braces", false, 0.5, flatAt)
	}
}

// heapBases are where the heap begins on amd64, by release. The first: a mapping after
// the bitmap; from go1.11 each arena is mapped at a hint; from go1.26 the base is
// random unless that is switched off when the program is built.
var heapBases = []struct {
	prefix, what string
	since, end   int
}{
	{"0xc82", "addresses begin with 0xc82", 5, 7},
	{"0xc42", "addresses begin with 0xc42", 7, 11},
	{"0xc000", "addresses begin with 0xc000", 11, 26},
}

// heap dates addresses of the heap.
func (c *clues) heap(p *parsed) {
	for _, st := range p.stacks {
		for i := range st.frames {
			f := &st.frames[i]
			if !strings.Contains(f.args, "0xc") || strings.HasPrefix(f.fn, "runtime.") {
				continue
			}
			for _, b := range heapBases {
				if c.seen[b.what] {
					continue
				}
				if j := strings.Index(f.args, b.prefix); j >= 0 && hexNumber(f.args, j)-j == len("0xc000012345") {
					c.add(b.what, c.since(b.since, b.end), 0.5, f.at)
				}
			}
		}
	}
}

// sched dates the fields of a SCHED line and of those below it.
func (c *clues) sched(p *parsed, it item) {
	for i := it.from; i <= it.to; i++ {
		t := strings.TrimSpace(p.lines[i].text)
		if strings.HasPrefix(t, "SCHED ") {
			c.form("needspinning=", strings.Contains(t, "needspinning="), 1, i)
			if strings.HasSuffix(t, "]") || strings.Contains(t, "schedticks=") {
				c.form("schedticks=", strings.Contains(t, "schedticks="), 1, i)
			}
		}
		if strings.HasPrefix(t, "P") && strings.Contains(t, "gfreecnt=") {
			c.form("timerslen=", strings.Contains(t, "timerslen="), 1, i)
		}
		if strings.HasPrefix(t, "M") && strings.Contains(t, "dying=") {
			c.form("helpgc=", strings.Contains(t, "helpgc="), 1, i)
			if strings.Contains(t, "p=nil") || strings.Contains(t, "p=-1") {
				c.form("m=nil", strings.Contains(t, "p=nil"), 1, i)
			}
		}
		if strings.HasPrefix(t, "G") {
			if reason, ok := between(t, "(", ") m="); ok && reason != "" {
				c.state(&stack{state: reason, from: i})
			}
		}
	}
}

// gc dates the lines of the collector.
func (c *clues) gc(p *parsed, it item) {
	for i := it.from; i <= it.to; i++ {
		t := strings.TrimSpace(p.lines[i].text)
		switch {
		case strings.HasPrefix(t, "gc ") && strings.Contains(t, " MB goal, "):
			c.form("MB stacks, MB globals", strings.Contains(t, " MB stacks, "), 1, i)
			clock, _ := between(t, "%: ", " ms clock")
			if strings.Count(clock, "+") == 4 {
				c.add("five clock times in a gc line", c.since(5, 6), 1, i)
			} else {
				c.add("three clock times in a gc line", c.since(6, 0), 1, i)
			}
		case strings.HasPrefix(t, "scvg"):
			c.form("scvg lines", true, 1, i)
		case strings.HasPrefix(t, "scav "):
			c.form("scav lines", true, 1, i)
			c.form("scav (bg) (eager) now", strings.Contains(t, "(eager)"), 1, i)
		}
	}
}

// signal dates signal lines.
func (c *clues) signal(p *parsed, it item) {
	for i := it.from; i <= it.to; i++ {
		t := strings.TrimSpace(p.lines[i].text)
		switch {
		case strings.HasPrefix(t, "[signal "):
			c.form("[signal with the signal's name", !strings.HasPrefix(t, "[signal 0x"), 1, i)
		case strings.HasPrefix(t, "PC=0x") && strings.Contains(t, " m="):
			c.form("sigcode= after PC=", strings.Contains(t, " sigcode="), 1, i)
			if strings.Contains(t, " addr=") {
				c.form("addr= after sigcode=", true, 1, i)
			}
		}
	}
}

// minWording is how many letters a template with captures needs to date a text by.
const minWording = 12

// message dates the wording of a message, and how the goroutine after it is headed.
func (c *clues) message(p *parsed, it item) {
	msg := it.message
	if c.texts[msg.body] {
		return
	}
	c.texts[msg.body] = true
	if msg.recovered != "" {
		if strings.Contains(msg.recovered, "repanicked") {
			c.form("[recovered, repanicked]", true, 1, it.from)
		} else if next := it.to + 1; next < len(p.lines) && strings.HasPrefix(strings.TrimSpace(p.lines[next].text), "panic: "+strings.TrimPrefix(strings.TrimSuffix(strings.TrimSpace(p.lines[it.from].text), " "+msg.recovered), "panic: ")) {
			c.form("[recovered, repanicked]", false, 1, it.from)
		}
	}
	if len(msg.matches) == 0 || msg.cut {
		return
	}
	var in, thrown tables.Mask
	if msg.matches[0].weight < minWording && len(msg.matches[0].caps) > 0 {
		return
	}
	for _, m := range msg.matches {
		in |= m.msg.In()
		if m.msg.Kind == "throw" {
			thrown |= m.msg.In()
		}
	}
	c.add("the wording \""+cutText(msg.body, 60)+"\"", in, 1, it.from)
	if msg.kind != "fatal" {
		return
	}
	// The goroutine that throws is printed with its addresses, since there are any.
	st := p.stackAfter(it.to + 1)
	if st == nil || st.id < 0 || st.from-it.to > 3 || st.gp != "" {
		return
	}
	for _, f := range c.t.Words.Forms {
		if f.ID == "header with gp= m= mp=" {
			c.add("no gp= in the header after a throw", c.all&^(f.In&thrown), 1, st.from)
		}
	}
}

func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xc0 == 0x80 {
		n--
	}
	return s[:n] + "…"
}
