package annotate_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// Where each form of link leads, and what is told of one that leads nowhere: in the version
// that is written for, and in another one.
func TestLinksGolden(t *testing.T) {
	links := strings.Fields("runtime.enter enter shop.queue runtime.shop runtime.light most runtime later " +
		"file:runtime/shop.go area:sched area:gc journey:enter journey:leave term:Line term:queue term:WORK_queue model:sched go#1 note:sched/enter note:sched/sched note:gc/greet note:sched/old level:junior case:crowd lab:queue tour:day " +
		"entr runtime.entr xyzzyxyzzy file:shop.go file:runtime/shp.go file:shop file:os/shop.go file:xyzzyxyzzy/x.rs area:malloc area:gcc area:xyzzyxyzzy term:lin term:quue term:xyzzyxyzzy model:shed model:xyzzyxyzzy journey:entr journey:lost journey:xyzzyxyzzy " +
		"note:gc/enter note:sched/greet note:sched/ent note:sched/entr note:sched note:xyzzyxyzzy note:a/xyzzyxyzzy level:senior level:juniors tour:night tour:da case:crowds lab:queu lab:xyzzyxyzzy note: nite:x")
	var text strings.Builder
	for _, l := range links {
		fmt.Fprintf(&text, "[[%s]]\n\n", strings.ReplaceAll(l, "_", " "))
	}
	files := maps.Clone(sound)
	files["kb.yaml"] = "packages: [runtime]\nwritten: go1.26.8\njourneys:\n  - {name: leave, root: [runtime.leave]}\n  - {name: enter, root: [runtime.entre, runtime.enter], title: In}\n  - {name: lost, root: [runtime.lost]}\n"
	files["glossary.yaml"] += "- {term: work queue, def: More.}\n"
	files["notes/gc/greet.md"] = note("symbol: runtime.greet", "It greets.\n")
	files["notes/wild/all.md"] = note("symbol: runtime.greet", text.String()+"See [it](https://go.dev/x).\n")
	files["labs/queue.md"] = "---\ntitle: A queue\nabout: How long?\npredict: How many?\nsymbols: [runtime.enter]\n---\nIt is long.\n"
	var b strings.Builder
	for _, version := range []string{"go1.26.8", "go1.25.1"} {
		g := annotate.NewSnapshot(indexOf(t, version, shop))
		g.Past = pastNames{"later": "", "runtime.entr": "runtime.enter"}
		r, problems := merge(t, g, files)
		fmt.Fprintf(&b, "==== %s: %d links\n", version, r.Stats.Links)
		told := map[int]string{}
		for _, p := range r.ProblemsIn("notes/wild/all.md") {
			told[p.Line] += "    " + strings.ReplaceAll(p.String(), "\n", "\n    ") + "\n"
		}
		fmt.Fprintf(&b, "%d problems elsewhere\n", len(problems)-len(told))
		for _, n := range r.Notes {
			if n.ID != "wild/all" {
				continue
			}
			n.Doc.All(func(bl *markdown.Block, _ []*markdown.Block) {
				for _, l := range bl.Links {
					ref, ok := r.Resolve(l)
					fmt.Fprintf(&b, "%s %s: ", l.Kind, l.Name)
					if !ok {
						fmt.Fprintf(&b, "nowhere\n%s", told[l.Pos.Line])
						continue
					}
					fmt.Fprintf(&b, "%s %q", ref.Kind, ref.Name)
					if ref.Sym != index.NoSym {
						fmt.Fprintf(&b, ", the symbol %s", r.Index.Symbols[ref.Sym].ID)
					}
					if ref.Pkg >= 0 {
						fmt.Fprintf(&b, ", the package %s", r.Index.Packages[ref.Pkg].Path)
					}
					if ref.File >= 0 {
						fmt.Fprintf(&b, ", the file %s", r.Index.Files[ref.File].Path)
					}
					if ref.Journey >= 0 {
						fmt.Fprintf(&b, ", the journey %s", r.Journeys[ref.Journey].Name)
					}
					if ref.Text != nil {
						fmt.Fprintf(&b, ", the text %s", ref.Text.ID)
					}
					if ref.Term != nil {
						fmt.Fprintf(&b, ", the term %s", ref.Term.Name)
					}
					fmt.Fprintf(&b, "\n%s", told[l.Pos.Line])
				}
			})
		}
	}
	golden.Check(t, "links.txt", b.String())
}

// A hint lists what there is, up to twelve names.
func TestHintsListFewNames(t *testing.T) {
	for n, want := range map[int]string{0: "there is none yet", 1: "there are t1", 2: "there are t1, t2", 12: "there are t1, t10, t11, t12, t2, t3, t4, t5, t6, t7, t8, t9", 13: "no name is like it; see the files of the content"} {
		files := map[string]string{"kb.yaml": "packages: [runtime]\n", "notes/sched/enter.md": note("symbol: runtime.enter", "[[term:xyzzyxyzzy]]\n"), "glossary.yaml": ""}
		for i := range n {
			files["glossary.yaml"] += fmt.Sprintf("- {term: t%d, def: x}\n", i+1)
		}
		_, problems := merge(t, annotate.NewSnapshot(indexOf(t, "go1.26.8", shop)), files)
		if len(problems) != 1 || problems[0].HintText() != want {
			t.Errorf("of %d terms: %v, want %s", n, problems, want)
		}
	}
}

// What is not done yet, by place: notes that nobody has read, claims that nobody asked, files of
// package runtime without a line, files in no area; nothing of what cannot be done here.
func TestLintGolden(t *testing.T) {
	x := indexOf(t, "go1.26.8", map[string]string{
		"runtime/shop.go": shop["runtime/shop.go"], "runtime/z.go": "package runtime\n", "runtime/a.go": "package runtime\n", "runtime/a_windows.go": "package runtime\n", "runtime/deep/b.go": "package runtime\n", "sync/c.go": "package runtime\n", "vendor/d.go": "package runtime\n",
	})
	x.Packages = append(x.Packages, index.Package{Path: "vendor/x"})
	for i := range x.Files {
		switch f := &x.Files[i]; f.Path {
		case "runtime/a_windows.go":
			f.Excluded = "windows"
		case "vendor/d.go":
			f.Pkg = int32(len(x.Packages) - 1)
		}
	}
	run := fence("claim", `run("hello") == "x"`)
	files := map[string]string{
		"kb.yaml":                 "packages: [runtime]\nareas:\n  - {area: sched, title: Shop, files: [runtime/shop.go, runtime/a*.go]}\n",
		"files.yaml":              "runtime/shop.go: The shop.\n",
		"glossary.yaml":           "- {term: queue, def: People., claim: 'run(\"hello\") == \"y\"'}\n",
		"notes/sched/unread.md":   note("symbol: runtime.leave", "It is.\n\n"+run+fence("claim go<1.20", `run("hello") == "x"`)+fence("claim", `value("runtime.most") == 256`)),
		"notes/sched/none.md":     note("symbol: runtime.gone", "It is.\n"),
		"notes/sched/changed.md":  note("symbol: runtime.leave\nreviewed: {go1.26.8: 0123456789ab}", "It is.\n"),
		"notes/sched/sched.md":    note("area: sched", "It is.\n\n"+fence("source runtime.enter")),
		"casestudies/nobody.md":   "---\ntitle: t\nlevel: senior\n---\nIt is.\n",
		"notes/sched/another.md":  note("symbol: runtime.leave\ngo: <1.20", "It is.\n"),
		"notes/sched/accepted.md": note("symbol: runtime.greet", "It is.\n"),
	}
	r, _ := merge(t, annotate.NewSnapshot(x), files)
	for _, n := range r.Notes {
		if n.ID == "sched/accepted" {
			files["notes/sched/accepted.md"] = note("symbol: runtime.greet\nreviewed: {go1.26.8: "+n.Review.Fingerprint+"}", "It is.\n")
		}
	}
	r, _ = merge(t, annotate.NewSnapshot(x), files)
	golden.Check(t, "lint.txt", printed(r.Lint()))
	files["kb.yaml"] = "packages: [runtime]\n" // no areas, no files in none
	r, _ = merge(t, annotate.NewSnapshot(x), files)
	for _, p := range r.Lint() {
		if strings.Contains(p.Msg, "in no area") {
			t.Errorf("without areas: %s", p)
		}
	}
}
