package explain

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/google/pprof/profile"
)

// isProfile reports whether the input is a profile in pprof's binary form: compressed,
// or with the field that begins one, a type of sample with a number for its name.
func isProfile(b []byte) bool {
	if len(b) > 2 && b[0] == 0x1f && b[1] == 0x8b {
		return true
	}
	if len(b) < 4 || b[0] != 0x0a || b[1] > 20 || b[2] != 0x08 {
		return false
	}
	next := 2 + int(b[1])
	return next < len(b) && (b[next] == 0x0a || b[next] == 0x12)
}

// maxUnpacked bounds what a compressed input may become.
const maxUnpacked = 512 << 20

// unpack undoes gzip's compression of a text. A profile stays as it is, and so does what
// cannot be unpacked.
func unpack(input []byte) []byte {
	if !bytes.HasPrefix(input, []byte{0x1f, 0x8b}) {
		return input
	}
	zr, err := gzip.NewReader(bytes.NewReader(input))
	if err != nil {
		return input
	}
	text, err := io.ReadAll(io.LimitReader(zr, maxUnpacked+1))
	if err != nil || len(text) > maxUnpacked || isProfile(text) {
		return input
	}
	return text
}

// explainProfile explains a binary profile. Its samples become stacks, so that it is
// dated like a text.
func (e *Engine) explainProfile(input []byte, o Options) *Answer {
	p := &parsed{lines: []line{{}}}
	prof, err := profile.ParseData(input)
	if err != nil {
		p.items = []item{{kind: kindUnknown}}
		p.lines[0] = line{text: "a binary file that is not a profile: " + err.Error(), src: 1}
		r := newReading(e, p, Options{})
		return r.answer()
	}
	p.stacks = profileSamples(prof)
	c := newClues(e.t, len(p.lines))
	c.frames(p, e.index)
	r := newReading(e, p, o)
	r.release(c)
	for i := range r.goRange.Evidence {
		r.goRange.Evidence[i].Lines = []int{}
	}
	if r.platform = o.Platform; r.platform == "" {
		r.findPlatform()
	}
	a := r.answer()
	r.profileRows(a, prof)
	return a
}

// profileSamples makes a stack of each different sample.
func profileSamples(prof *profile.Profile) []*stack {
	var out []*stack
	for _, s := range prof.Sample {
		st := &stack{id: -1, creator: -1, profile: true, count: 1}
		for _, loc := range s.Location {
			for _, l := range loc.Line {
				if l.Function != nil {
					st.frames = append(st.frames, frame{fn: l.Function.Name, file: l.Function.Filename, line: int(l.Line)})
				}
			}
		}
		out = append(out, st)
	}
	return out
}

// mostRows is how many functions of a profile are listed.
const mostRows = 20

// profileRows adds the functions that the profile's default value weighs most.
func (r *reading) profileRows(a *Answer, prof *profile.Profile) {
	value := len(prof.SampleType) - 1
	for i, t := range prof.SampleType {
		if t.Type == prof.DefaultSampleType {
			value = i
		}
	}
	flat := map[string]int64{}
	total := int64(0)
	for _, s := range prof.Sample {
		if value < 0 || value >= len(s.Value) {
			continue
		}
		total += s.Value[value]
		for _, loc := range s.Location {
			if len(loc.Line) > 0 && loc.Line[0].Function != nil {
				flat[loc.Line[0].Function.Name] += s.Value[value]
				break
			}
		}
	}
	names := make([]string, 0, len(flat))
	for n := range flat {
		names = append(names, n)
	}
	slices.SortFunc(names, func(x, y string) int {
		if flat[x] != flat[y] {
			if flat[x] > flat[y] {
				return -1
			}
			return 1
		}
		return strings.Compare(x, y)
	})
	for _, n := range names[:min(len(names), mostRows)] {
		share := 0.0
		if total != 0 {
			share = 100 * float64(flat[n]) / float64(total)
		}
		b := Block{Kind: kindPprof, Symbol: n, Place: r.place(n), Text: decimals(share, 1) + "% of the profile."}
		if note, ok := r.notes["profile "+n]; ok {
			b.Text += " " + note.Text
		}
		a.Blocks = append(a.Blocks, b)
	}
	kind := "samples"
	if value >= 0 && value < len(prof.SampleType) {
		kind = prof.SampleType[value].Type
	}
	a.Summary = fmt.Sprintf("A profile of %s with %d stacks.", kind, len(prof.Sample))
	if len(names) > 0 {
		a.Summary = fmt.Sprintf("A profile of %s with %d stacks; %s weighs most.", kind, len(prof.Sample), names[0])
	}
	a.Unknown = []Unknown{}
}
