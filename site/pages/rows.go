package pages

import (
	"html/template"

	"sourcedive/site/figure"
	"sourcedive/site/urls"
)

// LinkGroup is a list of links under a heading.
type LinkGroup struct {
	ID    string
	Title string
	Rows  []LinkRow
}

// LinkRow is a link with a description of its target.
type LinkRow struct {
	urls.Link
	Note string
	Lead string
}

// FileRow is one file in a list.
type FileRow struct {
	urls.Link
	Lines    string
	What     string        // its declarations of most weight
	Says     template.HTML // what it is for
	Excluded string
}

// JourneyCard introduces a journey.
type JourneyCard struct {
	urls.Link
	Thumb figure.Thumb
	Root  string
	Lead  string
}

// PackageRow is one package in a list.
type PackageRow struct {
	urls.Link
	Synopsis string
	Counts   string
}

// Stat is a number with what it counts.
type Stat struct {
	Number string
	What   string
	Href   string
}

// SymbolRow is one symbol in a list.
type SymbolRow struct {
	urls.Link
	Kind     string
	Synopsis string
	Place    string
}
