package search

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"
	"sort"
	"strings"
	"unicode/utf16"
)

// The browser gets the index as classic scripts, the only data that pages from the
// disk can load. Each calls sourcedive.search(name, stamp, check, text): the stamp
// distinguishes the parts of two builds, the check detects a damaged text.
//
//	meta     the bounds of all parts, the dictionary, the vocabulary
//	gkind, gpkg, gfile  every tag of a key with its ranges of documents
//	t0, t1…  terms in order, each with its postings
//	r0, r1…  the rows that results are shown by, in the order of the documents
//
// How many parts there are is fixed, so that the names of all files are known before
// anything is indexed. Numbers are written with five bits a character, the lowest
// first; a sixth bit says that more follow.
const (
	termParts = 165
	rowParts  = 128
)

// File is a script of the export.
type File struct {
	Name string // "t17.js"
	Data []byte
}

// ExportNames lists the files of every export.
func ExportNames() []string {
	names := []string{"meta.js"}
	for _, key := range filterKeys {
		names = append(names, "g"+key+".js")
	}
	for i := range termParts {
		names = append(names, fmt.Sprintf("t%d.js", i))
	}
	for i := range rowParts {
		names = append(names, fmt.Sprintf("r%d.js", i))
	}
	return names
}

// meta is what the browser loads first.
type meta struct {
	Docs   int         `json:"docs"`
	Terms  []string    `json:"terms"` // by part: its first term
	Rows   []int       `json:"rows"`  // by part: its first document
	Dict   string      `json:"dict"`
	Same   [][2]string `json:"same"`
	Kinds  [][2]string `json:"kinds"`
	Read   string      `json:"read"`   // spans of what is written to be read, by kind
	Absent string      `json:"absent"` // the first sentence of what is not built
}

// Export writes the index for the browser. The same documents give the same bytes.
func (x *Corpus) Export() []File {
	m := meta{Docs: len(x.docs), Dict: x.dict.encode(), Absent: x.absent()}
	for _, from := range sortedKeys(x.same) {
		m.Same = append(m.Same, [2]string{from, x.same[from]})
	}
	for _, k := range Kinds {
		m.Kinds = append(m.Kinds, [2]string{k.Name, k.Group})
	}
	var read strings.Builder
	for _, kind := range readKinds() {
		putSpans(&read, x.tags["kind:"+tagValue(kind)])
		read.WriteByte(' ')
	}
	m.Read = read.String()
	termTexts, bounds := x.termTexts()
	m.Terms = bounds
	rowTexts, firsts := x.rowTexts(m.Absent)
	m.Rows = firsts
	head, err := json.Marshal(m)
	if err != nil {
		panic(err) // strings and numbers only
	}
	texts := []string{string(head)}
	for _, key := range filterKeys {
		texts = append(texts, x.tagText(key))
	}
	return scripts(append(append(texts, termTexts...), rowTexts...))
}

func scripts(texts []string) (files []File) {
	h := fnv.New64a()
	for _, t := range texts {
		h.Write([]byte(t))
	}
	stamp := fmt.Sprintf("%08x", uint32(h.Sum64()))
	for i, name := range ExportNames() {
		quoted, err := json.Marshal(texts[i])
		if err != nil {
			panic(err) // a string
		}
		part := strings.TrimSuffix(name, ".js")
		files = append(files, File{name, fmt.Appendf(nil, "sourcedive.search(%q,%q,%d,%s);\n", part, stamp, check(texts[i]), quoted)})
	}
	return files
}

// check is FNV-1a over the UTF-16 of a text, which is what a script sees.
func check(text string) uint32 {
	h := uint32(0x811c9dc5)
	for _, u := range utf16.Encode([]rune(text)) {
		h = (h ^ uint32(u)) * 0x01000193
	}
	return h
}

// digits is an alphabet of 64; a number's digits are five bits and a mark.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

func putNumber(b *strings.Builder, n int) {
	for ; n >= 32; n >>= 5 {
		b.WriteByte(digits[n&31|32])
	}
	b.WriteByte(digits[n])
}

// putWord writes a word after another one: how many letters they share, and the rest.
func putWord(b *strings.Builder, last, w string) {
	n := 0
	for n < len(w) && n < len(last) && n < 63 && w[n] == last[n] {
		n++
	}
	b.WriteByte(digits[n])
	b.WriteString(w[n:])
}

// encode writes the dictionary: an exclamation mark ends a name, a stop another word.
func (d *dictionary) encode() string {
	var b strings.Builder
	last := ""
	for i, w := range d.words {
		putWord(&b, last, w)
		if last = w; d.name[i] {
			b.WriteByte('!')
		} else {
			b.WriteByte('.')
		}
	}
	return b.String()
}

// termTexts writes all terms, in parts of about the same size.
func (x *Corpus) termTexts() (texts, bounds []string) {
	lines := make([]string, len(x.terms))
	total := 0
	for i, list := range x.lists {
		var b strings.Builder
		last := int32(-1)
		for _, p := range list {
			putNumber(&b, int(p.doc-last-1))
			putNumber(&b, int(p.impact))
			last = p.doc
		}
		lines[i] = b.String()
		total += len(lines[i]) + len(x.terms[i])
	}
	parts := make([]strings.Builder, termParts)
	first := make([]string, termParts)
	at, last, part := 0, "", -1
	for i, line := range lines {
		if p := partOf(at, total, termParts); p != part {
			part, last = p, ""
			first[p] = x.terms[i]
		}
		putWord(&parts[part], last, x.terms[i])
		parts[part].WriteString(" " + line + "\n")
		last = x.terms[i]
		at += len(line) + len(last)
	}
	for i := range parts {
		texts = append(texts, parts[i].String())
	}
	return texts, filled(first)
}

// partOf spreads what lies at an offset over parts.
func partOf(at, total, parts int) int { return min(at*parts/max(total, 1), parts-1) }

// filled gives empty parts the bound of the part behind them, so that a search for
// the last bound that is not above a term never ends at one.
func filled(first []string) []string {
	next := "~"
	for i := len(first) - 1; i >= 0; i-- {
		if first[i] == "" {
			first[i] = next
		}
		next = first[i]
	}
	return first
}

func (x *Corpus) tagText(key string) string {
	var b strings.Builder
	for _, tag := range sortedKeys(x.tags) {
		if tagPart(tag) != key {
			continue
		}
		b.WriteString(tag + " ")
		putSpans(&b, x.tags[tag])
		b.WriteByte('\n')
	}
	return b.String()
}

// putSpans writes spans, each from where the last one ended: a gap and a length.
func putSpans(b *strings.Builder, spans []span) {
	last := int32(0)
	for _, s := range spans {
		putNumber(b, int(s.from-last))
		putNumber(b, int(s.to-s.from))
		last = s.to
	}
}

// tagPart is the key of the part that holds a tag.
func tagPart(tag string) string {
	key, _, _ := strings.Cut(tag, ":")
	if key == "last" {
		return "pkg"
	}
	return key
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// absent is the first sentence of most of what only other platforms have.
func (x *Corpus) absent() (lead string) {
	count := map[string]int{}
	for i := range x.docs {
		if d := &x.docs[i]; d.Elsewhere && d.Kind != "file" {
			if count[d.Lead]++; count[d.Lead] > count[lead] {
				lead = d.Lead
			}
		}
	}
	return lead
}

// longestLead is where a first sentence is cut in a row.
const longestLead = 90

// rowTexts writes what results show, a line a document. A line that starts with a
// slash names the file of those that follow, and their package where it is another. A row is its kind, its title, the lines
// since the row before, its address and its first sentence; what is empty at its end
// is left out.
func (x *Corpus) rowTexts(absent string) (texts []string, firsts []int) {
	lines := make([]string, len(x.docs))
	total, line := 0, 0
	for i := range x.docs {
		d := &x.docs[i]
		if x.begins(i) {
			line = 0
		}
		lines[i] = row(d, d.Line-line, absent)
		line = d.Line
		total += len(lines[i])
	}
	parts := make([]strings.Builder, rowParts)
	firsts = slices.Repeat([]int{-1}, rowParts)
	at, part := 0, -1
	for i := range x.docs {
		d := &x.docs[i]
		p := partOf(at, total, rowParts)
		if at += len(lines[i]); p != part || x.begins(i) {
			parts[p].WriteString(header(d))
			if p != part && !x.begins(i) {
				lines[i] = row(d, d.Line, absent)
			}
		}
		if p != part {
			part, firsts[p] = p, i
		}
		parts[p].WriteString(lines[i])
	}
	next := len(x.docs)
	for i := rowParts - 1; i >= 0; i-- {
		texts = append(texts, "")
		if firsts[i] < 0 {
			firsts[i] = next
		}
		next = firsts[i]
	}
	for i := range parts {
		texts[i] = parts[i].String()
	}
	return texts, firsts
}

// begins reports whether a document needs a line of its own that names its file and package:
// what is gone may have been of another package in the same file.
func (x *Corpus) begins(i int) bool {
	return i == 0 || x.docs[i].File != x.docs[i-1].File || x.docs[i].Pkg != x.docs[i-1].Pkg
}

func header(d *Doc) string {
	h := "/" + flat(d.File)
	if folder(d.File) != d.Pkg {
		h += "\t" + flat(d.Pkg)
	}
	return h + "\n"
}

func folder(file string) string { return file[:max(strings.LastIndexByte(file, '/'), 0)] }

func row(d *Doc, lines int, absent string) string {
	title, lead := flat(d.Title), flat(shorten(d.Lead))
	if d.Kind == "file" && title == d.File {
		title = ""
	}
	if d.Elsewhere && lead == absent {
		lead = "~"
	}
	var b strings.Builder
	b.WriteByte(digits[max(kindNumber(d.Kind), 0)])
	b.WriteString(title + "\t")
	if lines != 0 {
		putNumber(&b, lines)
	}
	b.WriteString("\t" + address(d) + "\t" + lead)
	return strings.TrimRight(b.String(), "\t") + "\n"
}

// flat is a text without what would end a field or a row.
func flat(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

func shorten(text string) string {
	if r := []rune(text); len(r) > longestLead {
		text = string(r[:longestLead-2])
		text = strings.TrimRight(text[:max(strings.LastIndexByte(text, ' '), 1)], " ,") + " …"
	}
	return text
}

// address is what a row links to: "" where the rule for its kind says it, # for a line
// of its file, @ and a name for a line of that function's page, else the address
// behind an equals sign.
func address(d *Doc) string {
	lineID := fmt.Sprintf("#L%d", d.Line)
	switch {
	case d.URL == ruled(d):
		return ""
	case d.URL == "src/"+d.File+".html"+lineID:
		return "#"
	}
	if name, ok := strings.CutPrefix(d.URL, "func/"+d.Pkg+"/"); ok {
		if name, ok = strings.CutSuffix(name, ".html"+lineID); ok {
			return "@" + flat(name)
		}
	}
	return "=" + flat(d.URL)
}

var plainMarks = strings.NewReplacer("(*", "", ")", "", "[...]", "")

// ruled is the address of most documents of a kind.
func ruled(d *Doc) string {
	plain := plainMarks.Replace(d.Title)
	switch d.Kind {
	case "func", "method":
		return "func/" + d.Pkg + "/" + plain + ".html"
	case "type":
		return "type/" + d.Pkg + "/" + plain + ".html"
	case "field", "abstract method":
		outer, rest, _ := strings.Cut(plain, ".")
		return "type/" + d.Pkg + "/" + outer + ".html#f." + rest
	case "const", "var":
		return "src/" + d.File + ".html#" + plain
	case "file":
		return "src/" + d.File + ".html"
	case "package":
		return "pkg/" + d.Pkg + ".html"
	}
	return ""
}
