package annotate_test

import (
	"context"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
)

// What is interrupted says nothing about the content: neither of a claim nor of a pattern is
// there a problem, and the next time both are asked anew.
func TestInterruptedIsNoFinding(t *testing.T) {
	c, err := article.Read(contentOf(map[string]string{
		"kb.yaml":              "packages: [runtime]\n",
		"notes/sched/enter.md": note("symbol: runtime.enter", "It greets. {runtime.enter \"greet(c)\"; = has(\"runtime.enter\", \"greet(c)\")}\n\n@{\"return true\" in runtime.enter} Done.\n\n"+fence("claim", `has("runtime.enter", "return false")`)),
	}))
	if err != nil {
		t.Fatal(err)
	}
	g := annotate.NewSnapshot(indexOf(t, "go1.26.8", shop))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, problems := annotate.Resolve(ctx, g, c)
	if len(problems) > 0 {
		t.Errorf("interrupted, the content has %v", problems)
	}
	if v := r.Claims[0].Verdict; v.State != claim.Unanswerable || v.Cause != "" {
		t.Errorf("the claim is %s: %s", v.State, v.Cause)
	}
	if f, _ := g.Findings(); len(f.Verdicts)+len(f.Matches) > 0 {
		t.Errorf("it was found that %+v", f)
	}
	r, problems = annotate.Resolve(t.Context(), g, c)
	if len(problems) > 0 || r.Claims[0].Verdict.State != claim.True || len(r.Remarks(r.Index.Symbols[sym(t, r, "runtime.enter")].Body().File)) != 1 {
		t.Errorf("asked again, the claim is %s, and there are %v", r.Claims[0].Verdict.State, problems)
	}
}
