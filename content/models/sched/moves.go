package sched

import (
	"fmt"
	"strings"

	"sourcedive/content/models/scene"
)

// ghosts are the places that goroutines have left in this step.
func (s *stage) ghosts() {
	for _, id := range sorted(s.was) {
		was := s.was[id]
		if is, ok := s.is[id]; ok && is.where == was.where || s.taken(was.x, was.y) || s.f.Writes(was.x, was.y, s.size(was.where)) {
			continue
		}
		s.f.Circle("", "gone", was.x, was.y, s.size(was.where), id)
	}
}

// size is the radius of the circles of a place.
func (s *stage) size(where string) int {
	if where == "global" || where == "waits" || strings.HasPrefix(where, "M") {
		return s.r2
	}
	return s.r
}

// moves draws the ways of this step: what went together from one queue to another as
// one bundle, the others one by one.
func (s *stage) moves() {
	bundles := map[string][]string{}
	var order []string
	for _, id := range sorted(s.is) {
		was, ok := s.was[id]
		if !ok || was.where == s.is[id].where {
			continue
		}
		way := was.where + ">" + s.is[id].where
		if bundles[way] == nil {
			order = append(order, way)
		}
		bundles[way] = append(bundles[way], id)
	}
	stolen := ""
	for _, way := range order {
		from, to, _ := strings.Cut(way, ">")
		if ids := bundles[way]; strings.HasSuffix(from, "queue") && (strings.HasSuffix(to, "queue") || to == "global") {
			stolen = from
			if hand := bundles[from+">hand"]; hand != nil {
				s.throughRing(ids, hand[0])
				continue
			}
			s.bundle(ids, ids)
		}
	}
	for _, way := range order {
		from, to, _ := strings.Cut(way, ">")
		if stolen != "" && from == stolen && (to == "hand" || strings.HasSuffix(to, "queue") || to == "global") {
			continue
		}
		for _, id := range bundles[way] {
			s.way(id, s.was[id], s.is[id])
		}
	}
}

// way is the path of one goroutine.
func (s *stage) way(id string, was, is place) {
	a, b := scene.Point{X: was.x, Y: was.y}, scene.Point{X: is.x, Y: is.y}
	bulge := 18
	if b.X < a.X {
		bulge = -18
	}
	s.f.Curve("", "move", short(a, b, s.size(was.where)+2), short(b, a, s.size(is.where)+4), bulge)
	s.f.Last().Moves = id
}

// short is the point of the line from a to b that is so far from a.
func short(a, b scene.Point, by int) scene.Point {
	dx, dy := b.X-a.X, b.Y-a.Y
	far := max(abs(dx)+abs(dy), 1)
	if dx != 0 && dy != 0 {
		far = far * 3 / 4
	}
	return scene.Point{X: a.X + dx*by/max(far, 1), Y: a.Y + dy*by/max(far, 1)}
}

func abs(n int) int { return max(n, -n) }

// throughRing is a theft: the thief copies the bundle to its own ring, and takes the
// last of it to run.
func (s *stage) throughRing(ids []string, last string) {
	end := s.is[ids[len(ids)-1]]
	ghost := place{end.where, end.x + s.stepX, end.y, ""}
	if !s.f.Writes(ghost.x, ghost.y, s.r) {
		s.f.Circle("", "gone", ghost.x, ghost.y, s.r, last)
	}
	s.bundle(append(append([]string{}, ids...), last), ids)
	s.way(last, ghost, s.is[last])
}

// bundle is the way of several goroutines at once; ends are those that it leads to.
func (s *stage) bundle(ids, ends []string) {
	x0, y0 := s.middle(ids, s.was)
	x1, y1 := s.middle(ends, s.is)
	r := s.r
	half := 0
	for _, id := range ids {
		half = max(half, abs(s.was[id].x-x0))
	}
	brace := y0 + r + 6
	s.f.At("brace", x0-half-r+4, brace, fmt.Sprintf("M0 0q0 8 8 8h%dq8 0 8 8q0-8 8-8h%dq8 0 8-8", half+r-20, half+r-20))
	from := scene.Point{X: x0, Y: brace + 16}
	to := scene.Point{X: x1, Y: y1 + s.size(s.is[ends[0]].where) + 4}
	switch {
	case y0 == y1:
		_, below := s.at(0)
		down := below + (y0-below)/s.rowH*s.rowH + s.ph + 22
		s.f.Arrow("", "move", from, scene.Point{X: x0, Y: down}, scene.Point{X: x1, Y: down}, to)
		s.label(ids, (x0+x1)/2, down+17, true)
	default:
		if y1 > y0 {
			to.Y = y1 - s.size(s.is[ends[0]].where) - 4
		}
		s.f.Arrow("", "move", from, to)
		s.label(ids, (from.X+to.X)/2+16, y0+(s.ph-s.queueY)+22, false)
	}
	for i := range s.f.Items {
		if it := &s.f.Items[len(s.f.Items)-1-i]; it.Class == "move" {
			it.Moves = strings.Join(ids, " ")
			break
		}
	}
}

func (s *stage) middle(ids []string, in map[string]place) (x, y int) {
	lo, hi := in[ids[0]], in[ids[0]]
	for _, id := range ids {
		if in[id].x < lo.x {
			lo = in[id]
		}
		if in[id].x > hi.x {
			hi = in[id]
		}
	}
	return (lo.x + hi.x) / 2, lo.y
}

// label says how many of how many went.
func (s *stage) label(ids []string, x, y int, centred bool) {
	n := s.lengths[s.was[ids[0]].where]
	if n > s.fits || s.tight {
		return // no room, or some of them are not on the stage
	}
	text, more := fmt.Sprintf("%d of %d", len(ids), n), ""
	if s.t.Events[s.step-1].Func == "runtime.runqsteal" {
		text += ": the older half"
		if n%2 == 1 {
			more = ", rounded up"
		}
	}
	s.f.Needs(y + 20)
	if centred {
		s.f.Text("k amb halo c", x, y, text+more)
		return
	}
	s.f.Text("k amb halo", x, y, text)
	if more != "" {
		s.f.Text("k amb halo", x, y+16, more[2:])
	}
}
