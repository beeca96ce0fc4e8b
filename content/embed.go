// Package content holds the words of the site: kb.yaml says which packages are
// read and which functions are the roots of its journeys, aliases.yaml what readers
// call what the source calls otherwise. The statements files are
// Go that the pinned compiler compiles for the page of what statements become; one
// with a version in its name needs a compiler as new as that. The files in programs are
// small programs that claims run, those in figures the drawings as data. The directory models has the runnable models; package
// models lists them.
package content

import "embed"

// FS is the content that is built in; a directory can take its place.
//
//go:embed *.yaml strength.txt statements*.go.txt notes journeys tours myths levels casestudies releases labs/*.md programs figures
var FS embed.FS

// Models holds the sources of the runnable models, for pages that show and compile them.
//
//go:embed models
var Models embed.FS

// Labs holds the labs: a page of words each, NAME.md, and in NAME and harness the
// measured programs, which the go command of the measured version compiles.
//
//go:embed labs
var Labs embed.FS
