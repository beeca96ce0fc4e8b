package article

import (
	"path"
	"slices"
	"strings"
)

// FileArea says which files belong to an area.
type FileArea struct {
	Area  string   `yaml:"area"`
	Title string   `yaml:"title"` // in a word or two
	Files []string `yaml:"files"` // patterns: runtime/chan*.go, or sync/... for all below
}

// AreaOf is the area of a file, "" for none: the first that has a pattern for it.
func (kb *Config) AreaOf(file string) string {
	for _, a := range kb.FileAreas {
		if slices.ContainsFunc(a.Files, func(pattern string) bool { return inPattern(pattern, file) }) {
			return a.Area
		}
	}
	return ""
}

// AreaTitle is what an area is called in a word or two, its name where kb.yaml has none.
func (kb *Config) AreaTitle(area string) string {
	for _, a := range kb.FileAreas {
		if a.Area == area {
			return a.Title
		}
	}
	return area
}

func inPattern(pattern, file string) bool {
	if dir, ok := strings.CutSuffix(pattern, "..."); ok {
		return strings.HasPrefix(file, dir)
	}
	ok, _ := path.Match(pattern, file)
	return ok
}
