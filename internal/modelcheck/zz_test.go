package modelcheck

import (
	"context"
	"testing"
)

func TestZ(t *testing.T) {
	for _, c := range mallocChecks()[4:] {
		r, err := c.Run(context.Background(), local(t))
		t.Log(c.Name, r.Agreed, r.Cases, r.Detail, err)
	}
}
