package history

// Data is the history of all symbols of some packages, by release. It holds no text of
// the source.
type Data struct {
	Options
	Minors  []Minor  // oldest first
	Symbols []Symbol // by kind and first name
}

// Minor is one minor release of Go. A change between its first and its newest patch was
// made to an existing release.
type Minor struct {
	Number int    // 26
	First  string // the earliest patch that was at hand: "go1.26.0", "go1.12.4"
	Newest string // "go1.26.11"
}

// Sym is the position of a symbol in Data.Symbols.
type Sym int32

// Symbol is one function, type, field, constant or variable through all its names. A
// name that is used again for something else is another symbol; so is a function that has
// a body for linux/amd64, and under the same name one that has bodies for other platforms
// only.
type Symbol struct {
	Kind  Kind
	Away  bool   // a function while it has no body for linux/amd64
	Steps []Step // oldest first; the first one is Appeared
}

// What says in which ways a step changed a symbol.
type What uint16

// The numbers are recorded.
const (
	Appeared  What = 1 << iota // was never there before
	Back                       // was removed once, and is there again
	Removed                    // is there no more
	Code                       // other tokens but for its own name; of other kinds another declaration
	Text                       // other lines, the same tokens: comments, line breaks
	Doc                        // another doc comment
	Moved                      // into another file
	Renamed                    // by Rule, with Similarity; another package is another name
	Extracted                  // appeared, taken out of the symbol From
	Elsewhere                  // the body for another platform
	Again                      // a patch of this minor makes the change that an earlier minor had already
	whats                      // all bits are below
)

// At says when within a minor a step was made.
type At uint8

const (
	AtFirst At = iota // the first patch has it
	AtPatch           // the newest patch has it, and the first has not
)

// Step is one change of a symbol.
//
// The steps of a symbol make one chain through the newest patches of the minors, with
// the first patch of a minor between them where it has a state of its own. A first
// patch that lacks what the newest patch of the minor before it had got already is
// passed over.
type Step struct {
	Minor int // index of Data.Minors
	At    At
	What  What

	Name string // from this step on; "" when Removed
	File string // runtime/proc.go
	Line int    // of the declaration, in the version of this step
	Hash uint32 // of the code, 24 bits

	Lines      int    // of a function
	Hunks      []Hunk // lines of the step before, or of From, that were replaced
	Rule       Rule   // of Renamed
	Similarity uint8  // of Renamed and Extracted, in percent
	From       Sym    // of Extracted, otherwise NoSym
	Gained     []Sym  // functions that are called now and were not, though they were there
	Lost       []Sym  // functions that were called and are not, though they are there
}

// NoSym is no symbol.
const NoSym Sym = -1

// hashBits is how much of a hash is recorded: a body is only compared with those that
// its own symbol had, or, for a new name, with those of the newest release.
const hashBits = 24

func short(hash uint64) uint32 { return uint32(hash>>40) & (1<<hashBits - 1) }

// Is reports whether all bits of w are set.
func (w What) Is(bits What) bool { return w&bits == bits }

// Any reports whether one of the bits is set.
func (w What) Any(bits What) bool { return w&bits != 0 }
