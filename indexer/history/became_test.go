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
