package history

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/rogpeppe/go-internal/txtar"

	"sourcedive/internal/golden"
)

// treesIn are the trees of an archive: VERSION/PATH.
func treesIn(t testing.TB, file string) []Tree {
	t.Helper()
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	trees := []Tree{}
	byVersion := map[string]fstest.MapFS{}
	for _, f := range archive.Files {
		v, name, _ := strings.Cut(f.Name, "/")
		if byVersion[v] == nil {
			byVersion[v] = fstest.MapFS{}
			trees = append(trees, Tree{Version: v, FS: byVersion[v]})
		}
		byVersion[v][name] = &fstest.MapFile{Data: f.Data, Mode: 0o644}
	}
	return trees
}

var scope = Options{Packages: []string{"sync"}, Closed: []string{"runtime"}}

func built(t *testing.T, trees []Tree) *Data {
	t.Helper()
	d, problems, err := Build(trees, scope)
	if err != nil {
		t.Fatal(err)
	}
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return d
}

func textOf(d *Data) string {
	var b strings.Builder
	for i := range d.Symbols {
		b.WriteString(symbolText(d, Sym(i)))
	}
	return b.String()
}

func cases(t *testing.T) map[string][]Tree {
	t.Helper()
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d cases, %v", len(files), err)
	}
	m := map[string][]Tree{}
	for _, f := range files {
		m[strings.TrimSuffix(filepath.Base(f), ".txtar")] = treesIn(t, f)
	}
	return m
}

// The goldens are all that is recorded of each symbol; the archives say what they are
// to show.
func TestCases(t *testing.T) {
	for name, trees := range cases(t) {
		t.Run(name, func(t *testing.T) {
			golden.Check(t, "cases/"+name+".golden", textOf(built(t, trees)))
		})
	}
}

// Two builds give the same bytes, and what is decoded is what was encoded.
func TestRoundTrip(t *testing.T) {
	for name, trees := range cases(t) {
		var one, two bytes.Buffer
		d := built(t, trees)
		for _, b := range []*bytes.Buffer{&one, &two} {
			if err := Encode(b, built(t, trees)); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Errorf("%s: two builds differ", name)
		}
		got, err := Decode(one.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(d, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: -built +decoded\n%s", name, diff)
		}
	}
}

// The tag go1.20 is that minor's first release, and people write go1.20.0. Trees come in
// any order, and those between the first and the newest are passed over.
func TestVersionsOfMinors(t *testing.T) {
	fsys := fstest.MapFS{"runtime/a.go": {Data: []byte("package runtime\n\nfunc f() {}\n")}}
	var trees []Tree
	for _, v := range []string{"go1.21.3", "go1.20.10", "go1.20.9", "go1.20", "go1.9.7", "go1.21rc2"} {
		trees = append(trees, Tree{Version: v, FS: fsys})
	}
	want := []Minor{{9, "go1.9.7", "go1.9.7"}, {20, "go1.20.0", "go1.20.10"}, {21, "go1.21rc2", "go1.21.3"}}
	if diff := cmp.Diff(want, built(t, trees).Minors); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestBuildRefuses(t *testing.T) {
	ok := fstest.MapFS{"runtime/a.go": {Data: []byte("package runtime\n\nfunc f() {}\n")}}
	for _, c := range []struct {
		name  string
		trees []Tree
		want  string
	}{
		{"nothing", nil, "no trees"},
		{"a version that is none", []Tree{{Version: "latest", FS: ok}}, `"latest" is no version of Go`},
		{"a tree without the packages", []Tree{{Version: "go1.20.0", FS: fstest.MapFS{"time/t.go": {}}}}, "go1.20.0"},
	} {
		if _, _, err := Build(c.trees, scope); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// A file that cannot be parsed whole is a problem, and what can be read of it is there.
func TestBuildReadsOn(t *testing.T) {
	tree := Tree{Version: "go1.20.0", FS: fstest.MapFS{"runtime/a.go": {Data: []byte("package runtime\n\nfunc f() {}\n\nfunc g() { ] }\n")}}}
	d, problems, err := Build([]Tree{tree}, scope)
	if err != nil || len(problems) != 1 || !strings.Contains(problems[0], "go1.20.0: runtime/a.go") {
		t.Fatalf("%v, %v", problems, err)
	}
	if _, err := New(d).Find("runtime.f"); err != nil {
		t.Error(err)
	}
}
