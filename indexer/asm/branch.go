package asm

import "strings"

// branchKind returns what a branch instruction of the architecture does, and
// false for all other instructions. An unknown architecture has the branches
// of all ports together.
func branchKind(goarch, mnemonic string) (SiteKind, bool) {
	word, _, _ := strings.Cut(mnemonic, ".")
	family := family(goarch)
	if family == "x86" {
		return branchX86(word)
	}
	if words, ok := branchWords[family]; ok {
		kind, ok := words[word]
		return kind, ok
	}
	if kind, ok := branchWords["all"][word]; ok {
		return kind, ok
	}
	return branchX86(word)
}

// family folds byte orders and word sizes that share one instruction set.
func family(goarch string) string {
	switch goarch {
	case "386", "amd64", "amd64p32":
		return "x86"
	case "mips", "mipsle", "mips64", "mips64le":
		return "mips"
	case "ppc64", "ppc64le":
		return "ppc64"
	}
	return goarch
}

func branchX86(word string) (SiteKind, bool) {
	switch {
	case word == "CALL" || word == "DUFFZERO" || word == "DUFFCOPY":
		return SiteCall, true
	case strings.HasPrefix(word, "J"), strings.HasPrefix(word, "LOOP"), word == "XBEGIN":
		return SiteJump, true
	}
	return 0, false
}

// branchWords has the branches by family and word, and under "all" those of
// all families but x86. No word calls on one port and jumps on another.
var branchWords = func() map[string]map[string]SiteKind {
	index := map[string]map[string]SiteKind{"all": {}}
	for family, t := range branches {
		index[family] = map[string]SiteKind{}
		for word := range strings.FieldsSeq(t.jumps + " JMP") {
			index[family][word], index["all"][word] = SiteJump, SiteJump
		}
		for word := range strings.FieldsSeq(t.calls + " CALL DUFFZERO DUFFCOPY") {
			index[family][word], index["all"][word] = SiteCall, SiteCall
		}
	}
	return index
}()

// branches lists the direct branches that cmd/asm knows, whether or not the
// operand of each may be a symbol.
var branches = map[string]struct{ calls, jumps string }{
	"arm": {
		calls: "BL BLX",
		jumps: "B BX BEQ BNE BCS BHS BCC BLO BMI BPL BVS BVC BHI BLS BGE BLT BGT BLE",
	},
	"arm64": {
		calls: "BL BLR",
		jumps: "B BR BEQ BNE BCS BHS BCC BLO BMI BPL BVS BVC BHI BLS BGE BLT BGT BLE " +
			"CBZ CBZW CBNZ CBNZW TBZ TBNZ",
	},
	"ppc64": {
		calls: "BL BCL",
		jumps: "BR BC BEQ BGE BGT BLE BLT BNE BVC BVS BDNZ BDZ",
	},
	"s390x": {
		calls: "BL BCL BRASL",
		jumps: "BR BC BRC BEQ BGE BGT BLE BLEU BLT BLTU BNE BVC BVS BRCT BRCTG " +
			"CMPBEQ CMPBGE CMPBGT CMPBLE CMPBLT CMPBNE " +
			"CMPUBEQ CMPUBGE CMPUBGT CMPUBLE CMPUBLT CMPUBNE " +
			"CRJ CGRJ CLRJ CLGRJ CIJ CGIJ CLIJ CLGIJ",
	},
	"riscv64": {
		calls: "JAL JALR CJALR",
		jumps: "BEQ BEQZ BGE BGEU BGEZ BGT BGTU BGTZ BLE BLEU BLEZ BLT BLTU BLTZ BNE BNEZ " +
			"CBEQZ CBNEZ CJ CJR",
	},
	"mips": {
		calls: "JAL BGEZAL BLTZAL",
		jumps: "BEQ BNE BFPF BFPT BGEZ BGTZ BLEZ BLTZ",
	},
	"loong64": {
		calls: "JAL JIRL BL",
		jumps: "B BEQ BNE BFPF BFPT BGEZ BGTZ BLEZ BLTZ BLT BLTU BGE BGEU",
	},
	"wasm": {
		calls: "Call CALLNORESUME",
		jumps: "Br BrIf",
	},
}

// isAddressOf reports whether the instruction computes the address of its
// first operand instead of loading from it.
func isAddressOf(mnemonic string) bool {
	switch mnemonic {
	case "LEAQ", "LEAL", "LEAW", "ADR", "ADRP", "LA", "LAY", "LARL":
		return true
	}
	return false
}
