package asm

import (
	"strings"
	"testing"
)

// TestBranchWords holds that the union of all ports is unambiguous, so that
// it does not depend on the order in which it was made.
func TestBranchWords(t *testing.T) {
	for family, t1 := range branches {
		for word := range strings.FieldsSeq(t1.calls + " " + t1.jumps) {
			if branchWords[family][word] != branchWords["all"][word] {
				t.Errorf("%s on %s is %s, elsewhere %s", word, family, branchWords[family][word], branchWords["all"][word])
			}
		}
	}
}

func TestBranchKind(t *testing.T) {
	for _, tt := range []struct{ goarch, word, want string }{
		{"amd64", "JNE", "jump"}, {"386", "CALL", "call"}, {"amd64", "BL", ""}, {"amd64", "LOOP", "jump"},
		{"arm", "BL.EQ", "call"}, {"arm", "BIC", ""}, {"arm64", "TBZ", "jump"}, {"arm64", "BFI", ""},
		{"mips64le", "JAL", "call"}, {"ppc64", "BCL", "call"}, {"s390x", "BRASL", "call"},
		{"riscv64", "BGTU", "jump"}, {"wasm", "CALLNORESUME", "call"}, {"amd64", "BTQ", ""},
		{"", "JAL", "call"}, {"", "JNE", "jump"}, {"", "MOVQ", ""}, {"arm64", "DUFFZERO", "call"},
	} {
		got := ""
		if kind, ok := branchKind(tt.goarch, tt.word); ok {
			got = kind.String()
		}
		if got != tt.want {
			t.Errorf("%s on %q: %q, want %q", tt.word, tt.goarch, got, tt.want)
		}
	}
}
