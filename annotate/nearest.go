package annotate

import (
	"strings"

	"sourcedive/indexer/index"
)

func nearest(x *index.Index, name string) string {
	near := x.Nearest(name, 3)
	if len(near) == 0 {
		return ""
	}
	return "did you mean " + strings.Join(near, ", ") + "?"
}

// Nearest lists up to n symbols whose names are most like a name that does not
// exist, best first.
func Nearest(x *index.Index, name string, n int) []string { return x.Nearest(name, n) }
