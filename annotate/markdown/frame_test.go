package markdown_test

import (
	"strings"
	"testing"

	"sourcedive/annotate/markdown"
)

// framed writes a text with ⟦ and ⟧ around each sentence, and where its mark goes.
func framed(t *testing.T, src string) string {
	t.Helper()
	d, _ := markdown.Parse([]byte(src), "x.md")
	h := markdown.HTML{Sentence: func(*markdown.Sentence) (markdown.SentenceFrame, bool) {
		return markdown.SentenceFrame{Class: "s", Mark: "·"}, true
	}}
	return strings.NewReplacer(`<span class="s">`, "⟦", "·</span>", "⟧").Replace(string(h.Doc(d)))
}

// Each sentence is one element, whatever it is made of, and nothing moves.
func TestSentenceFrames(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"One. Two.", "<p>⟦One.⟧ ⟦Two.⟧</p>\n"},
		{"One.\nTwo goes\non.", "<p>⟦One.⟧\n⟦Two goes\non.⟧</p>\n"},
		{"One. {why} Two.", "<p>⟦One.⟧ ⟦Two.⟧</p>\n"},
		{"A `b.c. d` *e*. F", "<p>⟦A <code>b.c. d</code> <em>e</em>.⟧ ⟦F⟧</p>\n"},
		{"*One. Two* ends. Three.", "<p>⟦<em>One. Two</em>⟧⟦ ends.⟧ ⟦Three.⟧</p>\n"},
		{"*One. Two.* Three.", "<p>⟦<em>One. Two.</em>⟧⟦⟧ ⟦Three.⟧</p>\n"},
		{"- One.\n- Two. Three", "<ul>\n<li>⟦One.⟧</li>\n<li>⟦Two.⟧ ⟦Three⟧</li>\n</ul>\n"},
		{"| H. |\n| - |\n| One. Two |", "<div class=\"table\"><table>\n<thead>\n<tr>\n<th>H.</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>⟦One.⟧ ⟦Two⟧</td>\n</tr>\n</tbody>\n</table></div>\n"},
		{"# Head. Two.\n\n…", "<h2 id=\"head-two\">Head. Two.</h2>\n<p>…</p>\n"},
		{`@{"x" in runtime.f} One. Two.`, "<p> ⟦One.⟧ ⟦Two.⟧</p>\n"},
		{"See [[runtime.g]]. It is.", "<p>⟦See <code>runtime.g</code>.⟧ ⟦It is.⟧</p>\n"},
	} {
		if got := framed(t, c.src); got != c.want {
			t.Errorf("%q:\n got %q\nwant %q", c.src, got, c.want)
		}
	}
}

// Without frames a text is written as if it had no sentences: the frames add, and move
// nothing.
func checkFrames(t *testing.T, src []byte) {
	t.Helper()
	d, _ := markdown.Parse(src, "x.md")
	framed := markdown.HTML{Sentence: func(*markdown.Sentence) (markdown.SentenceFrame, bool) {
		return markdown.SentenceFrame{Class: "zqz", Mark: "¤zqz"}, true
	}}
	got := strings.NewReplacer(`<span class="zqz">`, "", "¤zqz</span>", "").Replace(string(framed.Doc(d)))
	if want := string((&markdown.HTML{}).Doc(d)); got != want {
		t.Fatalf("%q with frames:\n%q\nwithout:\n%q", src, got, want)
	}
}
