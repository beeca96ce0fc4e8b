package index_test

import (
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

func TestSmallIndexIsSound(t *testing.T) {
	if err := small().Validate(); err != nil {
		t.Fatal(err)
	}
	if err := new(index.Index).Validate(); err != nil {
		t.Errorf("an empty index: %v", err)
	}
}

// faults makes the small index unsound in one way each.
var faults = []struct {
	name string
	do   func(*index.Index)
	want string // in the message
}{
	{"packages out of order", func(x *index.Index) { slices.Reverse(x.Packages) }, "package 1"},
	{"package twice", func(x *index.Index) { x.Packages[1].Path = "p" }, "package 1"},
	{"files out of order", func(x *index.Index) { x.Files[0].Path = "z.go" }, "file 1"},
	{"file twice", func(x *index.Index) { x.Files[2].Path = "p/p.s" }, "file 2"},
	{"file of no package", func(x *index.Index) { x.Files[0].Pkg = 7 }, "package 7"},
	{"file of package -1", func(x *index.Index) { x.Files[0].Pkg = -1 }, "package -1"},
	{"file of unknown language", func(x *index.Index) { x.Files[2].Lang = 77 }, "p/p_linux.go"},
	{"excluded file with refs", func(x *index.Index) { x.Files[2].Refs = []index.Ref{{Off: 0, End: 7, Local: -1, Sym: -1}} }, "excluded"},

	{"ref leaves the file", func(x *index.Index) { last(x.Files[0].Refs).End = 9999 }, "leaves the file"},
	{"ref before the file", func(x *index.Index) { x.Files[0].Refs[0].Off = -3 }, "leaves the file"},
	{"empty ref", func(x *index.Index) { r := last(x.Files[0].Refs); r.End = r.Off }, "overlaps"},
	{"refs overlap", func(x *index.Index) { x.Files[0].Refs[1].Off = x.Files[0].Refs[0].Off }, "overlaps"},
	{"refs out of order", func(x *index.Index) { slices.Reverse(x.Files[0].Refs) }, "overlaps"},
	{"ref to no symbol", func(x *index.Index) { x.Files[0].Refs[0].Sym = 99 }, "symbol 99"},
	{"ref to symbol -2", func(x *index.Index) { x.Files[0].Refs[0].Sym = -2 }, "symbol -2"},
	{"ref to a place behind its file", func(x *index.Index) { r := last(x.Files[0].Refs); r.Sym, r.Local = -1, 9999 }, "9999"},
	{"ref to a place before its file", func(x *index.Index) { r := last(x.Files[0].Refs); r.Sym, r.Local = -1, -2 }, "-2"},

	{"symbols out of order", func(x *index.Index) { x.Symbols[symT].ID = "p.zz" }, "symbol 2"},
	{"symbol twice", func(x *index.Index) { x.Symbols[symT].ID = "p.(*T).m" }, "symbol 1"},
	{"symbol without a name", func(x *index.Index) { x.Symbols[symM].ID = "" }, "no package path"},
	{"symbol's name is malformed", func(x *index.Index) { x.Symbols[symM].ID = "p.(*T" }, "not closed"},
	{"symbol of another package", func(x *index.Index) { x.Symbols[symG].Pkg = 1 }, "is not in package 1"},
	{"symbol of no package", func(x *index.Index) { x.Symbols[symG].Pkg = 99 }, "is not in package 99"},
	{"symbol of unknown kind", func(x *index.Index) { x.Symbols[symG].Kind = 77 }, "p.g"},
	{"declaration leaves its file", func(x *index.Index) { x.Symbols[symG].Decl.End = 9999 }, "declaration"},
	{"declaration ends before it starts", func(x *index.Index) { d := &x.Symbols[symInit1].Decl; d.Off, d.End = d.End, d.Off }, "declaration"},
	{"declaration in no file", func(x *index.Index) { x.Symbols[symInit1].Decl.File = 99 }, "declaration"},
	{"name in no file", func(x *index.Index) { x.Symbols[symG].Name.File = 99 }, "name"},
	{"name leaves its file", func(x *index.Index) { x.Symbols[symG].Name.End = 9999 }, "name"},
	{"name outside the declaration", func(x *index.Index) { x.Symbols[symG].Name = x.Symbols[symT].Name }, "outside its declaration"},
	{"name in another file", func(x *index.Index) { x.Symbols[symG].Name.File = 1 }, "outside its declaration"},
	{"name outside the TEXT block", func(x *index.Index) {
		s := &x.Symbols[symG]
		s.Decl, s.Name = index.NoRange, index.Range{File: 0, Off: 0, End: 1}
	}, "p.g"},
	{"assembly leaves its file", func(x *index.Index) { x.Symbols[symG].Asm.End = 9999 }, "assembly"},
	{"stands nowhere", func(x *index.Index) { x.Symbols[symInit1].Decl = index.NoRange }, "stands nowhere"},
	{"type without a declaration", func(x *index.Index) {
		s := &x.Symbols[symT]
		s.Asm, s.Decl, s.Name = x.Symbols[symG].Asm, index.NoRange, index.NoRange
	}, "p.T"},
	{"signature ends outside the declaration", func(x *index.Index) { x.Symbols[symG].Head = 9999 }, "p.g"},
	{"signature ends before the declaration", func(x *index.Index) { x.Symbols[symG].Head = 0 }, "p.g"},

	{"method without type", func(x *index.Index) { x.Symbols[symM].Parent = index.NoSym }, "without parent"},
	{"field without type", func(x *index.Index) { x.Symbols[symTA].Parent = index.NoSym }, "without parent"},
	{"parent does not exist", func(x *index.Index) { x.Symbols[symTA].Parent = 99 }, "parent 99"},
	{"parent -2", func(x *index.Index) { x.Symbols[symTA].Parent = -2 }, "parent -2"},
	{"closure outside its function", func(x *index.Index) { x.Symbols[symInit1].Parent = symF }, "outside its parent"},
	{"closure is its own parent", func(x *index.Index) { x.Symbols[symF1].Parent = symF1 }, "p.f.func1"},
	{"closures are each other's parents", func(x *index.Index) {
		x.Symbols[symF11].Decl = x.Symbols[symF1].Decl
		x.Symbols[symF1].Parent = symF11
	}, "p.f.func1"},
	{"method of a function", func(x *index.Index) { x.Symbols[symM].Parent = symF }, "p.(*T).m"},

	{"locks out of order", func(x *index.Index) { slices.Reverse(x.Locks) }, "lock 1"},
	{"lock twice", func(x *index.Index) { x.Locks[1] = x.Locks[0] }, "lock 1"},
	{"lock without a name", func(x *index.Index) { x.Locks[1].Name = "" }, "lock 1"},
	{"lock of unknown kind", func(x *index.Index) { x.Locks[1].Kind = 77 }, "kind 77"},
	{"lock that is no symbol", func(x *index.Index) { x.Locks[1].Sym = 99 }, "symbol 99"},
	{"lock that is a function", func(x *index.Index) { x.Locks[1].Sym = symF }, "is a func"},
	{"mutex without a symbol", func(x *index.Index) { x.Locks[0].Kind = index.LockMutex }, "the world"},
	{"world with a symbol", func(x *index.Index) { x.Locks[1].Kind = index.LockWorld }, "lock T.a"},
	{"lock of a rank that is not", func(x *index.Index) { x.Locks[1].Ranks[0].Rank = 7 }, "rank 7"},
	{"rank given nowhere", func(x *index.Index) { x.Locks[1].Ranks[0].At = 9999 }, "nowhere"},
	{"rank after one that is not", func(x *index.Index) { x.Ranks[0].Before = []int32{7} }, "rank 0"},
	{"rank without a name", func(x *index.Index) { x.Ranks[0].Name = "" }, "rank 0"},
	{"locking out of order", func(x *index.Index) { slices.Reverse(x.Locking) }, "locking 1"},
	{"locking twice", func(x *index.Index) { x.Locking[1] = x.Locking[0] }, "locking 1"},
	{"locking of no function", func(x *index.Index) { x.Locking[0].Func = -1 }, "does not exist"},
	{"locking of a type", func(x *index.Index) { x.Locking[0].Func = symT }, "takes no lock"},
	{"locking of no lock", func(x *index.Index) { x.Locking[0].Lock = 7 }, "lock 7"},
	{"leaving that is not", func(x *index.Index) { x.Locking[0].Leaves = 77 }, "leaving 77"},
	{"lock taken elsewhere", func(x *index.Index) { x.Locking[0].Uses[0].At = 0 }, "outside the function"},
	{"lock taken in another file", func(x *index.Index) { x.Locking[0].Uses[0].File = 2 }, "outside the function"},
	{"unknown act", func(x *index.Index) { x.Locking[0].Uses[0].Act = 77 }, "act 77"},
	{"act by no function", func(x *index.Index) { x.Locking[0].Uses[0].Via = 99 }, "symbol 99"},
	{"act by a type", func(x *index.Index) { x.Locking[0].Uses[0].Via = symT }, "does not exist"},
	{"act with a text", func(x *index.Index) { x.Locking[0].Uses[0].Text = "so" }, "with the text"},
	{"comment without a text", func(x *index.Index) { x.Locking[1].Uses[0].Text = "" }, "with the text"},
	{"comment inside its function", func(x *index.Index) { x.Locking[1].Uses[0].At = off("g()\n}") }, "outside the function"},
	{"uses out of order", func(x *index.Index) { slices.Reverse(x.Locking[0].Uses) }, "out of order"},

	{"edges out of order", func(x *index.Index) { slices.Reverse(x.Edges) }, "edge 1"},
	{"edge twice", func(x *index.Index) { x.Edges = slices.Insert(x.Edges, 1, x.Edges[0]) }, "edge 1"},
	{"edge to nowhere", func(x *index.Index) { x.Edges[0].To = 99 }, "do not exist"},
	{"edge from nowhere", func(x *index.Index) { x.Edges[0].From = -1 }, "do not exist"},
	{"edge to a type", func(x *index.Index) { x.Edges[0].To = symT }, "cannot lead to a type"},
	{"edge from a type", func(x *index.Index) { x.Edges[0].From = symT }, "cannot lead"},
	{"site outside the caller", func(x *index.Index) { x.Edges[0].At = 0 }, "outside the caller"},
	{"site in another file", func(x *index.Index) { x.Edges[0].File = 2 }, "outside the caller"},
	{"edge of unknown kind", func(x *index.Index) { x.Edges[0].Kind = 77 }, "p.(*T).m"},
	{"edge without a rule", func(x *index.Index) { x.Edges[0].Rule = 0 }, "p.(*T).m"},
}

func last(refs []index.Ref) *index.Ref { return &refs[len(refs)-1] }

func TestEveryFaultIsReported(t *testing.T) {
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			x := small()
			f.do(x)
			err := x.Validate()
			if err == nil {
				t.Fatal("nothing was reported")
			}
			if !strings.Contains(err.Error(), f.want) {
				t.Errorf("got %v\nwant a message with %q", err, f.want)
			}
			if _, err := index.New(x); err == nil {
				t.Error("New took it")
			}
		})
	}
}

func TestFloodIsCutShort(t *testing.T) {
	x := small()
	for range 100 {
		x.Edges = append(x.Edges, index.Edge{From: 99})
	}
	err := x.Validate()
	if err == nil || strings.Count(err.Error(), "\n") > 25 || !strings.Contains(err.Error(), "more") {
		t.Errorf("got %v", err)
	}
}
