package index_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"sourcedive/indexer/index"
)

func TestOrphans(t *testing.T) {
	call := func(from, to index.Sym, kind index.EdgeKind) index.Edge {
		at := map[index.Sym]int32{symM: off("f() }"), symF: off("g()\n}"), symF1: off("g()\n\t}()"), symF11: off("g() }()")}
		return index.Edge{From: from, To: to, At: at[from], Kind: kind, Rule: index.RuleStatic}
	}
	keep := []index.Edge{call(symF, symF1, index.EdgeCall), call(symF1, symF11, index.EdgeCall), call(symF11, symG, index.EdgeCall)}
	for _, c := range []struct {
		name   string
		change func(x *index.Index)
		edges  []index.Edge
		want   map[index.ID]index.Reason
	}{
		{
			"nothing calls", func(x *index.Index) {
				declared := ref("f() {\n\tfunc", 1, symF, index.NameFunc, index.Declare)
				x.Files[0].Refs = slices.Insert(x.Files[0].Refs, 4, declared)
			}, nil,
			map[index.ID]index.Reason{
				"p.(*T).m": index.ReasonUnused, "p.f": index.ReasonUnknown, "p.f.func1": index.ReasonUnknown,
				"p.f.func1.1": index.ReasonUnknown, "p.g": index.ReasonUnknown, "p.init.func1": index.ReasonValue,
			},
		},
		{
			"calls in a row", nil, append([]index.Edge{call(symM, symF, index.EdgeCall)}, keep...),
			map[index.ID]index.Reason{"p.(*T).m": index.ReasonUnused, "p.init.func1": index.ReasonValue},
		},
		{
			"a ref is no call", nil, append([]index.Edge{call(symM, symF, index.EdgeRef)}, keep...),
			map[index.ID]index.Reason{"p.(*T).m": index.ReasonUnused, "p.f": index.ReasonValue, "p.init.func1": index.ReasonValue},
		},
		{
			"a call of itself is none", nil, append([]index.Edge{call(symF, symF, index.EdgeCall)}, keep[1:]...),
			map[index.ID]index.Reason{"p.(*T).m": index.ReasonUnused, "p.f": index.ReasonValue, "p.f.func1": index.ReasonUnknown, "p.init.func1": index.ReasonValue},
		},
		{
			"known to the compiler", func(x *index.Index) { x.Symbols[symF].Builtin = true }, keep,
			map[index.ID]index.Reason{"p.(*T).m": index.ReasonUnused, "p.f": index.ReasonCompiler, "p.init.func1": index.ReasonValue},
		},
		{
			"under another name", func(x *index.Index) { x.Symbols[symF].Link = "q.f"; x.Symbols[symF].Builtin = true }, keep,
			map[index.ID]index.Reason{"p.(*T).m": index.ReasonUnused, "p.f": index.ReasonLinkname, "p.init.func1": index.ReasonValue},
		},
		{
			"a linkname directive of one word", func(x *index.Index) {
				x.Symbols[symF].Directives = []index.Directive{{Name: "nosplit"}, {Name: "linkname", Args: "f"}}
			}, keep,
			map[index.ID]index.Reason{"p.(*T).m": index.ReasonUnused, "p.f": index.ReasonLinkname, "p.init.func1": index.ReasonValue},
		},
		{
			"named elsewhere before tests", func(x *index.Index) {
				x.Symbols[symF].Mentioned = index.MentionedElsewhere | index.MentionedInTests
				x.Symbols[symM].Mentioned = index.MentionedInTests
			}, keep,
			map[index.ID]index.Reason{"p.(*T).m": index.ReasonTest, "p.f": index.ReasonElsewhere, "p.init.func1": index.ReasonValue},
		},
		{
			"used as a value by a variable", func(x *index.Index) { x.Files[0].Refs[3].Access = index.Read }, keep,
			map[index.ID]index.Reason{"p.(*T).m": index.ReasonUnused, "p.f": index.ReasonValue, "p.init.func1": index.ReasonValue},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := small()
			x.Edges = index.SortedEdges(c.edges)
			if c.change != nil {
				c.change(x)
			}
			x, err := index.New(x)
			if err != nil {
				t.Fatal(err)
			}
			got := map[index.ID]index.Reason{}
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
