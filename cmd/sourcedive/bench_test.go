package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/content/models"
	"sourcedive/indexer/index"
	"sourcedive/internal/workspace"
)

// BenchmarkBuild is the whole of `sourcedive build` for the local Go, from
// listing the packages to the finished directory, over the directory of a former
// build, whose sitemap names another address.
func BenchmarkBuild(b *testing.B) {
	builds(b, func(i int) string { return fmt.Sprintf("http://127.0.0.1:%d/", 8080+i%2) })
}

// BenchmarkUnchanged is the same where nothing has changed since the last build.
func BenchmarkUnchanged(b *testing.B) {
	builds(b, func(int) string { return "http://127.0.0.1/" })
}

// builds builds the site for addresses, again and again into one directory.
func builds(b *testing.B, address func(int) string) {
	dir := filepath.Join(b.TempDir(), "site")
	build := func(i int) {
		if code := run(context.Background(), []string{"build", "--out", dir, "--url", address(i)}, nil, io.Discard, io.Discard); code != exitOK {
			b.Fatalf("exit code %d", code)
		}
	}
	build(0)
	for i := 1; b.Loop(); i++ {
		build(i)
	}
}

// BenchmarkFresh is the same without the index that was kept.
func BenchmarkFresh(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "site")
	for b.Loop() {
		run(context.Background(), []string{"build", "--fresh", "--out", dir}, nil, io.Discard, io.Discard)
	}
}

// BenchmarkCheck is the whole of `sourcedive check` for the local Go.
func BenchmarkCheck(b *testing.B) {
	for b.Loop() {
		run(context.Background(), []string{"check"}, nil, io.Discard, io.Discard)
	}
}

// snapshots reads the local Go.
func snapshots(b *testing.B, opt workspace.Options) (*workspace.Workspace, []*annotate.Snapshot) {
	b.Helper()
	w, err := workspace.Open(opt)
	if err != nil {
		b.Fatal(err)
	}
	list, err := w.Snapshots(context.Background(), "local")
	if err != nil {
		b.Fatal(err)
	}
	return w, list
}

// BenchmarkIndex is the part of that which finds things out.
func BenchmarkIndex(b *testing.B) {
	for b.Loop() {
		snapshots(b, workspace.Options{Fresh: true})
	}
}

// BenchmarkRender is the part that makes all pages, without writing them.
func BenchmarkRender(b *testing.B) {
	w, list := snapshots(b, workspace.Options{})
	var bytes atomic.Int64
	for b.Loop() {
		bytes.Store(0)
		s, _, err := w.Site(context.Background(), "http://127.0.0.1:8080/", list...)
		if err != nil {
			b.Fatal(err)
		}
		if err := s.Render(context.Background(), nil, func(_ string, data []byte) error { bytes.Add(int64(len(data))); return nil }, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(bytes.Load())/1e6, "MB")
}

// manyNotes writes notes on the functions of package runtime: links, an excerpt, a
// remark and three claims each, and an essay's length of words.
func manyNotes(x *index.Index, n int) fstest.MapFS {
	fsys := fstest.MapFS{"kb.yaml": {Data: []byte("packages: [runtime]\n")}}
	words := strings.Repeat("What it does is done in the order of the source, and `this` is *why*. ", 20)
	for s := range x.Symbols {
		f := &x.Symbols[s]
		callees := x.Callees(index.Sym(s))
		if f.Kind != index.KindFunc || f.ID.Path() != "runtime" || f.Asm.OK() || !f.Decl.OK() || len(callees) == 0 || len(fsys) > n {
			continue
		}
		to := x.Symbols[callees[0].To].ID
		text := x.Files[f.Decl.File].Text[f.Decl.Off:f.Decl.End]
		if x.Symbols[callees[0].To].Kind != index.KindFunc || strings.Count(text, "\n") > 58 || strings.Count(text, to.Base()+"(") != 1 {
			continue
		}
		fsys["notes/sched/"+f.ID.Base()+".md"] = &fstest.MapFile{Data: fmt.Appendf(nil,
			"---\nsymbol: %[1]s\ntitle: t\nlevel: middle\n---\n%[3]s\n\n[[%[1]s]] calls [[%[2]s]].\n\n@{\"%[4]s($*_)\" in %[1]s} Here.\n\n```source %[1]s\n```\n\n"+
				"```claim\ncalls(%[1]q, %[2]q)\n```\n\n%[3]s\n\n```claim\nhas(%[1]q, \"%[4]s($*_)\") && !has(%[1]q, \"nothing($*_)\")\n```\n\n```claim\npath(%[1]q, %[2]q) && text(%[1]q, \"func\")\n```\n",
			f.ID, to, words, to.Base())}
	}
	return fsys
}

// BenchmarkNotes is what notes and claims add to a build: reading them, and holding
// them against a version. Again is the same for a version that they were held against
// before, as after a change under serve.
func BenchmarkNotes(b *testing.B) {
	_, list := snapshots(b, workspace.Options{})
	fsys := manyNotes(list[0].Index, 170)
	once := func(g *annotate.Snapshot) annotate.Stats {
		words, err := article.Read(fsys, models.Names()...)
		if err != nil {
			b.Fatal(err)
		}
		book, _ := annotate.Resolve(context.Background(), g, words)
		return book.Stats
	}
	b.Run("first", func(b *testing.B) {
		var s annotate.Stats
		for b.Loop() {
			s = once(annotate.NewSnapshot(list[0].Index))
		}
		b.ReportMetric(float64(s.Notes), "notes")
		b.ReportMetric(float64(s.True), "true")
		b.ReportMetric(float64(s.Claims()), "claims")
		b.ReportMetric(float64(s.Remarks+s.Excerpts), "anchors")
	})
	b.Run("again", func(b *testing.B) {
		g := annotate.NewSnapshot(list[0].Index)
		words, err := article.Read(fsys, models.Names()...)
		if err != nil {
			b.Fatal(err)
		}
		annotate.Resolve(context.Background(), g, words)
		for b.Loop() {
			fsys["notes/sched/saved.md"] = &fstest.MapFile{Data: fmt.Appendf(nil, "---\nsymbol: runtime.schedule\ntitle: t%d\nlevel: middle\n---\nx\n", b.N)}
			if words, err = words.Again(fsys); err != nil {
				b.Fatal(err)
			}
			annotate.Resolve(context.Background(), g, words)
		}
	})
}
