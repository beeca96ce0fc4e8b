package history

import (
	"go/build/constraint"
	"hash/fnv"
	"sync"
)

// Kind says what a symbol is. The numbers are recorded.
type Kind uint8

const (
	Func  Kind = iota // function or method, in Go or assembly
	Type              // its fields are symbols of their own
	Field             // of a struct type that has a name
	Const
	Var
	kinds // their number
)

var kindNames = [kinds]string{"func", "type", "field", "const", "var"}

func (k Kind) String() string { return kindNames[k] }

// piece is one declaration in one file.
type piece struct {
	kind       Kind
	name       string // as the linker prints it, without the [...] of generic names
	recv, base string // type name of a method, and the last part of the name
	file       string // runtime/proc.go
	line       int
	text       string // of a function: from func to its closing brace
	doc        uint64
	hash       uint64 // of the tokens; of other kinds, of what is declared
	body       uint64 // of the tokens without the function's own name and receiver type
	tokens     int
	asm        bool // TEXT of an assembly file
	static     bool // assembly name with <>, known in its file only
	bodyless   bool // Go declaration of an assembly function
	generated  bool
	calls      []call
}

// file is what one file declares.
type file struct {
	name    string // without the directory
	pieces  []*piece
	imports []string
	ignored bool // package main, or documentation
	cgo     bool // imports "C"

	constraint constraint.Expr // what its own lines ask of a build, nil for nothing
	err        error
}

// reader keeps what it read by content: most files of two neighbouring releases are
// the same. It may serve several goroutines.
type reader struct {
	mu    sync.Mutex
	files map[fileKey]*file
	used  map[fileKey]bool
}

type fileKey struct {
	pkg, name string
	sum       uint64
	size      int
}

// newReader returns an empty one.
func newReader() *reader { return &reader{files: map[fileKey]*file{}, used: map[fileKey]bool{}} }

// file reads one file, once for each content.
func (r *reader) file(pkg, name string, text []byte) *file {
	key := fileKey{pkg, name, sumOf(text), len(text)}
	r.mu.Lock()
	f := r.files[key]
	r.used[key] = true
	r.mu.Unlock()
	if f != nil {
		return f
	}
	if name[len(name)-1] == 's' {
		f = readAsm(pkg, name, string(text))
	} else {
		f = readGo(pkg, name, text)
	}
	f.name, f.constraint = name, constraintOf(text)
	r.mu.Lock()
	r.files[key] = f
	r.mu.Unlock()
	return f
}

// sweep forgets the files that were not asked for since the last sweep.
func (r *reader) sweep() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for key := range r.files {
		if !r.used[key] {
			delete(r.files, key)
		}
	}
	clear(r.used)
}

func sumOf(b []byte) uint64 {
	h := fnv.New64a()
	h.Write(b)
	return h.Sum64()
}

// hasher is FNV-1a over words; it needs no memory of its own.
type hasher uint64

const newHasher hasher = 14695981039346656037

func (h *hasher) word(s string) {
	x := *h
	for i := 0; i < len(s); i++ {
		x = (x ^ hasher(s[i])) * 1099511628211
	}
	*h = (x ^ 0xff) * 1099511628211
}

func hashOf(words ...string) uint64 {
	h := newHasher
	for _, w := range words {
		h.word(w)
	}
	return uint64(h)
}
