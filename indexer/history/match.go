package history

import (
	"cmp"
	"slices"
	"strings"
)

// Rule is how two names were found to be one thing. The numbers are recorded.
type Rule uint8

// The rules that join what went with what came, in the order in which they are tried.
// Each side is used once.
const (
	NoRule Rule = iota
	// R1: a function with the same body and, but for case, the same name, in another
	// package or of another receiver. Below 20 tokens the receiver must be the same too.
	R1
	// R2: a function with the same body, that no other function that came or went has: of
	// at least 20 tokens, and of 40 in another package.
	R2
	// R3: a function with the same name but for case, or a method named like a function
	// with the type in its name (mHeap_Init, (*mheap).init), and similar bodies (0.25).
	// Below 20 tokens the receivers must be alike.
	R3
	// R4: functions with very similar bodies (0.6, assembly 0.7) of at least 20 tokens.
	// Below 40 tokens, and without a body for linux/amd64, the names must be alike, or the
	// bodies all but the same (0.85) and in one package.
	R4
	// R5: functions of linux/amd64 with similar bodies (0.4) of at least 20 tokens and
	// names that are alike; where one name holds the other, less will do (0.3).
	R5
	// R6: a type with the same name but for case, declared the same way or with half of
	// its fields.
	R6
	// R7: a struct type of another name with most of the fields (0.6, at least 4, or all 3).
	R7
	// R8: a constant or variable with the same value and, but for case, the same name.
	R8
	// R9: a field of a type that R6 or R7 joined, under its own name.
	R9
	rules // their number
)

// match joins from, of the older snapshot, and to, of the newer one.
type match struct {
	rule       Rule
	from, to   *entity
	similarity float64
}

// matcher joins what is in one snapshot only with what is in the next only.
type matcher struct {
	gone, came []*entity
	used       map[*entity]bool
	types      map[string]string // names of types that were joined
	found      []match
}

// matches applies the rules to two neighbouring snapshots.
func matches(old, now *snapshot) *matcher {
	m := &matcher{used: map[*entity]bool{}, types: map[string]string{}}
	for _, k := range sorted(old.entities) {
		if now.entities[k] == nil {
			m.gone = append(m.gone, old.entities[k])
		}
	}
	for _, k := range sorted(now.entities) {
		if old.entities[k] == nil {
			m.came = append(m.came, now.entities[k])
		}
	}
	m.typesByName()
	m.typesByFields()
	m.sameValue()
	m.fieldsOfTypes()
	m.sameBodyAndName()
	m.sameBody()
	m.sameName()
	m.similarBody()
	return m
}

func (m *matcher) take(rule Rule, from, to *entity, similarity float64) {
	m.used[from], m.used[to] = true, true
	m.found = append(m.found, match{rule, from, to, similarity})
	if from.kind == Type {
		m.types[from.name] = to.name
	}
}

// unused lists the entities of a kind that no rule has taken.
func (m *matcher) unused(list []*entity, kind Kind) (out []*entity) {
	for _, e := range list {
		if e.key().kind == kind && !m.used[e] {
			out = append(out, e)
		}
	}
	return out
}

// candidate is a pair that a rule may take, the most similar first.
type candidate struct {
	from, to   *entity
	similarity float64
}

func (m *matcher) best(list []candidate, rule func(candidate) Rule) {
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.similarity, a.similarity), cmp.Compare(far(a), far(b)),
			strings.Compare(a.from.name, b.from.name), strings.Compare(a.to.name, b.to.name))
	})
	for _, c := range list {
		if m.used[c.from] || m.used[c.to] {
			continue
		}
		if r := rule(c); r != NoRule {
			m.take(r, c.from, c.to, c.similarity)
		}
	}
}

// far is how far apart two names are, to choose between equal bodies.
func far(c candidate) (n int) {
	if !strings.EqualFold(c.from.base, c.to.base) {
		n += 4
	}
	if !strings.EqualFold(c.from.recv, c.to.recv) {
		n += 2
	}
	if packageOf(c.from.name) != packageOf(c.to.name) {
		n++
	}
	return n
}

func always(r Rule) func(candidate) Rule { return func(candidate) Rule { return r } }

// byBase indexes entities by the last part of their names, without case.
func byBase(list []*entity) map[string][]*entity {
	m := map[string][]*entity{}
	for _, e := range list {
		k := strings.ToLower(e.base)
		m[k] = append(m[k], e)
	}
	return m
}

// enough is how many tokens a body needs to be told from others by itself.
const enough = 20

// plenty is how many tokens a body needs to be told from others of its kind.
const plenty = 40

func (m *matcher) sameBodyAndName() {
	var list []candidate
	gone := byBase(m.unused(m.gone, Func))
	for _, to := range m.unused(m.came, Func) {
		for _, from := range gone[strings.ToLower(to.base)] {
			if from.away == to.away && from.body == to.body && (from.tokens >= enough || m.sameReceiver(from, to)) {
				list = append(list, candidate{from, to, 1})
			}
		}
	}
	m.best(list, always(R1))
}

// sameReceiver holds for functions, and for methods of one type or of two that were
// joined.
func (m *matcher) sameReceiver(from, to *entity) bool {
	if strings.EqualFold(from.recv, to.recv) {
		return true
	}
	if from.recv == "" || to.recv == "" {
		return false
	}
	return m.types[packageOf(from.name)+"."+from.recv] == packageOf(to.name)+"."+to.recv
}

func (m *matcher) sameBody() {
	type body struct {
		hash uint64
		away bool
	}
	bodies := func(list []*entity) map[body][]*entity {
		by := map[body][]*entity{}
		for _, e := range list {
			by[body{e.body, e.away}] = append(by[body{e.body, e.away}], e)
		}
		return by
	}
	came := m.unused(m.came, Func)
	from, to := bodies(m.unused(m.gone, Func)), bodies(came)
	for _, e := range came {
		b := body{e.body, e.away}
		if e.tokens < enough || len(from[b]) != 1 || len(to[b]) != 1 {
			continue
		}
		if f := from[b][0]; e.tokens >= plenty || packageOf(f.name) == packageOf(e.name) {
			m.take(R2, f, e, 1)
		}
	}
}

func (m *matcher) sameName() {
	var list []candidate
	gone := byBase(m.unused(m.gone, Func))
	whole := map[string][]*entity{}
	for _, from := range m.unused(m.gone, Func) {
		whole[wholeName(from)] = append(whole[wholeName(from)], from)
	}
	try := func(from, to *entity) {
		if s := similarity(from, to); s >= 0.25 {
			list = append(list, candidate{from, to, s})
		}
	}
	for _, to := range m.unused(m.came, Func) {
		for _, from := range gone[strings.ToLower(to.base)] {
			if from.away == to.away && (min(from.tokens, to.tokens) >= enough || m.sameReceiver(from, to) || alike(from.recv, to.recv)) {
				try(from, to)
			}
		}
		for _, from := range whole[wholeName(to)] {
			if from.away == to.away && (from.recv == "") != (to.recv == "") {
				try(from, to)
			}
		}
	}
	m.best(list, always(R3))
}

// plainName is a name without case and underscores.
func plainName(name string) string { return strings.ReplaceAll(strings.ToLower(name), "_", "") }

// wholeName is the receiver and the name in one.
func wholeName(e *entity) string { return plainName(e.recv + e.base) }

// similarity is the part of all distinct runs of three tokens that both bodies have.
func similarity(a, b *entity) float64 {
	x, y := a.shingles(), b.shingles()
	n := overlap(x, y)
	if all := len(x) + len(y) - n; all > 0 {
		return float64(n) / float64(all)
	}
	return 0
}

func (m *matcher) similarBody() {
	fit := func(list []*entity) []*entity {
		return slices.DeleteFunc(m.unused(list, Func), func(e *entity) bool { return e.generated || e.tokens < enough })
	}
	with := map[uint64][]*entity{}
	for _, e := range fit(m.gone) {
		for _, g := range e.shingles() {
			with[g] = append(with[g], e)
		}
	}
	var list []candidate
	for _, to := range fit(m.came) {
		shared := map[*entity]int{}
		for _, g := range to.shingles() {
			for _, from := range with[g] {
				if from.away == to.away {
					shared[from]++
				}
			}
		}
		for from, n := range shared {
			if s := float64(n) / float64(len(from.shingles())+len(to.shingles())-n); s >= 0.3 {
				list = append(list, candidate{from, to, s})
			}
		}
	}
	m.best(list, func(c candidate) Rule {
		if m.tied(c, list) {
			return NoRule
		}
		named := m.related(c.from, c.to)
		long := min(c.from.tokens, c.to.tokens) >= plenty
		switch {
		case c.similarity >= 0.85 && (long || packageOf(c.from.name) == packageOf(c.to.name)):
			return R4
		case c.similarity >= 0.6 && named:
			return R4
		case c.from.away:
			return NoRule
		case c.similarity >= 0.6 && long && (!c.to.asm || c.similarity >= 0.7):
			return R4
		case c.similarity >= 0.4 && named, inside(c.from, c.to):
			return R5
		}
		return NoRule
	})
}

// tied holds for a pair where one of the two fits another partner as well.
func (m *matcher) tied(c candidate, list []candidate) bool {
	return slices.ContainsFunc(list, func(o candidate) bool {
		return (o.from == c.from) != (o.to == c.to) && !m.used[o.from] && !m.used[o.to] &&
			o.similarity == c.similarity && far(o) == far(c)
	})
}

// inside holds for functions of which one's name has all of the other's, of six letters
// at least.
func inside(a, b *entity) bool {
	x, y := plainName(a.base), plainName(b.base)
	if len(x) > len(y) {
		x, y = y, x
	}
	return len(x) >= 6 && strings.Contains(y, x)
}

// related holds for functions with names that are alike, and for methods of one type.
func (m *matcher) related(a, b *entity) bool {
	return a.recv != "" && m.sameReceiver(a, b) || alike(a.base, b.base)
}

// alike holds for names with five letters in a row in common.
func alike(a, b string) bool {
	x, y := strings.ToLower(a), strings.ToLower(b)
	for i := 0; i+5 <= len(x); i++ {
		if strings.Contains(y, x[i:i+5]) {
			return true
		}
	}
	return false
}
