package asm

import "strings"

// branchKind returns what a branch instruction of the architecture does, and
// false for all other instructions. An unknown architecture has the branches
// of all ports together.
func branchKind(goarch, mnemonic string) (SiteKind, bool) {
	in := instructionsOf(goarch)
	word, _, _ := strings.Cut(mnemonic, ".")
	if kind, ok := in.kind[word]; ok {
		return kind, true
	}
	for _, prefix := range in.prefixes {
		if strings.HasPrefix(word, prefix) {
			return SiteJump, true
		}
	}
	return 0, false
}
