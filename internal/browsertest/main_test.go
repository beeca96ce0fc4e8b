package browsertest

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"sync"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/internal/workspace"
	"sourcedive/site"
	"sourcedive/site/publish"
	"sourcedive/site/search"
	"sourcedive/site/server"
)

// world is the site under test, made once.
type world struct {
	dir      string // where it is written
	goroot   string // whose source it shows
	version  string // the folder of the only version
	space    *workspace.Workspace
	snapshot *annotate.Snapshot
	index    *index.Index // of snapshot
	kb       article.Config
	bases    []base

	mu sync.Mutex // a workspace is for one goroutine at a time
}

// base is one way to reach the site. Its url ends in a slash.
type base struct{ name, url string }

var the world

func (w *world) http() base   { return w.bases[0] }
func (w *world) prefix() base { return w.bases[1] }
func (w *world) file() base   { return w.bases[2] }

// at is the path of a page of the version.
func (w *world) at(page string) string { return w.version + "/" + page }

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	flag.Parse()
	if testing.Short() {
		fmt.Println("browsertest: nothing runs with -short")
		return 0
	}
	dir, err := os.MkdirTemp("", "browsertest-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := the.make(context.Background(), dir+"/site"); err != nil {
		fmt.Fprintln(os.Stderr, "browsertest: build the site:", err)
		return 1
	}
	defer stopBrowser()
	return m.Run()
}

// make builds the site of the local Go as `sourcedive build` does. It reads the source
// anew, for the index that is kept may be of another state of the code under test.
func (w *world) make(ctx context.Context, dir string) (err error) {
	if w.space, err = workspace.Open(workspace.Options{Platform: "linux/amd64", Offline: true, Fresh: true}); err != nil {
		return err
	}
	if err := w.read(ctx); err != nil {
		return err
	}
	s, err := w.site(w.index)
	if err != nil {
		return err
	}
	stage, err := publish.Begin(dir)
	if err != nil {
		return err
	}
	defer stage.Abort()
	if err := s.Render(ctx, nil, stage.Put, nil); err != nil {
		return err
	}
	if _, err := stage.Commit(ctx); err != nil {
		return err
	}
	w.dir = dir
	w.serve(s)
	return nil
}

func (w *world) read(ctx context.Context) (err error) {
	content, err := w.space.Content()
	if err != nil {
		return err
	}
	w.kb = content.Config
	tree, err := w.space.Tree(ctx, "local")
	if err != nil {
		return err
	}
	if w.snapshot, err = w.space.Snapshot(ctx, "local"); err != nil {
		return err
	}
	w.goroot, w.index = tree.Root, w.snapshot.Index
	w.version = w.index.Config.Version
	return nil
}

// site makes a site of some versions. The words are about the local Go: of others they
// may say what does not hold.
func (w *world) site(list ...*index.Index) (*site.Site, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	snapshots := make([]*annotate.Snapshot, len(list))
	for i, x := range list {
		snapshots[i] = w.snapshot
		if x != w.index {
			snapshots[i] = annotate.NewSnapshot(x)
			snapshots[i].Tree = w.snapshot.Tree
		}
	}
	s, problems, err := w.space.Site(context.Background(), "http://127.0.0.1:8080/", snapshots...)
	if len(list) == 1 && len(problems) > 0 {
		err = fmt.Errorf("%v", problems[0])
	}
	return s, err
}

// searchDocs lists what can be found on the site of the local Go.
func (w *world) searchDocs() ([]search.Doc, search.Vocabulary, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.space.SearchDocs(context.Background(), w.snapshot)
}

const prefix = "/deep/down"

// serve opens the three ways to the site. The servers end with the program.
func (w *world) serve(s *site.Site) {
	handler := server.New(s, server.Options{}).Handler()
	root := httptest.NewServer(handler)
	below := httptest.NewServer(http.StripPrefix(prefix, handler))
	w.bases = []base{
		{"http", root.URL + "/"},
		{"prefix", below.URL + prefix + "/"},
		{"file", "file://" + w.dir + "/"},
	}
	runtime.GC() // the build leaves garbage, and the browser wants the memory
}
