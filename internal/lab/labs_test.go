package lab

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sourcedive/content"
	"sourcedive/internal/golden"
)

func labs(t *testing.T) fs.FS {
	t.Helper()
	fsys, err := fs.Sub(content.Labs, "labs")
	if err != nil {
		t.Fatal(err)
	}
	return fsys
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
		if l.Lowest < LowestLanguage {
			t.Errorf("%s runs on go1.%d, which does not know its language", l.Name, l.Lowest)
		}
	}
}

// Nothing of a program is built with this module, and all of it is the standard library: it
// needs no C compiler, and the same is measured beside glibc and musl.
func TestProgramsStandAlone(t *testing.T) {
	imports := regexp.MustCompile(`(?m)^(?:import )?\s*(?:_ )?"([^"]+)"`)
	err := fs.WalkDir(labs(t), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".md") || strings.HasSuffix(name, ".json") {
			return err
		}
		if !strings.HasSuffix(name, ".go.txt") {
			t.Errorf("%s: its name does not end in .go.txt", name)
		}
		text, err := fs.ReadFile(labs(t), name)
		for _, m := range imports.FindAllSubmatch(text, -1) {
			if first, _, _ := strings.Cut(string(m[1]), "/"); strings.Contains(first, ".") || first == "sourcedive" || first == "C" {
				t.Errorf("%s imports %s", name, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Each lab has an article, and each article a lab.
func TestArticles(t *testing.T) {
	files, err := fs.Glob(labs(t), "*.md")
	if err != nil {
		t.Fatal(err)
	}
	names := Names()
	slices.Sort(names)
	for i, f := range files {
		files[i] = strings.TrimSuffix(f, ".md")
	}
	if !slices.Equal(files, names) {
		t.Errorf("articles %q, labs %q", files, names)
	}
}

// The recorded results are whole, their checks hold, and what a file says of its checks is
// computed from its samples: with -update anew.
func TestReferences(t *testing.T) {
	for _, l := range All() {
		file := "reference/" + l.Name + ".json"
		text, err := fs.ReadFile(labs(t), file)
		if err != nil {
			t.Error(err)
			continue
		}
		results, err := Decode(bytes.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", l.Name, err)
			continue
		}
		r := &results[0]
		if r.Lab != l.Name || r.Partial != "" || r.Skipped != "" || r.Settings.Quick {
			t.Errorf("%s: of %s, %q, %q, quick %v", l.Name, r.Lab, r.Partial, r.Skipped, r.Settings.Quick)
		}
		r.Checks = l.Check(r)
		for i, c := range r.Checks {
			if !c.Holds && (c.Unchecked == "" || l.Checks[i].From <= MinorOf(r.Go.Version)) {
				t.Errorf("%s: %s does not hold: %s%s", l.Name, c.Says, c.Detail, c.Unchecked)
			}
		}
		var b bytes.Buffer
		if err := Encode(&b, results[:1]); err != nil {
			t.Fatal(err)
		}
		golden.Check(t, "../../../content/labs/"+file, b.String())
		if _, ok := l.Predicted(r); !ok {
			t.Errorf("%s: what is to be predicted is not measured", l.Name)
		}
	}
}
