package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Param is a parameter of a run. All values are integers; a choice numbers its words.
type Param struct {
	Name    string   `json:"name"` // lower case, as a flag
	Doc     string   `json:"doc"`
	Min     int      `json:"min"`
	Max     int      `json:"max"`
	Default int      `json:"default"`
	Words   []string `json:"words,omitempty"` // names of the values Min to Max, when it is a choice
}

// Given holds the parameters that were set, by name.
type Given map[string]int

// Values holds a value for every parameter of a model, each within its range.
type Values struct {
	params []Param
	values []int
}

// Int returns the value of a parameter. It panics when the model has no such parameter.
func (v Values) Int(name string) int {
	for i, p := range v.params {
		if p.Name == name {
			return v.values[i]
		}
	}
	panic("no parameter " + name)
}

// Bool reports whether a parameter that is a switch is on.
func (v Values) Bool(name string) bool { return v.Int(name) != 0 }

// Word returns the name of a choice's value. It panics like Int.
func (v Values) Word(name string) string {
	for i, p := range v.params {
		if p.Name == name {
			return p.Text(v.values[i])
		}
	}
	panic("no parameter " + name)
}

// Given returns the values by name.
func (v Values) Given() Given {
	g := Given{}
	for i, p := range v.params {
		g[p.Name] = v.values[i]
	}
	return g
}

// String returns the values as "procs=4 goroutines=20", in the model's order.
func (v Values) String() string {
	var b strings.Builder
	for i, p := range v.params {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.Name + "=" + p.Text(v.values[i]))
	}
	return b.String()
}

// Fill completes g with the defaults. The error names an unknown parameter or a value
// outside its range, and what is allowed.
func (m *Model) Fill(g Given) (Values, error) {
	v := Values{params: m.Params, values: make([]int, len(m.Params))}
	known := 0
	for i, p := range m.Params {
		v.values[i] = p.Default
		n, ok := g[p.Name]
		if !ok {
			continue
		}
		known++
		if n < p.Min || n > p.Max {
			return Values{}, p.outside(strconv.Itoa(n))
		}
		v.values[i] = n
	}
	if known != len(g) {
		return Values{}, m.unknown(g)
	}
	return v, nil
}

func (m *Model) unknown(g Given) error {
	var have, bad []string
	for _, p := range m.Params {
		have = append(have, p.Name)
	}
	for name := range g {
		if !slices.Contains(have, name) {
			bad = append(bad, name)
		}
	}
	slices.Sort(bad) // the order of a map must not show
	return fmt.Errorf("%s: no parameter %q\n    hint: it has %s", m.Name, bad[0], strings.Join(have, ", "))
}

// Parse reads a value of the parameter: a number, or one of its words.
func (p Param) Parse(s string) (int, error) {
	if i := slices.Index(p.Words, s); i >= 0 {
		return p.Min + i, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < p.Min || n > p.Max {
		return 0, p.outside(s)
	}
	return n, nil
}

// Text returns a value as Parse reads it.
func (p Param) Text(n int) string {
	if i := n - p.Min; i >= 0 && i < len(p.Words) {
		return p.Words[i]
	}
	return strconv.Itoa(n)
}

// Range returns what is allowed: "1 to 8", or the words.
func (p Param) Range() string {
	if len(p.Words) > 0 {
		return strings.Join(p.Words, ", ")
	}
	return fmt.Sprintf("%d to %d", p.Min, p.Max)
}

func (p Param) outside(s string) error {
	return fmt.Errorf("%s %s: not allowed\n    hint: %s takes %s; the default is %s", p.Name, s, p.Name, p.Range(), p.Text(p.Default))
}
