package asmlist

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
)

func record(t testing.TB, l *Listing) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Encode(&b, l); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func again(t testing.TB, l *Listing) *Listing {
	t.Helper()
	back, err := Decode(bytes.NewReader(record(t, l)))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func TestCodec(t *testing.T) {
	for _, name := range fixtures {
		l := fixture(t, name)
		l.Toolchain, l.Flags, l.GOOS, l.GOARCH = "go1.26.8", "-S", "linux", "amd64"
		if back := again(t, l); !reflect.DeepEqual(back, l) {
			t.Errorf("%s: recorded and read:\n%s\nwant\n%s", name, text(back), text(l))
		}
		if !bytes.Equal(record(t, l), record(t, again(t, l))) {
			t.Errorf("%s: recorded twice, differently", name)
		}
	}
	if back := again(t, &Listing{}); !reflect.DeepEqual(back, &Listing{}) {
		t.Errorf("the empty listing is read as %+v", back)
	}
}

func TestDecodeRefuses(t *testing.T) {
	good := record(t, fixture(t, fixtures[0]))
	for _, n := range []int{0, 5, len(magic) + 2, len(good) / 2, len(good) - 1} {
		if l, err := Decode(bytes.NewReader(good[:n])); err == nil {
			t.Errorf("%d bytes are read as %d records", n, len(l.Records))
		}
	}
	other := append([]byte(magic+"999\n"), good[len(magic)+2:]...)
	if _, err := Decode(bytes.NewReader(other)); !errors.Is(err, ErrFormat) {
		t.Errorf("another format: %v", err)
	}
	if _, err := Decode(strings.NewReader("# runtime\n")); err == nil {
		t.Error("a listing is read as a recorded one")
	}
}

// Whatever the bytes inside say, reading them ends, and in an error if they lie.
func FuzzDecoder(f *testing.F) {
	for _, name := range fixtures {
		f.Add(string(fixture(f, name).append(nil)))
	}
	f.Fuzz(func(t *testing.T, s string) {
		d := decoder{rest: s}
		l := d.listing()
		if !d.bad && d.rest == "" && len(l.Records) > len(s) {
			t.Errorf("%d records of %d bytes", len(l.Records), len(s))
		}
	})
}
