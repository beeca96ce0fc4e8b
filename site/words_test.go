package site

import (
	"strings"
	"testing"

	"sourcedive/internal/english"
)

// resolve follows a relative address.
func resolve(from, href string) string {
	page, frag, has := strings.Cut(href, "#")
	if page == "" {
		page = from
	} else {
		dir := strings.Split(from, "/")
		dir = dir[:len(dir)-1]
		for strings.HasPrefix(page, "../") && len(dir) > 0 {
			page, dir = page[3:], dir[:len(dir)-1]
		}
		page = strings.Join(append(dir, page), "/")
	}
	if has {
		return page + "#" + frag
	}
	return page
}

func TestWords(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 12345: "12,345", 1234567: "1,234,567"} {
		if got := english.Thousands(n); got != want {
			t.Errorf("%d reads %s", n, got)
		}
	}
	if english.Count(1, "caller", "callers") != "1 caller" || english.Count(0, "caller", "callers") != "0 callers" || english.Count(2000, "caller", "callers") != "2,000 callers" {
		t.Error("count miscounts")
	}
}

func TestJSString(t *testing.T) {
	for in, want := range map[string]string{
		"a": `"a"`, `"\`: `"\"\\"`, "</script>": `"\u003c/script\u003e"`, "a\nb\x00": `"a\u000ab\u0000"`,
		"&": `"\u0026"`, "\u2028\u2029": `"\u2028\u2029"`, "\xff": "\"\ufffd\"", "世": `"世"`, "`${x}": "\"`${x}\"",
	} {
		if got := pages.jsString(in); got != want {
			t.Errorf("%q is written %s, want %s", in, got, want)
		}
	}
}
