package explain

import (
	"slices"
	"strings"

	"sourcedive/internal/explain/tables"
)

// A template is a message of the tables, cut at its captures: lits[0], caps[0],
// lits[1], … Literals at either end may be "".
type template struct {
	msg    *tables.Message
	lits   []string
	caps   []string
	weight int // letters in its literals: the more, the surer a match
}

// A capture is a value that a message printed.
type capture struct {
	expr  string // the expression in the source
	value string
}

// newTemplate cuts a message's text.
func newTemplate(m *tables.Message) *template {
	t := &template{msg: m}
	rest := m.Text
	for {
		lit, after, ok := strings.Cut(rest, "‹")
		t.lits = append(t.lits, lit)
		for i := 0; i < len(lit); i++ {
			if isLetter(lit[i]) {
				t.weight++
			}
		}
		if !ok {
			return t
		}
		name, next, _ := strings.Cut(after, "›")
		t.caps = append(t.caps, name)
		rest = next
	}
}

// match reports whether s is the message, and what it captured. Each literal is looked
// for from where the last ended; the final one has to end s, unless more may follow.
func (t *template) match(s string) ([]capture, bool) {
	if !strings.HasPrefix(s, t.lits[0]) {
		return nil, false
	}
	last := len(t.lits) - 1
	if last == 0 {
		return nil, len(s) == len(t.lits[0]) || t.msg.Open
	}
	pos := len(t.lits[0])
	caps := make([]capture, 0, last)
	for k := 1; k <= last; k++ {
		lit := t.lits[k]
		end := len(s)
		switch {
		case k == last && lit == "":
		case k == last && !t.msg.Open:
			if end = len(s) - len(lit); end < pos || !strings.HasSuffix(s, lit) {
				return nil, false
			}
		default:
			i := strings.Index(s[pos:], lit)
			if i < 0 {
				return nil, false
			}
			end = pos + i
		}
		if end == pos && k < last {
			return nil, false
		}
		caps = append(caps, capture{t.caps[k-1], s[pos:end]})
		pos = end + len(lit)
	}
	return caps, true
}

// A matcher finds the messages that a text can be.
type matcher struct {
	exact map[string][]*template // no captures
	heads map[string][]*template // by the first bytes of the first literal
	loose []*template            // begin with a capture
	texts []string               // the exact texts in order, for those cut short
}

// headLen is how many bytes of a text choose the templates to try.
const headLen = 4

// looseWeight is how many letters a template needs that begins with a capture, and one
// with captures that is printed without "fatal error: " or the like before it.
const looseWeight = 10

func newMatcher(messages []tables.Message) *matcher {
	m := &matcher{exact: map[string][]*template{}, heads: map[string][]*template{}}
	for i := range messages {
		t := newTemplate(&messages[i])
		switch {
		case len(t.caps) == 0 && !t.msg.Open:
			if m.exact[t.lits[0]] == nil {
				m.texts = append(m.texts, t.lits[0])
			}
			m.exact[t.lits[0]] = append(m.exact[t.lits[0]], t)
		case t.msg.Kind == "print" && len(t.caps) > 0 && t.weight < looseWeight:
		case len(t.lits[0]) >= headLen:
			head := t.lits[0][:headLen]
			m.heads[head] = append(m.heads[head], t)
		case t.weight >= looseWeight && !t.msg.Open:
			m.loose = append(m.loose, t)
		}
	}
	slices.Sort(m.texts)
	return m
}

// A match is a template with what it captured.
type match struct {
	*template
	caps []capture
}

// find returns the matches of s among the given kinds whose literals have the most
// letters: one text, which several statements may print.
func (m *matcher) find(s string, loose bool, kinds ...string) []match {
	var found []match
	try := func(list []*template) {
		for _, t := range list {
			if !slices.Contains(kinds, t.msg.Kind) {
				continue
			}
			if caps, ok := t.match(s); ok {
				found = append(found, match{t, caps})
			}
		}
	}
	try(m.exact[s])
	if len(found) == 0 && len(s) >= headLen {
		try(m.heads[s[:headLen]])
	}
	if len(found) == 0 && loose {
		try(m.loose)
	}
	best := 0
	for _, f := range found {
		best = max(best, f.weight)
	}
	return slices.DeleteFunc(found, func(f match) bool { return f.weight < best })
}

// cutShort returns the one text of the given kinds that begins with s, if there is
// just one and s is long enough to tell.
func (m *matcher) cutShort(s string, kinds ...string) []match {
	if len(s) < 12 {
		return nil
	}
	i, _ := slices.BinarySearch(m.texts, s)
	if i >= len(m.texts) || !strings.HasPrefix(m.texts[i], s) {
		return nil
	}
	if i+1 < len(m.texts) && strings.HasPrefix(m.texts[i+1], s) {
		return nil
	}
	var found []match
	for _, t := range m.exact[m.texts[i]] {
		if slices.Contains(kinds, t.msg.Kind) {
			found = append(found, match{t, nil})
		}
	}
	return found
}

// A message is a line in which the runtime says something, with the lines that belong
// to it.
type message struct {
	kind      string // "fatal", "panic" or "print", as the line shows it; "text" of an error
	bare      bool   // nothing before it says that it ended the program or a goroutine
	body      string // without "fatal error: " and the like
	matches   []match
	recovered string // "[recovered]" and what it may say more
	cut       bool
	from, to  int
}

var (
	endKinds   = []string{"throw", "fatal"}
	panicKinds = []string{"panic", "error"}
	printKinds = []string{"print", "c"}
	allKinds   = []string{"print", "c", "throw", "fatal", "panic", "error"}
)

// ends reports whether the runtime ends a program with this text.
func (msg *message) ends() bool { return slices.Contains(endKinds, msg.matches[0].msg.Kind) }

// readMessage reads a line as a message. With last set it may be cut short.
func (m *matcher) readMessage(t string, loose, last bool) (message, bool) {
	msg := message{body: t}
	if len(t) > 4096 {
		t = t[:4096]
	}
	find := func(kinds []string) bool {
		msg.matches = m.find(msg.body, loose, kinds...)
		if msg.matches == nil && last {
			msg.matches = m.cutShort(msg.body, kinds...)
			msg.cut = msg.matches != nil
		}
		return msg.matches != nil
	}
	if body, ok := strings.CutPrefix(t, "fatal error: "); ok {
		msg.kind, msg.body = "fatal", body
		find(endKinds)
		return msg, true
	}
	if body, ok := strings.CutPrefix(t, "panic: "); ok {
		msg.kind, msg.body = "panic", body
		if i := strings.LastIndex(body, " [recovered"); i >= 0 && strings.HasSuffix(body, "]") {
			msg.body, msg.recovered = body[:i], body[i+1:]
		}
		msg.body, _ = strings.CutPrefix(msg.body, "runtime error: ")
		if !find(panicKinds) {
			msg.body = strings.TrimSuffix(body, " "+msg.recovered)
		}
		return msg, true
	}
	msg.kind = "print"
	if find(printKinds) {
		return msg, true
	}
	if i := strings.Index(t, "runtime error: "); i >= 0 {
		msg.kind, msg.body = "panic", t[i+len("runtime error: "):]
		find(panicKinds)
		return msg, true
	}
	msg.body = t
	if find(allKinds) && msg.matches[0].weight >= looseWeight {
		msg.bare = msg.matches[0].msg.Kind != "print" && msg.matches[0].msg.Kind != "c"
		switch msg.matches[0].msg.Kind {
		case "throw", "fatal":
			msg.kind = "fatal"
		case "panic", "error":
			msg.kind = "panic"
		}
		return msg, true
	}
	return msg, false
}
