package indexer_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sourcedive/indexer"
)

func TestOrphans(t *testing.T) {
	call := func(from, to indexer.Sym, kind indexer.EdgeKind) indexer.Edge {
		at := map[indexer.Sym]int32{symM: off("f() }"), symF: off("g()\n}"), symF1: off("g()\n\t}()"), symF11: off("g() }()")}
		return indexer.Edge{From: from, To: to, At: at[from], Kind: kind, Rule: indexer.RuleStatic}
	}
	keep := []indexer.Edge{call(symF, symF1, indexer.EdgeCall), call(symF1, symF11, indexer.EdgeCall), call(symF11, symG, indexer.EdgeCall)}
	for _, c := range []struct {
		name   string
		change func(x *indexer.Index)
		edges  []indexer.Edge
		want   map[indexer.ID]indexer.Reason
	}{
		{
			"nothing calls", func(x *indexer.Index) {
				declared := ref("f() {\n\tfunc", 1, symF, indexer.NameFunc, indexer.Declare)
				x.Files[0].Refs = slices.Insert(x.Files[0].Refs, 4, declared)
			}, nil,
			map[indexer.ID]indexer.Reason{
				"p.(*T).m": indexer.ReasonUnused, "p.f": indexer.ReasonUnknown, "p.f.func1": indexer.ReasonUnknown,
				"p.f.func1.1": indexer.ReasonUnknown, "p.g": indexer.ReasonUnknown, "p.init.func1": indexer.ReasonValue,
			},
		},
		{
			"calls in a row", nil, append([]indexer.Edge{call(symM, symF, indexer.EdgeCall)}, keep...),
			map[indexer.ID]indexer.Reason{"p.(*T).m": indexer.ReasonUnused, "p.init.func1": indexer.ReasonValue},
		},
		{
			"a ref is no call", nil, append([]indexer.Edge{call(symM, symF, indexer.EdgeRef)}, keep...),
			map[indexer.ID]indexer.Reason{"p.(*T).m": indexer.ReasonUnused, "p.f": indexer.ReasonValue, "p.init.func1": indexer.ReasonValue},
		},
		{
			"a call of itself is none", nil, append([]indexer.Edge{call(symF, symF, indexer.EdgeCall)}, keep[1:]...),
			map[indexer.ID]indexer.Reason{"p.(*T).m": indexer.ReasonUnused, "p.f": indexer.ReasonValue, "p.f.func1": indexer.ReasonUnknown, "p.init.func1": indexer.ReasonValue},
		},
		{
			"known to the compiler", func(x *indexer.Index) { x.Symbols[symF].Builtin = true }, keep,
			map[indexer.ID]indexer.Reason{"p.(*T).m": indexer.ReasonUnused, "p.f": indexer.ReasonCompiler, "p.init.func1": indexer.ReasonValue},
		},
		{
			"under another name", func(x *indexer.Index) { x.Symbols[symF].Link = "q.f"; x.Symbols[symF].Builtin = true }, keep,
			map[indexer.ID]indexer.Reason{"p.(*T).m": indexer.ReasonUnused, "p.f": indexer.ReasonLinkname, "p.init.func1": indexer.ReasonValue},
		},
		{
			"a linkname directive of one word", func(x *indexer.Index) {
				x.Symbols[symF].Directives = []indexer.Directive{{Name: "nosplit"}, {Name: "linkname", Args: "f"}}
			}, keep,
			map[indexer.ID]indexer.Reason{"p.(*T).m": indexer.ReasonUnused, "p.f": indexer.ReasonLinkname, "p.init.func1": indexer.ReasonValue},
		},
		{
			"named elsewhere before tests", func(x *indexer.Index) {
				x.Symbols[symF].Mentioned = indexer.MentionedElsewhere | indexer.MentionedInTests
				x.Symbols[symM].Mentioned = indexer.MentionedInTests
			}, keep,
			map[indexer.ID]indexer.Reason{"p.(*T).m": indexer.ReasonTest, "p.f": indexer.ReasonElsewhere, "p.init.func1": indexer.ReasonValue},
		},
		{
			"used as a value by a variable", func(x *indexer.Index) { x.Files[0].Refs[3].Access = indexer.Read }, keep,
			map[indexer.ID]indexer.Reason{"p.(*T).m": indexer.ReasonUnused, "p.f": indexer.ReasonValue, "p.init.func1": indexer.ReasonValue},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := small()
			x.Edges = indexer.SortedEdges(c.edges)
			if c.change != nil {
				c.change(x)
			}
			x, err := indexer.New(x)
			if err != nil {
				t.Fatal(err)
			}
			got := map[indexer.ID]indexer.Reason{}
			for _, o := range x.Orphans(0) {
				got[x.Symbols[o.Sym].ID] = o.Reason
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if list := x.Orphans(1); len(list) > 0 {
				t.Errorf("the other package has no functions, and orphans %v", list)
			}
		})
	}
}
