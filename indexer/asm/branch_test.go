package asm

import (
	"strings"
	"testing"
)

// The branches of all ports together are unambiguous, so that they do not depend on
// the order of the table, and no GOARCH is in it twice.
func TestBranchWords(t *testing.T) {
	for goarch, in := range byArch {
		for word, kind := range in.kind {
			if all, ok := branchKind("", word); !ok || all != kind {
				t.Errorf("%s on %s is %s, elsewhere %s", word, goarch, kind, all)
			}
		}
	}
	seen := map[string]bool{}
	for _, a := range archs {
		for goarch := range strings.FieldsSeq(a.goarch) {
			if seen[goarch] {
				t.Errorf("%s is in the table twice", goarch)
			}
			seen[goarch] = true
		}
		for _, row := range a.levels {
			goarch, _, _ := strings.Cut(row, " ")
			if len(byArch[goarch].levels) == 0 {
				t.Errorf("levels %s are those of no GOARCH", row)
			}
		}
		for word := range strings.FieldsSeq(a.always) {
			if kind, ok := branchKind(strings.Fields(a.goarch)[0], word); !ok {
				t.Errorf("%s on %s never falls through, and is no branch but %s", word, a.goarch, kind)
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
