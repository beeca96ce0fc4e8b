package annotate_test

import (
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/internal/golden"
)

// reviewOf gives how a note on symbols stands when its front matter has a reviewed
// line, in a version of a source.
func reviewOf(t *testing.T, version string, source map[string]string, subject, reviewed string) annotate.Review {
	t.Helper()
	files := map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/n.md": note(subject+reviewed, "Text.\n")}
	book, _ := merge(t, annotate.NewSnapshot(indexOf(t, version, source)), files)
	return book.Notes[0].Review
}

func with(old, new string) map[string]string {
	changed := maps.Clone(shop)
	for name, text := range changed {
		changed[name] = strings.ReplaceAll(text, old, new)
	}
	return changed
}

// Tokens count; comments and layout do not, nor does what stands beside.
func TestFingerprint(t *testing.T) {
	const both = "symbols: [runtime.leave, runtime.light]"
	was := reviewOf(t, "go1.26.8", shop, both, "").Fingerprint
	if len(was) != 12 {
		t.Fatalf("print %q", was)
	}
	for _, c := range []struct {
		name, old, new string
		same           bool
	}{
		{"comment above", "// leave takes the first one out.", "// leave takes one.", true},
		{"comment inside", "	c := s.queue[0]\n", "	c := s.queue[0] // first\n", true},
		{"layout", "	c := s.queue[0]\n", "\n	c   :=  s.queue[0]\n\n", true},
		{"comment in assembly", "	MOVQ $1, AX", "	// on\n	MOVQ $1, AX", true},
		{"another function", "greet(c)\n", "greet(c+1)\n", true},
		{"a token", "s.queue[0]", "s.queue[1]", false},
		{"a name", "leave(s *shop) int", "leave(t *shop) int", false},
		{"two lines into one", "	c := s.queue[0]\n	s.queue", "	c := s.queue[0]; s.queue", true},
		{"assembly", "$1, AX", "$2, AX", false},
		{"frame", "·light(SB), 0, $0-0", "·light(SB), 0, $8-0", false},
	} {
		source := with(c.old, c.new)
		if maps.Equal(source, shop) {
			t.Fatalf("%s changes nothing", c.name)
		}
		if got := reviewOf(t, "go1.27.0", source, both, "").Fingerprint; (got == was) != c.same {
			t.Errorf("%s: print %s, was %s", c.name, got, was)
		}
	}
	if reviewOf(t, "go1.26.8", shop, "symbols: [runtime.light, runtime.leave]", "").Fingerprint == was {
		t.Error("the order of symbols does not count")
	}
	if a, b := reviewOf(t, "go1.26.8", shop, "symbol: runtime.most", "").Fingerprint, reviewOf(t, "go1.26.8", with("256", "257"), "symbol: runtime.most", "").Fingerprint; a == b {
		t.Error("a constant's value does not count")
	}
	if got := reviewOf(t, "go1.26.8", shop, "symbol: runtime.gone", ""); got.Fingerprint != "" || got.Status != annotate.Unreviewed {
		t.Errorf("a note on nothing: %+v", got)
	}
}

// A constant that its tokens do not say, such as one of an iota, counts by its value.
func TestFingerprintOfAConstant(t *testing.T) {
	print := func(value string) string {
		x := indexOf(t, "go1.26.8", shop)
		s, _ := x.Sym("runtime.most")
		x.Symbols[s].Value = value
		book, _ := merge(t, annotate.NewSnapshot(x), map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/n.md": note("symbol: runtime.most", "Text.\n")})
		return book.Notes[0].Review.Fingerprint
	}
	if was, other := print("256"), print("257"); was == other || was != print("256") {
		t.Error("its value does not count")
	}
}

// An essay is on what it shows, each once, however often it shows it.
func TestFingerprintOfAnEssay(t *testing.T) {
	print := func(shown ...string) string {
		text := "---\narea: sched\ntitle: t\nlevel: middle\n---\n"
		for _, s := range shown {
			text += fence("source runtime." + s)
		}
		book, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/sched.md": text})
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		return book.Notes[0].Review.Fingerprint
	}
	if once, again := print("enter", "leave"), print("enter", "leave", "enter"); once != again || once == print("enter") {
		t.Errorf("print %s, and %s of one that shows a function again", once, again)
	}
}

func TestReviewStatus(t *testing.T) {
	const leave = "symbol: runtime.leave"
	now := reviewOf(t, "go1.26.8", shop, leave, "").Fingerprint
	for _, c := range []struct {
		reviewed string
		status   annotate.Status
		version  string
	}{
		{"", annotate.Unreviewed, ""},
		{"go1.26.8: " + now, annotate.Current, "go1.26.8"},
		{"go1.22.0: " + now, annotate.Current, "go1.22.0"},
		{"go1.22.0: " + now + ", go1.26.8: " + now, annotate.Current, "go1.26.8"},
		{"go1.22.0: 000000000000", annotate.Changed, "go1.22.0"},
		{"go1.27.1: 000000000000, go1.22.0: 111111111111, go1.25.0: 222222222222", annotate.Changed, "go1.25.0"},
		{"go1.27.1: 000000000000", annotate.Changed, "go1.27.1"},
		{"go1.25.0: 000000000000, go1.26.8: 111111111111", annotate.Changed, "go1.26.8"},
		{"go1.26.8: 000000000000, go1.9.7: " + now, annotate.Current, "go1.9.7"},
	} {
		line := ""
		if c.reviewed != "" {
			line = "\nreviewed: {" + c.reviewed + "}"
		}
		if got := reviewOf(t, "go1.26.8", shop, leave, line); got.Status != c.status || got.Version != c.version {
			t.Errorf("%s: %v %s, want %v %s", c.reviewed, got.Status, got.Version, c.status, c.version)
		}
	}
}

// A changed note is shown with what its author read, line by line.
func TestChanges(t *testing.T) {
	older := with("	c := s.queue[0]\n", "	// the first\n	c := s.queue[len(s.queue)-1]\n")
	older["runtime/shop.go"] = strings.Replace(older["runtime/shop.go"], "	open  bool\n", "", 1)
	older["runtime/shop_windows.go"] = "package runtime\n\nfunc greet(c int) { wrong() }\n"
	older["runtime/door.go"] = older["runtime/long.go"]
	delete(older, "runtime/long.go")
	older["runtime/shop.s"] = "TEXT ·light(SB), 0, $0-0\n\tMOVQ $7, AX\n\tRET\n\n// and off\nTEXT ·dark(SB), 0, $0-0\n\tRET\n"
	files := map[string]string{
		"kb.yaml":          "packages: [runtime]\n",
		"notes/sched/n.md": note("symbols: [runtime.leave, runtime.light, runtime.shop.open, runtime.shop, runtime.greet, runtime.most]\nreviewed: {go1.22.0: 000000000000}", "Text.\n"),
		"notes/sched/m.md": note("symbol: runtime.long\nreviewed: {go1.22.0: 000000000000}", "Text.\n"),
	}
	g := annotate.NewSnapshot(indexOf(t, "go1.26.8", shop))
	book, _ := merge(t, g, files)
	if _, err := g.Changes(book.Notes[0]); err == nil || !strings.Contains(err.Error(), "go1.22.0") {
		t.Errorf("without any old version: %v", err)
	}
	g.Old = func(version string) (fs.FS, error) {
		if version != "go1.22.0" {
			return nil, fs.ErrNotExist
		}
		tree := fstest.MapFS{}
		for name, text := range older {
			tree[name] = &fstest.MapFile{Data: []byte(text)}
		}
		return tree, nil
	}
	var told strings.Builder
	for _, n := range book.Notes {
		list, err := g.Changes(n)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			told.WriteString("# " + string(book.Index.Symbols[c.Sym].ID) + " since " + c.From + "\n")
			old, now := "", ""
			for i, l := range c.Diff {
				if i < 12 {
					told.WriteString(string(l.Op) + l.Text + "\n")
				}
				if l.Op != '+' {
					old += l.Text + "\n"
				}
				if l.Op != '-' {
					now += l.Text + "\n"
				}
			}
			if strings.TrimRight(old, "\n") != strings.TrimRight(c.Old, "\n") || strings.TrimRight(now, "\n") != strings.TrimRight(c.New, "\n") {
				t.Errorf("the lines are not those of the two bodies:\n%q %q\n%q %q", old, c.Old, now, c.New)
			}
		}
	}
	golden.Check(t, "changes.txt", told.String())
}
