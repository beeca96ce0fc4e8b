package models

import (
	"encoding/json"
	"fmt"
	"go/version"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Verified is the outcome of one check of a model against a real runtime, as
// `sourcedive model verify` reported it.
type Verified struct {
	Go, Platform         string
	Name, Says           string
	OK                   bool
	Cases, Agreed        int
	Band, Skipped, Fault string
}

// reports holds the recorded verifications, one file for each version of Go.
const reports = "models/verified"

// ReadVerified reads the reports below "models" of the content and returns the outcomes by model; later versions of Go
// come last.
func ReadVerified(sources fs.FS) (map[string][]Verified, error) {
	names, err := fs.Glob(sources, reports+"/*.json")
	if err != nil {
		return nil, err
	}
	// The files are named after the versions.
	slices.SortFunc(names, func(a, b string) int {
		return version.Compare(strings.TrimSuffix(path.Base(a), ".json"), strings.TrimSuffix(path.Base(b), ".json"))
	})
	by := map[string][]Verified{}
	for _, name := range names {
		text, err := fs.ReadFile(sources, name)
		if err != nil {
			return nil, err
		}
		var r struct {
			Go       string `json:"go"`
			Platform string `json:"platform"`
			Checks   []struct {
				Model   string `json:"model"`
				Name    string `json:"check"`
				Says    string `json:"says"`
				OK      bool   `json:"ok"`
				Cases   int    `json:"cases"`
				Agreed  int    `json:"agreed"`
				Band    string `json:"band"`
				Skipped string `json:"skipped"`
				Fault   string `json:"fault"`
			} `json:"checks"`
		}
		if err := json.Unmarshal(text, &r); err != nil {
			return nil, fmt.Errorf("%s: %w\n    hint: sourcedive model verify --json writes such files", name, err)
		}
		for _, c := range r.Checks {
			by[c.Model] = append(by[c.Model], Verified{r.Go, r.Platform, c.Name, c.Says, c.OK, c.Cases, c.Agreed, c.Band, c.Skipped, c.Fault})
		}
	}
	return by, nil
}
