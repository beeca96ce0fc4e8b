package graphq

import (
	"fmt"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

// journey writes the steps of a journey as a tree.
func (g *Graph) journey(j Journey) string {
	var b strings.Builder
	var write func(s Step, indent string)
	write = func(s Step, indent string) {
		fmt.Fprintf(&b, "%s%s on %s", indent, g.index.Symbols[s.Sym].ID.Local(), s.Lane)
		for _, c := range []struct {
			is   bool
			text string
		}{{s.Switches, "switches"}, {s.Returns, "returns"}, {s.Leaves, "leaves"}, {s.Resumes, "resumes"}} {
			if c.is {
				b.WriteString(", " + c.text)
			}
		}
		if s.Literal != index.NoSym {
			fmt.Fprintf(&b, ", in %s", g.index.Symbols[s.Literal].ID.Local())
		}
		for _, e := range s.Endings {
			fmt.Fprintf(&b, ", %s in %s :%d", []string{"blocks", "leaves", "throws"}[e.End], g.index.Symbols[e.Sym].ID.Local(), g.index.Line(e.Site.File, e.Site.Off))
		}
		b.WriteString("\n")
		for _, next := range s.Next {
			write(next, indent+"  ")
		}
	}
	write(j.Root, "")
	fmt.Fprintf(&b, "%d cut\n", j.Cut)
	return b.String()
}

func every(index.Sym) bool { return true }

const scheduler = `package runtime
func newproc {
	call before
	switch newproc.func1
	call systemstack
	lit newproc.func1 {
		call newproc1
		call runqput
	}
	call wakep
	go worker
	switch park_m
	switch gone
	ref valued
	dead call excluded
	prologue newstack
}
func before {
	call futexsleep
	call gopark
}
func newproc1 {
	call throw
	call malg
}
func malg {
	call deep
}
func deep {
	call deeper
}
func deeper {
	call deepest
}
func deepest {
	call below
}
func below {
	call futexsleep
}
func runqput {
	call schedule
	dead call throw
}
func wakep {
	call gogo
	ref throw
}
func worker {
	call newproc
}
func park_m {
	call schedule
}
func gone {
	call goexit0
}
func goexit0 {
	call schedule
}
func schedule {
	call gogo
}
func valued {
	call deep
}
func excluded {
	call deep
}
asm gogo {
}
asm systemstack {
}
func newstack {
	call deep
}
func futexsleep {}
func gopark {}
func throw {}
`

// A journey in which every function is a step that may be.
func TestJourney(t *testing.T) {
	g := hand(t, strings.ReplaceAll(scheduler, "	throw2\n", ""))
	keep := map[index.Sym]bool{}
	for i := range g.index.Symbols {
		if id := g.index.Symbols[i].ID; id != "runtime.systemstack" && id != "runtime.futexsleep" {
			keep[index.Sym(i)] = true
		}
	}
	readable := func(s index.Sym) bool { return g.index.Symbols[s].ID != "runtime.gopark" }
	const want = `newproc on user stack
  before on user stack, blocks in gopark :20
  newproc1 on g0, switches, in newproc.func1, throws in throw :23
    throw on g0, leaves
    malg on g0
      deep on g0
        deeper on g0
          deepest on g0
  runqput on g0, leaves, in newproc.func1, leaves in schedule :42
    schedule on g0, leaves, leaves in gogo :62
      gogo on g0, leaves, resumes
  wakep on user stack, leaves, leaves in gogo :46
  worker on user stack
  park_m on g0, switches, leaves, leaves in schedule :53
  gone on g0, switches, leaves, leaves in goexit0 :56
    goexit0 on g0, leaves, leaves in schedule :59
2 cut
`
	if got := g.journey(g.Journey(symbolOf(t, g, "runtime.newproc"), keep, readable)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	const plain = `newproc on user stack
  before on user stack, blocks in gopark :20
  systemstack on user stack
  newproc1 on g0, switches, in newproc.func1, throws in throw :23
    malg on g0
  runqput on g0, leaves, in newproc.func1, leaves in schedule :42
    schedule on g0, leaves, leaves in gogo :62
  wakep on user stack, leaves, leaves in gogo :46
    gogo on user stack, leaves, resumes
  worker on user stack
  park_m on g0, switches, leaves, leaves in schedule :53
  gone on g0, switches, leaves, leaves in goexit0 :56
    goexit0 on g0, leaves, leaves in schedule :59
3 cut
`
	if got := g.journey(g.Journey(symbolOf(t, g, "runtime.newproc"), nil, every)); got != plain {
		t.Errorf("steps that are not named: got\n%s\nwant\n%s", got, plain)
	}
}

// Steps of one literal switch once and return once, steps of two each for themselves; a
// goroutine started on g0 does not return.
func TestSwitches(t *testing.T) {
	g := hand(t, `package runtime
func f {
	switch f.func1
	lit f.func1 {
		call a
		call b
	}
	switch f.func2
	lit f.func2 {
		call c
	}
	call d
	switch e
}
func a {
	ref c
}
func b {
	ref c
}
func c {
	ref a
}
func d {
	ref a
}
func e {
	go d2
	call d3
}
func d2 {
	ref a
}
func d3 {
	ref a
}
`)
	const want = `f on user stack
  a on g0, switches, in f.func1
  b on g0, returns, in f.func1
  c on g0, switches, returns, in f.func2
  d on user stack
  e on g0, switches, returns
    d2 on user stack, switches
    d3 on g0
0 cut
`
	if got := g.journey(g.Journey(symbolOf(t, g, "runtime.f"), nil, every)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A call has each ending once, by the function that says most about it.
func TestEndings(t *testing.T) {
	var all strings.Builder
	all.WriteString("package runtime\nfunc f {\n")
	var ids []index.ID
	for _, list := range ends {
		ids = append(ids, list...)
	}
	for i := len(ids) - 1; i >= 0; i-- {
		fmt.Fprintf(&all, "\tcall %s\n", ids[i].Local())
	}
	all.WriteString("}\n")
	for _, id := range ids {
		fmt.Fprintf(&all, "func %s {}\n", id.Local())
	}
	g := hand(t, all.String())
	var b strings.Builder
	for _, e := range g.Endings(symbolOf(t, g, "runtime.f")) {
		fmt.Fprintf(&b, "%d %s :%d; ", e.End, g.index.Symbols[e.Sym].ID.Local(), g.index.Line(e.Site.File, e.Site.Off))
	}
	if got, want := b.String(), "0 gopark :22; 1 gogo :10; 2 throw :6; "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for _, id := range []index.ID{"runtime.gogo", "runtime.throw", "runtime.goexit0"} {
		if !neverReturns[id] || len(neverReturns) != 3 {
			t.Errorf("%s returns", id)
		}
	}
	const want = "[[runtime.gopark runtime.goparkunlock runtime.mPark runtime.notesleep runtime.notetsleep runtime.notetsleepg runtime.futexsleep runtime.semasleep runtime.semacquire runtime.netpoll runtime.usleep runtime.osyield] [runtime.gogo runtime.schedule runtime.goexit0 runtime.mexit] [runtime.throw runtime.fatal runtime.fatalthrow runtime.abort]]"
	if got := fmt.Sprint(ends); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}
