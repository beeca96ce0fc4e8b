package annotate_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// The whole book of a sound content: what each text resolved to, and what strict
// reading adds.
func TestBookGolden(t *testing.T) {
	for name, version := range map[string]string{"book.txt": "go1.26.8", "book.old.txt": "go1.20.1"} {
		files := maps.Clone(sound)
		files["notes/sched/read.md"] = "---\nsymbol: runtime.greet\ntitle: Greeting\nlevel: senior\nreviewed: {go1.22.0: 000000000000}\n---\nIt greets.\n\n" + fence("claim", `run("hello") == "x"`) + fence("claim ran go<1.21", `run("hello") == "x"`)
		files["casestudies/calm.md"] = "---\ntitle: A calm\nlevel: senior\n---\nFew, and [[term:line]].\n\n" + fence("claim", `value("runtime.most") == 256`)
		files["glossary.yaml"] += "- {term: alone, def: By itself., claim: 'exists(\"runtime.greet\")'}\n- {term: alone too, def: Likewise., claim: 'exists(\"runtime.leave\")'}\n"
		book, problems := merge(t, annotate.NewSnapshot(indexOf(t, version, shop)), files)
		var b strings.Builder
		for _, p := range problems {
			fmt.Fprintln(&b, p)
		}
		fmt.Fprintf(&b, "stats %+v\nclaims\n", book.Stats)
		for _, c := range book.Claims {
			fmt.Fprintf(&b, "    %s at %s:%d:%d applies %v, %s %s\n", c.ID, c.File, c.Pos.Line, c.Pos.Col, c.Applies, c.Verdict.State, c.Verdict.Cause)
		}
		b.WriteString("texts\n")
		for _, list := range [][]*annotate.Article{book.Notes, book.Tours, book.Levels, book.Myths, book.CaseStudies} {
			for _, text := range list {
				fmt.Fprintf(&b, "    %s %q of %s, %v\n", text.ID, text.Title, text.File, text.Review)
				for _, s := range text.Stops {
					fmt.Fprintf(&b, "        stop %s\n", stopWords(book, s))
				}
				text.Doc.All(func(bl *markdown.Block, _ []*markdown.Block) {
					if e := text.Excerpt(bl); e != nil {
						fmt.Fprintf(&b, "        excerpt %s of %d bytes\n", placeOf(book.Index, e.Place), e.Place.End-e.Place.Off)
					}
					if !text.Holds(bl) {
						fmt.Fprintf(&b, "        %s at %d does not hold\n", bl.Kind, bl.Pos.Line)
					}
					for _, l := range bl.Links {
						ref, ok := book.Resolve(l)
						fmt.Fprintf(&b, "        [[%s %s]] resolves %v to a text %v\n", l.Kind, l.Name, ok, ref.Text != nil)
					}
				})
			}
		}
		b.WriteString("remarks\n")
		for i := range book.Index.Files {
			for _, r := range book.Remarks(int32(i)) {
				fmt.Fprintf(&b, "    %s by %s\n", placeOf(book.Index, r.Place), r.Text.ID)
			}
		}
		b.WriteString("strict\n")
		for _, p := range book.Lint() {
			fmt.Fprintf(&b, "    %s\n", strings.ReplaceAll(p.String(), "\n", "\n    "))
		}
		golden.Check(t, name, b.String())
	}
}

func placeOf(x *index.Index, p index.Range) string {
	if !p.OK() {
		return "nowhere"
	}
	return fmt.Sprintf("%s:%d-%d", x.Files[p.File].Path, x.Line(p.File, p.Off), x.Line(p.File, p.End-1))
}

func stopWords(book *annotate.Resolved, s annotate.Step) string {
	id := index.ID("none")
	if s.Sym != index.NoSym {
		id = book.Index.Symbols[s.Sym].ID
	}
	excerpt := "no excerpt"
	if s.Excerpt != nil {
		excerpt = placeOf(book.Index, s.Excerpt.Place)
	}
	return fmt.Sprintf("%q %s, %s, %d claims", s.Title, id, excerpt, len(s.Claims))
}

// Old bodies are found by syntax, whatever they are declared as, and compared line by
// line.
func TestOldBodiesGolden(t *testing.T) {
	now := map[string]string{
		"runtime/a.go": "package runtime\n\nfunc one() {\n\tx()\n\ty()\n}\n\ntype box struct {\n\tlo int\n\thi int\n}\n\nconst most = 3\n\nfunc same() {}\n\nfunc added() {}\n",
		"runtime/a.s":  "TEXT ·light(SB), 0, $0-0\n\tMOVQ $1, AX\n\tRET\n\nTEXT ·dark(SB), 0, $0-0\n\tRET\n",
	}
	old := fstest.MapFS{}
	for name, text := range map[string]string{
		"runtime/a.go":         "package runtime\n\nfunc (one) one() {}\n\nfunc same() {}\n",
		"runtime/b.go":         "package runtime\n\nfunc one() {\n\ty()\n\tz()\n}\n\ntype (\n\tbox struct {\n\t\thi, lo int32\n\t}\n)\n\nconst (\n\tleast = 1\n\tmost  = 2\n)\n",
		"runtime/b_test.go":    "package runtime\n\nfunc added() {}\n",
		"runtime/b_windows.go": "package runtime\n\nfunc added() {}\n",
		"runtime/c.go":         "package runtime\n\nfunc added( {}\n",
		"runtime/added.txt":    "func added() {}\n",
		"runtime/a.s":          "#include \"x.h\"\n// dark\nTEXT ·dark(SB), 0, $0-0\n\tJMP ·light(SB)\n\n// DATA is behind\n#define X\n\nDATA x(SB)/8, $1\nTEXT runtime·light<ABIInternal>(SB), 0, $0-0\n\tMOVQ $2, AX\n\tRET\n// over\nGLOBL x(SB), 8, $8\n",
	} {
		old[name] = &fstest.MapFile{Data: []byte(text)}
	}
	g := annotate.NewSnapshot(indexOf(t, "go1.26.8", now))
	files := map[string]string{"kb.yaml": "packages: [runtime]\n"}
	for _, s := range []string{"one", "box", "most", "same", "added", "light", "dark", "box.lo"} {
		files["notes/sched/"+strings.ReplaceAll(s, ".", "_")+".md"] = "---\nsymbol: runtime." + s + "\ntitle: t\nlevel: middle\nreviewed: {go1.22.0: 000000000000}\n---\nText.\n"
	}
	book, _ := merge(t, g, files)
	if _, err := g.Changes(book.Notes[0]); err == nil || err.Error() != "the source of go1.22.0 is not at hand" {
		t.Errorf("without old sources: %v", err)
	}
	g.Old = func(string) (fs.FS, error) { return nil, fs.ErrNotExist }
	if _, err := g.Changes(book.Notes[0]); err == nil || err.Error() != "the source of go1.22.0 is not here: sourcedive versions fetch go1.22.0 gets it" {
		t.Errorf("without the old source: %v", err)
	}
	g.Old = func(string) (fs.FS, error) { return old, nil }
	var b bytes.Buffer
	for _, note := range book.Notes {
		list, err := g.Changes(note)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			fmt.Fprintf(&b, "%s from %s, old body of %d bytes\n", g.Index.Symbols[c.Sym].ID, c.From, len(c.Old))
			for _, l := range c.Diff {
				fmt.Fprintf(&b, "    %c %2d %2d %s\n", l.Op, l.Old, l.New, l.Text)
			}
		}
	}
	golden.Check(t, "old.txt", b.String())
}

// The words for states are those of the pages and of the JSON.
func TestStatusWords(t *testing.T) {
	got := fmt.Sprint(annotate.Unreviewed, annotate.Current, annotate.Changed, claim.Unanswerable, claim.True, claim.False, claim.Skipped)
	if want := "unreviewed current changed unanswerable true false skipped"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestMoreWaysToBreakAContent(t *testing.T) {
	g := annotate.NewSnapshot(indexOf(t, "go1.26.8", shop))
	line := "1. [[note:sched/enter]] reads it\n"
	lines := func(n int) string { return strings.Repeat("\t\tgreet(1)\n", n) }
	var b strings.Builder
	for _, c := range []struct {
		name   string
		change map[string]string
	}{
		{"files twice", map[string]string{"files.yaml": "runtime/shop.go: a\nruntime/shop.go: b\n"}},
		{"files as a list", map[string]string{"files.yaml": "- runtime/shop.go\n"}},
		{"api as a list", map[string]string{"api.yaml": "- a\n"}},
		{"api without a name", map[string]string{"api.yaml": "\"\": {symbol: runtime.enter, text: x}\n"}},
		{"api twice", map[string]string{"api.yaml": "A: {symbol: runtime.enter, text: x}\nA: {symbol: runtime.leave, text: y}\n"}},
		{"api with a bad link", map[string]string{"api.yaml": "A: {symbol: runtime.enter, text: \"[[nothing]]\"}\n"}},
		{"reviews as a list", map[string]string{"notes/sched/leave.md": "---\nsymbol: runtime.leave\ntitle: t\nlevel: middle\nreviewed: [a]\n---\nx\n"}},
		{"essay with an area below", map[string]string{"notes/gc/gc.md": note("area: sched", "x\n")}},
		{"no title, and all else", map[string]string{"notes/sched/leave.md": "---\nsymbol: runtime.leave\nlevel: nobody\nmodels: [nothing]\n---\nx\n"}},
		{"nine steps", map[string]string{"levels/junior.md": "---\ntitle: First\n---\n" + strings.Repeat(line, 9)}},
		{"as many steps as may be", map[string]string{"levels/junior.md": "---\ntitle: First\n---\n" + strings.Repeat(line, 25)}},
		{"one step too many", map[string]string{"levels/junior.md": "---\ntitle: First\n---\n" + strings.Repeat(line, 26)}},
		{"comment that is most like", map[string]string{"notes/sched/leave.md": note("symbol: runtime.leave", fence(`source runtime.light "MOVQ $12, AX"`)+fence(`source runtime.enter "enter puts a custmer"`)+fence(`source runtime.enter "if len(s.queue) == mosst {"`))}},
		{"claims twice in a file", map[string]string{"notes/sched/leave.md": note("symbol: runtime.leave", "x\n\n"+fence("claim", "1 == 2")+fence("claim", "1 == 2")+fence("claim", "", `arraylen("runtime.most") == 2`))}},
		{"introspection", map[string]string{"introspection.yaml": "schedtrace x=: a\nnothing: b\n"}},
		{"terms twice", map[string]string{"glossary.yaml": "- {term: queue, def: x}\n- {term: Queue, def: y}\n"}},
		{"api as text", map[string]string{"api.yaml": "text\n"}},
		{"a level far from all", map[string]string{"notes/sched/leave.md": note("symbol: runtime.leave", fence("level xxxxxxxx", "x")+fence("exercise xxxxxxxx", "q?", "---", "a"))}},
		{"no end of the front matter", map[string]string{"notes/sched/leave.md": "---\nsymbol: runtime.leave\n"}},
		{"introspection as a list", map[string]string{"introspection.yaml": "- a\n"}},
		{"kb that is no YAML", map[string]string{"kb.yaml": "packages: [runtime]\ntitle: [\n"}},
		{"excerpts of sixty lines and more", map[string]string{"notes/sched/leave.md": note("symbol: runtime.leave", fence("source runtime.long60")+fence("source runtime.long61"))}},
	} {
		files := maps.Clone(sound)
		maps.Copy(files, c.change)
		fmt.Fprintf(&b, "# %s\n", c.name)
		ground := g
		if strings.HasPrefix(c.name, "excerpts") {
			src := maps.Clone(shop)
			src["runtime/sixty.go"] = "package runtime\n\nfunc long60() {\n" + lines(58) + "}\n\nfunc long61() {\n" + lines(59) + "}\n"
			ground = annotate.NewSnapshot(indexOf(t, "go1.26.8", src))
		}
		content, err := article.Read(contentOf(files), someModels...)
		if err != nil {
			fmt.Fprintln(&b, err)
			continue
		}
		_, problems := annotate.Resolve(t.Context(), ground, content)
		for _, p := range problems {
			fmt.Fprintln(&b, p)
		}
	}
	golden.Check(t, "more.txt", b.String())
}
