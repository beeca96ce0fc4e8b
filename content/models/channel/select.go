package channel

import (
	"fmt"
	"strings"
)

// scase is a case of a select that is being decided. The runtime keeps sends before
// receives; source is the number of the case as written.
type scase struct {
	Case
	c      *channel
	source int
}

// arrange puts the cases of a select into the runtime's order, as the compiler and
// reflect do: sends from the front, receives from the back.
func (s *simulation) arrange(cases []Case) []scase {
	list := make([]scase, len(cases))
	front, back := 0, len(cases)
	for i, k := range cases {
		at := front
		if k.Send {
			front++
		} else {
			back--
			at = back
		}
		list[at] = scase{Case: k, source: i}
		if k.Chan >= 0 {
			list[at].c = s.chans[k.Chan]
		}
	}
	return list
}

// pollorder is a random order of the cases whose channel is not nil: in the i-th step
// draw gives a number up to i.
func pollorder(cases []scase, draw func(n int) int) []int {
	var order []int
	for i, k := range cases {
		if k.c == nil {
			continue
		}
		j := draw(len(order) + 1)
		order = append(order, 0)
		order[len(order)-1] = order[j]
		order[j] = i
	}
	return order
}

// lockorder sorts the cases by the address of their channel, with a heap, so that two
// selects can never wait for each other's locks. It is not stable, and that shows when
// a channel is in two cases.
func lockorder(cases []scase, poll []int) []int {
	order := make([]int, len(poll))
	key := func(i int) int { return cases[i].c.key }
	for i := range order {
		j := i
		for j > 0 && key(order[(j-1)/2]) < key(poll[i]) {
			k := (j - 1) / 2
			order[j] = order[k]
			j = k
		}
		order[j] = poll[i]
	}
	for i := len(order) - 1; i >= 0; i-- {
		o := order[i]
		order[i] = order[0]
		j := 0
		for k := 1; k < i; k = j*2 + 1 {
			if k+1 < i && key(order[k]) < key(order[k+1]) {
				k++
			}
			if key(o) >= key(order[k]) {
				break
			}
			order[j] = order[k]
			j = k
		}
		order[j] = o
	}
	return order
}

// selectgo takes the first case in poll order that can go on; without one it takes the
// default, or queues on every channel. It reports whether the operation is over.
func (s *simulation) selectgo(gp *g, o *Op) bool {
	cases := s.arrange(o.Cases)
	poll := pollorder(cases, s.draw)
	locks := lockorder(cases, poll)
	s.emit(gp, "runtime.selectgo", "A select locks all its channels in the order of their addresses and looks at its cases in a random order, so that none is favoured.", "%s selects; it looks at %s.", gp, names(cases, poll))
	for _, i := range poll {
		if s.trycase(gp, cases[i]) {
			gp.result.Case = cases[i].source
			return true
		}
	}
	if o.Default {
		s.emit(gp, "runtime.selectgo", "No case can go on, and a select with default never waits.", "%s takes the default.", gp)
		gp.result = Result{Kind: Default, Case: len(o.Cases)}
		return true
	}
	gp.cases, gp.waiting, gp.locks = cases, nil, locks
	for _, i := range locks {
		k := cases[i]
		sg := &sudog{g: gp, c: k.c, value: k.Value, isSelect: true}
		gp.waiting = append(gp.waiting, sg)
		if k.Send {
			k.c.sent = append(k.c.sent, offer{k.Value, sg})
		}
		k.queue().enqueue(sg)
	}
	s.emit(gp, "runtime.selectgo", "A select that waits is in the queues of all its channels at once, in lock order.", "%s waits in the queues of %s.", gp, names(cases, locks))
	return false
}

func (k scase) queue() *waitq {
	if k.Send {
		return &k.c.sendq
	}
	return &k.c.recvq
}

// trycase does a case if that needs no waiting.
func (s *simulation) trycase(gp *g, k scase) bool {
	c := k.c
	switch {
	case k.Send && (c.closed || c.recvq.live() || c.qcount < len(c.buf)):
		return s.chansend(gp, c, k.Value)
	case !k.Send && (c.sendq.live() || c.qcount > 0 || c.closed):
		return s.chanrecv(gp, c)
	}
	return false
}

// within is the symbol in which a goroutine sends or receives: selectgo does it itself,
// but for the hand-over.
func (g *g) within(fn string) string {
	if g.pc < len(g.ops) && g.ops[g.pc].Kind == Select {
		return "runtime.selectgo"
	}
	return fn
}

// live reports whether a goroutine waits whose select is not decided.
func (q waitq) live() bool {
	for _, sg := range q {
		if !sg.over() {
			return true
		}
	}
	return false
}

// woken is the end of an operation that had to wait.
func (s *simulation) woken(gp *g, o *Op) {
	sg := gp.param
	gp.param, gp.selectDone = nil, false
	which := 0
	if o.Kind == Select {
		which = s.unselect(gp, sg)
	}
	gp.waiting = nil
	send := o.Kind == Send || o.Kind == Select && o.Cases[which].Send
	switch {
	case send && sg.success:
		gp.result = Result{Kind: Sent}
	case send:
		gp.result = Result{Kind: Panicked}
	default:
		gp.result = Result{Kind: Received, OK: sg.success, Value: sg.value}
	}
	gp.result.Case = which
}

// unselect takes the goroutine out of all queues but the one that decided, and gives
// the number of the case.
func (s *simulation) unselect(gp *g, decided *sudog) (which int) {
	for n, i := range gp.locks {
		sg, k := gp.waiting[n], gp.cases[i]
		if sg == decided {
			which = k.source
			continue
		}
		if k.Send {
			k.c.dropped(sg.value)
		}
		k.queue().dequeueSudoG(sg)
	}
	if len(gp.locks) > 1 {
		s.emit(gp, "runtime.(*waitq).dequeueSudoG", "A select that was woken on one channel must leave the queues of the others itself.", "%s leaves the other queues of its select.", gp)
	}
	return which
}

// names lists the cases in an order.
func names(cases []scase, order []int) string {
	var list []string
	for _, i := range order {
		k := cases[i]
		if k.Send {
			list = append(list, fmt.Sprintf("send on %s", k.c))
		} else {
			list = append(list, fmt.Sprintf("receive from %s", k.c))
		}
	}
	if len(list) == 0 {
		return "nothing: all its channels are nil"
	}
	return strings.Join(list, ", ")
}
