package annotate_test

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/history"
	"sourcedive/internal/golden"
)

func everyFile(string) bool { return true }

// What edits of the source do to the evidence of each sentence, and which edits nothing
// notices.
func TestTrialsGolden(t *testing.T) {
	resolved, _ := checked(t, true)
	var b strings.Builder
	for _, all := range []bool{true, false} {
		files, err := resolved.Try(t.Context(), everyFile, all)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "# all edits %t\n", all)
		for _, f := range files {
			fmt.Fprintf(&b, "%s: %d sentences, %d edits\n", f.File, len(f.Sentences), f.Edits)
			for _, s := range f.Sentences {
				fmt.Fprintf(&b, "    strong %t: %s\n", s.Strong, s.Text)
				for _, p := range s.Pieces {
					fmt.Fprintf(&b, "        %s: %s", []string{"untried", "broken", "whole", "bare", "measured"}[p.Trial], p.Text)
					if p.By != nil {
						fmt.Fprintf(&b, " by line %d: %s", p.By.Line, p.By.What)
					}
					b.WriteByte('\n')
				}
			}
			for _, u := range f.Unnoticed {
				fmt.Fprintf(&b, "    unnoticed: %s:%d: %s\n", resolved.Index.Symbols[u.Sym].ID, u.Edit.Line, u.Edit.What)
			}
		}
	}
	golden.Check(t, "trials.txt", b.String())
}

// What was found strong is recorded, counts as strong while neither the sentence nor the source
// changes, and is forgotten where it is tried again and is weak.
func TestStrengthIsRecorded(t *testing.T) {
	files := maps.Clone(sound)
	files["notes/sched/backed.md"] = note("symbol: runtime.greet", "It refuses when full. {runtime.enter \"if len(s.queue) == most {\"}\nIt calls. {= calls(\"runtime.enter\", \"runtime.greet\")}\n")
	only := func(file string) bool { return file == "notes/sched/backed.md" }
	strongIn := func(src map[string]string) (annotate.Coverage, *annotate.Resolved) {
		r, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", src)), files)
		list, total := r.Coverage()
		for _, f := range list {
			if f.File == "notes/sched/backed.md" {
				if c := r.Covered(); c.Strong != 0 || c.Evidence != total.Evidence || c.Checkable != total.Checkable || c.Sentences != total.Sentences || c.Why != total.Why || c.Nothing != total.Nothing {
					t.Errorf("covered %+v, of %+v", c, total)
				}
				return f.Coverage, r
			}
		}
		t.Fatal("the note is not counted")
		return annotate.Coverage{}, nil
	}
	none, r := strongIn(shop)
	tried, err := r.Try(t.Context(), only, false)
	if err != nil || len(tried) != 1 || none.Strong != 0 {
		t.Fatalf("%d files tried, %v, %d strong before", len(tried), err, none.Strong)
	}
	record := r.Strengthened(tried, true)
	var want int
	for _, s := range tried[0].Sentences {
		if s.Strong {
			want++
			if record[s.Key] != s.Cited || s.Key == "" || s.Cited == "" {
				t.Errorf("%q is recorded as %q: %q", s.Text, s.Key, record[s.Key])
			}
		}
	}
	if want == 0 || len(record) != want {
		t.Fatalf("%d recorded, %d strong", len(record), want)
	}
	files[article.StrengthFile] = record.String()
	if c, _ := strongIn(shop); c.Strong != want {
		t.Errorf("%d strong, want %d", c.Strong, want)
	}
	other := maps.Clone(shop)
	other["runtime/shop.go"] = strings.Replace(other["runtime/shop.go"], "return true", "return s.open", 1)
	if c, _ := strongIn(other); c.Strong != 0 {
		t.Errorf("%d strong of a source that has changed", c.Strong)
	}
	// The record of what was not tried stays, but for a whole trial.
	_, r = strongIn(shop)
	for whole, stay := range map[bool]int{false: want, true: 0} {
		if got := r.Strengthened(nil, whole); len(got) != stay {
			t.Errorf("whole %t: %d stay, want %d", whole, len(got), stay)
		}
	}
	for i := range tried[0].Sentences {
		tried[0].Sentences[i].Strong = false
	}
	if got := r.Strengthened(tried, false); len(got) != 0 {
		t.Errorf("%d stay of what is weak now", len(got))
	}
}

// Sentences that rest on nothing, as check lists them.
func TestUnprovenGolden(t *testing.T) {
	resolved, _ := checked(t, false)
	var b strings.Builder
	for _, u := range resolved.Unproven() {
		fmt.Fprintf(&b, "%s [%s] %s\n", u.File, u.Mark, u.Sentence.Text)
	}
	golden.Check(t, "unproven.txt", b.String())
}

// Too many marks in the place of evidence are reported: more than 15 of a hundred.
func TestMostMarks(t *testing.T) {
	resolved, _ := checked(t, false)
	resolved.Config.Floors.Total = 0
	for _, c := range []struct {
		total annotate.Coverage
		want  string
	}{
		{annotate.Coverage{Checkable: 100, Why: 10, Nothing: 5}, ""},
		{annotate.Coverage{Checkable: 100, Why: 10, Nothing: 6}, "16 of 100 checkable sentences are marked {why} or {-}, more than 15 %"},
		{annotate.Coverage{Checkable: 10, Nothing: 2}, "2 of 10 checkable sentences are marked {why} or {-}, more than 15 %"},
	} {
		var got []string
		for _, d := range resolved.BelowFloor(c.total) {
			got = append(got, d.Msg)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%+v: %q, want %q", c.total, got, c.want)
		}
	}
	resolved.Config.Floors.Total = 0.255
	if list := resolved.BelowFloor(annotate.Coverage{Checkable: 4, Evidence: 1}); len(list) != 1 || list[0].Msg != "1 of 4 checkable sentences have evidence, which is below the floor of 0.255" {
		t.Errorf("%v", list)
	}
}

// A snapshot that is told what another one found out answers the same, and has nothing new.
func TestFindingsAreRecalled(t *testing.T) {
	x := indexOf(t, "go1.26.8", shop)
	first := annotate.NewSnapshot(x)
	sound := maps.Clone(sound) // and claims whose verdicts are not kept
	sound["casestudies/calm.md"] = "---\ntitle: A calm\nlevel: senior\n---\nFew. {run hello} None. {= value(\"runtime.gone\") == 1} It is. {runtime.enter \"if {{\"}\n"
	resolved, problems := merge(t, first, sound)
	found, more := first.Findings()
	if !more || len(found.Verdicts) == 0 || len(found.Matches) == 0 {
		t.Fatalf("%d verdicts and %d matches, more %t", len(found.Verdicts), len(found.Matches), more)
	}
	for text, v := range found.Verdicts {
		if strings.Contains(text, "run(") || v.State == claim.Skipped || v.State == claim.Unanswerable {
			t.Errorf("%s is kept: %v", text, v.State)
		}
	}
	for _, m := range found.Matches {
		if m.Pattern == "if {{" {
			t.Error("a pattern that is none is kept")
		}
	}
	second := annotate.NewSnapshot(x)
	second.Recall(func() annotate.Findings { return found })
	again, same := merge(t, second, sound)
	if again.Stats != resolved.Stats || printed(same) != printed(problems) {
		t.Errorf("%+v and %s\nwant %+v and %s", again.Stats, printed(same), resolved.Stats, printed(problems))
	}
	if kept, more := second.Findings(); more || len(kept.Verdicts) != len(found.Verdicts) || len(kept.Matches) != len(found.Matches) {
		t.Errorf("%d verdicts and %d matches, more %t", len(kept.Verdicts), len(kept.Matches), more)
	}
	for _, less := range []annotate.Findings{{Verdicts: found.Verdicts}, {Matches: found.Matches}} {
		third := annotate.NewSnapshot(x)
		third.Recall(func() annotate.Findings { return less })
		merge(t, third, sound)
		if _, more := third.Findings(); !more {
			t.Errorf("nothing is new beside %d verdicts and %d matches", len(less.Verdicts), len(less.Matches))
		}
	}
	// What is recalled is believed.
	lying := annotate.NewSnapshot(x)
	lying.Recall(func() annotate.Findings {
		return annotate.Findings{Verdicts: map[string]claim.Verdict{`value("runtime.most") == 1`: {State: claim.True, Lasting: true}}}
	})
	files := maps.Clone(sound)
	delete(files, "casestudies/calm.md")
	files["notes/sched/leave.md"] = note("symbol: runtime.leave", "x\n\n"+fence("claim", `value("runtime.most") == 1`))
	if _, problems := merge(t, lying, files); len(problems) != 0 {
		t.Errorf("a verdict is not recalled: %s", printed(problems))
	}
}

// What else is asked of resolved content: areas, problems of a file, a file's line, myths,
// the start of an article, which claims stand with a sentence.
func TestResolvedAnswers(t *testing.T) {
	resolved, _ := checked(t, false)
	var b strings.Builder
	fmt.Fprintf(&b, "areas %s\n", strings.Join(annotate.Areas(resolved), " "))
	for _, file := range []string{"files.yaml", "notes/sched/backed.md", "glossary.yaml"} {
		list := resolved.ProblemsIn(file)
		fmt.Fprintf(&b, "problems of %s: %d\n", file, len(list))
		for _, p := range list {
			if p.File != file {
				t.Errorf("%s is among those of %s", p, file)
			}
		}
	}
	for i := range resolved.Index.Files {
		if line := resolved.FileLine(int32(i)); line != nil {
			fmt.Fprintf(&b, "%s: %s\n", resolved.Index.Files[i].Path, line.Text())
		}
	}
	for _, area := range []string{"sched", "gc", "locks"} {
		notes := []string{}
		for _, n := range resolved.NotesIn(area) {
			notes = append(notes, n.ID)
		}
		fmt.Fprintf(&b, "%s: essay %t, myths %t, notes %s\n", area, resolved.Essay(area) != nil, resolved.MythsOf(area) != nil, strings.Join(notes, " "))
	}
	for _, c := range resolved.Claims {
		if resolved.ClaimByID(c.ID) != c {
			t.Errorf("the claim %s is another", c.ID)
		}
		if c.Text != nil {
			fmt.Fprintf(&b, "claim %s applies %t, is with a sentence %t\n", c.ID, c.Applies, c.Text.Shows(c))
			if c.Block != nil && c.Text.Claim(c.Block) != c {
				t.Errorf("the block of %s has another claim", c.ID)
			}
		}
	}
	for _, n := range append(slices.Clone(resolved.Notes), resolved.Tours...) {
		fmt.Fprintf(&b, "%s starts with %d blocks, %d remarks\n", n.ID, len(n.Introduction()), len(n.Remarks))
		for _, r := range n.Remarks {
			if n.Remark(r.Mark) != r {
				t.Errorf("a remark of %s is another", n.ID)
			}
		}
		for _, s := range n.Sentences() {
			if n.Sentence(s.Sentence) != s || resolved.LineSentence(s.Sentence) != nil {
				t.Errorf("%s: %q is another sentence, or one of a list", n.ID, s.Text)
			}
			for _, e := range s.Evidence {
				if n.Evidence(e.Piece) != e {
					t.Errorf("%s: %q has other evidence", n.ID, e.Piece.Text)
				}
			}
		}
	}
	for _, term := range resolved.Terms {
		term.Def.All(func(bl *markdown.Block, _ []*markdown.Block) {
			for _, s := range bl.Sentences() {
				found := resolved.LineSentence(s)
				fmt.Fprintf(&b, "term %s: %q %s, %d pieces, %d claims\n", term.Name, s.Text, found.State(), len(found.Evidence), len(found.Claims))
			}
		})
	}
	golden.Check(t, "answers.txt", b.String())
}

// A sentence with {since} holds where the history has a change of what it names in each
// minor that it names; a change of the comment alone is none.
func TestSinceGolden(t *testing.T) {
	var b strings.Builder
	for _, c := range []struct{ subject, text string }{
		{"symbol: runtime.gopark", "It takes a reason since 1.11. {since}"},
		{"symbol: runtime.gopark", "It took another before go1.11, and from 1.13 on more. {since}"},
		{"symbol: runtime.gopark", "It is as it was until 1.12. {since}"},
		{"symbol: runtime.gopark", "It is said otherwise since 1.16. {since}"}, // the comment alone
		{"symbol: runtime.gopark", "It came in 1.11 and went in 1.12. {since}"},
		{"symbol: runtime.gopark", "It came in 1.12, 1.13, before 1.19, since 1.20, until 1.21, in 1.22 and by go1.23. {since}"}, // the first of them is told
		{"symbol: runtime.gopark", "It is so since go 1.11, from\n1.11 on, SINCE 1.11. {since}"},
		{"symbol: runtime.gopark", "With 1.11 it came; as of 1.11, up to 1.11, came 1.11, by 1.11. {since}"},
		{"symbol: runtime.gopark", "It takes 1.11 ms, within 1.12 and begin 1.13. {since}"},
		{"symbol: runtime.gopark", "It is that of GO1.11. {since}"},
		{"symbol: runtime.gopark", "It is that of (go1.12). {since}"},
		{"symbol: runtime.gopark", "It is as it was. {since}"},
		{"symbol: runtime.gopark", "It took [[runtime.newproc]] another word until 1.17. {since}"},
		{"symbol: gopark", "It has been so since 1.11. {since}"},
		{"symbol: runtime.enter", "It has been so since 1.11. {since}"},
		{"symbol: runtime.enter", "It has been so since 1.11. {since; runtime.gopark}"},
	} {
		files := maps.Clone(sound)
		files["notes/sched/leave.md"] = note(c.subject, c.text+"\n")
		resolved, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), files)
		fmt.Fprintf(&b, "%s, %s\n", c.subject, c.text)
		for _, n := range resolved.Notes {
			if n.ID == "sched/leave" {
				for _, s := range n.Sentences() {
					fmt.Fprintf(&b, "    %s, supported %t, %s\n", s.State(), s.Supported(), s.Evidence[0].Cause)
				}
			}
		}
		for _, p := range problems {
			if strings.Contains(p.Msg, "since") || strings.Contains(p.Msg, "history") {
				fmt.Fprintf(&b, "    %s\n", strings.ReplaceAll(p.String(), "\n", "\n    "))
			}
		}
	}
	golden.Check(t, "since.txt", b.String())
}

// A false claim is reported with the parts that decided, at most three, and how to find the
// versions in which it holds; a long one, or one with a quote, is not written out again.
func TestFalseClaimsGolden(t *testing.T) {
	var b strings.Builder
	long := `value("runtime.most") == 1 && value("runtime.most") == 2 && value("runtime.most") == 3 && value("runtime.most") == 4`
	for _, expr := range []string{
		`value("runtime.most") == 1`, `!exists("runtime.most")`, long, strings.ReplaceAll(long, "&&", "||"), `value("runtime.most") == 0 + 1 || kind("runtime.most") == "it's"`,
		`value("runtime.most") == 1 ||` + "\n" + `arraylen("runtime.most") == 2`, `arraylen("runtime.most") == 2`, `value("runtime.most"`, "1 +\n  nothing(2)", `matches("runtime.enter", "if {{")`,
		`exists("runtime.enter") && exists("runtime.nothing") && kind("runtime.enter") == "var"`, `callers("runtime.greet") == 99`, `value("runtime.most") ==
  1`,
	} {
		files := maps.Clone(sound)
		files["notes/sched/leave.md"] = note("symbol: runtime.leave", "x\n\n"+fence("claim", expr))
		_, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), files)
		fmt.Fprintf(&b, "%s\n    %s\n", expr, strings.ReplaceAll(strings.TrimSpace(printed(problems)), "\n", "\n    "))
	}
	golden.Check(t, "false.txt", b.String())
}

// What a case study gives answers about is not what its sentences are about.
func TestSinceInACaseStudy(t *testing.T) {
	for text, want := range map[string]string{"It takes a reason since 1.11. {since}": "missing the history knows none of its symbols", "[[runtime.gopark]] takes a reason since 1.11. {since}": "holds "} {
		r, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\n", "casestudies/calm.md": "---\ntitle: Calm\nlevel: middle\nsymbols: [runtime.gopark]\n---\n" + text + "\n"})
		s := r.CaseStudies[0].Sentences()[0]
		if got := fmt.Sprintf("%s %s", s.State(), s.Evidence[0].Cause); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// Of a module, {since} asks the history of that module for versions such as v0.2; a change of the
// comment alone is none, and a history that cannot be read leaves the sentence open.
func TestSinceOfAModule(t *testing.T) {
	steps := func(name string, what ...history.What) history.Symbol {
		var s history.Symbol
		for i, w := range what {
			if w != 0 {
				s.Steps = append(s.Steps, history.Step{Minor: i, What: w, Name: name, From: history.NoSym})
			}
		}
		return s
	}
	h := history.New(&history.Data{
		Minors:  []history.Minor{{Number: 1_000_001, First: "v0.1.0", Newest: "v0.1.2"}, {Number: 1_000_002, First: "v0.2.0", Newest: "v0.2.0"}, {Number: 1_000_003, First: "v0.3.0", Newest: "v0.3.1"}},
		Symbols: []history.Symbol{steps("runtime.enter", history.Appeared, history.Code, history.Doc), steps("runtime.leave", 0, 0, history.Appeared)},
	})
	for _, c := range []struct{ text, want string }{
		{"It came in v0.1 {since}", "holds "},
		{"It came in v0.1.2, and differs since v0.2. {since}", "holds "},
		{"It is so since v0.3. {since}", "fails nothing of it changed in v0.3"},
		{"It is so since v0.4 and not v0.3. {since}", "fails nothing of it changed in v0.4"},
		{"[[runtime.leave]] came in v0.3. {since}", "holds "},
		{"It came in v0.3. {since; runtime.leave}", "holds "},
		{"It calls `leave` since v0.3. {since}", "holds "},
		{"It is so since 1.2 and go1.2. {since}", "missing the sentence names no version"},
		{"[[runtime.greet]] is so since v0.2. {since}", "holds "}, // the history has none of that name, but the note's
	} {
		x := indexOf(t, "v0.3.1", shop)
		x.Config.Module = "example.com/shop"
		for broken, want := range map[bool]string{false: c.want, true: "missing it is damaged"} {
			g := annotate.NewSnapshot(x)
			g.History = func() (*history.History, error) { return h, nil }
			if broken {
				g.History = func() (*history.History, error) { return nil, errors.New("it is damaged") }
			}
			r, _ := merge(t, g, map[string]string{"kb.yaml": "module: example.com/shop\n", "notes/shop/enter.md": note("symbol: runtime.enter", c.text+"\n")})
			s := r.Notes[0].Sentences()[0]
			if got := fmt.Sprintf("%s %s", s.State(), s.Evidence[0].Cause); got != want && !(broken && got == c.want && strings.Contains(c.want, "names no version")) {
				t.Errorf("%s: %s, want %s", c.text, got, want)
			}
		}
	}
}
