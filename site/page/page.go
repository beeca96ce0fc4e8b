// Package page holds what templates print: one struct for each kind of page, under
// the name of its template. Every string is formatted, every choice made, every
// address relative to the page; templates only range and print.
package page

import (
	"html/template"
	"strings"
)

// Frame is what stands around every page.
type Frame struct {
	Kind        string // of the page, the class of body
	Title       string // unique on the site
	Description string
	Up          string // prefix from the page to its version's root: "../../", or ""
	Assets      string // address of the folder that holds style and scripts
	Stamp       string // changes when the assets do
	Wasm        bool   // its scripts compile WebAssembly
	Version     string
	Platform    string
	Versions    []Link // other versions: this page there, or their first page
	Crumbs      []Link // the way to this page; the last is the page itself
	Places      []Tab
	Index       string // address of the A–Z
}

// Around tells pages apart whose header or footer differ.
func (f Frame) Around() string {
	var b strings.Builder
	for _, list := range [][]Link{f.Versions, {{Text: f.Version, Href: f.Up}, {Text: f.Platform}}} {
		for _, l := range list {
			b.WriteString(l.Text + " " + l.Href + "\n")
		}
	}
	for _, tab := range f.Places {
		if tab.Here {
			b.WriteString(tab.Text)
		}
		b.WriteString(tab.Href + "\n")
	}
	return b.String()
}

// Tab is one of the places in the header.
type Tab struct {
	Text string
	Href string
	Here bool // the page is under it
}

// Link is a text that leads somewhere; Href is "" for the page itself.
type Link struct {
	Text string
	Href string
}

// Home is the first page of a version.
type Home struct {
	Frame
	Lead     string
	Journeys []JourneyCard
	Models   []ModelCard
	Areas    []LinkRow
	More     []LinkGroup // tours, levels, in the wild, lists
	Packages []PackageRow
	Figures  []Figure

	Statements bool     // what Go statements become is known
	Notes      []string // what a reader should know of how this version was read
	Problems   int
}

// JourneyCard introduces a journey.
type JourneyCard struct {
	Link
	Root string
	Lead string
}

// Figure is a number with what it counts.
type Figure struct {
	Number string
	What   string
	Href   string
}

// PackageRow is one package in a list.
type PackageRow struct {
	Link
	Synopsis string
	Counts   string
}

// Place is where something stands, linked.
type Place struct {
	Text string // "runtime/proc.go:4135"
	Href string
}

// Badge is a directive with its meaning.
type Badge struct {
	Name    string
	Args    string
	Meaning string
}

// Edges is the callers or the callees of one kind.
type Edges struct {
	Kind  string
	Means string // the kind in a few words
	Count int
	Rows  []EdgeRow
	Rest  []EdgeRow // folded away
	More  int       // not listed at all
}

// EdgeRow is one function at the other end, with its sites.
type EdgeRow struct {
	Text  string
	Href  string
	Pkg   string // where it differs from the page's
	Note  string // "in a closure"
	Sites []Place
	More  int // sites not listed
}

// Listing is a piece of source.
type Listing struct {
	Place Place
	Where bool // the page does not say the place elsewhere
	Code  template.HTML
	Lang  string
}

// Func is the page of a function.
type Func struct {
	Frame
	Keyword    string
	Name       string
	Decl       template.HTML
	Place      Place
	Facts      []Link
	CalledFor  CalledFor
	Badges     []Badge
	Lead       string
	Doc        template.HTML // what follows the lead
	Models     []Link        // the steps of models that stand for it
	Map        *Map
	Written    []Note // the notes on it
	Listings   []Listing
	Paths      string    // address of the path finder, from here
	Others     []FileRow // files of other platforms that declare it too
	MoreOthers int       // of those, not listed
	Callers    Side
	Callees    Side
}

// Side is one side of a function's edges.
type Side struct {
	Count int
	Kinds []Edges
	Empty string // why there are none
}

// Map is a drawing of a neighbourhood, laid out.
type Map struct {
	W, H  int
	Title string
	Lanes []Lane // behind the boxes; none in most maps
	Nodes []Node
	Links []Curve
	Kinds []Kind // the legend
	Cut   string // what is not drawn, in words
}

// Kind is an entry of the legend.
type Kind struct {
	Class string
	Text  string
}

// Lane is a column of a map: what stands in it runs on one stack.
type Lane struct {
	Title   string
	X, W, H int
}

// Node is a box of a map.
type Node struct {
	Text  string
	Href  string
	At    string // its upper left corner: "12 30"
	Note  string // beside the name
	W     int
	Class string
}

// Curve is the path data of all curves of one class.
type Curve struct {
	D     string
	Class string
}

// Type is the page of a type.
type Type struct {
	Frame
	Name    string
	Decl    template.HTML
	Keyword string // "struct" or "interface", "" when Decl says it all
	Place   Place
	Facts   []Link
	Badges  []Badge
	Lead    string
	Doc     template.HTML
	Written []Note // the notes on it
	Fields  []FieldRow
	Methods []SymbolRow
	Sized   bool // offsets and sizes are known
	Listing Listing
	Uses    []UseGroup
}

// FieldRow is one field of a struct, or a gap.
type FieldRow struct {
	ID      string
	Depth   int
	Name    string
	Type    template.HTML
	Offset  string
	Size    string
	Doc     string
	Gap     string // for padding: "7 bytes of padding"
	Place   Place
	Summary string // "read by 12, written by 5"
	Uses    []Users
}

// Users is who accesses a field in one way.
type Users struct {
	What  string // "read by"
	Count int
	Rows  []EdgeRow
}

// UseGroup is where a type is named.
type UseGroup struct {
	What string
	Rows []EdgeRow
}

// SymbolRow is one symbol in a list.
type SymbolRow struct {
	Link
	Kind     string
	Synopsis string
	Place    string
}

// Src is the page of a file.
type Src struct {
	Frame
	Excluded string
	Facts    []Link
	Code     template.HTML
	Cut      string // how much of a generated file is not shown: "900 more lines"
	Outline  []OutlineRow
	Lang     string
	Prev     Link
	Next     Link
}

// OutlineRow is a declaration of a file.
type OutlineRow struct {
	Link
}

// Files is the map of the source.
type Files struct {
	Frame
	Dirs []Dir
}

// Dir is a folder of the source.
type Dir struct {
	Link
	ID    string
	Count string
	Rows  []FileRow
	Out   Excluded
}

// Excluded lists the files that the platform leaves out.
type Excluded struct {
	Count string // "7 files that linux/amd64 leaves out"
	Rows  []FileRow
}

// FileRow is one file in a list.
type FileRow struct {
	Link
	Lines    string
	What     string        // its declarations of most weight
	Says     template.HTML // what it is for
	Excluded string
}

// Pkg is the page of a package.
type Pkg struct {
	Frame
	Doc      template.HTML
	Facts    []Link
	Imports  []Link
	Exported []SymbolRow
	Files    []FileOutline
	Out      Excluded
}

// FileOutline is a file with the names that it declares.
type FileOutline struct {
	Link
	Rows []OutlineRow
}

// Symbols is one letter of the A–Z.
type Symbols struct {
	Frame
	Letter  string
	Letters []Link
	Rows    []SymbolRow
}

// Packages lists all packages.
type Packages struct {
	Frame
	Rows []PackageRow
}

// Journey is the page of one root.
type Journey struct {
	Frame
	Name   string
	Lead   string
	Root   Link
	Decl   template.HTML
	Place  Place
	Map    *Map
	Story  []TextPart
	Faults []string // what does not resolve in the story
	Start  Step     // the root itself
	Steps  []Step
	Prev   Link
	Next   Link
}

// Step is one function of a journey, in order of execution.
type Step struct {
	ID       string
	Number   string // "1", "1.2"
	Depth    int
	Kind     string // how it is reached
	Link     Link
	Synopsis string
	At       Place  // the site that leads to it
	Lane     string // the stack it runs on in this journey: "user stack"
	Enters   string // where this is another one than before: "switches to g0"
	Back     string // what follows that: "back on the user stack"
	Note     string // "blocks, throws"
	Leaves   bool   // never returns to the step that led to it
	Resumes  bool   // goes on in a goroutine, on its stack
	Literal  string // the function literal that calls it on another stack: "newproc.func1"
	Facts    []Link // where it runs, blocks and ends
	Listing  *Listing
	Steps    []Step
}

// About tells how the site was made.
type About struct {
	Frame
	Facts    []Figure
	Notes    []string
	Tools    []Link
	License  string
	Listing  string // the compiler that said what it inserts, "" for none
	Problems []string
}

// Checked tells what of the site was checked, and how it came out.
type Checked struct {
	Frame
	Against  string // the compiler whose listing the graph was held against
	Package  string
	Scores   []ScoreRow
	Causes   []Figure
	Open     []DifferenceRow // the differences that nothing explains
	Claims   []ClaimGroup
	Counts   []Figure  // of claims and notes, by what became of them
	Notes    []NoteRow // those that are not up to date
	Models   []ModelCheckRow
	Orphans  []OrphanGroup
	Problems int
}

// ScoreRow is one share of the report.
type ScoreRow struct {
	What    string
	Of      string // "9,174 of 9,174"
	Percent string
}

// DifferenceRow is a pair of functions that only one side has.
type DifferenceRow struct {
	Cause string
	From  Link
	To    Link
	Place Place
}

// OrphanGroup is the functions that nothing is known to call for one reason.
type OrphanGroup struct {
	Reason string
	Count  int
	Rows   []Link
}

// Search is the search page.
type Search struct{ Frame }

// Missing is the page for addresses that lead nowhere.
type Missing struct{ Frame }

// Front is the first page of the site, above the versions.
type Front struct {
	Frame
	Lead  string
	Sites []Link
}
