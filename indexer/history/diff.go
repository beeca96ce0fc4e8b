package history

import "slices"

// Hunk is one place where lines were taken out and put in: after Skip lines that both
// texts have, Del lines of the old text give way to Add lines of the new one.
type Hunk struct{ Skip, Del, Add int }

// hunks gives the shortest way from a to b, by Myers' O(ND) algorithm.
func hunks(a, b []uint64) []Hunk {
	skip := 0
	for skip < len(a) && skip < len(b) && a[skip] == b[skip] {
		skip++
	}
	a, b = a[skip:], b[skip:]
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a) == 0 && len(b) == 0 {
		return nil
	}
	var out []Hunk
	edit := Hunk{Skip: skip}
	x, y := 0, 0
	flush := func() {
		if edit.Del > 0 || edit.Add > 0 {
			out = append(out, edit)
			edit = Hunk{}
		}
	}
	for _, m := range append(common(a, b), [2]int{len(a), len(b)}) {
		if m[0] > x || m[1] > y {
			flush()
			edit.Del, edit.Add = m[0]-x, m[1]-y
		}
		x, y = m[0]+1, m[1]+1
		if m[0] < len(a) {
			flush()
			edit.Skip++
		}
	}
	flush()
	return out
}

// common lists the pairs of equal elements of a longest common subsequence.
func common(a, b []uint64) (pairs [][2]int) {
	n, m := len(a), len(b)
	if n == 0 || m == 0 {
		return nil
	}
	most := n + m
	v := make([]int, 2*most+2)
	var trace [][]int
	for d := 0; ; d++ {
		trace = append(trace, slices.Clone(v[most-d:most+d+1]))
		for k := -d; k <= d; k += 2 {
			x := 0
			if k == -d || k != d && v[most+k-1] < v[most+k+1] {
				x = v[most+k+1]
			} else {
				x = v[most+k-1] + 1
			}
			for x < n && x-k < m && a[x] == b[x-k] {
				x++
			}
			v[most+k] = x
			if x >= n && x-k >= m {
				return backtrack(trace, n, m)
			}
		}
	}
}

// backtrack follows the furthest points back from the end. trace[d] holds the points
// of the diagonals -d…d before step d.
func backtrack(trace [][]int, x, y int) (pairs [][2]int) {
	for d := len(trace) - 1; d >= 0; d-- {
		at := func(k int) int { return trace[d][k+d] }
		k := x - y
		px, py := 0, 0
		if d > 0 {
			pk := k - 1
			if k == -d || k != d && at(k-1) < at(k+1) {
				pk = k + 1
			}
			px = at(pk)
			py = px - pk
		}
		for x > px && y > py {
			x, y = x-1, y-1
			pairs = append(pairs, [2]int{x, y})
		}
		if d > 0 {
			// The step itself goes down or to the right, before the diagonal.
			x, y = px, py
		}
	}
	slices.Reverse(pairs)
	return pairs
}

// size adds up hunks.
func size(list []Hunk) (added, removed int) {
	for _, h := range list {
		added += h.Add
		removed += h.Del
	}
	return added, removed
}
