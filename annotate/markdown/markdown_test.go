package markdown_test

import (
	"fmt"
	"html/template"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
	"sourcedive/internal/golden"
)

func parse(t *testing.T, text string) *markdown.Doc {
	t.Helper()
	d, problems := markdown.Parse([]byte(text), "n.md")
	for _, p := range problems {
		t.Errorf("%s", p)
	}
	return d
}

// writer links everything, and shows which block stood where.
var writer = &markdown.HTML{
	Link: func(t markdown.Target) (string, string, bool) {
		return t.Kind + "/" + t.Name + ".html", "<" + t.Name + ">", t.Name != "nothing"
	},
	Block: func(b *markdown.Block) (template.HTML, bool) {
		return template.HTML(fmt.Sprintf("<div>%s %d</div>\n", b.Kind, b.N)), b.Kind != markdown.Surprise
	},
	Mark: func(m *markdown.Remark) (string, string, bool) { return "#L7", m.Pattern.Text, true },
	Words: func(text string) (found []markdown.Linked) {
		if i := strings.Index(text, "words"); i >= 0 {
			found = append(found, markdown.Linked{Off: i, End: i + 5, Href: "w.html"})
		}
		return found
	},
	Prefix: "n-", Deeper: 1,
}

// outline tells a document in words: each block with its place and its parts.
func outline(d *markdown.Doc) string {
	var b strings.Builder
	fmt.Fprintf(&b, "front %d %q\n", d.FrontLine, d.Front)
	d.All(func(bl *markdown.Block, around []*markdown.Block) {
		fmt.Fprintf(&b, "%s%d %s %d:%d", strings.Repeat("\t", len(around)), bl.N, bl.Kind, bl.Pos.Line, bl.Pos.Col)
		for _, w := range append([]markdown.Word{bl.Symbol, bl.Pattern, bl.To, bl.For, bl.Model, bl.Figure}, bl.Versions...) {
			if w.Text != "" {
				fmt.Fprintf(&b, " %q@%d:%d", w.Text, w.Pos.Line, w.Pos.Col)
			}
		}
		fmt.Fprintf(&b, " %s%s", bl.ID, bl.Title)
		if bl.Kind == markdown.Claim {
			fmt.Fprintf(&b, " of %d: %q@%d:%d", bl.Of, bl.Expr, bl.ExprPos.Line, bl.ExprPos.Col)
		}
		fmt.Fprint(&b, bl.Params)
		for _, l := range bl.Links {
			fmt.Fprintf(&b, " [%s %s|%s %d:%d]", l.Kind, l.Name, l.Text, l.Pos.Line, l.Pos.Col)
		}
		for _, r := range bl.Remarks {
			fmt.Fprintf(&b, " remark %d on %q@%d:%d in %s@%d:%d %d:%d", r.N, r.Pattern.Text, r.Pattern.Pos.Line, r.Pattern.Pos.Col, r.Symbol.Text, r.Symbol.Pos.Line, r.Symbol.Pos.Col, r.Pos.Line, r.Pos.Col)
		}
		for _, it := range bl.Items {
			fmt.Fprintf(&b, " item %d:%d", it.Pos.Line, it.Pos.Col)
			if it.Link != nil {
				fmt.Fprintf(&b, " %s", it.Link.Name)
			}
		}
		fmt.Fprintln(&b)
	})
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "section %q", s.Title())
		for _, bl := range s.Blocks {
			fmt.Fprintf(&b, " %d", bl.N)
		}
		fmt.Fprintln(&b)
	}
	return b.String()
}

// One note with everything in it: what was read, and the HTML.
func TestWholeNote(t *testing.T) {
	text, err := os.ReadFile("testdata/whole.md")
	if err != nil {
		t.Fatal(err)
	}
	d := parse(t, string(text))
	golden.Check(t, "whole.outline", outline(d))
	page := string(writer.Doc(d))
	golden.Check(t, "whole.html", page)
	wellFormed(t, page)
	golden.Check(t, "whole.txt", d.Text())
	golden.Check(t, "whole.plain.html", string((&markdown.HTML{}).Doc(d)))
}

// What is wrong is told with its place, its cause and what to do.
func TestProblems(t *testing.T) {
	var all strings.Builder
	for _, text := range []string{
		"---\nsymbol: x\n",
		"a [[b\n\nc",
		"[[nope:x]] [[not:sched/park]] [[]] [[|x]]",
		"text @{\"p\" in runtime.f} inside",
		"@{p in runtime.f} no quotes",
		"@{\"p\"} no symbol",
		"@{\"p\" in runtime.f}",
		"@{ never ends",
		"```sorce runtime.f\n```",
		"```source\n```",
		"```source runtime.f pattern\n```",
		"```source runtime.f \"a\\q\"\n```",
		"```source runtime.f \"a\"\nx := 1\n```",
		"```source runtime.f `a`\n```",
		"```source runtime.f \"a\" to\n```",
		"```claim\n```",
		"```claim Two Words\ntrue\n```",
		"```claim one two\ntrue\n```",
		"```then\ntext\n```",
		"```then lately\ntext\n```",
		"```surprise much\ntext\n```",
		"```surprise\n```",
		"```level\ntext\n```",
		"```exercise\nwhat?\n```",
		"```exercise\n---\nthat\n```",
		"```exercise procs=2\nwhat?\n```",
		"```claim\ntrue\n",
		"- item\n  ```claim\n  true\n  ```",
		"![image](x.png)",
		"[a](page.html) <mailto:a@b.c>",
		"a\x00b\xff",
		"`````surprise\n````surprise\n```surprise\n~~~surprise\nx\n~~~\n```\n````\n`````",
		strings.Repeat(">", 200) + " x",
	} {
		d, problems := markdown.Parse([]byte(text), "n.md")
		if len(problems) == 0 {
			t.Errorf("no problem in %q", text)
		}
		fmt.Fprintf(&all, "%.60q\n", text)
		for _, p := range problems {
			fmt.Fprintln(&all, p)
			if p.Line == 0 || p.File != "n.md" || p.Hint == "" {
				t.Errorf("%s\nneeds a place and a hint", p)
			}
		}
		wellFormed(t, string(writer.Doc(d)))
	}
	golden.Check(t, "problems.txt", all.String())
}

func TestInline(t *testing.T) {
	d, problems := markdown.Inline("A [[term:g]] of\n[[nope:x]]", "glossary.yaml", markdown.Pos{Line: 12, Col: 9})
	if len(problems) != 1 || problems[0].Line != 13 || problems[0].Col != 9 {
		t.Errorf("problems %v", problems)
	}
	if at := d.Blocks[0].Links[0].Pos; at != (markdown.Pos{Line: 12, Col: 11}) {
		t.Errorf("the link is at %v", at)
	}
	if got, want := writer.Line(d), `A <a class="term" href="term/g.html">&lt;g&gt;</a> of`; !strings.HasPrefix(string(got), want) {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRemarksAndItems(t *testing.T) {
	d := parse(t, "@{\"x {\" in runtime.f} What *it* does.\n\n- @{\"y\" in runtime.g} And **that**.\n- other\n\n1. [[runtime.f]] first\n2. then [[runtime.g]]\n")
	var got []string
	for _, b := range d.Blocks {
		for _, r := range b.Remarks {
			got = append(got, string(writer.Remark(r)))
		}
		for _, it := range b.Items {
			got = append(got, fmt.Sprint(it.Link != nil, writer.Item(it)))
		}
	}
	want := []string{"What <em>it</em> does.", "And <strong>that</strong>.",
		`true<a href="symbol/runtime.f.html"><code>&lt;runtime.f&gt;</code></a> first`,
		`falsethen <a href="symbol/runtime.g.html"><code>&lt;runtime.g&gt;</code></a>`}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// hostile are texts made to be slow to read or large to write.
var hostile = map[string]func(n int) string{
	"cells": func(n int) string {
		return strings.Repeat("|a", n/8) + "\n" + strings.Repeat("|-", n/8) + "\n" + strings.Repeat("|\n", n/4)
	},
	"columns": func(n int) string {
		return strings.Repeat(strings.Repeat("|a", 999)+"\n"+strings.Repeat("|-", 999)+"\n\n", n/4000)
	},
	"definition": func(n int) string {
		return "[a]: https://x/" + strings.Repeat("x", n/4) + "\n\n" + strings.Repeat("[a]\n\n", n/8)
	},
}

func init() {
	for _, piece := range []string{
		"[", "[[", "@{\"", "*", "_a", "_a*", "`", "> ", "- ", "|a", "![", "```surprise\n", "<a ", "&#", "\\", "[[x|", "@{\"}", "a\n\n", "1. ",
		"[](", "[a](", "[a](<", "# a\n", "a\n===\n\n", "~~~\n", "~~~a\n~~~\n\n", "i. e. ", "x. {", "> a\n\n", "a|b\n-|-\n\n",
	} {
		hostile[piece] = func(n int) string { // as long as it can be at once, and again
			once := strings.Repeat(piece, 16_000/len(piece)) + "\n\n"
			return strings.Repeat(once, n/len(once)+1)
		}
	}
}

// Texts made to be slow are cut where reading them would cost more than their length, and
// what is written of them is not much longer than they are.
func TestHostileTexts(t *testing.T) {
	for name, text := range hostile {
		d, _ := markdown.Parse([]byte(text(60_000)), "n.md")
		if page := writer.Doc(d); len(page) > 30*60_000 {
			t.Errorf("60 kB of %q: %d bytes", name, len(page))
		}
	}
	for text, want := range map[string]string{
		"a\n" + strings.Repeat("a *b* ", 3000):                                              "n.md:2:1: more than 16384 bytes without an empty line",
		strings.Repeat("a *b*\n", 3000):                                                     "n.md:2731:1: more than 16384 bytes without an empty line",
		strings.Repeat("a *b*\n", 2000) + " \n" + strings.Repeat("a *b*\n", 2000):           "",
		"a\n\n" + strings.Repeat("|a", 50) + "\n" + strings.Repeat("|-", 50) + "\n|\n":      "",
		"a\n\n" + strings.Repeat("|a", 999) + "\n" + strings.Repeat("|-", 999) + "\n|\n\nb": "n.md:3:1: a table of more than 2000 cells",
	} {
		_, problems := markdown.Parse([]byte(text), "n.md")
		if got := fmt.Sprint(problems); want == "" && len(problems) > 0 || !strings.Contains(got, want) || len(problems) > 1 {
			t.Errorf("%.20q: %s, want %q", text, got, want)
		}
	}
}

func BenchmarkHostileTexts(b *testing.B) {
	for _, name := range slices.Sorted(maps.Keys(hostile)) {
		text := []byte(hostile[name](256_000))
		b.Run(strconv.Quote(name), func(b *testing.B) {
			for b.Loop() {
				d, _ := markdown.Parse(text, "n.md")
				writer.Doc(d)
			}
		})
	}
}

// Each of many equal headings has an id of its own.
func TestManyEqualHeadings(t *testing.T) {
	d := parse(t, strings.Repeat("## a\n\n", 30_000)+"## a 2\n")
	ids := map[string]bool{}
	for _, b := range d.Blocks {
		ids[b.ID] = true
	}
	if len(ids) != 30_001 || !ids["a"] || !ids["a-30000"] || !ids["a-2-2"] {
		t.Errorf("%d ids", len(ids))
	}
}

// wellFormed holds HTML to what the package promises: every element that opens is
// closed in order, and none, nor an attribute, is there but those that it writes.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	known := map[string]bool{}
	for _, tag := range strings.Fields("p a code pre div h2 h3 h4 h5 h6 ul ol li em strong blockquote table thead tbody tr td th b i q u hr br") {
		known[tag] = true
	}
	attrs := map[string]bool{"class": true, "href": true, "id": true, "rel": true, "start": true}
	var open []string
	ids := map[string]bool{}
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("%v stay open in %q", open, page)
			}
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if !known[tok.Data] {
				t.Fatalf("element %s in %q", tok.Data, page)
			}
			for _, a := range tok.Attr {
				if !attrs[a.Key] || a.Key == "id" && ids[a.Val] {
					t.Fatalf("attribute %s=%q in %q", a.Key, a.Val, page)
				}
				ids[a.Val] = ids[a.Val] || a.Key == "id"
				if a.Key == "href" && strings.HasPrefix(strings.ToLower(strings.TrimSpace(a.Val)), "javascript:") {
					t.Fatalf("script in %q", page)
				}
			}
			if tok.Data == "a" && strings.Contains(" "+strings.Join(open, " ")+" ", " a ") {
				t.Fatalf("a link in a link in %q", page)
			}
			if tok.Data != "hr" && tok.Data != "br" {
				open = append(open, tok.Data)
			}
		case html.EndTagToken:
			tok := z.Token()
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				t.Fatalf("</%s> closes %v in %q", tok.Data, open, page)
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.DoctypeToken:
			t.Fatalf("%s in %q", z.Token(), page)
		}
	}
}

func FuzzParse(f *testing.F) {
	whole, err := os.ReadFile("testdata/whole.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(whole))
	for _, seed := range []string{
		"<script>alert(1)</script>", "a <b onclick=x>c</b>", "<!-- x -->", "[x](javascript:alert(1))", "<javascript:x>", "[a [[b]] c](https://d)",
		"[<https://a>](https://b)", "![a [[b]]](c)", "|a|b|\n|-|-:|\n|[[a\\|b]]|`x\\|y`|", "# [[a]]\n# [[a]]\n", "&#1;&lt;", "```go\nfunc <b>\n```", "[[a|<b>]]", "@{\"<b>\" in <i>} <u>",
		"```then go>=1 \"<b>\"\n<b>\n```", "---\n---\n---\n", "```exercise\na\n---\nb\n---\nc\n```", "- a\n\n  1. b\n     > c\n\n~~~\nx", "a\n===\nb\n---\n", "\t```\n", "[a]: <b> 'c'\n\n[a]", "* * *", "a  \nb\\\nc", "1) x\n2) y\n",
	} {
		f.Add(seed)
	}
	f.Add("It <b>is</b>. {runtime.f \"<i>\"; why} {x<y} | {` {")
	f.Fuzz(func(t *testing.T, text string) {
		d, problems := markdown.Parse([]byte(text), "n.md")
		for _, p := range problems {
			checkPlace(t, text, p)
		}
		wellFormed(t, string(writer.Doc(d)))
		n := -1
		d.All(func(b *markdown.Block, _ []*markdown.Block) {
			if b.N <= n {
				t.Fatalf("block %d after %d", b.N, n)
			}
			n = b.N
			for _, r := range b.Remarks {
				wellFormed(t, string(writer.Remark(r)))
			}
			for _, it := range b.Items {
				wellFormed(t, string(writer.Item(it)))
			}
		})
		d.Text()
	})
}

func checkPlace(t *testing.T, text string, p diag.Diagnostic) {
	t.Helper()
	if lines := strings.Count(text, "\n") + 1; p.Line < 1 || p.Line > lines {
		t.Fatalf("%s: there are %d lines", p, lines)
	}
}

// What stands between backquotes in the text of a link is code; a backquote alone starts none.
func TestCodeInTheTextOfALink(t *testing.T) {
	d, _ := markdown.Parse([]byte("[[note:sched/park]]\n"), "x.md")
	for text, want := range map[string]string{
		"how `gopark` waits": "how <code>gopark</code> waits",
		"`gopark`":           "<code>gopark</code>",
		"`a` and `b":         "<code>a</code> and b",
		"a ` alone":          "a  alone",
		"none":               "none",
	} {
		h := markdown.HTML{Link: func(markdown.Target) (string, string, bool) { return "x.html", text, true }}
		if got := string(h.Line(d)); got != `<a href="x.html">`+want+"</a>" {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
