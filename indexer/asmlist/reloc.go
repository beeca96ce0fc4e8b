package asmlist

import (
	"strings"

	"sourcedive/indexer/asm"
)

// relocKind is what a relocation means for the call graph.
type relocKind uint8

const (
	relocOther  relocKind = iota // no function of its own: types, TLS, debug information
	relocCall                    // the instruction calls or jumps to the target
	relocAddr                    // the address of the target is taken
	relocNumber                  // printed as a number: the instruction must show which
)

// others are relocations that look like addresses and are not those of functions
// in use: offsets in type data, which list every exported method.
var others = map[string]bool{"R_ADDROFF": true, "R_METHODOFF": true}

// classify is strict: ok is false for an unknown relocation whose name mentions calls.
func classify(reloc string) (kind relocKind, ok bool) {
	branches, known := asm.Reloc(reloc)
	switch {
	case branches:
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
