package asmlist

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// longest is more than any line of the standard library, whose names of types
// reach some ten thousand bytes.
const longest = 4 << 20

// Parse reads a listing of packages below root, a GOROOT. It is strict: a line
// that is not understood is an error with its number. Of Listing, what the text
// does not have stays empty: toolchain, flags and platform.
func Parse(r io.Reader, root string) (*Listing, error) {
	return newParser(root).parse(r)
}

func (p *parser) parse(r io.Reader) (*Listing, error) {
	scan := bufio.NewScanner(r)
	scan.Buffer(make([]byte, 64<<10), longest)
	for scan.Scan() {
		p.line++
		if problem := p.parseLine(scan.Bytes()); problem != "" {
			return nil, fmt.Errorf("listing:%d: %s: %q", p.line, problem, clip(scan.Text()))
		}
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("listing:%d: %w", p.line+1, err)
	}
	return p.settle(), nil
}

func newParser(root string) *parser {
	return &parser{
		src:     strings.TrimSuffix(root, "/") + "/src/",
		funcs:   map[string]bool{},
		names:   map[string]string{},
		locals:  map[string]string{},
		strings: map[string]string{},
	}
}

// clip keeps a message readable.
func clip(line string) string {
	if len(line) > 200 {
		return line[:200] + " …"
	}
	return line
}

// parser holds what is known at some line.
type parser struct {
	src       string // GOROOT/src/
	elsewhere bool   // code may come from other files: instances of generic functions that are imported
	line      int
	pkg       string // of the last header

	// The symbol that is being read.
	head
	from    string // its name; "" for what is of no interest
	wrapper bool   // it is an ABI wrapper
	code    []instruction

	records []Record
	takes   []Record // refs, if their target turns out to be a function
	funcs   map[string]bool
	names   map[string]string // canonical, by name as printed, in pkg

	// File-local functions since the last header, by their name without package and
	// mark, and what was recorded before it.
	locals         map[string]string
	nRecord, nTake int

	strings map[string]string // one copy of each
}

// parseLine returns what is wrong with a line, or "".
func (p *parser) parseLine(line []byte) string {
	switch {
	case len(line) > 2 && line[0] == '\t' && line[1] == '0' && line[2] == 'x':
		if !p.text {
			return "" // data
		}
		return p.parseCode(line[3:])
	case strings.HasPrefix(string(line), "\trel "):
		return p.parseReloc(string(line[len("\trel "):]))
	case strings.HasPrefix(string(line), "# "):
		p.settleLocals()
		p.pkg, p.head, p.from = string(line[2:]), head{}, ""
		clear(p.names)
		return ""
	case len(line) > 0 && line[0] != '\t':
		return p.parseHead(string(line))
	}
	return "neither header, symbol, code nor relocation"
}

func (p *parser) parseHead(line string) string {
	h, ok := parseHead(line)
	if !ok {
		return "not a symbol"
	}
	p.head, p.wrapper, p.code = h, false, p.code[:0]
	switch {
	case h.text && h.static:
		p.from = p.intern(localName(h.name, p.pkg))
		p.locals[p.name(h.name)] = p.from
	case h.text:
		p.from = p.name(h.name)
	case skipped(h.name):
		p.from = ""
	default:
		p.from = p.name(h.name)
	}
	return ""
}

// skipped reports whether the relocations of a data symbol are passed over: types
// list their methods, debug information lists everything, and a function's value
// is its address.
func skipped(name string) bool {
	for _, prefix := range []string{"type:", "type.", "go:info.", "go.info.", "go.loc.", "go.range."} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return strings.HasSuffix(name, "·f")
}

func (p *parser) parseCode(line []byte) string {
	in, code, ok := parseInstruction(line)
	switch {
	case !ok:
		return "not an instruction"
	case !code:
		return ""
	case len(p.code) == 0:
		operands, isText := strings.CutPrefix(in.text, "TEXT\t")
		if !isText {
			return "code of " + p.head.name + " does not begin with TEXT"
		}
		p.wrapper = strings.Contains(operands[strings.LastIndex(operands, "(SB)")+1:], "ABIWRAPPER")
		if !p.wrapper {
			p.funcs[p.from] = true
		}
	}
	p.code = append(p.code, in)
	return ""
}

func (p *parser) parseReloc(line string) string {
	r, ok := parseReloc(line)
	if !ok {
		return "not a relocation"
	}
	kind, ok := classify(r.reloc)
	switch {
	case !ok:
		return "unknown relocation " + r.reloc
	case p.head.name == "":
		return "relocation of no symbol"
	case kind == relocOther || r.target == "" || p.from == "" || p.wrapper:
		return ""
	case p.text:
		return p.codeReloc(r, kind)
	}
	p.takes = append(p.takes, Record{From: p.from, To: p.name(r.target), Reloc: p.intern(r.reloc)})
	return ""
}

// codeReloc records a relocation in code, at the position of its instruction.
func (p *parser) codeReloc(r relocation, kind relocKind) string {
	i := sort.Search(len(p.code), func(i int) bool { return p.code[i].pc > r.off }) - 1
	if i < 0 {
		return "relocation outside the code of " + p.head.name
	}
	in := p.code[i]
	// Every branch names its target, which proves that the instruction is the right one.
	named := strings.Contains(in.text, r.target) || unnamed(in.text)
	if kind == relocCall && !named {
		return "relocation does not fit its instruction " + strconv.Quote(in.text)
	}
	rec := Record{From: p.from, To: p.name(r.target), Reloc: p.intern(r.reloc)}
	if problem := p.place(&rec, in.pos); problem != "" {
		return problem
	}
	if kind == relocCall || kind == relocNumber && named && branches(in.text) {
		p.records = append(p.records, rec)
	} else {
		p.takes = append(p.takes, rec)
	}
	return ""
}

// place sets a record's position.
func (p *parser) place(r *Record, pos string) string {
	if strings.HasPrefix(pos, "<") { // <autogenerated>:1, <unknown line number>
		return ""
	}
	colon := strings.LastIndexByte(pos, ':')
	line, err := strconv.Atoi(pos[colon+1:])
	rel, below := strings.CutPrefix(pos[:max(colon, 0)], p.src)
	if !below && p.elsewhere && err == nil && line > 0 {
		return "" // as code without source
	}
	if err != nil || !below || rel == "" || line <= 0 {
		return "position " + strconv.Quote(pos) + " is not below " + p.src
	}
	r.File, r.Line = p.intern(rel), line
	r.Asm = !strings.HasSuffix(rel, ".go")
	return ""
}

// settleLocals gives the file-local functions among the targets of one file of
// assembly their names. Relocations, and on arm64 instructions, print them without
// their mark, before or after the function itself. One that is printed like a
// global function of its file cannot be distinguished from it; no file has such a pair.
func (p *parser) settleLocals() {
	for _, records := range [][]Record{p.records[p.nRecord:], p.takes[p.nTake:]} {
		for i := range records {
			if name, ok := p.locals[records[i].To]; ok {
				records[i].To = name
			}
		}
	}
	p.nRecord, p.nTake = len(p.records), len(p.takes)
	clear(p.locals)
}

func (p *parser) name(printed string) string {
	if n, ok := p.names[printed]; ok {
		return n
	}
	n := p.intern(canonical(printed, p.pkg))
	p.names[strings.Clone(printed)] = n
	return n
}

func (p *parser) intern(s string) string {
	if t, ok := p.strings[s]; ok {
		return t
	}
	s = strings.Clone(s)
	p.strings[s] = s
	return s
}

// settle decides what needs the whole listing: which addresses are functions', and
// which file-local names are clear without their mark.
func (p *parser) settle() *Listing {
	p.settleLocals()
	l := &Listing{Records: p.records}
	for _, r := range p.takes {
		fn, isValue := strings.CutSuffix(r.To, "·f")
		if !isValue && !p.funcs[r.To] || r.File == "" && inner(r.From, fn) {
			continue
		}
		r.To = fn
		l.Refs = append(l.Refs, r)
	}
	for _, records := range [][]Record{l.Records, l.Refs} {
		for i := range records {
			r := &records[i]
			r.From, r.To = p.unmark(r.From), p.unmark(r.To)
		}
	}
	for fn := range p.funcs {
		l.Funcs = append(l.Funcs, p.unmark(fn))
	}
	slices.Sort(l.Funcs)
	l.Funcs = slices.Compact(l.Funcs)
	l.Records, l.Refs = sorted(l.Records), sorted(l.Refs)
	return l
}

// inner reports whether data belongs to a function itself: a jump table of its
// switch, or before go1.17 its alias for the other ABI.
func inner(data, fn string) bool {
	rest, ok := strings.CutPrefix(data, fn)
	return ok && (rest == "" || strings.HasPrefix(rest, ".jump"))
}

func (p *parser) unmark(name string) string {
	plain, marked := strings.CutSuffix(name, local)
	if marked && !p.funcs[plain] {
		return plain
	}
	return name
}
