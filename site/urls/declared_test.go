package urls

import (
	"testing"

	"sourcedive/indexer/index"
)

// Where each kind of symbol is declared, and where it is best read: fields on the page of
// their type, what has no page and no name in its file by its line.
func TestWhereSymbolsAre(t *testing.T) {
	text := "one\ntwo\nthree\nfour\nfive\nsix\nseven\n"
	const line2, line3, line5, line6 = 4, 8, 19, 24
	none := index.NoRange
	at := func(off int32) index.Range { return index.Range{File: 1, Off: off, End: off + 3} }
	body := func(off int32) index.Range { return index.Range{File: 1, Off: off, End: int32(len(text))} }
	x := &index.Index{
		Packages: []index.Package{{Path: "p"}, {Path: "sub/q"}},
		Files:    []index.File{{Path: "p/a b.go", Text: text}, {Path: "sub/q/q.go", Text: text, Refs: []index.Ref{{Off: line2, Access: index.Declare}, {Off: line3, Access: index.Read}, {Off: line5, Access: index.Declare | index.Write}}}},
	}
	add := func(id index.ID, kind index.Kind, parent index.Sym, name, decl index.Range) *index.Symbol {
		x.Symbols = append(x.Symbols, index.Symbol{ID: id, Kind: kind, Parent: parent, Pkg: 1, Name: name, Decl: decl, Asm: none})
		return &x.Symbols[len(x.Symbols)-1]
	}
	add("sub/q.T", index.KindType, index.NoSym, at(line2), body(line2))
	add("sub/q.T.f", index.KindField, 0, at(line5), body(line5))
	add("sub/q.T.f.g", index.KindField, 1, at(line5), body(line5))
	add("sub/q.T.E", index.KindField, 0, at(line2), body(line2)).Embedded = true
	add("sub/q.T.m", index.KindAbstract, 0, at(line5), body(line5))
	add("sub/q.v", index.KindVar, index.NoSym, at(line5), body(line5))
	add("sub/q.v.x", index.KindField, 5, at(line2), body(line2))
	add("sub/q.v.E", index.KindField, 5, at(line6), body(line2)).Embedded = true
	add("sub/q.f", index.KindFunc, index.NoSym, at(line2), body(line2))
	add("sub/q.f.func1", index.KindClosure, 8, none, body(line6))
	add("sub/q.macro", index.KindFunc, index.NoSym, at(line6), body(line3))
	add("sub/q.read", index.KindFunc, index.NoSym, at(line3), body(line6))
	add("sub/q.nowhere", index.KindVar, index.NoSym, none, none)
	add("other.h", index.KindFunc, index.NoSym, at(line2), body(line2))
	u := NewMap(x)
	for i, want := range []struct{ page, local, id, declared, best string }{
		{"type/sub/q/T.html", "T", "T", "src/sub/q/q.go.html#T", "type/sub/q/T.html"},
		{"", "T.f", "T.f", "src/sub/q/q.go.html#T.f", "type/sub/q/T.html#f.f"},
		{"", "T.f.g", "T.f.g", "src/sub/q/q.go.html#T.f.g", "type/sub/q/T.html#f.f.g"},
		{"", "T.E", "T.E", "type/sub/q/T.html#f.E", "type/sub/q/T.html#f.E"},
		{"", "T.m", "T.m", "src/sub/q/q.go.html#T.m", "type/sub/q/T.html#f.m"},
		{"", "v", "v", "src/sub/q/q.go.html#v", "src/sub/q/q.go.html#v"},
		{"", "v.x", "v.x", "src/sub/q/q.go.html#v.x", "src/sub/q/q.go.html#v.x"},
		{"", "v.E", "v.E", "src/sub/q/q.go.html#L6", "src/sub/q/q.go.html#L6"},
		{"func/sub/q/f.html", "f", "f", "src/sub/q/q.go.html#f", "func/sub/q/f.html"},
		{"", "f.func1", "", "src/sub/q/q.go.html#L6", "src/sub/q/q.go.html#L6"},
		{"func/sub/q/macro.html", "macro", "macro", "src/sub/q/q.go.html#L3", "func/sub/q/macro.html"},
		{"func/sub/q/read.html", "read", "read", "src/sub/q/q.go.html#L6", "func/sub/q/read.html"},
		{"", "nowhere", "nowhere", "", ""},
		{"func/sub/q/other.h.html", "h", "other.h", "src/sub/q/q.go.html#other.h", "func/sub/q/other.h.html"},
	} {
		s := index.Sym(i)
		got := struct{ page, local, id, declared, best string }{u.Page[i], u.Local[i], u.ID[i], u.Declared(s), u.Best(s)}
		if got != want {
			t.Errorf("%s: %+v\nwant %+v", x.Symbols[i].ID, got, want)
		}
	}
	if u.File[0] != "src/p/a~20b.go.html" || u.Line(0, 7) != "src/p/a~20b.go.html#L7" {
		t.Errorf("the file is %s, a line of it %s", u.File[0], u.Line(0, 7))
	}
	for s, want := range map[index.Sym]index.Sym{0: 0, 1: 0, 2: 0, 5: index.NoSym, 6: index.NoSym} {
		if got := u.Outer(s); got != want {
			t.Errorf("%s belongs to %d, want %d", x.Symbols[s].ID, got, want)
		}
	}
}

// The addresses of pages about other releases, of labs, and of names with marks.
func TestMorePaths(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Lab("alloc"), "lab/alloc.html"}, {History("func/runtime/schedule.html"), "history/runtime/schedule.html"},
		{Gone("internal/a+b", "T.m<>"), "gone/internal/a~2bb/T.m~local.html"}, {Gone("runtime", "a·b/c"), "gone/runtime/a~b~c.html"},
		{Release("go1.26"), "release/go1.26.html"},
		{HeadingID("-What? Now!-"), "what~3f-now~21"}, {TermID("P (of the scheduler), 2nd"), "term-p-of-the-scheduler-2nd"},
		{Relative("a/b.html", "a/c/d.html"), "c/d.html"}, {Relative("a/b/c.html", "a"), "../../a"},
		{capitals("AZ@[aMz"), "AZM"}, {plainOf("func/p/Foo~F.html"), "Foo"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}
