package claim_test

import (
	"strings"
	"testing"

	"sourcedive/annotate/claim"
)

// $*_ is refused in front of a dot whatever the body is, which no clause may stand for.
func TestSequenceInAHeadOfSwitch(t *testing.T) {
	for pattern, refused := range map[string]bool{
		"switch $*_.(type) {":                   true,
		"switch $*_.(type) { $*_ }":             true,
		"switch $*_.(type) { case int: $*_ }":   true,
		"switch x := $*_.(type) {":              true,
		"switch f($*_.x) {":                     true,
		"if $*_.x == nil {":                     true,
		"if f(func() { $*_ }) == $*_.x { $*_ }": true,
		"switch $x.(type) {":                    false,
		"switch $*_ {":                          false,
		"switch f($*_) {":                       false,
		"switch $x := $_.(type) { $*_ }":        false,
		"select { $*_ }":                        false,
		"f(func() { $*_ })":                     false,
	} {
		_, err := claim.CompilePattern(pattern)
		if got := err != nil && strings.Contains(err.Error(), "$*_ stands where one expression must stand"); got != refused || !refused && err != nil {
			t.Errorf("%s: %v, want refused: %t", pattern, err, refused)
		}
	}
}
