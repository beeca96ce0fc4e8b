// Package answer gives the answers to questions about a version as plain data. The
// commands print them, as text or as JSON, and the protocol server sends them; nothing
// about a version is found out anywhere else for either.
//
// # Vocabulary
//
// A [Place] is a line of the source. An [Edge] is a call, or another way to come from one
// function to the next, with its place. A [Symbol] is what is known about one, with its
// [Note], whose sentences name what they rest on: a piece of [Evidence] has a place and
// what became of it in this version. A [Verdict] is what became of a claim.
//
// # Limits
//
// A name that nothing has is an error with names like it. A name that two things have
// means the first of them in the order of the index. The fields of JSON are stable: they
// may become more, and keep their names and meaning; docs/json.md lists them.
package answer

import (
	"sourcedive/indexer/index"
)

// Place is a line of the source; zero for none.
type Place struct {
	File string `json:"file"` // slash path below src
	Line int    `json:"line"` // from 1
}

// PlaceOf is where a range starts, the zero Place for none.
func PlaceOf(x *index.Index, at index.Range) Place {
	if !at.OK() {
		return Place{}
	}
	return Place{x.Files[at.File].Path, x.Line(at.File, at.Off)}
}
