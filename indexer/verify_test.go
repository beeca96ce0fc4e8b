package indexer_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"sourcedive/indexer"
	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/index"
)

// localListing is what the compiler of the local tree made of runtime. It shares the
// cache of the sourcedive command.
var localListing = sync.OnceValues(func() (*asmlist.Listing, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil, errors.Join(asmlist.ErrNoToolchain, err)
	}
	stamp, err := indexer.StampTree(goroot())
	if err != nil {
		return nil, err
	}
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "GO") })
	return asmlist.Load(context.Background(), asmlist.Config{
		Root: goroot(), Version: goEnv("GOVERSION"), Packages: []string{"runtime"}, GOOS: runtime.GOOS, GOARCH: runtime.GOARCH,
		Env:      append(env, "GOENV=off", "GOTOOLCHAIN=local", "GOROOT="+goroot(), "CGO_ENABLED=0", "GOCACHE="+goEnv("GOCACHE")),
		CacheDir: filepath.Join(dir, "sourcedive", "listing"), Stamp: stamp.Compiler,
	})
})

var listedIndex = sync.OnceValues(func() (*index.Index, error) {
	l, err := localListing()
	if err != nil {
		return nil, err
	}
	cfg := config("runtime", "runtime/debug", "sync", "internal/sync", "time", "os", "reflect", "internal/poll")
	cfg.Closed, cfg.Listing = []string{"runtime"}, l
	return indexer.Build(context.Background(), cfg)
})

// listed is the index of the local runtime, with what its compiler inserts.
func listed(t testing.TB) (*index.Index, *asmlist.Listing) {
	t.Helper()
	if testing.Short() {
		t.Skip("the compiler's listing of the whole runtime takes long to make; it is not read in -short mode")
	}
	x, err := listedIndex()
	if errors.Is(err, asmlist.ErrNoToolchain) {
		t.Skipf("no compiler of the local tree can run here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	l, _ := localListing()
	return x, l
}

// report is what the index says of itself.
func report(t testing.TB) *index.Report {
	t.Helper()
	x, _ := listed(t)
	if x.Report == nil {
		t.Fatal("the index was made with a listing and has no report")
	}
	return x.Report
}

// inserted lists the compiler edges to a function.
func inserted(x *index.Index, to index.Sym) (list []index.Edge) {
	for _, e := range x.Callers(to) {
		if e.Kind == index.EdgeCompiler {
			list = append(list, e)
		}
	}
	return list
}

func TestInsertedCallers(t *testing.T) {
	x, l := listed(t)
	if x.Config.Listing != l.Toolchain+" "+l.Flags {
		t.Errorf("the index says it was made with %q", x.Config.Listing)
	}
	newproc := inserted(x, sym(t, x, "runtime.newproc"))
	for _, e := range newproc {
		from := x.Symbols[e.From].ID
		if e.Construct != index.GoStatement || e.Rule != index.RuleCompiler {
			t.Errorf("%s → newproc: construct %q, rule %d", from, e.Construct, e.Rule)
		}
		if from == "runtime.schedule" {
			t.Error("schedule starts no goroutine")
		}
		line, _, _ := strings.Cut(x.Files[e.File].Text[e.At:], "\n")
		if !strings.Contains(line, "go ") {
			t.Errorf("%s → newproc stands on %q", from, line)
		}
	}
	if len(newproc) < 5 {
		t.Errorf("only %d go statements", len(newproc))
	}
	for _, e := range x.Callers(sym(t, x, "runtime.newstack")) {
		if x.Symbols[e.From].ID != "runtime.morestack" {
			t.Errorf("%s → newstack as %s", x.Symbols[e.From].ID, e.Kind)
		}
	}
	switched := slices.ContainsFunc(x.Callers(sym(t, x, "runtime.goexit0")), func(e index.Edge) bool {
		return e.Kind == index.EdgeSwitch && x.Symbols[e.From].ID == "runtime.goexit1"
	})
	if !switched {
		t.Error("goexit0 is not switched to")
	}
}

// The go statements of the source and the compiler's calls of newproc are the same.
func TestGoStatementsAreNewprocs(t *testing.T) {
	x, _ := listed(t)
	type site struct {
		from index.Sym
		line int
	}
	calls := map[site]bool{}
	for _, e := range inserted(x, sym(t, x, "runtime.newproc")) {
		calls[site{e.From, x.Line(e.File, e.At)}] = true
	}
	pkg, _ := x.Pkg("runtime")
	n := 0
	for _, e := range x.Edges {
		if e.Kind != index.EdgeGo || e.Dead || x.Symbols[e.From].Pkg != pkg {
			continue
		}
		if n++; !calls[site{e.From, x.Line(e.File, e.At)}] {
			t.Errorf("%s:%d: a go statement in %s without a newproc", x.Files[e.File].Path, x.Line(e.File, e.At), x.Symbols[e.From].ID)
		}
	}
	if n < 5 {
		t.Errorf("only %d go statements", n)
	}
}

func TestPrologues(t *testing.T) {
	x, _ := listed(t)
	grows := map[index.Sym]bool{}
	n := 0
	for _, e := range x.Edges {
		if e.Kind != index.EdgeCompiler {
			if e.Construct != 0 {
				t.Errorf("%s → %s: a %s with construct %s", x.Symbols[e.From].ID, x.Symbols[e.To].ID, e.Kind, e.Construct)
			}
			continue
		}
		if e.Construct == 0 {
			t.Errorf("%s:%d: %s → %s: inserted for no construct", x.Files[e.File].Path, x.Line(e.File, e.At), x.Symbols[e.From].ID, x.Symbols[e.To].ID)
		}
		if strings.HasPrefix(string(x.Symbols[e.To].ID), "runtime.morestack") {
			n++
			grows[e.From] = true
			if e.Construct != index.Prologue {
				t.Errorf("%s → %s has construct %q", x.Symbols[e.From].ID, x.Symbols[e.To].ID, e.Construct)
			}
		} else if e.Construct == index.Prologue && x.Symbols[e.To].ID != "runtime.abort" {
			t.Errorf("%s → %s is called a prologue", x.Symbols[e.From].ID, x.Symbols[e.To].ID)
		}
	}
	if n < 1500 {
		t.Errorf("only %d prologues", n)
	}
	nosplit := 0
	for i := range x.Symbols {
		s := &x.Symbols[i]
		declared := slices.ContainsFunc(s.Directives, func(d index.Directive) bool { return d.Name == "nosplit" })
		if !declared && !slices.Contains(s.AsmFlags, "NOSPLIT") {
			continue
		}
		if nosplit++; grows[index.Sym(i)] {
			t.Errorf("%s is nosplit and has a prologue", s.ID)
		}
	}
	if nosplit < 400 {
		t.Errorf("only %d nosplit functions", nosplit)
	}
}

func TestVerify(t *testing.T) {
	r := report(t)
	if r.Package != "runtime" || r.Platform != runtime.GOOS+"/"+runtime.GOARCH || !strings.HasPrefix(r.Toolchain, r.Version+" ") {
		t.Errorf("the report is of %s %s %s, against %s", r.Package, r.Version, r.Platform, r.Toolchain)
	}
	for _, row := range []struct {
		what  string
		score index.Score
		least float64
		all   int
	}{
		{"written", r.Written, 99.9, 5000},
		{"inserted", r.Inserted, 99.5, 2000},
		{"direct", r.Direct, 99.9, 5000},
	} {
		if row.score.Percent() < row.least || row.score.All < row.all || row.score.Found > row.score.All {
			t.Errorf("%s: %d of %d, %.3f%%", row.what, row.score.Found, row.score.All, row.score.Percent())
		}
	}
	sum := 0
	for _, c := range r.Causes() {
		sum += c.Count
		t.Logf("%6d  %s", c.Count, c.Cause)
	}
	if sum != len(r.Differences) {
		t.Errorf("%d differences by cause, %d in all", sum, len(r.Differences))
	}
}

// A ledger of what counts against the graph, by version and platform. It may only
// shrink: a new entry fails the test, and so does one that no longer occurs.
var ledger = []struct{ version, cause, pair string }{
	{"go1.26.8 linux/amd64", index.CauseSpurious, "runtime.(*wbBuf).reset → runtime.throw"},
	{"go1.26.8 linux/amd64", index.CauseSpurious, "runtime.init.4 → runtime.throw"},
	{"go1.26.8 linux/amd64", index.CauseSpurious, "runtime.makeslice64 → runtime.panicmakeslicecap"},
	{"go1.26.8 linux/amd64", index.CauseSpurious, "runtime.makeslice64 → runtime.panicmakeslicelen"},
	{"go1.26.8 linux/amd64", index.CauseSpurious, "runtime.stackfree → runtime.sysFree"},
	{"go1.26.8 linux/amd64", index.CauseSpurious, "runtime.unsafeslice64 → runtime.panicunsafeslicelen1"},
	{"go1.26.8 linux/amd64", index.CauseSpurious, "runtime.unsafestring64 → runtime.panicunsafestringlen"},
}

func TestLedger(t *testing.T) {
	r := report(t)
	found := map[string]string{}
	for _, d := range r.Differences {
		if d.Cause == index.CauseMissed || d.Cause == index.CauseSpurious {
			found[d.From+" → "+d.To] = d.Cause
		}
	}
	here := r.Version + " " + r.Platform
	known := false
	for _, entry := range ledger {
		if entry.version != here {
			continue
		}
		known = true
		if found[entry.pair] != entry.cause {
			t.Errorf("%s is in the ledger as %q and is %q now", entry.pair, entry.cause, found[entry.pair])
		}
		delete(found, entry.pair)
	}
	if !known {
		t.Skipf("the ledger has no page for %s; %d differences would stand there", here, len(found))
	}
	for pair, cause := range found {
		t.Errorf("%s: %s, which is not in the ledger", pair, cause)
	}
}

// again is an index like another, with other edges.
func again(t *testing.T, x *index.Index, edges []index.Edge) *index.Index {
	t.Helper()
	y, err := index.New(&index.Index{
		Config: x.Config, Packages: x.Packages, Files: x.Files, Symbols: x.Symbols, Problems: x.Problems,
		Edges: index.SortedEdges(edges),
	})
	if err != nil {
		t.Fatal(err)
	}
	return y
}

func hasDifference(r *index.Report, cause, from, to string) bool {
	return slices.ContainsFunc(r.Differences, func(d index.Difference) bool {
		return d.Cause == cause && d.From == from && d.To == to
	})
}

// The verdict of Verify is worth something only if it can be a bad one.
func TestVerifyFails(t *testing.T) {
	x, l := listed(t)
	good := report(t)
	schedule, findRunnable, newproc := sym(t, x, "runtime.schedule"), sym(t, x, "runtime.findRunnable"), sym(t, x, "runtime.newproc")

	var without []index.Edge
	lost := map[index.Sym]bool{}
	for _, e := range x.Edges {
		switch {
		case e.From == schedule && e.Kind == index.EdgeCall:
			lost[e.To] = lost[e.To] || !e.Dead
		case e.To == newproc && e.Kind == index.EdgeCompiler:
		default:
			without = append(without, e)
		}
	}
	without = append(without, index.Edge{
		From: findRunnable, To: schedule, File: x.Symbols[findRunnable].Decl.File, At: x.Symbols[findRunnable].Decl.End - 1,
		Kind: index.EdgeCall, Rule: index.RuleStatic,
	})
	bad := indexer.Verify(again(t, x, without), l, "runtime")

	if fell := good.Written.Found - bad.Written.Found; fell < 8 || fell > len(lost) || bad.Written.All != good.Written.All {
		t.Errorf("without the %d callees of schedule, %d of %d written pairs are found, before %d", len(lost), bad.Written.Found, bad.Written.All, good.Written.Found)
	}
	if !hasDifference(bad, index.CauseMissed, "runtime.schedule", "runtime.findRunnable") || hasDifference(good, index.CauseMissed, "runtime.schedule", "runtime.findRunnable") {
		t.Error("a call that was taken out is not missed")
	}
	if bad.Inserted.Found >= good.Inserted.Found || bad.Inserted.All != good.Inserted.All {
		t.Errorf("without newproc's callers, %d of %d inserted pairs are found, before %d", bad.Inserted.Found, bad.Inserted.All, good.Inserted.Found)
	}
	if !hasDifference(bad, index.CauseSpurious, "runtime.findRunnable", "runtime.schedule") {
		t.Error("a call that was made up is not seen")
	}
	if bad.Direct.All-bad.Direct.Found != good.Direct.All-good.Direct.Found+1 {
		t.Errorf("direct edges %+v, before %+v", bad.Direct, good.Direct)
	}
}

// What is called dead is nothing that the compiler emits a call for.
func TestDeadPairsAreNotListed(t *testing.T) {
	x, l := listed(t)
	type pair struct{ from, to string }
	emitted := map[pair]bool{}
	for _, rec := range l.Records {
		emitted[pair{rec.From, rec.To}] = true
	}
	alive := map[pair]bool{}
	key := func(e index.Edge) pair {
		return pair{string(x.Symbols[e.From].ID), string(x.Symbols[e.To].ID)}
	}
	for _, e := range x.Edges {
		if !e.Dead {
			alive[key(e)] = true
		}
	}
	n := 0
	for _, e := range x.Edges {
		if !e.Dead || e.Kind != index.EdgeCall || alive[key(e)] {
			continue
		}
		if n++; emitted[key(e)] {
			t.Errorf("%s:%d: %s → %s is called dead, and the compiler emits it", x.Files[e.File].Path, x.Line(e.File, e.At), key(e).from, key(e).to)
		}
	}
	if n < 500 {
		t.Errorf("only %d dead pairs", n)
	}
}

func TestScore(t *testing.T) {
	for _, c := range []struct {
		s    index.Score
		want float64
	}{{index.Score{}, 100}, {index.Score{Found: 1, All: 4}, 25}, {index.Score{All: 3}, 0}} {
		if got := c.s.Percent(); got != c.want {
			t.Errorf("%+v is %v%%, want %v", c.s, got, c.want)
		}
	}
}

func TestRuntimeOrphans(t *testing.T) {
	x, _ := listed(t)
	pkg, _ := x.Pkg("runtime")
	reasons := []index.Reason{
		index.ReasonInit, index.ReasonLinkname, index.ReasonCompiler, index.ReasonExported, index.ReasonValue, index.ReasonInterface,
		index.ReasonEntry, index.ReasonElsewhere, index.ReasonTest, index.ReasonUnused, index.ReasonUnknown,
	}
	count := map[index.Reason]int{}
	for _, o := range x.Orphans(pkg) {
		s := x.Symbols[o.Sym]
		if count[o.Reason]++; o.Reason == index.ReasonUnknown {
			t.Logf("unexplained: %s", s.ID)
		}
		if !slices.Contains(reasons, o.Reason) || s.Pkg != pkg || !s.Kind.Callable() {
			t.Errorf("%s %s: %q", s.Kind, s.ID, o.Reason)
		}
		switch s.ID {
		case "runtime.newproc", "runtime.schedule", "runtime.mallocgc", "runtime.gcStart", "runtime.morestack", "runtime.newstack":
			t.Errorf("%s is an orphan: %s", s.ID, o.Reason)
		}
	}
	for _, r := range reasons {
		t.Logf("%5d  %s", count[r], r)
	}
	if count[index.ReasonUnknown] > 20 || count[index.ReasonInit] == 0 || count[index.ReasonExported] == 0 || count[index.ReasonLinkname] == 0 {
		t.Errorf("by reason: %v", count)
	}
}

// The ways that the usual graphs do not know.
func TestRuntimePaths(t *testing.T) {
	x, _ := listed(t)
	for _, c := range []struct {
		from, to index.ID
		kinds    index.Kinds
		want     string
	}{
		{"runtime.Gosched", "runtime.schedule", index.AllKinds, "switch call call"},
		{"runtime.Gosched", "runtime.schedule", index.KindsOf(index.EdgeCall), ""},
		{"runtime.morestack_noctxt", "runtime.newstack", index.AllKinds, "asm asm"},
		{"runtime.gcBgMarkStartWorkers", "runtime.newproc1", index.AllKinds, "compiler switch call"},
		{"runtime.schedule", "runtime.Gosched", index.KindsOf(index.EdgeCall), ""},
	} {
		var kinds []string
		paths := x.Paths(sym(t, x, c.from), sym(t, x, c.to), c.kinds, 1)
		for _, path := range paths {
			for _, e := range path {
				kinds = append(kinds, e.Kind.String())
			}
		}
		if got := strings.Join(kinds, " "); got != c.want {
			t.Errorf("%s to %s: %q, want %q", c.from, c.to, got, c.want)
		}
	}
	reached, distance := x.Reach(sym(t, x, "runtime.schedule"), 1, index.KindsOf(index.EdgeCall))
	if !slices.Contains(reached, sym(t, x, "runtime.findRunnable")) || slices.Max(distance) != 1 || slices.Min(distance) != 1 {
		t.Errorf("schedule reaches %d functions at %v", len(reached), distance)
	}
}
