package pages

import (
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/indexer/index"
	"sourcedive/site/highlight"
	"sourcedive/site/prose"
)

// Texts that are cut say so, and a text of just the length that fits is whole.
func TestToyCuts(t *testing.T) {
	words := func(n int) string { return strings.Repeat("abcd ", n/5+1)[:n] }
	sym := func(doc, sig string) *index.Symbol { return &index.Symbol{Doc: doc, Sig: sig} }
	for _, c := range []struct {
		name      string
		got, want string
	}{
		{"description", describe(sym(words(161), "")), words(161)[:157] + "…"},
		{"description that fits", describe(sym(words(159)+"y", "")), words(159) + "y"},
		{"description of what has no comment", describe(sym("", "func f()")), "func f()"},
		{"row", describeShort(sym(words(111), "")), strings.TrimSuffix(words(105), " ") + " …"},
		{"row that fits", describeShort(sym(words(109)+"y", "")), words(109) + "y"},
		{"row at a comma", describeShort(sym("abcde, "+strings.Repeat("y", 110), "")), "abcde …"},
		{"row of one word", describeShort(sym(strings.Repeat("y", 111), "")), "y …"},
		{"signature", cardSignature(sym("", words(241))), words(238) + "…"},
		{"signature that fits", cardSignature(sym("", words(239)+"y")), words(239) + "y"},
		{"field", fieldDoc(words(704)), strings.TrimSuffix(words(700), " ") + " …"},
		{"field that fits", fieldDoc(words(700)), strings.TrimSuffix(words(700), " ")},
		{"field that just does not fit", fieldDoc("abcde " + words(695)), "abcde " + strings.TrimSuffix(words(690), " ") + " …"},
		{"clip", clip("abcdef", 5), "abcd…"},
		{"clip at a blank", clip("abc def", 5), "abc…"},
		{"clip that fits", clip("abcde", 5), "abcde"},
	} {
		if c.got != c.want {
			t.Errorf("%s:\n%s (%d)\nwant\n%s (%d)", c.name, c.got, len(c.got), c.want, len(c.want))
		}
	}
}

// A comment of some paragraphs is whole; of a longer one the rest is folded away.
func TestToyCommentsAreCut(t *testing.T) {
	paragraph := strings.Repeat("It says this and goes on. ", 4) + "\n\n" // of 106 letters
	for n, folded := range map[int]bool{1: false, 5: false, 7: false, 8: true, 12: true} {
		c := comment(newer(t), "index.html", &index.Symbol{Doc: strings.TrimSpace(strings.Repeat(paragraph, n))}, false)
		if (c.DocMore != "") != folded {
			t.Errorf("%d paragraphs: folded %t", n, c.DocMore != "")
		}
	}
	// The first sentence, which leads, counts as well: 807 letters are too many, and 797 of them follow.
	doc := "It is f.\n\n" + strings.Repeat("It says this. ", 38) + "\n\n" + strings.TrimSpace(strings.Repeat("It goes on. ", 22))
	if c := comment(newer(t), "index.html", &index.Symbol{Doc: doc}, false); len(doc) != 807 || c.Lead == "" || c.DocMore == "" {
		t.Errorf("%d letters behind %q: folded %t", len(doc), c.Lead, c.DocMore != "")
	}
}

// A file's first comment is what it says of itself; the copyright is not.
func TestToyHeadComment(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"package p\n", ""},
		{"// Copyright 2020 Nobody.\n// By a BSD-style licence.\n\n// It says.\n// More.\n\npackage p\n\nfunc f() {}\n\n// Not this.\n", "It says.\nMore."},
		{"// Copyright nobody.\n\n// A BSD-style thing.\n\n// It says.\n\npackage p\n", "It says."},
		{"//go:build linux\n// +build linux\n\n// It says.\npackage p\n", "It says."},
		{"// One.\n\n// Two.\n\n#include \"x.h\"\n\n// Three.\nTEXT f(SB)\n", "One.\n\nTwo.\n\n\n// Three."},
	} {
		if got := headComment(strings.Repeat("// It goes on.\n", 1000)); len(got) > 9<<10 {
			t.Errorf("%d bytes of a long comment", len(got))
		}
		want := strings.ReplaceAll(c.want, "// ", "")
		if got := headComment(c.text); got != want {
			t.Errorf("%q says %q, want %q", c.text, got, want)
		}
	}
}

func TestToyExported(t *testing.T) {
	sym := func(id index.ID, kind index.Kind) *index.Symbol { return &index.Symbol{ID: id, Kind: kind} }
	for _, c := range []struct {
		s    *index.Symbol
		want bool
	}{
		{sym("p.F", index.KindFunc), true}, {sym("p.A", index.KindConst), true}, {sym("p.Z", index.KindVar), true}, {sym("p.f", index.KindFunc), false},
		{sym("p.T.M", index.KindMethod), true}, {sym("p.(*T).M", index.KindMethod), true}, {sym("p.t.M", index.KindMethod), false}, {sym("p.T.m", index.KindMethod), false},
		{sym("p.T.F", index.KindField), false}, {sym("p.T.M", index.KindAbstract), false}, {sym("p.F.func1", index.KindClosure), false}, {sym("p._", index.KindVar), false},
		{&index.Symbol{ID: "p.F", Kind: index.KindFunc, Decl: index.NoRange}, false},
	} {
		if got := isExported(c.s); got != c.want {
			t.Errorf("%s, a %s: %v", c.s.ID, c.s.Kind, got)
		}
	}
}

// A piece of source is taken from a symbol up to a bound, and a field gives its type.
func TestToyCodeToSearch(t *testing.T) {
	x := &index.Index{Files: []index.File{{Text: strings.Repeat("x", longCode+10)}, {Text: "TEXT"}}}
	d := documents{p: &Inputs{Prose: &prose.Prose{Source: &highlight.Source{Index: x}}}}
	at := func(n int32) index.Range { return index.Range{End: n} }
	for _, c := range []struct {
		name string
		s    *index.Symbol
		want int
	}{
		{"short", &index.Symbol{Decl: at(5), Asm: index.NoRange, Value: "12"}, 5 + 1 + 2},
		{"at the bound", &index.Symbol{Decl: at(longCode - 1), Asm: index.NoRange}, longCode},
		{"long", &index.Symbol{Decl: at(longCode), Asm: index.NoRange, Value: "12"}, longCode + 2},
		{"assembly", &index.Symbol{Decl: at(5), Asm: index.Range{File: 1, End: 4}}, 5 + 1 + 4 + 1},
		{"field", &index.Symbol{Kind: index.KindField, Type: "abc", Decl: at(50), Asm: index.NoRange}, 3},
	} {
		if got := len(d.code(c.s)); got != c.want {
			t.Errorf("%s: %d bytes, want %d", c.name, got, c.want)
		}
	}
}

func TestJSString(t *testing.T) {
	for in, want := range map[string]string{
		"a": `"a"`, `"\`: `"\"\\"`, "</script>": `"\u003c/script\u003e"`, "a\nb\x00": `"a\nb\u0000"`,
		"&": `"\u0026"`, "\u2028\u2029": `"\u2028\u2029"`, "\xff": `"\ufffd"`, "世": `"世"`, "`${x}": "\"`${x}\"",
	} {
		if got := jsString(in); got != want {
			t.Errorf("%q is written %s, want %s", in, got, want)
		}
	}
}

func TestSideBySide(t *testing.T) {
	line := func(op byte, old, now int, text string) annotate.DiffLine {
		return annotate.DiffLine{Op: op, Old: old, New: now, Text: text}
	}
	rows := sideBySide([]annotate.DiffLine{line(' ', 1, 1, "a"), line('-', 2, 0, "b"), line('-', 3, 0, "c"), line('+', 0, 2, "B"), line(' ', 4, 3, "d"), line('+', 0, 4, "e")})
	want := []ChangedLine{
		{OldNo: "1", Old: "a", NewNo: "1", New: "a"}, {Changed: true, OldNo: "2", Old: "b", NewNo: "2", New: "B"},
		{Changed: true, OldNo: "3", Old: "c"}, {OldNo: "4", Old: "d", NewNo: "3", New: "d"}, {Changed: true, NewNo: "4", New: "e"},
	}
	if !slices.Equal(rows, want) {
		t.Errorf("got %+v", rows)
	}
}
