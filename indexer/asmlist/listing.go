// Package asmlist reads the listing that a version's own compiler and assembler print
// of what they emitted: the oracle for the call graph.
//
// # Vocabulary
//
// A listing is the text that the go command prints for -S. It consists of
// headers ("# runtime"), one for each run of the compiler or assembler, and
// symbols. A symbol with code, named STEXT, has instructions with their
// positions and relocations; the target of a relocation at some offset is filled
// in by the linker, so what the code calls directly is exactly what its call
// relocations name:
//
//	runtime.gosched_m STEXT size=44 args=0x8 locals=0x18 funcid=0x0 align=0x0
//		0x0000 00000 (/go/src/runtime/proc.go:4349)	TEXT	runtime.gosched_m(SB), ABIInternal, $24-8
//		0x0010 00016 (/go/src/runtime/proc.go:4350)	CALL	runtime.goschedImpl(SB)
//		0x0010 e8 00 00 00 00 48 83 c4 10 5d c3 48 89 44 24 08  .....H...].H.D$.
//		rel 17+4 t=R_CALL runtime.goschedImpl+0
//
// A Record is one such relocation: From calls, or jumps to, To. A ref is any other
// relocation whose target is a function: somebody takes its address.
//
// # Names
//
// Names are the linker's, as in package index: runtime.(*mcache).nextFree,
// closures runtime.newproc.func1, type arguments folded to [...]. ABI suffixes are
// not printed. A file-local function of assembly, printed without its package,
// is given it: runtime.callRet; where another function has that name it keeps its
// mark: runtime.gogo<>. What the compiler makes of itself keeps its name:
// type:.eq.runtime.mutex, runtime.gcenable.gowrap1, os.(*File).Close-fm. So do
// functions named by a linkname directive: sync.runtime_Semacquire is in
// package runtime. Names that begin with go: or type: are not folded, and
// literals at package level are runtime.glob..func1 before go1.22.
//
// # Limits
//
// The source is compiled without inlining, and where the compiler allows
// it without intrinsics. ABI wrappers call their function and nothing else: they
// are dropped, with their one record. Two calls of the same function on a line
// are one Record. Calls through registers have no relocation with a name, and
// there is no record of a call in code that the compiler found to be dead.
//
// Refs hold addresses taken by code, with their position, and by data other
// than types, without one: From is then the name of a variable, a static
// temporary or an itab. Methods that a type's own data lists are no refs.
//
// Before go1.22 relocations are numbers; those of direct CALL and JMP instructions
// are then the calls. WebAssembly is refused: its offsets are not those of
// instructions.
package asmlist

import (
	"cmp"
	"slices"
)

// Record is one direct call, jump or reference that was emitted.
type Record struct {
	From, To string
	File     string // below GOROOT/src, with slashes; "" for code that has no source
	Line     int
	Asm      bool   // File is no Go file
	Reloc    string // as printed: "R_CALL"; "7" before go1.22
}

// Listing is what a toolchain emitted for some packages and all they import.
type Listing struct {
	Toolchain    string // version of the compiler
	Flags        string // with which it was run
	GOOS, GOARCH string

	Records []Record // calls and jumps; sorted, unique
	Refs    []Record // functions whose address is taken; sorted, unique
	Funcs   []string // functions that have code, without ABI wrappers; sorted, unique
}

// Compare orders records by From, then position, then To.
func Compare(a, b Record) int {
	return cmp.Or(
		cmp.Compare(a.From, b.From),
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.To, b.To),
		cmp.Compare(a.Reloc, b.Reloc),
	)
}

// Has reports whether a function was emitted.
func (l *Listing) Has(fn string) bool {
	_, ok := slices.BinarySearch(l.Funcs, fn)
	return ok
}

// sorted sorts records and drops those that are there twice.
func sorted(records []Record) []Record {
	slices.SortFunc(records, Compare)
	return slices.Clip(slices.Compact(records))
}
