package annotate

import (
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// Resolved is one version of the source with what is said about it. It is read-only, and
// all lists are in a fixed order.
type Resolved struct {
	Index  *index.Index
	Config Config

	Journeys    []Journey  // as kb.yaml lists them, those whose root exists
	Notes       []*Article // on symbols and areas, by ID; without those for other versions
	Tours       []*Article // by ID, as the next four
	Levels      []*Article // junior, middle, senior, professional
	Myths       []*Article // one an area
	CaseStudies []*Article
	Terms       []*Term    // by name
	Files       []FileLine // by path, those of the index
	API         []*APIEntry
	Tables      Tables
	Claims      []*Claim               // all, by file and place
	Aliases     map[index.Sym][]string // what readers may call a symbol

	Problems diag.List // what Merge told, by place
	Stats    Stats

	ground   *Snapshot
	notesOf  map[index.Sym][]*Article
	remarks  map[int32][]*Remark // by file of the index
	texts    map[string]*Article // by kind and ID: "note sched/park"
	absent   map[string]bool     // likewise, those left out for their version
	terms    map[string]*Term    // by name and other names, in lower case
	claimIDs map[string]*Claim
}

// Stats counts what a Book holds.
type Stats struct {
	Notes, Texts, Terms, Links, Excerpts, Remarks int

	True, False, Unanswerable, Skipped, Elsewhere int // claims; Elsewhere are those for other versions

	Current, Changed, Unreviewed int // notes
}

// Claims is how many claims there are.
func (s Stats) Claims() int { return s.True + s.False + s.Unanswerable + s.Skipped + s.Elsewhere }

// Journey is a story that starts at a root.
type Journey struct {
	JourneySpec
	Sym  index.Sym          // the root in this version
	Keep map[index.Sym]bool // the steps; empty for none named

	Story *Article // the journey told, stop by stop; nil for none
}

// ArticleKind tells what a Text is.
type ArticleKind string

// The kinds of texts, each from a directory of its own.
const (
	KindNote      ArticleKind = "note"    // notes/AREA/NAME.md, on symbols
	KindEssay     ArticleKind = "essay"   // notes/AREA/AREA.md, on an area
	KindJourney   ArticleKind = "journey" // journeys/ROOT.md
	KindTour      ArticleKind = "tour"    // tours/NAME.md
	KindLevel     ArticleKind = "level"   // levels/LEVEL.md
	KindMyths     ArticleKind = "myths"   // myths/AREA.md
	KindCaseStudy ArticleKind = "wild"    // wild/NAME.md
)

// Article is one file of Markdown. What its author wrote is in the first part; the rest
// is what Merge found out about it in one version.
//
// To write one: make a markdown.HTML whose Link uses Book.Resolve, whose Block uses
// Excerpt, Claim and Holds, and whose Mark uses Remark; then write Doc, a section, or
// single blocks with it.
type Article struct {
	Kind ArticleKind
	ID   string // "sched/runqput"; the name of the file for other kinds than notes
	File string // below the content's top
	Area string // of a note, an essay, myths
	FrontMatter
	Doc *markdown.Doc

	Symbols []index.Sym // what a note is about, as far as it exists
	Review  Review      // of a note or essay
	Claims  []*Claim    // in order
	Remarks []*Remark   // in order, those that found their place
	Stops   []Step      // of a tour or journey: its sections; of myths: the myths; of a level: the path

	excerpts map[*markdown.Block]*Excerpt
	claims   map[*markdown.Block]*Claim
	marks    map[*markdown.Remark]*Remark
	version  string
}

// FrontMatter is what the front matter says.
type FrontMatter struct {
	Names    []Name // of the symbols
	Title    string
	About    string // one sentence, "" for none
	Level    string // junior, middle, senior, professional
	Go       Range  // the versions that it speaks of
	Aliases  []string
	Models   []string
	Reviewed []Reviewed // by version

	reviewedAt markdown.Pos
}

// Name is a word with its place in a file.
type Name struct {
	Text string
	Pos  markdown.Pos
}

// Step is one step of a tour, a journey or a level's path, or one myth.
type Step struct {
	Title   string
	ID      string            // of its heading, unique in the text; "" on a level's path
	Blocks  []*markdown.Block // of a section
	Sym     index.Sym         // the first symbol that it shows or whose note it links; NoSym for none
	Excerpt *Excerpt          // its first excerpt, nil for none
	Item    *markdown.Item    // on a level's path: the item
	Ref     Ref               // on a level's path: where its link leads
	Claims  []*Claim          // in the section
}

// Excerpt is a piece of the pinned source that a text shows.
type Excerpt struct {
	Sym   index.Sym
	Place index.Range // bytes of the file: whole statements, or a whole declaration
	Head  bool        // only the head of a statement is shown
}

// Remark is a paragraph of a text about one statement of the source.
type Remark struct {
	Text  *Article
	Mark  *markdown.Remark // markdown.HTML.Remark writes its text
	Sym   index.Sym
	Place index.Range // of what the pattern matched
	Stmt  index.Range // of the smallest statement around it
}

// Claim is a sentence that was held against the source.
type Claim struct {
	ID      string // its permalink: its own, or made of its place in the text; unique in a Book
	Named   bool   // the author gave it the ID
	Expr    string
	File    string // where it stands
	Pos     markdown.Pos
	Go      Range // the versions that it speaks of, those of the blocks around it included
	Applies bool  // this version is among them; if not there is no Verdict

	Text    *Article        // where it stands; nil for a term's
	Term    *Term           // likewise
	Block   *markdown.Block // its own; nil for a term's
	Of      *markdown.Block // what it proves: the paragraph, list or block before it; nil for the whole text
	Verdict claim.Verdict
}

// Term is an entry of the glossary.
type Term struct {
	Name  string
	Also  []string // other names
	Area  string
	Def   *markdown.Doc // one sentence; markdown.HTML.Line writes it
	Claim *Claim        // nil for none
	File  string
	Pos   markdown.Pos
}

// FileLine says what one file of the source is for.
type FileLine struct {
	Path string
	File int32 // of the index
	Text *markdown.Doc

	pos markdown.Pos
}

// APIEntry ties a piece of exported API to what it touches inside.
type APIEntry struct {
	Name   string // as the content has it
	Sym    index.Sym
	Text   *markdown.Doc
	Inside []index.Sym // those that exist

	symbol Name
	inside []Name
}

// Ref is what a link leads to. Which fields mean something depends on its kind.
type Ref struct {
	Kind    string    // of the target, see markdown; ToPackage and those
	Name    string    // of the target: a symbol's ID, a path, a model, an area, an issue's number, an address
	Sym     index.Sym // ToSymbol
	Pkg     int32     // ToPackage
	File    int32     // ToFile
	Text    *Article  // ToNote, ToTour, ToLevel, ToWild; ToArea: its essay, nil for none
	Term    *Term     // ToTerm
	Journey int       // ToJourney: position in Book.Journeys
}

// ToPackage is the kind of a link that names a package: [[internal/runtime/maps]].
const ToPackage = "package"

// Excerpt is what a source block of the text shows; nil when it found nothing in this
// version.
func (t *Article) Excerpt(b *markdown.Block) *Excerpt { return t.excerpts[b] }

// Claim is what became of a claim block of the text.
func (t *Article) Claim(b *markdown.Block) *Claim { return t.claims[b] }

// Remark is where a remark of the text belongs; nil when it found no place in this
// version.
func (t *Article) Remark(m *markdown.Remark) *Remark { return t.marks[m] }

// Holds reports whether a block is for this version: true for all but then and claim
// blocks that name others.
func (t *Article) Holds(b *markdown.Block) bool { return versionsOf(b).Holds(t.version) }

// versionsOf reads the versions that a block names. What is not understood was told
// when the text was read.
func versionsOf(b *markdown.Block) (r Range) {
	for _, w := range b.Versions {
		more, _ := ParseRange(w.Text)
		r = append(r, more...)
	}
	return r
}

// NotesOf lists the notes on a symbol.
func (b *Resolved) NotesOf(s index.Sym) []*Article { return b.notesOf[s] }

// ProblemsIn lists the problems of a file of the content.
func (b *Resolved) ProblemsIn(file string) (list diag.List) {
	for _, p := range b.Problems {
		if p.File == file {
			list = append(list, p)
		}
	}
	return list
}

// Remarks lists the remarks on statements of a file, in order of their places.
func (b *Resolved) Remarks(file int32) []*Remark { return b.remarks[file] }

// Essay is the essay of an area, nil for none.
func (b *Resolved) Essay(area string) *Article { return b.texts[string(KindNote)+" "+area+"/"+area] }

// NotesIn lists the notes of an area without its essay.
func (b *Resolved) NotesIn(area string) (notes []*Article) {
	for _, t := range b.Notes {
		if t.Area == area && t.Kind == KindNote {
			notes = append(notes, t)
		}
	}
	return notes
}

// MythsOf are the myths of an area, nil for none.
func (b *Resolved) MythsOf(area string) *Article { return b.texts[string(KindMyths)+" "+area] }

// ClaimByID finds a claim by its permalink, nil for none.
func (b *Resolved) ClaimByID(id string) *Claim { return b.claimIDs[id] }

// Term finds an entry of the glossary by one of its names, nil for none.
func (b *Resolved) Term(name string) *Term { return b.terms[fold(name)] }

// FileLine says what a file is for, nil when nobody has said it.
func (b *Resolved) FileLine(file int32) *markdown.Doc {
	for i := range b.Files {
		if b.Files[i].File == file {
			return b.Files[i].Text
		}
	}
	return nil
}

// Changes gives what a changed note was written about, beside what is there now. The
// error says that the old version is not here, and how to get it.
func (b *Resolved) Changes(t *Article) ([]Change, error) { return b.ground.Changes(t) }
