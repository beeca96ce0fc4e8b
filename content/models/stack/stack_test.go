package stack

import (
	"slices"
	"strings"
	"testing"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

func TestModel(t *testing.T) {
	simtest.Check(t, Model(), simtest.Wanted{Runs: []sim.Given{
		{"depth": 60, "collections": 10, "frames": 3},
		{"program": 1, "depth": 60},
		{"program": 2, "goroutines": 8, "depth": 20, "frames": 1},
		{"program": 3, "limit": 1, "frames": 3},
	}, Tellings: tellings})
}

// Where a constant of the source is an expression, the expression is compared.
func TestNumbersAreThoseOfTheSource(t *testing.T) {
	for _, c := range []struct {
		pkg, name, text string
		is, want        int // is: ours; want: what the text comes to on 64-bit linux
	}{
		{"runtime", "stackMin", "2048", stackMin, 2048},
		{"runtime", "stackNosplit", "abi.StackNosplitBase * sys.StackGuardMultiplier", stackNosplit, 800},
		{"runtime", "stackGuard", "stackNosplit + stackSystem + abi.StackSmall", stackGuard, 800 + 0 + 128},
		{"internal/abi", "StackNosplitBase", "800", stackNosplit, 800},
		{"internal/abi", "StackSmall", "128", stackSmall, 128},
		{"internal/abi", "StackBig", "4096", stackBig, 4096},
	} {
		p := simtest.Std(t, c.pkg)
		e := p.Const(c.name)
		if e == nil {
			t.Errorf("%s.%s is not there", c.pkg, c.name)
			continue
		}
		if got := p.Text(e); got != c.text || c.is != c.want {
			t.Errorf("%s.%s is %s, not %s; the model has %d", c.pkg, c.name, got, c.text, c.is)
		}
	}
	runtime := simtest.Std(t, "runtime")
	for fn, want := range map[string]string{
		"main":                       "maxstacksize = 1000000000",
		"shrinkstack":                "gp.stack.hi - gp.sched.sp + stackNosplit; used >= avail/4",
		"newstack":                   "needed := max + stackGuard",
		"newproc1":                   "newg = malg(stackMin)",
		"gcComputeStartingStackSize": "if avg > uint64(maxstacksize) {",
		"copystack":                  "stackfree(old)",
		"gfget":                      "if gp.stack.lo != 0 && gp.stack.hi-gp.stack.lo != uintptr(startingStackSize) {",
	} {
		if d := runtime.Func(fn); d == nil || !strings.Contains(runtime.Text(d), want) {
			t.Errorf("%s does not say %q any more", fn, want)
		}
	}
	if maxStack != 1000000000 {
		t.Error("the model has another limit")
	}
}

// The compiler's checks, at the byte where each changes its mind.
func TestEntry(t *testing.T) {
	for _, c := range []struct{ size, used, frame, want int }{
		{2048, 1119, 128, 2048},
		{2048, 1120, 128, 4096},
		{2048, 1119, 8, 2048},
		{2048, 1118, 129, 2048},
		{2048, 1119, 129, 4096},
		{4096, 40, 3255, 4096},
		{4096, 40, 3256, 8192},
		{2048, 40, 40040, 65536},
		{2048, 40, 5000, 8192},
		{2048, 40, 8192 - 928 - 40, 8192}, // just what newstack asks for
		{2048, 40, 8192 - 928 - 39, 16384},
	} {
		if got, _, ok := Watch(c.size, maxStack).Call(c.frame, c.used); got != c.want || !ok {
			t.Errorf("a frame of %d with %d of %d used: %d %v, want %d", c.frame, c.used, c.size, got, ok, c.want)
		}
	}
	if CheckOf(128) != Small || CheckOf(129) != Large || CheckOf(4096) != Large || CheckOf(4097) != Huge {
		t.Error("the checks change at other frames")
	}
	if size, _, ok := Watch(65536, 100000).Call(1000, 64000); ok || size != 65536 {
		t.Errorf("beyond the limit: %d %v", size, ok)
	}
	if size, _, ok := Watch(32768, 65536).Call(1000, 32000); !ok || size != 65536 {
		t.Errorf("at the limit: %d %v", size, ok)
	}
}

func TestShrink(t *testing.T) {
	for _, c := range []struct{ size, used, want int }{
		{32768, 7391, 16384},
		{32768, 7392, 32768},
		{4096, 223, 2048},
		{4096, 224, 4096},
		{2048, 0, 2048},
	} {
		if got := shrinkstack(c.size, c.used); got != c.want {
			t.Errorf("%d of %d used: %d, want %d", c.used, c.size, got, c.want)
		}
	}
}

func TestStartingAndFirst(t *testing.T) {
	for _, c := range []struct{ bytes, stacks, want int }{
		{0, 0, 2048}, {1120, 1, 2048}, {1121, 1, 4096}, {8 * 6000, 8, 8192}, {1 << 40, 1, 1 << 30},
	} {
		if got := Starting(c.bytes, c.stacks, maxStack); got != c.want {
			t.Errorf("%d bytes in %d stacks: %d, want %d", c.bytes, c.stacks, got, c.want)
		}
	}
	if got := Starting(65_000, 1, 65_536); got != 65_536 { // the limit is for use and guard together
		t.Errorf("with a limit of 65,536 new stacks start at %d", got)
	}
	var p Pool
	p.Put(4096, 4096) // and then others start with 8192
	if size, reused, kept := p.Get(8192); size != 8192 || !reused || kept {
		t.Errorf("the goroutine with a stack of 4096 gets %d %v %v", size, reused, kept)
	}
	p.Put(8192, 8192)
	p.Put(2048, 8192)
	if s := p.Sizes(); len(s) != 2 || s[0] != 8192 || s[1] != 0 {
		t.Errorf("the pool keeps %v", s)
	}
	for i, want := range []struct {
		size         int
		reused, kept bool
	}{{8192, true, false}, {8192, true, true}, {2048, false, false}} {
		if size, reused, kept := p.Get(8192); size != want.size || reused != want.reused || kept != want.kept {
			t.Errorf("goroutine %d: %d %v %v, want %v", i, size, reused, kept, want)
		}
	}
}

// A stack that was copied is free for the next of its size.
func TestCopyFreesTheOldStack(t *testing.T) {
	w := Watch(stackMin, maxStack)
	lo := w.g.at.Lo
	w.Call(2000, entryUse)
	if again := w.m.stackalloc(stackMin); w.Size() == stackMin || again.Lo != lo {
		t.Errorf("the next stack of %d bytes is at %#x, and the old one was at %#x", stackMin, again.Lo, lo)
	}
}

func TestAdjust(t *testing.T) {
	from, to := Bounds{0x1000, 0x1800}, Bounds{0x4000, 0x5000}
	for p, want := range map[int]int{0x1000: 0x4800, 0x17ff: 0x4fff, 0x1800: 0x1800, 0xfff: 0xfff, heapObject: heapObject} {
		if got := Adjust(p, from, to); got != want {
			t.Errorf("%#x becomes %#x, want %#x", p, got, want)
		}
	}
}

// The stack that was freed last is the next of its size, also where a goroutine ended.
func TestFreedStacksComeBack(t *testing.T) {
	m := newMachine()
	first, second := m.newproc1(), m.newproc1()
	m.end(second)
	m.end(first)
	for i, want := range []*goroutine{first, second} {
		if got := m.newproc1(); got.at != want.at {
			t.Errorf("goroutine %d gets the stack at %#x, and not that of G%d at %#x", i+3, got.at.Lo, want.id, want.at.Lo)
		}
	}
}

func newMachine() *machine {
	return &machine{starting: stackMin, limit: maxStack, spare: map[int][]int{}, emit: func(*goroutine, string, string, string) {}}
}

// A collection takes the average of what the stacks use, not of their sizes. Goroutines that
// have ended do not count.
func TestCollect(t *testing.T) {
	m := newMachine()
	var ended []*goroutine
	for range 9 {
		ended = append(ended, m.newproc1())
	}
	for _, g := range ended {
		m.end(g)
	}
	total := 0
	for _, depth := range []int{1, 5, 30} {
		g := m.newproc1()
		for range depth {
			m.call(g, 552)
		}
		total += g.used()
	}
	m.collect()
	want := Starting(total, 3, maxStack)
	if others := []int{Starting(total, 1, maxStack), Starting(2*total, 3, maxStack), Starting(total, 3+6, maxStack)}; m.starting != want || slices.Contains(others, want) {
		t.Errorf("%d bytes in three stacks: new ones start at %d, want %d", total, m.starting, want)
	}
}

// The segments of Go 1.1, at the byte where a call needs another one: 4096 bytes without the
// 256 of the guard, and frames from 4096 on in any case.
func TestSegments(t *testing.T) {
	for _, c := range []struct {
		used, frame int
		full        bool
		next        int // the size of another segment
	}{
		{3839, 128, false, 4096},
		{3840, 128, true, 4096},
		{3839, 129, true, 4096},
		{96, 3871, false, 4895},
		{96, 3872, true, 4896},
		{96, 4096, true, 5120},
	} {
		if got := (segment{segmentMin, c.used}).full(c.frame); got != c.full {
			t.Errorf("a frame of %d with %d used: full is %v", c.frame, c.used, got)
		}
		if roomy := (segment{1 << 20, c.used}); roomy.full(c.frame) != (c.frame >= 4096) {
			t.Errorf("a frame of %d in a segment with much room: full is %v", c.frame, roomy.full(c.frame))
		}
		g := &goroutine{}
		g.seg.list = []segment{{segmentMin, segmentMin}}
		(&machine{}).segmentCall(g, c.frame)
		if last := g.seg.list[len(g.seg.list)-1]; last.size != c.next || last.used != segmentTop+c.frame+wordSize {
			t.Errorf("a frame of %d begins a segment of %+v", c.frame, last)
		}
		if (&machine{}).segmentReturn(g); len(g.seg.list) != 1 {
			t.Errorf("after the return from a frame of %d there are %d segments", c.frame, len(g.seg.list))
		}
	}
	g := &goroutine{}
	g.seg.begin()
	(&machine{}).segmentCall(g, 8)
	if (&machine{}).segmentReturn(g); g.seg.list[0].used != segmentTop {
		t.Errorf("after a return %d bytes of the first segment are used", g.seg.list[0].used)
	}
}

// A loop on the edge makes a segment on every turn, and the stack that moves does not
// grow in it more than once.
func TestHotSplit(t *testing.T) {
	m := Model()
	v, err := m.Fill(sim.Given{"program": 1, "depth": 30})
	if err != nil {
		t.Fatal(err)
	}
	s := newSim(v, 1).(*simulation)
	for _, ok := s.Step(); ok; _, ok = s.Step() {
	}
	if c := s.m.costs; c.cut != 30 || c.joined != 30 || c.growths > 3 {
		t.Errorf("30 turns cost %+v", c)
	}
}

// The checks of every step can fail.
func TestBrokenStacksAreFound(t *testing.T) {
	for want, spoil := range map[string]func(*goroutine, *machine){
		"the variable is at": func(g *goroutine, _ *machine) { g.frames[3].pointer.value++ },
		"into the heap":      func(g *goroutine, _ *machine) { g.frames[3].heap.value++ },
		"the guard is gone":  func(g *goroutine, _ *machine) { g.frames[len(g.frames)-1].size += g.size() },
		"overlap":            func(g *goroutine, m *machine) { m.all = append(m.all, &goroutine{id: 2, at: g.at}) },
	} {
		m := Model()
		v, err := m.Fill(sim.Given{"frames": 1})
		if err != nil {
			t.Fatal(err)
		}
		s := newSim(v, 1).(*simulation)
		for range 10 {
			s.Step()
		}
		spoil(s.g, s.m)
		if got := s.m.check(); !strings.Contains(got, want) {
			t.Errorf("%s: the check says %q", want, got)
		}
	}
}
