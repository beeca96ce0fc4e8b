package asm

import "strings"

// TokenKind is how a token is coloured.
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
// hardware's in some operands; the spelling does not show which.
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
// is used without an argument list. Those with one are recognised by it.
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
		return digits <= 2 && classes[name[:n]] || isSystemRegister(name)
	}
	return registers[name] || isSystemRegister(name)
}

// isSystemRegister reports whether a name ends as those of system registers do, in a
// word and a digit from 0 to 3. The number of a numbered register is not checked
// against a port's range either.
func isSystemRegister(name string) bool {
	n := len(name) - 1
	for _, suffix := range suffixes {
		if n > len(suffix) && strings.HasSuffix(name[:n], suffix) {
			return '0' <= name[n] && name[n] <= '3'
		}
	}
	return false
}
