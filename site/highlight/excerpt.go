package highlight

import (
	"html/template"
	"strings"
)

// Excerpt writes some lines without numbers and links, indented no more than they must be.
// Those from on to off are in an element of class cited.
func (m *File) Excerpt(from, to, on, off int) template.HTML {
	w := &writer{m: m, bare: true}
	indent := m.indent(from, to)
	for n := from; n <= to; n++ {
		if n == on {
			w.buf = append(w.buf, "<span class=cited>"...)
		}
		start, end := m.span(n)
		w.text(min(start+indent, end), end)
		if n == off || n == to && on <= to && off > to {
			w.buf = append(w.buf, "</span>"...)
		}
		if n < to {
			w.buf = append(w.buf, '\n')
		}
	}
	return template.HTML(w.buf) // every byte of the file went through escape
}

// span is a line in the file, without its end.
func (m *File) span(n int) (off, end int32) {
	off, end = m.lines[n-1], int32(len(m.File.Text))
	if n < len(m.lines) {
		return off, m.lines[n] - 1
	}
	if end > off && m.File.Text[end-1] == '\n' {
		end--
	}
	return off, end
}

// Blank reports whether a line says nothing, or is none of the file.
func (m *File) Blank(n int) bool {
	if n < 1 || n > len(m.lines) {
		return true
	}
	off, end := m.span(n)
	return strings.TrimSpace(m.File.Text[off:end]) == ""
}

// indent counts the tabs that all of some lines begin with.
func (m *File) indent(from, to int) int32 {
	least := int32(-1)
	for n := from; n <= to; n++ {
		off, end := m.span(n)
		line := m.File.Text[off:end]
		if tabs := int32(len(line) - len(strings.TrimLeft(line, "\t"))); line != "" && (least < 0 || tabs < least) {
			least = tabs
		}
	}
	return max(least, 0)
}
