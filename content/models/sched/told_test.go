package sched

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

// tellings are what the events say, and what of it the states around them show.
var tellings = []simtest.Telling{
	{Form: `(M\d+) has seen work after all and takes (P\d+) back\.`, True: func(s simtest.Told) bool {
		return has(s.After, s.Words[0], s.Words[1]) && spins(s.After, s.Words[0]) && queued(s.After) > 0
	}},
	{Form: `(G\d+) enters a system call on (M\d+)\.`, True: func(s simtest.Told) bool {
		return runs(s.Before, s.Words[1], s.Words[0]) && waits(s.After, s.Words[0]) && strings.HasPrefix(thread(s.After, s.Words[1]).Note, "in a system call")
	}},
	{Form: `(M\d+) runs (G\d+) on (P\d+)\.`, True: func(s simtest.Told) bool {
		moved := tick(s.After, s.Words[2]) - tick(s.Before, s.Words[2])
		inherits := strings.HasPrefix(s.Event.Why, "A goroutine from runnext")
		return runs(s.After, s.Words[0], s.Words[1]) && has(s.After, s.Words[0], s.Words[2]) && on(s.After, s.Words[2]) == s.Words[1] &&
			(moved == 0) == inherits && (!inherits || next(s.Before, s.Words[2]) == s.Words[1])
	}},
	{Form: `(G\d+) is back from its system call and goes on on (P\d+)\.`, True: func(s simtest.Told) bool {
		return waits(s.Before, s.Words[0]) && on(s.After, s.Words[1]) == s.Words[0]
	}},
	{Form: `(G\d+) is back from its system call, finds no processor and goes to the global queue\.`, True: func(s simtest.Told) bool {
		return waits(s.Before, s.Words[0]) && joined(s, s.Words[0])
	}},
	{Form: `(M\d+) stops (P\d+); processors to go: (\d+)\.`, True: func(s simtest.Told) bool {
		togo := fmt.Sprintf("stopping, %d processors to go", s.N(2))
		if s.N(2) == 0 {
			togo = "stopped"
		}
		return has(s.Before, s.Words[0], s.Words[1]) && !has(s.After, s.Words[0], s.Words[1]) && processor(s.After, s.Words[1]).State == sim.Old && fact(s.After, "the world") == togo
	}},
	{Form: `(G\d+) ends\.`, True: func(s simtest.Told) bool {
		return !anywhere(s.After, s.Words[0]) && on(s.Before, s.Event.Actor) == s.Words[0]
	}},
	{Form: `schedtick of (P\d+) is (\d+): (G\d+) comes from the global queue\.`, True: func(s simtest.Told) bool {
		return s.N(1) == tick(s.Before, s.Words[0]) && s.N(1)%61 == 0 && head(s.Before) == s.Words[2]
	}},
	{Form: `(P\d+) takes (\d+) from the global queue and will run (G\d+)\.`, True: func(s simtest.Told) bool {
		return head(s.Before) == s.Words[2] && global(s.Before)-global(s.After) == s.N(1) && length(s.After, s.Words[0]) == s.N(1)-1
	}},
	{Form: `(G\d+) is preempted\.`, True: func(s simtest.Told) bool {
		return on(s.Before, s.Event.Actor) == s.Words[0] && global(s.Before) == global(s.After)
	}},
	{Form: `(G\d+) (?:is preempted|yields) and goes to the global queue\.`, True: func(s simtest.Told) bool {
		return on(s.Before, s.Event.Actor) == s.Words[0] && joined(s, s.Words[0])
	}},
	{Form: `(P\d+) (has work|would be the last to go idle and nobody polls the network:|has no work)(?: and)? (?:it )?(?:goes to (M\d+)|is idle)\.`, True: func(s simtest.Told) bool {
		if s.Words[2] == "" {
			return slices.Contains(idle(s.After), s.Words[0])
		}
		work := length(s.Before, s.Words[0])+global(s.Before) > 0 || next(s.Before, s.Words[0]) != ""
		return has(s.After, s.Words[2], s.Words[0]) && wakes(s.After, s.Words[2]) && work == (s.Words[1] == "has work") && !spins(s.After, s.Words[2])
	}},
	{Form: `Nobody looks for work: (P\d+) goes to (M\d+), which will\.`, True: func(s simtest.Told) bool {
		return has(s.After, s.Words[1], s.Words[0]) && wakes(s.After, s.Words[1]) && spins(s.After, s.Words[1]) && fact(s.Before, "idle processors") == "none"
	}},
	{Form: `(\d+) become runnable, (\d+) of them on the global queue\.`, True: func(s simtest.Told) bool {
		here := strings.HasPrefix(s.Event.Why, "As many as")
		if here && s.N(1) != min(s.N(0), len(idle(s.Before))) || !here && s.N(1) != s.N(0) {
			return false
		}
		return here == (len(thread(s.Before, s.Event.Actor).Items) > 0 && !wakes(s.Before, s.Event.Actor)) && global(s.After)-global(s.Before) == s.N(1)
	}},
	{Form: `(G\d+) and (M\d+) are locked to each other\.`, True: func(s simtest.Told) bool {
		return runs(s.Before, s.Words[1], s.Words[0]) && strings.HasSuffix(thread(s.After, s.Words[1]).Note, ", locked to "+s.Words[0])
	}},
	{Form: `(G\d+) and (M\d+) are free of each other\.`, True: func(s simtest.Told) bool {
		return runs(s.Before, s.Words[1], s.Words[0]) && !strings.Contains(thread(s.After, s.Words[1]).Note, "locked")
	}},
	{Form: `(M\d+) ends with (G\d+)\.`, True: func(s simtest.Told) bool {
		return strings.HasSuffix(thread(s.Before, s.Words[0]).Note, ", locked to "+s.Words[1]) && thread(s.After, s.Words[0]).Note == "gone" && !anywhere(s.After, s.Words[1])
	}},
	{Form: `(M\d+) finds (G\d+) ready\.`, True: func(s simtest.Told) bool { return waits(s.Before, s.Words[1]) && !waits(s.After, s.Words[1]) }},
	{Form: `(M\d+) waits for the network\.`, True: func(s simtest.Told) bool {
		return strings.HasPrefix(thread(s.After, s.Words[0]).Note, "polling the network") && len(thread(s.After, s.Words[0]).Items) == 0
	}},
	{Form: `The network is ready for (\d+); (M\d+) takes (P\d+) for (G\d+)\.`, True: func(s simtest.Told) bool {
		return s.N(0) >= 1 && has(s.After, s.Words[1], s.Words[2]) && waits(s.Before, s.Words[3]) && !waits(s.After, s.Words[3]) && !slices.Contains(idle(s.After), s.Words[2]) &&
			(s.N(0) > 1) == (s.Next.Func == "runtime.injectglist") && (s.N(0) == 1 || simtest.Number(s.Next.What) == s.N(0)-1)
	}},
	{Form: `(G\d+) makes (G\d+) ready\.`, True: func(s simtest.Told) bool {
		return on(s.Before, s.Event.Actor) == s.Words[0] && waits(s.Before, s.Words[1]) && !waits(s.After, s.Words[1])
	}},
	{Form: `(G\d+) makes (G\d+)\.`, True: func(s simtest.Told) bool {
		return on(s.Before, s.Event.Actor) == s.Words[0] && !anywhere(s.Before, s.Words[1]) && strings.Contains(s.Next.What, s.Words[1]+" becomes runnext")
	}},
	{Form: `(G\d+) waits (?:for the network|for the others to end|to receive|to send)\.`, True: func(s simtest.Told) bool {
		return on(s.Before, s.Event.Actor) == s.Words[0] && waits(s.After, s.Words[0])
	}},
	{Form: `(M\d+) has nothing to do and gives up (P\d+)\.`, True: func(s simtest.Told) bool {
		return has(s.Before, s.Words[0], s.Words[1]) && length(s.Before, s.Words[1]) == 0 && global(s.Before) == 0
	}},
	{Form: `(G\d+) is asked to stop on (P\d+)\.`, True: func(s simtest.Told) bool {
		return on(s.Before, s.Words[1]) == s.Words[0] && (s.Event.Actor == "sysmon") == strings.HasPrefix(s.Event.Why, "It has run for a time slice")
	}},
	{Form: `(M\d+) has found work and spins no longer\.`, True: func(s simtest.Told) bool { return !spins(s.After, s.Words[0]) }},
	{Form: `(P\d+) is taken from (M\d+), which is in a system call\.`, True: func(s simtest.Told) bool {
		return has(s.Before, s.Words[1], s.Words[0]) && !has(s.After, s.Words[1], s.Words[0]) && strings.HasPrefix(thread(s.Before, s.Words[1]).Note, "in a system call")
	}},
	{Form: `(M\d+) sees only runnext (G\d+) at (P\d+), and pauses\.`, True: func(s simtest.Told) bool {
		return next(s.Before, s.Words[2]) == s.Words[1] && length(s.Before, s.Words[2]) == 0 && strings.HasPrefix(thread(s.After, s.Words[0]).Note, "pausing")
	}},
	{Form: `(G\d+) becomes runnext of (P\d+)(?: and kicks (G\d+) to the queue)?\.`, True: func(s simtest.Told) bool {
		return next(s.After, s.Words[1]) == s.Words[0] && next(s.Before, s.Words[1]) == s.Words[2] &&
			(s.Words[2] == "" || length(s.After, s.Words[1])-length(s.Before, s.Words[1]) == 1 || length(s.Before, s.Words[1]) == ringSize)
	}},
	{Form: `The queue of (P\d+) is full: (\d+) goroutines and (G\d+) move to the global queue\.`, True: func(s simtest.Told) bool {
		return length(s.Before, s.Words[0])-length(s.After, s.Words[0]) == s.N(1) && global(s.After)-global(s.Before) == s.N(1)+1 && !strings.Contains(ring(s.After, s.Words[0]), s.Words[2]+" ")
	}},
	{Form: `(P\d+) steals (\d+) from (P\d+) and will run (G\d+)\.`, True: func(s simtest.Told) bool {
		lost := length(s.Before, s.Words[2]) - length(s.After, s.Words[2])
		if lost == 0 { // its runnext
			return s.N(1) == 1 && next(s.Before, s.Words[2]) == s.Words[3] && next(s.After, s.Words[2]) == ""
		}
		return s.N(1) == lost && length(s.After, s.Words[0]) == lost-1 && lost == (length(s.Before, s.Words[2])+1)/2
	}},
	{Form: `The world goes on: (?:no other processor has work|(P\d+ with M\d+(?:, P\d+ with M\d+)*) go on)\.`, True: func(s simtest.Told) bool {
		pairs := regexp.MustCompile(`(P\d+) with (M\d+)`).FindAllStringSubmatch(s.Words[0], -1)
		for _, pair := range pairs {
			if !has(s.After, pair[2], pair[1]) || !wakes(s.After, pair[2]) {
				return false
			}
		}
		return fact(s.After, "the world") == "running" && len(pairs)+len(idle(s.After))+1 == len(s.After.Block("p").Lanes)
	}},
	{Form: `(M\d+) found (G\d+), hands (P\d+) to (M\d+) and sleeps\.`, True: func(s simtest.Told) bool {
		return has(s.Before, s.Words[0], s.Words[2]) && has(s.After, s.Words[3], s.Words[2]) && wakes(s.After, s.Words[3]) &&
			strings.HasSuffix(thread(s.After, s.Words[3]).Note, ", locked to "+s.Words[1]) && strings.HasPrefix(thread(s.After, s.Words[0]).Note, "idle")
	}},
	{Form: `(M\d+) finds nothing to steal\.`, True: func(s simtest.Told) bool { return spins(s.After, s.Words[0]) }},
	{Form: `(G\d+) stops the world\.`, True: func(s simtest.Told) bool {
		return on(s.Before, s.Event.Actor) == s.Words[0] && fact(s.Before, "the world") == "running" && strings.HasPrefix(fact(s.After, "the world"), "stopping")
	}},
	{Form: `(M\d+) is locked to (G\d+), gives up (P\d+) and sleeps\.`, True: func(s simtest.Told) bool {
		return has(s.Before, s.Words[0], s.Words[2]) && !has(s.After, s.Words[0], s.Words[2]) && thread(s.After, s.Words[0]).Note == "waiting for its goroutine, locked to "+s.Words[1]
	}},
	{Form: `(M\d+) is woken for (P\d+) to look for work\.`, True: func(s simtest.Told) bool {
		return has(s.After, s.Words[0], s.Words[1]) && wakes(s.After, s.Words[0]) && spins(s.After, s.Words[0]) && idle(s.Before)[0] == s.Words[1] && fact(s.Before, "spinning threads") == "0"
	}},
}

func processor(v sim.View, p string) sim.Lane { return simtest.Lane(v, "p", p) }
func thread(v sim.View, m string) sim.Lane    { return simtest.Lane(v, "m", m) }
func fact(v sim.View, name string) string     { return v.Block("facts").Fact(name) }

// idle are the processors on the idle list, the one that is taken next first.
func idle(v sim.View) []string {
	if list := fact(v, "idle processors"); list != "none" {
		return strings.Fields(list)
	}
	return nil
}

// has reports whether a thread has a processor, or will find it when it wakes.
func has(v sim.View, m, p string) bool { return slices.Contains(simtest.IDs(thread(v, m).Items), p) }

func runs(v sim.View, m, g string) bool { return slices.Contains(simtest.IDs(thread(v, m).Items), g) }

func wakes(v sim.View, m string) bool { return strings.HasPrefix(thread(v, m).Note, "waking") }

func spins(v sim.View, m string) bool { return thread(v, m).State == sim.Spinning }

func waits(v sim.View, g string) bool {
	return slices.Contains(simtest.IDs(v.Block("waiting").Cells), g)
}

// on is the goroutine on a processor, or "".
func on(v sim.View, p string) string {
	for _, c := range processor(v, p).Items {
		if c.State == sim.Running || c.State == sim.Waiting {
			return c.ID
		}
	}
	return ""
}

func next(v sim.View, p string) string {
	for _, c := range processor(v, p).Items {
		if c.Tag == "next" {
			return c.ID
		}
	}
	return ""
}

// ring are the names in the queue of a processor that are drawn.
func ring(v sim.View, p string) (names string) {
	for _, c := range processor(v, p).Items {
		if c.State == sim.Runnable && c.Tag == "" {
			names += c.ID + " "
		}
	}
	return names
}

// length is that of the queue of a processor, of which the first are drawn.
func length(v sim.View, p string) (n int) {
	for _, c := range processor(v, p).Items {
		switch {
		case c.State == sim.Runnable && c.Tag == "":
			n++
		case c.ID == "":
			n += simtest.Number(c.Text)
		}
	}
	return n
}

func tick(v sim.View, p string) int {
	_, text, _ := strings.Cut(processor(v, p).Note, "schedtick ")
	return simtest.Number(text)
}

func global(v sim.View) int { return simtest.Number(v.Block("global").Note) }

func head(v sim.View) string {
	if cells := v.Block("global").Cells; len(cells) > 0 {
		return cells[0].ID
	}
	return ""
}

// joined reports whether a goroutine has come to the end of the global queue.
func joined(s simtest.Told, g string) bool {
	cells := s.After.Block("global").Cells
	return global(s.After) == global(s.Before)+1 && (cells[len(cells)-1].ID == g || cells[len(cells)-1].ID == "")
}

// queued is how many goroutines are in queues.
func queued(v sim.View) int {
	n := global(v)
	for _, l := range v.Block("p").Lanes {
		n += length(v, l.ID)
		if next(v, l.ID) != "" {
			n++
		}
	}
	return n
}

// anywhere reports whether a goroutine is drawn at all.
func anywhere(v sim.View, g string) bool {
	for _, b := range v.Blocks {
		if slices.Contains(simtest.IDs(b.Cells), g) {
			return true
		}
		for _, l := range b.Lanes {
			if slices.Contains(simtest.IDs(l.Items), g) {
				return true
			}
		}
	}
	return false
}
