// Package article reads the content: what people write about the source, before it is
// resolved against any version of it.
//
// # Vocabulary
//
// [Read] reads a content directory into a [Content]. An [Article] is one file of Markdown
// with its [FrontMatter]: a note on symbols, the essay of an area, a journey, a tour, a
// reader's path through the site, the myths of an area, a case study, a lab, or a
// paragraph on a release; its [Kind] follows from its directory. Beside the articles there are lists in YAML: the glossary's [Term]
// entries, a [FileLine] for each file of the source, an [APIEntry] for each piece of
// exported API, a [Label] for each part of the introspection tables, and a [Figure] for each
// drawing. [Config] is kb.yaml: which packages to read, and where journeys start.
//
// A [Range] is a set of Go versions that something is written for.
//
// # Limits
//
// Nothing here knows a symbol. Names are kept as they are written, with their place, and
// package annotate resolves them. What is wrong with the syntax is in Content.Problems;
// the rest of the content is whole. Only a kb.yaml with a fault, and a file that cannot be
// read, are errors.
package article

import (
	"strings"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
)

// Kind is what an article is.
type Kind string

// The kinds of articles, each from a directory of its own.
const (
	KindNote      Kind = "note"    // on symbols
	KindEssay     Kind = "essay"   // on an area
	KindJourney   Kind = "journey" // the text of a journey, step by step
	KindTour      Kind = "tour"
	KindLevel     Kind = "level" // the path of a level of readers
	KindMyths     Kind = "myths"
	KindCaseStudy Kind = "case"
	KindRelease   Kind = "release" // what a release is about, in a paragraph
	KindLab       Kind = "lab"     // what a lab asks, and what explains its result
)

// dirs are the directories of articles in their order, with their kinds. An essay is the
// note with the name of its area.
var dirs = []struct {
	name string
	kind Kind
	file string // where an article is, as a hint
}{
	{"journeys", KindJourney, "journeys/NAME.md"},
	{"levels", KindLevel, "levels/NAME.md"},
	{"myths", KindMyths, "myths/NAME.md"},
	{"notes", KindNote, "notes/AREA/NAME.md"},
	{"tours", KindTour, "tours/NAME.md"},
	{"casestudies", KindCaseStudy, "casestudies/NAME.md"},
	{"releases", KindRelease, "releases/go1.NN.md"},
	{"labs", KindLab, "labs/NAME.md"},
}

// Areas are the parts that content about the runtime is divided into.
var Areas = []string{
	"startup", "sched", "syscalls", "preemption", "stacks", "malloc", "gc", "barrier", "pacer", "channels", "timers",
	"netpoll", "locks", "maps", "panic", "compiler", "introspection", "api", "history", "wild", "safety", "costs", "source",
	"threads", "comparison", "commits",
}

// Levels are the readers that an article is for, in order.
var Levels = []string{"junior", "middle", "senior", "professional"}

// Article is one file of Markdown.
type Article struct {
	Kind Kind
	ID   string // "sched/runqput" for a note, else the name of the file
	File string // below the content's top
	Area string // of a note, an essay, myths
	FrontMatter
	Doc *markdown.Doc
}

// Name is a word with its place in a file.
type Name struct {
	Text string
	Pos  markdown.Pos
}

// read reads one file. What is wrong with its front matter leaves the fields empty that
// it is about. It may name the models and areas of kb.
func read(src []byte, f file, kb *Config) (*Article, diag.List) {
	doc, problems := markdown.Parse(src, f.path)
	a := &Article{Kind: f.kind, File: f.path, Doc: doc}
	_, rest, _ := strings.Cut(strings.TrimSuffix(f.path, ".md"), "/")
	a.ID = rest
	switch f.kind {
	case KindNote:
		a.Area, _, _ = strings.Cut(a.ID, "/")
	case KindMyths:
		a.Area = a.ID
	}
	p := &frontParser{article: a, kb: kb, models: kb.Models, problems: problems}
	p.parse()
	p.blocks()
	return a, p.problems
}

// word is the kind in a sentence.
func (k Kind) word() string {
	switch k {
	case KindCaseStudy:
		return "case study"
	case KindMyths:
		return "page of myths"
	}
	return string(k)
}

// Slug is the kind in permalinks, which do not change. Those of case studies are older
// than their name.
func (k Kind) Slug() string {
	if k == KindCaseStudy {
		return "wild"
	}
	return string(k)
}
