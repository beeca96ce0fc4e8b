package indexer

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// The build ID of this test is what the go command says it is.
func TestBuildID(t *testing.T) {
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	want, err := exec.Command("go", "tool", "buildid", name).Output()
	if err != nil {
		t.Skip(err)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	head := make([]byte, 64<<10)
	n, _ := io.ReadFull(f, head)
	if got := buildID(head[:n]); got != strings.TrimSpace(string(want)) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, odd := range []string{"", "\xff Go build ID: \"", "\xff Go build ID: \"x", "\xff\xff\xff\x7f\x04\x00\x00\x00Go\x00\x00"} {
		if got := buildID([]byte(odd)); got != "" {
			t.Errorf("%q has the build ID %q", odd, got)
		}
	}
}
