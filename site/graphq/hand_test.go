package graphq

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

// hand makes an index of files written in a notation of its own, in which an edge is a line
// inside its function and a function literal is written inside the function around it:
//
//	func f {
//		call g
//		dead defer q/h
//		prologue morestack
//		lit f.func1 {
//			call g
//		}
//		switch f.func1
//	}
//
// The first line of a file is "package p" with comments such as "// Code generated". A name
// of another package has that before a slash. An asm function is written "asm f {".
func hand(t *testing.T, files ...string) *Graph {
	t.Helper()
	x := &index.Index{Config: index.Config{Version: "go1", GOOS: "linux", GOARCH: "amd64"}}
	type edge struct {
		from, to string
		file     int32
		at       int32
		kind     index.EdgeKind
		dead     bool
		why      index.Construct
	}
	var edges []edge
	parents := map[index.ID]index.ID{}
	for i, text := range files {
		head, _, _ := strings.Cut(text, "\n")
		pkg := strings.Fields(head)[1]
		x.Packages = append(x.Packages, index.Package{Path: pkg, Name: pkg})
		x.Files = append(x.Files, index.File{Path: pkg + "/" + pkg + ".go", Pkg: int32(i), Text: text})
		id := func(name string) string {
			if q, rest, ok := strings.Cut(name, "/"); ok {
				return q + "." + rest
			}
			return pkg + "." + name
		}
		var open []int // symbols
		off := int32(0)
		for line := range strings.Lines(text) {
			words := strings.Fields(line)
			at := off + int32(strings.Index(line, strings.TrimSpace(line)))
			off += int32(len(line))
			switch {
			case len(words) == 0 || words[0] == "package" || words[0] == "//":
			case words[0] == "func" || words[0] == "lit" || words[0] == "asm":
				s := index.Symbol{
					ID: index.ID(id(words[1])), Kind: index.KindFunc, Parent: index.NoSym, Pkg: int32(i),
					Decl: index.Range{File: int32(i), Off: at}, Name: index.NoRange, Asm: index.NoRange, Head: at,
				}
				if words[0] == "lit" {
					s.Kind = index.KindClosure
					parents[s.ID] = x.Symbols[open[len(open)-1]].ID
				}
				if words[0] == "asm" {
					s.Asm, s.Decl = s.Decl, index.NoRange
				}
				open = append(open, len(x.Symbols))
				x.Symbols = append(x.Symbols, s)
				if words[len(words)-1] == "{}" {
					line = "}"
				} else {
					continue
				}
				fallthrough
			case words[0] == "}":
				s := &x.Symbols[open[len(open)-1]]
				open = open[:len(open)-1]
				if s.Asm.OK() {
					s.Asm.End = off
				} else {
					s.Decl.End = off
				}
			default:
				e := edge{from: string(x.Symbols[open[len(open)-1]].ID), file: int32(i), at: at}
				if e.dead = words[0] == "dead"; e.dead {
					words = words[1:]
				}
				kind, known := index.ParseEdgeKind(words[0])
				switch words[0] {
				case "prologue":
					kind, e.why = index.EdgeCompiler, index.Prologue
				case "check":
					kind, e.why = index.EdgeCompiler, index.Check
				default:
					if !known {
						t.Fatalf("no kind of edge in %q", line)
					}
				}
				e.kind, e.to = kind, id(words[1])
				edges = append(edges, e)
			}
		}
	}
	slices.SortFunc(x.Symbols, func(a, b index.Symbol) int { return strings.Compare(string(a.ID), string(b.ID)) })
	find := func(id string) index.Sym {
		i := slices.IndexFunc(x.Symbols, func(s index.Symbol) bool { return string(s.ID) == id })
		if i < 0 {
			t.Fatalf("no function %s", id)
		}
		return index.Sym(i)
	}
	for i := range x.Symbols {
		if up, ok := parents[x.Symbols[i].ID]; ok {
			x.Symbols[i].Parent = find(string(up))
		}
	}
	for _, e := range edges {
		x.Edges = append(x.Edges, index.Edge{From: find(e.from), To: find(e.to), File: e.file, At: e.at, Kind: e.kind, Rule: 1, Dead: e.dead, Construct: e.why})
	}
	slices.SortFunc(x.Edges, index.CompareEdges)
	x, err := index.New(x)
	if err != nil {
		t.Fatal(err)
	}
	return New(x)
}

// peer writes a peer on a line: what it is and the lines of its sites.
func (g *Graph) peer(p Peer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", p.Kind, g.index.Symbols[p.Sym].ID)
	if p.Copies > 0 {
		fmt.Fprintf(&b, " ×%d", p.Copies)
	}
	for _, at := range p.Sites {
		fmt.Fprintf(&b, " :%d", g.index.Line(at.File, at.Off))
	}
	for _, c := range []struct {
		is   bool
		text string
	}{
		{p.InLiteral, "in a literal"}, {p.OnSystemStack, "on the system stack"}, {p.Dead, "dead"},
		{p.Construct != 0, "for " + p.Construct.String()},
	} {
		if c.is {
			b.WriteString(", " + c.text)
		}
	}
	if p.Drawn() != p.Kind {
		fmt.Fprintf(&b, ", drawn as %s", p.Drawn())
	}
	return b.String()
}

func (g *Graph) peers(list []Peer) string {
	var b strings.Builder
	for _, p := range list {
		b.WriteString(g.peer(p) + "\n")
	}
	return b.String()
}
