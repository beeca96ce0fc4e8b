package annotate_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// trialNames are the outcomes of trials in words.
var trialNames = []string{"untried", "broken", "whole", "bare", "measured"}

// tried tells what became of the sentences of one note, by sentence, and what nothing noticed.
func tried(t *testing.T, g *annotate.Snapshot, text string, all bool) (*annotate.Resolved, annotate.TriedFile, string) {
	t.Helper()
	r, problems := merge(t, g, map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/tried.md": note("symbol: runtime.greet", text)})
	if len(problems) > 0 {
		t.Error(printed(problems))
	}
	files, err := r.Try(t.Context(), everyFile, all)
	if err != nil || len(files) != 1 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	var b strings.Builder
	for _, s := range files[0].Sentences {
		fmt.Fprintf(&b, "strong %t: %s\n", s.Strong, s.Text)
		for _, p := range s.Pieces {
			fmt.Fprintf(&b, "    %s: %s", trialNames[p.Trial], p.Text)
			if p.By != nil {
				fmt.Fprintf(&b, " by line %d: %s", p.By.Line, p.By.What)
			}
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, "%d edits\n", files[0].Edits)
	for _, u := range files[0].Unnoticed {
		fmt.Fprintf(&b, "    unnoticed: %s:%d: %s\n", r.Index.Symbols[u.Sym].ID, u.Edit.Line, u.Edit.What)
	}
	return r, files[0], b.String()
}

// Which edit breaks which form of evidence first, and what makes a sentence strong: each piece
// that can be tried is broken, or says no more than what is declared.
func TestTrialsOfFormsGolden(t *testing.T) {
	const text = `It greets. {runtime.enter "greet(c)"} In the loop. {runtime.enter "greet(i)"} Both. {runtime.enter "for i := range s.queue {"} At the end. {runtime.enter "return true"}
Two lines. {asm runtime.light "RET"}
There is such a function. {runtime.leave} It is a function before that. {runtime.leave} It is one, if so. {runtime.leave} It is one because of it. {runtime.leave} It has two. {runtime.leave} It runs. {runtime.leave}
There is a queue. {= exists("runtime.shop.queue")} It runs. {= exists("runtime.shop.queue")}
It has it once. {= count("runtime.enter", "greet(c)") == 1} It has both. {= has("runtime.enter", "return false") && has("runtime.leave", "return c")} In order. {= order("runtime.enter", "return false", "greet(c)")}
It has none. {= !has("runtime.leave", "greet(c)")} It takes none. {= !calls("runtime.leave", "runtime.greet")}
It is in the file. {= grep("runtime/shop.go", "func leave")} It is in the words. {= grep("runtime/shop.go", "puts a customer")}
It is both. {runtime.leave; runtime.enter "greet(c)"} It is broken and whole. {runtime.enter "greet(c)"; = !has("runtime.leave", "greet(c)")} It prints. {run hello}

@{"c := s.queue[0]" in runtime.leave} The first. {runtime.leave "return c"}
`
	var b strings.Builder
	for _, all := range []bool{false, true} {
		g := annotate.NewSnapshot(indexOf(t, "go1.26.8", shop))
		g.Runner = programs{"hello": "hello\n"}
		whole := text + "\nThe last.\n\n" + fence("claim", `value("runtime.most") == 256`)
		_, _, told := tried(t, g, whole, all)
		for range 5 {
			if _, _, again := tried(t, g, whole, all); again != told {
				t.Fatalf("two trials differ:\n%s\n%s", told, again)
			}
		}
		fmt.Fprintf(&b, "# all edits %t\n%s", all, told)
	}
	golden.Check(t, "trials.forms.txt", b.String())
}

// A trial that is stopped says so, and so does one of files that nobody chose.
func TestTrialsThatAreStopped(t *testing.T) {
	r, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{
		"kb.yaml": "packages: [runtime]\n", "notes/sched/a.md": note("symbol: runtime.greet", "It greets. {runtime.enter \"greet(c)\"}\n"), "notes/sched/b.md": note("symbol: runtime.greet", "It greets. {runtime.enter \"greet(c)\"}\n"),
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Try(ctx, everyFile, true); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	files, err := r.Try(t.Context(), func(file string) bool { return file == "notes/sched/b.md" }, true)
	if err != nil || len(files) != 1 || files[0].File != "notes/sched/b.md" || len(files[0].Sentences) != 1 {
		t.Errorf("of one file: %+v, %v", files, err)
	}
}

// A sentence is the same for the record of strength while its words, its evidence, the anchor
// that it begins and the claims about it are; layout does not count.
func TestWhatTheRecordOfStrengthKeeps(t *testing.T) {
	const text = "@{\"c := s.queue[0]\" in runtime.leave} The first. {runtime.leave \"return c\"}\n\nThe last.\n\n```claim\nvalue(\"runtime.most\") == 256\n```\n"
	keys := func(text string) (key, cited [2]string) {
		_, f, _ := tried(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), text, false)
		for i, s := range f.Sentences {
			key[i], cited[i] = s.Key, s.Cited
		}
		return key, cited
	}
	was, cites := keys(text)
	for _, c := range []struct {
		what, old, new  string
		same, sameCited [2]bool
	}{
		{"layout", "The first.", "The\n first.", [2]bool{true, true}, [2]bool{true, true}},
		{"words", "The first.", "The very first.", [2]bool{false, true}, [2]bool{true, true}},
		{"evidence", "return c", "return $_", [2]bool{false, true}, [2]bool{true, true}},
		{"the anchor's pattern", "c := s.queue[0]", "c := $_", [2]bool{false, true}, [2]bool{true, true}},
		{"the anchor's symbol", "@{\"c := s.queue[0]\" in runtime.leave}", "@{\"greet(c)\" in runtime.enter}", [2]bool{false, true}, [2]bool{false, true}},
		{"the claim", "== 256", "> 255", [2]bool{true, false}, [2]bool{true, true}},
		{"what the claim is about", `value("runtime.most") == 256`, `has("runtime.enter", "greet(c)")`, [2]bool{true, false}, [2]bool{true, false}},
		{"the evidence's symbol", `runtime.leave "return c"`, `runtime.enter "return true"`, [2]bool{false, true}, [2]bool{false, true}},
	} {
		changed := strings.Replace(text, c.old, c.new, 1)
		if changed == text {
			t.Fatalf("%s: nothing changes", c.what)
		}
		key, cited := keys(changed)
		for i := range key {
			if (key[i] == was[i]) != c.same[i] || (cited[i] == cites[i]) != c.sameCited[i] {
				t.Errorf("%s, sentence %d: the same %t, cites the same %t", c.what, i+1, key[i] == was[i], cited[i] == cites[i])
			}
		}
	}
	// What is recorded for one counts for no other.
	r, f, _ := tried(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), text, false)
	record := r.Strengthened([]annotate.TriedFile{f}, true)
	for key, cited := range map[string]string{was[0]: cites[0], "0123456789abcdef": cites[0], was[1]: "0123456789ab"} {
		files := map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/tried.md": note("symbol: runtime.greet", text), article.StrengthFile: article.Strength{key: cited}.String()}
		r, _ := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), files)
		want := 0
		if record[key] == cited {
			want = 1
		}
		if _, total := r.Coverage(); total.Strong != want {
			t.Errorf("of %s %s: %d strong, want %d", key, cited, total.Strong, want)
		}
	}
}

// A claim that was answered inside a closure cites the function around it: it is that one's
// other statements, too, that may change what the sentence says.
func TestWhatIsAnsweredInAClosureCitesItsFunction(t *testing.T) {
	const src = "package runtime\n\nfunc greet(c int) {}\n\nfunc rush() {\n\tgreet(1)\n\tfunc() {\n\t\tgreet(2)\n\t}()\n}\n\nfunc idle() { print(0) }\n"
	cited := func(src string) string {
		x := indexOf(t, "go1.26.8", map[string]string{"runtime/shop.go": src})
		in, _ := x.Sym("runtime.rush.func1")
		to, _ := x.Sym("runtime.greet")
		bare := &index.Index{Config: x.Config, Packages: x.Packages, Files: x.Files, Symbols: x.Symbols}
		bare.Config.Listing = "the compiler's"
		bare.Edges = []index.Edge{{From: in, To: to, At: int32(strings.LastIndex(src, "greet(")), Rule: 1}}
		x, err := index.New(bare)
		if err != nil {
			t.Fatal(err)
		}
		_, f, _ := tried(t, annotate.NewSnapshot(x), "One greets. {= len(callers(\"runtime.greet\")) == 1}\n", false)
		return f.Sentences[0].Cited
	}
	for _, c := range []struct {
		where, old, new string
		same            bool
	}{
		{"in the closure", "greet(2)", "greet(3)", false},
		{"around the closure", "greet(1)", "greet(3)", false},
		{"in another function", "print(0)", "print(1)", true},
	} {
		if same := cited(strings.Replace(src, c.old, c.new, 1)) == cited(src); same != c.same {
			t.Errorf("a change %s: what is cited stays the same %t, want %t", c.where, same, c.same)
		}
	}
}

// What a sentence cites is its own: the sentences that were asked before it leave no trace in it.
func TestWhatOneSentenceCitesIsNoOthers(t *testing.T) {
	const two = "It greets twice. {= has(\"runtime.rush\", \"greet(1)\") && has(\"runtime.idle\", \"greet(2)\")}\n"
	const one = "It greets. {= has(\"runtime.rush\", \"greet(1)\")}\n"
	const src = "package runtime\n\nfunc greet(c int) {}\n\nfunc rush() { greet(1) }\n\nfunc idle() { greet(2) }\n"
	last := func(text string) string {
		_, f, _ := tried(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", map[string]string{"runtime/shop.go": src})), text, false)
		return f.Sentences[len(f.Sentences)-1].Cited
	}
	if alone, behind := last(one), last(two+"\n"+one); alone != behind {
		t.Errorf("alone the sentence cites %s, behind another one %s", alone, behind)
	}
}
