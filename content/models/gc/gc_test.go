package gc

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

func TestModel(t *testing.T) {
	heard := []sim.Given{
		{"cycles": 5, "mutator": 80, "buffer": 1, "alloc": 1, "barrier": int(Dijkstra)}, // stops, and goes on
		{"mutator": 85, "buffer": 3, "cycles": 5, "objects": 8},
		{"mutator": 85, "barrier": int(Conditional), "buffer": 0, "cycles": 2},
		{"cycles": 5, "buffer": 1}, // a flush finds something
		{"objects": 8, "fields": 2, "globals": 2, "goroutines": 2, "slots": 3, "schedule": 1},
		{"mutator": 85, "barrier": int(Conditional), "buffer": 2, "cycles": 2, "stacks": int(Grey)},
	}
	simtest.Check(t, Model(), simtest.Wanted{Heard: heard, Runs: []sim.Given{
		{"cycles": 3, "mutator": 80, "buffer": 1},
		{"objects": 8, "goroutines": 1, "slots": 3, "stacks": int(Grey), "barrier": int(Dijkstra), "mutator": 70},
		{"stacks": int(Black), "barrier": int(Yuasa), "mutator": 70, "cycles": 2},
	}, Tellings: tellings})
}

// A demo points at the moment when the object is freed, and at no other.
func TestDemosPointAtTheLoss(t *testing.T) {
	m := Model()
	for _, d := range m.Demos {
		trace := simtest.Trace(t, &m, d.Given, d.Seed)
		if e, broken := trace.Broken(); broken && e.Step != d.Step {
			t.Errorf("%s: breaks at step %d, and the demo points at %d", d.Title, e.Step, d.Step)
		}
	}
}

// Drawn runs under a sound set of switches never hide an object, whatever the seed.
func TestDrawnRunsHideNothing(t *testing.T) {
	m := Model()
	for seed := uint64(1); seed <= 200; seed++ {
		g := sim.Given{"mutator": 40 + int(seed%50), "buffer": int(seed % 4), "cycles": 2, "objects": 4 + int(seed%5), "fields": 1 + int(seed%2)}
		v, err := m.Fill(g)
		if err != nil {
			t.Fatal(err)
		}
		s := newSim(v, seed).(*simulation)
		for {
			e, ok := s.Step()
			if !ok {
				break
			}
			if hidden := s.hidden(&s.heap); hidden != 0 || e.Broken != "" {
				t.Fatalf("seed %d, %v: %s hides %s %s", seed, g, e.What, names(hidden), e.Broken)
			}
			s.buffersFit(t)
		}
	}
}

// buffersFit checks the work buffers against the colours: each grey object is in one place.
func (s *simulation) buffersFit(t *testing.T) {
	t.Helper()
	var seen [maxObjects]int
	count := func(b workbuf) {
		for _, o := range b {
			seen[o]++
		}
	}
	for _, l := range s.local {
		count(l.wbuf1)
		count(l.wbuf2)
		if l.now >= 0 {
			seen[l.now]++
		}
	}
	for _, b := range s.full {
		count(b)
	}
	for i, n := range seen {
		if want := int(s.having(grey) >> i & 1); n != want {
			t.Fatalf("object %s is %d times in the buffers, not %d", name(ref(i+1)), n, want)
		}
	}
}

// The runtime's sizes are those of the source.
func TestConstants(t *testing.T) {
	rt := simtest.Std(t, "runtime")
	for _, c := range []struct {
		name string
		want int64
	}{
		{"_WorkbufSize", workbufBytes},
		{"wbBufEntries", wbBufEntries},
	} {
		expr := rt.Const(c.name)
		if expr == nil {
			t.Errorf("the runtime has no %s", c.name)
			continue
		}
		v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, rt.Text(expr))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if n, _ := constant.Int64Val(v.Value); n != c.want {
			t.Errorf("%s is %d in the runtime, and %d here", c.name, n, c.want)
		}
	}
}

// In the source, both kinds of barrier that are written in Go note what was in the
// slot and what comes into it, and the flush shades whatever was noted.
func TestSourceShadesBoth(t *testing.T) {
	rt := simtest.Std(t, "runtime")
	for name, says := range map[string][]string{
		"atomicwb":            {"get2()", "= *slot", "= uintptr(new)"},
		"bulkBarrierPreWrite": {"get2()", "= *dstx", "= *srcx"},
		"wbBufFlush1":         {"range ptrs", "setMarked()", "putObjBatch"},
		"setGCPhase":          {"writeBarrier.enabled", "_GCmark", "_GCmarktermination"},
		// Small objects wait in their span, the others in a work buffer, as the model's page says.
		"gcUsesSpanInlineMarkBits": {"heapBitsInSpan(size) && size >= 16"},
		"tryDeferToSpanScan":       {"pageUseSpanInlineMarkBits", "gcw.spanq.put("},
		"greyobject":               {"gcw.putObj(obj)"},
	} {
		fn := rt.Func(name)
		if fn == nil {
			t.Errorf("the runtime has no %s", name)
			continue
		}
		for _, part := range says {
			if !strings.Contains(rt.Text(fn), part) {
				t.Errorf("%s does not say %q", name, part)
			}
		}
	}
}
