package measure

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sourcedive/content"
	"sourcedive/internal/lab"
)

func labs(t *testing.T) fs.FS {
	t.Helper()
	fsys, err := fs.Sub(content.Labs, "labs")
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// TestLabs runs every lab quickly. It asserts what is exact: the checks, and that all is
// measured that is drawn, compared or asked for. The kernel can take a processor away in
// the middle of an exact count, so one of three runs must be right. A bound need not be
// decided by so little, and a busy machine can be outside of it.
func TestLabs(t *testing.T) {
	tc := toolchain(t)
	for _, l := range lab.All() {
		t.Run(l.Name, func(t *testing.T) {
			r := New(labs(t), tc)
			r.Quick = true
			var faults []string
			for range 3 {
				results, err := r.Run(t.Context(), l)
				if err != nil {
					t.Fatal(err)
				}
				if faults = faultsOf(l, &results[0]); len(faults) == 0 {
					return
				}
			}
			t.Error(strings.Join(faults, "\n"))
		})
	}
}

func faultsOf(l lab.Lab, r *lab.Result) (faults []string) {
	for i, c := range r.Checks {
		switch {
		case l.Checks[i].Bound != nil && (c.Unchecked != "" || r.Noise.Busy()):
		case c.Unchecked != "" && runtime.GOOS == "linux" && !strings.HasPrefix(c.Unchecked, "it is of "):
			faults = append(faults, fmt.Sprintf("%s was not checked: %s", c.Says, c.Unchecked))
		case c.Unchecked == "" && !c.Holds:
			faults = append(faults, fmt.Sprintf("%s does not hold: %s", c.Says, c.Detail))
		}
	}
	for _, s := range r.Series {
		if l.Titles[s.ID] == "" && !strings.HasPrefix(s.ID, "stop: ") {
			faults = append(faults, "no title of "+s.ID)
		}
	}
	if runtime.GOOS != "linux" {
		return faults
	}
	if _, ok := l.Predicted(r); !ok {
		faults = append(faults, "what is to be predicted is not measured")
	}
	for _, p := range l.Pairs {
		if r.Lookup(p.A.ID, p.A.X, false) == nil || r.Lookup(p.B.ID, p.B.X, false) == nil {
			faults = append(faults, "not measured: "+p.Says)
		}
	}
	units := map[string]bool{}
	for _, id := range l.Plot {
		i := slices.IndexFunc(r.Series, func(s lab.Series) bool { return s.ID == id })
		if i < 0 {
			if id != "threads across" { // which one processor cannot have
				faults = append(faults, "not measured, and drawn: "+id)
			}
			continue
		}
		units[r.Series[i].Unit] = true
	}
	if len(units) != 1 {
		faults = append(faults, fmt.Sprintf("%d units are drawn on one axis", len(units)))
	}
	if !slices.ContainsFunc(r.Series, func(s lab.Series) bool { return s.Null }) {
		faults = append(faults, "nothing is measured against nothing")
	}
	return faults
}

// The recorded results are those of the programs that are here.
func TestReferencesAreOfThesePrograms(t *testing.T) {
	for _, l := range lab.All() {
		src, err := readSource(labs(t), l.Name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := fs.ReadFile(labs(t), "reference/"+l.Name+".json")
		if err != nil {
			t.Fatal(err)
		}
		results, err := lab.Decode(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if results[0].Program != src.hash() {
			t.Errorf("%s: the reference is of the program %s, and this is %s; record it anew with sourcedive lab run %s --out content/labs/reference/%s.json on an idle machine", l.Name, results[0].Program, src.hash(), l.Name, l.Name)
		}
	}
}

// The measured programs are sound on other systems than this one.
func TestProgramsElsewhere(t *testing.T) {
	tc := toolchain(t)
	dir := t.TempDir()
	files := map[string][]byte{"go.mod": []byte("module lab\n\ngo 1.26\n")}
	for _, l := range lab.All() {
		src, err := readSource(labs(t), l.Name)
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range src {
			files[filepath.Join(l.Name, name)] = text
		}
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for _, system := range []string{"linux", "darwin", "windows"} {
		cmd := exec.Command(tc.Go, "vet", "./...")
		cmd.Dir, cmd.Env = dir, append(slices.Clone(tc.Env), "GOOS="+system)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", system, err, out)
		}
	}
}
