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

// stage draws the frames of a run in one layout.
type stage struct {
	t       *sim.Trace
	narrow  bool
	r, box  int // of a goroutine, of a value
	chans   []string
	f       *scene.Frame
	was, is map[string]spot
	bottom  int // of the channels
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
	s.was, s.is = s.is, map[string]spot{}
	v := s.t.Views[step]
	s.bottom = 0
	for i, name := range s.chans {
		s.channel(i, v.Block(name+"q"), v.Block(name+"buf"))
	}
	s.processor(v)
	if step > 0 {
		s.hand(s.t.Events[step-1])
		s.moves()
	}
	s.draw()
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
	case s.narrow:
		return 92, 4 + i*112, 144, 108, 88
	case n == 1:
		return 236, 22, 360, 318, 212
	}
	return 24 + i*400 + 86, 22, 212, 260, 86
}

func (s *stage) channel(i int, q, buf sim.Block) {
	x, y, w, h, side := s.area(i)
	s.bottom = max(s.bottom, y+h)
	name := s.chans[i]
	s.f.At("pap", x, y, scene.Rect(w, h))
	s.f.Text("k", x+14, y+24, "hchan "+name)
	s.f.Text("s e", x+w-12, y+24, strings.TrimPrefix(q.Note, ""))
	for j, l := range q.Lanes {
		lx := x - side + 4
		if j == 1 {
			lx = x + w + 10
		}
		s.f.Name(l.ID, "k", lx, y+18, l.Title)
		if !s.narrow && len(s.chans) == 1 {
			s.f.Text("s", lx+50, y+18, [...]string{"who waits to send", "who waits to receive"}[j])
		}
		s.queue(l, lx, y+46, h-40)
	}
	if len(buf.Cells) == 0 {
		if s.narrow {
			s.f.Text("s c", x+w/2, y+h/2, "no buffer")
		} else {
			s.f.Text("s c", x+w/2, y+h/2, "no buffer: a value goes")
			s.f.Text("s c", x+w/2, y+h/2+18, "from stack to stack")
		}
		return
	}
	if s.narrow && len(s.chans) > 1 {
		s.cells(name, buf, x+10, y+58, w-20)
		return
	}
	r := min(w, h-30)/2 - 14
	s.ring(name, buf, x+w/2, y+h/2+10, r)
	if s.narrow {
		s.indexes(buf, x+w/2, y+h-6)
	}
}

// cells draws the buffer as a row, where there is no room for the ring.
func (s *stage) cells(name string, b sim.Block, x, y, w int) {
	step := min(w/len(b.Cells), s.box+4)
	for i, c := range b.Cells {
		if c.State == sim.Used {
			s.put("v"+c.Text, name+" buf", x+i*step+step/2, y, "used", c.Text)
		}
		s.f.Box(c.ID, "free", x+i*step, y-step/2, step-2, step-2, "")
	}
	s.indexes(b, x+w/2, y+34)
}

// indexes says where the next value is taken and put.
func (s *stage) indexes(b sim.Block, x, y int) {
	recv, send := 0, 0
	for i, c := range b.Cells {
		if strings.Contains(c.Tag, "recvx") {
			recv = i
		}
		if strings.Contains(c.Tag, "sendx") {
			send = i
		}
	}
	s.f.Text("m x c", x, y, fmt.Sprintf("recvx %d sendx %d", recv, send))
}

// queue draws who waits in a queue, the first on top.
func (s *stage) queue(l sim.Lane, x, y, h int) {
	step := 2*s.r + 6
	for n, c := range l.Items {
		cy := y + n*step + s.r - 8
		class := "wait"
		if c.State == sim.Old {
			class = "gone"
		}
		id := strings.TrimRight(c.ID, "'")
		g, value, sends := strings.Cut(c.Text, "!")
		if cy+s.r > y+h {
			s.f.Text("s", x, cy+4, fmt.Sprintf("and %d more", len(l.Items)-n))
			for _, rest := range l.Items[n:] {
				s.f.Last().Holds += " " + rest.ID
			}
			return
		}
		if id != c.ID {
			s.f.Circle(c.ID, class, x+s.r, cy, s.r, g)
		} else if _, other := s.is[id]; other { // a select waits in two queues
			s.f.Circle("", class, x+s.r, cy, s.r, g)
		} else {
			s.put(id, l.ID, x+s.r, cy, class, g)
		}
		if sends {
			s.put("v"+value, l.ID, x+2*s.r+6+s.box/2, cy, "", value)
		}
		if c.Tag != "" && !sends {
			s.f.Text("s x", x+2*s.r+4, cy+4, c.Tag)
		}
	}
	if len(l.Items) == 0 {
		s.f.Text("s", x, y+2*s.r+12, "empty") // below the place that one may just have left
	}
}

// ring draws the buffer as the ring that it is, slot 0 on the left.
func (s *stage) ring(name string, b sim.Block, cx, cy, r int) {
	n := len(b.Cells)
	inner := r * 9 / 16
	s.f.At("out", cx, cy, scene.Disc(r))
	s.f.At("out", cx, cy, scene.Disc(inner))
	at := func(i float64, far int) scene.Point {
		a := math.Pi + 2*math.Pi*i/float64(n)
		return scene.Point{X: cx + int(math.Round(float64(far)*math.Cos(a))), Y: cy + int(math.Round(float64(far)*math.Sin(a)))}
	}
	box := min(s.box, 2*r*3/(n+2), r-inner-2)
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
			if !s.narrow && inner > 40 {
				s.f.Text("m x c", end.X, end.Y+4, tag)
			}
		}
	}
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
	h := 2*s.r + 44
	s.f.Processor("", "run", x, y, w, h, "P")
	cy := y + h - s.r - 12
	s.f.Needs(y + h + 4)
	var at int
	if s.narrow {
		at = x + 34
	} else {
		s.f.Text("s", x+20, cy+4, "runs")
		at = x + 82
	}
	var ended []sim.Cell
	runs := v.Block("g")
	for _, c := range runs.Cells {
		switch c.State {
		case sim.Running:
			s.put(c.ID, "runs", at, cy, "run", c.Text)
		case sim.Old:
			ended = append(ended, c)
		}
	}
	next, queue := x+w/2-70, x+w/2+60
	if s.narrow {
		next, queue = x+154, x+192
	}
	s.f.Text("s e", next-s.r-6, cy+4, "runnext")
	s.f.At("free", next, cy, scene.Disc(s.r))
	if !s.narrow {
		s.f.Text("s e", queue-s.r-6, cy+4, "queue")
	}
	n := 0
	for _, c := range v.Block("run").Cells {
		if c.Tag == "next" {
			s.put(c.ID, "next", next, cy, "", c.Text)
			continue
		}
		s.put(c.ID, "queue", min(queue+n*(2*s.r+5), x+w-s.r), cy, "", c.Text)
		n++
	}
	for _, c := range runs.Cells {
		if was, ok := s.was[c.ID]; ok && c.State == sim.Waiting {
			s.put(c.ID, was.where, was.X, was.Y, "wait", c.Text)
		}
	}
	for i, c := range ended {
		s.put(c.ID, "ended", x+w-s.r-8-(len(ended)-1-i)*(2*s.r-6), y+s.r+4, "gone", c.Text)
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
	if _, ok := s.was["v"+m[2]]; !ok && m[1] != "takes" {
		s.was["v"+m[2]] = spot{"hand of " + e.Actor, scene.Point{X: to.X + s.r + 6 + s.box/2, Y: to.Y}, "", m[2]}
	}
	if m[3] != "" {
		to = s.is[m[3]]
	}
	s.put("v"+m[2], "taken", to.X+s.r+6+s.box/2, to.Y, "now", m[2])
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
	n := 0
	for _, key := range s.keys() {
		is := s.is[key]
		was, ok := s.was[key]
		if !ok || was.where == is.where {
			continue
		}
		size := s.r
		if key[0] == 'v' {
			size = s.box / 2
			s.f.At("B gone", was.X-size, was.Y-size, scene.Rect(s.box, s.box))
		} else {
			s.f.Circle("", "gone", was.X, was.Y, s.r, "")
		}
		n++
		bulge := 30
		if was.X > is.X {
			bulge = -30
		}
		s.f.Curve("", "move", edge(was.Point, is.Point, size+2), edge(is.Point, was.Point, size+4), bulge)
		s.f.Last().Moves = key
		is.class = strings.TrimSpace(strings.NewReplacer("run", "", "used", "").Replace(is.class) + " now")
		s.is[key] = is
	}
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
	for _, key := range s.keys() {
		p := s.is[key]
		if key[0] == 'v' {
			s.f.Box(key, p.class, p.X-s.box/2, p.Y-s.box/2, s.box, s.box, p.text)
		} else {
			s.f.Circle(key, p.class, p.X, p.Y, s.r, p.text)
		}
	}
}
