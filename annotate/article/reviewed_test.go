package article_test

import (
	"testing"

	"sourcedive/annotate/article"
)

// Accept writes one line, and nothing else changes.
func TestAccept(t *testing.T) {
	const print = "0123456789ab"
	for _, c := range []struct{ name, src, want string }{
		{"none yet", "---\nsymbol: x\ntitle:   t # odd\n---\nreviewed: no\n---\n", "---\nsymbol: x\ntitle:   t # odd\nreviewed: {go1.26.8: 0123456789ab}\n---\nreviewed: no\n---\n"},
		{"another version", "---\nreviewed: {go1.27.1: aaaaaaaaaaaa}\ntitle: t\n---\n", "---\nreviewed: {go1.26.8: 0123456789ab, go1.27.1: aaaaaaaaaaaa}\ntitle: t\n---\n"},
		{"this version", "---\nreviewed: { go1.26.8: aaaaaaaaaaaa ,go1.9: bbbbbbbbbbbb }\n---\n", "---\nreviewed: {go1.9: bbbbbbbbbbbb, go1.26.8: 0123456789ab}\n---\n"},
		{"carriage returns", "---\r\ntitle: t\r\n---\r\nx\r\n", "---\r\ntitle: t\r\nreviewed: {go1.26.8: 0123456789ab}\r\n---\r\nx\r\n"},
		{"carriage returns at first", "---\r\ntitle: t\n---\n", "---\r\ntitle: t\nreviewed: {go1.26.8: 0123456789ab}\r\n---\n"},
		{"a comma at the end", "---\nreviewed: {go1.9: bbbbbbbbbbbb, }\n---\n", "---\nreviewed: {go1.9: bbbbbbbbbbbb, go1.26.8: 0123456789ab}\n---\n"},
		{"nothing in it", "---\nreviewed: {}\n---\n", "---\nreviewed: {go1.26.8: 0123456789ab}\n---\n"},
		{"blanks behind the dashes", "--- \t\ntitle: t\n--- \n", "--- \t\ntitle: t\nreviewed: {go1.26.8: 0123456789ab}\n--- \n"},
		{"no line at the end", "---\ntitle: t\n---", "---\ntitle: t\nreviewed: {go1.26.8: 0123456789ab}\n---"},
	} {
		got, err := article.Accept([]byte(c.src), "go1.26.8", print)
		if err != nil || string(got) != c.want {
			t.Errorf("%s: %q, %v\nwant %q", c.name, got, err, c.want)
		}
		again, err := article.Accept(got, "go1.26.8", print)
		if err != nil || string(again) != string(got) {
			t.Errorf("%s, again: %q, %v", c.name, again, err)
		}
	}
	const notOneLine = "reviewed: is not on one line, as {go1.26.8: 0123456789ab}"
	for bad, want := range map[string]string{
		"": "there is no front matter", "text\n---\n": "there is no front matter", "---\ntitle: t\n": "the front matter has no end", "---\nreviewed:\n  go1.26.8: aaaaaaaaaaaa\n---\n": notOneLine,
		"---\nreviewed: {go1.9: aaaaaaaaaaaa\n---\n": notOneLine, "---\nreviewed: go1.9: aaaaaaaaaaaa}\n---\n": notOneLine,
	} {
		if got, err := article.Accept([]byte(bad), "go1.26.8", print); err == nil || err.Error() != want || got != nil {
			t.Errorf("%q is accepted as %q, %v, want %s", bad, got, err, want)
		}
	}
}
