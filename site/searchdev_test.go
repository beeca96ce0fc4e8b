package site

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"sourcedive/annotate"
	"sourcedive/indexer"
	"sourcedive/site/search"
)

func TestDev(t *testing.T) {
	_ = context.Background
	f, err := os.Open(os.Getenv("DEVINDEX"))
	if err != nil { t.Skip() }
	x, err := indexer.Decode(f)
	if err != nil { t.Fatal(err) }
	kb, err := annotate.ReadKB(os.DirFS("../content"))
	if err != nil { t.Fatal(err) }
	book, _ := annotate.Merge(x, kb)
	p, _ := NewPlan(NewSurvey(x, runtime.GOOS+"/"+runtime.GOARCH), book, look(t))
	for i := range p.marked { p.marked[i]() }
	t0 := time.Now()
	docs := p.documents()
	t1 := time.Now()
	c := search.NewCorpus(docs, kb.Aliases.Same())
	t2 := time.Now()
	k := map[string]int{}
	for i := range docs { k[docs[i].Kind]++; if docs[i].Elsewhere { k["elsewhere"]++ } }
	fmt.Println("docs", len(docs), k, t1.Sub(t0), t2.Sub(t1), c.Stat())
	var qs [][2]json.RawMessage
	data, _ := os.ReadFile("/work/shared/search/queries.json")
	json.Unmarshal(data, &qs)
	sumR, sumM := 0.0, 0.0
	for _, q := range qs {
		var text string; var want []string
		json.Unmarshal(q[0], &text); json.Unmarshal(q[1], &want)
		r, err := c.Search(text, 10)
		if err != nil { t.Fatal(err) }
		rec, mrr := grade(r.Hits, want)
		sumR += rec; sumM += mrr
		if rec < 1 || mrr < 1 || os.Getenv("V") != "" {
			fmt.Printf("%-34s R %.2f M %.2f want %v\n    got", text, rec, mrr, want)
			for _, h := range r.Hits { fmt.Printf(" | %s %s %.1f", h.Kind, h.Title, h.Score) }
			fmt.Println()
		}
	}
	fmt.Printf("recall@5 %.3f MRR %.3f\n", sumR/float64(len(qs)), sumM/float64(len(qs)))
	auto(x, c)
	for _, qf := range strings.Split(os.Getenv("Q"), ";") {
		r, _ := c.Search(qf, 7)
		fmt.Println("==", qf)
		fmt.Println(r.Total, r.Near)
		for _, h := range r.Hits { fmt.Printf("%8.2f %-8s %-40s %s:%d %.60s %s\n", h.Score, h.Kind, h.Title, h.File, h.Line, h.Lead, h.URL) }
	}
}

func TestAliasesDev(t *testing.T) {
	f, err := os.Open(os.Getenv("DEVINDEX"))
	if err != nil { t.Skip() }
	x, _ := indexer.Decode(f)
	kb, err := annotate.ReadKB(os.DirFS("../content"))
	if err != nil { t.Fatal(err) }
	byPlain := map[string]string{}
	for i := range x.Symbols { s := &x.Symbols[i]; byPlain[s.ID.Path()+"."+s.ID.Plain()] = string(s.ID) }
	n := 0
	for name := range kb.Aliases.Symbols {
		_, ok1 := x.Sym(indexer.ID("runtime." + name)); _, ok2 := x.Sym(indexer.ID(name))
		if !ok1 && !ok2 {
			if id := byPlain["runtime."+name]; id != "" { fmt.Println("PLAIN", name, id); continue }
			fmt.Println("missing", name, annotate.Nearest(x, "runtime."+name, 3)); continue
		}
		n++
	}
	fmt.Println(n, len(kb.Aliases.Symbols))
}

func TestExportDev(t *testing.T) {
	f, err := os.Open(os.Getenv("DEVINDEX"))
	if err != nil { t.Skip() }
	x, _ := indexer.Decode(f)
	kb, _ := annotate.ReadKB(os.DirFS("../content"))
	book, _ := annotate.Merge(x, kb)
	p, _ := NewPlan(NewSurvey(x, runtime.GOOS+"/"+runtime.GOARCH), book, look(t))
	docs := p.documents()
	c := search.NewCorpus(docs, kb.Aliases.Same())
	t0 := time.Now()
	files := c.Export()
	fmt.Println(time.Since(t0))
	os.MkdirAll("/tmp/exp", 0o777)
	n := 0
	for _, f := range files { n += len(f.Data); os.WriteFile("/tmp/exp/"+f.Name, f.Data, 0o666) }
	fmt.Println(len(files), n)
}

func TestBleveDev(t *testing.T) {
	f, err := os.Open(os.Getenv("DEVINDEX"))
	if err != nil { t.Skip() }
	x, _ := indexer.Decode(f)
	kb, _ := annotate.ReadKB(os.DirFS("../content"))
	book, _ := annotate.Merge(x, kb)
	p, _ := NewPlan(NewSurvey(x, runtime.GOOS+"/"+runtime.GOARCH), book, look(t))
	docs := p.documents()
	c := search.NewCorpus(docs, kb.Aliases.Same())
	os.RemoveAll("/tmp/blv")
	t0 := time.Now()
	if err := search.Build("/tmp/blv", docs, kb.Aliases.Same()); err != nil { t.Fatal(err) }
	fmt.Println("build", time.Since(t0))
	t0 = time.Now()
	b, err := search.Open("/tmp/blv")
	if err != nil { t.Fatal(err) }
	fmt.Println("open", time.Since(t0))
	bad := 0
	t0 = time.Now()
	n := 0
	for _, set := range [][]question{ofNames(x, 300), ofSentences(x, 300)} {
		for _, q := range set {
			n++
			r1, _ := c.Search(q.text, 10)
			r2, err := b.Search(q.text, 10)
			if err != nil { t.Fatal(err) }
			if fmt.Sprint(r1) != fmt.Sprint(r2) { bad++; if bad < 4 { fmt.Println(q, "\n", r1, "\n", r2) } }
		}
	}
	fmt.Println("differ", bad, "of", n, time.Since(t0)/time.Duration(n))
}

func TestJSDev(t *testing.T) {
	f, err := os.Open(os.Getenv("DEVINDEX"))
	if err != nil { t.Skip() }
	x, _ := indexer.Decode(f)
	kb, _ := annotate.ReadKB(os.DirFS("../content"))
	book, _ := annotate.Merge(x, kb)
	p, _ := NewPlan(NewSurvey(x, runtime.GOOS+"/"+runtime.GOARCH), book, look(t))
	docs := p.documents()
	c := search.NewCorpus(docs, kb.Aliases.Same())
	files := map[string]string{}
	for _, f := range c.Export() { files[f.Name] = string(f.Data) }
	b := newEngine(t, func(name string) (string, bool) { s, ok := files[name]; return s, ok })
	bad, n := 0, 0
	qs := hardQuestions()
	for _, set := range [][]question{ofNames(x, 150), ofSentences(x, 150)} {
		for _, q := range set { qs = append(qs, q.text) }
	}
	for _, q := range qs {
		n++
		r1, _ := c.Search(q, 10)
		got := b.find(q, 10)
		want := fmt.Sprint(r1.Total, r1.Near)
		for _, h := range r1.Hits { want += fmt.Sprintf("\n%s|%s|%s|%s|%d|%s|%.5f", h.Kind, h.Title, h.Pkg, h.File, h.Line, h.URL, h.Score) }
		if got != want { bad++; if bad < 4 { fmt.Printf("== %q\nwant %s\ngot  %s\n", q, want, got) } }
	}
	fmt.Println("differ", bad, "of", n)
}
