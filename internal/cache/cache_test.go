package cache

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func file(name, s string) func(string) error {
	return func(dir string) error { return os.WriteFile(filepath.Join(dir, name), []byte(s), 0o666) }
}

func names(t *testing.T, d Dir) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(string(d))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func TestValues(t *testing.T) {
	d := Dir(filepath.Join(t.TempDir(), "made", "on first use"))
	key := Key("go1.26.8-linux-amd64", []byte("abcdefghijklmnop"))
	if key != "go1.26.8-linux-amd64-6162636465666768696a6b6c" {
		t.Errorf("key %s", key)
	}
	if _, err := d.Get(key); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing yet: %v", err)
	}
	for _, want := range []string{"one", "", strings.Repeat("long ", 10000)} {
		if err := d.Put(key, text(want)); err != nil {
			t.Fatal(err)
		}
		if got, err := d.Get(key); err != nil || string(got) != want {
			t.Errorf("%.10q, %v; want %.10q", got, err, want)
		}
	}
	if got := names(t, d); !slices.Equal(got, []string{key + ".value"}) {
		t.Errorf("the directory has %q", got)
	}
}

// Whatever happens to a stored value, it is made anew.
func TestDamage(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"empty":     func([]byte) []byte { return nil },
		"cut":       func(b []byte) []byte { return b[:len(b)-1] },
		"flipped":   func(b []byte) []byte { b[1] ^= 4; return b },
		"sum":       func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"longer":    func(b []byte) []byte { return append(b, 0) },
		"unrelated": func([]byte) []byte { return []byte("what an older program wrote, which is long enough") },
	} {
		d := Dir(t.TempDir())
		if err := d.Put("a-1", text("some value")); err != nil {
			t.Fatal(err)
		}
		dir, err := d.PutDir("a-1", file("f", "some value, as long as a checksum is"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{d.path("a-1", fileEnd), filepath.Join(dir, "f")} {
			data, _ := os.ReadFile(path)
			if err := os.WriteFile(path, damage(data), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := d.Get("a-1"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if _, err := d.GetDir("a-1"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s directory: %v", name, err)
		}
		if left := names(t, d); len(left) > 0 {
			t.Errorf("%s: %q stay", name, left)
		}
	}
}

func TestDirectories(t *testing.T) {
	d := Dir(t.TempDir())
	if _, err := d.GetDir("a-1"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing yet: %v", err)
	}
	made, err := d.PutDir("a-1", file("f", "text"))
	if err != nil {
		t.Fatal(err)
	}
	found, err := d.GetDir("a-1")
	if err != nil || found != made {
		t.Errorf("%q, %v; want %q", found, err, made)
	}
	// A second process that makes the same is as well served.
	if again, err := d.PutDir("a-1", file("f", "text")); err != nil || again != made {
		t.Errorf("again: %q, %v", again, err)
	}
	for _, spoil := range []func() error{
		func() error { return file("more", "")(made) },
		func() error { return os.Remove(filepath.Join(made, "f")) },
		func() error { return os.Remove(filepath.Join(made, sumsFile)) },
	} {
		if _, err := d.PutDir("a-1", file("f", "text")); err != nil {
			t.Fatal(err)
		}
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		if _, err := d.GetDir("a-1"); !errors.Is(err, ErrDamaged) {
			t.Errorf("spoilt: %v", err)
		}
	}
	// One that was spoilt and not yet noticed is replaced.
	if _, err := d.PutDir("a-1", file("f", "text")); err != nil {
		t.Fatal(err)
	}
	os.WriteFile(filepath.Join(made, "f"), nil, 0o666)
	if _, err := d.PutDir("a-1", file("f", "text")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.GetDir("a-1"); err != nil {
		t.Error(err)
	}
}

func TestFailures(t *testing.T) {
	base := t.TempDir()
	file("file", "")(base)
	broken := errors.New("no space left")
	fail := func(io.Writer) error { return broken }
	for name, d := range map[string]Dir{"in a file": Dir(filepath.Join(base, "file", "x")), "full": Dir(filepath.Join(base, "full"))} {
		for what, err := range map[string]error{
			"value": d.Put("a-1", fail),
			"dir":   second(d.PutDir("a-1", func(string) error { return broken })),
		} {
			if err == nil || !strings.Contains(err.Error(), "\n    hint: check that "+string(d)) {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
		if name == "full" && len(names(t, d)) > 0 {
			t.Errorf("%q stay", names(t, d))
		}
	}
	var none Dir
	if err := none.Put("a-1", fail); err != nil {
		t.Errorf("no directory: %v", err)
	}
	if _, err := none.Get("a-1"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no directory: %v", err)
	}
}

func second(_ string, err error) error { return err }

// Many versions stay, a few of each; what is old or unfinished goes.
func TestTrim(t *testing.T) {
	d := Dir(t.TempDir())
	age := func(name string, ago time.Duration) {
		t.Helper()
		then := time.Now().Add(-ago)
		if err := os.Chtimes(filepath.Join(string(d), name), then, then); err != nil {
			t.Fatal(err)
		}
	}
	put := func(key string, ago time.Duration) {
		t.Helper()
		if err := os.WriteFile(d.path(key, fileEnd), nil, 0o666); err != nil {
			t.Fatal(err)
		}
		age(key+fileEnd, ago)
	}
	var want []string
	for _, name := range []string{"go1.5.4-linux-amd64", "go1.22.0-linux-amd64", "go1.26.8-linux-amd64", "go1.26.8-windows-amd64"} {
		for i, hash := range []string{"e", "d", "c", "b", "a"} {
			put(name+"-"+hash, time.Duration(i)*time.Hour)
			if i < Keep {
				want = append(want, name+"-"+hash+fileEnd)
			}
		}
	}
	put("go1.4.3-linux-amd64-a", unused+time.Hour)
	for name, ago := range map[string]time.Duration{".tmp-old": unfinished + time.Hour, ".tmp-new": time.Hour, "0123.index": unfinished + time.Hour} {
		if err := os.MkdirAll(filepath.Join(string(d), name, "sub"), 0o777); err != nil {
			t.Fatal(err)
		}
		age(name, ago)
	}
	want = append(want, ".tmp-new")
	d.Trim()
	slices.Sort(want)
	if got := names(t, d); !slices.Equal(got, want) {
		t.Errorf("left are\n%q, want\n%q", got, want)
	}
}

// Reading a value saves it from being trimmed.
func TestUseCounts(t *testing.T) {
	d := Dir(t.TempDir())
	for i, key := range []string{"v-a", "v-b", "v-c", "v-d"} {
		if err := d.Put(key, text(key)); err != nil {
			t.Fatal(err)
		}
		then := time.Now().Add(time.Duration(i-10) * time.Hour)
		os.Chtimes(d.path(key, fileEnd), then, then)
		if key == "v-c" {
			if _, err := d.Get("v-a"); err != nil {
				t.Fatal(err)
			}
		}
	}
	d.Trim()
	if _, err := d.Get("v-a"); err != nil {
		t.Errorf("the value that was read: %v", err)
	}
	if _, err := d.Get("v-b"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the value that was not: %v", err)
	}
}

// However many versions are read in turn, each is made once.
func TestManyVersionsInTurn(t *testing.T) {
	d := Dir(t.TempDir())
	made := 0
	for range 3 {
		for n := range 60 {
			key := Key(fmt.Sprintf("go1.%d.1-linux-amd64", n), []byte{byte(n), 1, 2, 3})
			if _, err := d.Get(key); err == nil {
				continue
			}
			made++
			if err := d.Put(key, text(key)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if made != 60 {
		t.Errorf("made %d times, want 60", made)
	}
}
