package stack

import (
	"fmt"
	"strings"

	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
)

// stage draws the frames of a run in one layout. A stack that moves changes sides: what
// was stays where it is, for the step of the copy.
type stage struct {
	t      *sim.Trace
	narrow bool
	x      [2]int // of the two columns
	w      int
	top, h int
	side   int
	bounds string // of the stack in the step before

	f   *scene.Frame
	was []piece
}

// piece is a part of a stack.
type piece struct {
	sim.Cell
	y, h int
}

func draw(t *sim.Trace) *scene.Drawing {
	return scene.Draw(len(t.Views)-1, newStage(t, false).frame, newStage(t, true).frame, score(t))
}

func newStage(t *sim.Trace, narrow bool) *stage {
	if narrow {
		return &stage{t: t, narrow: true, x: [2]int{24, 152}, w: 78, top: 40, h: 280}
	}
	return &stage{t: t, x: [2]int{92, 352}, w: 128, top: 56, h: 420}
}

func (s *stage) frame(step int) *scene.Frame {
	s.f = &scene.Frame{}
	s.f.Needs(s.top + s.h + 26)
	v := s.t.Views[step]
	b := v.Block("frames")
	if len(b.Lanes) == 0 {
		s.f.Text("s", 24, 40, "no goroutine yet")
		s.bounds, s.was = "", nil
		return s.f
	}
	l := b.Lanes[0]
	size, before := 0, 0
	for _, c := range l.Items {
		size += c.Size
	}
	for _, c := range s.was {
		before += c.Size
	}
	copied := s.bounds != "" && s.bounds != l.Title && step > 0 && s.t.Events[step-1].Func == "runtime.copystack"
	if s.bounds != l.Title {
		s.side = 1 - s.side
	}
	if s.bounds == "" || !copied && s.bounds != l.Title {
		s.side = 0
	}
	scale := float64(s.h) / float64(max(size, 1))
	if copied {
		scale = float64(s.h) / float64(max(size, before))
		s.old(before, scale)
	}
	s.head(b.Title, l, size, copied)
	pieces := s.column(l, scale)
	s.pointers(v.Block("words"), pieces, s.x[s.side]+s.w)
	s.f.Name(l.ID, "k", s.x[s.side], s.top-26, b.Title[strings.Index(b.Title, "G"):strings.Index(b.Title, ",")])
	if copied {
		s.travel(before, scale)
		s.dangling(v.Block("words"), pieces, scale)
	}
	s.words(v.Block("words"))
	s.segments(v.Block("segments"))
	s.others(v.Block("sizes"))
	s.bounds, s.was = l.Title, pieces
	return s.f
}

// head names the ends of a column.
func (s *stage) head(title string, l sim.Lane, size int, copied bool) {
	x := s.x[s.side]
	hi, lo, _ := strings.Cut(l.Title, " down to ")
	bytes := title[strings.LastIndex(title, ", ")+2:]
	class := "s"
	if copied {
		class = "k amb"
		if !s.narrow {
			bytes = "after: " + bytes
		}
	}
	s.f.Text(class, x, s.top-9, bytes)
	if s.narrow {
		return
	}
	s.f.Text("m x e", x-8, s.top+8, hi)
	s.f.Text("m x e", x-8, s.top+s.h+4, lo)
}

// column draws the stack, high addresses on top.
func (s *stage) column(l sim.Lane, scale float64) (pieces []piece) {
	x, at := s.x[s.side], 0
	total := 0
	for _, c := range l.Items {
		total += c.Size
	}
	s.f.At("pap", x, s.top, scene.Rect(s.w, int(float64(total)*scale)))
	at = total
	for _, c := range l.Items {
		at -= c.Size
	}
	top := 0
	for _, c := range l.Items {
		y0, y1 := s.top+int(float64(top)*scale), s.top+int(float64(top+c.Size)*scale)
		top += c.Size
		p := piece{c, y0, max(1, y1-y0)}
		pieces = append(pieces, p)
		s.piece(p, x)
	}
	return pieces
}

func (s *stage) piece(p piece, x int) {
	text := p.Text
	if p.h < 13 {
		text = ""
	}
	switch p.ID {
	case "free":
		s.f.Name(p.ID, "s c", x+s.w/2, p.y+p.h/2+4, text)
	case "guard":
		s.f.Path(p.ID, "rule", scene.Hatch(x, p.y, s.w, p.h))
		if !s.narrow {
			s.f.Text("s x", x+s.w+8, p.y+p.h/2+4, "guard")
		}
	default:
		class := "used"
		if p.State == sim.Now {
			class = "now"
		}
		s.f.Box(p.ID, class, x, p.y, s.w, p.h, text)
	}
}

// pointers draws in each frame its pointer to the frame of its caller.
func (s *stage) pointers(b sim.Block, pieces []piece, x int) {
	at := map[string]int{}
	for _, p := range pieces {
		at[p.ID] = p.y + p.h/2
	}
	for n, l := range b.Lanes {
		i := 0
		fmt.Sscanf(l.ID, "w%d", &i)
		from, ok := at[fmt.Sprintf("f%d", i)]
		to, known := at[fmt.Sprintf("f%d", i-1)]
		if !known {
			to = at["outer"]
		}
		if !ok {
			continue
		}
		class := "ptr"
		if l.Items[0].State == sim.Now {
			class = "move"
		}
		s.f.Curve(l.ID, class, scene.Point{X: x, Y: from + 2}, scene.Point{X: x + 2, Y: to + 3}, 12+4*(n%3))
	}
}

// old draws the stack that was left, and the bytes that were copied.
func (s *stage) old(size int, scale float64) {
	x := s.x[1-s.side]
	s.f.At("old", x, s.top, scene.Rect(s.w, int(float64(size)*scale)))
	if !s.narrow {
		s.f.Text("s", x, s.top-9, "before: "+bytesOf(size))
	} else {
		s.f.Text("s", x, s.top-9, bytesOf(size))
	}
	top := 0
	for _, c := range s.was {
		y0, h := s.top+int(float64(top)*scale), int(float64(c.Size)*scale)
		top += c.Size
		if c.ID == "free" || c.ID == "guard" {
			continue
		}
		text := c.Text
		if h < 13 {
			text = ""
		}
		s.f.Box("", "gone", x, y0, s.w, max(h, 1), text)
	}
}

// travel is the way of the copy, for all frames at once.
func (s *stage) travel(before int, scale float64) {
	used, keys := 0, []string{}
	for _, c := range s.was {
		if c.ID != "free" && c.ID != "guard" {
			used += c.Size
			keys = append(keys, c.ID)
		}
	}
	a, b := s.x[1-s.side]+s.w+6, s.x[s.side]-6
	if s.side == 0 {
		a, b = s.x[1]-6, s.x[0]+s.w+6
	}
	y := s.top + max(44, int(float64(used)*scale)/2)
	s.f.Arrow("", "move", scene.Point{X: a, Y: y}, scene.Point{X: b, Y: y})
	s.f.Last().Moves = strings.Join(keys, " ")
	if s.narrow {
		s.f.Text("k x c halo amb", (a+b)/2, y-10, fmt.Sprintf("%d", used))
	} else {
		s.f.Text("k c halo amb", (a+b)/2, y-24, fmt.Sprintf("%d", used))
		s.f.Text("c halo", (a+b)/2, y-8, "bytes copied")
	}
}

// dangling is the integer of the innermost frame: it still says where its caller's
// variable was.
func (s *stage) dangling(b sim.Block, pieces []piece, scale float64) {
	n := len(b.Lanes)
	if n == 0 || b.Lanes[n-1].Items[2].State != sim.Old {
		return
	}
	from, to, top := 0, 0, 0
	for i, p := range pieces {
		if "w"+strings.TrimPrefix(p.ID, "f") == b.Lanes[n-1].ID && i > 0 {
			from, to = p.y+p.h/2, s.top+int(float64(top-pieces[i-1].Size/2)*scale)
		}
		top += p.Size
	}
	a, c := s.x[s.side], s.x[1-s.side]+s.w
	bulge := -30
	if s.side == 0 {
		a, c, bulge = s.x[0]+s.w, s.x[1], 30
	}
	s.f.Curve("", "bad", scene.Point{X: a, Y: from}, scene.Point{X: c, Y: to}, bulge)
	if !s.narrow {
		for i, line := range []string{"an integer stays:", "nothing is there", "any more"} {
			s.f.Text("s x c red halo", (a+c)/2, max(from, to)+40+14*i, line)
		}
	}
}

// words are those of the innermost frame, or of the one that the last copy changed last.
func (s *stage) words(b sim.Block) {
	if len(b.Lanes) == 0 || s.narrow {
		return
	}
	x, y := 556, s.top+8
	l := b.Lanes[len(b.Lanes)-1]
	for _, o := range b.Lanes {
		if o.Items[0].State == sim.Now || o.Items[2].State == sim.Old {
			l = o
		}
	}
	s.f.Text("k", x, y, "Three words of "+l.Title)
	says := [3]string{"points to its caller's variable", "into the heap: stays", "its caller's address, as a number: right"}
	class := [3]string{"s x", "s x", "s x"}
	if l.Items[0].State == sim.Now {
		says[0], class[0] = "moved along by the last copy", "x amb"
	}
	if l.Items[2].State == sim.Old {
		says[2], class[2] = "the same as before the copy: nothing is there", "x red"
	}
	for i, c := range l.Items {
		s.f.Text("m", x, y+24+i*40, c.Text)
		s.f.Text(class[i], x, y+39+i*40, says[i])
	}
}

// segments draws the same calls with segments: a row for each, to scale.
func (s *stage) segments(b sim.Block) {
	x, y, w, step := 556, s.top+186, 220, 20
	if s.narrow {
		x, y, w, step = 262, s.top+20, 64, 18
		s.f.Text("s x", x, y-8, "segments")
	} else {
		s.f.Text("k", x, y-24, "The same calls in segments")
		s.f.Text("s x", x, y-9, "as in Go 1.1: made by a call, freed by its return")
	}
	most := 1
	for _, l := range b.Lanes {
		most = max(most, l.Items[0].Size+l.Items[1].Size)
	}
	for i, l := range b.Lanes {
		all := w * (l.Items[0].Size + l.Items[1].Size) / most
		used := w * l.Items[0].Size / most
		s.f.Box(l.ID, "", x, y+i*step, max(all, 2), step-5, "")
		class := "used"
		if l.Items[0].State == sim.Now {
			class = "now"
		}
		s.f.Box("", class, x, y+i*step, max(used, 1), step-5, "")
	}
}

// others are the stacks of all goroutines, where there are several.
func (s *stage) others(b sim.Block) {
	if len(b.Bars) < 2 || s.narrow {
		return
	}
	x, y := 556, s.top+s.h-16*len(b.Bars)+8
	var most int64 = 1
	for _, bar := range b.Bars {
		most = max(most, bar.Max)
	}
	s.f.Text("s x", x, y-14, "all stacks, and what is used of them")
	for i, bar := range b.Bars {
		at := y + i*16
		s.f.Text("m x", x, at+9, bar.Title)
		s.f.At("pap", x+30, at, scene.Rect(int(190*bar.Max/most), 11))
		s.f.At("band", x+30, at, scene.Rect(int(190*bar.Value/most), 11))
	}
}

// score is how large the stack is, and how much of it is used.
func score(t *sim.Trace) *scene.Score {
	const left, right, h = 34, 828, 66
	steps := len(t.Views) - 1
	at := scene.Steps(steps, left, right)
	f := &scene.Frame{}
	var most int64 = 2048
	for _, v := range t.Views {
		for _, bar := range v.Block("sizes").Bars {
			most = max(most, bar.Max)
		}
	}
	y := func(n int64) int { return h - int(float64(h-6)*float64(n)/float64(most)) }
	for _, n := range []int64{most, most / 2} {
		f.Text("s x e", left-6, y(n)+4, short(n))
	}
	size, used := fmt.Sprintf("M%d %d", left, h), fmt.Sprintf("M%d %d", left, h)
	for i, v := range t.Views {
		var bar sim.Bar
		for _, o := range v.Block("sizes").Bars {
			if bar.Max == 0 || o.State == sim.Running {
				bar = o
			}
		}
		size += fmt.Sprintf("V%dH%d", y(bar.Max), at[min(i+1, steps)])
		used += fmt.Sprintf("V%dH%d", y(bar.Value), at[min(i+1, steps)])
	}
	f.Path("", "band", used+fmt.Sprintf("V%dz", h))
	f.Path("", "line", used)
	f.Path("", "out", size)
	f.Text("s x e", right, y(most)+14, "size of the stack, and what is used")
	return &scene.Score{W: scene.WideWidth, H: h, Items: f.Items, At: at}
}

func short(n int64) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d M", n>>20)
	}
	return fmt.Sprintf("%d K", n>>10)
}

var tries = []sim.Try{
	{Param: "frames", Name: "Frames", Says: "A large one can make the stack grow by more than double."},
	{Param: "depth", Name: "Depth", Says: "How many calls deep before they return."},
	{Param: "collections", Name: "Collections", Says: "Each halves a stack of which less than a quarter is used."},
}

// lines are where the runtime does what the events tell.
var lines = []sim.Line{
	{Func: "runtime.copystack", Text: "memmove(unsafe.Pointer(new.hi-ncopy), unsafe.Pointer(old.hi-ncopy), ncopy)"},
	{Func: "runtime.gcComputeStartingStackSize", Text: "avg := scannedStackSize/scannedStacks + stackGuard"},
	{Func: "runtime.gfget", Text: "gp.stack.hi-gp.stack.lo != uintptr(startingStackSize)"},
	{Func: "runtime.gfput", Text: "stksize != uintptr(startingStackSize)"},
	{Func: "runtime.malg", Text: "stackalloc(uint32(stacksize))"},
	{Func: "runtime.morestack", In: "runtime.newstack", Text: "thisg := getg()"},
	{Func: "runtime.newstack", Text: "newsize := oldsize * 2"},
	{Func: "runtime.scanstack", Text: "shrinkstack(gp)"},
	{Func: "runtime.shrinkstack", Text: "if used := gp.stack.hi - gp.sched.sp + stackNosplit; used >= avail/4 {"},
	{Func: "runtime.stackGuard", In: "runtime.newstack", Text: "needed := max + stackGuard"},
	{Func: "runtime.throw", In: "runtime.newstack", Text: "throw(\"stack overflow\")"},
}
