package stack

import (
	"fmt"
	"strconv"
	"strings"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

const (
	bytesForm   = `(\d+) bytes?`
	segmentForm = `( With segments this (?:call would begin a new one|return would free one)\.)?`
)

// tellings are what the events say, and what of it the states around them show.
var tellings = []simtest.Telling{
	{Form: `G(\d+) is new and gets a stack of ` + bytesForm + `\.`, True: func(s simtest.Told) bool {
		return s.N(1) == stackMin && size(s.After, s.Words[0]) == stackMin
	}},
	{Form: `G(\d+) is made of one that ended, (?:with its stack of|and gets a stack of the starting size,) ` + bytesForm + `\.`, True: func(s simtest.Told) bool {
		return s.N(1) == size(s.After, s.Words[0]) && s.N(1) == fact(s.Before, "starting size")
	}},
	{Form: `G(\d+) ends and (keeps its stack for the next|gives its stack back, which is not of the starting size)\.`, True: func(s simtest.Told) bool {
		return strings.HasPrefix(s.Words[1], "keeps") == (size(s.Before, s.Words[0]) == fact(s.Before, "starting size"))
	}},
	{Form: `f(\d+) (?:finds no room|has room): (\d+) used(?: and (\d+) of its frame)? is (not )?below (\d+)\.` + segmentForm, True: compared},
	{Form: `f(\d+) returns: (\d+) of (\d+) bytes are used\.` + segmentForm, True: func(s simtest.Told) bool {
		g := s.Event.Actor[1:]
		return s.N(1) == used(s.After, g) && s.N(2) == size(s.After, g) && size(s.Before, g) == size(s.After, g) &&
			used(s.Before, g) == s.N(1)+s.N(0)+wordSize && (s.Words[3] != "") == (segmentsOf(s.After) < segmentsOf(s.Before))
	}},
	{Form: `G(\d+) goes from ` + bytesForm + ` to ` + bytesForm + `\.`, True: func(s simtest.Told) bool {
		doubled := s.N(2) == 2*s.N(1)
		return s.N(1) == size(s.Before, s.Words[0]) && doubles(s.N(1), s.N(2)) && strings.HasPrefix(s.Event.Why, "The size doubles") == doubled
	}},
	{Form: bytesForm + ` are copied to (0x[0-9a-f]+), and (\d+) pointers? into the old stack moved along\.`, True: func(s simtest.Told) bool {
		n := depth(s.After)
		return moves(s.After) == moves(s.Before)+1 && s.N(0) == used(s.After, s.Event.Actor[1:]) && strings.HasSuffix(s.After.Block("frames").Lanes[0].Title, " "+s.Words[1]) &&
			s.N(2) == max(0, n-1) && s.N(2) == fact(s.After, "pointers adjusted")-fact(s.Before, "pointers adjusted") &&
			s.N(0) == fact(s.After, "bytes copied")-fact(s.Before, "bytes copied") && integersStay(s.Before, s.After)
	}},
	{Form: `The stack would be ` + bytesForm + `, the limit is ` + bytesForm + `: fatal error, stack overflow\.`, True: func(s simtest.Told) bool {
		return s.N(0) > s.N(1) && doubles(size(s.Before, s.Event.Actor[1:]), s.N(0))
	}},
	{Form: `The collector scans the (\d+) bytes that G(\d+) uses, of (\d+)\.`, True: func(s simtest.Told) bool {
		return s.N(0) == used(s.Before, s.Words[1]) && s.N(2) == size(s.Before, s.Words[1])
	}},
	{Form: `G(\d+) keeps ` + bytesForm + `: (\d+) and 800 are not below a quarter, (\d+)\.`, True: func(s simtest.Told) bool {
		return s.N(1) == size(s.Before, s.Words[0]) && s.N(2) == used(s.Before, s.Words[0]) && s.N(3) == s.N(1)/4 && s.N(2)+stackNosplit >= s.N(3)
	}},
	{Form: `G(\d+) shrinks from ` + bytesForm + ` to ` + bytesForm + `: (\d+) and 800 are below a quarter\.`, True: func(s simtest.Told) bool {
		return s.N(1) == size(s.Before, s.Words[0]) && s.N(2) == s.N(1)/2 && s.N(3) == used(s.Before, s.Words[0]) && s.N(3)+stackNosplit < s.N(1)/4
	}},
	{Form: bytesForm + ` in (\d+) stacks?: new stacks start at ` + bytesForm + `\.`, True: func(s simtest.Told) bool {
		total, bars := 0, s.After.Block("sizes").Bars
		for _, b := range bars {
			total += int(b.Value)
		}
		average := total/len(bars) + stackGuard
		return s.N(0) == total && s.N(1) == len(bars) && doubles(stackMin/2, s.N(2)) && s.N(2) >= average && (s.N(2) == stackMin || s.N(2)/2 < average)
	}},
}

// compared: what a function's first instructions compare, and what comes of it. A function
// that has room is on the stack already.
func compared(s simtest.Told) bool {
	g, frame, use := s.Event.Actor[1:], s.N(0), s.N(1)
	v, stands := s.Before, use
	room := s.Words[3] == ""
	if room {
		v, stands = s.After, use+frame+wordSize
	}
	less := max(0, frame-stackSmall)
	return used(v, g) == stands && s.N(2) == less && s.N(4) == size(v, g)-stackGuard &&
		room == (use+less < s.N(4)) && (s.Words[5] != "") == (room && begunSegment(s.After, frame))
}

// begunSegment reports whether the newest segment has one frame and is not the first.
func begunSegment(v sim.View, frame int) bool {
	list := v.Block("segments").Lanes
	return segmentsOf(v) > 0 && simtest.Number(list[len(list)-1].Items[0].Text) == segmentTop+frame+wordSize
}

// doubles reports whether one is the other, doubled once or more.
func doubles(one, other int) bool {
	for one > 0 && one < other {
		if one *= 2; one == other {
			return true
		}
	}
	return false
}

func bar(v sim.View, g string) sim.Bar {
	for _, b := range v.Block("sizes").Bars {
		if b.Title == "G"+g {
			return b
		}
	}
	return sim.Bar{}
}

func size(v sim.View, g string) int { return int(bar(v, g).Max) }
func used(v sim.View, g string) int { return int(bar(v, g).Value) }

func fact(v sim.View, name string) int { return simtest.Number(v.Block("costs").Fact(name)) }

// segmentsOf is how many there are, of which the last few are drawn.
func segmentsOf(v sim.View) int {
	made, freed := 0, 0
	if _, err := fmt.Sscanf(v.Block("costs").Fact("segments made and freed (Go 1.1)"), "%d and %d", &made, &freed); err != nil {
		return -1
	}
	return made - freed
}

// depth is how many functions are on the stack that is drawn.
func depth(v sim.View) (n int) {
	for _, c := range v.Block("frames").Lanes[0].Items {
		if k, err := strconv.Atoi(strings.TrimPrefix(c.ID, "f")); err == nil {
			n = k + 1
		}
	}
	return n
}

// integersStay: a copy leaves numbers as they are.
func integersStay(before, after sim.View) bool {
	for i, l := range after.Block("words").Lanes {
		if was := before.Block("words").Lanes; i >= len(was) || was[i].Items[2].Text != l.Items[2].Text || was[i].Items[1].Text != l.Items[1].Text {
			return false
		}
	}
	return true
}

// moves is how often stacks have grown and shrunk.
func moves(v sim.View) int { return fact(v, "growths") + fact(v, "shrinks") }
