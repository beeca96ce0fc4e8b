package sched

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
)

// place is where a goroutine is drawn.
type place struct {
	where string // "P0 queue"; a move is from one to another
	x, y  int
	class string
}

// stage draws the frames of a run in one layout.
type stage struct {
	grid
	t     *sim.Trace
	last  map[string]int // the last view that shows a goroutine
	first map[string]int // by processor: the place of the ring that its row begins with

	f       *scene.Frame
	step    int
	was, is map[string]place
	lengths map[string]int // of the queues, in the view before and in this one
	longer  map[string]int
	hidden  map[string]bool // behind a number: "+7"
}

func draw(t *sim.Trace) *scene.Drawing {
	return scene.Draw(len(t.Views)-1, newStage(t, false).frame, newStage(t, true).frame, score(t))
}

func newStage(t *sim.Trace, narrow bool) *stage {
	s := &stage{t: t, last: map[string]int{}, first: map[string]int{}}
	apart := false
	for i, v := range t.Views {
		_, alone := threadsOf(v)
		apart = apart || len(alone) > 0
		for _, b := range v.Blocks {
			for _, c := range b.Cells {
				s.last[c.ID] = i
			}
			for _, l := range b.Lanes {
				for _, c := range l.Items {
					s.last[c.ID] = i
				}
			}
		}
	}
	s.grid = gridOf(len(t.Views[0].Block("p").Lanes), narrow, apart)
	return s
}

// frame draws what is on the stage after a step. Goroutines come last, over all else.
func (s *stage) frame(step int) *scene.Frame {
	s.step, s.f = step, &scene.Frame{}
	s.was, s.is = s.is, map[string]place{}
	s.lengths, s.longer, s.hidden = s.longer, map[string]int{}, map[string]bool{}
	v := s.t.Views[step]
	s.global(v.Block("global"), v.Block("facts"))
	for i, l := range v.Block("p").Lanes {
		s.processor(i, l)
		_, y := s.at(i)
		s.f.Needs(y + s.ph + 2)
	}
	s.threads(v)
	s.waiting(v.Block("waiting"))
	s.held()
	s.inHand()
	s.ghosts()
	s.moves()
	s.goroutines()
	return s.f
}

// put places a goroutine, unless it has a place already.
func (s *stage) put(c sim.Cell, where string, x, y int) {
	if _, ok := s.is[c.ID]; ok || c.ID == "" {
		return
	}
	s.is[c.ID] = place{where, x, y, map[string]string{sim.Running: "run", sim.Waiting: "wait"}[c.State]}
}

func (s *stage) global(b sim.Block, facts sim.Block) {
	g := &s.glob
	n, _ := strconv.Atoi(strings.Fields(b.Note)[0])
	s.longer["global"] = n
	s.f.At("pill", g.x, g.y, scene.Round(g.w, g.h, g.h/2))
	if s.narrow {
		s.f.Text("s", g.x+12, g.y+g.h/2+4, "global queue")
	} else {
		s.f.Text("k", g.x, g.y-12, "Global queue")
		s.f.Text("s", g.x+102, g.y-12, "under sched.lock")
		s.f.Text("s e", g.x+g.w, g.y-12, facts.Fact("spinning threads")+" spinning · "+facts.Fact("goroutines not ended")+" goroutines not ended · the world: "+facts.Fact("the world"))
	}
	from := g.x + g.h/2 + 2
	if s.narrow {
		from += 98
	}
	if n == 0 {
		if s.narrow {
			s.f.Text("s", from-4, g.y+g.h/2+4, "empty")
		} else {
			s.f.Text("s c", g.x+g.w/2, g.y+g.h/2+4, "empty")
		}
	}
	s.row(b.Cells, "global", from, g.y+g.h/2, (g.w-(from-g.x)-10)/s.step2, n)
}

// row places goroutines in a row of small circles, and a word for those that do not fit.
func (s *stage) row(cells []sim.Cell, where string, x, y, places, n int) {
	var rest []string
	for i, c := range cells {
		if i < places-1 || i == places-1 && n <= places {
			s.put(c, where, x+i*s.step2, y)
		} else if c.ID != "" && s.is[c.ID] == (place{}) {
			rest = append(rest, c.ID)
			s.hidden[c.ID] = true
		}
	}
	if n > places {
		s.f.Text("s c", x+(places-1)*s.step2, y+4, "+"+strconv.Itoa(n-places+1))
		s.f.Last().Holds = strings.Join(rest, " ")
	}
}

// processor draws a processor, its two places and its queue. Places of the ring stay
// where they are until its tail leaves the row.
func (s *stage) processor(i int, l sim.Lane) {
	x, y := s.at(i)
	state := map[string]string{sim.Running: "running", sim.Idle: "idle", sim.Spinning: "searching", sim.Waiting: "in a system call", sim.Old: "stopped"}[l.State]
	s.f.Processor(l.ID, map[string]string{sim.Running: "run", sim.Waiting: "wait", sim.Idle: "idle", sim.Old: "idle", sim.Spinning: "spin"}[l.State], x, y, s.pw, s.ph, l.Title)
	if s.narrow && l.State == sim.Waiting {
		state = "system call"
	}
	if tick := strings.Index(l.Note, "schedtick"); tick >= 0 && s.ticks {
		state += " · " + l.Note[tick:]
	}
	if !s.narrow || !s.tight {
		s.f.Name(l.ID+" state", "s e", x+s.pw-14, y+25, state)
	}
	s.places(x, y)
	var ring []sim.Cell
	n := 0
	for j, c := range l.Items {
		switch {
		case c.ID == "":
			more, _ := strconv.Atoi(c.Text[1:])
			n += more
		case c.Tag == "next":
			s.put(c, l.ID+" next", x+s.nextX, y+s.runY)
		case j == 0 && c.State != sim.Runnable:
			s.put(c, l.ID+" runs", x+s.runX, y+s.runY)
		default:
			ring = append(ring, c)
			n++
		}
	}
	s.queue(l, ring, n, x, y)
}

// places draws the empty places of a processor.
func (s *stage) places(x, y int) {
	if s.words {
		s.f.Text("s", x+16, y+s.runY+4, "runs")
		s.f.Text("s", x+16, y+s.queueY+4, "queue")
	}
	switch {
	case s.cols == 4:
		s.f.Text("s e", x+s.nextX-s.r-6, y+s.runY+4, "next")
	case !s.narrow || s.cols == 1:
		s.f.Text("s e", x+s.nextX-s.r-8, y+s.runY+4, "runnext")
	}
	for j := range s.fits {
		s.f.At("free", x+s.queueX+j*s.stepX, y+s.queueY, scene.Disc(s.r))
	}
	s.f.At("free", x+s.runX, y+s.runY, scene.Disc(s.r))
	s.f.At("free", x+s.nextX, y+s.runY, scene.Disc(s.r))
}

func (s *stage) queue(l sim.Lane, ring []sim.Cell, n, x, y int) {
	where := l.ID + " queue"
	s.longer[where] = n
	first, ok := s.first[l.ID]
	if !ok || l.First < first || l.First+n > first+s.fits {
		first = l.First
	}
	s.first[l.ID] = first
	var rest []string
	for j, c := range ring {
		if at := l.First - first + j; at < s.fits-1 || at == s.fits-1 && n <= s.fits {
			s.put(c, where, x+s.queueX+at*s.stepX, y+s.queueY)
		} else {
			rest = append(rest, c.ID)
			s.hidden[c.ID] = true
		}
	}
	if n > s.fits {
		s.f.Text("s c over", x+s.queueX+(s.fits-1)*s.stepX, y+s.queueY+4, "+"+strconv.Itoa(n-s.fits+1))
		s.f.Last().Holds = strings.Join(rest, " ")
	}
	s.f.Text("s x"+s.lenClass, x+s.lenX, y+s.lenY, strconv.Itoa(n)+" of 256")
	if n > 0 && !s.tight && !s.narrow {
		head := x + s.queueX + (l.First-first)*s.stepX
		s.f.Text("s x c", head, y+s.queueY+s.r+18, "head")
		if n < s.fits-(l.First-first) && n > 1 {
			s.f.Text("s x c", head+n*s.stepX, y+s.queueY+s.r+18, "tail")
		}
	}
}

// shownThread is a thread of a view: the processor that it stands on, -1 for none, and its
// goroutine.
type shownThread struct {
	sim.Lane
	p int
	g string
}

// threadsOf are the threads of a view, each of which has a processor of its own, and the
// others.
func threadsOf(v sim.View) (on, alone []shownThread) {
	at, held := map[string]int{}, map[int]bool{}
	for i, l := range v.Block("p").Lanes {
		at[l.ID] = i
	}
	for _, l := range v.Block("m").Lanes {
		t := shownThread{l, -1, ""}
		for _, c := range l.Items {
			if p, isP := at[c.ID]; isP && t.p < 0 {
				t.p = p
			} else if !isP {
				t.g = c.ID
			}
		}
		if t.p < 0 || held[t.p] {
			alone = append(alone, t)
			continue
		}
		held[t.p] = true
		on = append(on, t)
	}
	return on, alone
}

var threadClasses = map[string]string{sim.Running: "run", sim.Spinning: "spin", sim.Waiting: "wait", sim.Idle: "idle", sim.Old: "gone"}

// threads draws each thread on the processor that it holds, and the others by themselves.
func (s *stage) threads(v sim.View) {
	on, alone := threadsOf(v)
	for _, t := range on {
		x, y := s.at(t.p)
		s.f.Triangle(t.ID, threadClasses[t.State], x+s.mX, y+s.mY, s.mHalf, t.Title)
		if s.mText {
			s.f.Name(t.ID+" does", "s"+s.mClass, x+s.mX+s.mTextX, y+s.mY-s.mHalf/2, does(t.Lane, t.g))
		}
	}
	switch {
	case len(alone) == 0:
	case s.narrow:
		s.aloneInRow(alone)
	default:
		s.alone(alone)
	}
}

// aloneInRow draws the threads that have no processor on a phone, each with the goroutine
// that it is in the kernel with.
func (s *stage) aloneInRow(list []shownThread) {
	x, y := s.aloneX, s.aloneY
	s.f.Text("s x", 2, y+4, "no P:")
	for i, t := range list {
		need := 31
		if t.g != "" {
			need += 28
		}
		if i < len(list)-1 {
			need += 30 // for the words
		}
		if x+need > s.w {
			s.f.Text("s x", x+2, y+4, fmt.Sprintf("+%d", len(list)-i))
			for _, rest := range list[i:] {
				s.f.Last().Holds += " " + rest.ID + " " + rest.g
				s.hidden[rest.g] = true
			}
			return
		}
		s.f.Triangle(t.ID, threadClasses[t.State], x+15, y+12, 15, t.Title)
		x += 31
		if t.g != "" {
			s.put(sim.Cell{ID: t.g, State: sim.Waiting}, t.ID, x+14, y)
			x += 28
		}
	}
}

// alone draws the threads that have no processor below all, and what they do.
func (s *stage) alone(list []shownThread) {
	y := s.below()
	s.f.Text("k", s.w/2+24, y, "Threads without a processor")
	most, wide := 2, 184
	if len(list) > 4 {
		most, wide = 4, 92
	}
	for n, t := range list {
		x, row := s.w/2+44+wide*(n%most), y+40+44*(n/most)
		s.f.Needs(row + 24)
		s.f.Triangle(t.ID, threadClasses[t.State], x, row, 18, t.Title)
		note, _, _ := strings.Cut(t.Note, ",")
		switch {
		case t.g != "":
			s.put(sim.Cell{ID: t.g, State: sim.Waiting}, t.ID, x+36, row-8)
		case scene.Width(note, "x") < wide-42:
			s.f.Name(t.ID+" does", "s x", x+22, row-4, note)
		}
	}
}

// does says what a thread does.
func does(l sim.Lane, g string) string {
	switch {
	case l.State == sim.Spinning && strings.HasPrefix(l.Note, "waking"):
		return l.Title + " wakes"
	case l.State == sim.Spinning:
		return l.Title + " looks for work"
	case strings.HasPrefix(l.Note, "running") && g != "":
		return l.Title + " runs " + g + strings.TrimPrefix(l.Note, "running")
	}
	if l.Note == "running" {
		return l.Title + " schedules"
	}
	return l.Title + " is " + l.Note
}

func (s *stage) waiting(b sim.Block) {
	var cells []sim.Cell
	n := 0
	for _, c := range b.Cells {
		if c.ID == "" {
			more, _ := strconv.Atoi(c.Text[1:])
			n += more
		} else if _, ok := s.is[c.ID]; !ok && !s.hidden[c.ID] {
			cells = append(cells, c)
			n++
		}
	}
	if s.narrow {
		x := s.glob.x + s.glob.w + 22
		s.row(cells, "waits", x, s.glob.y+s.glob.h/2, 3, n)
		if n == 1 {
			s.f.Text("s", x+18, s.glob.y+s.glob.h/2+4, "waits")
		}
		return
	}
	y := s.below()
	s.f.Text("k", 24, y, "Waiting")
	s.f.Text("s", 92, y, "until someone wakes them")
	if n == 0 {
		s.f.Text("s", 24, y+34, "none")
	}
	s.row(cells, "waits", 42, y+30, 10, n)
	s.f.Needs(y + 60)
}

var named = regexp.MustCompile(`\bG\d+\b`)

// inHand places the goroutines that the step names and that are in no queue: a thread
// holds them, to run or to queue them next.
func (s *stage) inHand() {
	if s.step == 0 {
		return
	}
	e := s.t.Events[s.step-1]
	if e.Func == "runtime.runqputslow" {
		return // the global queue has it, behind the others
	}
	for i, l := range s.t.Views[s.step].Block("p").Lanes {
		if l.ID != e.Actor {
			continue
		}
		x, y := s.at(i)
		for _, id := range named.FindAllString(e.What, -1) {
			_, placed := s.is[id]
			_, before := s.was[id]
			if placed || s.hidden[id] || s.last[id] <= s.step || before && s.taken(x+s.runX, y+s.runY) {
				continue
			}
			px := x + s.runX
			for s.taken(px, y+s.runY) {
				px += s.handX
			}
			s.put(sim.Cell{ID: id}, "hand", px, y+s.runY)
		}
	}
}

// held keeps what a thread took in an earlier step and has not begun to run.
func (s *stage) held() {
	for _, id := range sorted(s.was) {
		p := s.was[id]
		if _, ok := s.is[id]; p.where == "hand" && !ok && !s.hidden[id] && s.last[id] > s.step && !s.taken(p.x, p.y) {
			s.is[id] = p
		}
	}
}

func (s *stage) taken(x, y int) bool {
	for _, p := range s.is {
		if p.x == x && p.y == y {
			return true
		}
	}
	return false
}

// sorted are the goroutines of the map by number, so that two drawings are the same.
func sorted(m map[string]place) []string {
	var ids []string
	for id := range m {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return ids
}

func (s *stage) goroutines() {
	e := sim.Event{}
	if s.step > 0 {
		e = s.t.Events[s.step-1]
	}
	for _, id := range sorted(s.is) {
		p := s.is[id]
		r := s.r
		if p.where == "global" || p.where == "waits" || strings.HasPrefix(p.where, "M") {
			r = s.r2
		}
		class := p.class
		if was, ok := s.was[id]; s.step > 0 && (!ok && slices.Contains(named.FindAllString(e.What, -1), id) || ok && was.where != p.where) {
			class = strings.TrimPrefix(strings.Replace(class, "run", "", 1)+" now", " ")
		}
		s.f.Circle(id, class, p.x, p.y, r, id)
	}
}
