package indexer_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"sourcedive/indexer/index"
)

var (
	passesOnce sync.Once
	passesX    *index.Index
)

// passes is the index of testdata/passes.txtar.
func passes(t testing.TB) *index.Index {
	t.Helper()
	passesOnce.Do(func() {
		text, err := os.ReadFile("testdata/passes.txtar")
		if err != nil {
			t.Fatal(err)
		}
		passesX = source(t, string(text), "zpass", "zpush", "zpull", "zdead")
	})
	if passesX == nil {
		t.Skip("the fixture could not be read; another test says why")
	}
	return passesX
}

// edgesAt lists the edges to a function from a line of a file.
func edgesAt(x *index.Index, file int32, line int, to index.Sym) (list []index.Edge) {
	for _, e := range x.Callers(to) {
		if e.File == file && x.Line(e.File, e.At) == line {
			list = append(list, e)
		}
	}
	return list
}

// claims finds what the comments of a fixture claim and has each checked.
func claims(t *testing.T, x *index.Index, form *regexp.Regexp, check func(m []string, id index.ID, edges []index.Edge) bool) (n int) {
	t.Helper()
	for i := range x.Files {
		for line, text := range strings.Split(x.Files[i].Text, "\n") {
			for _, m := range form.FindAllStringSubmatch(text, -1) {
				n++
				id := index.ID(m[len(m)-1])
				edges := edgesAt(x, int32(i), line+1, sym(t, x, id))
				if !check(m, id, edges) {
					t.Errorf("%s:%d: %s does not hold: %v", x.Files[i].Path, line+1, m[0], edges)
				}
			}
		}
	}
	return n
}

func TestPassesFixtureIsWhole(t *testing.T) {
	x := passes(t)
	for _, p := range x.Problems {
		t.Errorf("%s:%d: %s", p.File, p.Line, p.Msg)
	}
	if len(x.Config.Roots) != 4 {
		t.Errorf("roots %v", x.Config.Roots)
	}
}

func TestPassesFixtureEdges(t *testing.T) {
	n := claims(t, passes(t), regexp.MustCompile(`WANT (!?)(\S+) (\S+)`), func(m []string, _ index.ID, edges []index.Edge) bool {
		return slices.ContainsFunc(edges, func(e index.Edge) bool { return m[2] == "*" || e.Kind.String() == m[2] }) == (m[1] == "")
	})
	if n < 75 {
		t.Errorf("only %d wants", n)
	}
}

// Every edge of a pass carries its kind and its number.
func TestRulesGoWithKinds(t *testing.T) {
	rules := map[index.EdgeKind]index.Rule{
		index.EdgeCall: index.RuleStatic, index.EdgeDefer: index.RuleStatic, index.EdgeGo: index.RuleStatic,
		index.EdgeRef: index.RuleRef, index.EdgeDynamic: index.RuleDynamic, index.EdgeLinkname: index.RuleLinkname,
	}
	seen := map[index.EdgeKind]int{}
	x := passes(t)
	for _, e := range x.Edges {
		if seen[e.Kind]++; rules[e.Kind] != e.Rule {
			t.Errorf("%s → %s: a %s of rule %d", x.Symbols[e.From].ID, x.Symbols[e.To].ID, e.Kind, e.Rule)
		}
	}
	for kind := range rules {
		if seen[kind] == 0 {
			t.Errorf("no %s in the fixture", kind)
		}
	}
}

// What is handed to a function that runs it on another stack is no value whose
// caller is unknown, in the one tree that has such functions.
func TestSwitchedFunctionsAreNoRefs(t *testing.T) {
	x := local(t)
	n := 0
	for _, e := range x.Edges {
		if e.Kind != index.EdgeSwitch {
			continue
		}
		n++
		if slices.ContainsFunc(x.Callees(e.From), func(r index.Edge) bool {
			return r.Kind == index.EdgeRef && r.File == e.File && r.At == e.At && r.To == e.To
		}) {
			t.Errorf("%s → %s is a switch and a ref at once", x.Symbols[e.From].ID, x.Symbols[e.To].ID)
		}
	}
	if n < 100 {
		t.Errorf("only %d switches", n)
	}
}

// The bodies behind declarations of other packages, on the real tree.
func TestLinknameEdges(t *testing.T) {
	x := local(t)
	for _, pair := range [][2]index.ID{
		{"time.Sleep", "runtime.timeSleep"},
		{"sync.runtime_Semacquire", "runtime.sync_runtime_Semacquire"},
		{"internal/poll.runtime_Semacquire", "runtime.poll_runtime_Semacquire"},
		{"reflect.typedmemmove", "runtime.reflect_typedmemmove"},
	} {
		from, to := sym(t, x, pair[0]), sym(t, x, pair[1])
		if !slices.ContainsFunc(x.Callees(from), func(e index.Edge) bool { return e.To == to && e.Kind == index.EdgeLinkname }) {
			t.Errorf("%s does not lead to %s", pair[0], pair[1])
		}
	}
	for _, e := range x.Edges {
		from, to := &x.Symbols[e.From], &x.Symbols[e.To]
		if e.Kind == index.EdgeLinkname && (from.Link == "" && to.Link == "" || from.Asm.OK()) {
			t.Errorf("%s → %s: no directive gives a name", from.ID, to.ID)
		}
	}
}

// A value without a place of its own, such as an implicit conversion, is where it is
// used, not at the start of the function.
func TestValueSites(t *testing.T) {
	x := local(t)
	for _, e := range x.Edges {
		from := &x.Symbols[e.From]
		if (e.Kind == index.EdgeRef || e.Kind == index.EdgeDynamic) && e.At == from.Body().Off && from.Kind != index.KindClosure {
			t.Errorf("%s → %s: a %s whose site is the start of the function", from.ID, x.Symbols[e.To].ID, e.Kind)
		}
	}
}
