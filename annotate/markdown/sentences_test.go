package markdown_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/golden"
)

// sentencesOf are the sentences of a text and of the texts in it, in order.
func sentencesOf(d *markdown.Doc) (list []*markdown.Sentence) {
	d.All(func(b *markdown.Block, _ []*markdown.Block) { list = append(list, b.Sentences()...) })
	return list
}

func textsOf(d *markdown.Doc) []string {
	texts := []string{}
	for _, s := range sentencesOf(d) {
		texts = append(texts, s.Text)
	}
	return texts
}

// Where sentences end, by the rules of split.go, and where they do not.
func TestSentences(t *testing.T) {
	for text, want := range map[string][]string{
		// S1: stops, and what is none.
		"It parks. It runs! Why? Because.":               {"It parks.", "It runs!", "Why?", "Because."},
		"Since go1.26.8 and 1.22 and v1.2.3 it differs.": {"Since go1.26.8 and 1.22 and v1.2.3 it differs."},
		"It takes 1.5 ms, 0.25 of it locked.":            {"It takes 1.5 ms, 0.25 of it locked."},
		"In runtime.mheap_.lock it waits.":               {"In runtime.mheap_.lock it waits."},
		"It is in proc.go. malg makes it.":               {"It is in proc.go.", "malg makes it."},
		"It holds in 1.22. The next differs.":            {"It holds in 1.22.", "The next differs."},
		"One\nline. Another\nline.":                      {"One line.", "Another line."},
		"No stop":                                        {"No stop"},
		"Done.\n\nNext.":                                 {"Done.", "Next."},
		// S2: code, links, quotations and brackets.
		"`a. B. c` runs. [[runtime.f]] too.":              {"a. B. c runs.", "runtime.f too."},
		"See [the talk. It is long](https://x.y/a.b). Go": {"See the talk. It is long.", "Go"},
		"[[runtime.f|The one. And only]] runs.":           {"The one. And only runs."},
		"He says \"Stop. Now.\" Then he goes.":            {"He says \"Stop. Now.\"", "Then he goes."},
		"The words \"out of memory.\" are printed.":       {"The words \"out of memory.\" are printed."},
		"The words “one. two. ” are printed. Yes.":        {"The words “one. two. ” are printed.", "Yes."},
		"The question \"who?\" is open.":                  {"The question \"who?\" is open."},
		"The words \"stop.\" – and no other – are said.":  {"The words \"stop.\" – and no other – are said."},
		"It waits (see x. And y.) for ever. Yes.":         {"It waits (see x. And y.) for ever.", "Yes."},
		"The words \"stop.\" — and no other.":             {"The words \"stop.\" — and no other."},
		"The words \"stop.\", \"go.\"; \"on.\": said.":    {"The words \"stop.\", \"go.\"; \"on.\": said."},
		"It waits [see x. And y.] for ever. Yes.":         {"It waits [see x. And y.] for ever.", "Yes."},
		"«It is.» ‘It is.’ “It is.” (It is.) [It is.] So": {"«It is.»", "‘It is.’", "“It is.”", "(It is.)", "[It is.]", "So"},
		"It waits. (Not long.) It runs.":                  {"It waits.", "(Not long.)", "It runs."},
		"A screen of 5\" is small. It is.":                {"A screen of 5\" is small.", "It is."},
		"A ( is open. It stays.":                          {"A ( is open.", "It stays."},
		"A ) is shut. It stays.":                          {"A ) is shut.", "It stays."},
		"*It stops.* **It runs.** _It_ waits.":            {"It stops.", "It runs.", "It waits."},
		"It is `x`. Then `y`.":                            {"It is x.", "Then y."},
		// S3: abbreviations, and words that look like one.
		"Some, e.g. locks, i.e. The Lock, wait.":                  {"Some, e.g. locks, i.e. The Lock, wait."},
		"A mutex vs. a channel, cf. Above.":                       {"A mutex vs. a channel, cf. Above."},
		"Locks, timers, etc. are in it.":                          {"Locks, timers, etc. are in it."},
		"Locks, timers, etc. The rest waits.":                     {"Locks, timers, etc.", "The rest waits."},
		"See No. 5 of it.":                                        {"See No. 5 of it."},
		"Does it wait? No. It runs.":                              {"Does it wait?", "No.", "It runs."},
		"It says no. 5 others wait.":                              {"It says no.", "5 others wait."},
		"The thread has no P. The owner of a G is an M. It runs.": {"The thread has no P.", "The owner of a G is an M.", "It runs."},
		"It is fig. 3 of it.":                                     {"It is fig. 3 of it."},
		"It eats a config. It does.":                              {"It eats a config.", "It does."},
		// S4: dots.
		"It waits ... and runs. And … so on.": {"It waits ... and runs.", "And … so on."},
		"It waits… Then it runs... `f` does.": {"It waits…", "Then it runs...", "f does."},
		// S5: colons.
		"There are two: one runs. Here they are:": {"There are two: one runs.", "Here they are:"},
		// S7: no words.
		"It runs. — It waits.":         {"It runs.", "— It waits."},
		"It runs. ✓":                   {"It runs. ✓"},
		"✓":                            {},
		"- one\n- two. Three\n- four.": {"one", "two.", "Three", "four."},
		"1. one\n\n   more\n2. two":    {"one", "more", "two"},
		"> It is said. Is it?":         {"It is said.", "Is it?"},
		"| a | b |\n|---|---|\n| It runs. It waits | 1.5 |\n| – | `x\\|y` |": {"It runs.", "It waits", "1.5", "x|y"},
		// What has no sentences, and what is inside.
		"# A heading. Or two\n\nText.":                       {"Text."},
		"```go\nx. Y.\n```\n\n    code. Code.":               {},
		"```surprise\nOne. Two.\n```\n\n```claim\ntrue\n```": {"One.", "Two."},
		"```exercise sched\nWho?\n---\nThey. All.\n```":      {"Who?", "They.", "All."},
		"@{\"x\" in runtime.f} It is. So.":                   {"It is.", "So."},
	} {
		d := parse(t, text)
		if got := textsOf(d); !slices.Equal(got, want) {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
}

// The stop of an abbreviation ends no sentence, that of a word that only ends like one does.
func TestAbbreviations(t *testing.T) {
	for _, word := range strings.Fields("e.g i.e vs cf approx resp fig sec ch dr mr mrs ms st incl excl esp Fig E.g") {
		if got := textsOf(parse(t, "It is "+word+". The other.")); len(got) != 1 {
			t.Errorf("%s. ends a sentence: %q", word, got)
		}
		if got := textsOf(parse(t, "It is xx"+word+". The other.")); len(got) != 2 {
			t.Errorf("xx%s. ends no sentence: %q", word, got)
		}
	}
}

// The last sentence of a block is in the last text inside it that has one.
func TestLastSentence(t *testing.T) {
	for text, want := range map[string]string{
		"One. Two.": "Two.", "```surprise\nOne. Two.\n\nThree. Four.\n\n~~~go\nx\n~~~\n```": "Four.", "# Head": "", "- One.\n- Two.": "Two.",
	} {
		got := ""
		if s := parse(t, text).Blocks[0].LastSentence(); s != nil {
			got = s.Text
		}
		if got != want {
			t.Errorf("%q ends with %q, want %q", text, got, want)
		}
	}
}

// The bytes of a sentence are those of the file, with the marks of Markdown and without
// the evidence.
func TestSentencePlaces(t *testing.T) {
	const src = "---\na: b\n---\nIt is `a`. {why}`b` runs. (It *is.*) [It is.](http://b) **So.** _Or `c`._ [[runtime.h]]\n\n*One is.* {why} `x. Y` is [two.](http://a) And {runtime.f} \n\n- a\n- [[runtime.g|b]]. **C** is `d`\n  \n| h |\n|---|\n| it `e`. F |\n\n@{\"p\" in runtime.f} It is. So\n\n~~~then go>=1.2\nIn it\n~~~\n"
	var b strings.Builder
	for _, s := range sentencesOf(parse(t, src)) {
		fmt.Fprintf(&b, "%d:%d %q is %q, names %q, evidence %d, remark %t\n", s.Pos.Line, s.Pos.Col, src[s.Off:s.End], s.Text, s.Names, len(s.Evidence), s.Remark != nil)
	}
	golden.Check(t, "sentences.txt", b.String())
}

// Every form of evidence with what it holds and where; what is no evidence; and what is
// reported.
func TestEvidence(t *testing.T) {
	var b strings.Builder
	for _, text := range []string{
		"It is. {runtime.execute \"if !inheritTime { $*_ }\"}", "It is. {runtime.f `a \"b\" }`}", "It is. {runtime.f \"a \\\"b\\\"\"; runtime.g}",
		"It is. {runtime.(*mcache).nextFree} {sync/atomic.Pointer[...].Load}", "It is. {asm runtime.morestack \"CALL runtime·newstack\"}",
		"It is. {= arraylen(\"runtime.p.runq\") == 256} More.", "It is. {= all(callers(\"runtime.f\"), {# startsWith 'a}'})}", "It is. {= exists(\"a\") &&\n  exists(\"b; c\")\n}",
		"It is. {run growonce; verify graph; model sched order; lab shop \"one; or {two}\"; lab shop program `a \"b\"`; since}", "It is. {go#17503}",
		"It is. {doc: The scheduler's \"design\", part 2, 2012, https://go.dev/s/a?b=c}", "It is. {why}", "It is. { - ; }", "It is. {runtime.f}. It goes on.",
		"- an item {why}\n- another. {-}", "| a |\n|---|\n| cell {= \"a\\|b\" == \"\"} |", "It is: {why}\nWho? {-}", "He says \"It is.\" {why} Yes.",
		"@{\"p\" in runtime.f} It is. {runtime.g} And. {-}", "It *is.* {why}", "It is `x`. {why}",
		"It is. {doc: Of \"a; b\", \"c, 2012, https://a.b; why; = f({1; 2}) == 3; runtime.f \"x; y\"}", "It is. {= {a: {b; c}} == 1; why}", "It is. {why;} It is. {why;;-}", "It is. {= a ? \"b:\" : c}", "It is. {run a; doc: A, 2012, https://x; run b}", "It is. {runtime.f \"a\\\\\"; why}", "It is. {= 'it\\'s; x' == y; why}", "It is. {runtime.f 'a; b'}",
		"It is. {runtime.f\n  \"a\n  b\"} And. {= a\n\n}", "| a |\n|---|\n| c. {runtime.f \"a \\| b\"} D. {why} |", "One. {why} {-} Two.", "One. {why}{go#1} Two. {-}", "One {why}. Two (three {why}). Four.",
		// No evidence.
		"`{x}` and `a{b}.c{`, \\{x} and x}", "```go\nx{y}\n```", "[[runtime.f|a{b}]] is.", "<https://a.b/{x}>",
		// Reported.
		"{x}", "It is. {}", "It is. { ; why}", "It is. {never ends", "It is. {runtime.f \"}", "It is. {{{ and {{ more", "It is. {nope x}", "It is. {wyh}", "It is. {runtime.f pattern}", "It is. {runtime.f 'p'}",
		"It is. {runtime.f \" \"}", "It is. {asm runtime.f}", "It is. {run}", "It is. {run a b}", "It is. {verify}", "It is. {verify site}", "It is. {model sched}", "It is. {lab}", "It is. {lab shop}", "It is. {lab \"one\"}", "It is. {lab shop program}", "It is. {lab shop words \"one\"}", "It is. {lab shop one two}", "It is. {lab shop \" \"}", "It is. {lab shop \"one\" two}", "It is. {since 1.20}",
		"It is. {whi}", "It is. {issu}", "It is. {dco: x}", "It is. {verfy graph}", "It is. {doc a, 2012, https://x}", "It is. {doc: a, 12345, https://x}", "It is. {doc: a, 201, https://x}", "It is. {doc: , 2012, https://x}", "It is. {doc: a, 2012, https://x y}", "It is. {doc:a,2012,http://x}", "It is. {" + strings.Repeat("x", 60) + "}", "It is. {" + strings.Repeat("é", 61) + "}",
		"It waits… {why} then it runs.", "It waits: {why} then it runs.", "It waits! {why} (It runs.) {why} \"So.\" {why} «So.» {why} *so* {why} then.", "It is. {run\ta\n; verify  graph ;model\n a  b}", "It is. {asm runtime.f `a`; asm  runtime.g  \"b\"}", "It is. {runtime.f\t\"a\"}", "It is. {= a; =b}", "It is. {go#1;go#1234567;go#12345678}", "It is. {lab shop `a \"b\" c`}", "It is. {lab shop program}", "It is. {-;why;since}", "It is {why}. {why}",
		"It is. {why not}", "It is. {- x}", "It is. {go#0}", "It is. {doc: a, b}", "It is. {doc: a, 2012, ftp://x}", "It is. {=}", "It is. {why; nope}", "It {why} is.", "{why} It is.", "# It is. {why}",
		"@{\"p\" in runtime.f} {why}", "**{why}**", "It is. {{a}}", "x\n\n> It is. {nope}\n\n- a\n- It is. {runtime.f x}\n\n| a |\n|---|\n| b. {nope \\| c} |\n", "It is. {" + strings.Repeat("x", 4001) + "}",
	} {
		d, problems := markdown.Parse([]byte(text), "n.md")
		if len(text) > 200 {
			text = text[:20]
		}
		fmt.Fprintf(&b, "==== %q\n", text)
		for _, p := range problems {
			fmt.Fprintln(&b, p)
		}
		for _, s := range sentencesOf(d) {
			fmt.Fprintf(&b, "%.60q\n", s.Text)
			for _, e := range s.Evidence {
				for _, p := range e.Pieces {
					fmt.Fprintf(&b, "    %s", pieceWords(p))
				}
			}
		}
		page := string(writer.Doc(d))
		wellFormed(t, page)
		if len(page) < 300 {
			fmt.Fprintf(&b, "%s\n", page)
		}
	}
	golden.Check(t, "evidence.txt", b.String())
}

func pieceWords(p *markdown.Piece) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d:%d", p.Form, p.Pos.Line, p.Pos.Col)
	for _, w := range append([]markdown.Word{p.Symbol, p.Pattern, p.Expr}, p.Args...) {
		if w.Text != "" {
			fmt.Fprintf(&b, " %q@%d:%d", w.Text, w.Pos.Line, w.Pos.Col)
		}
	}
	return b.String() + "\n"
}

// Evidence in a piece of text from another file has its places there.
func TestInlineEvidence(t *testing.T) {
	d, problems := markdown.Inline("It is. {runtime.f \"p\"; nope}\nAnd. {why}", "g.yaml", markdown.Pos{Line: 7, Col: 11})
	if len(problems) != 1 || problems[0].Line != 7 || problems[0].Col != 34 {
		t.Errorf("problems %v", problems)
	}
	list := sentencesOf(d)
	if len(list) != 2 || list[0].Pos != (markdown.Pos{Line: 7, Col: 11}) || list[1].Pos != (markdown.Pos{Line: 8, Col: 11}) {
		t.Fatalf("sentences %+v", list)
	}
	if p := list[0].Evidence[0].Pieces[0]; p.Pattern.Pos != (markdown.Pos{Line: 7, Col: 29}) || p.Pos != (markdown.Pos{Line: 7, Col: 19}) {
		t.Errorf("pattern at %v, piece at %v", p.Pattern.Pos, p.Pos)
	}
}

// A brace that is opened again and again costs little, and is reported once a paragraph.
func TestOpenBraces(t *testing.T) {
	for text, want := range map[string]int{strings.Repeat("{", 16000): 1, strings.Repeat("{a}", 5000): 5000, strings.Repeat("{", 2000) + strings.Repeat("}", 2000): 1} {
		if _, problems := markdown.Parse([]byte(text), "n.md"); len(problems) != want {
			t.Errorf("%.20s…: %d problems, want %d", text, len(problems), want)
		}
	}
}

// The sentences of a block have its whole text between them, in order, and so have their
// places; nothing makes splitting fail.
func FuzzSentences(f *testing.F) {
	for _, text := range []string{"It is. (It \"is.\") {why} `a. b`", "- a: {x.y \"p\"}\n- b… C", "| a |\n|-|\n| b. {-} c |", "@{\"a\" in p.f} *T.* [u.](http://x) {= {'}'}}", "a ) b ( c. \" d.\" e.g. F", "x\\{y. Z\n> q {go#1;why}"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, _ := markdown.Parse([]byte(text), "n.md")
		checkFrames(t, []byte(text))
		squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
		d.All(func(b *markdown.Block, _ []*markdown.Block) {
			var all strings.Builder
			end := 0
			for _, s := range b.Sentences() {
				if s.Text == "" || s.Off < end || s.End < s.Off || s.End > len(text) {
					t.Fatalf("%q: sentence %q at %d to %d, the one before ends at %d", text, s.Text, s.Off, s.End, end)
				}
				end = s.End
				for _, e := range s.Evidence {
					if e.Off < end || e.End <= e.Off {
						t.Fatalf("%q: evidence at %d to %d of a sentence that ends at %d", text, e.Off, e.End, s.End)
					}
					end = e.End
				}
				all.WriteString(s.Text)
			}
			if got, want := squeeze(all.String()), squeeze(b.Running()); b.Kind == markdown.Prose && got != want {
				t.Fatalf("%q:\nsentences %q\n     text %q", text, got, want)
			}
		})
	})
}

// How many sentences each file of the content has: a rule that splits otherwise shows
// here.
func TestSentencesOfContent(t *testing.T) {
	content := os.DirFS("../../content")
	var b strings.Builder
	total := 0
	err := fs.WalkDir(content, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".md" {
			return err
		}
		text, err := fs.ReadFile(content, name)
		if err != nil {
			return err
		}
		doc, problems := markdown.Parse(text, name)
		for _, p := range problems {
			t.Error(p)
		}
		n := len(sentencesOf(doc))
		fmt.Fprintf(&b, "%4d %s\n", n, name)
		total += n
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "%4d in all\n", total)
	golden.Check(t, "content.txt", b.String())
}
