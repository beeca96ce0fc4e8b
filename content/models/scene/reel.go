package scene

import "encoding/json"

// Reel is all frames of a run for one layout.
type Reel struct {
	W      int     `json:"w"`
	H      int     `json:"h"` // the largest of its frames
	Items  []Item  `json:"items"`
	Frames [][]int `json:"frames"` // by step, the start first: items, in the order in which they are painted

	at map[Item]int
}

// Add adds the frame of the next step.
func (r *Reel) Add(f *Frame) {
	if r.at == nil {
		r.at = map[Item]int{}
	}
	list := make([]int, len(f.Items))
	for i, it := range f.Items {
		n, ok := r.at[it]
		if !ok {
			n = len(r.Items)
			r.at[it] = n
			r.Items = append(r.Items, it)
		}
		list[i] = n
	}
	r.H = max(r.H, f.H)
	r.Frames = append(r.Frames, list)
}

// Frame is the items of a step's frame.
func (r *Reel) Frame(step int) []Item {
	step = min(step, len(r.Frames)-1)
	items := make([]Item, len(r.Frames[step]))
	for i, n := range r.Frames[step] {
		items[i] = r.Items[n]
	}
	return items
}

// MarshalJSON writes each frame as how it differs from the one before: how many items at
// its beginning and at its end are the same, and those between.
func (r *Reel) MarshalJSON() ([]byte, error) {
	packed := make([][]int, len(r.Frames))
	var last []int
	for i, f := range r.Frames {
		head := 0
		for head < min(len(f), len(last)) && f[head] == last[head] {
			head++
		}
		tail := 0
		for tail < min(len(f), len(last))-head && f[len(f)-1-tail] == last[len(last)-1-tail] {
			tail++
		}
		packed[i] = append([]int{head, tail}, f[head:len(f)-tail]...)
		last = f
	}
	return json.Marshal(struct {
		W      int     `json:"w"`
		H      int     `json:"h"`
		Items  []Item  `json:"items"`
		Frames [][]int `json:"frames"`
	}{r.W, r.H, r.Items, packed})
}

// Score is a picture of the whole run.
type Score struct {
	W     int    `json:"w"`
	H     int    `json:"h"`
	Items []Item `json:"items"`
	At    []int  `json:"at"` // how far from the left each step is, the start first
}

// Drawing is a run as it is drawn.
type Drawing struct {
	Wide   *Reel  `json:"wide"`
	Narrow *Reel  `json:"narrow"`
	Score  *Score `json:"score"`
}

// The widths of the two layouts.
const (
	WideWidth   = 832
	NarrowWidth = 328
)

// Draw draws the frames of both layouts, of a run with so many steps. The functions are
// called for one step after the other.
func Draw(steps int, wide, narrow func(step int) *Frame, score *Score) *Drawing {
	d := &Drawing{Wide: &Reel{W: WideWidth}, Narrow: &Reel{W: NarrowWidth}, Score: score}
	for i := range steps + 1 {
		d.Wide.Add(wide(i))
		d.Narrow.Add(narrow(i))
	}
	return d
}

// Steps places the steps of a run at even distances between two edges.
func Steps(steps, from, to int) []int {
	at := make([]int, steps+1)
	for i := range at {
		at[i] = from + (to-from)*i/max(steps, 1)
	}
	return at
}
