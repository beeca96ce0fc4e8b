package lab

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sourcedive/content"
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
// the middle of an exact count, so one of three runs must be right.
func TestLabs(t *testing.T) {
	tc := toolchain(t)
	for _, l := range All() {
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

func faultsOf(l Lab, r *Result) (faults []string) {
	for _, c := range r.Checks {
		switch {
		case c.Unchecked != "" && runtime.GOOS == "linux" && !strings.HasPrefix(c.Unchecked, "it is of go1."):
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
	if _, ok := l.answer(r); !ok {
		faults = append(faults, "what is to be predicted is not measured")
	}
	for _, p := range l.Pairs {
		if r.series(p.A.ID, p.A.X, false) == nil || r.series(p.B.ID, p.B.X, false) == nil {
			faults = append(faults, "not measured: "+p.Says)
		}
	}
	units := map[string]bool{}
	for _, id := range l.Plot {
		i := slices.IndexFunc(r.Series, func(s Series) bool { return s.ID == id })
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
	if !slices.ContainsFunc(r.Series, func(s Series) bool { return s.Null }) {
		faults = append(faults, "nothing is measured against nothing")
	}
	return faults
}

// The amounts keep what is promised of every lab: fewer threads than a thousand, enough
// samples for an interval, and less of everything when it is to be quick.
func TestAmounts(t *testing.T) {
	for _, l := range All() {
		seen := map[string]bool{}
		for _, c := range l.Cases {
			if seen[c.Name] {
				t.Errorf("%s: two cases %s", l.Name, c.Name)
			}
			seen[c.Name] = true
			for _, a := range []Amount{c.Full, c.Quick} {
				if a.Need.MB == 0 && a.Processes > 0 || a.Need.Threads > MostThreads {
					t.Errorf("%s, %s: needs %+v", l.Name, c.Name, a.Need)
				}
			}
			if q, f := c.Quick, c.Full; q.Processes*q.Rounds*max(1, q.Size) > f.Processes*f.Rounds*max(1, f.Size) {
				t.Errorf("%s, %s: quick is more", l.Name, c.Name)
			}
		}
		if l.Lowest < lowGo {
			t.Errorf("%s runs on go1.%d, which does not know its language", l.Name, l.Lowest)
		}
	}
}

// Nothing of a program is built with this module, and all of it is the standard library.
func TestProgramsStandAlone(t *testing.T) {
	imports := regexp.MustCompile(`(?m)^(?:import )?\s*(?:_ )?"([^"]+)"`)
	err := fs.WalkDir(labs(t), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".md") {
			return err
		}
		if !strings.HasSuffix(name, ".go.txt") {
			t.Errorf("%s: its name does not end in .go.txt", name)
		}
		text, err := fs.ReadFile(labs(t), name)
		for _, m := range imports.FindAllSubmatch(text, -1) {
			if first, _, _ := strings.Cut(string(m[1]), "/"); strings.Contains(first, ".") || first == "sourcedive" {
				t.Errorf("%s imports %s", name, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestArticles(t *testing.T) {
	files, err := fs.Glob(labs(t), "*.md")
	if err != nil || len(files) != len(All()) {
		t.Errorf("%d articles of %d labs, %v", len(files), len(All()), err)
	}
	declared := runtimeFuncs(t)
	for _, l := range All() {
		a, err := ReadArticle(labs(t), l.Name)
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.HasSuffix(a.Question, "?") || !strings.HasSuffix(a.Predict, "?") {
			t.Errorf("%s: question %q, prediction %q", l.Name, a.Question, a.Predict)
		}
		for _, f := range a.Functions {
			if len(declared) > 0 && !declared[f] {
				t.Errorf("%s: no function %s", l.Name, f)
			}
		}
	}
}

var declaration = regexp.MustCompile(`^func (?:\(\w+ ([^)]+)\) )?(\w+)[(\[]`)

// runtimeFuncs are the functions of package runtime of go1.26 by their linker names;
// none where another version is on PATH, for names come and go.
func runtimeFuncs(t *testing.T) map[string]bool {
	out, err := exec.Command("go", "env", "GOVERSION", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	version, root, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
	names := map[string]bool{}
	if minorOf(version) != 26 {
		return names
	}
	files, err := filepath.Glob(filepath.Join(root, "src", "runtime", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "func ") {
				if m := declaration.FindStringSubmatch(line); m != nil {
					names[linkerName(m[1], m[2])] = true
				}
			}
		}
	}
	return names
}

func linkerName(receiver, name string) string {
	switch {
	case receiver == "":
		return "runtime." + name
	case strings.HasPrefix(receiver, "*"):
		return "runtime.(" + receiver + ")." + name
	}
	return "runtime." + receiver + "." + name
}

func TestParseArticleRefuses(t *testing.T) {
	front := "---\ntitle: a\nquestion: b?\npredict: c?\nfunctions: [d]\n---\n"
	sections := "## Method\n\nx\n\n## What may be said\n\n## Explanation\n\n## Elsewhere\n"
	if a, err := parseArticle([]byte(front + sections)); err != nil || a.Sections["Method"] != "x" {
		t.Errorf("%+v, %v", a, err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"no front matter":  {sections, "no front matter"},
		"unknown field":    {strings.Replace(front, "title", "titel", 1) + sections, "front matter"},
		"no question":      {strings.Replace(front, "question: b?\n", "", 1) + sections, "are needed"},
		"a section less":   {front + "## Method\n", "its sections are"},
		"in another order": {front + "## Elsewhere\n" + sections, "in this order"},
		"front not closed": {"---\ntitle: a\n", "no front matter"},
	} {
		if _, err := parseArticle([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
