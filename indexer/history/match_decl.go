package history

import "strings"

func (m *matcher) typesByName() {
	var list []candidate
	gone := byBase(m.unused(m.gone, Type))
	for _, to := range m.unused(m.came, Type) {
		for _, from := range gone[strings.ToLower(to.base)] {
			switch {
			case from.piece.body == to.piece.body:
				list = append(list, candidate{from, to, 1})
			case from.hash == to.hash && from.fields != nil:
				if s := shared(from.fields, to.fields, false); s >= 0.5 {
					list = append(list, candidate{from, to, s})
				}
			}
		}
	}
	m.best(list, always(R6))
}

func (m *matcher) typesByFields() {
	var list []candidate
	for _, to := range m.unused(m.came, Type) {
		for _, from := range m.unused(m.gone, Type) {
			few := min(len(from.fields), len(to.fields))
			if s := shared(from.fields, to.fields, true); s >= 0.6 && few >= 4 || s == 1 && few == 3 {
				list = append(list, candidate{from, to, s})
			}
		}
	}
	m.best(list, always(R7))
}

// shared is the part of all fields that both types have by name, and by type if typed.
func shared(a, b map[string]uint64, typed bool) float64 {
	n := 0
	for name, typ := range a {
		if other, ok := b[name]; ok && (!typed || typ == other) {
			n++
		}
	}
	if all := len(a) + len(b) - n; all > 0 {
		return float64(n) / float64(all)
	}
	return 0
}

func (m *matcher) sameValue() {
	var list []candidate
	gone := byBase(m.unused(m.gone, Const))
	for _, to := range m.unused(m.came, Const) {
		for _, from := range gone[strings.ToLower(to.base)] {
			if from.hash == to.hash {
				list = append(list, candidate{from, to, 1})
			}
		}
	}
	m.best(list, always(R8))
}

func (m *matcher) fieldsOfTypes() {
	came := map[string]*entity{}
	for _, e := range m.unused(m.came, Field) {
		came[e.name] = e
	}
	for _, from := range m.unused(m.gone, Field) {
		typ, rest := from.recv, "."+from.base
		for m.types[typ] == "" && strings.Contains(typ, ".") { // a field inside of a field
			dot := strings.LastIndexByte(typ, '.')
			typ, rest = typ[:dot], typ[dot:]+rest
		}
		if to := came[m.types[typ]+rest]; to != nil && m.types[typ] != "" {
			m.take(R9, from, to, 1)
		}
	}
}
