package asmlist

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRefused(t *testing.T) {
	for out, want := range map[string][]Fault{
		"/tmp/d/src/p.go:2:22: undefined: x\n":                     {{2, "undefined: x"}},
		"src/p.go:7: syntax error\nsrc/p.go:9:1: and another\n":    {{7, "syntax error"}, {9, "and another"}},
		"p.go:1:1: T does not implement I:\n\tmissing method m\n":  {{1, "T does not implement I:"}},
		`C:\d\src\p.go:3:1: no` + "\n":                             {{3, "no"}},
		"other.go:3:1: no\n":                                       {{0, "other.go:3:1: no"}},
		"/tmp/xp.go:3:1: no\n":                                     {{0, "/tmp/xp.go:3:1: no"}},
		"panic: all is lost\n\ngoroutine 1 [running]:\n":           {{0, "panic: all is lost"}},
		"main.S STEXT size=1\n/d/src/p.go:4:1: too large\nother\n": {{4, "too large"}},
	} {
		if diff := cmp.Diff(want, refused(out).Faults); diff != "" {
			t.Errorf("%q: -want +got\n%s", out, diff)
		}
	}
}
