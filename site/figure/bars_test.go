package figure_test

import (
	"testing"

	"sourcedive/site/figure"
)

// The parts of a bar follow each other without a gap and fill it.
func TestSharesFollowEachOther(t *testing.T) {
	for _, c := range [][3]int{{60, 30, 10}, {0, 0, 1}, {1, 0, 0}, {0, 5, 5}, {100000, 1, 1}} {
		s := figure.SharesOf(c[0], c[1], c[2])
		if s.InAt != s.Same || s.NewAt != s.InAt+s.In || s.NewAt+s.New != s.W {
			t.Errorf("%v is %+v", c, s)
		}
		if c[1] > 0 && s.In < 2 || c[2] > 0 && s.New < 2 {
			t.Errorf("%v: a part is too small to see: %+v", c, s)
		}
	}
	if s := figure.SharesOf(60, 30, 10); s.Same != 672 || s.In != 336 || s.New != 112 {
		t.Errorf("sixty, thirty and ten of a hundred: %+v", s)
	}
}
