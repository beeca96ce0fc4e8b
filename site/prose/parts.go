package prose

import (
	"html/template"

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
}

// ExcerptPart is a piece of the source in a text.
type ExcerptPart struct {
	Symbol  urls.Link
	Listing highlight.Listing
	Missing string // what this version does not have
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
