package annotate

import (
	"sync"

	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
)

// Article is an article of the content with what became of it in one version.
//
// To write one: make a markdown.HTML whose Link uses Resolved.Resolve, whose Block uses
// Excerpt, Claim and Holds, and whose Mark uses Remark; then write Doc, a section, or
// single blocks with it.
type Article struct {
	*article.Article

	Symbols []index.Sym // what a note or a lab is about, as far as it exists
	Review  Review      // of a note or essay
	Claims  []*Claim    // in order
	Remarks []*Remark   // in order, those that found their place
	Stops   []Step      // of a tour or journey: its sections; of myths: the myths; of a level: the path

	excerpts map[*markdown.Block]*Excerpt
	claims   map[*markdown.Block]*Claim
	marks    map[*markdown.Remark]*Remark
	evidence map[*markdown.Piece]*Evidence
	version  string

	sentencesOnce sync.Once
	sentences     []*Sentence
	written       map[*markdown.Sentence]*Sentence
}

// Step is one step of a tour, a journey or a level's path, or one myth.
type Step struct {
	Title   string
	ID      string            // of its heading, unique in the text; "" on a level's path
	Blocks  []*markdown.Block // of a section
	Sym     index.Sym         // the first symbol that it shows or whose note it links; NoSym for none
	Excerpt *Excerpt          // its first excerpt, nil for none
	Item    *markdown.Item    // on a level's path: the item
	Ref     Ref               // on a level's path: the target of its link
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

// Claim is a claim of the content with its verdict in one version.
type Claim struct {
	ID      string // its permalink: its own, or made of its place in the text; unique in a Resolved
	Named   bool   // the author gave it the ID
	Expr    string
	File    string
	Pos     markdown.Pos
	Go      article.Range // the versions that it is written for, those of the blocks around it included
	Applies bool          // this version is among them; if not there is no Verdict

	Text    *Article        // that it is in; nil for a term's
	Term    *Term           // likewise
	Block   *markdown.Block // its own; nil for a term's
	Of      *markdown.Block // what it proves: the paragraph, list or block before it; nil for the whole text
	Verdict claim.Verdict
}

// Introduction is what comes before the first heading.
func (t *Article) Introduction() []*markdown.Block {
	if first := t.Doc.Sections[0]; first.Heading == nil {
		return first.Blocks
	}
	return nil
}

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

// versionsOf reads the versions that a block names. What is not understood was reported
// when the article was read.
func versionsOf(b *markdown.Block) (r article.Range) {
	for _, w := range b.Versions {
		more, _ := article.ParseRange(w.Text)
		r = append(r, more...)
	}
	return r
}
