package channel

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"

	"sourcedive/content/models/scene"
	"sourcedive/content/models/sim"
)

// spot is where a goroutine or a value is drawn.
type spot struct {
	where string // a move is from one to another
	scene.Point
	class string
	text  string
}

// hidden is the class of who is in a queue that is too long to be drawn.
const hidden = "hidden"

// stage draws the frames of a run in one layout.
type stage struct {
	t       *sim.Trace
	narrow  bool
	r, box  int // of a goroutine, of a value
	chans   []string
	f       *scene.Frame
	was, is map[string]spot
	later   []words
	ended   []string // the first to end first
	bottom  int      // of the channels
}

// words are written at last, where they have room.
type words struct {
	scene.Item
	queue string // a queue without anybody
}

func draw(t *sim.Trace) *scene.Drawing {
	return scene.Draw(len(t.Views)-1, newStage(t, false).frame, newStage(t, true).frame, score(t))
}

func newStage(t *sim.Trace, narrow bool) *stage {
	s := &stage{t: t, narrow: narrow, r: 19, box: 32}
	for _, b := range t.Views[0].Blocks {
		if name, ok := strings.CutSuffix(b.ID, "q"); ok {
			s.chans = append(s.chans, name)
		}
	}
	if narrow || len(s.chans) > 1 {
		s.r, s.box = 14, 26
	}
	return s
}

func (s *stage) frame(step int) *scene.Frame {
	s.f = &scene.Frame{}
	s.was, s.is, s.later = s.is, map[string]spot{}, nil
	v := s.t.Views[step]
	s.bottom = 0
	left := s.left(v)
	for i, name := range s.chans {
		s.channel(i, v.Block(name+"q"), v.Block(name+"buf"), left)
	}
	s.processor(v)
	if step > 0 {
		s.hand(s.t.Events[step-1])
		s.moves()
	}
	s.draw()
	s.f.Legible()
	return s.f
}

// put places what has no place yet.
func (s *stage) put(key, where string, x, y int, class, text string) {
	if _, ok := s.is[key]; !ok {
		s.is[key] = spot{where, scene.Point{X: x, Y: y}, class, text}
	}
}

// area is the box of a channel, and how wide the queues beside it are.
func (s *stage) area(i int) (x, y, w, h, side int) {
	n := len(s.chans)
	switch {
	case s.narrow && n == 1:
		return 92, 4, 144, 214, 88
	case s.narrow && n == 2:
		return 92, 4 + i*112, 144, 108, 88
	case s.narrow:
		return 92, 2 + i*64, 144, 60, 88
	case n == 1:
		return 236, 22, 360, 318, 212
	case n == 2:
		return 24 + i*400 + 86, 22, 212, 260, 86
	}
	return 24 + i%2*400 + 86, 22 + i/2*160, 212, 150, 86
}

// low is whether there is little room below each other.
func (s *stage) low() bool { return s.narrow && len(s.chans) > 2 }

// left are those who waited and are in no queue any more, and not yet runnable either:
// they stay where they were, by queue.
func (s *stage) left(v sim.View) map[string][]string {
	queued, list := map[string]bool{}, map[string][]string{}
	for _, name := range s.chans {
		for _, l := range v.Block(name + "q").Lanes {
			for _, c := range l.Items {
				queued[c.ID] = true
			}
		}
	}
	for _, c := range v.Block("g").Cells {
		if was, ok := s.was[c.ID]; ok && c.State == sim.Waiting && !queued[c.ID] {
			list[was.where] = append(list[was.where], c.ID)
		}
	}
	for _, ids := range list {
		slices.SortFunc(ids, func(a, b string) int { return s.was[a].Y - s.was[b].Y })
	}
	return list
}

func (s *stage) channel(i int, q, buf sim.Block, left map[string][]string) {
	x, y, w, h, side := s.area(i)
	s.bottom = max(s.bottom, y+h)
	name := s.chans[i]
	s.f.At("pap", x, y, scene.Rect(w, h))
	top := 24
	if s.low() {
		top = 17
	}
	switch {
	case s.narrow && len(s.chans) > 1:
		s.f.Text("k", x+10, y+top, name)
		s.f.Text("s x e", x+w-8, y+top, q.Note)
	case s.narrow && len(q.Note) > len("0 of 2"):
		s.f.Text("k", x+14, y+top, "hchan "+name)
		s.f.Text("s x", x+14, y+top+16, q.Note)
	default:
		s.f.Text("k", x+14, y+top, "hchan "+name)
		s.f.Text("s e", x+w-12, y+top, q.Note)
	}
	for j, l := range q.Lanes {
		lx := x - side + 4
		if j == 1 {
			lx = x + w + 10
		}
		s.f.Name(l.ID, "k", lx, y+min(18, top-3), l.Title)
		if !s.narrow && len(s.chans) == 1 {
			s.f.Text("s", lx+50, y+18, [...]string{"who waits to send", "who waits to receive"}[j])
		}
		if s.low() {
			s.queue(l, lx, y+29, h-12, left[l.ID])
		} else {
			s.queue(l, lx, y+46, h-40, left[l.ID])
		}
	}
	r := min(w, h-30)/2 - 14
	switch {
	case len(buf.Cells) == 0 && !s.narrow:
		s.f.Text("s", x+14, y+48, "no buffer: a value goes")
		s.f.Text("s", x+14, y+66, "from stack to stack")
	case len(buf.Cells) == 0 && len(s.chans) == 1:
		for i, line := range []string{"A value goes", "from stack", "to stack."} {
			s.f.Text("s", x+14, y+h/2+i*18, line)
		}
	case len(buf.Cells) == 0:
	case s.low():
		s.cells(name, buf, x+3, y+41, 90)
		s.indexes(buf, x+w-2, y+50, 0, 12)
	case r < 50:
		s.cells(name, buf, x+10, y+h/2+4, w-20)
		s.indexes(buf, x+w-10, y+h-10, 58, 0)
	default:
		s.ring(name, buf, x+w/2, y+h/2+10, r, scene.Point{X: x + w - 8, Y: y + 52})
	}
}

// cells draws the buffer as rows, where there is no room for the ring.
func (s *stage) cells(name string, b sim.Block, x, y, w int) {
	step := s.box + 4
	row := w / step
	y -= (len(b.Cells) - 1) / row * step / 2
	for i, c := range b.Cells {
		cx, cy := x+i%row*step+step/2, y+i/row*step
		if c.State == sim.Used {
			s.put("v"+c.Text, name+" buf", cx, cy, "used", c.Text)
		}
		s.f.Box(c.ID, "free", cx-s.box/2, cy-s.box/2, s.box, s.box, "")
	}
}

// indexes says where the next value is taken and put, with the end of the second at x, y and
// the first before or above it: on the right of a channel, since values leave on the left.
func (s *stage) indexes(b sim.Block, x, y, before, above int) {
	for i, c := range b.Cells {
		for j, name := range []string{"recvx", "sendx"} {
			if strings.Contains(c.Tag, name) {
				s.f.Text("m x e", x-(1-j)*before, y-(1-j)*above, fmt.Sprintf("%s %d", name, i))
			}
		}
	}
}

// queue draws who waits in a queue, the first on top, below those who have just left it.
func (s *stage) queue(l sim.Lane, x, y, h int, left []string) {
	step := 2*s.r + 6
	place := func(n int) int { return y + n*step + s.r - 8 }
	room := max(1, (h-s.r+8)/step)
	if !s.low() && len(left)+len(l.Items) > room {
		room = max(1, room-1) // the last is for the words
	}
	var more []string
	for n, id := range left {
		if n < room {
			s.put(id, l.ID, x+s.r, place(n), "wait", s.was[id].text)
		} else {
			more = append(more, id)
		}
	}
	for n, c := range l.Items {
		if n+len(left) < room {
			s.wait(l.ID, c, x, place(n+len(left)))
		} else {
			more = append(more, c.ID)
		}
	}
	for _, id := range more {
		s.put(id, l.ID, x+s.r, place(room), hidden, "")
	}
	if len(more) > 0 {
		i := scene.Item{Class: "s", X: x, Y: place(room) + 4, Text: fmt.Sprintf("and %d more", len(more))}
		if s.low() {
			i = scene.Item{Class: "s x", X: x + 2*s.r + s.box + 8, Y: place(0) + 4, Text: fmt.Sprintf("+%d", len(more))}
		}
		i.Holds = strings.Join(more, " ")
		s.later = append(s.later, words{Item: i})
	}
	if len(l.Items) == 0 {
		s.later = append(s.later, words{scene.Item{Class: "s", X: x, Y: place(0) + 4, Text: "empty"}, l.ID})
	}
}

// wait draws one who waits in a queue.
func (s *stage) wait(queue string, c sim.Cell, x, cy int) {
	class := "wait"
	if c.State == sim.Old {
		class = "gone"
	}
	g, value, sends := strings.Cut(c.Text, "!")
	if _, other := s.is[c.ID]; other { // a select waits in two queues
		s.f.Circle("", class, x+s.r, cy, s.r, g)
	} else {
		s.put(c.ID, queue, x+s.r, cy, class, g)
	}
	if sends {
		s.put("v"+value, queue, x+2*s.r+6+s.box/2, cy, "", value)
	}
	if c.Tag != "" && !sends && !s.low() {
		s.later = append(s.later, words{Item: scene.Item{Class: "s x", X: x + 2*s.r + 4, Y: cy + 4, Text: c.Tag}})
	}
}

// ring draws the buffer as the ring that it is, slot 0 on the left. Words that have no
// room in it end at a corner.
func (s *stage) ring(name string, b sim.Block, cx, cy, r int, words scene.Point) {
	n := len(b.Cells)
	inner := r * 9 / 16
	s.f.At("out", cx, cy, scene.Disc(r))
	s.f.At("out", cx, cy, scene.Disc(inner))
	at := func(i float64, far int) scene.Point {
		a := math.Pi + 2*math.Pi*i/float64(n)
		return scene.Point{X: cx + int(math.Round(float64(far)*math.Cos(a))), Y: cy + int(math.Round(float64(far)*math.Sin(a)))}
	}
	box := min(s.box, 2*r*3/(n+2), r-inner-2)
	var labels []scene.Item
	for i, c := range b.Cells {
		if n > 1 {
			s.f.Path("", "out", scene.Through(at(float64(i)+.5, inner), at(float64(i)+.5, r)))
		}
		p := at(float64(i), (r+inner)/2)
		class := "free"
		if c.State == sim.Used {
			class = "used"
			s.put("v"+c.Text, name+" buf", p.X, p.Y, "used", c.Text)
		}
		s.f.Box(c.ID, class, p.X-box/2, p.Y-box/2, box, box, "")
		for _, tag := range strings.Fields(c.Tag) {
			off := .1
			if tag == "recvx" {
				off = -.1
			}
			s.f.Arrow("", "ptr", at(float64(i)+off*float64(n)/4, 6), at(float64(i)+off*float64(n)/4, inner-3))
			end := at(float64(i)+off*float64(n)*1.1, inner*3/5)
			labels = append(labels, scene.Item{Class: "m x c", X: end.X, Y: end.Y + 4, Text: tag})
		}
	}
	apart := labels[0].X - labels[1].X
	if inner > 40 && (max(apart, -apart) > 40 || max(labels[0].Y-labels[1].Y, labels[1].Y-labels[0].Y) > 13) {
		s.f.Items = append(s.f.Items, labels...)
		return
	}
	s.indexes(b, words.X, words.Y, 0, 12)
}

// processor draws who runs and who is runnable, and below who has ended.
func (s *stage) processor(v sim.View) {
	x, w := 24, 784
	if s.narrow {
		x, w = 1, 326
	}
	y := s.bottom + 34
	if s.narrow {
		y = s.bottom + 26
	}
	h := 4*s.r + 34
	s.f.Processor("", "run", x, y, w, h, "P")
	cy := y + h - s.r - 26
	s.f.Needs(y + h + 4)
	at := x + 82
	if s.narrow {
		at = x + 26
	}
	runs := v.Block("g")
	for _, c := range runs.Cells {
		switch c.State {
		case sim.Running:
			s.put(c.ID, "runs", at, cy, "run", c.Text)
		case sim.Old:
			if !slices.Contains(s.ended, c.ID) {
				s.ended = append(s.ended, c.ID)
			}
		}
	}
	next, queue := x+w/2-70, x+w/2+60
	if s.narrow {
		next, queue = x+140, x+202
	}
	s.f.At("free", next, cy, scene.Disc(s.r))
	for i, where := range []int{at, next, queue} {
		s.f.Text("s c", where, cy+s.r+16, [...]string{"runs", "runnext", "queue"}[i])
	}
	runq := v.Block("run").Cells
	if len(runq) > 0 && runq[0].Tag == "next" {
		s.put(runq[0].ID, "next", next, cy, "", runq[0].Text)
		runq = runq[1:]
	}
	step := 2*s.r + 3
	room := (x + w - 4 - s.r - queue) / step
	for i, c := range runq {
		if i == room && len(runq) > room+1 {
			s.f.Text("s x c", queue+i*step, cy+4, fmt.Sprintf("+%d", len(runq)-i))
			for _, rest := range runq[i:] {
				s.f.Last().Holds += " " + rest.ID
				s.is[rest.ID] = spot{"queue", scene.Point{X: queue + i*step, Y: cy}, hidden, ""}
			}
			break
		}
		s.put(c.ID, "queue", queue+i*step, cy, "", c.Text)
	}
	for _, c := range runs.Cells { // a queue that shows no more of them
		if was, ok := s.was[c.ID]; ok && c.State == sim.Waiting {
			s.put(c.ID, was.where, was.X, was.Y, "wait", c.Text)
		}
	}
	pitch, before := 2*s.r-2, max(0, len(s.ended)-6)
	for i, id := range s.ended {
		class, at := "gone", x+w-s.r-8-(len(s.ended)-1-i)*pitch
		if i < before {
			class = hidden
		}
		s.put(id, "ended", at, y+s.r+4, class, id)
	}
	if before > 0 {
		s.f.Text("s x e", x+w-2*s.r-14-5*pitch, y+s.r+8, fmt.Sprintf("%d ended before", before))
		s.f.Last().Holds = strings.Join(s.ended[:before], " ")
	}
	for i, c := range runs.Cells { // before the first of them runs
		s.put(c.ID, "elsewhere", x+w-s.r-i*(2*s.r+4), cy, "wait", c.Text)
	}
}

var given = regexp.MustCompile(`(hands|takes|puts) (\d+)(?:.* to (G\d+))?`)

// hand draws the value that went from one goroutine to another in this step, or to the
// one that runs.
func (s *stage) hand(e sim.Event) {
	m := given.FindStringSubmatch(e.What)
	if m == nil {
		return
	}
	to := s.is[e.Actor]
	if to.class == hidden || s.is[m[3]].class == hidden {
		return
	}
	if _, ok := s.was["v"+m[2]]; !ok && m[1] != "takes" {
		s.was["v"+m[2]] = spot{"hand of " + e.Actor, scene.Point{X: to.X + s.r + 6 + s.box/2, Y: to.Y}, "", m[2]}
	}
	if m[3] != "" {
		to = s.is[m[3]]
	}
	taken := spot{"taken", scene.Point{X: to.X + s.r + 6 + s.box/2, Y: to.Y}, "now", m[2]}
	for key, p := range s.is { // what it would have sent in another case of its select
		if key[0] == 'v' && p.Point == taken.Point {
			delete(s.is, key)
		}
	}
	if _, ok := s.is["v"+m[2]]; !ok {
		s.is["v"+m[2]] = taken
	}
}

func (s *stage) keys() (list []string) {
	for key := range s.is {
		list = append(list, key)
	}
	slices.Sort(list)
	return list
}

// moves draws the ways of this step. A value that is new came from who runs.
func (s *stage) moves() {
	for _, key := range s.keys() {
		is := s.is[key]
		was, ok := s.was[key]
		if !ok || was.where == is.where {
			continue
		}
		size := s.r
		if key[0] == 'v' {
			size = s.box / 2
		}
		switch {
		case was.class == hidden || s.written(was.Point, size):
		case key[0] == 'v':
			s.f.At("B gone", was.X-size, was.Y-size, scene.Rect(s.box, s.box))
		default:
			s.f.Circle("", "gone", was.X, was.Y, s.r, "")
		}
		bulge := 30
		if was.X > is.X {
			bulge = -30
		}
		s.f.Curve("", "move", edge(was.Point, is.Point, size+2), edge(is.Point, was.Point, size+4), bulge)
		if is.class == hidden {
			continue
		}
		s.f.Last().Moves = key
		is.class = strings.TrimSpace(strings.NewReplacer("run", "", "used", "").Replace(is.class) + " now")
		s.is[key] = is
	}
}

// written is whether words that must be said are at a place.
func (s *stage) written(p scene.Point, size int) bool {
	return slices.ContainsFunc(s.later, func(w words) bool { return w.Holds != "" && w.at(p, size) })
}

// at is whether words are where something of a size is.
func (w words) at(p scene.Point, size int) bool {
	return w.X < p.X+size && w.X+scene.Width(w.Text, w.Class) > p.X-size && w.Y-10 < p.Y+size && w.Y+3 > p.Y-size
}

// edge is the point so far from a on the way to b.
func edge(a, b scene.Point, by int) scene.Point {
	far := math.Hypot(float64(b.X-a.X), float64(b.Y-a.Y))
	if far == 0 {
		return a
	}
	return scene.Point{X: a.X + int(float64(b.X-a.X)*float64(by)/far), Y: a.Y + int(float64(b.Y-a.Y)*float64(by)/far)}
}

func (s *stage) draw() {
	for _, w := range s.later {
		if w.Holds == "" && s.taken(w) {
			continue
		}
		held := slices.DeleteFunc(strings.Fields(w.Holds), func(id string) bool { return s.is[id].class != hidden })
		w.Holds = strings.Join(held, " ")
		s.f.Items = append(s.f.Items, w.Item)
	}
	for _, key := range s.keys() {
		p := s.is[key]
		switch {
		case p.class == hidden:
		case key[0] == 'v':
			s.f.Box(key, p.class, p.X-s.box/2, p.Y-s.box/2, s.box, s.box, p.text)
		default:
			s.f.Circle(key, p.class, p.X, p.Y, s.r, p.text)
		}
	}
}

// taken is whether something is where words would be, was there until this step, or is in
// the queue that they call empty.
func (s *stage) taken(w words) bool {
	for _, spots := range []map[string]spot{s.is, s.was} {
		for _, p := range spots {
			if p.class != hidden && w.at(p.Point, max(s.r, s.box/2)) || w.queue != "" && p.where == w.queue {
				return true
			}
		}
	}
	return false
}
