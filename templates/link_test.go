package templates

import (
	"strings"
	"testing"
)

func checkLink(t *testing.T, href, text string) {
	t.Helper()
	var want strings.Builder
	if err := plainLink.Execute(&want, struct{ Href, Text string }{href, text}); err != nil {
		t.Fatal(err)
	}
	if got, err := link(href, text); err != nil || string(got) != want.String() {
		t.Errorf("%q, %q: %s, %v, want %s", href, text, got, err, want.String())
	}
}

// A link is what html/template writes, byte by byte.
func TestLink(t *testing.T) {
	for r := range rune(0x180) {
		checkLink(t, "a"+string(r)+"b", "t")
		checkLink(t, "a", "x"+string(r)+"y")
	}
	for _, href := range []string{"", "../func/runtime/gopark.html#L12", "javascript:alert(1)", "JavaScript:1", "a/b:c", "//x", "http://x/?a=b&c=%41%zz", "\xff", "\"><b>", "?q=(*T)"} {
		checkLink(t, href, "(*mcache).refill")
		checkLink(t, "a.html", href)
	}
}

func FuzzLink(f *testing.F) {
	f.Add("a.html", "a+b")
	f.Fuzz(func(t *testing.T, href, text string) { checkLink(t, href, text) })
}
