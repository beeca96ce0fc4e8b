package history

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Format is the version of the recorded form. It changes whenever Data does, or the
// meaning of one of its fields.
const Format = 1

const magic = "sourcedive history "

// The recorded form is a header line and one deflated stream of columns: numbers of
// one meaning stand together, since they compress each other. A column is its length
// and its bytes.
const (
	colScope = iota
	colMinors
	colNames
	colFiles
	colKinds
	colCounts
	colMinor
	colWhat
	colName
	colFile
	colLine
	colLines
	colHash
	colHunkCount
	colSkip
	colDel
	colAdd
	colRule
	colFrom
	colCallCount
	colCall
	columns
)

// Encode records the data. The same data give the same bytes.
func Encode(w io.Writer, d *Data) error {
	e := &encoder{names: map[string]int{}, files: map[string]int{}}
	e.tables(d)
	for _, list := range [][]string{d.Packages, d.Closed} {
		e.number(colScope, len(list))
		for _, p := range list {
			e.text(colScope, p)
		}
	}
	for _, m := range d.Minors {
		e.text(colMinors, m.First)
		e.text(colMinors, m.Newest)
	}
	e.number(colKinds, len(d.Symbols))
	for i := range d.Symbols {
		e.symbol(Sym(i), &d.Symbols[i])
	}
	if _, err := fmt.Fprintf(w, "%s%d\n", magic, Format); err != nil {
		return fmt.Errorf("recording the history: %w", err)
	}
	z, _ := flate.NewWriter(w, flate.BestCompression)
	for _, col := range e.cols {
		if _, err := z.Write(append(binary.AppendUvarint(nil, uint64(len(col))), col...)); err != nil {
			return fmt.Errorf("recording the history: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("recording the history: %w", err)
	}
	return nil
}

// away is set in the kind of a symbol that is.
const away = 0x80

type encoder struct {
	cols         [columns][]byte
	names, files map[string]int
	name, file   int // of the symbol before
}

func (e *encoder) number(col, n int) { e.cols[col] = binary.AppendUvarint(e.cols[col], uint64(n)) }
func (e *encoder) signed(col, n int) { e.cols[col] = binary.AppendVarint(e.cols[col], int64(n)) }
func (e *encoder) text(col int, s string) {
	e.number(col, len(s))
	e.cols[col] = append(e.cols[col], s...)
}

// tables writes all names and files, sorted, each as what it shares with the one before
// and the rest.
func (e *encoder) tables(d *Data) {
	for i := range d.Symbols {
		for _, s := range d.Symbols[i].Steps {
			e.names[s.Name], e.files[s.File] = 0, 0
		}
	}
	e.table(colNames, e.names)
	e.table(colFiles, e.files)
}

func (e *encoder) table(col int, set map[string]int) {
	var list []string
	for s := range set {
		list = append(list, s)
	}
	slices.Sort(list)
	e.number(col, len(list))
	last := ""
	for i, s := range list {
		set[s] = i
		n := 0
		for n < len(s) && n < len(last) && s[n] == last[n] {
			n++
		}
		e.number(col, n)
		e.text(col, s[n:])
		last = s
	}
}

func (e *encoder) symbol(self Sym, s *Symbol) {
	kind := byte(s.Kind)
	if s.Away {
		kind |= away
	}
	e.cols[colKinds] = append(e.cols[colKinds], kind)
	e.number(colCounts, len(s.Steps))
	last := &Step{}
	for i := range s.Steps {
		e.step(self, last, &s.Steps[i])
		last = &s.Steps[i]
	}
}

// hashed holds for steps after which the hash can be another one.
func (w What) hashed() bool { return w.Any(Appeared | Back | Code) }

// hunked holds for steps that may have hunks.
func (w What) hunked() bool { return w.Any(Code | Text | Extracted) }

// placed holds for steps after which the file can be another one.
func (w What) placed() bool { return w.Any(Appeared | Back | Moved) }

// named holds for steps after which the name can be another one.
func (w What) named() bool { return w.Any(Appeared | Back | Renamed) }

func (e *encoder) step(self Sym, last, s *Step) {
	e.number(colMinor, (s.Minor-last.Minor)*2+int(s.At))
	e.number(colWhat, int(s.What))
	if s.What.Is(Removed) {
		return
	}
	if s.What.named() {
		e.signed(colName, e.names[s.Name]-e.name)
		e.name = e.names[s.Name]
	}
	if s.What.placed() {
		e.signed(colFile, e.files[s.File]-e.file)
		e.file = e.files[s.File]
	}
	e.signed(colLine, s.Line-last.Line)
	if s.What.hashed() {
		e.cols[colHash] = append(e.cols[colHash], byte(s.Hash>>16), byte(s.Hash>>8), byte(s.Hash))
		e.signed(colLines, s.Lines-last.Lines-grown(s.Hunks))
	}
	if s.What.hunked() {
		e.number(colHunkCount, len(s.Hunks))
		for _, h := range s.Hunks {
			e.number(colSkip, h.Skip)
			e.number(colDel, h.Del)
			e.number(colAdd, h.Add)
		}
	}
	if s.What.Is(Renamed) {
		e.number(colRule, int(s.Rule))
	}
	if s.What.Any(Renamed | Extracted) {
		e.number(colRule, int(s.Similarity))
	}
	if s.What.Is(Extracted) {
		e.signed(colFrom, int(s.From-self))
	}
	if s.What.Is(Code) {
		e.calls(self, s.Gained)
		e.calls(self, s.Lost)
	}
}

func (e *encoder) calls(self Sym, list []Sym) {
	e.number(colCallCount, len(list))
	for _, sym := range list {
		e.signed(colCall, int(sym-self))
	}
}

func grown(list []Hunk) int {
	added, removed := size(list)
	return added - removed
}

// ErrFormat is the error of Decode for a recording that another version made.
var ErrFormat = errors.New("recorded in another format")

// largest bounds what a recording may unpack to; the history of everything is 2 MB.
const largest = 64 << 20

// Decode reads what Encode wrote, and validates it.
func Decode(data []byte) (*Data, error) {
	head, rest, _ := bytes.Cut(data, []byte("\n"))
	if !strings.HasPrefix(string(head), magic) {
		return nil, fmt.Errorf("reading a history: no recorded history starts with %.40q", head)
	}
	if string(head) != fmt.Sprintf("%s%d", magic, Format) {
		return nil, fmt.Errorf("reading a history: %w: want %d, have %s", ErrFormat, Format, head[len(magic):])
	}
	plain, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(rest)), largest))
	if err != nil {
		return nil, fmt.Errorf("reading a history: %w", err)
	}
	x := &decoder{}
	for i := range x.cols {
		n, used := binary.Uvarint(plain)
		if used <= 0 || n > uint64(len(plain)-used) {
			return nil, fmt.Errorf("reading a history: column %d is cut short", i)
		}
		x.cols[i], plain = plain[used:used+int(n)], plain[used+int(n):]
	}
	d := x.data()
	if x.err == nil && len(plain) > 0 {
		x.err = errors.New("there is more than the columns")
	}
	if x.err != nil {
		return nil, fmt.Errorf("reading a history: %w", x.err)
	}
	return d, d.Validate()
}
