package gc

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sourcedive/content/models/sim"
	"sourcedive/content/models/sim/simtest"
)

const (
	cellForm = `(glob2?|[A-H]\.[lr])`
	slotForm = `(G\d\.[xyz])`
	nameForm = `([A-H]|nil)`
	setForm  = `([A-H](?:, [A-H])*|nothing)`
)

// tellings are what the events say, and what of it the states around them show.
var tellings = []simtest.Telling{
	{Form: `All \d+ states that can follow from \d+ heaps were searched, and no object can be lost; this run is drawn\.`},
	{Form: `The search was cut after \d+ states and lost no object, which proves nothing: such heaps are too many, so take fewer objects, fields or goroutines\. This run is drawn\.`},
	{Form: `\d+ states were searched\. This run shows a shortest way to lose an object: \d+ moves\.`},
	{Form: slotForm + ` = ` + cellForm + `, which is ` + nameForm + `\.`, True: func(s simtest.Told) bool {
		return points(s.Before, s.Words[1]) == s.Words[2] && points(s.After, s.Words[0]) == s.Words[2]
	}},
	{Form: slotForm + ` = ` + nameForm + `\.`, True: func(s simtest.Told) bool { return points(s.After, s.Words[0]) == s.Words[1] }},
	{Form: slotForm + ` = new object ([A-H]), (black|white)\.`, True: func(s simtest.Told) bool {
		is := colour(s.After, s.Words[1])
		return points(s.After, s.Words[0]) == s.Words[1] && colour(s.Before, s.Words[1]) == sim.Free && (is == s.Words[2] || is == sim.Lost)
	}},
	{Form: cellForm + ` = ` + nameForm + `; it was ` + nameForm + `\.`, True: func(s simtest.Told) bool {
		return points(s.Before, s.Words[0]) == s.Words[2] && points(s.After, s.Words[0]) == s.Words[1] && shades(s)
	}},
	{Form: `The stack of G(\d) is scanned; it shades ` + setForm + `\.`, True: func(s simtest.Told) bool {
		for _, l := range s.After.Block("heap").Links {
			if strings.HasPrefix(l.From, "G"+s.Words[0]) && colour(s.After, l.To) == sim.White {
				return false
			}
		}
		return greyed(s) == s.Words[1]
	}},
	{Form: `The global (glob2?) is scanned and holds ` + nameForm + `\.`, True: func(s simtest.Told) bool {
		return points(s.Before, s.Words[0]) == s.Words[1]
	}},
	{Form: `Field ([A-H]\.[lr]) is read and holds ` + nameForm + `\.`, True: func(s simtest.Told) bool {
		last := strings.HasPrefix(s.Event.Why, "It was the last field: "+s.Words[0][:1]+" is black")
		grew := strings.HasSuffix(s.Event.Why, " "+s.Words[1]+" was white and became grey.")
		return points(s.Before, s.Words[0]) == s.Words[1] && last == (colour(s.After, s.Words[0][:1]) == sim.Black) && grew == (greyed(s) == s.Words[1])
	}},
	{Form: `The barrier buffer of P(\d) is flushed; it shades ` + setForm + `\.`, True: func(s simtest.Told) bool {
		comes := 2
		if strings.Contains(s.Next.What, " = nil; it was ") {
			comes = 1
		}
		return s.Event.Actor == "P"+s.Words[0] && greyed(s) == s.Words[1] && len(noted(s.After, s.Words[0])) == 0 && len(noted(s.Before, s.Words[0]))+comes > 1<<s.Given["buffer"]
	}},
	{Form: `The world stops, and sweeping of the last cycle is finished\.`, True: func(s simtest.Told) bool {
		return phaseIs(s.After, "sweep termination") && !anyColour(s.After, sim.Grey, sim.Black)
	}},
	{Form: `Barriers are on, and the world starts again: marking begins\.`, True: func(s simtest.Told) bool { return phaseIs(s.After, "mark") }},
	{Form: `All stacks are scanned, which shades ` + setForm + `; barriers are on, and the world starts again\.`, True: func(s simtest.Told) bool {
		return phaseIs(s.After, "mark") && greyed(s) == s.Words[0]
	}},
	{Form: `No grey object is left, and every P flushes its buffers: nothing comes\.`, True: func(s simtest.Told) bool {
		return phaseIs(s.After, "mark") && !anyColour(s.Before, sim.Grey) && !anyColour(s.After, sim.Grey) && flushed(s.After)
	}},
	{Form: `Every P flushes its buffers, and ` + setForm + ` is found: marking goes on\.`, True: func(s simtest.Told) bool {
		return phaseIs(s.After, "mark") && greyed(s) == s.Words[0] && s.Words[0] != "nothing" && flushed(s.After) &&
			sorted(shared(s.After)) == sorted(s.Words[0])
	}},
	{Form: `The world stops: mark termination\.`, True: func(s simtest.Told) bool { return phaseIs(s.After, "mark termination") && flushed(s.After) }},
	{Form: `The world stops, but a write came between: ` + setForm + ` is grey, and marking goes on\.`, True: func(s simtest.Told) bool {
		first := "0"
		if len(noted(s.After, first)) > 0 || simtest.Lane(s.After, "workers", "P0").Items == nil {
			return false // P0 is asked first
		}
		if sorted(kept(s.After, first)) != sorted(s.Words[0]) { // then it was P1
			first = "1"
		}
		return phaseIs(s.After, "mark") && greyed(s) == s.Words[0] && s.Words[0] != "nothing" &&
			len(noted(s.After, first)) == 0 && sorted(kept(s.After, first)) == sorted(s.Words[0]) && shared(s.After) == ""
	}},
	{Form: `Barriers are off, and the world starts again: sweeping begins\.`, True: func(s simtest.Told) bool {
		return phaseIs(s.After, "sweep") && !anyColour(s.After, sim.Grey)
	}},
	{Form: `([A-H]) was marked and is kept, white for the next cycle\.`, True: func(s simtest.Told) bool {
		return colour(s.Before, s.Words[0]) == sim.Black && colour(s.After, s.Words[0]) == sim.White
	}},
	{Form: `([A-H]) is white: its memory is free\.`, True: func(s simtest.Told) bool {
		return colour(s.Before, s.Words[0]) == sim.White && colour(s.After, s.Words[0]) == sim.Free
	}},
	{Form: `All is swept\. The next cycle begins when the heap has grown to its trigger\.`, True: func(s simtest.Told) bool {
		return phaseIs(s.After, "off") && !anyColour(s.After, sim.Grey, sim.Black)
	}},
}

// points is what a variable or field holds: the name of an object, or nil.
func points(v sim.View, cell string) string {
	from, text, field := strings.Cut(cell, ".")
	if len(from) > 1 || !field { // a variable on a stack, or a global one
		from, text = cell, ""
	}
	for _, l := range v.Block("heap").Links {
		if l.From == from && l.Text == text {
			return l.To
		}
	}
	return "nil"
}

func colour(v sim.View, object string) string {
	for _, n := range v.Block("heap").Nodes {
		if n.ID == object {
			return n.State
		}
	}
	return ""
}

// anyColour reports whether an object has one of the colours.
func anyColour(v sim.View, colours ...string) bool {
	return slices.ContainsFunc(v.Block("heap").Nodes, func(n sim.Node) bool { return len(n.ID) == 1 && slices.Contains(colours, n.State) })
}

// greyed are the objects that became grey.
func greyed(s simtest.Told) string {
	var list []string
	for _, n := range s.After.Block("heap").Nodes {
		if len(n.ID) == 1 && n.State == sim.Grey && colour(s.Before, n.ID) != sim.Grey {
			list = append(list, n.ID)
		}
	}
	if list == nil {
		return "nothing"
	}
	return strings.Join(list, ", ")
}

func phaseIs(v sim.View, name string) bool {
	return slices.ContainsFunc(v.Block("phase").Cells, func(c sim.Cell) bool { return c.Text == name && c.State == sim.Running })
}

// noted is what a P's barrier buffer has.
func noted(v sim.View, p string) (list []string) {
	for _, c := range simtest.Lane(v, "barrier", "wb"+p).Items {
		list = append(list, strings.Replace(c.Text, "0", "nil", 1))
	}
	return list
}

// kept are the objects in a worker's own buffers, and shared those in the full ones.
func kept(v sim.View, p string) string {
	return strings.Join(simtest.IDs(simtest.Lane(v, "workers", "P"+p).Items), "")
}

func shared(v sim.View) string { return strings.Join(simtest.IDs(v.Block("full").Cells), "") }

// sorted are the names of objects, in their order.
func sorted(names string) string {
	list := objects.FindAllString(names, -1)
	slices.Sort(list)
	return strings.Join(list, "")
}

var objects = regexp.MustCompile(`[A-H]`)

// flushed reports whether no barrier buffer has anything.
func flushed(v sim.View) bool {
	return !slices.ContainsFunc(v.Block("barrier").Lanes, func(l sim.Lane) bool { return len(l.Items) > 0 })
}

var (
	notedForm  = regexp.MustCompile(`: ([A-H]|nil)(?: and ([A-H]|nil))? (?:is|are) noted, and shaded when the buffer is flushed\.`)
	becameForm = regexp.MustCompile(`; ` + setForm + ` became grey`)
)

// rules are what the barriers note of a write, by a stack that is grey or not.
var rules = map[string]func(was, is string, grey bool) []string{
	"dijkstra": func(_, is string, _ bool) []string { return pointer(is) },
	"yuasa":    func(was, _ string, _ bool) []string { return []string{was} },
	"hybrid":   func(was, is string, _ bool) []string { return append([]string{was}, pointer(is)...) },
	"conditional": func(was, is string, grey bool) []string {
		if grey {
			return append([]string{was}, pointer(is)...)
		}
		return []string{was}
	},
}

func pointer(name string) []string {
	if name == "nil" {
		return nil
	}
	return []string{name}
}

// shades tests what is said of a write's barrier: by its name, and by what it does to the
// two pointers.
func shades(s simtest.Told) bool {
	is, was, why := s.Words[1], s.Words[2], s.Event.Why
	kind, on, _ := strings.Cut(s.After.Block("facts").Fact("barrier"), ", ")
	if s.Event.Func == "" || on == "off" {
		return s.Event.Func == "" && strings.HasPrefix(why, "No barrier is on.") && on == "off"
	}
	rule := map[string]string{"dijkstra": "Dijkstra's barrier", "yuasa": "Yuasa's barrier", "hybrid": "The hybrid barrier", "conditional": "The barrier shades the old pointer, and the new one"}[kind]
	if !strings.HasPrefix(why, rule) {
		return false
	}
	notes := rules[kind](was, is, colour(s.Before, s.Event.Actor+".x") == sim.Grey)
	if parts := becameForm.FindStringSubmatch(why); parts != nil {
		white := slices.DeleteFunc(slices.Clone(notes), func(one string) bool {
			return one == "nil" || colour(s.Before, one) == sim.Grey || colour(s.Before, one) == sim.Black
		})
		slices.Sort(white)
		return parts[1] == greyed(s) && (strings.Join(slices.Compact(white), ", ") == parts[1] || len(white) == 0 && parts[1] == "nothing")
	}
	p := map[string]string{"G1": "0", "G2": "1"}[s.Event.Actor]
	came := noted(s.After, p)[len(noted(s.Before, p)):]
	said := notedForm.FindStringSubmatch(why)
	if said == nil {
		return len(came) == 0 && strings.Contains(why, "nothing is noted")
	}
	said = slices.DeleteFunc(said[1:], func(one string) bool { return one == "" })
	return slices.Equal(said, came) && s.Event.Func == fmt.Sprintf("runtime.gcWriteBarrier%d", len(came)) && slices.Equal(came, notes)
}
