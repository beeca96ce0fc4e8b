package highlight_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sourcedive/site/highlight"
)

func noLink(string) string { return "" }

func TestDoc(t *testing.T) {
	link := func(name string) string {
		if name == "Gosched" || name == "runtime.Gosched" || name == "T.Close" {
			return "to/" + strings.ToLower(name) + ".html"
		}
		return ""
	}
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "  \n", ""},
		{"text", "One.\n\nTwo & <three>.", "<p>One.\n<p>Two &amp; &lt;three&gt;.\n"},
		{"own name", "See [Gosched].", "<p>See <a href=\"to/gosched.html\">Gosched</a>.\n"},
		{"method", "See [T.Close].", "<p>See <a href=\"to/t.close.html\">T.Close</a>.\n"},
		{"other package", "See [runtime.Gosched].", "<p>See <a href=\"to/runtime.gosched.html\">runtime.Gosched</a>.\n"},
		{"code", "A:\n\n\tx < y\n", "<p>A:\n<pre>x &lt; y\n</pre>\n"},
		// Brackets around what is no link are the author's and stay.
		{"unknown name", "See [Nothing].", "<p>See [Nothing].\n"},
		{"a word", "The range [lo] and [bits].", "<p>The range [lo] and [bits].\n"},
		{"unknown name of a package", "See [os.Nothing].", "<p>See os.Nothing.\n"},
		{"a half open interval", "In [lo, hi).", "<p>In [lo, hi).\n"},
	} {
		if got := string(highlight.Doc(c.text, link)); got != c.want {
			t.Errorf("%s: %q gives %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

// Hostile comments give text and harmless links only.
func TestDocIsHarmless(t *testing.T) {
	for _, text := range []string{
		"<script>alert(1)</script>", "[x]: javascript:alert(1)\n\nSee [x].", "[x]: data:text/html,<script>\n\nSee [x].",
		"See https://example.com/\"onmouseover=alert(1).", "# <img src=x onerror=alert(1)>\n\nText.", "\t</pre><script>x</script>",
		" - <b>item</b>\n - two", "\x00\xff\u202e]]>", "[a\"b]: http://x/\"y\n\nSee [a\"b].",
	} {
		z := html.NewTokenizer(strings.NewReader(string(highlight.Doc("First.\n\n"+text+"\n", noLink))))
		for z.Next() != html.ErrorToken {
			tok := z.Token()
			if tok.Type != html.StartTagToken {
				continue
			}
			switch tok.Data {
			case "p", "a", "pre", "ul", "ol", "li", "h3":
			default:
				t.Errorf("%q: element %s", text, tok.Data)
			}
			for _, a := range tok.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "href" && !strings.HasPrefix(a.Val, "http") {
					t.Errorf("%q: %s=%q", text, a.Key, a.Val)
				}
			}
		}
	}
}

func TestSynopsis(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"One. Two.", "One."},
		{"One sentence", "One sentence"},
		{"One\nover two lines. Next.", "One over two lines."},
		{"A, i.e. B. C.", "A, i.e. B."},
		{"A, e.g. B. C.", "A, e.g. B."},
		{"Version 1.2 is it. More.", "Version 1.2 is it."},
		{"First.\n\nSecond.", "First."},
		{"First\n\nSecond.", "First"},
		{"\n\n  One.  Two.", "One."},
		{"x. y", "x. y"}, // too short to be a sentence
		{"Größe. Mehr.", "Größe."},
	} {
		if got := highlight.Synopsis(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
