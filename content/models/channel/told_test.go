package channel

import (
	"regexp"
	"slices"
	"strings"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

// tellings are what the events say, and what of it the states around them show.
var tellings = []simtest.Telling{
	{Form: `(G\d+) leaves the other queues of its select\.`, True: func(s simtest.Told) bool {
		return !anyQueue(s.After, s.Words[0]) && anyQueue(s.Before, s.Words[0])
	}},
	{Form: `G\d+ receives zero from closed (c\d+)\.`, True: func(s simtest.Told) bool {
		return closed(s.Before, s.Words[0]) && taken(s.Before, s.Words[0]) == 0
	}},
	{Form: `(G\d+) waits to receive from (c\d+)\.`, True: func(s simtest.Told) bool {
		return back(queue(s.After, s.Words[1], "recvq")).Text == s.Words[0]
	}},
	{Form: `(G\d+) waits to send (\d+) on (c\d+)\.`, True: func(s simtest.Told) bool {
		return back(queue(s.After, s.Words[2], "sendq")).Text == s.Words[0]+"!"+s.Words[1]
	}},
	{Form: `(G\d+) takes (\d+) from the buffer of (c\d+), and (G\d+) puts (\d+) there\.`, True: func(s simtest.Told) bool {
		at, was := slot(s.Before, s.Words[2], "recvx")
		return was == s.Words[1] && ring(s.After, s.Words[2])[at].Text == s.Words[4] &&
			front(queue(s.Before, s.Words[2], "sendq")).Text == s.Words[3]+"!"+s.Words[4]
	}},
	{Form: `G\d+ takes (\d+) from the buffer of (c\d+)\.`, True: func(s simtest.Told) bool {
		at, was := slot(s.Before, s.Words[1], "recvx")
		return was == s.Words[0] && ring(s.After, s.Words[1])[at].State == sim.Free && taken(s.After, s.Words[1]) == taken(s.Before, s.Words[1])-1
	}},
	{Form: `G\d+ puts (\d+) into the buffer of (c\d+)\.`, True: func(s simtest.Told) bool {
		at, _ := slot(s.Before, s.Words[1], "sendx")
		return ring(s.Before, s.Words[1])[at].State == sim.Free && ring(s.After, s.Words[1])[at].Text == s.Words[0]
	}},
	{Form: `(G\d+) takes (\d+) on (c\d+) from (G\d+)\.`, True: func(s simtest.Told) bool {
		return ring(s.Before, s.Words[2]) == nil && front(queue(s.Before, s.Words[2], "sendq")).Text == s.Words[3]+"!"+s.Words[1] && runs(s.Before, s.Words[0])
	}},
	{Form: `(G\d+) hands \d+ on (c\d+) to (G\d+)\.`, True: func(s simtest.Told) bool {
		return front(queue(s.Before, s.Words[1], "recvq")).Text == s.Words[2] && runs(s.Before, s.Words[0])
	}},
	{Form: `G\d+ sends \d+ on closed (c\d+) and panics\.`, True: func(s simtest.Told) bool { return closed(s.Before, s.Words[0]) }},
	{Form: `G\d+ closes closed (c\d+) and panics\.`, True: func(s simtest.Told) bool { return closed(s.Before, s.Words[0]) }},
	{Form: `G\d+ closes (c\d+); (\d+) goroutines wait there\.`, True: func(s simtest.Told) bool {
		waits := map[string]bool{}
		for _, name := range []string{"sendq", "recvq"} {
			for _, c := range queue(s.Before, s.Words[0], name) {
				waits[strings.TrimRight(c.ID, "'")] = true
			}
		}
		return len(waits) == s.N(1) && !closed(s.Before, s.Words[0]) && closed(s.After, s.Words[0])
	}},
	{Form: `(G\d+) runs\.`, True: func(s simtest.Told) bool {
		return s.Before.Block("run").Cells[0].ID == s.Words[0] && runs(s.After, s.Words[0])
	}},
	{Form: `(G\d+) ends\.`, True: func(s simtest.Told) bool { return runs(s.Before, s.Words[0]) && !runs(s.After, s.Words[0]) }},
	{Form: `(G\d+) is ready and will run next\.`, True: func(s simtest.Told) bool {
		was, is := s.Before.Block("run").Cells, s.After.Block("run").Cells
		kicked := len(was) == 0 || was[0].Tag != "next" || back(is).ID == was[0].ID
		return is[0].ID == s.Words[0] && is[0].Tag == "next" && kicked
	}},
	{Form: `(G\d+) selects; it looks at (.*)\.`, True: looksInOrder},
	{Form: `(G\d+) waits in the queues of (.*)\.`, True: func(s simtest.Told) bool {
		list := strings.Split(s.Words[1], ", ")
		channels := simtest.Number
		return slices.IsSortedFunc(list, func(a, b string) int { return channels(a) - channels(b) }) && // as their addresses are
			!slices.ContainsFunc(list, func(one string) bool { return !waitsIn(s.After, s.Words[0], one) })
	}},
	{Form: `G\d+ takes the default\.`},
}

var cases = regexp.MustCompile(`(send on|receive from) (c\d+)`)

// looksInOrder: the first case of those that a select looks at that can go on is the one
// that does.
func looksInOrder(s simtest.Told) bool {
	list := strings.Split(s.Words[1], ", ")
	ready := ""
	for _, one := range list {
		if ready == "" && canGoOn(s.Before, one) {
			ready = one
		}
	}
	what := s.Next.What
	if ready == "" {
		return strings.Contains(what, "waits in the queues") || strings.Contains(what, "takes the default")
	}
	does := map[string][]string{"send on": {" hands ", " puts ", " sends "}, "receive from": {" takes ", " receives "}}
	parts := cases.FindStringSubmatch(ready)
	return slices.ContainsFunc(does[parts[1]], func(verb string) bool { return strings.Contains(what, verb) }) &&
		regexp.MustCompile(parts[2]+`\b`).MatchString(what)
}

func canGoOn(v sim.View, one string) bool {
	parts := cases.FindStringSubmatch(one)
	if parts == nil {
		return false // all of its channels are nil
	}
	c := parts[2]
	if parts[1] == "send on" {
		return closed(v, c) || len(queue(v, c, "recvq")) > 0 || taken(v, c) < len(ring(v, c))
	}
	return closed(v, c) || len(queue(v, c, "sendq")) > 0 || taken(v, c) > 0
}

// waitsIn reports whether a goroutine is in the queue of a case.
func waitsIn(v sim.View, g, one string) bool {
	parts := cases.FindStringSubmatch(one)
	if parts == nil {
		return strings.HasPrefix(one, "nothing")
	}
	name := map[string]string{"send on": "sendq", "receive from": "recvq"}[parts[1]]
	return slices.ContainsFunc(queue(v, parts[2], name), func(c sim.Cell) bool { return strings.TrimRight(c.ID, "'") == g })
}

// queue are those in a queue that still wait.
func queue(v sim.View, c, name string) []sim.Cell {
	return slices.DeleteFunc(slices.Clone(simtest.Lane(v, c+"q", c+" "+name).Items), func(c sim.Cell) bool { return c.State != sim.Waiting })
}

// anyQueue reports whether a goroutine is in a queue, decided or not.
func anyQueue(v sim.View, g string) bool {
	for _, b := range v.Blocks {
		for _, l := range b.Lanes {
			if slices.ContainsFunc(l.Items, func(c sim.Cell) bool { return strings.TrimRight(c.ID, "'") == g }) {
				return true
			}
		}
	}
	return false
}

func closed(v sim.View, c string) bool { return strings.HasSuffix(v.Block(c+"q").Note, ", closed") }

func ring(v sim.View, c string) []sim.Cell { return v.Block(c + "buf").Cells }

func taken(v sim.View, c string) (n int) {
	for _, cell := range ring(v, c) {
		if cell.State == sim.Used {
			n++
		}
	}
	return n
}

// slot is the place in the ring that has a tag, and what is in it.
func slot(v sim.View, c, tag string) (int, string) {
	at := slices.IndexFunc(ring(v, c), func(cell sim.Cell) bool { return strings.Contains(cell.Tag, tag) })
	return at, ring(v, c)[at].Text
}

func runs(v sim.View, g string) bool {
	return slices.ContainsFunc(v.Block("g").Cells, func(c sim.Cell) bool { return c.ID == g && c.State == sim.Running })
}

func front(cells []sim.Cell) sim.Cell {
	if len(cells) == 0 {
		return sim.Cell{}
	}
	return cells[0]
}

func back(cells []sim.Cell) sim.Cell {
	if len(cells) == 0 {
		return sim.Cell{}
	}
	return cells[len(cells)-1]
}
