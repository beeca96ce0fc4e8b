package prose

import (
	"strconv"
	"strings"

	"sourcedive/annotate/markdown"
	"sourcedive/content/models/sim"
)

// MomentHref is the address of a moment of a run: "#procs=4&seed=7&at=42", with the
// parameters in the model's order that differ from the default. No parameter is named
// "seed" or "at": models.Load refuses such a model.
func MomentHref(page string, given sim.Given, seed uint64, step int, m *sim.Model) string {
	var parts []string
	for _, q := range m.Params {
		if n, ok := given[q.Name]; ok && n != q.Default {
			parts = append(parts, q.Name+"="+strconv.Itoa(n))
		}
	}
	parts = append(parts, "seed="+strconv.FormatUint(seed, 10), "at="+strconv.Itoa(step))
	return page + "#" + strings.Join(parts, "&")
}

// given is the settings of an exercise as values of a model's parameters: an address has
// numbers, where content may have the words of a choice. A setting that the model does
// not have is a problem that annotate reports, and is left out.
func given(m *sim.Model, settings []markdown.Param) sim.Given {
	g := sim.Given{}
	for _, s := range settings {
		for _, q := range m.Params {
			if q.Name != s.Name {
				continue
			}
			if n, err := q.Parse(s.Value); err == nil {
				g[q.Name] = n
			}
		}
	}
	return g
}
