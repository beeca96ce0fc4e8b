package markdown_test

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/golden"
)

// Small texts at the edges of each form, whether they are right or wrong: problems,
// outline and HTML.
func TestEdges(t *testing.T) {
	var b strings.Builder
	link := func(s string) string { return "[[" + s + "]]" }
	for _, text := range []string{
		"", "\n", "---\n---\n", "---\na: b\n--- \t\nText.", "---\n---\nx\n---\n", "\n---\na\n---\n", "---", "--- x\n---\n",
		// Code of each language, and indented.
		"```go\nfunc f() { return 1 + \"s\" } // c\n```", "```sh\nif [ -f x ]; then echo \"y\"; fi # c\n```", "```c\nint f(void) { return 1; } /* c */\n```", "```json\n{\"a\": [1, true, null]}\n```",
		"```yaml\na: 1 # c\n```", "```diff\n--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n z\n```", "```asm\nMOVQ $1, AX // c\n```", "```text\nif 1 \"s\"\n```", "```\n<b>\n```", "    indented <code>\n    more\n", "```python\nx\n```",
		"```diff\n```", "~~~go\nx\n~~~", "text\n```source runtime.f\n```\ntext",
		// Links.
		"[[a]] [[a|b]] [[ a | b ]] [[a|]] [[a[...]]] [[(*m[...]).f|x]] [[go#1]] [[go#1234567]] [[go#12345678]] [[go#0]] [[note:a/b]] [[note: a/b |t]] [[note:]] [[nite:x]]",
		link(strings.Repeat("x", 296)), link(strings.Repeat("x", 301)), "[[one\ntwo]]", "[[one\ntwo\nthree\nfour]]", "[[a\nb\nc]]", "[ [a]] [[a] ]", "`[[a]]` \\[[a]]",
		"| h |\n|---|\n| [[a\\|b]] |\n",
		"[x](https://a.b/c?d=\"e\"&f) [y](http://a) [z](ftp://a) [w](/x) <https://a.b> <ftp://a.b> [o [i](http://i)](http://o) https://bare.example", "[[nothing]] [[nothing|t]] [[term:g]] [[note:words]] [words](http://w) words `words` # words",
		"![alt *text*](https://x/y.png)", "# words\n\nwords and words", "**words** _words_ [[a|words]]",
		// Remarks.
		"@{\"a\" in p.f} T.", "@{\"a\\\"b\" in p.f} T.", "@{\"a{{}}\" in p.f} T.", "@{\"{{{{{{{\" in p.f} T.", "@{\"{{{{{{{{{{\" in p.f} T.", "@{`a` in p.f} T.", "@{\"a\" in  p.f } T.", "@{\"a\" of p.f} T.", "@{\"a\" in p.f g} T.", "x@y.z @ {a}", "- @{\"a\" in p.f}\n  T.",
		// Lists, quotations, headings.
		"- a\n- b\n\n  c\n  - [[d]] e\n", "1) a\n2) b", "3. [[x]]", "* [[x]] y\n* z", "> a\n> > b", "# A\n## A\n### A\n#### A\n##### A\n###### A\n", "# Ä b--c! 1\n# !\n# !\n# a\n# A\n", "A\n===\nB\n---\n", "  - a\n\n  ## b\n", "x\n\n---\n\ny",
		// Depth.
		strings.Repeat(">", 16) + " x", strings.Repeat(">", 101) + " x", strings.Repeat("> ", 100) + "x", strings.Repeat("> ", 101) + "x", strings.Repeat("- ", 101) + "x", strings.Repeat("1. ", 101) + "x", strings.Repeat("-\t", 101) + "x", strings.Repeat("-", 101) + " x", "x " + strings.Repeat("> ", 101), strings.Repeat("-x ", 101), strings.Repeat("1:", 101),
		// Our fences.
		"```claim\ntrue\n```", "```claim an-id go>=1.2 go<1.4\n\n  true &&\n  false\n```", "```then go<1.2\nA *b*.\n```", "```level senior\nA.\n```", "```surprise\nA.\n\n- b\n```", "````exercise sched procs=2 load=spawn\nQ?\n---\nA.\n\n```go\nx\n```\n````", "```exercise sched\nQ?\n\n----\n\nA\n```", "```exercise sched\n---\n```", "```exercise sched\nQ?\n---\n---\nA\n```", "```exercise sched\nQ?\n---\n```",
		"```source p.f\n```", "```source p.f head\n```", "```source p.f \"a\"\n\n \n```", "```source p.f \"a\" head\n```", "```source p.f \"a\" to \"b\"\n```", "```source p.f \"a\" \"b\"\n```", "```source  p.f\t\"a b\"  head \n```", "- ```source p.f\n  ```\n- ```claim\n  1 == 1\n  ```", "> ```claim\n> true\n> ```", "```claim\ntrue", "```diff2\n```", "```bash\n```", "````surprise\n```then go<1.2\nx\n```\n````",
		// What a claim is about: not a claim, a heading or a figure.
		"One.\n\n```figure a-b\n```\n\n```claim\ntrue\n```", "One.\n\n# Two\n\n```claim\ntrue\n```\n\n```claim\nfalse\n```", "```claim\ntrue\n```", "- a\n\n```claim x-1\n\ttrue\n```\n\nB.\n\n```claim X\ntrue\n```\n\n```claim \"q\"\ntrue\n```\n\n```claim a b\ntrue\n```",
		"[o [[runtime.f]] and [[term:g]] too](http://o) [[file:runtime/f.go]] [[file:runtime/f.go|t]] ![[[runtime.f]]](http://i)", "[a]: http://x\n\n[a] b\n", "1.x 2. y", ". a\n\n) b\n\n+ c\n", "*a [[b]] `c`* ~~d~~", "Setext\nover\n===\n", "***\n- - -\n", "a `b [[c]] d` e {why} f", "| a | b |\n|---|---|\n| [[c]] | {why} |\n",
		"```claim a_b\ntrue\n```", "```claim go!=1.24\ntrue\n```", "```claim\n```", "```claim\n\n  \n```", "```then \"go>=1.2\"\nx\n```", "```then go!=1.24 go>=1.2\nx\n```", "```then go~1\nx\n```", "```level a b\nx\n```", "```level \"a\"\nx\n```", "```case\nx\n```", "```surprise\n\n```",
		"```figure a b\n```", "```figure \"a\"\n```", "```figure\n```", "```figure a\nx\n```", "```source p.f \"a\" \"to\" \"b\"\n```", "```source p.f \"a\" to \"b\" head\n```", "```source p.f \"a\" \"head\"\n```", "```source \"p.f\"\n```", "```source p.f \"a\" to b\n```", "```source p.f tail\n```", "```source p.f \"a\"\n\n  x\n```", "```source p.f \"\\q\"\n```",
		"```exercise sched =2\nQ?\n```", "```exercise a=1 sched\nQ?\n```", "```exercise sched a= b=c=d\nQ?\n```", "```exercise sched chan\nQ?\n```", "```exercise \"sched\"\nQ?\n```", "```exercise\nQ?\n ---  \nA.\n```", "```exercise\nQ?\n---x\nA.\n```", "  ```source p.f `a`\n  ```\n", "~~~source p.f \"a`b\"\n~~~", "```xyzzyxyzzy\n```", "- ```sorce\n  ```\n- ```xyzzyxyzzy\n  ```\n",
		// Blocks without text of their own, and what is behind them.
		"---\n\n***\n\n# \n\n-\n\n>\n\n~~~\n~~~\n\n    x\n", "\n\n```\nx\n```\n\n  ~~~\n  y\n  ~~~\n", "| a |\n|---|\n\n  | b |\n  |---|\n  | c |\n", "a\n\n# B c {why}\n\n  ## D\n\n### E\n\nf\n", "[a](b) *[c](d)* ![e](f)\n![](g) [](h)\n<b@c.d>",
		// Positions of what is reported behind other lines.
		"x\n\n" + strings.Repeat("> ", 101) + "x", "x\n\n" + strings.Repeat("1. ", 101) + "x", "x\n\n" + strings.Repeat("1) ", 101) + "x", "x\n\n" + strings.Repeat("+ ", 101) + "x", "x\n\n" + strings.Repeat("* ", 101) + "x", "a\n\nb\x01c\x02\n", " ---\na: b\n---\n", "---\na: b\n ---\nc\n---\nd [[x:y]]", "a\n\n  b [[\n\nc @{\n\n`x` {",
		link(strings.Repeat("x", 300)), "[[a[b[c]]]] [[a]]] [[a|b]]]", "[[xyzzyxyzzy:a]] [[:a]] [[Note:a]] [[note:]] [[go#]] [[go#x]]", "[a](httpx://b) [b](https:c) [c](HTTPS://d) [d](javascript:x) [e](https://f \"t\")", "![the words [b](http://c)](https://x/y.png)", "&#127;&#1;&#x0;&#9;&copy;&#38;", "```yaml\na: word\nb: 2020-01-01\nc: 1.5\nd: \"e\"\n```", "```go\nx := 0x1F + 'a' + `b` // <c>\nreturn nil\n```",
		"@{\"}}}}}}}\" in p.f} T.", "@{\"}}}}}}}}\" in p.f} T.", "@{\"a\nb\nc\" in\np.f} T.", "@{\"a\nb\nc\nd\" in\np.f} T.", "x\n\n  @{\"a\" in p.f} T. @{\"b\" in p.g} U.", "> @{\"a\" in p.f} T.", "1. @{\"a\" in p.f} T.\n2. @{\"b\" in p.f}\n", "# @{\"a\" in p.f} T.\n", "| h |\n|---|\n| @{\"a\" in p.f} T. |\n", "@{\"" + strings.Repeat("x", 590) + "\" in p} T.", "@{\"" + strings.Repeat("x", 600) + "\" in p} T.",
		// Bytes.
		"a\r\nb\r", "a\tb", "a\x01b", "a\x7fb\x00", "\xff", "é\u2028x", "a  \nb", "a\\\nb", "&amp; &lt; <b>raw</b> <script>", "<!-- c -->", "\ufeffx", "~~a~~", "| a | b |\n|:-:|--:|\n| 1 | 2 |", "a *b **c** `d` e* f",
	} {
		d, problems := markdown.Parse([]byte(text), "n.md")
		fmt.Fprintf(&b, "==== %q\n", text)
		for _, p := range problems {
			fmt.Fprintln(&b, p)
		}
		page := string(writer.Doc(d))
		fmt.Fprintf(&b, "%s%s", outline(d), page)
		if bare := string((&markdown.HTML{}).Doc(d)); bare != page {
			fmt.Fprintf(&b, "-- without links\n%s", bare)
		}
		fmt.Fprintf(&b, "-- text %q\n", d.Text())
		wellFormed(t, page)
	}
	golden.Check(t, "edges.txt", b.String())
}

// Of a file that is too big, the beginning is read.
func TestBigFiles(t *testing.T) {
	text := strings.Repeat("x\n\n\n", 1<<16)
	for n, want := range map[int]bool{len(text): false, len(text) + 1: true} {
		_, problems := markdown.Parse([]byte((text + "yy")[:n]), "n.md")
		if got := len(problems) > 0; got != want {
			t.Errorf("%d bytes: %v", n, problems)
		} else if got && problems[0].Line != 1 {
			t.Errorf("%v", problems[0])
		}
	}
}
