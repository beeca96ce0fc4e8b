package markdown

import (
	"strings"
	"testing"
)

func TestVersionsTitle(t *testing.T) {
	for _, c := range []struct{ versions, want string }{
		{"", "Then and now"}, {"go>=1.14", "Since go1.14"}, {"go<1.20", "Before go1.20"}, {"go<=1.20", "Up to go1.20"},
		{"go>1.20", "After go1.20"}, {"go==1.5", "In go1.5"}, {"go!=1.5", "Not in go1.5"}, {"go>=1.14 go<1.20", "Since go1.14, before go1.20"},
	} {
		var words []Word
		for _, w := range strings.Fields(c.versions) {
			words = append(words, Word{Text: w})
		}
		if got := versionsTitle(&Block{Versions: words}); got != c.want {
			t.Errorf("%s: %q, want %q", c.versions, got, c.want)
		}
	}
}
