package notices

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write THIRD_PARTY.txt anew")

// THIRD_PARTY.txt has the licences of exactly the modules that are linked in.
func TestNoticesAreComplete(t *testing.T) {
	mods := map[string]string{} // directory by module and version
	for _, goos := range []string{"linux", "darwin", "windows"} {
		cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", "sourcedive/cmd/sourcedive")
		cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			if name, dir, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && dir != "" {
				mods[name] = dir
			}
		}
	}
	if len(mods) < 20 {
		t.Fatalf("go list knows %d modules", len(mods))
	}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	mods["Go's standard library"] = strings.TrimSpace(string(goroot))
	var named []string
	texts := map[string][]string{} // modules by text
	for _, name := range slices.Sorted(maps.Keys(mods)) {
		text := licences(t, mods[name])
		if texts[text] == nil {
			named = append(named, text)
		}
		texts[text] = append(texts[text], name)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "sourcedive is linked with these modules, whose authors ask to be named.\n")
	for _, text := range named {
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s", strings.Repeat("=", 72), strings.Join(texts[text], "\n"), text)
	}
	const file = "THIRD_PARTY.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	if Text != b.String() {
		t.Errorf("%s is not what is linked in\n    hint: make notices", file)
	}
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents)`)

// licences are the texts of a directory that are to be passed on.
func licences(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		if e.Type().IsRegular() && licenceName.MatchString(e.Name()) {
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			text := strings.TrimSpace(strings.ReplaceAll(string(data), "\r\n", "\n")) + "\n"
			if !slices.Contains(all, text) {
				all = append(all, text)
			}
		}
	}
	if len(all) == 0 {
		t.Errorf("%s has no licence", dir)
	}
	return strings.Join(all, "\n")
}
