package figure

import "fmt"

// BarWidth is the width of a drawing of a bar, of which the middle third begins at BarAxis.
const (
	BarWidth = 600
	BarAxis  = 200
)

// Bar is one row of a chart: what went, to the left of the axis, and to the right of it what
// changed and what is new. All rows of a chart have one scale.
type Bar struct {
	Out, In, New string
}

// Most is the largest of some values, to scale bars by, on either side of the axis.
func Most(rows ...[2]int) (left, right int) {
	for _, r := range rows {
		left, right = max(left, r[0]), max(right, r[1])
	}
	return left, right
}

// BarOf draws one row. left and right are the largest values of the chart.
func BarOf(out, in, fresh, left, right int) Bar {
	unit := float64(BarWidth - BarAxis)
	if right > 0 {
		unit /= float64(right)
	}
	if left > 0 {
		unit = min(unit, float64(BarAxis)/float64(left))
	}
	width := func(n int) int {
		if n == 0 {
			return 0
		}
		return max(2, int(float64(n)*unit))
	}
	var b Bar
	if w := width(out); w > 0 {
		b.Out = fmt.Sprintf("M%d 2h-%dv10h%dz", BarAxis-1, w-1, w-1)
	}
	at := BarAxis + 1
	if w := width(in); w > 0 {
		b.In = fmt.Sprintf("M%d 1h%dv12h-%dz", at, w, w)
		at += w + 2
	}
	if w := width(fresh); w > 0 {
		w = min(w, BarWidth-at)
		b.New = fmt.Sprintf("M%d 1h%dv12h-%dz", at, w, w)
	}
	return b
}

// Shares is one bar of four parts in proportion.
type Shares struct {
	W             int
	Same, In, New int // their widths
	InAt, NewAt   int
}

// SharesOf draws what is the same, changed and new.
func SharesOf(same, in, fresh int) Shares {
	const w = 1120
	all := max(1, same+in+fresh)
	s := Shares{W: w}
	s.In, s.New = in*w/all, fresh*w/all
	if in > 0 {
		s.In = max(2, s.In)
	}
	if fresh > 0 {
		s.New = max(2, s.New)
	}
	s.Same = w - s.In - s.New
	s.InAt = s.Same
	s.NewAt = s.Same + s.In
	return s
}
