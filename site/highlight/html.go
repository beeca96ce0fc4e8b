package highlight

import (
	"html/template"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"sourcedive/indexer/index"
)

// Links are the targets of names on the page that is written. The functions
// may return "" for no link or no id; what they return is trusted to be free of
// white space and of the characters " ' < > ` = &.
type Links struct {
	Href func(index.Sym) string // a use
	Decl func(index.Sym) string // the name in its declaration
	ID   func(index.Sym) string // of the name in its declaration
	Line func(n int) string     // a line's number; nil for an id of its own and a link to that

	Above func(n int) template.HTML // HTML above a line, which is then marked as said; nil for none
}

// HTML writes the lines that the range touches, with their numbers as links. The
// range is widened to whole lines.
func (m *File) HTML(off, end int32, links Links) template.HTML {
	w := &writer{m: m, links: links}
	w.buf = make([]byte, 0, int(end-off)*3)
	w.lines(m.Line(off), m.Line(max(off, end-1)))
	return template.HTML(w.buf) // every byte of the file went through escape
}

// All writes the whole file. Where the numbers as links would make the page too
// heavy, and in files that the platform excludes, light is true: lines have only
// their ids, the style sheet counts them, and numbers have no colour.
func (m *File) All(links Links) (code template.HTML, light bool) {
	if m.File.Excluded == "" {
		code = m.HTML(0, int32(len(m.File.Text)), links)
		if float64(len(code)) <= heavy*float64(len(m.File.Text))+smallFile {
			return code, false
		}
	}
	return m.Head(m.Lines(), links), true
}

// Head writes the first lines of a file in the light form of All.
func (m *File) Head(lines int, links Links) template.HTML {
	w := &writer{m: m, links: links, light: true, buf: make([]byte, 0, 2*len(m.File.Text))}
	w.lines(1, lines)
	return template.HTML(w.buf) // every byte of the file went through escape
}

// The weight of a page that shows a file, in bytes for each byte of it; what a
// small file's page may weigh on top.
const (
	heavy     = 2.9
	smallFile = 4096
)

// Inline writes a range without line numbers, its white space folded to single
// blanks: a signature.
func (m *File) Inline(off, end int32, links Links) template.HTML {
	w := &writer{m: m, links: links, fold: true}
	w.text(off, end)
	return template.HTML(strings.TrimSpace(string(w.buf)))
}

// Plain writes a piece of Go that is no part of the index, without numbers and links:
// names are coloured by their form.
func Plain(text string) template.HTML {
	m := New(&index.File{Lang: index.LangGo, Text: text, Excluded: "not indexed"})
	w := &writer{m: m, bare: true}
	w.lines(1, m.Lines())
	return template.HTML(w.buf) // as in Head
}

type writer struct {
	m     *File
	links Links
	buf   []byte
	fold  bool
	light bool
	bare  bool // no numbers
}

func (w *writer) lines(from, to int) {
	for n := from; n <= to; n++ {
		off, end := w.m.span(n)
		var above template.HTML
		if w.links.Above != nil {
			above = w.links.Above(n)
		}
		if above != "" {
			w.buf = append(append(w.buf, above...), "<span class=said>"...)
		}
		if !w.bare {
			w.number(n)
		}
		w.text(off, end)
		w.buf = append(w.buf, '\n')
		if above != "" {
			w.buf = append(w.buf, "</span>"...)
		}
	}
}

func (w *writer) number(n int) {
	if w.light {
		w.buf = strconv.AppendInt(append(w.buf, "<i id=L"...), int64(n), 10)
		w.buf = append(w.buf, "></i>"...)
		return
	}
	if w.links.Line != nil {
		w.buf = append(append(w.buf, "<a class=o href="...), w.links.Line(n)...)
	} else {
		w.buf = append(w.buf, "<a id=L"...)
		w.buf = strconv.AppendInt(w.buf, int64(n), 10)
		w.buf = append(w.buf, " href=#L"...)
		w.buf = strconv.AppendInt(w.buf, int64(n), 10)
	}
	w.buf = append(w.buf, '>')
	w.buf = strconv.AppendInt(w.buf, int64(n), 10)
	w.buf = append(w.buf, "</a>"...)
}

// text writes a range of one line, cutting spans that reach beyond it.
func (w *writer) text(off, end int32) {
	spans := w.m.spans
	i := sort.Search(len(spans), func(i int) bool { return spans[i].end > off })
	for ; i < len(spans) && spans[i].off < end; i++ {
		s := spans[i]
		from, to := max(s.off, off), min(s.end, end)
		if from < off || from >= to {
			continue
		}
		w.escape(off, from)
		w.span(s, from, to)
		off = to
	}
	w.escape(off, end)
}

// span writes one span in its element.
func (w *writer) span(s span, from, to int32) {
	switch s.class {
	case plain, param:
		w.escape(from, to)
	case keyword:
		w.element("b", from, to)
	case remark:
		w.element("i", from, to)
	case str:
		w.element("q", from, to)
	case number:
		if w.light {
			w.escape(from, to)
		} else {
			w.element("u", from, to)
		}
	case field, variable, constant, label:
		if href, id := w.resolve(s); href == "" && id == "" {
			w.escape(from, to) // the colour of text
			return
		}
		w.name(s, from, to)
	default:
		w.name(s, from, to)
	}
}

func (w *writer) element(tag string, from, to int32) {
	w.buf = append(append(append(w.buf, '<'), tag...), '>')
	w.escape(from, to)
	w.buf = append(append(append(w.buf, "</"...), tag...), '>')
}

// name writes a name as a link if it has a target.
func (w *writer) name(s span, from, to int32) {
	href, id := w.resolve(s)
	if id != "" {
		w.buf = append(append(append(w.buf, "<dfn id="...), id...), '>')
	}
	tag := "i"
	if href != "" {
		tag = "a"
	}
	w.buf = append(append(w.buf, '<'), tag...)
	if s.class != function || href == "" {
		w.buf = append(append(w.buf, " class="...), classNames[s.class]...)
	}
	if href != "" {
		w.buf = append(append(w.buf, " href="...), href...)
	}
	w.buf = append(w.buf, '>')
	w.escape(from, to)
	w.buf = append(append(append(w.buf, "</"...), tag...), '>')
	if id != "" {
		w.buf = append(w.buf, "</dfn>"...)
	}
}

func (w *writer) resolve(s span) (href, id string) {
	if s.ref < 0 {
		return "", ""
	}
	r := &w.m.File.Refs[s.ref]
	if r.Sym == index.NoSym {
		return "", ""
	}
	if r.Access&index.Declare == 0 {
		return call(w.links.Href, r.Sym), ""
	}
	return call(w.links.Decl, r.Sym), call(w.links.ID, r.Sym)
}

func call(f func(index.Sym) string, s index.Sym) string {
	if f == nil {
		return ""
	}
	return f(s)
}

// escape writes text of the file. Invalid UTF-8 and control characters become
// the replacement character, so that hostile files give a valid page.
func (w *writer) escape(off, end int32) {
	text := w.m.File.Text[off:end]
	if w.fold {
		text = foldSpace(text)
	}
	w.buf = appendEscaped(w.buf, text)
}

func appendEscaped(buf []byte, text string) []byte {
	done := 0
	for i := 0; i < len(text); {
		if harmless[text[i]] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if instead, ok := escaped(r, size); ok {
			buf = append(append(buf, text[done:i]...), instead...)
			done = i + size
		}
		i += size
	}
	return append(buf, text[done:]...)
}

// harmless are the bytes that need no escaping.
var harmless = func() (table [256]bool) {
	for c := byte(' '); c < 0x7f; c++ {
		table[c] = c != '<' && c != '>' && c != '&'
	}
	table['\t'], table['\n'] = true, true
	return table
}()

// escaped is what a page has in place of a character that it cannot have.
func escaped(r rune, size int) (string, bool) {
	switch {
	case r == '<':
		return "&lt;", true
	case r == '>':
		return "&gt;", true
	case r == '&':
		return "&amp;", true
	case r == '\r':
		return "", true
	case r < ' ' || r == 0x7f || r == utf8.RuneError && size == 1:
		return "\uFFFD", true
	}
	return "", false
}

func foldSpace(s string) string {
	if !strings.ContainsAny(s, "\n\t") {
		return s
	}
	folded := strings.Join(strings.Fields(s), " ")
	if strings.TrimLeft(s, " \t\n") != s && folded != "" {
		folded = " " + folded
	}
	if strings.TrimRight(s, " \t\n") != s {
		folded += " "
	}
	return folded
}
