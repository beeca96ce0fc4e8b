package history

import (
	"fmt"
	"iter"
	"slices"
)

// Build makes the history of some trees. Of each minor the oldest and the newest are
// read; one alone is both. Problems are files that could not be parsed whole.
func Build(trees []Tree, opt Options) (d *Data, problems []string, err error) {
	pairs, err := byMinor(trees)
	if err != nil {
		return nil, nil, err
	}
	b := &builder{data: &Data{Options: opt}, ended: map[key]*thread{}}
	for m := range ahead(pairs, opt) {
		if m.err != nil {
			return nil, nil, m.err
		}
		problems = append(problems, m.problems...)
		b.minor(m.first, m.newest)
	}
	b.close()
	return b.data, problems, b.data.Validate()
}

// minorRead is what was read of one minor.
type minorRead struct {
	first, newest *snapshot
	problems      []string
	err           error
}

// ahead reads the next minor while the caller is busy with the one before, no further:
// a minor read takes some 50 MB.
func ahead(pairs [][2]Tree, opt Options) iter.Seq[minorRead] {
	return func(yield func(minorRead) bool) {
		reader := newReader()
		results := make(chan minorRead)
		done := make(chan struct{})
		defer close(done)
		go func() {
			defer close(results)
			for _, pair := range pairs {
				m := readMinor(pair, opt, reader)
				reader.sweep()
				select {
				case results <- m:
				case <-done:
					return
				}
			}
		}()
		for m := range results {
			if !yield(m) {
				return
			}
		}
	}
}

func readMinor(pair [2]Tree, opt Options, reader *reader) (m minorRead) {
	for i, t := range pair {
		if i == 1 && t.Version == pair[0].Version {
			m.newest = m.first
			continue
		}
		s, found, err := read(t, opt, reader)
		if err != nil {
			m.err = fmt.Errorf("reading %s: %w", t.Version, err)
			return m
		}
		for _, p := range found {
			m.problems = append(m.problems, t.Version+": "+p)
		}
		if i == 0 {
			m.first = s
		}
		m.newest = s
	}
	return m
}

// byMinor gives the oldest and the newest tree of each minor.
func byMinor(trees []Tree) (pairs [][2]Tree, err error) {
	trees = slices.Clone(trees)
	for _, t := range trees {
		if _, err := minorOf(t.Version); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(trees, func(a, b Tree) int { return compare(canonical(a.Version), canonical(b.Version)) })
	for _, t := range trees {
		if n := len(pairs); n > 0 && Lang(pairs[n-1][0].Version) == Lang(t.Version) {
			pairs[n-1][1] = t
		} else {
			pairs = append(pairs, [2]Tree{t, t})
		}
	}
	if len(pairs) == 0 {
		return nil, fmt.Errorf("no trees to make a history of")
	}
	return pairs, nil
}

// thread is a symbol while its history is made.
type thread struct {
	symbol *Symbol
	first  key
	early  *entity // its state in the first patch of the minor that it was in last
	last   int     // that minor's position
	sym    Sym     // once all are known

	from         map[int]*thread   // of Extracted steps
	gained, lost map[int][]*thread // by step
}

// builder follows the threads from minor to minor.
type builder struct {
	data    *Data
	threads []*thread
	prev    view            // the newest patch of the minor before
	ended   map[key]*thread // the last thread that ended under a name
}

// view is a snapshot with the thread of each of its entities.
type view struct {
	*snapshot
	thread map[key]*thread
	has    map[*thread]bool
}

func newView(s *snapshot) view { return view{s, map[key]*thread{}, map[*thread]bool{}} }

func (v view) put(k key, t *thread) { v.thread[k], v.has[t] = t, true }

func (b *builder) newThread(k key) *thread {
	t := &thread{symbol: &Symbol{Kind: k.kind, Away: k.away}, first: k, from: map[int]*thread{}, gained: map[int][]*thread{}, lost: map[int][]*thread{}}
	b.threads = append(b.threads, t)
	return t
}

// minor takes one minor in.
func (b *builder) minor(first, newest *snapshot) {
	n, _ := minorOf(newest.version)
	b.data.Minors = append(b.data.Minors, Minor{n, first.version, newest.version})
	old := b.prev
	if old.snapshot == nil {
		old = newView(&snapshot{entities: map[key]*entity{}})
	}
	m := &matcher{used: map[*entity]bool{}}
	var taken []extraction
	if b.prev.snapshot != nil {
		m = matches(old.snapshot, newest)
		taken = m.extractions(old.snapshot, newest)
	}
	l := &link{b: b, old: old, rules: map[*entity]match{}, origin: map[*entity]extraction{}}
	for _, f := range m.found {
		l.rules[f.to] = f
	}
	for _, x := range taken {
		l.origin[x.to] = x
	}
	l.newest = newView(newest)
	l.first = newView(first)
	l.assign()
	l.steps()
	b.prev = l.newest
}

// close numbers the symbols.
func (b *builder) close() {
	slices.SortStableFunc(b.threads, func(a, c *thread) int {
		if n := compareKeys(a.first, c.first); n != 0 {
			return n
		}
		return a.symbol.Steps[0].Minor - c.symbol.Steps[0].Minor
	})
	for i, t := range b.threads {
		t.sym = Sym(i)
	}
	syms := func(list []*thread) (out []Sym) {
		for _, t := range list {
			out = append(out, t.sym)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	for _, t := range b.threads {
		for i := range t.symbol.Steps {
			s := &t.symbol.Steps[i]
			s.From = NoSym
			if from := t.from[i]; from != nil {
				s.From = from.sym
			}
			s.Gained, s.Lost = syms(t.gained[i]), syms(t.lost[i])
		}
		b.data.Symbols = append(b.data.Symbols, *t.symbol)
	}
}
