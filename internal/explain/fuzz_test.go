package explain

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzExplain looks for texts that end in a panic, lose a line, or give an answer that
// cannot be written.
func FuzzExplain(f *testing.F) {
	for _, text := range inputs(f) {
		f.Add(text[:min(len(text), 3000)])
	}
	f.Add([]byte("web_1 | panic: x\nweb_2 | fatal error: out of memory\nweb_1 | \nweb_1 | goroutine 1 [running]:\n"))
	f.Add([]byte("{\"log\":\"panic: \\u202e\\n\"}\nwrite(2, \"SIG\", 3) = 3\ngoroutine 1 [a, 1 minutes, labels:{\"]\": \"x\"}]:\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		a := engine().Explain(text, Options{})
		var plain, js bytes.Buffer
		if err := a.Text(&plain); err != nil {
			t.Fatal(err)
		}
		if err := a.JSON(&js); err != nil || !json.Valid(js.Bytes()) || bytes.Contains(js.Bytes(), []byte(": null")) {
			t.Fatalf("%v in %s", err, js.Bytes())
		}
		if strings.ContainsAny(plain.String(), "\x1b\r\x00\u202e") || !utf8.Valid(plain.Bytes()) {
			t.Fatalf("unsafe: %q", plain.String())
		}
		for _, b := range a.Blocks {
			if b.Lines[0] > b.Lines[1] && !isProfile(text) {
				// Outputs mixed in one log are taken apart, so a block may only end after it begins.
				t.Fatalf("%+v", b)
			}
		}
		copied := engine().Redact(text)
		engine().Explain(copied, Options{})
		if isProfile(text) || carries(text) {
			return
		}
		if l := lost(text, a); len(l) > 0 {
			t.Fatalf("lines %v are in no block: %q", l, text)
		}
	})
}

// carries reports whether a text may have lines that hold none of the program's: empty
// records, prefixes alone, colours alone.
func carries(text []byte) bool {
	lines := peel(text)
	n := 0
	for _, l := range lines {
		if strings.TrimSpace(l.text) != "" {
			n++
		}
	}
	full := 0
	for _, l := range strings.Split(string(text), "\n") {
		if strings.TrimSpace(l) != "" {
			full++
		}
	}
	return n != full
}
