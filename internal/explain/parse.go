package explain

import (
	"slices"
	"strings"
)

// stackAfter returns the first stack that begins at line i or after it, or nil.
func (p *parsed) stackAfter(i int) *stack {
	n, _ := slices.BinarySearchFunc(p.stacks, i, func(st *stack, i int) int { return st.from - i })
	if n == len(p.stacks) {
		return nil
	}
	return p.stacks[n]
}

// An item is a run of neighbouring lines of one kind: a block in the making.
type item struct {
	kind     string
	from, to int // indices of lines, both included
	stack    *stack
	message  *message
}

// parsed is the text taken apart, nothing in it interpreted.
type parsed struct {
	lines  []line
	items  []item
	stacks []*stack
}

const (
	// maxLine is how much of one line is looked at.
	maxLine = 64 << 10
	// maxPanicText is how many lines the value of a panic may have.
	maxPanicText = 200
	// mostUnknown is after how many unknown lines those are no longer compared with
	// messages that begin with a value, which takes the longest.
	mostUnknown = 5000
)

// A parser goes through the lines once. What a line is depends on its own text and on
// whether a stack is open: an open stack takes functions, positions, creators and
// elisions; a header opens one; an empty line closes it; a line that is none of these
// leaves it open, for logs mix other lines in.
type parser struct {
	*parsed
	matcher *matcher
	open    *stack
	// pending are frames whose position has not come yet. There is more than one where
	// two outputs are mixed line by line.
	pending []pendingFrame
	// panicText is the message whose value may go on in the next line.
	panicText *message
	unknowns  int
}

type pendingFrame struct {
	stack *stack
	frame int // -1 for the creator
	at    int // index of its line
}

// get returns the frame that waits.
func (w pendingFrame) get() *frame {
	if w.frame < 0 {
		return &w.stack.createdBy
	}
	return &w.stack.frames[w.frame]
}

func parse(lines []line, m *matcher) *parsed {
	p := parser{parsed: &parsed{lines: dropDoubleSpacing(lines)}, matcher: m}
	p.items = make([]item, 0, len(p.lines)/6) // about what a dump has
	for i := range p.lines {
		if i > 0 && p.lines[i].stream != p.lines[i-1].stream {
			p.blank()
		}
		p.line(i)
	}
	p.braces()
	p.texts()
	return p.parsed
}

// texts takes messages with nothing before them for what they are: texts that a log may have
// from anywhere, unless the stack of a goroutine that ended with it follows.
func (p *parser) texts() {
	for n := range p.items {
		msg := p.items[n].message
		if msg == nil || !msg.bare {
			continue
		}
		k := n + 1
		for k < len(p.items) && k-n < 64 && p.items[k].kind == kindSignal {
			k++
		}
		if k == len(p.items) || p.items[k].kind != kindStack || printsItself(p.items[k].stack) {
			msg.kind = "text"
		}
	}
}

// printsItself reports whether the program asked for a stack, which then is no sign of a panic.
func printsItself(st *stack) bool {
	return len(st.frames) > 0 && strings.HasPrefix(st.frames[0].fn, "runtime/debug.") && st.panicked() == 0
}

// braces takes the lines around JSON with statistics to be part of it.
func (p *parser) braces() {
	for n := range p.items {
		it := &p.items[n]
		if it.kind != kindUnknown || it.from != it.to || strings.Trim(p.lines[it.from].text, " {},[]") != "" {
			continue
		}
		if n > 0 && p.items[n-1].kind == kindMemStats || n+1 < len(p.items) && p.items[n+1].kind == kindMemStats {
			it.kind = kindMemStats
		}
	}
}

// dropDoubleSpacing removes empty lines where there is one after every line.
func dropDoubleSpacing(lines []line) []line {
	empty := 0
	for _, l := range lines {
		if strings.TrimSpace(l.text) == "" {
			empty++
		}
	}
	if empty*100 < 45*len(lines) || len(lines) < 8 {
		return lines
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return strings.TrimSpace(l.text) == "" })
}

func (p *parser) line(i int) {
	s := p.lines[i].text
	if len(s) > maxLine {
		s = s[:maxLine]
	}
	t := strings.TrimSpace(s)
	if t == "" {
		p.blank()
		return
	}
	if p.stackLine(i, s, t) {
		p.panicText = nil
		return
	}
	if kind := form(s); kind != "" {
		p.panicText = nil
		if kind == kindRace && strings.HasSuffix(t, ":") {
			p.openStack(i, &stack{title: t, id: -1, creator: -1}, kindRace)
			return
		}
		p.add(kind, i)
		return
	}
	if kind := p.likeNeighbour(i, s, t); kind != "" {
		p.add(kind, i)
		return
	}
	loose := p.unknowns < mostUnknown
	if msg, ok := p.matcher.readMessage(t, loose, i == len(p.lines)-1); ok && !(msg.kind == "print" && p.panicText != nil && msg.matches[0].weight < 2*looseWeight) {
		msg.from, msg.to = i, i
		p.items = append(p.items, item{kind: kindMessage, from: i, to: i, message: &msg})
		p.panicText = nil
		if msg.kind == "panic" && !msg.bare {
			p.panicText = &msg
		}
		p.open = nil
		return
	}
	if p.panicText != nil && i-p.panicText.from < maxPanicText { // the value of a panic may have several lines
		p.panicText.to = i
		p.items[len(p.items)-1].to = i
		return
	}
	p.unknowns++
	p.add(kindUnknown, i)
}

// likeNeighbour returns the kind of a line that only the line before it tells.
func (p *parser) likeNeighbour(i int, s, t string) string {
	n := len(p.items) - 1
	if n < 0 || p.items[n].to != i-1 {
		return ""
	}
	switch kind := p.items[n].kind; {
	case kind == kindPprof && traceRow(s), kind == kindStrace && straceRow(t):
		return kind
	}
	return ""
}

func (p *parser) blank() {
	p.open, p.pending, p.panicText = nil, p.pending[:0], nil
}

// add appends a line to the item before, if that is of its kind and no other line
// stands between.
func (p *parser) add(kind string, i int) {
	if n := len(p.items) - 1; n >= 0 && p.items[n].kind == kind && p.items[n].stack == nil && p.items[n].message == nil {
		if gap := i - p.items[n].to; gap == 1 || p.onlyBlank(p.items[n].to+1, i) && kind != kindUnknown {
			p.items[n].to = i
			return
		}
	}
	p.items = append(p.items, item{kind: kind, from: i, to: i})
}

func (p *parser) onlyBlank(from, to int) bool {
	for i := from; i < to; i++ {
		if strings.TrimSpace(p.lines[i].text) != "" {
			return false
		}
	}
	return true
}

func (p *parser) openStack(i int, st *stack, kind string) {
	st.from, st.to, st.item, st.origin = i, i, len(p.items), originOf(st.title)
	p.open, p.panicText = st, nil
	p.stacks = append(p.stacks, st)
	p.items = append(p.items, item{kind: kind, from: i, to: i, stack: st})
}

// extend makes the stack's item reach to line i. Where lines are mixed, items overlap.
func (p *parser) extend(st *stack, i int) {
	st.to = max(st.to, i)
	p.items[st.item].to = st.to
}

// stackLine takes a line that belongs to a stack.
func (p *parser) stackLine(i int, s, t string) bool {
	if t[0] == '>' { // what was a tab
		t = strings.TrimLeft(t, "> ")
	}
	if strings.HasPrefix(t, "goroutine ") {
		if st, ok := header(t, i == len(p.lines)-1); ok {
			p.openStack(i, &st, kindStack)
			return true
		}
		if strings.HasPrefix(t, "goroutine running on other thread") {
			if p.open != nil {
				p.open.unavailable = true
				p.extend(p.open, i)
			}
			return p.open != nil
		}
	}
	if t == "runtime stack:" || strings.HasPrefix(t, originating) {
		p.openStack(i, &stack{title: t, id: -1, creator: -1}, kindStack)
		return true
	}
	if f, ok := position(s, len(p.pending) > 0); ok {
		return p.position(i, f)
	}
	if fn, creator, ok := creation(t); ok {
		p.needStack(i)
		p.open.createdBy = frame{fn: fn, at: i}
		p.open.creator = creator
		p.wait(-1, i)
		p.extend(p.open, i)
		return true
	}
	if elision(t) {
		p.needStack(i)
		p.open.elided = true
		p.extend(p.open, i)
		return true
	}
	if p.open != nil && t == "non-Go function" {
		p.frame(i, frame{fn: t, at: i})
		return true
	}
	if fn, args, ok := function(t, p.open != nil, i == len(p.lines)-1); ok {
		p.needStack(i)
		p.frame(i, frame{fn: fn, args: args, at: i})
		return true
	}
	return false
}

func (p *parser) needStack(i int) {
	if p.open == nil {
		p.openStack(i, &stack{id: -1, creator: -1}, kindStack)
	}
}

func (p *parser) frame(i int, f frame) {
	p.open.frames = append(p.open.frames, f)
	p.wait(len(p.open.frames)-1, i)
	p.extend(p.open, i)
}

// wait notes a frame that misses its position.
func (p *parser) wait(n, i int) {
	if len(p.pending) == 4 {
		p.pending = append(p.pending[:0], p.pending[1:]...)
	}
	p.pending = append(p.pending, pendingFrame{p.open, n, i})
}

// position gives a position to the frame that waits for it, or keeps it alone where
// the line with the function is missing. Where several wait, the first whose package
// is in the path gets it, else the latest; those that have waited for long are given up.
func (p *parser) position(i int, f frame) bool {
	f.at = i
	if len(p.pending) == 0 {
		p.needStack(i)
		p.open.frames = append(p.open.frames, f)
		p.extend(p.open, i)
		return true
	}
	k := len(p.pending) - 1
	for j := 0; j < k; j++ {
		pkg, _ := splitFunc(p.pending[j].get().fn)
		last := pkg[strings.LastIndexByte(pkg, '/')+1:]
		if i-p.pending[j].at <= 4 && last != "" && strings.Contains(f.file, last+"/") {
			k = j
			break
		}
	}
	w := p.pending[k]
	p.pending = append(p.pending[:k], p.pending[k+1:]...)
	p.pending = slices.DeleteFunc(p.pending, func(w pendingFrame) bool { return i-w.at > 4 })
	to := w.get()
	to.file, to.line, to.plain, to.pc = f.file, f.line, f.plain, f.pc
	p.extend(w.stack, i)
	return true
}
