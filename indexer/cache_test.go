package indexer

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sourcedive/indexer/asmlist"
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

// The stamp of a tree changes with what its listing is made of: source, that of the
// compiler too, and the compiler. So does the key of an index that the compiler was asked
// for; that of others knows no commands.
func TestStampTree(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	last := ""
	stamps := func() (stamp, key string) {
		t.Helper()
		s, err := StampTree(root)
		if err != nil {
			t.Fatal(err)
		}
		key, err = Key(Config{Root: root, Version: "go1.2", GOOS: "plan9", GOARCH: "mips"})
		if err != nil || !strings.HasPrefix(key, "go1.2-plan9-mips-") {
			t.Fatal(key, err)
		}
		asked, err := Key(Config{Root: root, Version: "go1.2", GOOS: "plan9", GOARCH: "mips", Listing: &asmlist.Listing{}, Compiler: s.Compiler})
		if err != nil {
			t.Fatal(err)
		}
		if was, now, _ := strings.Cut(last, " "); was != "" && (was != s.Compiler) != (now != asked) {
			t.Errorf("the stamp changes: %t, the key of what its compiler was asked for: %t", was != s.Compiler, now != asked)
		}
		last = s.Compiler + " " + asked
		return s.Compiler, key
	}
	write("src/runtime/proc.go", "package runtime\n")
	stamp, key := stamps()
	for _, c := range []struct {
		name                string
		changes, indexesToo bool
	}{
		{"src/runtime/more.go", true, true},
		{"src/runtime/asm.s", true, true},
		{"src/cmd/compile/main.go", true, false},
		{"pkg/tool/plan9_mips/compile", true, false},
		{"pkg/tool/plan9_mips/asm", true, false},
		{"pkg/tool/plan9_mips/vet", false, false},
		{"src/runtime/more_test.go", false, false},
		{"src/cmd/testdata/x.go", false, false},
		{"src/runtime/README", false, false},
	} {
		write(c.name, "text")
		s, k := stamps()
		if (s != stamp) != c.changes || (k != key) != c.indexesToo {
			t.Errorf("%s: the stamp changes: %t, the key: %t", c.name, s != stamp, k != key)
		}
		stamp, key = s, k
	}
}
