package explain

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"sourcedive/internal/explain/tables"
)

// A clue is something in the text that some releases can have printed and others not.
type clue struct {
	what   string
	in     tables.Mask
	weight float64
	line   int // index of a line that shows it
}

// clues gathers what dates a text, each thing once.
type clues struct {
	t     *tables.Tables
	all   tables.Mask
	list  []clue
	seen  map[string]bool
	texts map[string]bool // messages taken
	// states are the reasons to wait that were taken.
	states  map[string]bool
	inlined tables.Mask // the releases that write inlined calls
	last    int         // index of the text's last line, which may be cut off
}

func newClues(t *tables.Tables, lines int) *clues {
	c := &clues{t: t, last: lines - 1, all: 1<<len(t.Minors) - 1, seen: map[string]bool{}, texts: map[string]bool{}, states: map[string]bool{}}
	c.inlined = c.since(12, 0)
	return c
}

// add takes a clue, unless it says nothing or was taken before.
func (c *clues) add(what string, in tables.Mask, weight float64, line int) {
	if in == 0 || in == c.all || c.seen[what] {
		return
	}
	c.seen[what] = true
	c.list = append(c.list, clue{what, in, weight, line})
}

// form adds that the text has a form of the tables, or that it has not where a
// release with the form would.
func (c *clues) form(id string, has bool, weight float64, line int) {
	for _, f := range c.t.Words.Forms {
		if f.ID != id {
			continue
		}
		switch {
		case has:
			c.add(id, f.In, weight, line)
		case line != c.last:
			c.add(id+" is missing", c.all&^f.In, weight, line)
		}
	}
}

// since is the set of releases from minor on, up to those before end; end 0 is open.
func (c *clues) since(minor, end int) tables.Mask {
	var in tables.Mask
	for i, name := range c.t.Minors {
		n := atoi(strings.TrimPrefix(name, "1."))
		if n >= minor && (end == 0 || n < end) {
			in |= 1 << i
		}
	}
	return in
}

// frames adds what the frames of the standard library say: which releases have the
// function at that line, and which have a call of the frame above on it.
func (c *clues) frames(p *parsed, x *lineIndex) {
	type call struct {
		fn, file string
		line     int
		callee   string
	}
	seen, made := map[call]bool{}, map[call]bool{}
	for _, st := range p.stacks {
		for i := range st.frames {
			f := &st.frames[i]
			if f.file == "" || f.fn == "" || len(seen) > 2000 {
				continue
			}
			callee := ""
			if i > 0 && isStd(st.frames[i-1].fn) { // a name of the program's own proves nothing
				callee = st.frames[i-1].fn
			}
			key := call{f.fn, f.file, f.line, callee}
			if seen[key] {
				continue
			}
			seen[key] = true
			c.frame(x, f.fn, f.file, f.line, callee, f.at)
		}
		if by := &st.createdBy; by.file != "" && !made[call{by.fn, by.file, by.line, ""}] {
			made[call{by.fn, by.file, by.line, ""}] = true
			c.frame(x, by.fn, by.file, by.line, "", by.at)
		}
	}
}

func (c *clues) frame(x *lineIndex, fn, file string, line int, callee string, at int) {
	std := x.stdFile(file)
	if std == "" {
		return
	}
	in := x.inRange(std, fn, line)
	base := std[strings.LastIndexByte(std, '/')+1:]
	c.add(fmt.Sprintf("%s:%d is in %s", base, line, bareName(fn)), in, 1, at)
	if callee == "" || in == 0 {
		return
	}
	name := bareName(callee)
	if inClosure(callee) {
		name = "func"
	}
	if call := x.calling(std, fn, line, name); call != 0 && call != in {
		c.add(fmt.Sprintf("%s:%d calls %s", base, line, bareName(callee)), call, 1, at)
	}
}

// rows adds what the names in a profile say, and the lines that some forms give.
func (c *clues) rows(p *parsed, x *lineIndex) {
	for _, it := range p.items {
		if it.kind != kindPprof {
			continue
		}
		for i := it.from; i <= it.to; i++ {
			row, ok := readRow(strings.TrimSpace(p.lines[i].text))
			if !ok || !isStd(row.name) {
				continue
			}
			// Methods may be promoted or generated, and closures are numbered.
			if !strings.Contains(row.name, "(") && !inClosure(row.name) {
				c.add("there is "+row.name, x.exists(row.name), 1, i)
			}
			if row.file != "" {
				c.frame(x, row.name, row.file, row.line, "", i)
			}
		}
	}
}

// A versionRange narrows the releases down to those that the most of the clues allow.
type versionRange struct {
	low, high int // indices of minors; low > high when there is no clue
	agree     bool
}

// decide adds up, for each release, the weight of the clues that allow it. If one has
// them all, those that have them all are the answer. If none has, the text is from a
// patch release whose lines differ, or from no release: then those that miss little
// more than the best are kept as well.
func (c *clues) decide() versionRange {
	if len(c.list) == 0 {
		return versionRange{0, -1, true}
	}
	total, best := 0.0, 0.0
	scores := make([]float64, len(c.t.Minors))
	for _, k := range c.list {
		total += k.weight
		for m := range scores {
			if k.in.Has(m) {
				scores[m] += k.weight
			}
		}
	}
	best = slices.Max(scores)
	slack := 0.0
	if best < total {
		slack = 0.5 + 0.04*total
	}
	r := versionRange{low: -1, agree: best == total}
	for m, s := range scores {
		if s >= best-slack {
			if r.low < 0 {
				r.low = m
			}
			r.high = m
		}
	}
	return r
}

// evidence lists the clues for the reader: the sharpest first, no more than a few of
// a kind, and of those that the answer contradicts a note.
func (c *clues) evidence(r versionRange, lines []line) []Evidence {
	list := slices.Clone(c.list)
	slices.SortStableFunc(list, func(a, b clue) int {
		return bits.OnesCount32(uint32(a.in)) - bits.OnesCount32(uint32(b.in))
	})
	const most = 8
	out := []Evidence{}
	for _, k := range list {
		if len(out) == most {
			break
		}
		fits := false
		for m := r.low; m <= r.high; m++ {
			fits = fits || k.in.Has(m)
		}
		what := k.what
		if !fits {
			what += " (does not fit the rest)"
		}
		out = append(out, Evidence{What: what, Low: c.name(k.in.First()), High: c.name(k.in.Last()), Lines: []int{lines[k.line].src}})
	}
	if more := len(list) - len(out); more > 0 {
		out = append(out, Evidence{What: count(more, "more detail") + " of the text", Low: c.name(r.low), High: c.name(r.high), Lines: []int{}})
	}
	return out
}

func (c *clues) name(minor int) string {
	if minor < 0 || minor >= len(c.t.Minors) {
		return ""
	}
	return "go" + c.t.Minors[minor]
}

// minorNamed returns the index of "go1.26.2" or "1.26", or -1.
func minorNamed(minors []string, version string) int {
	v := strings.TrimPrefix(version, "go")
	parts := strings.SplitN(v, ".", 3)
	if len(parts) < 2 {
		return -1
	}
	end := digits(parts[1], 0)
	return slices.Index(minors, parts[0]+"."+parts[1][:end])
}

// statedVersion finds a version that the text names: in "go version …", in a metric of
// the Prometheus client, or in the path of the toolchain that a frame of the standard library was built from.
func statedVersion(p *parsed, x *lineIndex) (version string, at int) {
	for i, l := range p.lines {
		if rest, ok := between(l.text, "go version go", ""); ok {
			if v := versionIn("go" + rest); v != "" {
				return v, i
			}
		}
		if v, ok := between(l.text, `go_info{version="`, `"`); ok && versionIn(v) != "" {
			return versionIn(v), i
		}
	}
	for _, st := range p.stacks {
		for i := range st.frames {
			if v := pathVersion(x, st.frames[i].file); v != "" {
				return v, st.frames[i].at
			}
		}
	}
	for _, it := range p.items {
		for i := it.from; i <= it.to && it.kind == kindPprof; i++ {
			if row, ok := readRow(strings.TrimSpace(p.lines[i].text)); ok && row.file != "" {
				if v := pathVersion(x, row.file); v != "" {
					return v, i
				}
			}
		}
	}
	return "", 0
}

// pathVersion is the release named in the path of a file of the standard library.
func pathVersion(x *lineIndex, file string) string {
	if std := x.stdFile(file); std != "" && len(file) > len(std) {
		return versionIn(file[:len(file)-len(std)])
	}
	return ""
}

// builderPaths are where Go's own builders keep the tree that they test, which is
// seldom a release.
var builderPaths = []string{"/workdir/go/src/", "/tmp/workdir/go/src/"}

// fromBuilder finds a frame of a tree under development.
func fromBuilder(p *parsed) (at int, ok bool) {
	for _, st := range p.stacks {
		for i := range st.frames {
			for _, b := range builderPaths {
				if strings.HasPrefix(st.frames[i].file, b) {
					return st.frames[i].at, true
				}
			}
		}
	}
	return 0, false
}

// versionIn returns the last "go1.N" or "go1.N.P" in s.
func versionIn(s string) string {
	for from := len(s); ; {
		i := strings.LastIndex(s[:from], "go1.")
		if i < 0 {
			return ""
		}
		end := digits(s, i+4)
		if end > i+4 {
			if end+1 < len(s) && s[end] == '.' && isDigit(s[end+1]) {
				end = digits(s, end+1)
			}
			return s[i:end]
		}
		from = i
	}
}

// olderThanTables reports whether a frame is in C code of package runtime, which there
// was up to go1.4, and where.
func olderThanTables(p *parsed) (at int, ok bool) {
	for _, st := range p.stacks {
		for i := range st.frames {
			f := &st.frames[i]
			if strings.HasSuffix(f.file, ".c") && strings.HasSuffix(f.file[:strings.LastIndexByte(f.file, '/')+1], "/src/runtime/") {
				return f.at, true
			}
		}
	}
	return 0, false
}
