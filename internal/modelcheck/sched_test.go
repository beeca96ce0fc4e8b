package modelcheck

import (
	"testing"

	"sourcedive/content/models/channel"
	"sourcedive/content/models/sched"
)

// Orders by other rules are not among the model's, so the comparison can fail.
func TestOrdersAreFew(t *testing.T) {
	hash := func(list []int32) uint64 {
		h := uint64(14695981039346656037)
		for _, i := range list {
			h = (h ^ uint64(i)) * 1099511628211
		}
		return h
	}
	have := orders("spawn", 300)
	if len(have) != sched.Phases {
		t.Errorf("300 goroutines have %d orders", len(have))
	}
	good := sched.Order("spawn", 300, 7)
	if phase, ok := have[hash(good)]; !ok || phase != 7 {
		t.Errorf("the order of phase 7 is that of phase %d, %v", phase, ok)
	}
	first := make([]int32, 300) // first come, first served
	for i := range first {
		first[i] = int32(i)
	}
	swapped := append([]int32{}, good...)
	swapped[100], swapped[101] = swapped[101], swapped[100]
	for name, list := range map[string][]int32{"first come": first, "two changed places": swapped, "one is missing": good[1:]} {
		if _, ok := have[hash(list)]; ok {
			t.Errorf("%s: an order of the model", name)
		}
	}
}

func TestQueueCasesFillTheQueues(t *testing.T) {
	spilled, stolen := 0, 0
	c := newQueueCases()
	for i, ops := range c.Ops {
		for j, r := range sched.Queues(c.Procs[i], ops) {
			if r[3] > 100 {
				spilled++
			}
			if (ops[j][0] == 2 || ops[j][0] == 3) && r[0] != 0 {
				stolen++
			}
		}
	}
	if spilled < 100 || stolen < 100 {
		t.Errorf("%d spills and %d steals: the cases do not reach far", spilled, stolen)
	}
}

func TestFirstDifference(t *testing.T) {
	a := []channel.Entry{{G: 1, Op: -1}, {G: 1, Op: 0}}
	b := []channel.Entry{{G: 1, Op: -1}, {G: 2, Op: 0}}
	for _, c := range []struct {
		a, b []channel.Entry
		want int
	}{{a, a, -1}, {a, b, 1}, {a, a[:1], 1}, {nil, a, 0}, {nil, nil, -1}} {
		if got := firstDifference(c.a, c.b); got != c.want {
			t.Errorf("%v and %v differ at %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestMiddles(t *testing.T) {
	if got := median([]float64{3, 1, 2}); got != 2 {
		t.Errorf("median %v", got)
	}
	if got := median(milliseconds([]int64{1500, 500, 2500})); got != 1.5 {
		t.Errorf("median %v", got)
	}
	if got := median(nil); got != 0 {
		t.Errorf("median of nothing %v", got)
	}
}
