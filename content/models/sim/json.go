package sim

import (
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"
)

// AppendJSON appends a run as JSON, an event and a view a line. It gives what
// encoding/json would, with empty lists in place of null, and a test says so; but that
// package is a tenth of what a model weighs that is compiled for a page.
func (t *Trace) AppendJSON(b []byte) []byte {
	w := &writer{b: b}
	w.open('{')
	w.text("model", t.Model)
	w.name("values")
	w.open('{')
	for _, name := range slices.Sorted(maps.Keys(t.Given)) {
		w.number(name, int64(t.Given[name]))
	}
	w.close('}')
	w.name("seed")
	w.b = strconv.AppendUint(w.b, t.Seed, 10)
	list(w, "events", t.Events, func(e Event) { w.b = append(w.b, '\n'); w.event(e) })
	list(w, "views", t.Views, func(v View) { w.b = append(w.b, '\n'); w.view(v) })
	w.some("cut", t.Cut)
	w.close('}')
	return append(w.b, '\n')
}

// writer writes JSON. first says that nothing stands in the current brackets yet.
type writer struct {
	b     []byte
	first bool
}

func (w *writer) open(c byte) {
	w.b, w.first = append(w.b, c), true
}

func (w *writer) close(c byte) {
	w.b, w.first = append(w.b, c), false
}

func (w *writer) comma() {
	if !w.first {
		w.b = append(w.b, ',')
	}
	w.first = false
}

func (w *writer) name(s string) {
	w.comma()
	w.quote(s)
	w.b = append(w.b, ':')
}

func (w *writer) text(name, s string) {
	w.name(name)
	w.quote(s)
}

// some leaves out what is empty.
func (w *writer) some(name, s string) {
	if s != "" {
		w.text(name, s)
	}
}

func (w *writer) number(name string, n int64) {
	w.name(name)
	w.b = strconv.AppendInt(w.b, n, 10)
}

func (w *writer) someNumber(name string, n int64) {
	if n != 0 {
		w.number(name, n)
	}
}

func list[T any](w *writer, name string, items []T, one func(T)) {
	w.name(name)
	w.open('[')
	for _, item := range items {
		w.comma()
		one(item)
	}
	w.close(']')
}

func someList[T any](w *writer, name string, items []T, one func(T)) {
	if len(items) > 0 {
		list(w, name, items, one)
	}
}

// quote escapes what JSON must not hold, and what a script in a page must not.
func (w *writer) quote(s string) {
	const hex = "0123456789abcdef"
	w.b = append(w.b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.b = append(w.b, '\\', byte(r))
		case r < ' ' || r == '<' || r == '>' || r == '&' || r == 0x2028 || r == 0x2029:
			w.b = append(w.b, '\\', 'u', hex[r>>12], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			w.b = utf8.AppendRune(w.b, r)
		}
	}
	w.b = append(w.b, '"')
}

func (w *writer) event(e Event) {
	w.open('{')
	w.number("step", int64(e.Step))
	w.someNumber("time", e.Time)
	w.some("actor", e.Actor)
	w.some("func", e.Func)
	w.text("what", e.What)
	w.some("why", e.Why)
	w.some("broken", e.Broken)
	w.close('}')
}

func (w *writer) view(v View) {
	w.open('{')
	list(w, "blocks", v.Blocks, w.block)
	w.close('}')
}

func (w *writer) block(b Block) {
	w.open('{')
	w.text("kind", b.Kind)
	w.text("id", b.ID)
	w.text("title", b.Title)
	w.some("note", b.Note)
	someList(w, "lanes", b.Lanes, w.lane)
	someList(w, "cells", b.Cells, w.cell)
	w.someNumber("cap", int64(b.Cap))
	w.someNumber("cols", int64(b.Cols))
	someList(w, "nodes", b.Nodes, w.node)
	someList(w, "links", b.Links, w.link)
	someList(w, "bars", b.Bars, w.bar)
	someList(w, "facts", b.Facts, func(f Fact) {
		w.open('{')
		w.text("name", f.Name)
		w.text("value", f.Value)
		w.close('}')
	})
	w.close('}')
}

func (w *writer) lane(l Lane) {
	w.open('{')
	w.text("id", l.ID)
	w.text("title", l.Title)
	w.some("state", l.State)
	w.some("note", l.Note)
	list(w, "items", l.Items, w.cell)
	w.close('}')
}

func (w *writer) cell(c Cell) {
	w.open('{')
	w.some("id", c.ID)
	w.text("text", c.Text)
	w.some("state", c.State)
	w.some("title", c.Title)
	w.some("tag", c.Tag)
	w.someNumber("span", int64(c.Span))
	w.close('}')
}

func (w *writer) node(n Node) {
	w.open('{')
	w.text("id", n.ID)
	w.text("text", n.Text)
	w.some("state", n.State)
	w.number("x", int64(n.X))
	w.number("y", int64(n.Y))
	w.close('}')
}

func (w *writer) link(l Link) {
	w.open('{')
	w.text("from", l.From)
	w.text("to", l.To)
	w.some("state", l.State)
	w.some("text", l.Text)
	w.close('}')
}

func (w *writer) bar(b Bar) {
	w.open('{')
	w.text("title", b.Title)
	w.number("value", b.Value)
	w.number("max", b.Max)
	w.some("unit", b.Unit)
	w.some("state", b.State)
	someList(w, "marks", b.Marks, func(m Mark) {
		w.open('{')
		w.number("at", m.At)
		w.text("text", m.Text)
		w.close('}')
	})
	w.close('}')
}
