package asmlist

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Format is the version of the recorded form. It changes whenever a type of this
// package does, or the meaning of one of its fields.
const Format = 1

const magic = "sourcedive listing "

// ErrFormat is the error of Decode for a recording that another version made.
var ErrFormat = errors.New("recorded in another format")

var errDamaged = errors.New("recording of a listing is damaged")

// Encode records l, whose lists are sorted and unique. The same listing gives
// the same bytes: a table of all strings, then positions in it.
func Encode(w io.Writer, l *Listing) error {
	if err := l.encode(w); err != nil {
		return fmt.Errorf("recording a listing: %w", err)
	}
	return nil
}

func (l *Listing) encode(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "%s%d\n", magic, Format); err != nil {
		return err
	}
	z, _ := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if _, err := z.Write(l.append(nil)); err != nil {
		return err
	}
	return z.Close()
}

func (l *Listing) append(b []byte) []byte {
	table := l.table()
	number := make(map[string]uint64, len(table))
	b = binary.AppendUvarint(b, uint64(len(table)))
	for i, s := range table {
		number[s] = uint64(i)
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	for _, s := range l.heading() {
		b = binary.AppendUvarint(b, number[*s])
	}
	for _, records := range [][]Record{l.Records, l.Refs} {
		b = binary.AppendUvarint(b, uint64(len(records)))
		for _, r := range records {
			for _, s := range []string{r.From, r.To, r.File, r.Reloc} {
				b = binary.AppendUvarint(b, number[s])
			}
			b = binary.AppendUvarint(b, uint64(r.Line)<<1|bit(r.Asm))
		}
	}
	b = binary.AppendUvarint(b, uint64(len(l.Funcs)))
	for _, f := range l.Funcs {
		b = binary.AppendUvarint(b, number[f])
	}
	return b
}

// heading are the fields that are single strings.
func (l *Listing) heading() []*string {
	return []*string{&l.Toolchain, &l.Flags, &l.GOOS, &l.GOARCH}
}

// table is every string of a listing, sorted.
func (l *Listing) table() []string {
	table := slices.Clone(l.Funcs)
	for _, s := range l.heading() {
		table = append(table, *s)
	}
	for _, records := range [][]Record{l.Records, l.Refs} {
		for _, r := range records {
			table = append(table, r.From, r.To, r.File, r.Reloc)
		}
	}
	slices.Sort(table)
	return slices.Compact(table)
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// Decode reads what Encode wrote.
func Decode(r io.Reader) (*Listing, error) {
	b := bufio.NewReader(r)
	head, err := b.ReadString('\n')
	if err != nil || !strings.HasPrefix(head, magic) {
		return nil, fmt.Errorf("reading a listing: no recorded listing starts with %.40q", head)
	}
	if head != fmt.Sprintf("%s%d\n", magic, Format) {
		return nil, fmt.Errorf("reading a listing: %w: want %d, have %s", ErrFormat, Format, strings.TrimSpace(head[len(magic):]))
	}
	z, err := gzip.NewReader(b)
	if err != nil {
		return nil, fmt.Errorf("reading a listing: %w", err)
	}
	var text strings.Builder // whose strings are parts of one copy
	if _, err := io.Copy(&text, z); err != nil {
		return nil, fmt.Errorf("reading a listing: %w", err)
	}
	d := decoder{rest: text.String()}
	l := d.listing()
	if d.bad || d.rest != "" {
		return nil, fmt.Errorf("reading a listing: %w", errDamaged)
	}
	return l, nil
}

// decoder takes values from the front of rest. Once something is bad, all values
// are zero.
type decoder struct {
	rest  string
	table []string
	bad   bool
}

func (d *decoder) listing() *Listing {
	d.table = make([]string, d.count())
	for i := range d.table {
		d.table[i] = d.take(d.uint())
	}
	l := &Listing{}
	for _, s := range l.heading() {
		*s = d.string()
	}
	l.Records, l.Refs = d.records(), d.records()
	if n := d.count(); n > 0 {
		l.Funcs = make([]string, n)
	}
	for i := range l.Funcs {
		l.Funcs[i] = d.string()
	}
	return l
}

func (d *decoder) records() []Record {
	n := d.count()
	if n == 0 {
		return nil
	}
	records := make([]Record, n)
	for i := range records {
		r := Record{From: d.string(), To: d.string(), File: d.string(), Reloc: d.string()}
		line := d.uint()
		r.Line, r.Asm = int(line>>1), line&1 == 1
		records[i] = r
	}
	return records
}

// count is the length of a list, each of whose members takes at least a byte.
func (d *decoder) count() uint64 {
	n := d.uint()
	if n > uint64(len(d.rest)) {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) string() string {
	i := d.uint()
	if i >= uint64(len(d.table)) {
		d.fail()
		return ""
	}
	return d.table[i]
}

func (d *decoder) take(n uint64) string {
	if n > uint64(len(d.rest)) {
		d.fail()
		return ""
	}
	s := d.rest[:n]
	d.rest = d.rest[n:]
	return s
}

func (d *decoder) uint() (v uint64) {
	for shift := 0; shift < 64 && shift/7 < len(d.rest); shift += 7 {
		c := d.rest[shift/7]
		v |= uint64(c&0x7f) << shift
		if c < 0x80 {
			d.rest = d.rest[shift/7+1:]
			return v
		}
	}
	d.fail()
	return 0
}

func (d *decoder) fail() { d.rest, d.bad = "", true }
