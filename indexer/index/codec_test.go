package index_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"sourcedive/indexer/index"
)

func recorded(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := index.Encode(&b, small()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRecordingReadsBack(t *testing.T) {
	got, err := index.Decode(bytes.NewReader(recorded(t)))
	if err != nil {
		t.Fatal(err)
	}
	// gob does not tell an empty list from none.
	if diff := cmp.Diff(small(), got, cmpopts.IgnoreUnexported(index.Index{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("-recorded +read:\n%s", diff)
	}
	if len(got.Callers(symG)) != 3 {
		t.Error("a decoded index does not answer queries")
	}
}

func TestRecordingIsTheSameTwice(t *testing.T) {
	if !bytes.Equal(recorded(t), recorded(t)) {
		t.Error("two recordings of one index differ")
	}
	var b bytes.Buffer
	x, err := index.Decode(bytes.NewReader(recorded(t)))
	if err != nil {
		t.Fatal(err)
	}
	if err := index.Encode(&b, x); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), recorded(t)) {
		t.Error("recording a decoded index gives other bytes")
	}
}

func TestRecordingOfAnotherFormat(t *testing.T) {
	data := recorded(t)
	head, rest, _ := bytes.Cut(data, []byte("\n"))
	for _, other := range []string{"sourcedive index 0", "sourcedive index 99", string(head) + "0", "sourcedive index", "sourcedive index x"} {
		_, err := index.Decode(io.MultiReader(strings.NewReader(other+"\n"), bytes.NewReader(rest)))
		if err == nil {
			t.Errorf("%q was read", other)
		}
		if strings.Contains(other, "9") && !errors.Is(err, index.ErrFormat) {
			t.Errorf("%q: %v, want ErrFormat", other, err)
		}
	}
}

func TestRecordingThatIsNone(t *testing.T) {
	head, _, _ := strings.Cut(string(recorded(t)), "\n")
	for _, garbage := range []string{"", "\n", "x", "\x1f\x8b\n", "<!doctype html>\n<html>", head, head + "\n", head + "\nnot gzip", strings.Repeat("a", 1<<16)} {
		if _, err := index.Decode(strings.NewReader(garbage)); err == nil {
			t.Errorf("%.30q was read", garbage)
		} else if len(err.Error()) > 300 {
			t.Errorf("%.30q: the error has %d letters", garbage, len(err.Error()))
		}
	}
}

// Every cut must be noticed, that of the checksum at the end too.
func TestRecordingCutShort(t *testing.T) {
	data := recorded(t)
	for n := range data {
		if _, err := index.Decode(bytes.NewReader(data[:n])); err == nil {
			t.Fatalf("the first %d of %d bytes were read as whole", n, len(data))
		}
	}
}

// One changed byte must be noticed: that is what the checksum is for.
func TestRecordingDamaged(t *testing.T) {
	data := recorded(t)
	head := bytes.IndexByte(data, '\n') + 1
	for i := head; i < len(data); i++ {
		bad := bytes.Clone(data)
		bad[i] ^= 0x20
		if _, err := index.Decode(bytes.NewReader(bad)); err == nil {
			t.Fatalf("byte %d of %d changed, and nobody noticed", i, len(data))
		}
	}
	if _, err := index.Decode(bytes.NewReader(append(data, 0))); err == nil {
		t.Error("a byte more than was recorded, and nobody noticed")
	}
}

func TestUnsoundRecordingIsRefused(t *testing.T) {
	x := small()
	x.Edges[0].To = 99
	var b bytes.Buffer
	if err := index.Encode(&b, x); err != nil {
		t.Fatal(err)
	}
	_, err := index.Decode(&b)
	if err == nil || !strings.Contains(err.Error(), "go0 plan9/amd64") || !strings.Contains(err.Error(), "do not exist") {
		t.Errorf("got %v, want an error that names the index and the fault", err)
	}
}

type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

func TestRecordingFails(t *testing.T) {
	for _, room := range []int{0, 30, 200} {
		if err := index.Encode(&failing{room}, small()); err == nil || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("room for %d bytes: %v, want the writer's error", room, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(recorded(f))
	f.Add([]byte("sourcedive index 1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if x, err := index.Decode(bytes.NewReader(data)); err == nil {
			exercise(x)
		}
	})
}

// exercise asks an index everything, to see that a sound one answers.
func exercise(x *index.Index) {
	for i := range x.Symbols {
		s := index.Sym(i)
		x.Callers(s)
		x.Callees(s)
		x.Uses(s)
		x.Outermost(s)
	}
	for i := range x.Files {
		for off := range x.Files[i].Text {
			x.Enclosing(int32(i), int32(off))
		}
		x.Functions(int32(i))
	}
}
