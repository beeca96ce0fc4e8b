// Package runtime is a toy: a scheduler of a few lines.
//
// # Pieces
//
// It has a [g], an [m] and [schedule].
package runtime

import "unsafe"

// The states of a goroutine.
const (
	_Gidle = iota // just made

	_Grunnable
	_Grunning
	_Gwaiting
)

// uncachedLimit is documented twice as long as a row of a list can be, so that its first sentence is cut between two of its words and not inside one.
const uncachedLimit = 1 << 12

// A gobuf is where a goroutine goes on.
type gobuf struct {
	sp  uintptr
	pc  uintptr
	ctx unsafe.Pointer
}

// A g is a goroutine. It has holes.
type g struct {
	flag   bool
	goid   uint64 // its number
	status uint32 // read atomically
	ok     bool
	sched  gobuf
	param  struct {
		kind uint8
		next *g
	}
	m      *m
	locked bool
}

// An m is a thread.
type m struct {
	g0            *g
	curg          *g
	id            int64
	spin, blocked bool
}

type packed struct {
	a, b int32
	c    int64
}

type empty struct{}

// A waitReason says why a goroutine waits.
type waitReason uint8

const (
	waitReasonZero waitReason = iota
	waitReasonChanReceive
	waitReasonSleep
	waitReasonThree
)

var waitReasonStrings = [...]string{
	waitReasonZero:        "",
	waitReasonChanReceive: "chan receive",
	waitReasonSleep:       "sleep",
	waitReasonThree:       "one of three",
}

// String is the reason in words.
func (w waitReason) String() string { return waitReasonStrings[w] }

// A stringer can be printed.
type stringer interface {
	String() string // in words
}

// allgs holds all goroutines.
var allgs []*g

var (
	lastid uint64
	runq   ring[*g]
	hook   func(n int)
)

// debug holds the settings.
var debug struct {
	gctrace    int32
	schedtrace int32
}

type dbgVar struct {
	name  string
	value *int32
}

var dbgvars = []*dbgVar{
	{name: "gctrace", value: &debug.gctrace},
	{name: "schedtrace", value: &debug.schedtrace},
}
