// Package asm reads Plan 9 assembly the way Go's assembler reads it, as far as
// a reader of the source needs: which functions a file defines, which symbols
// each of them calls, jumps to or takes the address of, and what every byte of
// the text is for colouring. It does not know instruction encodings.
//
// # Two layers
//
// [Scan] is lexical. It covers the text as written, before any preprocessing,
// is total over all inputs and needs no options. A name has the kind that its
// spelling and its neighbours suggest; the architecture is not known here, so
// a register is what any of Go's ports would call a register.
//
// [Parse] is preprocessed. It follows #include through a function of the
// caller, evaluates #ifdef, expands macros, and then reads statements
//
//	{label:} WORD[.suffix] [operand {, operand}] (';' | newline)
//
// for one platform. It never fails: what it cannot read becomes a [Problem]
// and reading goes on with the next statement.
//
// # Vocabulary
//
//   - A function ([Func]) is what a TEXT directive begins; it lasts to the next.
//   - A global ([Data]) is a symbol with a DATA or GLOBL directive.
//   - A site ([Site]) is one operand that names a symbol, written f(SB),
//     f<>(SB) or f<ABIInternal>(SB), in an instruction or a DATA directive.
//   - The use of a macro is its name with its argument list, as written in the
//     file. Whatever comes out of a macro is reported at that use; nested
//     macros are reported at, and under the name of, the outermost one.
//   - Static means file-local: the assembler's <>.
//
// # Names
//
// Linker symbols are spelt as go tool nm prints them: · is a dot, ∕ a slash, a
// name that starts with · belongs to Options.Pkg, and the package path is
// escaped as the linker does (gopkg.in/yaml%2ev1). A file-local name that has
// no package of its own gets Options.Pkg's: gogo<> in package runtime is
// runtime.gogo with Static set, although the linker knows it as plain gogo.
// Other names without a package (_rt0_amd64_linux, x_cgo_init) stay as written.
//
// # The kinds of a site
//
// The rules are numbered where they are applied, in classify:
//
//	R1  branch instruction, operand f(SB) without $, * or index: Call or Jump
//	R2  $f(SB), or f(SB) as the source of an address instruction (LEAQ, ADR, …): Addr
//	R3  a DATA directive holding $f(SB): Addr, with Func -1
//	R4  everything else that names a symbol (loads, stores, FUNCDATA): Data
//	R5  Addr of a symbol that is a global of the same file: Data
//	R6  Addr into a register, then a branch through that register: Call or
//	    Jump with Indirect set; the range stays that of the address, the
//	    mnemonic is that of the branch
//
// R6 follows straight-line code only: a label, a call or any other write to
// the register ends it, a MOV from one register to another carries it on.
// Addr says that an address is taken, not that it is a function's; symbols of
// other files must be looked up by the caller.
//
// # Not represented
//
// Indirect branches whose target is not visible in the same run of
// instructions, code given as bytes (BYTE, WORD), the prologue the assembler
// inserts into functions without NOSPLIT, register and frame names, and the
// contents of data. Instructions are not checked to exist.
//
// # Limits
//
// Macros and includes may be nested 100 deep, as in the assembler, and one
// file may expand to 262,144 tokens and open 100 includes; beyond that, names
// of macros are left as they are and a Problem says so. At most 100 problems are listed.
package asm
