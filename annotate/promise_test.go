package annotate_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/internal/diag"
)

// pastNames is a past in which some names were others, and some are known.
type pastNames map[string]string

func (p pastNames) Became(name string) string { return p[name] }
func (p pastNames) Here(name string) string   { return p[name] }
func (p pastNames) Known(name string) bool    { _, ok := p[name]; return ok }

// olderShop is the shop of another version, in which the content finds less.
func olderShop(t *testing.T) *annotate.Snapshot {
	t.Helper()
	files := maps.Clone(shop)
	src := strings.NewReplacer("most = 256", "most = 128", "func leave(", "func depart(").Replace(files["runtime/shop.go"])
	if src == files["runtime/shop.go"] || !strings.Contains(src, "func depart(") {
		t.Fatal("the shop has changed; the edits of this test do not fit it")
	}
	files["runtime/shop.go"] = src
	g := annotate.NewSnapshot(indexOf(t, "go1.25.1", files))
	g.Past = pastNames{"runtime.leave": "runtime.depart", "runtime.later": ""}
	return g
}

func promised(text string) map[string]string {
	return map[string]string{
		"kb.yaml":              "packages: [runtime]\nwritten: go1.26.8\n",
		"notes/sched/enter.md": text,
	}
}

const front = "---\nsymbol: runtime.enter\ntitle: t\nlevel: middle\n"

// What does not hold on another version than the one that is written for is a difference;
// what the content says of that very version is a problem, and so is a name that no version
// has.
func TestWhatIsPromised(t *testing.T) {
	falsehood := `{= value("runtime.most") == 256}`
	for _, c := range []struct {
		name, note string
		here       []string // problems on the other version
		hard       int      // problems on that version if it were the one written for
	}{
		{"a claim in braces", front + "---\nIt takes 256. " + falsehood + "\n", nil, 1},
		{"a claim block", front + "---\nIt takes 256.\n\n" + fence("claim", `value("runtime.most") == 256`), nil, 1},
		{"a claim that has no answer", front + "---\nIt is later. {= value(\"runtime.later\") == 256}\n", nil, 1},
		{"a statement", front + "---\nIt grows. {runtime.enter \"s.queue = append(s.queue, d)\"}\n", nil, 1},
		{"an excerpt", front + "---\n" + fence(`source runtime.enter "greet(k)"`), nil, 1},
		{"a remark", front + "---\n@{\"greet(k)\" in runtime.enter} Here.\n", nil, 1},
		{"a link", front + "---\n[[runtime.later]] [[file:runtime/later.go]]\n", nil, 2},
		{"a changed body", front + "reviewed: {go1.26.8: 0123456789ab}\n---\nIt is.\n", nil, 1},
		{"a range of the whole note", front + "go: \">=1.20\"\n---\nIt takes 256. " + falsehood + "\n", nil, 1},

		{"a claim for versions", front + "---\nIt takes 256.\n\n" + fence("claim go>=1.20", `value("runtime.most") == 256`), []string{"this claim is false"}, 1},
		{"a sentence in a block for versions", front + "---\n" + fence("then go<1.26", "It took 256. "+falsehood), []string{"this claim is false"}, 1},
		{"a claim for other versions", front + "---\nIt takes 256.\n\n" + fence("claim go>=1.26", `value("runtime.most") == 256`), nil, 0},
		{"a note reviewed there", front + "reviewed: {go1.25.1: 0123456789ab}\n---\nIt takes 256. " + falsehood + "\n", []string{"the body has changed", "this claim is false"}, 2},
		{"a name that no version has", front + "---\n[[runtime.entr]] It is. {runtime.entr \"x\"}\n", []string{`no symbol "runtime.entr"`, `no symbol "runtime.entr"`}, 2},
		{"a link to no note", front + "---\n[[note:sched/entr]]\n", []string{`no note "sched/entr"`}, 1},
		{"a malformed claim", front + "---\nIt is. {= value(}\n", []string{"claim:"}, 1},
		{"a bad pattern", front + "---\nIt is. {runtime.enter \"if {{\"}\n", []string{"pattern"}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := olderShop(t)
			_, problems := merge(t, g, promised(c.note))
			if !slices.EqualFunc(problems, c.here, func(d diag.Diagnostic, want string) bool { return strings.Contains(d.Msg, want) }) {
				t.Errorf("problems on the other version:\n%swant %q", printed(problems), c.here)
			}
			files := promised(c.note)
			files["kb.yaml"] = "packages: [runtime]\nwritten: go1.25.1\n"
			if _, problems := merge(t, g, files); len(problems) != c.hard {
				t.Errorf("%d problems on the version that is written for, want %d:\n%s", len(problems), c.hard, printed(problems))
			}
		})
	}
}

// A sentence whose evidence fails on another version is not confirmed there; it is about what
// that version lacks only where a symbol that it rests on has no counterpart in it.
func TestLacks(t *testing.T) {
	for _, c := range []struct{ evidence, want string }{
		{`runtime.enter "return true"`, `false ""`},
		{`runtime.enter "return false, nil"`, `true ""`},
		{`runtime.leave "s.queue = nil"`, `true ""`},
		{`runtime.later`, `true "runtime.later"`},
		{`= has("runtime.enter", "return true") && kind("runtime.later") == "func"`, `true "runtime.later"`},
		{`= exists("runtime.entr")`, `true ""`},
		{`= value("runtime.most") == 256`, `true ""`},
		{`why`, `false ""`},
		{`run hello`, `false ""`},
		{`run hello; runtime.later`, `true "runtime.later"`},
		{`= value("runtime.later") == 1`, `true "runtime.later"`},
	} {
		files := promised(front + "---\nIt takes one. {" + c.evidence + "}\n")
		r, _ := merge(t, olderShop(t), files)
		s := r.Notes[0].Sentences()[0]
		if got := fmt.Sprintf("%t %q", r.Unconfirmed(s), r.Lacks(s)); got != c.want {
			t.Errorf("{%s}: %s, want %s", c.evidence, got, c.want)
		}
		files["kb.yaml"] = "packages: [runtime]\nwritten: go1.25.1\n"
		r, _ = merge(t, olderShop(t), files)
		if s := r.Notes[0].Sentences()[0]; r.Unconfirmed(s) {
			t.Errorf("{%s}: not confirmed on the version that it is written for", c.evidence)
		}
	}
	for _, expr := range []string{`exists("runtime.later")`, `value("runtime.later") == 1`} { // false, and without an answer
		r, _ := merge(t, olderShop(t), promised(front+"---\nIt takes one.\n\n"+fence("claim", expr)))
		if s := r.Notes[0].Sentences()[0]; !r.Unconfirmed(s) || r.Lacks(s) != "runtime.later" {
			t.Errorf("of a claim block %s: %t %q", expr, r.Unconfirmed(s), r.Lacks(s))
		}
	}
}

// A section of a tour that says nothing is told on every version; one of what a version lacks is
// left out there.
func TestEmptySectionOfATour(t *testing.T) {
	_, problems := merge(t, olderShop(t), map[string]string{"kb.yaml": "packages: [runtime]\nwritten: go1.26.8\n", "tours/day.md": "---\ntitle: A day\n---\n## One\n\n" + fence("source runtime.enter \"greet(c)\"") + "## Two\n\n## Three\n\n" + fence("source runtime.later")})
	if len(problems) != 1 || problems[0].String() != "tours/day.md:9:1: a stop that shows no source and links no note\n    hint: add a source block, or a link [[note:…]]" {
		t.Errorf("problems %v", problems)
	}
}

// Rows and walks of what another version lacks are left out, and a name that a symbol had
// there leads to it.
func TestWhatAnotherVersionLacks(t *testing.T) {
	files := map[string]string{
		"kb.yaml":              "packages: [runtime]\nwritten: go1.26.8\njourneys:\n  - {name: later, root: [runtime.later], title: Later}\n",
		"notes/sched/leave.md": note("symbol: runtime.leave", "It takes one out. {runtime.leave \"s.queue = s.queue[1:]\"} It is a function. {= kind(\"runtime.leave\") == \"func\"} It is by now. {= exists(\"runtime.leave\")} It has no value. {= value(\"runtime.later\") == 256}\n"),
		"notes/sched/later.md": note("symbol: runtime.later", "It is late.\n"),
		"tours/day.md":         "---\ntitle: A day\n---\n## One\n\n" + fence("source runtime.later") + "## Two\n\n" + fence("source runtime.enter \"greet(c)\""),
		"tours/night.md":       "---\ntitle: A night\n---\n## One\n\n[[note:sched/later]]\n",
		"labs/later.md":        "---\ntitle: Later\nabout: When?\npredict: When?\nsymbols: [runtime.later]\n---\nIt is late.\n",
		"tours/both.md":        "---\ntitle: Links\n---\n## One\n\n[[note:sched/leave]] [[tour:night]] [[note:sched/later]]\n",
		"myths/gc.md":          "---\ntitle: Said of it\n---\n## It takes more\n\nNo.\n\n" + fence("claim", `value("runtime.most") == 256`) + "## It takes later\n\nNo.\n\n" + fence("claim", `value("runtime.later") == 256`) + "## It came then\n\nNo.\n\n" + fence("claim go>=1.26", `value("runtime.most") > 0`),
		"myths/sched.md":       "---\ntitle: Said\n---\n## It takes more\n\nNo.\n\n" + fence("claim", `value("runtime.most") == 256`) + "## It takes none\n\nNo.\n\n" + fence("claim", `value("runtime.most") > 0`),
		"files.yaml":           "runtime/later.go: It is late.\nruntime/shop.go: The shop of [[tour:night]], which is left out.\n",
		"api.yaml":             "runtime.Later: {symbol: runtime.later, text: x}\nruntime.Leave: {symbol: runtime.leave, text: x, inside: [runtime.later, runtime.enter]}\n",
	}
	r, problems := merge(t, olderShop(t), files)
	if len(problems) > 0 {
		t.Error(printed(problems))
	}
	if len(r.Notes) != 1 || len(r.Notes[0].Symbols) != 1 || r.Stats.Absent != 1 {
		t.Fatalf("%d notes, %d absent", len(r.Notes), r.Stats.Absent)
	}
	if got := r.Index.Symbols[r.Notes[0].Symbols[0]].ID; got != "runtime.depart" {
		t.Errorf("the note is on %s", got)
	}
	if len(r.Tours) != 2 || r.Tours[0].ID != "both" || len(r.Tours[1].Stops) != 1 || r.Tours[1].Stops[0].Title != "Two" {
		t.Errorf("tours %v", r.Tours)
	}
	if len(r.Labs) != 1 {
		t.Errorf("labs %v", r.Labs)
	}
	if len(r.Myths) != 1 || len(r.Myths[0].Stops) != 1 || r.Myths[0].Stops[0].Title != "It takes none" {
		t.Errorf("myths %v", r.Myths)
	}
	if len(r.Files) != 1 || len(r.API) != 1 || len(r.API[0].Inside) != 1 || len(r.Journeys) != 0 {
		t.Errorf("%d files, %d pieces of API, %d journeys", len(r.Files), len(r.API), len(r.Journeys))
	}
	// The statement and the kind are found under the old name; that the new one exists is not so,
	// and what is not there has no value.
	if hold, differ := annotate.Verdicts(r); hold != 3 || differ != 3 {
		t.Errorf("%d sentences hold and %d differ", hold, differ)
	}
}
