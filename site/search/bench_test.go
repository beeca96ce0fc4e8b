package search

import (
	"fmt"
	"strings"
	"testing"
)

// manyDocs are documents of about the size and number that the site of a Go version
// has.
func manyDocs() ([]Doc, Vocabulary) {
	var docs []Doc
	some, same := samples()
	for i := range 400 {
		for _, d := range some {
			d.ID = fmt.Sprint(d.ID, i)
			if d.Base != "" {
				d.Base += fmt.Sprint("V", i)
			}
			d.Text += strings.Repeat(fmt.Sprintf(" word%d again and again", i), 5)
			d.File = fmt.Sprintf("runtime/f%d.go", i)
			docs = append(docs, d)
		}
	}
	Order(docs)
	return docs, same
}

// BenchmarkCorpus makes the index in memory and its export.
func BenchmarkCorpus(b *testing.B) {
	docs, same := manyDocs()
	for b.Loop() {
		NewCorpus(docs, same).Export()
	}
	b.ReportMetric(float64(len(docs)), "docs")
}

// BenchmarkSearch asks the bleve index.
func BenchmarkSearch(b *testing.B) {
	docs, same := manyDocs()
	dir := b.TempDir()
	if err := Build(b.Context(), dir, docs, same); err != nil {
		b.Fatal(err)
	}
	x, err := Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer x.Close()
	for name, query := range map[string]string{"name": "runqstealV7", "words": "get a goroutine from the queue", "typo": "runqsteelV7", "qualified": "runtime.mcache.nextFreeV9"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := x.Search(query, 10); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
