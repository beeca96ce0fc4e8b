package history

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
)

// decoder reads columns. After the first error it gives zeros.
type decoder struct {
	cols         [columns][]byte
	names, files []string
	name, file   int
	err          error
}

func (x *decoder) fail(col int, what string) {
	if x.err == nil {
		x.err = fmt.Errorf("column %d: %s", col, what)
	}
	clear(x.cols[:]) // nothing that follows means anything
}

func (x *decoder) number(col int) int {
	n, used := binary.Uvarint(x.cols[col])
	if used <= 0 || n > math.MaxInt32 {
		x.fail(col, "no number")
		return 0
	}
	x.cols[col] = x.cols[col][used:]
	return int(n)
}

func (x *decoder) signed(col int) int {
	n, used := binary.Varint(x.cols[col])
	if used <= 0 || n > math.MaxInt32 || n < math.MinInt32 {
		x.fail(col, "no number")
		return 0
	}
	x.cols[col] = x.cols[col][used:]
	return int(n)
}

func (x *decoder) bytes(col, n int) string {
	if n > len(x.cols[col]) {
		x.fail(col, "cut short")
		return strings.Repeat("\x00", min(n, 3))
	}
	s := string(x.cols[col][:n])
	x.cols[col] = x.cols[col][n:]
	return s
}

// count reads how many of something follow in a column, each at least a byte long.
func (x *decoder) count(col, in int) int {
	n := x.number(col)
	if n > len(x.cols[in]) {
		x.fail(col, "more than there is")
		return 0
	}
	return n
}

func (x *decoder) table(col int) []string {
	list := make([]string, x.count(col, col))
	last, total := "", 0
	for i := range list {
		n := x.number(col)
		if n > len(last) {
			x.fail(col, "shares more than there is")
			return list
		}
		rest := x.bytes(col, x.number(col))
		if total += n + len(rest); total > largest {
			x.fail(col, "is too long")
			return list
		}
		list[i] = last[:n] + rest
		last = list[i]
	}
	return list
}

func (x *decoder) list(col int) (list []string) {
	for range x.count(col, col) {
		list = append(list, x.bytes(col, x.number(col)))
	}
	return list
}

func (x *decoder) data() *Data {
	d := &Data{}
	x.names, x.files = x.table(colNames), x.table(colFiles)
	d.Packages, d.Closed = x.list(colScope), x.list(colScope)
	for x.err == nil && len(x.cols[colMinors]) > 0 {
		m := Minor{First: x.bytes(colMinors, x.number(colMinors))}
		m.Newest = x.bytes(colMinors, x.number(colMinors))
		m.Number, _ = minorOf(m.Newest) // Validate refuses what is no version
		d.Minors = append(d.Minors, m)
	}
	d.Symbols = make([]Symbol, x.count(colKinds, colKinds))
	for i := range d.Symbols {
		s := &d.Symbols[i]
		kind := x.bytes(colKinds, 1)[0]
		s.Kind, s.Away = Kind(kind&^away), kind&away != 0
		s.Steps = make([]Step, x.count(colCounts, colMinor))
		last := &Step{}
		for k := range s.Steps {
			x.step(Sym(i), last, &s.Steps[k])
			last = &s.Steps[k]
		}
		if x.err != nil {
			return d
		}
	}
	for col, rest := range x.cols {
		if len(rest) > 0 {
			x.fail(col, "has more than was asked for")
		}
	}
	return d
}

func (x *decoder) from(col int, list []string, last *int) string {
	*last += x.signed(col)
	if *last < 0 || *last >= len(list) {
		x.fail(col, "is in no table")
		*last = 0
		return ""
	}
	return list[*last]
}

func (x *decoder) step(self Sym, last, s *Step) {
	n := x.number(colMinor)
	*s = Step{Minor: last.Minor + n/2, At: At(n % 2), What: What(x.number(colWhat) & math.MaxUint16), From: NoSym}
	if s.What.Is(Removed) {
		return
	}
	s.Name, s.File, s.Hash, s.Lines = last.Name, last.File, last.Hash, last.Lines
	if s.What.named() {
		s.Name = x.from(colName, x.names, &x.name)
	}
	if s.What.placed() {
		s.File = x.from(colFile, x.files, &x.file)
	}
	s.Line = last.Line + x.signed(colLine)
	grown := 0
	if s.What.hashed() {
		h := x.bytes(colHash, 3)
		s.Hash = uint32(h[0])<<16 | uint32(h[1])<<8 | uint32(h[2])
		grown = x.signed(colLines)
	}
	if s.What.hunked() {
		s.Hunks = x.hunks()
		added, removed := size(s.Hunks)
		grown += added - removed
	}
	s.Lines += grown
	if s.What.Is(Renamed) {
		s.Rule = Rule(x.number(colRule))
	}
	if s.What.Any(Renamed | Extracted) {
		s.Similarity = uint8(min(x.number(colRule), math.MaxUint8))
	}
	if s.What.Is(Extracted) {
		s.From = self + Sym(x.signed(colFrom))
	}
	if s.What.Is(Code) {
		s.Gained, s.Lost = x.calls(self), x.calls(self)
	}
}

func (x *decoder) hunks() (list []Hunk) {
	for range x.count(colHunkCount, colSkip) {
		list = append(list, Hunk{x.number(colSkip), x.number(colDel), x.number(colAdd)})
	}
	return list
}

func (x *decoder) calls(self Sym) (list []Sym) {
	for range x.count(colCallCount, colCall) {
		list = append(list, self+Sym(x.signed(colCall)))
	}
	return list
}
