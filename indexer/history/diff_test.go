package history

import (
	"math/rand"
	"testing"
)

// apply gives what hunks make of a, with b's own lines where they put some in.
func apply(a, b []uint64, list []Hunk) (out []uint64, ok bool) {
	for _, h := range list {
		if len(a) < h.Skip+h.Del || len(b) < len(out)+h.Skip+h.Add {
			return nil, false
		}
		out = append(out, a[:h.Skip]...)
		a = a[h.Skip+h.Del:]
		out = append(out, b[len(out):len(out)+h.Add]...)
	}
	return append(out, a...), true
}

// longest is the length of a longest common subsequence, by the table.
func longest(a, b []uint64) int {
	t := make([][]int, len(a)+1)
	for i := range t {
		t[i] = make([]int, len(b)+1)
	}
	for i := range a {
		for j := range b {
			if a[i] == b[j] {
				t[i+1][j+1] = t[i][j] + 1
			} else {
				t[i+1][j+1] = max(t[i][j+1], t[i+1][j])
			}
		}
	}
	return t[len(a)][len(b)]
}

func TestHunks(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	text := func() []uint64 {
		s := make([]uint64, r.Intn(14))
		for i := range s {
			s[i] = uint64(r.Intn(4))
		}
		return s
	}
	for range 5000 {
		a, b := text(), text()
		list := hunks(a, b)
		got, ok := apply(a, b, list)
		if !ok || len(got) != len(b) {
			t.Fatalf("%v → %v: %v", a, b, list)
		}
		for i := range got {
			if got[i] != b[i] {
				t.Fatalf("%v → %v: %v gives %v", a, b, list, got)
			}
		}
		added, removed := size(list)
		if n := longest(a, b); added != len(b)-n || removed != len(a)-n {
			t.Fatalf("%v → %v: +%d −%d, and %d lines are common", a, b, added, removed, n)
		}
		for i, h := range list {
			if h.Add == 0 && h.Del == 0 || i > 0 && h.Skip == 0 {
				t.Fatalf("%v → %v: %v has an empty or a split hunk", a, b, list)
			}
		}
	}
}
