package explain

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

func zipped(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zw := gzip.NewWriter(&out)
	if _, err := zw.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := zw.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A log that was compressed is the log.
func TestCompressedText(t *testing.T) {
	text := inputs(t)["inputs/07-map-writes-old.txt"]
	want := shape(t, engine().Explain(text, Options{}))
	if got := shape(t, engine().Explain(zipped(t, text), Options{})); got != want {
		t.Error(firstDiff(want, got))
	}
	if got := engine().Redact(zipped(t, text)); !bytes.Equal(got, engine().Redact(text)) {
		t.Errorf("the copy is %.80q", got)
	}
}

// What the reader knows of a profile counts as it does for a text.
func TestProfileOptions(t *testing.T) {
	a := engine().Explain(inputs(t)["other/cpu.pprof"], Options{Go: "go1.20.1", Platform: "linux/arm64"})
	if a.Go.Low != "go1.20" || a.Platform != "linux/arm64" || !strings.Contains(a.Summary, "weighs most") {
		t.Errorf("%+v %s %s", a.Go, a.Platform, a.Summary)
	}
}

// A broken profile is none, in the page as here: no answer is made of half of it.
func TestBrokenProfiles(t *testing.T) {
	whole := unzipped(t, inputs(t)["other/cpu.pprof"])
	s := scripted()
	for _, n := range []int{70, len(whole) / 3, len(whole) - 5} {
		part := whole[:n]
		if !isProfile(part) {
			t.Fatalf("%d bytes do not look like a profile", n)
		}
		a := engine().Explain(part, Options{})
		v, err := s.profile(nil, s.vm.ToValue(latin1(part)), s.vm.ToValue(`{"go":"","platform":""}`))
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range []string{shape(t, a), v.String()} {
			if !strings.Contains(got, "a binary file that is not a profile") || strings.Contains(got, "weighs most") {
				t.Errorf("%d bytes: %.300s", n, got)
			}
		}
	}
}
