package annotate_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// programs is a Runner that knows what programs print.
type programs map[string]string

func (p programs) Run(_ context.Context, name string) (string, error) {
	out, ok := p[name]
	if !ok {
		return "", errors.New("is not in the content")
	}
	return out, nil
}

// backed is a note in which every form is right once and wrong once, by sentence.
const backed = `It refuses when full. {runtime.enter "if len(s.queue) == most {"}
It greets twice. {runtime.enter "greet($_)"}
It shouts. {runtime.enter "shout($_)"; runtime.shout}
There is a queue. {runtime.shop.queue; = arraylen("runtime.shop.queue") == 1}
It lights. {asm runtime.light "MOVQ $1, AX"}
It darkens. {asm runtime.light "MOVQ $2, AX"}
It is Go. {asm runtime.enter "return false"} It is assembly. {runtime.light "RET"}
At most 256. {= value("runtime.most") == 256}
At most 255. {= value("runtime.most") == 255; runtime.most}
It is not well said. {= value("runtime.most" == 255}
It prints. {run hello} It is silent. {run mute} It is absent. {run absent}
The graph is whole. {verify graph}
The order is the model's. {model sched order} Steals are not. {model sched steals} So is another version. {model sched old} And no check. {model sched ordre}
It is long so. {since}
A lab shows it. {lab shop "a guest waits"; runtime.enter} Not that. {lab shop "guests wait long"} Not yet. {lab shop "guests leave"} Nor that. {lab shop "guests sit"}
No such check. {lab shop "a guest weits"} Nor one like it. {lab shop "x"} No such lab. {lab shup "a guest waits"}
Its program waits. {lab shop program "wait( guest  )"; lab shop program "guests: 2"} It does not sing. {lab shop program "sing"}
A lab of another version. {lab old "it opens"} What it does. {lab old program "open()"}
It was asked for. {go#17503} It was told. {doc: A talk, 2012, https://go.dev/x}
That is because of speed. {why} And now, first of all. {-} It is fast, for speed. {why; runtime.enter}
Nothing is here if nobody asks.

@{"s.queue = append(s.queue, c)" in runtime.enter} Here it grows. The rest does not.

` + "```then go<1.20\nIt was so. {runtime.gone}\n```\n\nFirst one. Last one of two.\n\n```claim\nvalue(\"runtime.most\") == 256\n```\n\n```claim go<1.20\nexists(\"runtime.gone\")\n```\n\n" +
	"```surprise\nFirst in it. Last in it.\n```\n\n```claim\nvalue(\"runtime.most\") == 257\n```\n"

func checked(t *testing.T, runner bool) (*annotate.Resolved, string) {
	t.Helper()
	x := indexOf(t, "go1.26.8", shop)
	g := annotate.NewSnapshot(x)
	if runner {
		g.Runner = programs{"hello": "hello\n", "mute": ""}
		x.Report = &index.Report{}
	}
	p := x.Config.Platform()
	g.ModelChecks = []annotate.ModelCheck{
		{Go: "go1.26.8", Platform: p, Model: "sched", Name: "order", OK: true}, {Go: "go1.26.8", Platform: p, Model: "sched", Name: "steals"},
		{Go: "go1.22.0", Platform: p, Model: "sched", Name: "old", OK: true}, {Go: "go1.26.8", Platform: "plan9/arm", Model: "sched", Name: "old", OK: true},
	}
	g.LabRuns = []annotate.LabRun{
		{Lab: "shop", Go: "go1.26.3", Program: "guests: 2 processes\n\twait(\tguest )\n", Checks: []annotate.LabCheck{
			{Says: "a guest waits", Holds: true, Detail: "3 minutes"}, {Says: "guests wait long", Detail: "1 of 3"}, {Says: "guests leave", Unchecked: "the noise leaves it open"}, {Says: "guests sit", Holds: true, Unchecked: "the noise leaves that open"},
		}},
		{Lab: "old", Go: "go1.22.0", Program: "open()", Checks: []annotate.LabCheck{{Says: "it opens", Holds: true}}},
	}
	files := maps.Clone(sound)
	files["notes/sched/backed.md"] = note("symbol: runtime.greet", backed)
	files["files.yaml"] = "runtime/shop.go: 'The shop, whole. {runtime.shop; runtime.gone}'\n"
	files["glossary.yaml"] = "- {term: queue, also: [line], def: 'People. {runtime.shop.queue} They wait.', area: sched, claim: 'exists(\"runtime.shop\")'}\n"
	resolved, problems := merge(t, g, files)
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintln(&b, p)
	}
	return resolved, b.String()
}

// Each form in one version: what it came to, what was reported, and the verdict of its
// sentence.
func TestEvidenceGolden(t *testing.T) {
	for name, runner := range map[string]bool{"evidence.txt": false, "evidence.run.txt": true} {
		resolved, problems := checked(t, runner)
		var b strings.Builder
		b.WriteString(problems)
		for _, n := range resolved.Notes {
			if n.ID != "sched/backed" {
				continue
			}
			for _, s := range n.Sentences() {
				fmt.Fprintf(&b, "%s supported %t: %s\n", s.State(), s.Supported(), s.Text)
				for _, e := range s.Evidence {
					fmt.Fprintf(&b, "    %s %s at %s %s%s\n", e.Piece.Form, e.State, placeOf(resolved.Index, e.Place), e.Cause, e.Measured)
				}
				for _, c := range s.Claims {
					fmt.Fprintf(&b, "    claim block %s: %s\n", c.Verdict.State, c.Expr)
				}
				if s.Sentence.Remark != nil {
					fmt.Fprintf(&b, "    remark %t\n", s.Remark != nil)
				}
			}
		}
		files, total := resolved.Coverage()
		for _, f := range files {
			fmt.Fprintf(&b, "%s %+v\n", f.File, f.Coverage)
		}
		fmt.Fprintf(&b, "total %+v\n", total)
		golden.Check(t, name, b.String())
	}
}

// A graph that differs from the listing without a reason is no evidence; one that differs
// for a reason is.
func TestGraphEvidence(t *testing.T) {
	for cause, want := range map[string]annotate.EvidenceState{index.CauseDead: annotate.Holds, index.CauseMissed: annotate.Fails, index.CauseSpurious: annotate.Fails} {
		x := indexOf(t, "go1.26.8", shop)
		x.Report = &index.Report{Differences: []index.Difference{{Cause: cause, From: "runtime.a", To: "runtime.b"}}}
		files := maps.Clone(sound)
		files["notes/sched/leave.md"] = note("symbol: runtime.leave", "All calls are known. {verify graph}\n")
		resolved, problems := merge(t, annotate.NewSnapshot(x), files)
		for _, n := range resolved.Notes {
			if n.ID == "sched/leave" {
				if got := n.Sentences()[0].State(); got != want || (len(problems) > 0) != (want == annotate.Fails) {
					t.Errorf("%s: %s, problems %v", cause, got, problems)
				}
				if told := "the call graph and the compiler's listing of go1.26.8 linux/amd64 differ without a reason, in runtime.a → runtime.b for one"; want == annotate.Fails && problems[0].Msg != told {
					t.Errorf("%s, want %s", problems[0].Msg, told)
				}
			}
		}
	}
}

// The floor of kb.yaml is what coverage may not sink below.
func TestFloor(t *testing.T) {
	resolved, _ := checked(t, false)
	_, total := resolved.Coverage()
	share := total.Share()
	for floor, want := range map[float64]int{0: 0, share: 0, share + 0.01: 1, 1: 1} {
		resolved.Config.Floors.Total = floor
		if list := resolved.BelowFloor(total); len(list) != want {
			t.Errorf("floor %v with a share of %v: %v", floor, share, list)
		} else if want > 0 && (list[0].File != article.ConfigFile || list[0].HintText() == "") {
			t.Errorf("%+v", list[0])
		}
	}
	if got := (annotate.Coverage{}).Share(); got != 1 {
		t.Errorf("share of nothing is %v", got)
	}
}

// A sentence fails where anything that it rests on does, then is missing, then holds; what is
// elsewhere or apart decides where there is nothing else.
func TestStatesOfSentences(t *testing.T) {
	for text, want := range map[string]string{
		"It is.": "missing", "It is. {runtime.leave}": "holds", "It is. {runtime.gone}": "fails", "It is. {run hello}": "missing", "It is. {why}": "apart", "It is. {-}": "apart", "It is. {go#1}": "outside",
		"It is. {run hello; runtime.gone}": "fails", "It is. {runtime.leave; run hello}": "missing", "It is. {why; runtime.leave}": "holds", "It is. {why; go#1}": "outside", "It is. {go#1; runtime.leave}": "holds", "It is. {why; run hello}": "missing",
		"@{\"return c\" in runtime.leave} It is.": "holds", "@{\"return d\" in runtime.leave} It is.": "fails", "@{\"return c\" in runtime.leave} It is. {runtime.gone}": "fails", "@{\"return d\" in runtime.leave} It is. {run hello}": "fails",
		"It is.\n\n" + fence("claim", `exists("runtime.leave")`): "holds", "It is.\n\n" + fence("claim", `exists("runtime.gone")`): "fails", "It is.\n\n" + fence("claim", `run("hello") == "x"`): "missing", "It is.\n\n" + fence("claim", `value("runtime.gone") == 1`): "missing",
		"It is. {runtime.leave}\n\n" + fence("claim", `exists("runtime.gone")`): "fails", "It is. {runtime.gone}\n\n" + fence("claim", `exists("runtime.leave")`): "fails", "It is.\n\n" + fence("claim go<1.20", `exists("runtime.gone")`): "missing",
	} {
		r, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/enter.md": note("symbol: runtime.enter", text+"\n")})
		if got := r.Notes[0].Sentences()[0].State().String(); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// The total of coverage is the sum of the files, and a mark {why} is told rather than {-}.
func TestCoverageIsTheSumOfFiles(t *testing.T) {
	first := func(mark string) string { return "It is the first. {" + mark + "}\n" }
	files := map[string]string{
		"kb.yaml":          "packages: [runtime]\n",
		"notes/sched/a.md": note("symbol: runtime.enter", "It takes the first out. {runtime.leave \"return c\"} "+first("why")+first("-")+first("-")+"It is the last.\n"),
		"notes/sched/b.md": note("symbol: runtime.enter", "It takes the last out. {runtime.leave \"return c\"} It takes one. {runtime.leave \"return c\"} "+first("-")+first("-; why")+"It is.\n"),
		"glossary.yaml":    "- {term: queue, def: 'It is the first. {-} It takes it. {runtime.leave \"return c\"}'}\n",
	}
	x := indexOf(t, "go1.26.8", shop)
	r, _ := merge(t, annotate.NewSnapshot(x), files)
	tried, err := r.Try(t.Context(), everyFile, false)
	if err != nil {
		t.Fatal(err)
	}
	files[article.StrengthFile] = r.Strengthened(tried, true).String()
	r, _ = merge(t, annotate.NewSnapshot(x), files)
	var b strings.Builder
	list, total := r.Coverage()
	for _, f := range list {
		fmt.Fprintf(&b, "%s %+v\n", f.File, f.Coverage)
	}
	fmt.Fprintf(&b, "total %+v\n", total)
	for _, u := range r.Unproven() {
		fmt.Fprintf(&b, "%s [%s] %s\n", u.File, u.Mark, u.Sentence.Text)
	}
	golden.Check(t, "coverage.txt", b.String())
}
