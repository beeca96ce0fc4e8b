package golden

import (
	"html/template"
	"testing"
)

type around struct {
	Title string
	N     int
}

type link struct{ Text, Href string }

type row struct {
	link
	Link  link
	N     int
	On    bool
	Empty string
	none  string
}

type view struct {
	around
	Rows  []row
	Map   map[string]int
	Body  template.HTML
	Code  template.HTML
	Ptr   *link
	Nil   *link
	Empty []row
	Data  []byte
	Any   any
}

func TestPrint(t *testing.T) {
	long := ""
	for range shownLines + 2 {
		long += "<b>x</b> <a href=#L1>y</a>\n"
	}
	got := Print(&view{
		around: around{Title: "T"},
		Rows:   []row{{link: link{"in", "i.html"}, Link: link{"a", "b.html"}, N: 3, On: true, none: "unseen"}, {Link: link{Text: "plain"}}},
		Map:    map[string]int{"b": 2, "a": 1},
		Body:   `<p>One &lt; <a class=t href="x.html#y">two</a></p><ul><li id=a class="b c" title=q>three</li></ul>`,
		Code:   template.HTML(long),
		Ptr:    &link{Href: "only.html"}, Data: make([]byte, 7), Any: link{"w", ""},
	})
	want := `golden.view
  Title: T
  Rows:
    - link: in (i.html)  Link: a (b.html)  N: 3  On: true
    - Link: plain
  Map:
    a: 1
    b: 2
  Body:
    | <p>One < [two](x.html#y .t)
    | <ul>
    | {li#a.b.c title=q}three
  Code:
`
	for range shownLines {
		want += "    | x [y](#L1)\n"
	}
	want += `    … 2 more lines with 2 links
  Ptr: (only.html)
  Data: 7 bytes
  Any: w
`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}
