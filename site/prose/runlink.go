package prose

import (
	"strconv"
	"strings"

	"sourcedive/content/models/sim"
)

// MomentHref is the address of a moment of a run: "#procs=4&seed=7&step=42", with the
// parameters in the model's order that differ from the default.
func MomentHref(page string, given sim.Given, seed uint64, step int, m *sim.Model) string {
	var parts []string
	for _, q := range m.Params {
		if n, ok := given[q.Name]; ok && n != q.Default {
			parts = append(parts, q.Name+"="+strconv.Itoa(n))
		}
	}
	parts = append(parts, "seed="+strconv.FormatUint(seed, 10), "step="+strconv.Itoa(step))
	return page + "#" + strings.Join(parts, "&")
}
