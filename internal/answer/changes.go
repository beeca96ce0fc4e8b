package answer

import (
	"fmt"
	"slices"
	"strings"

	"sourcedive/annotate/article"
	"sourcedive/indexer/history"
)

// Changes is the difference between two releases. keep chooses symbols, nil for all.
func Changes(h *history.History, from, to string, keep func(history.State) bool) (*history.Difference, error) {
	var points [2]history.Point
	for i, v := range []string{from, to} {
		p, err := h.Point(v)
		if err != nil {
			return nil, err
		}
		points[i] = p
	}
	return h.Difference(points[0], points[1], keep), nil
}

// Keep chooses symbols by package and by area, each "" for all. An area is that of the
// files that most notes of the content are on; content may be nil where none is named. An
// area that the content has not is an error.
func Keep(h *history.History, content *article.Content, pkg, area string) (func(history.State) bool, error) {
	if pkg == "" && area == "" {
		return nil, nil
	}
	var areas map[string]string
	if area != "" {
		if known := content.Config.AreaOrder(); !slices.Contains(known, area) {
			return nil, fmt.Errorf("area %q is no area\n    hint: one of %s", area, strings.Join(known, ", "))
		}
		areas = fileAreas(h, content)
	}
	return func(st history.State) bool {
		dir := st.File[:strings.LastIndexByte(st.File, '/')]
		return (pkg == "" || dir == pkg || strings.HasPrefix(st.Name, pkg+".")) && (area == "" || areas[st.File] == area)
	}, nil
}

// fileAreas gives each file the area of most notes on its symbols, in any version. The
// first in order wins a tie.
func fileAreas(h *history.History, content *article.Content) map[string]string {
	count := map[string]map[string]int{}
	for _, t := range content.Articles {
		for _, n := range t.Names {
			found, err := h.Find(n.Text)
			if err != nil || t.Area == "" {
				continue
			}
			st, _ := h.Last(found[0])
			if count[st.File] == nil {
				count[st.File] = map[string]int{}
			}
			count[st.File][t.Area]++
		}
	}
	areas := map[string]string{}
	for file, by := range count {
		for _, a := range content.Config.AreaOrder() {
			if by[a] > by[areas[file]] {
				areas[file] = a
			}
		}
	}
	return areas
}
