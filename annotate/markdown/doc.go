// Package markdown parses the Markdown of the content, and writes it as HTML.
//
// # Vocabulary
//
// A file is CommonMark with tables, after a front matter of YAML between lines of three
// dashes. [Parse] makes a [Doc] of it: the text of the front matter, and the [Block] list
// of the body in order. The kinds of blocks are one table, in blocks.go. Most blocks are
// prose; a fenced block of a kind of ours is taken apart into the words of its first line
// and its body. A [Section] is a heading with what follows it. A [Target] is what a link in
// double brackets names, a [Remark] is a paragraph that starts with an anchor into the
// source, @{"pattern" in symbol}.
//
// Nothing here knows whether a symbol exists: what names mean is for the caller, who hands
// [HTML] functions for links and blocks.
//
// [Block.Sentences] splits prose into sentences. [Evidence] is what stands in braces
// behind one, {runtime.gopark "mcall(park_m)"; why}; its forms are one table, in
// evidence.go.
//
// # Limits
//
// HTML in a file is shown as the text that it is. Images are problems, and shown as their
// description, since a page loads nothing from elsewhere. The front matter is found here
// and understood by package article.
//
// Parse always returns a document: each problem has its place, and the rest is whole. No
// text, however hostile, makes a page unbalanced or gives it an element or attribute of
// its own; a fuzz test checks that.
package markdown

import (
	"fmt"

	"github.com/yuin/goldmark/ast"

	"sourcedive/internal/diag"
)

// Pos is a place in a file, counted from 1; columns are bytes.
type Pos struct{ Line, Col int }

// Fault returns the diagnostic of a fault at a place of a file.
func Fault(file string, at Pos, hint, format string, args ...any) diag.Diagnostic {
	return diag.Diagnostic{File: file, Line: at.Line, Col: at.Col, Msg: fmt.Sprintf(format, args...), Hint: hint}
}

// Doc is one text: a file, or the body of a fenced block.
type Doc struct {
	File      string
	Front     string // the front matter's YAML; "" for none
	FrontLine int    // the line that it starts at
	Blocks    []*Block
	Sections  []Section // never empty; the first is what comes before the first heading

	root ast.Node
	src  []byte
	base int           // where src starts in the file
	pos  func(int) Pos // the place of an offset
}

// Section is a heading of the first or second level with the blocks that follow it.
type Section struct {
	Heading *Block // nil for the start of a text
	Blocks  []*Block
}

// Title is the heading's plain text, "" for the start of a text.
func (s Section) Title() string {
	if s.Heading == nil {
		return ""
	}
	return s.Heading.Title
}

// Block is one part of a text. Which fields mean something depends on its kind.
type Block struct {
	N    int // counts the blocks of a file from 0, in order, those inside others included
	Kind Kind
	Pos  Pos

	Title string // of a heading: its plain text
	Depth int    // of a heading: 1 to 6
	ID    string // of a heading: unique in the text; of a claim: its permalink, "" for none

	Symbol  Word // of a source block
	Pattern Word // of a source block: what it shows; Text is "" for the whole declaration
	To      Word // of a source block: where it ends; Text is "" for the pattern's own end
	Head    bool // of a source block: only up to the opening brace

	Versions []Word // of claim and then: comparisons such as go>=1.24, all of which must hold
	Expr     string // of a claim
	ExprPos  Pos    // where Expr starts
	Of       int    // of a claim: N of the block that it is about, -1 for none

	For    Word    // of a level block: whom it is for
	Model  Word    // of an exercise: the model that gives the answer
	Params []Param // of an exercise: for the model
	Figure Word    // of a figure: its name
	Body   *Doc    // of surprise, then, case and level: the text; of an exercise: the question
	Answer *Doc    // of an exercise; nil for none

	Links    []Target    // all links in the block itself, in order
	Remarks  []*Remark   // the remarks in it
	Evidence []*Evidence // the evidence in it, in order
	Items    []Item      // of a numbered list: its items

	sentences []*Sentence

	node ast.Node
	doc  *Doc
}

// Word is a piece of a block's first line.
type Word struct {
	Text string
	Pos  Pos
}

// Param is a setting of a model.
type Param struct{ Name, Value string }

// Target is what a link names.
type Target struct {
	Kind string // one of the kinds below
	Name string // of the symbol, note, term …; the address of an ordinary link
	Text string // what the reader sees; "" for the name of the target
	Pos  Pos
}

// The kinds of targets. All but the first three are written before a colon:
// [[note:sched/runqput]].
const (
	ToSymbol    = "symbol"
	ToIssue     = "issue" // of the Go project; Name is its number
	ToURL       = "url"   // an ordinary Markdown link
	ToNote      = "note"
	ToArea      = "area"
	ToTour      = "tour"
	ToModel     = "model"
	ToTerm      = "term"
	ToFile      = "file"
	ToJourney   = "journey"
	ToLevel     = "level"
	ToCaseStudy = "case"
	ToLab       = "lab"
)

var prefixes = []string{ToNote, ToArea, ToTour, ToModel, ToTerm, ToFile, ToJourney, ToLevel, ToCaseStudy, ToLab}

// Remark is a paragraph, or the text of a list item, that is about one statement of
// the source.
type Remark struct {
	N       int // counts the remarks of a file from 0
	Symbol  Word
	Pattern Word
	Pos     Pos
	Block   *Block // the block that it is in

	node ast.Node // the paragraph
}

// Item is one item of a numbered list.
type Item struct {
	Pos  Pos
	Link *Target // the link that it starts with, nil for none
	node ast.Node
	doc  *Doc
}

// All visits the blocks of a text and of the texts inside them, in order. around
// holds the blocks that a block is inside of, outermost first.
func (d *Doc) All(visit func(b *Block, around []*Block)) { d.all(nil, visit) }

func (d *Doc) all(around []*Block, visit func(*Block, []*Block)) {
	for _, b := range d.Blocks {
		visit(b, around)
		inside := append(around[:len(around):len(around)], b)
		for _, in := range []*Doc{b.Body, b.Answer} {
			if in != nil {
				in.all(inside, visit)
			}
		}
	}
}
