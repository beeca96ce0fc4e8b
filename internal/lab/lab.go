package lab

import (
	"fmt"
	"slices"
	"strings"
)

// Lab is a question about the runtime with the cases that answer it. Its words are in
// the content, see Article.
type Lab struct {
	Name   string
	Lowest int // minor of the lowest Go that it runs on: 22 for go1.22
	Cases  []Case
	Titles map[string]string // of the series, by ID
	Plot   []string          // IDs of the series that are drawn, all of one unit
	Log    bool              // the axis of their values is logarithmic

	Checks []Check
	Pairs  []Pair
	Answer Answer
}

// Case is one way to start the measured program.
type Case struct {
	Name string // unique in the lab
	Arg  string // what the program calls it; Name where it is ""
	Env  []string
	Null bool // repeats another case: its series are their null

	Full, Quick Amount
}

// Amount is how much of a case is run.
type Amount struct {
	Processes int
	Rounds    int
	Size      int // in the unit of the case
	Need      Need
}

func (c Case) Amount(quick bool) Amount {
	if quick {
		return c.Quick
	}
	return c.Full
}

func (c Case) Argument() string {
	if c.Arg != "" {
		return c.Arg
	}
	return c.Name
}

// MemoryLimit bounds a case that collects nothing: at the limit the collector runs after
// all. A case that has a GOGC of its own is about that, and a limit would change it.
func (c Case) MemoryLimit(a Amount) []string {
	if slices.ContainsFunc(c.Env, func(v string) bool { return strings.HasPrefix(v, "GOGC=") }) {
		return nil
	}
	return []string{fmt.Sprintf("GOMEMLIMIT=%dMiB", a.Need.MB)}
}

// LowestLanguage is the minor of the language that the measured programs are written in.
const LowestLanguage = 18

// MostThreads is how many threads a case may have at all.
const MostThreads = 1000

// Need is what one process of a case takes at its peak.
type Need struct {
	MB      int64
	Threads int64
}

// Ref names a series.
type Ref struct {
	ID string
	X  float64
}

// Pair is two series whose ratio is of interest.
type Pair struct {
	Says string // "%s" is the ratio
	A, B Ref
}

// Answer is the number that the reader is asked to predict: the center of a series, or
// its ratio to another.
type Answer struct {
	Of   Ref
	Over Ref // zero for none
	Unit string
}

// All lists the labs in the order in which they are best done.
func All() []Lab {
	return []Lab{memoryLab(), leaksLab(), stackLab(), gogcLab(), traceLab(), switchLab(), allocLab(), barrierLab(), preemptLab(), fairnessLab(), shapeLab()}
}

// Names are the names of all labs.
func Names() (names []string) {
	for _, l := range All() {
		names = append(names, l.Name)
	}
	return names
}

// Find returns the lab of a name.
func Find(name string) (Lab, error) {
	all := All()
	if i := slices.IndexFunc(all, func(l Lab) bool { return l.Name == name }); i >= 0 {
		return all[i], nil
	}
	return Lab{}, fmt.Errorf("no lab %q\n    hint: there are %s", name, strings.Join(Names(), ", "))
}

func (l Lab) title(id string) string {
	if t := l.Titles[id]; t != "" {
		return t
	}
	return id
}

// MinorOf is the minor of a version, as 22 for go1.22.0 and go1.22-devel; -1 for none.
func MinorOf(version string) int {
	n := -1
	if _, err := fmt.Sscanf(version, "go1.%d", &n); err != nil {
		return -1
	}
	return n
}
