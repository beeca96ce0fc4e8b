package workspace

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
)

// TestAllOfStd makes a site of each package of the standard library by itself, and all its
// pages, and writes what fails to the file that SOURCEDIVE_STD names. It takes some
// minutes; `make std` runs it.
func TestAllOfStd(t *testing.T) {
	report := os.Getenv("SOURCEDIVE_STD")
	if report == "" {
		t.Skip("SOURCEDIVE_STD is not set")
	}
	out, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Fields(string(out))
	var failed []string
	version, pages := "", 0
	for _, name := range names {
		n, v, fault := siteOf(t.Context(), name)
		if fault != "" {
			failed = append(failed, name+": "+fault)
			t.Errorf("%s: %s", name, fault)
		}
		version, pages = max(version, v), pages+n
	}
	text := fmt.Sprintf("%s, %d packages of the standard library, each read by itself: %d files of sites, %d packages failed\n", version, len(names), pages, len(failed))
	for _, f := range failed {
		text += "\n" + f + "\n"
	}
	if err := os.WriteFile(report, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// siteOf makes the site of one package, and says what is wrong with it.
func siteOf(ctx context.Context, name string) (files int, version, fault string) {
	w, err := Open(Options{Packages: []string{name}, Fresh: true, Offline: true})
	if err != nil {
		return 0, "", err.Error()
	}
	s, err := w.Snapshot(ctx, "local")
	if err != nil {
		return 0, "", err.Error()
	}
	version = s.Index.Config.Version + " " + s.Index.Config.Platform()
	if p := s.Index.Problems; len(p) > 0 {
		return 0, version, fmt.Sprintf("%d faults, the first is %s:%d: %s", len(p), p[0].File, p[0].Line, p[0].Msg)
	}
	site, problems, err := w.Site(ctx, "http://127.0.0.1/", s)
	if err == nil && len(problems) > 0 {
		err = errors.New(problems[0].String())
	}
	if err != nil {
		return 0, version, err.Error()
	}
	var made atomic.Int64
	err = site.Render(ctx, nil, func(_ string, data []byte) error {
		made.Add(1)
		if len(data) == 0 {
			return fmt.Errorf("an empty file")
		}
		return nil
	}, nil)
	if err != nil {
		return 0, version, err.Error()
	}
	return int(made.Load()), version, ""
}
