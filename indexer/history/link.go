package history

import (
	"slices"
	"strings"
)

// link joins the minor before with one minor.
type link struct {
	b      *builder
	old    view // the newest patch of the minor before
	first  view
	newest view
	rules  map[*entity]match
	origin map[*entity]extraction
}

// assign finds the thread of each entity of both patches.
func (l *link) assign() {
	before := map[*thread]key{}
	for k, t := range l.old.thread {
		before[t] = k
	}
	alive := map[*thread]bool{}
	for _, k := range sorted(l.newest.entities) {
		e := l.newest.entities[k]
		t := l.old.thread[k]
		if t == nil {
			if r, ok := l.rules[e]; ok {
				t = l.old.thread[r.from.key()]
			}
		}
		if t == nil {
			t = l.b.ended[k]
			delete(l.b.ended, k)
		}
		if t == nil {
			t = l.b.newThread(k)
		}
		l.newest.put(k, t)
		alive[t] = true
	}
	var unknown []key
	for _, k := range sorted(l.first.entities) {
		t := l.newest.thread[k]
		if t == nil {
			t = l.old.thread[k]
		}
		if t == nil {
			unknown = append(unknown, k)
			continue
		}
		l.first.put(k, t)
	}
	l.assignPatched(unknown)
	for t, k := range before {
		if !alive[t] {
			l.b.ended[k] = t
		}
	}
}

// assignPatched finds the threads of names that only the first patch has: a later patch
// gave what they name another name, or took it away.
func (l *link) assignPatched(names []key) {
	if len(names) == 0 {
		return
	}
	renamed := map[*entity]match{}
	for _, m := range matches(l.first.snapshot, l.newest.snapshot).found {
		renamed[m.from] = m
	}
	for _, k := range names {
		t := l.b.ended[k]
		if m, ok := renamed[l.first.entities[k]]; ok {
			t = l.newest.thread[m.to.key()]
			if _, known := l.rules[m.to]; !known {
				l.rules[m.to] = m
			}
		}
		if t == nil {
			t = l.b.newThread(k)
			l.b.ended[k] = t
		}
		l.first.put(k, t)
	}
}

// states are where one thread stood: in the newest patch of the minor before, and in
// the first and the newest of this one; nil where it was not.
type states struct{ old, first, newest *entity }

// steps writes what became of each thread.
func (l *link) steps() {
	all := map[*thread]*states{}
	note := func(v view, put func(*states, *entity)) {
		for k, t := range v.thread {
			if all[t] == nil {
				all[t] = &states{}
			}
			put(all[t], v.entities[k])
		}
	}
	note(l.old, func(s *states, e *entity) { s.old = e })
	note(l.newest, func(s *states, e *entity) { s.newest = e })
	note(l.first, func(s *states, e *entity) {
		if s.first == nil || s.newest != nil && e.name == s.newest.name {
			s.first = e
		}
	})
	for t, s := range all {
		now := len(l.b.data.Minors) - 1
		if t.last != now-1 {
			t.early = nil
		}
		l.thread(t, *s)
		t.early, t.last = s.first, now
	}
}

// thread writes the steps of one thread in one minor.
func (l *link) thread(t *thread, s states) {
	// A change of the minor before that came after this one's first patch is no
	// change back and forth.
	behind := sameCode(s.first, t.early) && !sameCode(t.early, s.old)
	switch {
	case behind && same(s.old, s.newest):
		e := s.newest
		if e == nil {
			t.symbol.Steps = append(t.symbol.Steps, l.step(t, l.first, l.newest, nil, nil, AtPatch, Again|Removed))
			return
		}
		t.symbol.Steps = append(t.symbol.Steps, l.step(t, l.first, l.newest, e, e, AtPatch, Again))
	case behind:
		at := AtPatch
		if sameCode(s.old, s.newest) {
			at = AtFirst
		}
		l.add(t, l.old, l.newest, s.old, s.newest, at)
	default:
		l.add(t, l.old, l.first, s.old, s.first, AtFirst)
		l.add(t, l.first, l.newest, s.first, s.newest, AtPatch)
	}
}

func (l *link) add(t *thread, va, vb view, a, b *entity, at At) {
	if !same(a, b) {
		t.symbol.Steps = append(t.symbol.Steps, l.step(t, va, vb, a, b, at, whatOf(t, a, b)))
	}
}

func sameCode(a, b *entity) bool {
	return a == b || a != nil && b != nil && a.code() == b.code() && a.name == b.name
}

// same holds for states between which there is nothing to say.
func same(a, b *entity) bool {
	return a == b || a != nil && b != nil && whatOf(nil, a, b) == 0
}

// whatOf compares two states of a thread.
func whatOf(t *thread, a, b *entity) (w What) {
	switch {
	case b == nil:
		return Removed
	case a == nil && len(t.symbol.Steps) > 0:
		return Back
	case a == nil:
		return Appeared
	}
	set := func(bit What, yes bool) {
		if yes {
			w |= bit
		}
	}
	set(Code, a.code() != b.code())
	set(Text, a.code() == b.code() && a.text != b.text && !slices.Equal(a.lines(), b.lines()))
	set(Doc, a.doc != b.doc)
	set(Moved, a.file != b.file)
	set(Renamed, a.name != b.name)
	set(Elsewhere, a.others != b.others)
	return w
}

// step describes the change from a to b.
func (l *link) step(t *thread, va, vb view, a, b *entity, at At, w What) Step {
	s := Step{Minor: len(l.b.data.Minors) - 1, At: at, What: w}
	if b == nil {
		return s
	}
	t.symbol.Kind = b.kind
	s.Name, s.File, s.Line, s.Hash, s.Lines = b.name, b.file, b.line, short(b.code()), len(b.lines())
	if a != nil && w.Any(Code|Text) {
		s.Hunks = hunks(a.lines(), b.lines())
	}
	if r, ok := l.rules[l.newest.entities[b.key()]]; ok && w.Is(Renamed) {
		s.Rule, s.Similarity = r.rule, percent(r.similarity)
	}
	if x, ok := l.origin[l.newest.entities[b.key()]]; ok && w.Is(Appeared) {
		s.What |= Extracted
		s.Similarity = percent(x.share)
		s.Hunks = hunks(x.from.lines(), b.lines())
		t.from[len(t.symbol.Steps)] = l.old.thread[x.from.key()]
	}
	if a != nil && w.Is(Code) && b.kind == Func {
		i := len(t.symbol.Steps)
		t.gained[i] = l.newCalls(va, vb, a, b)
		t.lost[i] = l.newCalls(vb, va, b, a)
	}
	return s
}

func percent(x float64) uint8 { return uint8(x*100 + 0.5) }

// newCalls lists the threads that b calls and a does not, of those that are in both
// snapshots.
func (l *link) newCalls(va, vb view, a, b *entity) (list []*thread) {
	had := map[*thread]bool{}
	in := map[*thread]bool{}
	for _, t := range va.callees(a) {
		had[t] = true
	}
	for _, c := range b.calls {
		if slices.Contains(a.calls, c) {
			continue
		}
		if t := vb.callee(b, c); t != nil && !had[t] {
			in[t] = true
		}
	}
	if len(in) == 0 {
		return nil
	}
	for t := range in {
		if va.has[t] {
			list = append(list, t)
		}
	}
	return list
}

func (v view) callees(e *entity) (list []*thread) {
	for _, c := range e.calls {
		if t := v.callee(e, c); t != nil {
			list = append(list, t)
		}
	}
	return list
}

// callee resolves a call by name: a function of the package that is written, or of the
// caller's; a method only if the caller's package has one method of that name.
func (v view) callee(from *entity, c call) *thread {
	pkg := c.pkg
	if pkg == "" {
		pkg = packageOf(from.file[:strings.LastIndexByte(from.file, '/')] + ".x")
	}
	if c.method {
		if e := v.methods[pkg][c.name]; e != nil {
			return v.thread[e.key()]
		}
		return nil
	}
	k := key{kind: Func, name: pkg + "." + c.name}
	if t := v.thread[k]; t != nil {
		return t
	}
	k.away = true
	return v.thread[k]
}
