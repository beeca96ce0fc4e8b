package history

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// Versions of a module make a history as those of Go do, with their own minors.
func TestModuleHistory(t *testing.T) {
	tree := func(version, text string) Tree {
		return Tree{Version: version, Go: "go1.26.8", FS: fstest.MapFS{
			"example.com/m/m.go":       {Data: []byte(text), Mode: 0o644},
			"example.com/m/newer.go":   {Data: []byte("//go:build !go1.26\n\npackage m\n\nfunc Newer() { old() }\n"), Mode: 0o644},
			"example.com/m/newest.go":  {Data: []byte("//go:build go1.26\n\npackage m\n\nfunc Newer() { recent() }\n"), Mode: 0o644},
			"example.com/m/sub/sub.go": {Data: []byte("package sub\n\nfunc Sub() {}\n"), Mode: 0o644},
		}}
	}
	d, problems, err := Build([]Tree{
		tree("v1.10.0", "package m\n\nfunc F() {\n\tg()\n\th()\n}\n\nfunc g() {}\n\nfunc h() {}\n"),
		tree("v0.9.3", "package m\n\nfunc F() {\n\tg()\n}\n\nfunc g() {}\n"),
		tree("v0.9.0", "package m\n\nfunc F() {\n}\n\nfunc g() {}\n"),
		tree("v1.9.1", "package m\n\nfunc F() {\n\tg()\n}\n\nfunc g() {}\n"),
	}, Options{Packages: []string{"example.com/m", "example.com/m/sub"}})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	h := New(d)
	syms, err := h.Find("m.F")
	if err != nil {
		t.Fatal(err)
	}
	life := h.Life(syms[0])
	if life.Since != "v0.9.0" || life.Of != 2 || life.Changed != 1 {
		t.Errorf("%+v", life)
	}
	var got []string
	for _, e := range life.Events {
		got = append(got, e.Version+" "+e.Kind)
	}
	if want := []string{"v0.9.0 appeared", "v0.9.3 backported", "v1.10.0 changed"}; !slices.Equal(got, want) {
		t.Errorf("events %q, want %q", got, want)
	}
	from, err := h.Point("v1.9.1")
	if err != nil {
		t.Fatal(err)
	}
	to, err := h.Point("v1.10")
	if err != nil {
		t.Fatal(err)
	}
	if words := [2]string{h.Became("m.h", from), h.Became("example.com/m/sub.Sub", from)}; words != [2]string{"since v1.10", ""} {
		t.Errorf("became %q", words)
	}
	if h.Known("m.f") || h.Known("Sub") || !h.Known("sub.Sub") {
		t.Error("a short name is of one symbol, with its package")
	}
	if _, err := h.Point("v1.3.0"); err == nil || !strings.HasSuffix(err.Error(), "it is made of v0.9, v1.9, v1.10") {
		t.Errorf("a version that was not read: %v", err)
	}
	diff := h.Difference(from, to, nil)
	if len(diff.Changed) != 1 || diff.Changed[0].Added != 1 || len(diff.Appeared) != 1 || diff.Appeared[0].Symbol != "example.com/m.h" {
		t.Errorf("%+v", diff)
	}
	if ages := h.LineAges(syms[0], to); len(ages) != 4 || MinorName(d, ages[0]) != "v0.9" || MinorName(d, ages[2]) != "v1.10" {
		t.Errorf("ages %v", ages)
	}
	// Which of two files is of the build is decided by the Go that reads the module.
	newer, _ := h.Find("m.Newer")
	if st, _ := h.Last(newer[0]); st.File != "example.com/m/newest.go" {
		t.Errorf("Newer is in %s", st.File)
	}
	for _, v := range []string{"v1.8.0", "go1.26", "v2", "1.9.1"} {
		if _, err := h.Point(v); err == nil {
			t.Errorf("there is a point %s", v)
		}
	}
}

// The minors of a module have numbers of their own: v0.24 is not go1.24.
func TestMinorNumbers(t *testing.T) {
	last := 0
	for _, v := range []string{"go1.5", "go1.27.4", "v0.0.1", "v0.24.0", "v0.24.9-rc.1", "v1.0.0", "v1.9.0", "v1.10.0", "v2.0.0+incompatible", "v10.0.0"} {
		n, err := minorOf(v)
		if err != nil || n < last || n == last && v != "v0.24.9-rc.1" {
			t.Errorf("%s is %d, %v; before it %d", v, n, err, last)
		}
		last = n
	}
	for _, v := range []string{"", "v", "1.2.3", "go2", "v20000.0.0", "v1.200000.0"} {
		if n, err := minorOf(v); err == nil {
			t.Errorf("%q is %d", v, n)
		}
	}
}
