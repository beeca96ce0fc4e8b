package pages

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"sourcedive/indexer/history"
)

// Diff is what a release changed in the text of a function, side by side.
type Diff struct {
	Open   bool
	Before string // the release before
	Old    string // version and place
	New    string
	Rows   []DiffRow
	Words  string // "+6 −6, in 3 places"
}

// DiffRow is a line of a diff. A side without a number has no such line.
type DiffRow struct {
	Gap     bool // lines that are the same were left out above it
	Changed bool
	OldNo   string
	Old     []DiffSpan
	NewNo   string
	New     []DiffSpan
}

// DiffSpan is a part of a line.
type DiffSpan struct {
	Text string
	On   bool // the other side has something else in its place
}

// around is how many lines that are the same a diff shows before and after one that is not.
const around = 3

// sourcesOf reads, when it is first asked for, the source of each minor that is at hand:
// its newest patch, its first, or the version itself.
func (p *past) sourcesOf(sources Sources) (list []func() map[string]history.Source) {
	for i := range p.Minors {
		list = append(list, sync.OnceValue(func() map[string]history.Source { return p.read(sources, i) }))
	}
	return list
}

func (p *past) read(sources Sources, minor int) map[string]history.Source {
	if sources == nil {
		return nil
	}
	versions := []string{p.Minors[minor].Newest, p.Minors[minor].First}
	if minor == p.here.Minor {
		versions = slices.Insert(versions, 1, p.source.Index.Config.Version)
	}
	wanted := p.wanted(minor)
	for _, v := range versions {
		if found, ok := sources(v); ok {
			maps.DeleteFunc(found, func(name string, _ history.Source) bool { return !wanted[name] })
			return found
		}
	}
	return nil
}

// wanted are the functions of a minor that this version has and that ever changed.
func (p *past) wanted(minor int) map[string]bool {
	names := map[string]bool{}
	for h := range p.now {
		if changed, _ := p.Changes(h); p.Symbols[h].Kind != history.Func || changed == 0 {
			continue
		}
		if st, ok := p.State(h, history.Point{Minor: minor, At: history.AtPatch}); ok {
			names[st.Name] = true
		}
	}
	return names
}

// text is a function as it was in the newest patch of a minor, if its source is at hand.
func (p *past) text(h history.Sym, minor int) (history.Source, bool) {
	st, ok := p.State(h, history.Point{Minor: minor, At: history.AtPatch})
	if !ok {
		return history.Source{}, false
	}
	src, ok := p.sources[minor]()[st.Name]
	return src, ok && src.Hash == st.Hash && strings.Count(src.Text, "\n")+1 == st.Lines
}

// newestDiffs is how many of the newest releases of Go have their differences shown in
// full: those of all would be a fifth of the site. Of a module all are shown.
const newestDiffs = 2

// diff is what a minor changed, nil where one of the two texts is not at hand, and for a
// release that is not among the newest.
func (p *past) diff(h history.Sym, minor int) *Diff {
	if minor == 0 || minor < len(p.Minors)-newestDiffs && p.module() == "" {
		return nil
	}
	old, ok := p.text(h, minor-1)
	now, also := p.text(h, minor)
	if !ok || !also || old.Text == now.Text {
		return nil
	}
	d := &Diff{Before: p.release(minor - 1), Old: label(old), New: label(now)}
	hunks := history.Hunks(old.Text, now.Text)
	if len(hunks) > 1 {
		d.Words = ", in " + strconv.Itoa(len(hunks)) + " places"
	}
	d.Rows = diffRows(strings.Split(old.Text, "\n"), strings.Split(now.Text, "\n"), hunks, old.Line, now.Line)
	if len(d.Rows) == 0 {
		return nil
	}
	return d
}

func label(s history.Source) string {
	return s.Version + " " + s.File[strings.LastIndexByte(s.File, '/')+1:] + ":" + strconv.Itoa(s.Line)
}

// diffRows sets the lines of two texts side by side, those that are far from any change
// left out.
func diffRows(old, now []string, hunks []history.Hunk, oldLine, newLine int) (rows []DiffRow) {
	i, j := 0, 0
	var same []DiffRow
	flush := func() {
		head, tail := around, around
		if len(rows) == 0 {
			head = 0
		}
		if len(same) > head+tail+1 {
			rows = append(rows, same[:head]...)
			same = same[len(same)-tail:]
			same[0].Gap = len(rows) > 0
		}
		rows = append(rows, same...)
		same = nil
	}
	keep := func(n int) {
		for ; n > 0; n-- {
			same = append(same, DiffRow{
				OldNo: strconv.Itoa(oldLine + i), Old: []DiffSpan{{Text: old[i]}}, NewNo: strconv.Itoa(newLine + j), New: []DiffSpan{{Text: now[j]}},
			})
			i, j = i+1, j+1
		}
	}
	for _, h := range hunks {
		keep(h.Skip)
		flush()
		for k := range max(h.Del, h.Add) {
			r := DiffRow{Changed: true}
			switch {
			case k < h.Del && k < h.Add:
				r.Old, r.New = inLine(old[i+k], now[j+k])
			case k < h.Del:
				r.Old = []DiffSpan{{Text: old[i+k]}}
			default:
				r.New = []DiffSpan{{Text: now[j+k]}}
			}
			if k < h.Del {
				r.OldNo = strconv.Itoa(oldLine + i + k)
			}
			if k < h.Add {
				r.NewNo = strconv.Itoa(newLine + j + k)
			}
			rows = append(rows, r)
		}
		i, j = i+h.Del, j+h.Add
	}
	if len(hunks) > 0 {
		keep(min(len(old)-i, len(now)-j))
		if len(same) > around {
			same = same[:around]
		}
		rows = append(rows, same...)
	}
	return rows
}

// inLine marks what two lines have different: what is between the words at their beginnings
// and at their ends that they share. Lines that share less than a third are different as a
// whole, and have no marks.
func inLine(old, now string) (a, b []DiffSpan) {
	x, y := words(old), words(now)
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	shared := len(strings.TrimSpace(strings.Join(x[:head], ""))) + len(strings.Join(x[len(x)-tail:], ""))
	if 3*shared < max(len(strings.TrimSpace(old)), len(strings.TrimSpace(now))) {
		return []DiffSpan{{Text: old}}, []DiffSpan{{Text: now}}
	}
	return spans(x, head, tail), spans(y, head, tail)
}

func spans(words []string, head, tail int) (list []DiffSpan) {
	for i, part := range [][]string{words[:head], words[head : len(words)-tail], words[len(words)-tail:]} {
		if text := strings.Join(part, ""); text != "" {
			list = append(list, DiffSpan{text, i == 1})
		}
	}
	return list
}

// words cuts a line into names and numbers, runs of blanks, and single other letters.
func words(line string) (list []string) {
	kind := func(c byte) int {
		switch {
		case c == '_' || c >= 0x80 || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z':
			return 1
		case c == ' ' || c == '\t':
			return 2
		}
		return 0
	}
	for i := 0; i < len(line); {
		n := i + 1
		for k := kind(line[i]); k > 0 && n < len(line) && kind(line[n]) == k; n++ {
		}
		list = append(list, line[i:n])
		i = n
	}
	return list
}
