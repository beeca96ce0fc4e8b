package stack

// The stacks of Go to 1.2, which did not move: when a function found no room it was
// given another segment, and when it returned the segment was freed. A loop whose body
// happened to lie on the edge paid for both on every turn: the hot split. The sizes
// are those of Go 1.1 on amd64, as far as they matter here: arguments were copied over
// too, which is left out.
const (
	segmentMin   = 4096 // StackMin
	segmentExtra = 1024 // StackExtra: beyond the frame that asked
	segmentGuard = 256  // StackGuard
	segmentTop   = 96   // StackTop: at the upper end, how to go back
)

// segments are one goroutine's, the newest last.
type segments struct {
	list  []segment
	calls []segmentCall
}

type segment struct{ size, used int }

// segmentCall is what a return has to undo.
type segmentCall struct {
	bytes int
	fresh bool // the call began a segment
}

func (s *segments) begin() { s.list = []segment{{segmentMin, segmentTop}} }

// full reports whether a frame needs another segment. Frames from 4096 bytes on got one
// without a comparison; for the others it is the same as today's.
func (s segment) full(frame int) bool {
	return frame >= stackBig || s.used+max(0, frame-stackSmall) >= s.size-segmentGuard
}

// segmentCall enters a function in the old world, and emits an event when that takes a new
// segment.
func (m *machine) segmentCall(g *goroutine, frame int) string {
	s := &g.seg
	c := segmentCall{bytes: frame + wordSize}
	if s.list[len(s.list)-1].full(frame) {
		s.list = append(s.list, segment{max(segmentMin, frame+segmentExtra), segmentTop})
		c.fresh = true
		m.costs.cut++
	}
	s.list[len(s.list)-1].used += c.bytes
	s.calls = append(s.calls, c)
	if c.fresh {
		return " With segments this call would begin a new one."
	}
	return ""
}

// segmentReturn leaves it: runtime.lessstack was what the function returned to.
func (m *machine) segmentReturn(g *goroutine) string {
	s := &g.seg
	c := s.calls[len(s.calls)-1]
	s.calls = s.calls[:len(s.calls)-1]
	if c.fresh {
		s.list = s.list[:len(s.list)-1]
		m.costs.joined++
		return " With segments this return would free one."
	}
	s.list[len(s.list)-1].used -= c.bytes
	return ""
}
