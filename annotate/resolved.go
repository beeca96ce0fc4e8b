package annotate

import (
	"maps"
	"slices"
	"sync"

	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// Resolved is one version of the source with the content resolved against it. It is
// read-only, and all lists are in a fixed order.
type Resolved struct {
	Index  *index.Index
	Config article.Config

	WrittenFor string // the version that the content is written for; "" where it is this one, or none is named

	Journeys    []Journey  // as kb.yaml lists them, those whose root exists
	Notes       []*Article // on symbols and areas, by ID; without those for other versions
	Tours       []*Article // by ID, as the next five
	Levels      []*Article // junior, middle, senior, professional
	Myths       []*Article // one an area
	CaseStudies []*Article
	Releases    []*Article // by ID, "go1.26"
	Labs        []*Article
	Terms       []*Term    // by name
	Files       []FileLine // by path, those of the index
	API         []*APIEntry
	Tables      Tables
	Claims      []*Claim               // all: the glossary's, then those of articles, in order
	Aliases     map[index.Sym][]string // what readers may call a symbol

	Problems diag.List // of the content, and of resolving it; by place
	Stats    Stats

	snapshot *Snapshot
	notesOf  map[index.Sym][]*Article
	remarks  map[int32][]*Remark // by file of the index
	articles map[string]*Article // by kind and ID: "note sched/park"
	absent   map[string]bool     // likewise, those left out for their version
	terms    map[string]*Term    // by name and other names, in lower case
	claimIDs map[string]*Claim
	figures  map[string]*Figure
	lines    []line                        // of the lists, in the order of resolving
	evidence map[*markdown.Piece]*Evidence // of the lines

	strength article.Strength

	linesOnce sync.Once
	ofLines   map[*markdown.Sentence]*Sentence
}

// Stats counts what a Resolved holds.
type Stats struct {
	Notes, Texts, Terms, Links, Excerpts, Remarks int

	True, False, Unanswerable, Skipped, Elsewhere int // claims; Elsewhere are those for other versions

	Current, Changed, Unreviewed int // notes
	Absent                       int // notes for other versions, or on what this one does not have
}

// Claims is how many claims there are.
func (s Stats) Claims() int { return s.True + s.False + s.Unanswerable + s.Skipped + s.Elsewhere }

// Journey follows the source from a root.
type Journey struct {
	article.JourneySpec
	Sym  index.Sym          // the root in this version
	Keep map[index.Sym]bool // the steps; empty for none named

	Story *Article // its text, step by step; nil for none
}

// Term is an entry of the glossary with the verdict of its claim.
type Term struct {
	*article.Term
	Claim *Claim // nil for none
}

// FileLine is a sentence on a file of the index.
type FileLine struct {
	article.FileLine
	File int32
}

// APIEntry names the internals that a piece of exported API works with.
type APIEntry struct {
	Name   string // as the content has it
	Sym    index.Sym
	Text   *markdown.Doc
	Inside []index.Sym // those that exist
}

// Ref is the target of a link. Which fields mean something depends on its kind.
type Ref struct {
	Kind    string    // of the target, see markdown; ToPackage and those
	Name    string    // of the target: a symbol's ID, a path, a model, an area, an issue's number, an address
	Sym     index.Sym // ToSymbol
	Pkg     int32     // ToPackage
	File    int32     // ToFile
	Text    *Article  // ToNote, ToTour, ToLevel, ToCaseStudy, ToLab; ToArea: its essay, nil for none
	Term    *Term     // ToTerm
	Journey int       // ToJourney: position in Resolved.Journeys
}

// ToPackage is the kind of a link that names a package: [[internal/runtime/maps]].
const ToPackage = "package"

// Silent is r as it would be if the content said nothing: it has the configuration alone.
func (r *Resolved) Silent() *Resolved { return newResolved(r.snapshot, r.Config) }

// NotesOf lists the notes on a symbol.
func (r *Resolved) NotesOf(s index.Sym) []*Article { return r.notesOf[s] }

// ProblemsIn lists the problems of a file of the content.
func (r *Resolved) ProblemsIn(file string) (list diag.List) {
	for _, p := range r.Problems {
		if p.File == file {
			list = append(list, p)
		}
	}
	return list
}

// Remarks lists the remarks on statements of a file, in order of their places.
func (r *Resolved) Remarks(file int32) []*Remark { return r.remarks[file] }

// Essay is the essay of an area, nil for none.
func (r *Resolved) Essay(area string) *Article {
	return r.articles[string(article.KindNote)+" "+area+"/"+area]
}

// Areas lists the areas that there is something to read about.
func Areas(r *Resolved) (list []string) {
	there := map[string]bool{}
	for _, t := range r.articles {
		if t.Kind == article.KindNote || t.Kind == article.KindEssay {
			there[t.Area] = true
		}
	}
	for _, id := range append(slices.Clone(r.Config.AreaOrder()), slices.Sorted(maps.Keys(there))...) {
		if there[id] && !slices.Contains(list, id) {
			list = append(list, id)
		}
	}
	return list
}

// NotesIn lists the notes of an area without its essay.
func (r *Resolved) NotesIn(area string) (notes []*Article) {
	for _, t := range r.Notes {
		if t.Area == area && t.Kind == article.KindNote {
			notes = append(notes, t)
		}
	}
	return notes
}

// MythsOf are the myths of an area, nil for none.
func (r *Resolved) MythsOf(area string) *Article {
	return r.articles[string(article.KindMyths)+" "+area]
}

// ClaimByID finds a claim by its permalink, nil for none.
func (r *Resolved) ClaimByID(id string) *Claim { return r.claimIDs[id] }

// Term finds an entry of the glossary by one of its names, nil for none.
func (r *Resolved) Term(name string) *Term { return r.terms[fold(name)] }

// FileLine is the sentence on what a file is for, nil for none.
func (r *Resolved) FileLine(file int32) *markdown.Doc {
	for i := range r.Files {
		if r.Files[i].File == file {
			return r.Files[i].Text
		}
	}
	return nil
}

// Changes gives what a changed note was written about, beside what is there now. The
// error names the old version when it is not here, and how to get it.
func (r *Resolved) Changes(t *Article) ([]Change, error) { return r.snapshot.Changes(t) }
