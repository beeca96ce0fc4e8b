package runtime

// A ring is a queue of anything.
type ring[T any] struct {
	list []T
	head int
}

// push adds an element.
func (r *ring[T]) push(v T) { r.list = append(r.list, v) }

// pop takes the oldest element out.
func (r *ring[T]) pop() (v T, ok bool) {
	if len(r.list) == 0 {
		return v, false
	}
	v, r.list = r.list[0], r.list[1:]
	return v, true
}

// max2 is the larger of two.
func max2[T int | int64](a, b T) T {
	if a > b {
		return a
	}
	return b
}
