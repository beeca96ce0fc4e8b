package main

import (
	"strings"
	"testing"

	"sourcedive/annotate/claim"
)

// The help of claim lists every function of the language, as its table has them.
func TestHelpOfClaimListsTheLanguage(t *testing.T) {
	if help := newClaim().Long; !strings.Contains(help, "\n\n"+claim.Usage()+"\n") {
		t.Errorf("claim --help does not list\n%s\n%s", claim.Usage(), help)
	}
}
