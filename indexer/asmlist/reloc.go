package asmlist

import "strings"

// relocKind says what a relocation means for the call graph.
type relocKind uint8

const (
	relocOther  relocKind = iota // no function of its own: types, TLS, debug information
	relocCall                    // the instruction calls or jumps to the target
	relocAddr                    // the address of the target is taken
	relocNumber                  // printed as a number: the instruction must tell
)

// calls are the names in cmd/internal/objabi/reloctype.go, of all versions, of
// relocations in branches between functions. Branches within one function need
// none, except on riscv64 (R_RISCV_BRANCH), where its target is a label.
var calls = map[string]bool{
	"R_CALL":              true, // 386, amd64, s390x
	"R_CALLARM":           true,
	"R_CALLARM64":         true,
	"R_CALLLOONG64":       true,
	"R_LOONG64_CALL36":    true,
	"R_JMPLOONG64":        true,
	"R_JMP16LOONG64":      true,
	"R_JMP21LOONG64":      true,
	"R_CALLMIPS":          true,
	"R_JMPMIPS":           true,
	"R_CALLPOWER":         true,
	"R_CALLRISCV":         true,
	"R_RISCV_CALL":        true,
	"R_RISCV_CALL_TRAMP":  true,
	"R_RISCV_JAL":         true,
	"R_RISCV_JAL_TRAMP":   true,
	"R_CALLIND":           false, // marks an indirect call, for the linker's count of stack space
	"R_RISCV_BRANCH":      false,
	"R_RISCV_RVC_BRANCH":  false,
	"R_RISCV_RVC_JUMP":    false,
	"R_USEIFACEMETHOD":    false,
	"R_RISCV_TLS_IE_CALL": false,
}

// others are relocations that look like addresses and are not those of functions
// in use: offsets in type data, which list every exported method.
var others = map[string]bool{"R_ADDROFF": true, "R_METHODOFF": true}

// classify is strict: ok is false for an unknown relocation that speaks of calls.
func classify(reloc string) (kind relocKind, ok bool) {
	is, known := calls[reloc]
	switch {
	case is:
		return relocCall, true
	case known, others[reloc]:
		return relocOther, true
	case isNumber(reloc, 10):
		return relocNumber, true
	case isNumber(strings.TrimPrefix(reloc, "-"), 10):
		return relocOther, true // weak
	case containsAny(reloc, "CALL", "JMP", "JAL", "JUMP", "BRANCH"):
		return relocOther, false
	case containsAny(reloc, "ADDR", "PCREL", "GOT", "LDST"):
		return relocAddr, true
	}
	return relocOther, strings.HasPrefix(reloc, "R_") || strings.HasPrefix(reloc, "RelocType(")
}

func containsAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// branches reports whether an instruction, as printed, calls or jumps. Listings
// call these alike on all architectures.
func branches(instruction string) bool {
	op, _, _ := strings.Cut(instruction, "\t")
	return op == "CALL" || op == "JMP" || unnamed(op)
}

// unnamed reports whether an instruction branches to a function that its operands
// do not name: into the middle of duffzero or duffcopy.
func unnamed(instruction string) bool { return strings.HasPrefix(instruction, "DUFF") }
