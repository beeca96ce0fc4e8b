package article

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"sourcedive/internal/diag"
)

// Config is the content's kb.yaml.
type Config struct {
	Title      string            `yaml:"title"`
	Written    string            `yaml:"written"` // the version that the content is written for; "" for all
	Module     string            `yaml:"module"`  // path of the module that it is about; "" for Go's own source
	History    []string          `yaml:"history"` // versions of the module that its history is made of, with those that are read
	Lead       string            `yaml:"lead"`
	Packages   []string          `yaml:"packages"`   // import paths to read; of a module, none stands for all
	Closed     []string          `yaml:"closed"`     // those whose imports are read too
	Journeys   []JourneySpec     `yaml:"journeys"`   // in the order of the site
	Directives map[string]string `yaml:"directives"` // meaning by name
	Floors     Floors            `yaml:"floors"`     // below which check fails
	FileAreas  []FileArea        `yaml:"areas"`      // of files, in the order in which they are tried
	Map        []MapRow          `yaml:"map"`        // how the areas are drawn, from what a program says down to the kernel
	Aliases    Aliases           `yaml:"-"`          // of a file of its own; of a whole Content only
	Models     []string          `yaml:"-"`          // names of the runnable models; given to Read
}

// JourneySpec names the root of one journey.
type JourneySpec struct {
	Name  string   `yaml:"name"`
	Root  []string `yaml:"root"` // symbol names; the first that exists is taken
	Title string   `yaml:"title"`
	Lead  string   `yaml:"lead"`
	Steps []string `yaml:"steps"` // functions of package runtime that the map draws where they are called; names that a version lacks are passed over
}

// MapRow is a layer of the map of areas. Areas that no layer names are drawn below all others.
type MapRow struct {
	Title string   `yaml:"title"`
	Areas []string `yaml:"areas"`
}

// Floors are how much of the content must rest on something.
type Floors struct {
	Total float64 `yaml:"total"` // share of the checkable sentences with evidence, from 0 to 1
}

const ConfigFile = "kb.yaml"

// ReadConfig reads kb.yaml. The error is a position, a cause and an excerpt.
func ReadConfig(content fs.FS) (Config, error) {
	text, err := fs.ReadFile(content, ConfigFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Config{}, fmt.Errorf("reading the content: %w\n    hint: a content directory holds %s at its top", err, ConfigFile)
	case err != nil:
		return Config{}, fmt.Errorf("reading the content: %w", err)
	}
	var kb Config
	if err := Unmarshal(string(text), &kb); err != nil {
		return Config{}, excerpt(ConfigFile, string(text), err)
	}
	return kb, kb.complete()
}

var journeyName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// complete reports what a well-formed kb.yaml still lacks.
func (kb *Config) complete() error {
	var errs []error
	fault := func(hint, format string, args ...any) {
		errs = append(errs, errors.New(diag.Diagnostic{File: ConfigFile, Msg: fmt.Sprintf(format, args...), Hint: hint}.String()))
	}
	switch {
	case kb.Module != "" && len(kb.Closed) > 0:
		fault("leave closed: out: of what a module imports nothing is read", "closed packages of a module")
	case kb.Module == "" && len(kb.Packages) == 0:
		fault("list at least one import path under packages:, or name a module under module:", "no packages to read")
	}
	for _, path := range kb.Packages {
		if kb.Module != "" && path != kb.Module && !strings.HasPrefix(path, kb.Module+"/") {
			fault("without packages: all of the module are read", "package %s is not one of module %s", path, kb.Module)
		}
	}
	for _, v := range kb.History {
		switch {
		case kb.Module == "":
			fault("leave history: out: that of Go is recorded", "a history of Go's own source")
		case !semver.IsValid(v) || semver.Canonical(v)+semver.Build(v) != v:
			fault("name versions as v1.6.0", "history: %q is no version of a module", v)
		}
	}
	for _, path := range kb.Closed {
		if !slices.Contains(kb.Packages, path) {
			fault("list it under packages: too", "closed package %s is not one of the packages", path)
		}
	}
	if f := kb.Floors.Total; !(f >= 0 && f <= 1) {
		fault("it is the share of the checkable sentences that must have evidence, such as 0.25", "floors: total is %v, which is not from 0 to 1", f)
	}
	also := func(hint, more string) string { return strings.TrimSuffix(hint+"; "+more, "; ") }
	for i, a := range kb.FileAreas {
		if hint, ok := kb.areaFault(a.Area); !ok || a.Title == "" || len(a.Files) == 0 {
			fault(also("an entry has area:, title: and files:", hint), "areas: entry %d, area %q", i+1, a.Area)
		}
		for _, pattern := range a.Files {
			if _, err := path.Match(pattern, ""); err != nil {
				fault("patterns are like runtime/chan*.go and sync/...", "areas: %s: %q is no pattern", a.Area, pattern)
			}
		}
	}
	placed := map[string]bool{}
	for _, row := range kb.Map {
		for _, area := range row.Areas {
			if hint, ok := kb.areaFault(area); !ok || placed[area] {
				fault(also("each area stands once", hint), "map: %s: area %q", row.Title, area)
			}
			placed[area] = true
		}
	}
	seen := map[string]bool{}
	for _, j := range kb.Journeys {
		if !journeyName.MatchString(j.Name) || len(j.Root) == 0 || seen[j.Name] {
			fault("names are letters, digits, _ and -, and become part of an address", "journey %q needs a name of its own and a root", j.Name)
		}
		seen[j.Name] = true
	}
	return errors.Join(errs...)
}
