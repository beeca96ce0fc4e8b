package markdown_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/golden"
)

// What a text may have at most is read, and one more is a problem, at its place.
func TestBounds(t *testing.T) {
	lines := func(n int, line string) string { return strings.Repeat(line+"\n", n) }
	table := func(rows, columns int) string {
		return lines(1, strings.Repeat("a|", columns-1)+"a") + lines(1, strings.Repeat("-|", columns-1)+"-") + lines(rows-2, "b")
	}
	nested := func(deep int, first string) string {
		var b strings.Builder
		for i := range deep {
			b.WriteString(strings.Repeat("`", 9-i) + first + "\n")
		}
		b.WriteString("x\n")
		for i := range deep {
			b.WriteString(strings.Repeat("`", 10-deep+i) + "\n")
		}
		return b.String()
	}
	const paragraph, cells, deep, noEnd = "n.md:3:1: more than 16384 bytes without an empty line", "n.md:3:1: a table of more than 2000 cells", "fenced texts inside each other, more than 3 deep", "n.md:3:8: { without } behind it"
	for name, c := range map[string]struct{ most, more, want string }{
		"a paragraph":               {strings.Repeat("x", 16383), strings.Repeat("x", 16384), paragraph},
		"lines of a paragraph":      {lines(8192, "x"), lines(8192, "x") + "x", "n.md:8195:1: more than 16384 bytes without an empty line"},
		"a table":                   {table(100, 20), table(101, 20), cells},
		"lines of no table":         {lines(2001, "a"), table(1001, 2), cells},
		"quotations":                {strings.Repeat("> ", 98) + "x", strings.Repeat("> ", 99) + "x", "n.md:1:1: lists and quotations are more than 100 deep"},
		"marks of quotations":       {strings.Repeat("> ", 98), strings.Repeat("> ", 101) + "x", "n.md:3:1: lists and quotations are more than 100 deep"},
		"quotations, all on a line": {strings.Repeat("> ", 98) + "x", strings.Repeat("> ", 100) + "x", "n.md:1:1: lists and quotations are more than 100 deep"},
		"texts in texts":            {nested(3, "surprise"), nested(4, "surprise"), "n.md:6:7: " + deep},
		"questions in questions":    {nested(3, "exercise sched"), nested(4, "exercise sched"), "n.md:6:7: " + deep},
		"answers in answers":        {nested(3, "exercise\nq\n---"), nested(4, "exercise\nq\n---"), "n.md:12:7: " + deep},
		"bytes of evidence":         {"It is. {= " + strings.Repeat("x", 3998) + "}", "It is. {= " + strings.Repeat("x", 3999) + "}", noEnd},
		"lines of evidence":         {"It is. {= " + lines(39, "x") + "}", "It is. {= " + lines(40, "x") + "}", noEnd},
		"lines of a link":           {"[[a\nb\nc]]", "[[a\nb\nc\n]]", "n.md:3:1: [[ without ]] behind it"},
		"lines of a remark's mark":  {"@{\"a\nb\nc\" in\np.f} x", "@{\"a\nb\nc\nd\" in\np.f} x", "n.md:3:1: @{ starts no remark"},
	} {
		if _, problems := markdown.Parse([]byte("a\n\n"+c.most), "n.md"); len(problems) > 0 {
			t.Errorf("%s: %.300s", name, problems)
		}
		if _, problems := markdown.Parse([]byte("a\n\n"+c.more), "n.md"); len(problems) == 0 || !strings.HasPrefix(problems[0].String(), c.want+"\n    hint: ") {
			t.Errorf("%s: %.300s, want %s", name, problems, c.want)
		}
	}
}

// How each kind of block is called, and how it appears on a page.
func TestKindsGolden(t *testing.T) {
	blocks := map[string]string{
		"then": "then go>=1.20 go<1.22\nx", "level": "level senior\nx", "case": "case\nx", "surprise": "surprise\nx", "exercise": "exercise sched\nx", "claim": "claim\ntrue", "source": "source p.f", "figure": "figure a",
	}
	var b strings.Builder
	for _, kind := range markdown.Kinds() {
		fmt.Fprintf(&b, "%s: fenced %t, part %q, class %q\n", kind, kind.Fenced(), kind.Part(), kind.Class())
		if kind.Fenced() {
			d := parse(t, "```"+blocks[kind.String()]+"\n```\n")
			fmt.Fprintf(&b, "    title %q\n    %q\n", d.Blocks[0].FrameTitle(), (&markdown.HTML{}).Doc(d))
		}
	}
	golden.Check(t, "kinds.txt", b.String())
}

// What blocks are inside of, outermost first, which stays true when the walk goes on.
func TestBlocksAndWhatIsAroundThem(t *testing.T) {
	d := parse(t, "``````surprise\na\n\n`````level senior\nb\n\n````case\nc\n````\n\n````surprise\nd\n````\n`````\n\n`````exercise\ne\n---\nf\n`````\n``````\n\ng\n")
	var found []*markdown.Block
	var around [][]*markdown.Block
	d.All(func(b *markdown.Block, in []*markdown.Block) { found, around = append(found, b), append(around, in) })
	var got []string
	for i, b := range found {
		if b.Kind == markdown.Prose {
			word := b.Text()
			for _, in := range slices.Backward(around[i]) {
				word = in.Kind.String() + " " + word
			}
			got = append(got, word)
		}
	}
	want := []string{"surprise a", "surprise level b", "surprise level case c", "surprise level surprise d", "surprise exercise e", "surprise exercise f", "g"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
