package browsertest

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/content"
	runnable "sourcedive/content/models"
	"sourcedive/indexer"
	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/gotree"
	"sourcedive/indexer/index"
	"sourcedive/site"
	"sourcedive/site/models"
	"sourcedive/site/models/wasm"
	"sourcedive/site/pages"
	"sourcedive/site/publish"
	"sourcedive/site/server"
	"sourcedive/templates"
)

// world is the site under test, made once.
type world struct {
	dir     string // where it is written
	goroot  string // whose source it shows
	version string // the folder of the only version
	index   *index.Index
	kb      article.Config
	words   *article.Content
	look    *templates.Theme
	bases   []base
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

// make builds the site of the local Go as `sourcedive build` does.
func (w *world) make(ctx context.Context, dir string) error {
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
	if err := s.Render(ctx, stage.Put, nil); err != nil {
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
	if w.words, err = article.Read(content.FS); err != nil {
		return err
	}
	w.kb = w.words.Config
	if w.look, err = templates.Parse(templates.FS); err != nil {
		return err
	}
	spec, err := gotree.Parse("local")
	if err != nil {
		return err
	}
	tree, err := gotree.Resolve(ctx, spec, gotree.Options{Offline: true})
	if err != nil {
		return err
	}
	w.goroot = tree.Root
	snippets, err := article.Snippets(content.FS)
	if err != nil {
		return err
	}
	list, err := w.listing(ctx, tree)
	if err != nil {
		return err
	}
	w.index, err = indexer.Build(ctx, indexer.Config{
		Root: tree.Root, Version: tree.Version, Env: tree.Env, GOOS: "linux", GOARCH: "amd64",
		Roots: w.kb.Packages, Closed: w.kb.Closed, Notes: tree.Notes, Listing: list, Statements: snippets,
	})
	if err == nil {
		w.version = w.index.Config.Version
	}
	return err
}

// listing is the one that the command makes, from the same cache.
func (w *world) listing(ctx context.Context, tree *gotree.Tree) (*asmlist.Listing, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	stamp, err := indexer.TreeStamp(tree.Root)
	if err != nil {
		return nil, err
	}
	return asmlist.Load(ctx, asmlist.Config{
		Root: tree.Root, Version: tree.Version, Env: tree.Env, GOOS: "linux", GOARCH: "amd64",
		Packages: w.kb.Closed, CacheDir: filepath.Join(dir, "sourcedive", "listing"), Stamp: stamp,
	})
}

// site plans a site of some versions.
func (w *world) site(list ...*index.Index) (*site.Site, error) {
	var plans []*site.Version
	for _, x := range list {
		plan, err := w.planOf(x)
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	return site.New(plans, w.look, "http://127.0.0.1:8080/"), nil
}

// plan is the plan of the local Go.
func (w *world) plan() (*site.Version, error) { return w.planOf(w.index) }

func (w *world) planOf(x *index.Index) (*site.Version, error) {
	stage, err := w.models(context.Background())
	if err != nil {
		return nil, err
	}
	ground := annotate.NewSnapshot(x)
	ground.Tree = os.DirFS(filepath.Join(w.goroot, "src"))
	book, problems := annotate.Resolve(context.Background(), ground, w.words)
	plan, more := site.NewVersion(pages.NewInputs(pages.NewCatalog(book.Index, runtime.GOOS+"/"+runtime.GOARCH), book, w.look, stage))
	if x == w.index {
		more = append(more, problems...) // of other versions, the words may say other things
	}
	for _, p := range more {
		return nil, fmt.Errorf("%v", p)
	}
	return plan, nil
}

// models are those of the site, compiled as the command does.
func (w *world) models(ctx context.Context) (*models.ModelSet, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	cache = filepath.Join(cache, "sourcedive", "models")
	stage, err := models.Load(runnable.All(), content.Models, cache)
	if err != nil {
		return nil, err
	}
	program, err := wasm.Build(ctx, content.Models, cache)
	if err != nil {
		return nil, err
	}
	return stage, stage.SetProgram(program.Wasm, program.Exec, "")
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
