package article

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"sourcedive/internal/diag"
)

// FileArea says which files belong to an area.
type FileArea struct {
	Area  string   `yaml:"area"`
	Title string   `yaml:"title"` // in a word or two
	Files []string `yaml:"files"` // patterns: runtime/chan*.go, or sync/... for all below
}

// OfRuntime reports whether the content is about the runtime, and so divided into [Areas].
// All other content makes areas of its own, by naming them.
func (kb *Config) OfRuntime() bool {
	return kb.Module == "" && (slices.Contains(kb.Packages, "runtime") || len(kb.FileAreas) == 0 && len(kb.Packages) == 0)
}

// areaName is the form of an area, which is a directory and part of addresses.
var areaName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// areaFault reports whether something is the name of an area, and if not what is.
func (kb *Config) areaFault(name string) (hint string, ok bool) {
	if kb.OfRuntime() {
		if slices.Contains(Areas, name) {
			return "", true
		}
		return diag.Nearest(name, Areas, "areas are "+strings.Join(Areas, ", ")), false
	}
	return "an area is a word in lower case, the name of the directory of its notes", areaName.MatchString(name)
}

// AreaOrder lists areas in the order in which a reader should meet them. There may be
// others.
func (kb *Config) AreaOrder() (list []string) {
	if kb.OfRuntime() {
		return Areas
	}
	for _, row := range kb.Map {
		list = append(list, row.Areas...)
	}
	for _, a := range kb.FileAreas {
		list = append(list, a.Area)
	}
	return list
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
