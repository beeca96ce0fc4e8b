package browsertest

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/sync/errgroup"
)

// document is what the checks need to know of one page.
type document struct {
	path   string // from the root of the site
	title  string
	ids    map[string]bool
	refs   map[string]string // every href and src, with the element it is on
	labels []string          // ids that aria attributes name
	faults []string
	size   int
}

func (d *document) fault(format string, args ...any) {
	const most = 5
	if len(d.faults) < most {
		d.faults = append(d.faults, d.path+": "+fmt.Sprintf(format, args...))
	}
}

// crawled is the written site: all its files by path with their sizes, and its
// pages.
type crawled struct {
	files map[string]int
	docs  map[string]*document
}

var crawl = sync.OnceValues(func() (crawled, error) { return crawlDir(the.dir) })

func crawlDir(dir string) (crawled, error) {
	c := crawled{files: map[string]int{}, docs: map[string]*document{}}
	var mu sync.Mutex
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		g.Go(func() error {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			doc := (*document)(nil)
			if strings.HasSuffix(rel, ".html") {
				doc = read(filepath.ToSlash(rel), data)
			}
			mu.Lock()
			defer mu.Unlock()
			c.files[filepath.ToSlash(rel)] = len(data)
			if doc != nil {
				c.docs[doc.path] = doc
			}
			return nil
		})
		return nil
	})
	if err2 := g.Wait(); err == nil {
		err = err2
	}
	return c, err
}

// mustCrawl returns the crawled site, and its pages in order.
func mustCrawl(t *testing.T) (crawled, []*document) {
	t.Helper()
	c, err := crawl()
	if err != nil {
		t.Fatal(err)
	}
	docs := make([]*document, 0, len(c.docs))
	for _, d := range c.docs {
		docs = append(docs, d)
	}
	slices.SortFunc(docs, func(a, b *document) int { return strings.Compare(a.path, b.path) })
	if len(docs) < 1000 {
		t.Fatalf("only %d pages", len(docs))
	}
	return c, docs
}

// read takes a page apart and notes what is wrong with its markup.
func read(path string, data []byte) *document {
	d := &document{path: path, ids: map[string]bool{}, refs: map[string]string{}, size: len(data)}
	if !bytes.HasPrefix(data, []byte("<!doctype html>\n")) {
		d.fault("does not begin with <!doctype html>")
	}
	r := reader{document: d, z: html.NewTokenizer(bytes.NewReader(data)), count: map[string]int{}}
	for r.next() {
	}
	for _, once := range []string{"html", "head", "title", "body", "main", "h1"} {
		if n := r.count[once]; n != 1 {
			d.fault("has %d elements %s", n, once)
		}
	}
	if len(r.open) > 0 && !slices.Equal(r.open, []string{"html", "body"}) { // whose ends HTML lets one leave out
		d.fault("ends with %v open", r.open)
	}
	return d
}

// report fails a test with the first of many faults.
func report(t *testing.T, faults []string) {
	t.Helper()
	const most = 20
	for i, f := range faults {
		if i == most {
			t.Errorf("and %d more", len(faults)-most)
			return
		}
		t.Error(f)
	}
}
