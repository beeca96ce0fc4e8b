package page

import "html/template"

// Text is a page of prose: an essay, a stop of a tour, a level's path, myths.
type Text struct {
	Frame
	Heading string
	Lead    string
	Facts   []Link   // small print under the heading
	Stops   []Link   // of a tour; the one without an address is here
	Faults  []string // what does not resolve in the text
	Body    template.HTML
	Parts   []TextPart
	Groups  []LinkGroup
	Prev    Link
	Next    Link
}

// TextPart is a section that a page puts together from several texts.
type TextPart struct {
	ID      string
	Heading string
	Note    string
	Body    template.HTML
}

// LinkGroup is a list of links under a heading.
type LinkGroup struct {
	ID    string
	Title string
	Rows  []LinkRow
}

// LinkRow is a link with what it leads to in a few words.
type LinkRow struct {
	Link
	Note string
	Lead string
}

// Note is a note on the page of its symbol.
type Note struct {
	ID     string
	Title  string
	Facts  []Link   // level, review, models
	Stale  Link     // the page that shows how the body changed
	Since  string   // the version that a changed note was written for
	Faults []string // what does not resolve in it
	Body   template.HTML
}

// Glossary lists the terms.
type Glossary struct {
	Frame
	Rows []TermRow
}

// TermRow is an entry of the glossary.
type TermRow struct {
	ID   string
	Name string
	Also string
	Def  template.HTML
}

// API lists the exported API with what it touches inside.
type API struct {
	Frame
	Groups []APIGroup
}

// APIGroup is the API of one package.
type APIGroup struct {
	ID   string
	Pkg  string
	Rows []APIRow
}

// APIRow is one entry of the API.
type APIRow struct {
	Link   Link
	Text   template.HTML
	Inside []Link
}

// Stale shows what changed in a body since a note was written.
type Stale struct {
	Frame
	Note  Link
	Since string
	Now   string
	Why   string // why the old body cannot be shown
	Pairs []Changed
}

// Changed is the body of one symbol, then and now.
type Changed struct {
	Link  Link
	Lines []ChangedLine
}

// ChangedLine is a line of a body as it was and as it is, with their numbers; a side
// without a number has no such line.
type ChangedLine struct {
	Changed bool
	OldNo   string
	Old     string
	NewNo   string
	New     string
}

// The parts of a text that have a frame of their own.

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
	Symbol  Link
	Listing Listing
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
	Model    Link
}

// RemarkPart is a remark over a statement.
type RemarkPart struct {
	Note Link
	Body template.HTML
}

// ClaimGroup are the claims of one file of the content.
type ClaimGroup struct {
	File string
	Link Link
	Bad  int // those that do not hold or have no answer
	Rows []ClaimPart
}

// NoteRow is a note with what became of what it describes.
type NoteRow struct {
	Link
	Status string
	Stale  Link
}

// ModelCheckRow is a check of a model against a real runtime.
type ModelCheckRow struct {
	Model Link
	ModelCheck
}

// Told shows what the runtime tells about itself.
type Told struct {
	Frame
	Lines    []ToldLine
	Settings []SettingRow
	Reasons  []ReasonRow
	Changes  []ChangeRow
}

// ToldLine is a line that the runtime prints, field by field.
type ToldLine struct {
	ID     string
	Title  string
	Symbol Link // that prints it
	Fields []ToldField
}

// ToldField is one field of a printed line.
type ToldField struct {
	Label string
	Value string
	Place Place
	Says  template.HTML
}

// SettingRow is a GODEBUG setting.
type SettingRow struct {
	ID    string
	Name  string
	Place Place
	Says  template.HTML
	Reads []Link
}

// ReasonRow is a reason to wait.
type ReasonRow struct {
	ID    string
	Text  string
	Const Link
	Says  template.HTML
	Uses  []Link
}

// ChangeRow is a change of a goroutine's status.
type ChangeRow struct {
	From string
	To   string
	In   []Link
}
