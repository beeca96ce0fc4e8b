package search

import (
	"context"
	"fmt"
	"sync"
	"testing"
)

// Ten who search first, at once, and ten who build the index at the same time, all
// succeed with one directory: they are processes that know nothing of each other.
func TestManyFirstSearchesAtOnce(t *testing.T) {
	store := Store(t.TempDir())
	docs := func() ([]Doc, Vocabulary) {
		var list []Doc
		for i := range 200 {
			list = append(list, Doc{ID: fmt.Sprintf("runtime.alpha%d", i), Kind: "func", Base: fmt.Sprintf("alpha%d", i), File: "p.go", Line: 1, Title: fmt.Sprintf("alpha%d", i), Pkg: "runtime", URL: fmt.Sprintf("f%d.html", i)})
		}
		Order(list)
		return list, nil
	}
	const key = "go1.0-linux-amd64-0123456789abcdef0123456789abcdef"
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			x, err := store.Engine(key, func() ([]Doc, Vocabulary, error) { list, same := docs(); return list, same, nil })
			if err != nil {
				t.Errorf("search %d: %v", i, err)
				return
			}
			found, err := x.Search(fmt.Sprintf("alpha%d", i), 1)
			if err != nil || len(found.Hits) != 1 || found.Hits[0].Title != fmt.Sprintf("alpha%d", i) {
				t.Errorf("search %d: %+v, %v", i, found, err)
			}
			closeEngine(x)
		})
		all.Go(func() {
			x, err := store.Index(context.Background(), key, docs)
			if err != nil {
				t.Errorf("index %d: %v", i, err)
				return
			}
			if found, err := x.Search("alpha7", 1); err != nil || len(found.Hits) != 1 {
				t.Errorf("index %d: %+v, %v", i, found, err)
			}
			closeEngine(x)
		})
	}
	all.Wait()
}
