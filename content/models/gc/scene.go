package gc

import (
	"fmt"
	"slices"
	"strings"

	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
)

// stage draws the frames of a run in one layout: the phases, roots on the left, objects
// on the heap's ground, and below what the workers hold.
type stage struct {
	t      *sim.Trace
	narrow bool
	heap   rect
	obj    rect // of the first object; those of a row stand dx apart, rows dy
	dx, dy int
	column bool // the objects stand below each other, and their pointers go around them
	root   rect // of a root, without its place
	low    int  // the end of the roots
	end    int  // of roots and heap

	f     *scene.Frame
	at    map[string]rect        // of roots and objects
	field map[string]scene.Point // where the pointer of a field begins: "A.l"
	lost  map[string]bool
}

type rect struct{ x, y, w, h int }

func (r rect) middle() scene.Point { return scene.Point{X: r.x + r.w/2, Y: r.y + r.h/2} }

func draw(t *sim.Trace) *scene.Drawing {
	return scene.Draw(len(t.Views)-1, newStage(t, false).frame, newStage(t, true).frame, score(t))
}

func newStage(t *sim.Trace, narrow bool) *stage {
	s := &stage{t: t, narrow: narrow}
	rows, objects := 1, 0
	for _, n := range t.Views[0].Block("heap").Nodes {
		if n.X > 0 {
			rows, objects = max(rows, n.Y+1), objects+1
		}
	}
	if narrow {
		s.root = rect{w: 98, h: 24}
		s.heap = rect{140, 44, 187, 246}
		s.dx, s.dy = 102, 238/rows
		s.obj = rect{150, 52, 66, min(56, s.dy-10)}
		if s.column = objects <= 3; s.column {
			s.dy = 240 / objects
			s.obj = rect{164, 54, 98, min(62, s.dy-16)}
		}
		return s
	}
	s.root = rect{w: 128, h: 32}
	s.heap = rect{252, 88, 556, 320}
	s.dx, s.dy = 292, 308/rows
	s.obj = rect{300, 106, 144, min(96, s.dy-18)}
	return s
}

func (s *stage) frame(step int) *scene.Frame {
	s.f = &scene.Frame{}
	s.at, s.field, s.lost = map[string]rect{}, map[string]scene.Point{}, map[string]bool{}
	v := s.t.Views[step]
	before := v
	if step > 0 {
		before = s.t.Views[step-1]
	}
	s.phases(v.Block("phase"), v.Block("facts"))
	s.f.At("heap", s.heap.x, s.heap.y, scene.Rect(s.heap.w, s.heap.h))
	heap, was := v.Block("heap"), before.Block("heap")
	state := map[string]string{}
	for _, n := range was.Nodes {
		state[n.ID] = n.State
	}
	s.roots(heap, state)
	s.objects(heap, state)
	s.links(heap, was)
	s.workers(v)
	return s.f
}

var (
	phaseWidths = [...]int{80, 164, 216, 164, 160}
	shortPhases = [...]string{"off", "", "mark", "", "sweep"}
)

func (s *stage) phases(b, facts sim.Block) {
	x, y, h := 24, 20, 26
	scale := 1.0
	if s.narrow {
		x, y, h, scale = 1, 2, 24, 326.0/784
	}
	for i, c := range b.Cells {
		w := int(float64(phaseWidths[i]) * scale)
		class, text := "rule", c.Text
		if c.State == sim.Running {
			class = "now"
		}
		if s.narrow {
			text = shortPhases[i]
		}
		if i == 1 || i == 3 {
			s.f.At("hair", 0, 0, scene.Hatch(x+1, y, w-2, h))
			if class == "rule" {
				class += " halo"
			}
		}
		s.f.Box(c.ID, "plain "+class, x, y, w, h, text)
		x += w
	}
	if s.narrow {
		s.f.Text("s x", 1, y+h+14, "write barrier: "+facts.Fact("barrier"))
		return
	}
	s.f.Text("s x", 24, y+h+18, "hatched: the world stands still · cycle "+facts.Fact("cycle"))
	s.f.Text("s x e", 808, y+h+18, "write barrier: "+facts.Fact("barrier")+" · stacks: "+facts.Fact("stacks"))
}

// roots draws the variables of each goroutine in a box, and the global ones.
func (s *stage) roots(b sim.Block, was map[string]string) {
	x, y, w := 24, s.heap.y, 176
	head, pad := 42, 24
	if s.narrow {
		x, w, head, pad = 1, 122, 30, 12
	}
	step := s.root.h + 6
	if s.narrow && s.crowded(b) {
		head, pad, step = 26, 8, 22
	}
	for i := 0; i < len(b.Nodes) && b.Nodes[i].X == 0; {
		owner, _, onStack := strings.Cut(b.Nodes[i].ID, ".")
		if !onStack {
			owner = ""
		}
		n := i
		for n < len(b.Nodes) && b.Nodes[n].X == 0 {
			of, _, has := strings.Cut(b.Nodes[n].ID, ".")
			if has != onStack || has && of != owner {
				break
			}
			n++
		}
		h := head + (n-i)*step + 6
		if onStack {
			s.f.At("P", x, y, scene.Round(w, h, 12))
			s.f.Circle("", "run", x+head/2+4, y+head/2+2, head/2-4, owner)
			s.f.Text("s", x+head+10, y+head/2+6, stackWord(b.Nodes[i].State, s.narrow))
		} else {
			s.f.At("pap", x, y, scene.Rect(w, h))
			s.f.Text("s", x+12, y+head/2+6, "globals")
		}
		for k := i; k < n; k++ {
			s.rootBox(b.Nodes[k], was, x+pad, y+head+(k-i)*step, min(s.root.h, step-2))
		}
		i, y = n, y+h+8
	}
	s.low = y
	s.end = max(y-8, s.heap.y+s.heap.h)
}

// crowded is whether the roots need more than the height of the heap.
func (s *stage) crowded(b sim.Block) bool {
	roots := 0
	for _, n := range b.Nodes {
		if n.X == 0 {
			roots++
		}
	}
	return roots > 5
}

func stackWord(state string, narrow bool) string {
	switch {
	case narrow || state == sim.Plain:
		return "its stack"
	case state == sim.Black:
		return "its stack, scanned"
	}
	return "to be scanned"
}

func (s *stage) rootBox(n sim.Node, was map[string]string, x, y, h int) {
	r := rect{x, y, s.root.w, h}
	s.at[n.ID] = r
	class := n.State
	if old, ok := was[n.ID]; ok && old != n.State {
		class += " now"
	}
	_, name, onStack := strings.Cut(n.ID, ".")
	if !onStack {
		name = n.ID
	}
	s.f.Tri(n.ID, strings.TrimSpace(class), r.x, r.y, r.w, r.h, name)
	i := s.f.Last()
	i.TX = 10 + 4*len(name)
	s.field[n.ID] = scene.Point{X: r.x + r.w, Y: r.y + r.h/2}
}

// objects draws each object with its fields, in the collector's colours.
func (s *stage) objects(b sim.Block, was map[string]string) {
	fields := 1
	for _, l := range b.Links {
		if l.Text == fieldNames[1] {
			fields = 2
		}
	}
	for _, n := range b.Nodes {
		if n.X == 0 {
			continue
		}
		r := rect{s.obj.x + (n.X/2-1)*s.dx, s.obj.y + n.Y*s.dy, s.obj.w, s.obj.h}
		if s.column {
			r.x, r.y = s.obj.x, s.obj.y+(n.Y*2+n.X/2-1)*s.dy
		}
		s.at[n.ID] = r
		class := n.State
		if n.State == sim.Lost {
			class = "white lost"
		}
		if old, ok := was[n.ID]; ok && old != n.State {
			class += " now"
		}
		s.f.Tri(n.ID, class, r.x, r.y, r.w, r.h, n.Text)
		s.f.Last().TX = 16
		s.f.Last().TY = min(r.h/4+5, 22)
		if n.State == sim.Free {
			if !s.narrow {
				s.f.Text("s x c", r.x+r.w/2, r.y+r.h/2+4, "a free slot")
			}
			continue
		}
		if n.State == sim.Lost {
			s.f.At("bad", r.x, r.y, fmt.Sprintf("M0 0l%d %dM%d 0l-%d %d", r.w, r.h, r.w, r.w, r.h))
			s.lost[n.ID] = true
			s.f.Text("red x", r.x, r.y+r.h+13, "freed, still reached")
		}
		w, h := 32, 20
		if s.narrow {
			w, h = 22, 16
		}
		for i := range fields {
			x, y := r.x+r.w-(fields-i)*(w+5), r.y+r.h-h-5
			s.f.Box("", "field "+strings.Fields(class)[0], x, y, w, h, fieldNames[i])
			s.f.Last().TX = w / 3
			s.field[n.ID+"."+fieldNames[i]] = scene.Point{X: x + w*2/3 + 3, Y: y + h/2}
		}
	}
}

// links draws the pointers: those of this step thick, and those that it took away.
func (s *stage) links(b, was sim.Block) {
	had, has := map[sim.Link]bool{}, map[sim.Link]bool{}
	for _, l := range was.Links {
		had[l] = true
	}
	for _, l := range b.Links {
		has[l] = true
		class := "ptr"
		if !had[l] {
			class = "move"
		}
		if s.lost[l.To] {
			class = "bad"
		}
		s.link(l, class)
	}
	for _, l := range was.Links {
		if !has[l] {
			s.link(l, "old")
		}
	}
}

func (s *stage) link(l sim.Link, class string) {
	start := l.From
	if l.Text != "" {
		start += "." + l.Text
	}
	from, ok := s.field[start]
	to, known := s.at[l.To]
	if !ok || !known {
		return
	}
	of := s.at[l.From]
	beside := l.Text != "" && (s.column || of.x == to.x && abs(of.y-to.y) > s.dy) // others stand between
	if beside {
		from.X = of.x + of.w
	} else if l.Text != "" {
		from = of.leave(from, to)
	}
	s.f.At(class+" dot", from.X, from.Y, scene.Disc(2))
	if l.From == l.To {
		s.f.Curve("", class, from, scene.Point{X: to.x + to.w + 2, Y: to.y + 10}, 14)
		return
	}
	if beside {
		around := (to.y - of.y) / 3 // farther away, farther out
		s.f.Curve("", class, from, scene.Point{X: to.x + to.w + 3, Y: to.y + 12}, -around-8*around/max(abs(around), 1))
		return
	}
	end := to.edge(from)
	bulge := min(14, (abs(end.X-from.X)+abs(end.Y-from.Y))/3)
	if end.X < from.X {
		bulge = -bulge
	}
	s.f.Curve("", class, from, end, s.around(from, end, bulge, l.From, l.To))
}

const lostWords = 18 // below an object that is lost

// around is how far a pointer bulges, so that it leads through no object but its own two, nor
// what is said below one.
func (s *stage) around(from, to scene.Point, bulge int, own ...string) int {
	for _, b := range []int{bulge, -bulge, 60, -60, 110, -110, 160, -160} {
		free := true
		for id, r := range s.at {
			below := 4
			if s.lost[id] {
				below = lostWords
			}
			if !slices.Contains(own, id) && scene.Bulges(from, to, b, scene.Point{X: r.x - 4, Y: r.y - 4}, scene.Point{X: r.x + r.w + 4, Y: r.y + r.h + below}) {
				free = false
			}
		}
		if free {
			return b
		}
	}
	return bulge
}

// leave is where a pointer of the field at p comes out of an object.
func (r rect) leave(p scene.Point, to rect) scene.Point {
	switch {
	case to.x > r.x+r.w:
		return scene.Point{X: r.x + r.w, Y: p.Y}
	case to.x+to.w < r.x:
		return scene.Point{X: r.x, Y: p.Y}
	case to.y < r.y:
		return scene.Point{X: p.X, Y: r.y}
	case to.y > r.y:
		return scene.Point{X: p.X, Y: r.y + r.h}
	}
	return scene.Point{X: r.x + r.w, Y: p.Y}
}

// edge is the point of a rectangle's edge on the way from its middle to a point.
func (r rect) edge(p scene.Point) scene.Point {
	m := r.middle()
	dx, dy := p.X-m.X, p.Y-m.Y
	if dx == 0 && dy == 0 {
		return m
	}
	t := 1.0
	if dx != 0 {
		t = min(t, float64(r.w/2+3)/float64(abs(dx)))
	}
	if dy != 0 {
		t = min(t, float64(r.h/2+3)/float64(abs(dy)))
	}
	return scene.Point{X: m.X + int(t*float64(dx)), Y: m.Y + int(t*float64(dy))}
}

func abs(n int) int { return max(n, -n) }

// workers draws what each P has to read, and what its barrier has noted.
func (s *stage) workers(v sim.View) {
	x, y, step, dx, half := 24, s.end+26, 20, 26, 400
	if s.narrow {
		x, y, step, dx, half = 1, s.end+16, 16, 16, 164
	}
	row := func(key, class, title string, cells []sim.Cell, keyed bool, at, y int) {
		if len(cells) == 0 {
			title += ": nothing"
		}
		s.f.Name(key, class, at, y, title)
		at += scene.Width(title, "x") + 8
		end := x + half - 6
		if at > end {
			end = s.heap.x + s.heap.w
		}
		for i, c := range cells {
			id := ""
			if keyed {
				id = c.ID
			}
			if at+dx+7*len(c.Text) > end {
				s.f.Text("s x", at, y, fmt.Sprintf("+%d", len(cells)-i))
				for _, rest := range cells[i:] {
					if keyed {
						s.f.Last().Holds += " " + rest.ID
					}
				}
				return
			}
			s.f.Tri(id, c.State+" small", at, y-11, dx-6, 14, "")
			s.f.Text("s x", at+dx-4, y, c.Text)
			at += dx + 4 + 7*len(c.Text)
		}
	}
	for i, l := range v.Block("workers").Lanes {
		title := l.Title + " to read"
		if l.Note != "" {
			title = l.Title + " " + l.Note
		}
		row(l.ID, "s x", title, l.Items, false, x, y+i*step)
	}
	for i, l := range v.Block("barrier").Lanes {
		row(l.ID, "s x", l.Title+" barrier", l.Items, false, x+half, y+i*step)
	}
	n := max(len(v.Block("workers").Lanes), len(v.Block("barrier").Lanes))
	if full := v.Block("full").Cells; len(full) > 0 {
		row("", "s x", "full buffers", full, true, x, y+n*step)
	}
	y += (n + 1) * step
	if s.narrow {
		s.f.Needs(y)
		if at := s.heap.y + s.heap.h - 54; s.low <= at {
			for i, c := range []struct{ class, says string }{{"white", "not reached yet"}, {"grey", "reached, not read"}, {"black", "reached and read"}} {
				s.f.Tri("", c.class, 1, at+i*20, 14, 14, "")
				s.f.Text("s x", 22, at+i*20+11, c.says)
			}
		}
		return
	}
	for i, c := range []struct{ class, says string }{{"white", "white: not reached yet"}, {"grey", "grey: reached, not all of it read"}, {"black", "black: reached and read"}} {
		s.f.Tri("", c.class, 24+i*250, y, 20, 20, "")
		s.f.Text("s", 54+i*250, y+14, c.says)
	}
	s.f.Needs(y + 34)
}

// score is the colour of each object over the run, and the phases over it.
func score(t *sim.Trace) *scene.Score {
	const left, right = 30, 828
	steps := len(t.Views) - 1
	at := scene.Steps(steps, left, right)
	f := &scene.Frame{}
	var objects []string
	for _, n := range t.Views[0].Block("heap").Nodes {
		if n.X > 0 {
			objects = append(objects, n.ID)
		}
	}
	rowH := max(8, min(18, 96/len(objects)))
	f.At("heap", left, 0, scene.Rect(right-left, rowH*len(objects)))
	for row, id := range objects {
		f.Text("s x", 8, row*rowH+rowH/2+4, id)
		for from := 0; from <= steps; {
			state := stateOf(t.Views[from], id)
			to := from + 1
			for to <= steps && stateOf(t.Views[to], id) == state {
				to++
			}
			if w := at[min(to, steps)] - at[from]; state != sim.Free && w > 0 {
				class := state
				if state == sim.Lost {
					class = "white lost"
				}
				f.Tri("", class, at[from], row*rowH+1, w, rowH-2, "")
			}
			from = to
		}
	}
	y := rowH*len(objects) + 12
	for from := 0; from <= steps; {
		phase := phaseOf(t.Views[from])
		to := from + 1
		for to <= steps && phaseOf(t.Views[to]) == phase {
			to++
		}
		if w := at[min(to, steps)] - at[from]; w > 7*len(phase) {
			f.Text("s x c", at[from]+w/2, y, phase)
		}
		f.At("rule", at[from], y-10, "M0 0v12")
		from = to
	}
	return &scene.Score{W: scene.WideWidth, H: y + 4, Items: f.Items, At: at}
}

func stateOf(v sim.View, id string) string {
	for _, n := range v.Block("heap").Nodes {
		if n.ID == id {
			return n.State
		}
	}
	return sim.Free
}

func phaseOf(v sim.View) string {
	for _, c := range v.Block("phase").Cells {
		if c.State == sim.Running {
			return c.Text
		}
	}
	return ""
}

var tries = []sim.Try{
	{Param: "barrier", Name: "Write barrier", Says: "What a pointer write shades while marking. The runtime's is the hybrid one."},
	{Param: "stacks", Name: "Stacks", Says: "Read again at the end, once, or all before the program goes on."},
	{Param: "objects", Name: "Objects", Says: "How many fit into the heap. The shortest loss is searched for with up to four or so."},
}

// lines are where the runtime does what the events tell.
var lines = []sim.Line{
	{Func: "runtime.finishsweep_m", Text: "for sweepone() != ^uintptr(0) {"},
	{Func: "runtime.gcMarkDone", Text: "gcMarkDoneFlushed = 0"},
	{Func: "runtime.gcMarkTermination", Text: "setGCPhase(_GCmarktermination)"},
	{Func: "runtime.gcStart", Text: "for trigger.test() && sweepone() != ^uintptr(0) {"},
	{Func: "runtime.gcSweep", Text: "mheap_.sweepgen += 2"},
	{Func: "runtime.gcWriteBarrier1", In: "runtime.wbBufFlush1", Text: "ptrs := pp.wbBuf.buf[:n]"},
	{Func: "runtime.gcWriteBarrier2", In: "runtime.wbBufFlush1", Text: "ptrs := pp.wbBuf.buf[:n]"},
	{Func: "runtime.gcmarknewobject", Text: "objIndex := span.objIndex(obj)"},
	{Func: "runtime.mallocgc", Text: "if size <= maxSmallSize-gc.MallocHeaderSize {"},
	{Func: "runtime.markrootBlock", Text: "scanblock(b, n, ptrmask, gcw, nil)"},
	{Func: "runtime.scanObject", Text: "obj := *(*uintptr)(unsafe.Pointer(addr))"},
	{Func: "runtime.scanstack", Text: "scanframeworker(&u.frame, &state, gcw)"},
	{Func: "runtime.setGCPhase", Text: "writeBarrier.enabled = gcphase == _GCmark || gcphase == _GCmarktermination"},
	{Func: "runtime.sweepone", Text: "s.sweep(false)"},
	{Func: "runtime.wbBufFlush1", Text: "findObject(ptr, 0, 0)"},
}
