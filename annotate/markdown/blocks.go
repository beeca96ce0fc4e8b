package markdown

import (
	"maps"
	"slices"
	"strings"

	"sourcedive/internal/diag"
)

// Kind is what a block is.
type Kind uint8

// The kinds of blocks.
const (
	Prose     Kind = iota // a paragraph, a list, a table, a quotation, code in a language
	Heading               // of any level
	Source                // an excerpt of the pinned source
	Claim                 // an expression that is true or false
	Surprise              // what readers do not expect
	Then                  // about the versions that it names
	CaseStudy             // a symptom met in production, and its cause
	Level                 // for the readers that it names
	Exercise              // a question and its answer
	Figure                // a drawing that is made from data
)

// blockKind is all that is known of a kind of block. Only those with a usage line are
// written as fenced blocks.
type blockKind struct {
	name  string // the word behind the fence, and the class of the block's plain HTML
	usage string // how the first line is written
	head  func(*Block, []quoted) bool
	body  func(*reader, *Doc, *Block, fenced)
	frame frame
}

// frame is how a block appears on a page.
type frame struct {
	part  string              // the template that prints it
	class string              // by which the style tells apart what one template prints
	title func(*Block) string // nil where the template has one of its own
}

// blockKinds is the table of kinds; fences are those that a fenced block can have, by
// name. Blocks hold blocks, so reading one refers to the table again.
var (
	blockKinds []blockKind
	fences     = map[string]Kind{}
)

func init() {
	blockKinds = []blockKind{
		Prose:     {name: "prose"},
		Heading:   {name: "heading"},
		Source:    {"source", `source runtime.schedule "pattern", with to "pattern" or head behind it, or neither`, sourceHead, (*reader).emptyBody, frame{part: "excerpt"}},
		Claim:     {"claim", "claim, with an id or versions such as go>=1.22 behind it", claimHead, (*reader).claimBody, frame{part: "claim"}},
		Surprise:  {"surprise", "surprise, and nothing behind it", noHead, (*reader).textBody, frame{"aside", "surprise", titled("Surprise")}},
		Then:      {"then", "then go>=1.24", thenHead, (*reader).textBody, frame{"aside", "then", versionsTitle}},
		CaseStudy: {"case", "case, and nothing behind it", noHead, (*reader).textBody, frame{"aside", "case-study", titled("In the wild")}},
		Level:     {"level", "level professional", levelHead, (*reader).textBody, frame{"aside", "level", readersTitle}},
		Exercise:  {"exercise", "exercise, with a model and its settings behind it: exercise sched procs=1", exerciseHead, (*reader).exerciseBody, frame{part: "exercise"}},
		Figure:    {"figure", "figure NAME, with the name of a file in figures", figureHead, (*reader).emptyBody, frame{part: "figure"}},
	}
	for k, kind := range blockKinds {
		if kind.usage != "" {
			fences[kind.name] = Kind(k)
		}
	}
}

// languages are the fences that are code.
var languages = map[string]bool{"": true, "go": true, "sh": true, "text": true, "asm": true, "c": true, "json": true, "yaml": true, "diff": true}

func (k Kind) String() string { return blockKinds[k].name }

// Fenced reports whether blocks of the kind are written as fenced blocks. Those of the
// other kinds are plain Markdown.
func (k Kind) Fenced() bool { return blockKinds[k].usage != "" }

// Kinds lists the kinds of blocks.
func Kinds() (kinds []Kind) {
	for k := range blockKinds {
		kinds = append(kinds, Kind(k))
	}
	return kinds
}

// Part is the name of the template that prints blocks of the kind on a page, "" for plain
// Markdown, which needs none.
func (k Kind) Part() string { return blockKinds[k].frame.part }

// Class is what the style knows blocks of the kind by, where several share a template.
func (k Kind) Class() string { return blockKinds[k].frame.class }

// FrameTitle is the heading of a block's frame, "" where its template has one of its own.
func (b *Block) FrameTitle() string {
	if title := blockKinds[b.Kind].frame.title; title != nil {
		return title(b)
	}
	return ""
}

// titled is the same title for all blocks of a kind.
func titled(title string) func(*Block) string { return func(*Block) string { return title } }

// unknownFence reports a fenced block that is neither of a kind nor in a language.
func (p *reader) unknownFence(at Pos, name string) {
	known := slices.Concat(slices.Collect(maps.Keys(fences)), slices.Collect(maps.Keys(languages)))
	slices.Sort(known)
	p.fault(at, diag.Nearest(name, known, "fences are "+strings.TrimSpace(strings.Join(known, " "))), "no fenced block is called %q", name)
}
