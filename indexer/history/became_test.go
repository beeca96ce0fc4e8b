package history

import "testing"

// What became of a name, as the recorded history has it.
func TestBecame(t *testing.T) {
	h, err := Recorded()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, version, want string }{
		{"runtime.findrunnable", "go1.26", "it is called runtime.findRunnable there"},
		{"findRunnable", "go1.18", "it is called runtime.findrunnable there"},
		{"runtime.gdestroy", "go1.21", "since go1.22, taken out of goexit0"},
		{"runtime.mapaccess1_faststr_nowhere", "go1.26", ""},
		{"runtime.exitsyscallfast", "go1.26", "gone after go1.25"},
		{"runtime.findRunnable", "go1.26", ""},
	} {
		at, err := h.Point(test.version)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Became(test.name, at); got != test.want {
			t.Errorf("%s at %s: %q, want %q", test.name, test.version, got, test.want)
		}
	}
}

// A function that left the build and not the tree: what has its name, and until when.
func TestKept(t *testing.T) {
	h, err := Recorded()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, version, file, until string }{
		{"runtime.evacuate", "go1.24", "runtime/map_noswiss.go", "go1.25.14"},
		{"runtime.evacuate", "go1.26", "", ""},
		{"runtime.duffcopy", "go1.26", "runtime/duff_386.s", ""},
		{"runtime.exitsyscallfast", "go1.26", "", ""},
		{"runtime.findRunnable", "go1.26", "", ""},
	} {
		at, err := h.Point(test.version)
		if err != nil {
			t.Fatal(err)
		}
		found, err := h.Find(test.name)
		if err != nil {
			t.Fatal(err)
		}
		st, until, ok := h.Kept(found[0], at)
		if st.File != test.file || until != test.until || ok != (test.file != "") {
			t.Errorf("%s at %s: %q until %q, %v", test.name, test.version, st.File, until, ok)
		}
	}
}

// The setting that a file asks for.
func TestExperiment(t *testing.T) {
	for text, want := range map[string]string{
		"//go:build !goexperiment.swissmap\n\npackage p\n":              "noswissmap",
		"//go:build linux && goexperiment.arenas\n\npackage p\n":        "arenas",
		"//go:build !(goexperiment.a || goexperiment.b)\n\npackage p\n": "noa",
		"//go:build !amd64\n\npackage p\n":                              "",
		"package p\n":                                                   "",
	} {
		if got := Experiment([]byte(text)); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
