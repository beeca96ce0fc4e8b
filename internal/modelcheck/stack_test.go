package modelcheck

import (
	"context"
	"strings"
	"testing"

	"sourcedive/content/models/stack"
)

// A log that is wrong in one number disagrees in one case.
func TestGoroutineCanDisagree(t *testing.T) {
	for _, c := range []struct{ size, used, agreed int }{{4096, 1136, 4}, {2048, 1136, 3}, {4096, 1128, 3}} {
		var r Result
		g := stack.Watch(2048, runtimeLimit)
		enter(&r, g, 112, 2048, 40)
		enter(&r, g, 968, 2048, 160)
		enter(&r, g, 8, c.size, c.used)
		leave(&r, g, 4096, 1136)
		if r.Cases != 4 || r.Agreed != c.agreed {
			t.Errorf("%+v: %d of %d agree\n%q", c, r.Agreed, r.Cases, r.Detail)
		}
	}
}

func TestFours(t *testing.T) {
	if lines, err := fours([]byte("-1 2 3 4\n")); err != nil || lines[0] != [4]int{-1, 2, 3, 4} {
		t.Errorf("%v %v", lines, err)
	}
	for _, bad := range []string{"", "1 2 3\n", "1 2 3 x\n"} {
		if lines, err := fours([]byte(bad)); err == nil {
			t.Errorf("%q gives %v", bad, lines)
		}
	}
}

func TestModelThatPanicsIsAFault(t *testing.T) {
	run := unlessMissing(func(context.Context, Toolchain) (Result, error) { panic("no slot") })
	if _, err := run(context.Background(), Toolchain{}); err == nil || !strings.Contains(err.Error(), "no slot") {
		t.Errorf("the fault is %v", err)
	}
}
