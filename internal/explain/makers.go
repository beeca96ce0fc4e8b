package explain

import (
	"fmt"
	"slices"
	"strings"
)

// A Maker is a goroutine that made others, as "created by F in goroutine N" says, or
// the stacks of ancestors that GODEBUG=tracebackancestors adds.
type Maker struct {
	Goroutine int64   `json:"goroutine"`
	Reason    string  `json:"reason"` // as its header has it; "" if it is not in the text
	Made      []int64 `json:"made"`   // numbers, in the order of the text
}

// originating begins the title of an ancestor's stack.
const originating = "[originating from goroutine "

// originOf is the goroutine whose ancestor's stack has the title, 0 for any other title.
func originOf(title string) int {
	rest, ok := strings.CutPrefix(title, originating)
	if !ok {
		return 0
	}
	return max(0, atoi(rest[:digits(rest, 0)]))
}

// makers lists who made whom, the goroutine that made the most first. Ancestors stand
// below the goroutine that they made, the closest first. With a filter, only those that
// pass it count as made.
func makers(p *parsed, only Filter) []Maker {
	out, at := []Maker{}, map[int]int{}
	states, made, all := map[int]string{}, map[int]bool{}, only == Filter{}
	add := func(maker, child int) {
		if maker <= 0 || child <= 0 || made[child] {
			return
		}
		made[child] = true
		i, ok := at[maker]
		if !ok {
			i = len(out)
			at[maker] = i
			out = append(out, Maker{Goroutine: int64(maker), Made: []int64{}})
		}
		out[i].Made = append(out[i].Made, int64(child))
	}
	child := 0
	for _, st := range p.stacks {
		switch {
		case st.origin > 0:
			if all {
				add(st.origin, child)
			}
			child = st.origin
		case st.isGoroutine():
			states[st.id] = st.state
			if only.fits(st) && !st.system() {
				add(st.creator, st.id)
			}
			child = st.id
		default:
			child = 0
		}
	}
	for i := range out {
		out[i].Reason = states[int(out[i].Goroutine)]
	}
	slices.SortStableFunc(out, func(a, b Maker) int { return len(b.Made) - len(a.Made) })
	return out
}

// mostMakers is how many lines of the tree Text prints.
const mostMakers = 16

// textMakers prints the tree of who made whom. Children that made none stand together by
// their group.
func (a *Answer) textMakers(b *strings.Builder) {
	if len(a.Makers) == 0 {
		return
	}
	t := tree{answer: a, makers: map[int64]*Maker{}, groups: map[int64]int{}, open: map[int64]bool{}}
	child := map[int64]bool{}
	for i := range a.Makers {
		m := &a.Makers[i]
		t.makers[m.Goroutine] = m
		for _, id := range m.Made {
			child[id] = true
		}
	}
	for i, g := range a.Groups {
		for _, id := range g.Goroutines {
			t.groups[id] = i + 1
		}
	}
	for i := range a.Makers {
		if !child[a.Makers[i].Goroutine] {
			t.maker(&a.Makers[i], 1)
		}
	}
	if len(t.lines) == 0 { // each is made by another of them: no dump says so, but a text can
		t.maker(&a.Makers[0], 1)
	}
	fmt.Fprint(b, "\nWho made whom\n")
	for i, l := range t.lines {
		if i == mostMakers {
			fmt.Fprintf(b, "  and %d more lines; --json has them all\n", len(t.lines)-i)
			break
		}
		fmt.Fprintf(b, "%s\n", l)
	}
}

// A tree becomes lines.
type tree struct {
	answer *Answer
	makers map[int64]*Maker
	groups map[int64]int  // goroutine → its group, from 1
	open   map[int64]bool // whose line is above already
	lines  []string
}

func (t *tree) maker(m *Maker, depth int) {
	t.open[m.Goroutine] = true
	state := ""
	if m.Reason != "" {
		state = " [" + Safe(m.Reason) + "]"
	} else if t.groups[m.Goroutine] == 0 {
		state = ", not in the text,"
	}
	indent := strings.Repeat("  ", depth)
	t.lines = append(t.lines, fmt.Sprintf("%sgoroutine %d%s made %d", indent, m.Goroutine, state, len(m.Made)))
	leaves := map[int][]int64{}
	var order []int
	for _, id := range m.Made {
		if sub := t.makers[id]; sub != nil && !t.open[id] {
			t.maker(sub, depth+1)
			continue
		}
		g := t.groups[id]
		if leaves[g] == nil {
			order = append(order, g)
		}
		leaves[g] = append(leaves[g], id)
	}
	for _, g := range order {
		what := "not in the text"
		if g > 0 {
			what = fmt.Sprintf("[%s] at %s", Safe(t.answer.Groups[g-1].Reason), Safe(t.answer.Groups[g-1].Top))
		}
		t.lines = append(t.lines, fmt.Sprintf("%s  %d × %s: %s", indent, len(leaves[g]), what, someOf(leaves[g], 6)))
	}
}

// someOf lists the first n numbers.
func someOf(ids []int64, n int) string {
	text := strings.Trim(fmt.Sprint(ids[:min(n, len(ids))]), "[]")
	return strings.ReplaceAll(text, " ", ", ") + more(len(ids)-n)
}
