package claim

import (
	"context"
	"fmt"
	"io/fs"

	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
)

// Error is a fault in what a person wrote. Line and Col count from 1, in the text of
// the claim or pattern; 0 is unknown.
type Error struct {
	Line, Col int
	Msg, Hint string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Msg
	}
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg)
}

// Runner builds and runs the small programs of the content.
type Runner interface {
	// Run gives what programs/name.go.txt prints when the version's own toolchain has
	// compiled it.
	Run(ctx context.Context, name string) (string, error)
}

// Env is what a claim is evaluated in.
type Env struct {
	Source *Source
	Tree   fs.FS  // the tree's src, for files outside the indexed packages; nil without one
	Runner Runner // nil where no program may be run
	Edit   *Edit  // as if the source had it; nil for none

	// Here is the name that a symbol of another version has in this one, "" for none. It is
	// asked for the subjects of predicates, not by exists; nil where claims are about this
	// version.
	Here func(name string) string

	// History is that of what is indexed; nil for the one of Go that the program carries.
	History func() (*history.History, error)
}

// State is the outcome of a claim.
type State uint8

// The outcomes.
const (
	Unanswerable State = iota // a name is missing, or the index cannot tell
	True
	False
	Skipped // it runs a program, and there is no Runner
)

var stateNames = [...]string{"unanswerable", "true", "false", "skipped"}

func (s State) String() string { return stateNames[s] }

// Verdict is the outcome of a claim with its reasons.
type Verdict struct {
	State State

	// Of what is unanswerable: why, what to do about it, and where in the claim.
	Cause, Hint string
	LazyHint    func() string // makes the hint when it is shown; nil where Hint holds it
	Line, Col   int
	Unlisted    bool // an index with the compiler's listing may know

	// Because are the parts that decided a true or false claim, in the order of the text.
	Because []Part

	// Places are where its predicates found something, in the order in which they asked:
	// what a pattern matched, where a call is, how a thing is declared. None where it found
	// nothing, as !has(f, P) does.
	Places []index.Range

	// Lasting says that it is true or false for the index alone: whoever evaluates the claim
	// with the same index comes to the same verdict.
	Lasting bool
}

// HintText returns what to do about an unanswerable claim, "" for nothing.
func (v Verdict) HintText() string {
	if v.LazyHint != nil {
		return v.LazyHint()
	}
	return v.Hint
}

// Part is a piece of a claim with the value that it had.
type Part struct {
	Text  string // `arraylen("runtime.p.runq") == 128`
	True  bool
	Value string // the values in it: `arraylen("runtime.p.runq") = 256`
}
