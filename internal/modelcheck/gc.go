package modelcheck

import (
	"context"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sourcedive/content/models/gc"
	"sourcedive/content/models/sim"
)

// gcSizes are the heaps that are searched: every pair of barrier and stacks on the
// first, the runtime's own way on all.
var gcSizes = []gc.Size{
	{Objects: 3, Fields: 1, Globals: 0, Goroutines: 1, Slots: 2},
	{Objects: 3, Fields: 1, Globals: 1, Goroutines: 1, Slots: 2},
	{Objects: 4, Fields: 1, Globals: 0, Goroutines: 1, Slots: 2},
	{Objects: 2, Fields: 2, Globals: 1, Goroutines: 1, Slots: 2},
	{Objects: 3, Fields: 1, Globals: 0, Goroutines: 2, Slots: 2},
}

// gcSound are the pairs that lose nothing, as it is argued for them; the search has to
// find the same.
var gcSound = map[gc.Barrier][]gc.Stacks{
	gc.Dijkstra: {gc.Grey}, gc.Yuasa: {gc.Black},
	gc.Hybrid: {gc.Grey, gc.Once, gc.Black}, gc.Conditional: {gc.Grey, gc.Once, gc.Black},
}

func gcSearch(ctx context.Context, _ Toolchain) (r Result, err error) {
	r.Band = "every heap of the sizes below, every order of moves, with no bound on how many; it says nothing of larger heaps"
	for b := gc.Off; b <= gc.Conditional; b++ {
		for st := gc.Grey; st <= gc.Black; st++ {
			r.searchPair(b, st)
		}
	}
	r.searchHybrid(gcSizes[0], false)
	r.searchHybrid(gcSizes[0], true)
	for _, size := range gcSizes[1:] {
		if ctx.Err() != nil {
			break
		}
		r.searchHybrid(size, false)
	}
	return r, ctx.Err()
}

// searchPair searches the first heap with a barrier and a treatment of stacks.
func (r *Result) searchPair(b gc.Barrier, st gc.Stacks) {
	f := gc.Search(gcSizes[0], gc.Rules{Barrier: b, Stacks: st}, 0)
	verdict := fmt.Sprintf("nothing is lost: %d states, %d moves, no state hides an object", f.States, f.Moves)
	if f.Lost {
		verdict = fmt.Sprintf("lost after %d moves, the least there are", f.Steps)
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%v barrier=%v stacks=%v: %s", gcSizes[0], b, st, verdict))
	sound := slices.Contains(gcSound[b], st)
	r.expect(!f.Cut && f.Lost != sound && !(sound && f.Hidden > 0),
		"barrier=%v stacks=%v: lost is %v, %d states hide an object", b, st, f.Lost, f.Hidden)
}

// searchHybrid searches a heap with the runtime's own barrier.
func (r *Result) searchHybrid(size gc.Size, buffered bool) {
	f := gc.Search(size, gc.Rules{Barrier: gc.Hybrid, Stacks: gc.Once, Buffered: buffered}, 0)
	if r.expect(!f.Cut && !f.Lost && f.Hidden == 0 && f.Heaps > 0, "%v barrier=hybrid stacks=once: lost is %v, %d states hide an object", size, f.Lost, f.Hidden) {
		r.Detail = append(r.Detail, fmt.Sprintf("%v barrier=hybrid stacks=once, with a buffer %v: nothing is lost: %d first heaps, %d states, %d moves", size, buffered, f.Heaps, f.States, f.Moves))
	}
}

// gcLifted is what puts objects into work buffers, and ends marking.
var gcLifted = struct{ files, names []string }{
	[]string{"mgcwork.go", "mgc.go"},
	[]string{
		"(*gcWork).init", "(*gcWork).putObj", "(*gcWork).putObjBatch", "(*gcWork).tryGetObj", "(*gcWork).dispose", "(*gcWork).empty",
		"(*workbuf).checknonempty", "(*workbuf).checkempty", "putempty", "putfull", "trygetfull", "gcMarkDone",
	},
}

type gcQuestion struct {
	Ops          [][]gc.BufferOp
	Before, Late [][2]int
}

func gcBuffers(ctx context.Context, tc Toolchain) (r Result, err error) {
	const seed = 1973
	r.Seed = seed
	rand := sim.NewRand(seed)
	var q gcQuestion
	for range 400 {
		q.Ops = append(q.Ops, drawBuffers(rand))
	}
	for n := range 81 { // none, one or two notes, four times
		q.Before = append(q.Before, [2]int{n % 3, n / 3 % 3})
		q.Late = append(q.Late, [2]int{n / 9 % 3, n / 27})
	}
	var a struct {
		States [][]string
		Ends   []string
	}
	if skip, err := tc.askLifted(ctx, "gc_buffers", gcLifted.files, gcLifted.names, q, &a); err != nil || skip != "" {
		r.Skipped = skip
		return r, err
	}
	if len(a.States) != len(q.Ops) || len(a.Ends) != len(q.Before) {
		return r, fmt.Errorf("%d and %d questions have %d and %d answers", len(q.Ops), len(q.Before), len(a.States), len(a.Ends))
	}
	for i, ops := range q.Ops {
		mine := gc.Buffers(ops)
		for k, real := range a.States[i] {
			if !r.expect(mine[k] == real, "sequence %d, operation %d %v: the runtime has %s, the model %s", i, k, ops[k], real, mine[k]) {
				break
			}
		}
	}
	for i, real := range a.Ends {
		mine := gc.MarkDone(q.Before[i], q.Late[i])
		r.expect(mine == real, "%v pointers noted, and %v late: marking %s really, and %s in the model", q.Before[i], q.Late[i], real, mine)
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d sequences of operations on buffers of two objects, %d ends of marking", len(a.States), len(a.Ends)))
	return r, nil
}

// drawBuffers draws operations that fill the buffers and empty them.
func drawBuffers(rand *sim.Rand) (ops []gc.BufferOp) {
	made := 0
	next := func() int { made++; return 1 + made%200 }
	for range 60 {
		o := gc.BufferOp{P: rand.N(2)}
		switch k := rand.N(10); {
		case k < 4:
			o.Kind, o.Objs = "put", []int{next()}
		case k < 5:
			o.Kind = "batch"
			for range 1 + rand.N(5) {
				o.Objs = append(o.Objs, next())
			}
		case k < 9:
			o.Kind = "get"
		default:
			o.Kind = "dispose"
		}
		ops = append(ops, o)
	}
	return ops
}

func gcBarrier(ctx context.Context, tc Toolchain) (r Result, err error) {
	dir, err := os.MkdirTemp("", "modelcheck")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	over, err := collectorTests(tc, dir)
	if err != nil {
		return r, err
	}
	out := filepath.Join(dir, "out")
	if _, err := tc.testPackage(ctx, "runtime", "TestModelcheckBarrier", over, "MODELCHECK_OUT="+out); err != nil {
		return r, err
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return r, err
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	slices.Sort(lines)
	var kinds [4]int
	black := 0
	for _, line := range lines {
		if err := r.countWrite(line, &kinds, &black); err != nil {
			return r, err
		}
	}
	r.Detail = append(r.Detail, fmt.Sprintf("%d stores, %d stores of nil, %d bulk copies, %d atomic stores during marking; %d objects allocated", kinds[0], kinds[1], kinds[2], kinds[3], black))
	for _, n := range kinds {
		if n == 0 {
			return r, fmt.Errorf("a kind of write did not occur while marking: %v", kinds)
		}
	}
	return r, nil
}

// countWrite reads a line: how often a write, or an allocation, went the same way.
func (r *Result) countWrite(line string, kinds *[4]int, allocated *int) error {
	var n int
	var w write
	var marked bool
	if k, _ := fmt.Sscanf(line, "%d alloc %t", &n, &marked); k == 2 {
		*allocated += n
		r.count(n, marked, "%d objects that were allocated while marking were white", n)
		return nil
	}
	if _, err := fmt.Sscanf(line, "%d write %d %t %t %t %t %d %d", &n, &w.kind, &w.old, &w.new, &w.hasOld, &w.hasNew, &w.others, &w.n); err != nil {
		return fmt.Errorf("%q: %w", line, err)
	}
	kinds[w.kind] += n
	r.count(n, w.asHybrid(), "%d writes of kind %d (old %v, new %v) noted old %v, new %v and %d others, in %d entries", n, w.kind, w.old, w.new, w.hasOld, w.hasNew, w.others, w.n)
	return nil
}

// write is one kind of write, and what its P's buffer had of it.
type write struct {
	kind           int
	old, new       bool // not nil
	hasOld, hasNew bool
	others, n      int // pointers that are neither, and all entries, nil too
}

// asHybrid asks the model: object 1 is overwritten with object 2. Where the compiler knows
// what is written, it notes just as many pointers as the model.
func (w write) asHybrid() bool {
	old, new := 0, 0
	if w.old {
		old = 1
	}
	if w.new {
		new = 2
	}
	notes := gc.Notes(gc.Hybrid, old, new, false)
	known := w.kind == 1 || w.kind == 0 && w.new
	return w.hasOld == (old != 0 && slices.Contains(notes, old)) && w.hasNew == (new != 0 && slices.Contains(notes, new)) &&
		w.others == 0 && (!known || w.n == len(notes))
}

// gcCheckmark lets the runtime check itself: with gccheckmark=1 it marks once more at
// the end of each cycle, with the world stopped, and fails for an object that the
// first marking has not found. That this finds anything is shown by a runtime whose
// barrier is lamed: the buffer's pointers are forgotten when it is flushed.
func gcCheckmark(ctx context.Context, tc Toolchain) (r Result, err error) {
	const cycles = 60
	env := []string{"GODEBUG=gccheckmark=1"}
	out, err := tc.runProgram(ctx, "gc_shuffle", nil, env, fmt.Sprint(cycles))
	if err != nil {
		return r, err
	}
	var ran, moves int
	if _, err := fmt.Sscan(string(out), &ran, &moves); err != nil || ran < cycles {
		return r, fmt.Errorf("gc_shuffle printed %q", out)
	}
	r.agree()
	r.Detail = append(r.Detail, fmt.Sprintf("the runtime as it is: %d cycles and %d million moves of pointers, nothing lost", ran, moves/1e6))

	dir, err := os.MkdirTemp("", "modelcheck")
	if err != nil {
		return r, err
	}
	defer os.RemoveAll(dir)
	lame, err := lameBarrier(tc, dir)
	if err != nil {
		return r, err
	}
	switch _, err = tc.runProgram(ctx, "gc_shuffle", lame, env, fmt.Sprint(cycles)); {
	case err == nil:
		r.disagree("without the barrier nothing was lost in %d cycles", cycles)
	case reportedLoss(err) != "":
		r.agree()
		r.Detail = append(r.Detail, "the runtime without the barrier: "+reportedLoss(err))
	default:
		return r, err
	}
	return r, nil
}

// reportedLoss is the runtime's report of a lost object: at the end of the cycle that lost
// it, or when a later one comes to it and its memory is free.
func reportedLoss(err error) string {
	for _, message := range []string{"checkmark found unmarked object", "marking free object", "found pointer to free object", "found bad pointer in Go heap"} {
		if strings.Contains(err.Error(), "fatal error: "+message) {
			return message
		}
	}
	return ""
}

// lameBarrier returns an overlay with a runtime that forgets what its barrier noted.
func lameBarrier(tc Toolchain, dir string) (map[string]string, error) {
	const file = "runtime/mwbbuf.go"
	text, err := splice(filepath.Join(tc.Root, "src", filepath.FromSlash(file)), "wbBufFlush1", "ptrs := …", func(n ast.Node) (from, to token.Pos) {
		if a, ok := n.(*ast.AssignStmt); ok && a.Tok == token.DEFINE && len(a.Lhs) == 1 {
			if id, ok := a.Lhs[0].(*ast.Ident); ok && id.Name == "ptrs" {
				return a.End(), a.End()
			}
		}
		return token.NoPos, token.NoPos
	}, "; ptrs = ptrs[:0]")
	if err != nil {
		return nil, err
	}
	own := filepath.Join(dir, "mwbbuf.go")
	return map[string]string{file: own}, os.WriteFile(own, text, 0o600)
}
