package history

import (
	"bytes"
	"compress/flate"
	"errors"
	"slices"
	"strings"
	"testing"
)

func encoded(t testing.TB, d *Data) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Encode(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// packed is columns as Encode packs them.
func packed(plain []byte) []byte {
	var b bytes.Buffer
	b.WriteString(magic + "1\n")
	z, _ := flate.NewWriter(&b, flate.BestSpeed)
	z.Write(plain)
	z.Close()
	return b.Bytes()
}

func TestDecodeRefuses(t *testing.T) {
	good := encoded(t, built(t, treesIn(t, "testdata/cases/patch.txtar")))
	for _, c := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "no recorded history starts with"},
		{"something else", []byte("sourcedive index 8\n"), "no recorded history starts with"},
		{"another format", []byte("sourcedive history 99\n"), "want 1, have 99"},
		{"a file cut short", good[:len(good)/2], "unexpected EOF"},
		{"no columns", packed(nil), "column 0 is cut short"},
		{"a column that is longer than the file", packed([]byte{200, 1, 7}), "column 0 is cut short"},
		{"empty columns", packed(make([]byte, columns)), "column"},
	} {
		if _, err := Decode(c.data); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Decode([]byte("sourcedive history 99\n")); !errors.Is(err, ErrFormat) {
		t.Errorf("another format: %v", err)
	}
}

// Whatever is decoded is valid, and is encoded as something that decodes the same.
func FuzzDecode(f *testing.F) {
	for _, name := range []string{"patch", "calls", "extract", "platform"} {
		d, _, err := Build(treesIn(f, "testdata/cases/"+name+".txtar"), scope)
		if err != nil {
			f.Fatal(err)
		}
		plain := unpacked(f, encoded(f, d))
		f.Add(plain)
		for i := 0; i < len(plain); i += 7 {
			broken := slices.Clone(plain)
			broken[i] ^= 0x41
			f.Add(broken)
		}
	}
	f.Fuzz(func(t *testing.T, plain []byte) {
		d, err := Decode(packed(plain))
		if err != nil {
			return
		}
		if err := d.Validate(); err != nil {
			t.Fatalf("decoded, and not valid: %v", err)
		}
		h := New(d)
		for i := range d.Symbols {
			h.Life(Sym(i))
			h.LineOfLife(Sym(i))
			h.LineAges(Sym(i), h.Newest())
		}
		once := encoded(t, d)
		again, err := Decode(once)
		if err != nil {
			t.Fatalf("encoded, and not decoded: %v", err)
		}
		if !bytes.Equal(once, encoded(t, again)) {
			t.Fatal("encoded twice, and different")
		}
	})
}

func unpacked(t testing.TB, data []byte) []byte {
	t.Helper()
	_, rest, _ := bytes.Cut(data, []byte("\n"))
	var b bytes.Buffer
	if _, err := b.ReadFrom(flate.NewReader(bytes.NewReader(rest))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
