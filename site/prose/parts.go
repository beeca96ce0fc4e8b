package prose

import (
	"html/template"

	"sourcedive/site/figure"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
)

// ClaimPart is a claim with its verdict.
type ClaimPart struct {
	ID      string
	State   string // true, false, unanswerable, skipped, elsewhere
	Says    string
	Expr    string
	Because []string
	Quiet   bool // nothing but its permalink is shown
}

// ExcerptPart is a piece of the source in a text.
type ExcerptPart struct {
	Symbol  urls.Link
	Listing highlight.Listing
	Missing string // what this version does not have
	Other   bool   // because the text was written for another one
}

// AsidePart is a passage with a frame: a surprise, then and now, in the wild, a level.
type AsidePart struct {
	Kind  string
	Title string
	Body  template.HTML
	Other bool // about other versions than this one
}

// ExercisePart is a question with its answer.
type ExercisePart struct {
	Question template.HTML
	Answer   template.HTML
	Model    urls.Link
}

// RemarkPart is a remark over a statement.
type RemarkPart struct {
	Note urls.Link
	Body template.HTML
}

// FigurePart is a figure in its two layouts, and in words.
type FigurePart struct {
	Title   template.HTML
	Says    template.HTML
	Drawn   []*figure.Drawing // wide and narrow; none for a ladder
	Ladders []Ladder
	Arrows  []FigureWord // in the order of their numbers
	Words   []FigureWord // all that is drawn
	LeftOut string       // sentences on what this version does not have, or may not have
	Missing string       // the name of a figure that is not there
}

// FigureWord is a part of a figure in words.
type FigureWord struct {
	What string        // what is drawn, and its state: "goroutine, runs"
	Name string        // in the drawing
	Href string        // of what it rests on
	At   string        // the name of that: "findRunnable:3415"
	Text template.HTML // what is said of it
	Lock bool          // of a step of a ladder
	Mark bool          // of a step of a ladder: the one to look at
	In   []FigureWord
}

// Ladder is steps in their order, and the words that follow them.
type Ladder struct {
	Class string // "ladder", and "un" for all after the first
	Rungs []FigureWord
	Then  FigureWord // What is "" for nothing
}
