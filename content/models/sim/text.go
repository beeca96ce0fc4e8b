package sim

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// WriteText writes a run for the terminal: each event on a line with the symbol that it
// models, what broke, what was cut, and the final state.
func WriteText(w io.Writer, m *Model, t *Trace) error {
	p := &printer{w: w}
	p.f("%s: %s\n", m.Name, m.Title)
	v, err := m.Fill(t.Given)
	if err != nil {
		return err
	}
	p.f("%s seed=%d\n\n", v, t.Seed)
	actor, clock := widths(t.Events)
	for _, e := range t.Events {
		p.f("%4d ", e.Step)
		if m.Clock != "" {
			p.f(" %*d %s ", clock, e.Time, m.Clock)
		}
		p.f(" %s  %s", pad(e.Actor, actor), e.What)
		if e.Func != "" {
			p.f("  [%s]", e.Func)
		}
		p.f("\n")
		if e.Broken != "" {
			p.f("      BROKEN: %s\n", e.Broken)
		}
	}
	if t.Cut != "" {
		p.f("      %s\n", t.Cut)
	}
	p.f("\n")
	p.view(t.Last())
	return p.err
}

// WriteView draws a view as text.
func WriteView(w io.Writer, v View) error {
	p := &printer{w: w}
	p.view(v)
	return p.err
}

// printer keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) f(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

func (p *printer) view(v View) {
	for _, b := range v.Blocks {
		title := b.Title
		if b.Kind == Queue && b.Cap > 0 {
			title = fmt.Sprintf("%s %d/%d", title, len(b.Cells), b.Cap)
		}
		p.f("%s", title)
		if b.Note != "" {
			p.f(" (%s)", b.Note)
		}
		p.f("\n")
		p.block(b)
	}
}

func (p *printer) block(b Block) {
	switch b.Kind {
	case Lanes:
		p.lanes(b.Lanes)
	case Queue:
		p.f("  %s\n", orNothing(joined(b.Cells)))
	case Cells:
		p.grid(b)
	case Graph:
		p.graph(b)
	case Bars:
		for _, bar := range b.Bars {
			p.bar(bar)
		}
	case Facts:
		wide := 0
		for _, f := range b.Facts {
			wide = max(wide, utf8.RuneCountInString(f.Name))
		}
		for _, f := range b.Facts {
			p.f("  %s  %s\n", pad(f.Name, wide), f.Value)
		}
	}
}

func (p *printer) lanes(lanes []Lane) {
	wide := 0
	for _, l := range lanes {
		wide = max(wide, utf8.RuneCountInString(l.Title))
	}
	for _, l := range lanes {
		p.f("  %s ", pad(l.Title, wide))
		if l.State != "" {
			p.f(" [%s]", l.State)
		}
		for _, c := range l.Items {
			p.f(" %s", c)
		}
		if l.Note != "" {
			p.f("  (%s)", l.Note)
		}
		p.f("\n")
	}
}

func (p *printer) grid(b Block) {
	wide := 1
	for _, c := range b.Cells {
		wide = max(wide, utf8.RuneCountInString(c.String()))
	}
	col := 0
	for _, c := range b.Cells {
		if col >= b.Cols {
			p.f("\n")
			col = 0
		}
		if col == 0 {
			p.f("  ")
		}
		p.f("%s ", pad(c.String(), wide))
		col += max(c.Span, 1)
	}
	p.f("\n")
}

func (p *printer) graph(b Block) {
	for _, n := range b.Nodes {
		p.f("  %s", Cell{Text: n.Text, State: n.State})
		separator := " → "
		for _, l := range b.Links {
			if l.From == n.ID {
				p.f("%s%s", separator, Cell{Text: textOf(b.Nodes, l.To), State: l.State})
				separator = ", "
			}
		}
		p.f("\n")
	}
}

func textOf(nodes []Node, id string) string {
	for _, n := range nodes {
		if n.ID == id {
			return n.Text
		}
	}
	return id
}

// bar draws forty columns, with a stroke for each mark.
func (p *printer) bar(b Bar) {
	const cols = 40
	at := func(v int64) int { return int(min(v*cols/max(b.Max, 1), cols-1)) }
	line := []rune(strings.Repeat("#", int(b.Value*cols/max(b.Max, 1))) + strings.Repeat(".", cols))[:cols]
	var marks []string
	for _, m := range b.Marks {
		line[at(m.At)] = '|'
		marks = append(marks, fmt.Sprintf("%s %d", m.Text, m.At))
	}
	p.f("  [%s] %s %d of %d %s", string(line), b.Title, b.Value, b.Max, b.Unit)
	if len(marks) > 0 {
		p.f(" (%s)", strings.Join(marks, ", "))
	}
	p.f("\n")
}

// String returns the text, followed by state and tag where there are any.
func (c Cell) String() string {
	s := c.Text
	if c.State != "" {
		s += ":" + c.State
	}
	if c.Tag != "" {
		s += "=" + c.Tag
	}
	return s
}

func joined(cells []Cell) string {
	var list []string
	for _, c := range cells {
		list = append(list, c.String())
	}
	return strings.Join(list, " ")
}

func orNothing(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func pad(s string, wide int) string {
	return s + strings.Repeat(" ", max(0, wide-utf8.RuneCountInString(s)))
}

// widths are the columns that actors and times need.
func widths(events []Event) (actor, clock int) {
	for _, e := range events {
		actor = max(actor, utf8.RuneCountInString(e.Actor))
		clock = max(clock, len(fmt.Sprint(e.Time)))
	}
	return actor, clock
}
