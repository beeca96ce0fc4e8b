package index

// Index is all that is known about one version of a source tree on one platform.
type Index struct {
	Config   Config
	Packages []Package    // sorted by Path
	Files    []File       // sorted by Path
	Symbols  []Symbol     // sorted by ID
	Edges    []Edge       // sorted by From, File, At, To, Kind, Rule
	Problems []Diagnostic // what was wrong with the tree itself, e.g. type errors
	Report   *Report      // the edges compared with the compiler's listing; nil without one

	Statements []Statement // what constructs of the language become; none without a compiler

	Locks   []Lock    // sorted by Sym, Name
	Ranks   []Rank    // the runtime's lock ranks, in their order; none where it has none
	Locking []Locking // sorted by Func, Lock

	uses    []Use // see Uses
	useEnd  []int32
	byTo    []int32 // see Callers
	fromEnd []int32
	toEnd   []int32
	byFile  [][]Sym // see Enclosing
	stacks  []Stacks
	perFile []perFile // see Lines and Syntax
}

// Config is what was indexed.
type Config struct {
	Version string // of the tree, e.g. "go1.26.8", or of the module
	Module  string // path of the module that the tree holds; "" for Go's own source
	Sum     string // of a module: its checksum, as in a go.sum
	Go      string // of a module: the version of Go that lists and compiles it
	GOOS    string
	GOARCH  string
	Roots   []string // package paths that were asked for and exist in this tree
	Notes   []string // what a reader should know of how the tree was listed
	License string   // the tree's own licence
	Listing string   // the compiler whose listing shows what it inserts, with its flags; "" for none
}

// Platform is "GOOS/GOARCH".
func (c Config) Platform() string { return c.GOOS + "/" + c.GOARCH }

// Package is one Go package of the tree.
type Package struct {
	Path    string // import path
	Name    string
	Doc     string   // package comment without markers
	Imports []string // sorted import paths
}

// Lang is the language of a file.
type Lang uint8

// The languages of a Go source tree that the index distinguishes.
const (
	LangGo Lang = iota
	LangAsm
	LangHeader
)

// File is one source file of an indexed package.
type File struct {
	Path     string // slash path below the tree's src, e.g. "runtime/proc.go"
	Pkg      int32  // position in Index.Packages
	Lang     Lang
	Excluded string // the constraint that keeps it out of this platform's build; "" when it is built
	Text     string
	Refs     []Ref // sorted by Off, never overlapping; empty when excluded

	// Others are the functions that an excluded file declares, by the form of its
	// text: other platforms' versions of what is a symbol here, and more.
	Others []Other
}

// Other is a function of an excluded file. It is no symbol.
type Other struct {
	Plain string // as ID.Plain gives it: "mcache.nextFree"
	Off   int32  // of the name
}

// Sym is the position of a symbol in Index.Symbols, or NoSym.
type Sym int32

// NoSym means no symbol, or one that is not indexed.
const NoSym Sym = -1

// Kind is what a symbol is.
type Kind uint8

// The kinds of symbols.
const (
	KindFunc    Kind = iota // function, in Go or assembly
	KindMethod              // method with a body
	KindClosure             // function literal
	KindType
	KindField
	KindAbstract // method of an interface
	KindConst
	KindVar
)

var kindNames = [...]string{"func", "method", "closure", "type", "field", "abstract method", "const", "var"}

func (k Kind) String() string { return kindNames[k] }

// Callable reports whether edges may start or end at symbols of this kind.
func (k Kind) Callable() bool { return k <= KindClosure }

// Range is a byte range of a file.
type Range struct {
	File int32 // position in Index.Files, -1 for nowhere
	Off  int32
	End  int32
}

// NoRange is the Range of what has none.
var NoRange = Range{File: -1}

// OK reports whether p is a place in a file.
func (p Range) OK() bool { return p.File >= 0 }

// Contains reports whether the offset lies in p.
func (p Range) Contains(file, off int32) bool {
	return p.File == file && p.Off <= off && off < p.End
}

// Symbol is one declared thing.
type Symbol struct {
	ID     ID
	Kind   Kind
	Pkg    int32  // position in Index.Packages; of the file, for assembly named for a package that is not indexed
	Parent Sym    // the type of a method or field, the enclosing function of a closure, else NoSym
	Decl   Range  // the whole declaration without its doc comment
	Name   Range  // the name in it; empty for closures
	Asm    Range  // the TEXT block, for functions written in assembly; else NoRange
	Head   int32  // offset where the signature at the start of Decl ends
	Sig    string // the signature on one line
	Doc    string // without comment markers and directives
	Link   string // the linker's name, where a linkname directive gives another than ID

	Directives []Directive

	Type     string // type of a field, constant or variable
	Value    string // of a constant
	Offset   int64  // of a field in its outermost struct, in bytes; -1 when unknown
	Size     int64  // of a type, field or variable, in bytes; -1 when unknown (generic)
	Align    int64  // likewise
	Embedded bool   // of a field: it has no name of its own

	Mentioned Mention // by files that are not part of the build
	Builtin   bool    // the compiler knows it by name and may call it from anywhere

	Frame    int32    // frame size of an assembly function, in bytes
	Args     int32    // size of its arguments and results, -1 when not stated
	AsmFlags []string // NOSPLIT, NOFRAME, …
}

// Body is where the symbol's code is: the TEXT block of an assembly function,
// else the declaration.
func (s *Symbol) Body() Range {
	if s.Asm.OK() {
		return s.Asm
	}
	return s.Decl
}

// Mention is which files outside the build name a function, as a set. It goes by
// the bare name, so it may be another's.
type Mention uint8

// The files outside the build.
const (
	MentionedElsewhere Mention = 1 << iota // files of other platforms
	MentionedInTests                       // tests, where no file of another platform does
)

// Directive is a //go: comment that belongs to a declaration.
type Directive struct {
	Name string // "nosplit", "linkname", …
	Args string // "" for most
	File int32  // a linkname directive may be in another file than the declaration
	Off  int32
}

// NameKind is what kind of thing an identifier names. Readers see it as a colour.
type NameKind uint8

// The kinds of names.
const (
	NameFunc NameKind = iota
	NameType
	NameField
	NameVar   // package-level variable
	NameConst // includes true, false, nil and iota
	NameParam // parameter, result or receiver
	NameLocal
	NamePackage
	NameLabel
	NameBuiltin
)

// Access is what is done to what a name means, as a set.
type Access uint8

// The ways to access a name.
const (
	Declare Access = 1 << iota // this is the declaration
	Read
	Write
	Address // its address is taken for other ends than an atomic access
	Called
)

// Ref is one identifier in a file.
type Ref struct {
	Off    int32
	End    int32
	Local  int32 // offset of the declaration in the same file, for names without a symbol; else -1
	Sym    Sym
	Name   NameKind
	Access Access
}

// EdgeKind is how one function may come to run another.
type EdgeKind uint8

// The kinds of edges.
const (
	EdgeCall     EdgeKind = iota // direct call in Go source
	EdgeDefer                    // deferred call
	EdgeGo                       // start of a goroutine
	EdgeSwitch                   // function handed to systemstack, mcall, … and run there on another stack
	EdgeDynamic                  // call through a function value or interface
	EdgeRef                      // function value taken, caller unknown
	EdgeAsm                      // call or jump in assembly
	EdgeLinkname                 // body under another name
	EdgeCompiler                 // inserted by compiler or linker
)

var edgeKindNames = [...]string{"call", "defer", "go", "switch", "dynamic", "ref", "asm", "linkname", "compiler"}

func (k EdgeKind) String() string { return edgeKindNames[k] }

// EdgeKinds lists all kinds in their fixed order.
func EdgeKinds() []EdgeKind {
	kinds := make([]EdgeKind, len(edgeKindNames))
	for i := range kinds {
		kinds[i] = EdgeKind(i)
	}
	return kinds
}

// Edge means that running From may lead to running To.
type Edge struct {
	From Sym
	To   Sym
	File int32 // of the site; with At inside From's declaration or TEXT block
	At   int32
	Kind EdgeKind
	Rule Rule

	Dead      bool      // in code that a constant keeps from running on this platform
	Construct Construct // of a compiler edge: what in the source made the compiler insert it
}

// Construct is a piece of Go that the compiler turns into a call.
type Construct uint8

// The constructs; 0 is none that has a name here.
const (
	Prologue Construct = iota + 1
	GoStatement
	DeferStatement
	PanicCall
	Check
	WriteBarrier
	Make
	Append
	MapAccess
	Channel
	Conversion
	Print
	String
	Comparison
	CopyClear
	Hash
	Arithmetic
	Sanitizer
)

var constructNames = [...]string{
	"", "prologue", "go statement", "defer", "panic or recover", "bounds or arithmetic check", "write barrier",
	"make or new", "append", "map", "channel", "conversion", "print", "string", "comparison", "copy or clear",
	"hash", "arithmetic", "sanitizer",
}

func (c Construct) String() string { return constructNames[c] }

// Rule is the number of the rule that found an edge.
type Rule uint8

// The rules, each an entry of the table in indexer/passes.go.
const (
	RuleStatic  Rule = 1 // E1: ssa knows the callee of a call, defer or go statement
	RuleSwitch  Rule = 2 // E2: function value handed to a function that runs it on another stack
	RuleAsm     Rule = 3 // E3: symbol operand of a branch in assembly
	RuleAsmAddr Rule = 4 // E4: address of a function taken in assembly

	RuleRef      Rule = 5 // E5: function value taken in Go
	RuleDynamic  Rule = 6 // E6: variable type analysis finds the function that a value holds
	RuleLinkname Rule = 7 // E7: linkname directive
	RuleCompiler Rule = 8 // E8: the compiler's listing has it, the source does not
	RuleSyntax   Rule = 9 // E9: guessed from the syntax, where there is no listing
)

// Statement is a construct of the language, with what the compiler made of a small
// function that has it.
type Statement struct {
	Name  string // of the function, unique
	Group string // the heading above it
	Title string
	Text  string // a sentence on it
	Code  string // the function
	Note  string // why it was not compiled, "" if it was
	Calls []StatementCall
}

// StatementCall is a function that the compiler calls for a construct.
type StatementCall struct {
	Name      string // the linker's
	Sym       Sym
	Construct Construct // what it is for; 0 where nothing is known
}

// Diagnostic is something wrong with the tree, such as a type error.
type Diagnostic struct {
	File string // slash path below src, "" when it has none
	Line int
	Msg  string
}
