package markdown_test

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/golden"
)

// All places in a piece of text from a list are those in its file: on its first line behind
// what stands before it, on the others by themselves.
func TestInlineGolden(t *testing.T) {
	const text = "It [[runtime.f]] is. {runtime.g \"p\"; lab shop \"x\"} So\n[[nite:x]] is. {= a &&\n b; run\nhello} Or [[file:x.go|y]]. {asm runtime.h \"RET\"} {nope}\n\n@{\"q\" in runtime.f} Last {why}\n"
	var b strings.Builder
	for _, at := range []markdown.Pos{{Line: 1, Col: 1}, {Line: 7, Col: 11}} {
		d, problems := markdown.Inline(text, "g.yaml", at)
		fmt.Fprintf(&b, "from %d:%d\n", at.Line, at.Col)
		for _, p := range problems {
			fmt.Fprintf(&b, "    %s\n", strings.ReplaceAll(p.String(), "\n", "\n    "))
		}
		d.All(func(bl *markdown.Block, _ []*markdown.Block) {
			fmt.Fprintf(&b, "    block %s at %d:%d\n", bl.Kind, bl.Pos.Line, bl.Pos.Col)
			for _, l := range bl.Links {
				fmt.Fprintf(&b, "        link %s %q at %d:%d\n", l.Kind, l.Name, l.Pos.Line, l.Pos.Col)
			}
			for _, r := range bl.Remarks {
				fmt.Fprintf(&b, "        remark %q in %q\n", r.Pattern.Text, r.Symbol.Text)
			}
			for _, e := range bl.Evidence {
				fmt.Fprintf(&b, "        evidence at %d:%d\n", e.Pos.Line, e.Pos.Col)
			}
			for _, s := range bl.Sentences() {
				fmt.Fprintf(&b, "        %d:%d %q, names %q\n", s.Pos.Line, s.Pos.Col, s.Text, s.Names)
				for _, e := range s.Evidence {
					for _, p := range e.Pieces {
						fmt.Fprintf(&b, "            %s", pieceWords(p))
					}
				}
			}
		})
	}
	golden.Check(t, "moved.txt", b.String())
}

// What a page's functions decline is written plainly: links without a target, blocks without a
// frame, remarks without a place, words that are no terms, sentences that rest on nothing; and
// what they give is written where it belongs.
func TestHooksGolden(t *testing.T) {
	const text = "@{\"p\" in runtime.f} It [[runtime.f]] is. {why} The words. {-}\n\n# The words\n\n[the words](http://a) `the words` [[term:w]] [[term:w|v]]\n\n```surprise\nThe words. {why}\n```\n\n```source runtime.f\n```\n"
	d, problems := markdown.Parse([]byte(text), "n.md")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	words := func(text string) (list []markdown.Linked) {
		for at := 0; ; {
			i := strings.Index(text[at:], "words")
			if i < 0 {
				return list
			}
			list = append(list, markdown.Linked{Off: at + i, End: at + i + 5, Href: "w.html"})
			at += i + 5
		}
	}
	link := func(ok bool, href string) func(markdown.Target) (string, string, bool) {
		return func(t markdown.Target) (string, string, bool) { return href, "name of " + t.Name, ok }
	}
	mark := func(ok bool) func(*markdown.Remark) (string, string, bool) {
		return func(*markdown.Remark) (string, string, bool) { return "m.html", "f.go:1", ok }
	}
	sentence := func(ok bool) func(*markdown.Sentence) (markdown.SentenceFrame, bool) {
		return func(*markdown.Sentence) (markdown.SentenceFrame, bool) {
			return markdown.SentenceFrame{Class: "ck", Mark: "·", After: "<i>after</i>"}, ok
		}
	}
	odd := 0
	everyOther := func(*markdown.Sentence) (markdown.SentenceFrame, bool) {
		odd++
		return markdown.SentenceFrame{Class: "ck \"<", Mark: "·"}, odd%2 == 1
	}
	var b strings.Builder
	for _, c := range []struct {
		name string
		h    markdown.HTML
	}{
		{"nothing", markdown.HTML{}},
		{"links", markdown.HTML{Link: link(true, "l.html")}}, {"links without an address", markdown.HTML{Link: link(true, "")}}, {"no links", markdown.HTML{Link: link(false, "l.html")}},
		{"words", markdown.HTML{Words: words}}, {"remarks", markdown.HTML{Mark: mark(true)}}, {"no remarks", markdown.HTML{Mark: mark(false)}},
		{"sentences", markdown.HTML{Sentence: sentence(true)}}, {"no sentences", markdown.HTML{Sentence: sentence(false)}}, {"every other of the sentences", markdown.HTML{Sentence: everyOther}},
		{"deeper", markdown.HTML{Deeper: 1, Prefix: "a-"}}, {"deepest", markdown.HTML{Deeper: 9}},
	} {
		page := string(c.h.Doc(d))
		if !strings.HasSuffix(c.name, "sentences") { // which have elements of their own
			wellFormed(t, page)
		}
		fmt.Fprintf(&b, "==== %s\n%s", c.name, page)
	}
	golden.Check(t, "hooks.txt", b.String())
}
