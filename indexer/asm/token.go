package asm

// TokenKind says how a token is coloured.
type TokenKind uint8

const (
	TokIdent     TokenKind = iota // any other name: a parameter, a field offset, a constant
	TokComment                    // // to the end of the line, or /* … */
	TokString                     // string or character
	TokNumber                     // integer or float
	TokDirective                  // #define, #ifdef, #include, …
	TokPseudo                     // TEXT, DATA, GLOBL, FUNCDATA, PCDATA, PCALIGN
	TokMnemonic                   // an instruction, with its suffix
	TokRegister                   // a register of any port
	TokSymbol                     // a name with ·, or one followed by (SB), <> or <ABI>
	TokPseudoreg                  // SB, FP, SP, PC
	TokLabel                      // where it is defined or branched to
	TokFlag                       // NOSPLIT and the others of textflag.h
	TokMacro                      // the name of a macro, defined or used
	TokPunct                      // an operator, or a byte that is nothing else
)

var tokenKindNames = [...]string{
	"ident", "comment", "string", "number", "directive", "pseudo", "mnemonic",
	"register", "symbol", "pseudoreg", "label", "flag", "macro", "punct",
}

// String returns the kind in one word, as used in CSS classes.
func (k TokenKind) String() string {
	if int(k) < len(tokenKindNames) {
		return tokenKindNames[k]
	}
	return "ident"
}

// Token is a coloured range of the text. White space is not a token, but a
// comment may contain it.
type Token struct {
	Off, End int32
	Kind     TokenKind
}

// isPseudo reports whether a word is one of the assembler's own, which begin a
// statement without being an instruction.
func isPseudo(word string) bool {
	switch word {
	case "TEXT", "DATA", "GLOBL", "FUNCDATA", "PCDATA", "PCALIGN":
		return true
	}
	return false
}

// isPseudoreg reports whether a name is a pseudo-register. SP and PC are the
// hardware's in some operands; the spelling does not tell.
func isPseudoreg(name string) bool {
	return name == "SB" || name == "FP" || name == "SP" || name == "PC"
}

// isFlag reports whether a name is a flag of TEXT or GLOBL.
func isFlag(name string) bool {
	for _, flag := range textFlags {
		if flag == name {
			return true
		}
	}
	return false
}

// isKnownMacro reports whether a name is a macro of the runtime's headers that
// is used without an argument list. Those with one are told by it.
func isKnownMacro(name string) bool {
	switch name {
	case "NO_LOCAL_POINTERS", "GO_ARGS", "GO_RESULTS_INITIALIZED":
		return true
	}
	return false
}

// isRegister reports whether some port has a register of that name: one of a
// few words, or a class followed by a number.
func isRegister(name string) bool {
	n := len(name)
	for n > 0 && isDigit(name[n-1]) {
		n--
	}
	if digits := len(name) - n; digits > 0 {
		return digits <= 2 && isRegisterClass(name[:n]) || isSystemRegister(name)
	}
	return isNamedRegister(name)
}

// isRegisterClass reports whether registers are named by the prefix and a
// number: R12, X0, FCSR1. The number is not checked against a port's range.
func isRegisterClass(prefix string) bool {
	switch prefix {
	case "R", "F", "V", "VS", "CR", // most RISC ports
		"X", "Y", "Z", "K", "M", "DR", "TR", // x86; M also MIPS
		"A", "S", "T", "FA", "FS", "FT", // riscv64; A also ppc64
		"AR", "W", "C", // s390x, MIPS, ARM coprocessors
		"FCR", "FCSR", "FCC", // MIPS, loong64
		"RET": // wasm
		return true
	}
	return false
}

func isNamedRegister(name string) bool {
	switch name {
	case "g", "CTXT", "TMP", "TLS", // Go's own
		"AX", "BX", "CX", "DX", "SI", "DI", "BP", "AL", "AH", "BL", "BH", "CL", "CH", "DL", "DH",
		"SIB", "DIB", "BPB", "SPB", "CS", "DS", "ES", "FS", "GS", "SS",
		"GDTR", "IDTR", "LDTR", "MSW", "TASK", // x86
		"LR", "RSP", "ZR", "R18_PLATFORM", "NZCV", "FPCR", "FPSR", "DAIF", // arm64
		"CPSR", "SPSR", // arm
		"CTR", "XER", "FPSCR", "MSR", "CR", "SPR", "VRSAVE", // ppc64
		"HI", "LO", "RSB", // MIPS
		"ZERO", "RA", "GP", "TP", // riscv64
		"PAUSE": // wasm
		return true
	}
	return isSystemRegister(name)
}

// isSystemRegister reports whether a name is that of an arm64 system register,
// which end in the exception level: TPIDR_EL0.
func isSystemRegister(name string) bool {
	n := len(name)
	return n > 4 && name[n-4:n-1] == "_EL" && '0' <= name[n-1] && name[n-1] <= '3'
}
