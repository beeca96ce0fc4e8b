package asm

// Options are for which package and platform a file is read.
type Options struct {
	Pkg    string // import path of the package, for names that start with ·
	GOOS   string
	GOARCH string

	// Defines are further macros, as the assembler's -D gives them; an empty
	// value means 1. GOOS_x, GOARCH_x and the lowest level of the
	// architecture (GOAMD64_v1, …) are defined without being named here.
	// GOEXPERIMENT_x depends on the toolchain and is not.
	Defines map[string]string

	// Include returns the text of a file named in an #include. A nil
	// function, or !ok, gives a Problem.
	Include func(name string) (text string, ok bool)
}

// File is what Parse found, in the order of the text.
type File struct {
	Funcs    []Func
	Sites    []Site
	Globals  []Data
	Macros   []Macro
	Includes []Include
	Inactive []Span // the lines that conditional compilation leaves out
	Problems []Diagnostic
}

// Func is one function, from its TEXT directive on.
type Func struct {
	Name             string   // linker symbol
	Static           bool     // file-local, written f<>
	ABI              string   // "" for ABI0, or "ABIInternal"
	Off, End         int32    // from TEXT to the end of the last instruction's line
	NameOff, NameEnd int32    // the name as written
	Flags            []string // names from textflag.h; what has no name stays as written
	Frame            int32    // frame size, negative as written in $-8
	Args             int32    // size of arguments and results, -1 when not given
	Doc              string   // the comment lines directly above, without //
	Macro            bool     // TEXT comes out of a macro or an include; the range starts with that use
}

// SiteKind is what an instruction does with the symbol it names.
type SiteKind uint8

const (
	SiteData SiteKind = iota // loads, stores, FUNCDATA: not a reference to a function
	SiteAddr                 // the address is taken
	SiteCall
	SiteJump
)

// String returns the kind in one word, as used in JSON and CSS classes.
func (k SiteKind) String() string {
	return [...]string{"data", "addr", "call", "jump"}[k&3]
}

// Site is one operand that names a symbol.
type Site struct {
	Func             int    // position in File.Funcs, -1 for DATA and code before any TEXT
	Off, End         int32  // the operand from its name to (SB), or the use of the macro it is from
	NameOff, NameEnd int32  // the name as written; a macro's use when the name is in its body
	Target           string // linker symbol
	TargetStatic     bool   // written f<>
	TargetABI        string // "" or "ABIInternal"
	Kind             SiteKind
	Mnemonic         string // with its suffix, as in BL.NE
	Via              string // the macro it comes out of, or the file of an #include
	Indirect         bool   // the address goes into a register and the branch goes through that
}

// Data is a symbol with DATA or GLOBL directives; the range is the first one's.
type Data struct {
	Name             string
	Static           bool
	Off, End         int32
	NameOff, NameEnd int32
}

// Macro is a #define that was in force somewhere in the file.
type Macro struct {
	Name             string
	Params           []string // nil for a macro without an argument list
	Off, End         int32    // from # to the end of the definition
	NameOff, NameEnd int32
}

// Include is an #include directive of the file itself.
type Include struct {
	Name     string
	Off, End int32
}

// Span is a range of bytes.
type Span struct{ Off, End int32 }

// Diagnostic is something in the file that could not be read.
type Diagnostic struct {
	Off int32
	Msg string
}
