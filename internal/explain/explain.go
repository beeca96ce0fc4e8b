// Package explain says what a text that the Go runtime printed means: a crash, a dump
// of goroutines, lines of the scheduler or the collector, a profile. It finds the
// statement that printed each message, the releases of Go that can have printed the
// text, who waits for whom, and says what cannot be known.
//
// The way from text to answer is a line of pure functions:
//
//	peel     what logs put around the lines is taken off       peel.go
//	parse    each line gets a kind, stacks are put together     forms.go stack.go message.go parse.go
//	clues    what only some releases print narrows them down    version.go textclues.go lineindex.go
//	values   numbers become errnos, signals, addresses          values.go platform.go
//	answer   groups, waits, series, one sentence, what next     groups.go waits.go series.go answer.go
//
// All rests on internal/explain/tables, which are made from the source of the
// releases. Nothing is claimed that the text does not show; what is only likely is
// called so, and a line that is not understood is listed, never dropped. There are no
// regular expressions and no concurrency, so that a script can be the same program.
package explain

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"sourcedive/internal/explain/tables"
)

// An Answer is everything that can be said about a text. Lines are numbers of the
// pasted text, from 1; pairs [a,b] include both ends. Lists are empty, never null.
type Answer struct {
	Summary  string `json:"summary"` // one sentence
	Go       Go     `json:"go"`
	Platform string `json:"platform"` // "linux/amd64", "windows", "/arm64"; "" if nothing tells
	// Blocks are in the order of the text. A line can belong to two where outputs are
	// mixed line by line.
	Blocks  []Block   `json:"blocks"`
	Groups  []Group   `json:"groups"`
	Makers  []Maker   `json:"makers"`
	Waits   []Wait    `json:"waits"`
	Series  []Series  `json:"series"`
	Unknown []Unknown `json:"unknown"`
	Next    []Next    `json:"next"`
	// Read are IDs of case studies that tell the story, at most three; "wild" is the page
	// of symptoms.
	Read []string `json:"read"`
}

// Go says which releases can have printed the text.
type Go struct {
	Low    string `json:"low"`  // oldest minor release, "go1.22"; "" if nothing tells
	High   string `json:"high"` // newest
	Stated string `json:"stated"`
	// Evidence is what narrows them down, the sharpest first.
	Evidence []Evidence `json:"evidence"`
}

// Evidence is one thing in the text that only the releases from Low to High print.
type Evidence struct {
	What  string `json:"what"`
	Low   string `json:"low"`
	High  string `json:"high"`
	Lines []int  `json:"lines"`
}

// A Block is a run of lines that belong together.
type Block struct {
	// Kind is message, signal, stack, memory, sched, gc, profile, memstats, pprof,
	// strace, race, tool or unknown.
	Kind   string `json:"kind"`
	Lines  [2]int `json:"lines"`
	Line   string `json:"-"`      // the first of them, cut to a screen's width
	Symbol string `json:"symbol"` // what the block is about: "runtime.checkdead"
	Place  string `json:"place"`  // "runtime/proc.go:6432 in go1.26"
	Text   string `json:"text"`   // what it says, in sentences
}

// A Group is goroutines with the same state and the same stack.
type Group struct {
	// Kind is "runtime" for the runtime's own goroutines, "usual" for few that wait as
	// healthy programs have them wait, "" for all others, which come first.
	Kind       string  `json:"kind"`
	Count      int     `json:"count"`
	Reason     string  `json:"reason"`  // as the header has it
	MinWait    int     `json:"minWait"` // minutes; 0 is less than one, or not known
	MaxWait    int     `json:"maxWait"`
	Top        string  `json:"top"` // first function outside the standard library, with its line
	CreatedBy  string  `json:"createdBy"`
	Goroutines []int64 `json:"goroutines"` // numbers, in the order of the text
}

// A Wait is a goroutine that waits for something whose address the text shows.
type Wait struct {
	Goroutine int64  `json:"goroutine"`
	For       string `json:"for"`    // "sync.Mutex 0xc82030c1c0"
	Holder    int64  `json:"holder"` // the goroutine that likely holds it; 0 if nothing points to one
	// Certain is false where Holder is named: a lock does not record its owner, and the
	// holder is concluded from a frame whose receiver is the lock or holds it. That the
	// goroutine waits for this address is certain always.
	Certain bool `json:"certain"`
}

// A Series is lines that repeat over time, as a table. Value absent from a line is -1.
type Series struct {
	Kind     string      `json:"kind"` // sched, gc, pacer, scav, scvg, memstats or profile
	Lines    [2]int      `json:"lines"`
	Columns  []string    `json:"columns"`
	Rows     [][]float64 `json:"rows"`
	Findings []string    `json:"findings"`
}

// Unknown is lines that nothing here recognises.
type Unknown struct {
	Lines [2]int `json:"lines"`
	Text  string `json:"text"` // the first of them, cut to a screen's width
}

// Next is something to do to learn more.
type Next struct {
	Run string `json:"run" yaml:"run"`
	Why string `json:"why" yaml:"why"`
}

// Options are what the reader knows besides the text.
type Options struct {
	Go       string // a release, "go1.26.8"; "" leaves it to the text
	Platform string // GOOS/GOARCH; "" leaves it to the text
	Only     Filter // of which goroutines the groups are, and who made them
}

// A Filter chooses goroutines; what is empty lets all pass.
type Filter struct {
	State   string // the reason to wait, as headers have it
	MinWait int    // minutes
	With    string // part of the name of a function on its stack, or of an address in its arguments
}

// fits reports whether a goroutine passes.
func (f Filter) fits(st *stack) bool {
	if f.State != "" && st.state != f.State || st.minutes < f.MinWait {
		return false
	}
	want := lower(f.With)
	has := func(fr *frame) bool { return strings.Contains(lower(fr.fn), want) || strings.Contains(fr.args, want) }
	return want == "" || has(&st.createdBy) || slices.ContainsFunc(st.frames, func(fr frame) bool { return has(&fr) })
}

// A Note is a hand-written explanation of a message or function.
type Note struct {
	Text string
	// Blame, where it is not "", is whom the message accuses though the kind of its call
	// says otherwise: "program", "runtime", "system" or "goroutine".
	Blame string
	Next  []Next
	Read  []string // IDs of case studies, as in Answer.Read
}

// An Engine explains texts. It is safe for concurrent use.
type Engine struct {
	t       *tables.Tables
	notes   map[string]Note
	matcher *matcher
	mu      sync.Mutex // guards index, which reads its files as they are asked for
	index   *lineIndex
}

// Known reports whether the tables have the minor release of a version.
func Known(t *tables.Tables, version string) bool { return minorNamed(t.Minors, version) >= 0 }

// CheckGo refuses a release that Explain would have to ignore. The error starts with it.
func (e *Engine) CheckGo(version string) error {
	if version != "" && !Known(e.t, version) {
		return fmt.Errorf("%s: no release of the tables\n    hint: go%s to go%s, with or without a patch number", version, e.t.Minors[0], e.t.Minors[len(e.t.Minors)-1])
	}
	return nil
}

// CheckPlatform refuses what is no GOOS/GOARCH. The error starts with it.
func CheckPlatform(platform string) error {
	if goos, arch, _ := strings.Cut(platform, "/"); platform != "" && (goos == "" || arch == "") {
		return fmt.Errorf("%s: not a platform\n    hint: write it as linux/amd64", platform)
	}
	return nil
}

// New makes an engine. The key of a note is a message, as tables.Message.Text has it, a
// symbol such as "runtime.checkdead", "profile " and a function that a profile can have,
// "tool " and a line of a tool's, or "reason " and a reason to wait.
func New(t *tables.Tables, notes map[string]Note) *Engine {
	return &Engine{t: t, notes: notes, matcher: newMatcher(t.Messages), index: newLineIndex(t)}
}

// Explain says what a text, or a binary profile, means. It does not fail: what it does
// not understand is in Answer.Unknown.
func (e *Engine) Explain(input []byte, o Options) *Answer {
	e.mu.Lock()
	defer e.mu.Unlock()
	if input = unpack(input); isProfile(input) {
		return e.explainProfile(input, o)
	}
	p := parse(peel(input), e.matcher)
	p.profileStacks()
	c := newClues(e.t, len(p.lines))
	c.frames(p, e.index)
	c.rows(p, e.index)
	c.forms(p)
	r := newReading(e, p, o)
	r.release(c)
	r.platform = o.Platform
	if r.platform == "" {
		r.findPlatform()
	}
	return r.answer()
}

// A reading is a text with what is known about it as a whole.
type reading struct {
	*Engine
	*parsed
	options  Options
	goRange  Go
	minor    int // the release whose places are shown
	in       tables.Mask
	platform string
	places   map[string]string // place, by symbol
	said     map[string]bool   // notes that stand in a block already
	causes   map[causeKey]cause
}

func newReading(e *Engine, p *parsed, o Options) *reading {
	return &reading{Engine: e, parsed: p, options: o, minor: len(e.t.Minors) - 1, places: map[string]string{}, said: map[string]bool{}, causes: map[causeKey]cause{}}
}

// release settles which releases the text can be from.
func (r *reading) release(c *clues) {
	found := c.decide()
	version, at := statedVersion(r.parsed, r.index)
	given := r.options.Go != ""
	if given {
		version = r.options.Go
	}
	if m := minorNamed(r.t.Minors, version); m >= 0 {
		found = versionRange{m, m, found.agree}
	}
	builder, builds := fromBuilder(r.parsed)
	if builds = builds && version == "" && found.low <= found.high; builds {
		found.high = min(found.high+1, len(r.t.Minors)-1)
	}
	r.goRange = Go{Low: c.name(found.low), High: c.name(found.high), Stated: version, Evidence: []Evidence{}}
	r.minor, r.in = found.high, 0
	for m := found.low; m <= found.high; m++ {
		r.in |= 1 << m
	}
	if found.low > found.high {
		r.minor, r.in = len(r.t.Minors)-1, c.all
		r.goRange.Low, r.goRange.High = "", ""
		if r.recognised() {
			r.goRange.Low, r.goRange.High = c.name(0), c.name(r.minor)
		}
	}
	if builds {
		r.minor = max(found.low, found.high-1)
		r.goRange.Evidence = append(r.goRange.Evidence, Evidence{
			What: "the path is that of Go's own builders: perhaps a tree on the way to the next release",
			Low:  r.goRange.Low, High: r.goRange.High, Lines: []int{r.src(builder)},
		})
	}
	switch {
	case given:
		r.goRange.Evidence = append(r.goRange.Evidence, Evidence{What: "you said so", Low: r.goRange.Low, High: r.goRange.High, Lines: []int{}})
	case version != "":
		r.goRange.Evidence = append(r.goRange.Evidence, Evidence{What: "the text names " + version, Low: r.goRange.Low, High: r.goRange.High, Lines: []int{r.lines[at].src}})
	}
	if at, ok := olderThanTables(r.parsed); ok && !given {
		r.goRange.Low, r.goRange.High = "go1.0", "go1.4"
		r.goRange.Evidence = append(r.goRange.Evidence, Evidence{What: "package runtime has a frame in a C file", Low: "go1.0", High: "go1.4", Lines: []int{r.lines[at].src}})
		r.minor, r.in = 0, 1
		return
	}
	if found.low <= found.high {
		r.goRange.Evidence = append(r.goRange.Evidence, c.evidence(found, r.lines)...)
	}
}

// src is the pasted line of the line with an index.
func (r *reading) src(i int) int { return r.lines[i].src }

// recognised reports whether any line is the output of a Go program.
func (r *reading) recognised() bool {
	for _, it := range r.items {
		if it.kind != kindUnknown && it.kind != kindTool {
			return true
		}
	}
	return false
}
