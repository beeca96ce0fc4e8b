package pages

import (
	"fmt"
	"strings"
	"testing"
)

// A page says which stop of a path it is, counted from 1, and leads to those beside it.
func TestPlacesOf(t *testing.T) {
	p := newer(t)
	paths := 0
	for level, stops := range p.paths().stops {
		paths++
		for i, s := range stops {
			page, _, _ := strings.Cut(s.Href, "#")
			at := p.placeAt(stop{level, i}, page)
			got := fmt.Sprintf("%d of %d, %q, %q", at.N, at.Of, at.Prev.Text, at.Next.Text)
			prev, next := "", p.endOf(level, page).Text
			if i > 0 {
				prev = stops[i-1].Text
			}
			if i+1 < len(stops) {
				next = stops[i+1].Text
			}
			if want := fmt.Sprintf("%d of %d, %q, %q", i+1, len(stops), prev, next); got != want {
				t.Errorf("stop %s is %s, want %s", s.Text, got, want)
			}
			if len(p.PlacesOf(page)) == 0 {
				t.Errorf("%s is on no path", page)
			}
		}
	}
	if paths == 0 {
		t.Error("the toy has no path")
	}
}
