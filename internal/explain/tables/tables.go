// Package tables holds what the explain engine rests on: the messages that the
// runtime of every minor Go release prints, which lines each function of the standard
// library occupies in each of them and what those lines call, why goroutines wait,
// and what error, signal and status numbers mean on each system.
//
// Record makes the tables from source trees by syntax alone. They are embedded as
// plain JSON of lists, strings and whole numbers, so that a page can read the same
// bytes. Nothing in them comes from a program's output.
//
// A set of releases is a Mask: bit i stands for Minors[i]. A Runs string says how a
// number changes from release to release: "0:12 4:14 9:-" is 12 from Minors[0] on, 14
// from Minors[4] on, and absent from Minors[9] on.
package tables

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/bits"
	"sync"
)

// A Tree is the source of one release: FS is rooted at its directory src.
type Tree struct {
	Version string // "go1.26.8"
	FS      fs.FS
}

// A Mask is a set of minor releases.
type Mask uint32

// Has reports whether the release with the given index is in m.
func (m Mask) Has(minor int) bool { return m>>uint(minor)&1 != 0 }

// First returns the index of the oldest release in m, or -1.
func (m Mask) First() int {
	if m == 0 {
		return -1
	}
	return bits.TrailingZeros32(uint32(m))
}

// Last returns the index of the newest release in m, or -1.
func (m Mask) Last() int { return bits.Len32(uint32(m)) - 1 }

// Releases says what the tables were made from.
type Releases struct {
	Minors []string `json:"minors"` // "1.5" … in order; a Mask's bits count these
	Trees  []string `json:"trees"`  // "go1.5.4" …, one for each minor
}

// A Message is a text that some release prints. Values printed in between are written
// ‹expression› in Text.
type Message struct {
	Text string `json:"t"`
	// Kind is what prints the text: throw, fatal, panic, error (a text of an error value
	// that a panic carries), print, or c (code of runtime/cgo in C).
	Kind string `json:"k"`
	// Open is set when more may follow on the same line.
	Open   bool    `json:"o,omitempty"`
	Places []Place `json:"p"`
}

// In returns the releases that have the message.
func (m *Message) In() Mask {
	var in Mask
	for _, p := range m.Places {
		in |= p.In
	}
	return in
}

// A Place is a statement that prints a message. Its line is Offset lines below the
// first line of Func in File, in every release of In.
type Place struct {
	In     Mask   `json:"m"`
	File   string `json:"f"` // "runtime/proc.go"
	Func   string `json:"n"` // "checkdead", "(*mheap).grow"; a variable's name where no function is around
	Offset int    `json:"l"`
	Cond   string `json:"c,omitempty"` // the innermost condition around it
}

// A File lists the functions of one source file over all releases.
type File struct {
	Name  string `json:"f"`
	Funcs []Func `json:"n"`
}

// A Func is where a function is, and what its lines call.
type Func struct {
	Name string `json:"n"` // as in Place
	// Start holds, as Runs, the first line as a distance from the first line of the
	// function listed before it.
	Start string `json:"s"`
	// Bodies are the function's bodies in the order of releases.
	Bodies []Body `json:"b"`
}

// A Body is a function's body from one release on, to the next Body's.
type Body struct {
	From  int `json:"m"`
	Lines int `json:"l"`
	// Calls lists the lines that call something, as "offset callee callee offset …",
	// offsets counted from the line before; a callee is the last part of the name as
	// written. It is "" where calls are not recorded: in assembly, and outside the
	// runtime's surroundings.
	Calls string `json:"c,omitempty"`
}

// A Word is a text with a meaning that differs by release: a reason to wait, a
// status, a setting, a rank of a lock.
type Word struct {
	Text string `json:"t"`
	Name string `json:"n,omitempty"` // the constant
	In   Mask   `json:"m"`
	// Funcs are the functions that use a reason to wait: "runtime.chansend".
	Funcs []string `json:"f,omitempty"`
	Value int      `json:"v,omitempty"`
}

// A Number is the meaning of an errno, signal or code on some systems.
type Number struct {
	Value   int    `json:"v"`
	Name    string `json:"n"`           // "EAGAIN", "SIGURG", "BUS_ADRERR"
	Text    string `json:"t,omitempty"` // the system's words for it
	Systems string `json:"s"`           // "linux", "linux/mips linux/mipsle"
}

// A Form is a way of writing something that some releases have and others have not.
type Form struct {
	ID string `json:"id"`
	In Mask   `json:"m"`
}

// Words are the texts and numbers besides messages.
type Words struct {
	Reasons  []Word   `json:"reasons"`
	Statuses []Word   `json:"statuses"` // of g: _Grunnable
	PStates  []Word   `json:"pstates"`  // of p: _Pidle
	Ranks    []Word   `json:"ranks"`
	Settings []Word   `json:"settings"`
	Errnos   []Number `json:"errnos"`
	Signals  []Number `json:"signals"`
	Codes    []Number `json:"codes"`
	Forms    []Form   `json:"forms"`
}

// Tables is all of it.
type Tables struct {
	Releases
	Messages []Message
	Files    []File
	Words    Words
}

//go:embed data/*.json
var data embed.FS

// shards are the embedded files, and where each is decoded to.
func (t *Tables) shards() map[string]any {
	return map[string]any{
		"releases.json": &t.Releases, "messages.json": &t.Messages,
		"lines.json": &t.Files, "words.json": &t.Words,
	}
}

// Load returns the embedded tables. They are shared: nobody may change them.
var Load = sync.OnceValues(func() (*Tables, error) {
	t := new(Tables)
	for name, to := range t.shards() {
		raw, err := data.ReadFile("data/" + name)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(raw, to); err != nil {
			return nil, fmt.Errorf("embedded table %s: %w", name, err)
		}
	}
	return t, nil
})

// Embedded returns the bytes of one of the embedded files: "messages.json" and so on.
func Embedded(name string) ([]byte, error) { return data.ReadFile("data/" + name) }
