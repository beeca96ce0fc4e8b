package annotate_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
)

// resolvedWith is the shop with some files of content, which are sound.
func resolvedWith(t *testing.T, files map[string]string) *annotate.Resolved {
	t.Helper()
	all := map[string]string{"kb.yaml": "packages: [runtime]\n"}
	maps.Copy(all, files)
	r, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), all)
	if len(problems) > 0 {
		t.Fatal(printed(problems))
	}
	return r
}

// The steps of a journey are functions of the runtime, those that there are.
func TestStepsOfAJourney(t *testing.T) {
	r := resolvedWith(t, map[string]string{"kb.yaml": "packages: [runtime]\njourneys:\n  - {name: enter, root: [runtime.enter], title: In, steps: [greet, gone, leave]}\n"})
	got := slices.Sorted(maps.Keys(r.Journeys[0].Keep))
	want := []index.Sym{sym(t, r, "runtime.greet"), sym(t, r, "runtime.leave")}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("steps %v, want %v", got, want)
	}
}

// A journey without a root is told with all the names that it could have had.
func TestRootsOfAJourney(t *testing.T) {
	_, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\njourneys:\n  - {name: in, root: [runtime.entr, runtime.gone], title: In}\n"})
	want := "kb.yaml: journey in: no symbol \"runtime.entr\" or \"runtime.gone\" in go1.26.8 linux/amd64\n    hint: did you mean runtime.enter?\n"
	if printed(problems) != want {
		t.Errorf("it is\n%s\nwant\n%s", printed(problems), want)
	}
}

// Names of terms are compared whatever their case and white space, and the first of two that
// are the same is found.
func TestNamesOfTerms(t *testing.T) {
	r, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml": "packages: [runtime]\n", "glossary.yaml": "- {term: Long  Queue, def: The first.}\n- {term: long queue, def: The second.}\n- {term: line, also: [LONG QUEUE], def: The third.}\n",
	})
	for _, name := range []string{"long queue", "Long  Queue", " LONG\tqueue\n"} {
		if term := r.Term(name); term == nil || term.Def.Text() != "The first." {
			t.Errorf("%q is %v", name, term)
		}
	}
	if r, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\n", "glossary.yaml": "- {term: line, def: The first.}\n- {term: line, def: The second.}\n"}); r.Term("line").Def.Text() != "The first." {
		t.Errorf("of two terms of one name %q is found", r.Term("line").Def.Text())
	}
	if r.Term("longqueue") != nil || r.Term("long") != nil || r.Term("line").Name != "line" {
		t.Error("other names are found")
	}
	var msgs []string
	for _, p := range problems {
		msgs = append(msgs, fmt.Sprintf("%d: %s", p.Line, p.Msg))
	}
	if want := `2: term "long queue" is also a name of "Long  Queue"; 3: term "LONG QUEUE" is also a name of "Long  Queue"`; strings.Join(msgs, "; ") != want {
		t.Errorf("problems %s\nwant %s", strings.Join(msgs, "; "), want)
	}
}

// Without what the content says there is its configuration.
func TestSilent(t *testing.T) {
	r := resolvedWith(t, map[string]string{"kb.yaml": "packages: [runtime]\ntitle: Shop\n", "notes/sched/enter.md": note("symbol: runtime.enter", "Text.\n"), "glossary.yaml": "- {term: line, def: x}\n"})
	s := r.Silent()
	if len(s.Notes)+len(s.Terms)+len(s.NotesOf(sym(t, r, "runtime.enter"))) > 0 || s.Term("line") != nil || s.Config.Title != "Shop" || s.Index != r.Index {
		t.Errorf("it says %v and %v of %s", s.Notes, s.Terms, s.Config.Title)
	}
}

// Areas are those with a note or an essay, in the order of the configuration, others behind.
func TestAreasThatThereAre(t *testing.T) {
	body := fence("source runtime.enter \"greet(c)\"")
	files := map[string]string{
		"notes/timers/timers.md": note("area: timers", body), "notes/sched/enter.md": note("symbol: runtime.enter", "Text.\n"), "notes/gc/gc.md": note("area: gc", body), "notes/gc/enter.md": note("symbol: runtime.enter", "Text.\n"),
		"myths/locks.md": "---\ntitle: Said\n---\n## It is endless\n\nNo.\n\n" + fence("claim", `value("runtime.most") == 256`),
	}
	if got, want := strings.Join(annotate.Areas(resolvedWith(t, files)), " "), "sched gc timers"; got != want {
		t.Errorf("areas %s, want %s", got, want)
	}
}

// The problems of a file are its own.
func TestProblemsOfAFile(t *testing.T) {
	r, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml": "packages: [runtime]\n", "notes/sched/enter.md": note("symbol: runtime.enter", "[[nothing]]\n"), "notes/sched/leave.md": note("symbol: runtime.leave", "[[nothing]]\n\n[[none]]\n"),
	})
	for file, want := range map[string]int{"notes/sched/enter.md": 1, "notes/sched/leave.md": 2, "notes/sched": 0, "kb.yaml": 0} {
		if got := r.ProblemsIn(file); len(got) != want {
			t.Errorf("%s: %v, want %d problems", file, got, want)
		}
	}
}

// All claims are counted, once each, and all notes that are for other versions.
func TestStatsOfClaims(t *testing.T) {
	g := annotate.NewSnapshot(indexOf(t, "go1.26.8", shop))
	r, _ := merge(t, g, map[string]string{
		"kb.yaml": "packages: [runtime]\n",
		"notes/sched/enter.md": note("symbol: runtime.enter", "Text.\n\n"+fence("claim", `value("runtime.most") == 256`)+fence("claim", `value("runtime.most") == 1`)+fence("claim", `value("runtime.most") == 2`)+
			fence("claim", `kind("runtime.gone") == "func"`)+fence("claim", `run("hello") == "x"`)+fence("claim go<1.20", `run("hello") == "x"`)),
		"notes/sched/a.md": note("symbol: runtime.enter\ngo: \"<1.20\"", "Text.\n"), "notes/sched/b.md": note("symbol: runtime.enter\ngo: \"<1.21\"", "Text.\n"), "tours/old.md": "---\ntitle: Old\ngo: \"<1.20\"\n---\n## One\n\n[[note:sched/enter]]\n",
	})
	s := r.Stats
	if got := []int{s.True, s.False, s.Unanswerable, s.Skipped, s.Elsewhere, s.Claims(), len(r.Claims), s.Absent}; !slices.Equal(got, []int{1, 2, 1, 1, 1, 6, 6, 2}) {
		t.Errorf("true, false, unanswerable, skipped, elsewhere, all, listed, notes of other versions: %v", got)
	}
}

// A claim has an ID of its own, also where two were given the same one, or one was given that
// would have been made.
func TestIDsOfClaims(t *testing.T) {
	one := fence("claim", `value("runtime.most") == 256`)
	r, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml":                  "packages: [runtime]\n",
		"notes/sched/greetHere.md": note("symbol: runtime.enter", "Text.\n\n"+one+strings.Replace(one, "claim", "claim note-sched-greethere-1", 1)+one),
		"notes/sched/leave.md":     note("symbol: runtime.leave", "Text.\n\n"+strings.Replace(one, "claim", "claim same", 1)+strings.Replace(one, "claim", "claim same", 1)),
	})
	var got []string
	for _, c := range r.Claims {
		got = append(got, c.ID)
		if r.ClaimByID(c.ID) != c {
			t.Errorf("the claim %s is not found", c.ID)
		}
	}
	if want := "note-sched-greethere-2 note-sched-greethere-1 note-sched-greethere-3 same note-sched-leave-1"; strings.Join(got, " ") != want {
		t.Errorf("claims %s, want %s", strings.Join(got, " "), want)
	}
	if want := "notes/sched/leave.md:12:1: the claim \"same\" is also at notes/sched/leave.md:8\n    hint: give one of them another id\n"; printed(problems) != want {
		t.Errorf("problems %s\nwant %s", printed(problems), want)
	}
}

// The claims of the glossary come as they are written, the terms by their names.
func TestClaimsOfTermsAreByPlace(t *testing.T) {
	r := resolvedWith(t, map[string]string{"glossary.yaml": `[{term: b, def: x, claim: 'exists("runtime.enter")'}, {term: a, def: x, claim: 'exists("runtime.leave")'}, {term: c, def: x, claim: 'exists("runtime.greet")'}]` + "\n"})
	var got []string
	for _, c := range r.Claims {
		got = append(got, c.ID+" of "+c.Term.Name)
	}
	for _, term := range r.Terms {
		got = append(got, term.Name)
	}
	if want := "glossary-1 of b, glossary-2 of a, glossary-3 of c, a, b, c"; strings.Join(got, ", ") != want {
		t.Errorf("claims and terms %s, want %s", strings.Join(got, ", "), want)
	}
}

// What a term claims is promised of the version that the content is written for.
func TestClaimOfATermElsewhere(t *testing.T) {
	for written, want := range map[string]int{"go1.26.8": 1, "go1.25.0": 0} {
		r, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
			"kb.yaml": "packages: [runtime]\nwritten: " + written + "\n", "glossary.yaml": "- {term: line, def: x, claim: 'value(\"runtime.most\") == 1'}\n",
		})
		if len(problems) != want || r.Claims[0].Verdict.State != claim.False || !r.Claims[0].Applies {
			t.Errorf("written for %s: %v, %s", written, problems, r.Claims[0].Verdict.State)
		}
	}
}

// What a claim's problem says: parts that decided with their reasons, and the claim itself only
// where it is short and fits into quotes.
func TestWordsOfFalseClaims(t *testing.T) {
	of := func(n int) string { // a false claim of n bytes
		const head, tail = `value("runtime.most") == 1 && exists("runtime.enter") && "`, `" == "x"`
		return head + strings.Repeat("y", n-len(head)-len(tail)) + tail
	}
	for expr, want := range map[string]string{
		`!calls("runtime.enter", "runtime.greet") && calls("runtime.enter", "runtime.leave")`: `linux/amd64: calls("runtime.enter", "runtime.leave") is false, no edge between them`,
		`calls("runtime.enter", "runtime.leave")`:                                             `is false in go1.26.8 linux/amd64: calls("runtime.enter", "runtime.leave") is false, no edge between them`,
		"exists(\n  \"runtime.gone\")":                                                        `linux/amd64: exists( "runtime.gone") is false`,
		`has("runtime.enter", "x == 'a'")`:                                                    "--history '…' tells them",
		of(100):                                                                               "--history '" + of(100) + "' tells them",
		of(101):                                                                               "--history '…' tells them",
		"":                                                                                    "notes/sched/enter.md:8:1: a claim that says nothing",
		`exists("runtime.enter") && "` + strings.Repeat("y", 9000) + `" == "x"`: "notes/sched/enter.md:9:1: claim: the claim has 9036 bytes",
	} {
		_, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
			"kb.yaml": "packages: [runtime]\n", "notes/sched/enter.md": note("symbol: runtime.enter", "Text.\n\n"+fence("claim", expr)),
		})
		if len(problems) != 1 || !strings.Contains(printed(problems), want) {
			t.Errorf("%.120s:\n%swant %s", expr, printed(problems), want)
		}
	}
}

// A note is found by each of its symbols, and each symbol has all its notes, whatever other names
// there are no symbols of.
func TestNotesOfSymbols(t *testing.T) {
	r, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml": "packages: [runtime]\n", "notes/sched/a.md": note("symbols: [runtime.gone, runtime.enter, runtime.leave]", "Text.\n"), "notes/sched/b.md": note("symbol: runtime.enter", "Text.\n"),
	})
	for name, want := range map[string]string{"runtime.enter": "sched/a sched/b", "runtime.leave": "sched/a", "runtime.greet": ""} {
		var got []string
		for _, n := range r.NotesOf(sym(t, r, name)) {
			got = append(got, n.ID)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("notes of %s: %v, want %s", name, got, want)
		}
	}
	if len(problems) != 1 || !strings.Contains(problems[0].Msg, `no symbol "runtime.gone"`) {
		t.Errorf("problems %v", problems)
	}
}

// A remark comes with its statement: before those on statements inside, wherever in it it stands.
func TestRemarksAreByStatement(t *testing.T) {
	x := indexOf(t, "go1.26.8", map[string]string{"runtime/f.go": "package runtime\n\nfunc f() {\n\tg(func() {\n\t\th()\n\t}, last)\n}\n"})
	r, problems := merge(t, annotate.NewSnapshot(x), map[string]string{
		"kb.yaml": "packages: [runtime]\n", "notes/sched/f.md": note("symbol: runtime.f", "@{\"h()\" in runtime.f} Inside.\n\n@{\"last\" in runtime.f} Of the whole.\n"),
	})
	var got []string
	for _, m := range r.Remarks(0) {
		got = append(got, m.Mark.Pattern.Text)
	}
	if strings.Join(got, ", ") != "last, h()" || len(problems) > 0 {
		t.Errorf("remarks on %v, %v", got, problems)
	}
}
