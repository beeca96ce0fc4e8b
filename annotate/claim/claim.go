package claim

import (
	"context"
	"io/fs"
	"strconv"
)

// Expr is a compiled claim. It may be evaluated from several goroutines at once.
type Expr struct {
	src string
}

// Compile reads and type-checks a claim. The error is an *Error, with the place in src.
func Compile(src string) (*Expr, error) { return &Expr{src: src}, nil }

// String is the claim as it was written.
func (e *Expr) String() string { return e.src }

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
	return strconv.Itoa(e.Line) + ":" + strconv.Itoa(e.Col) + ": " + e.Msg
}

// Runner builds and runs the small programs of the content.
type Runner interface {
	// Run gives what programs/name.go.txt prints when the toolchain of the version
	// that is asked about has compiled it.
	Run(ctx context.Context, name string) (string, error)
}

// World is what a claim is asked of.
type World struct {
	Source *Source
	Tree   fs.FS  // the tree's src, for files outside the indexed packages; nil without one
	Runner Runner // nil where no program may be run
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
	Line, Col   int

	// Because are the parts that decided a true or false claim, in the order of the text.
	Because []Part
}

// Part is a piece of a claim with the value that it had.
type Part struct {
	Text  string // `arraylen("runtime.p.runq") == 128`
	True  bool
	Value string // what stands in it: `arraylen("runtime.p.runq") = 256`
}

// Eval asks a claim of a version.
func Eval(ctx context.Context, e *Expr, w *World) Verdict { return Verdict{} }
