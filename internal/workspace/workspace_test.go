package workspace

import (
	"bytes"
	"errors"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"sourcedive/annotate/claim"
	"sourcedive/site/search"
	"sourcedive/site/server"
)

// writeFiles writes files into a new directory.
func writeFiles(t *testing.T, files map[string]string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

var small = map[string]string{"kb.yaml": "packages: [sort, sync]\n", "aliases.yaml": "symbols:\n  sort.Sort: [mutual exclusion for pigs]\n"}

// bound is only waited for by a test that fails.
const bound = time.Minute

// sharedModels keeps the models of all tests, which take longest to make.
var sharedModels = sync.OnceValue(func() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		dir = os.TempDir()
	}
	dir = filepath.Join(dir, "sourcedive", "models")
	_ = os.MkdirAll(dir, 0o777)
	return dir
})

// opened opens the small content with a cache of its own, if opt names none.
func opened(t *testing.T, opt Options) (*Workspace, *bytes.Buffer) {
	t.Helper()
	if testing.Short() {
		t.Skip("reads the source of Go")
	}
	log := new(bytes.Buffer)
	if opt.Content == "" {
		opt.Content = writeFiles(t, small)
	}
	if opt.Cache == "" {
		opt.Cache = t.TempDir()
		_ = os.Symlink(sharedModels(), filepath.Join(opt.Cache, "models")) // without it, they are made again
	}
	opt.Offline, opt.Log = true, log
	w, err := Open(opt)
	if err != nil {
		t.Fatal(err)
	}
	return w, log
}

func TestOptionsThatCannotBe(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none")
	for want, opt := range map[string]Options{
		"content " + none + ": is no directory":                           {Content: none},
		"templates " + none + ": is no directory":                         {Templates: none},
		"platform \"plan10/amd64\" is not GOOS/GOARCH as Go knows them\n": {Platform: "plan10/amd64"},
		"platform \"linux\" is not GOOS/GOARCH as Go knows them\n":        {Platform: "linux"},
	} {
		_, err := Open(opt)
		var option *OptionError
		if !errors.As(err, &option) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := Open(Options{Platform: "linux/arm64"}); err != nil {
		t.Error(err)
	}
}

func TestVersionsThatCannotBe(t *testing.T) {
	w, _ := opened(t, Options{})
	var spec *SpecError
	if _, err := w.Snapshot(t.Context(), "go1.x"); !errors.As(err, &spec) {
		t.Errorf("%v", err)
	}
	var option *OptionError
	if _, err := w.Snapshots(t.Context(), "local", runtime.Version()); !errors.As(err, &option) || !strings.Contains(err.Error(), "was asked for twice") {
		t.Errorf("%v", err)
	}
}

// A version is read once; another workspace finds the index that the first one kept,
// unless it is to read the source anew.
func TestWhatIsReadIsKept(t *testing.T) {
	w, log := opened(t, Options{})
	a, err := w.Snapshot(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	b, err := w.Snapshot(t.Context(), "local")
	if err != nil || a != b || strings.Count(log.String(), "reading ") != 1 {
		t.Errorf("%p, %p, %v; log:\n%s", a, b, err, log)
	}
	for fresh, want := range map[bool]int{false: 0, true: 1} {
		opt := w.opt
		opt.Fresh = fresh
		w, log := opened(t, opt)
		if _, err := w.Snapshot(t.Context(), "local"); err != nil || strings.Count(log.String(), "reading ") != want {
			t.Errorf("fresh %v: %v; log:\n%s", fresh, err, log)
		}
	}
}

// After a site has been made, a search has its data, and reads neither source nor
// content; the results are those of a search without a site.
func TestSearchAfterSite(t *testing.T) {
	find := func(w *Workspace, query string) search.Results {
		t.Helper()
		x, dir, err := w.Search(t.Context(), "local")
		if err != nil || dir == "" {
			t.Fatalf("%q, %v", dir, err)
		}
		if c, ok := x.(io.Closer); ok {
			defer c.Close()
		}
		r, err := x.Search(query, 5)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	plain, log := opened(t, Options{})
	want := find(plain, "mutual exclusion for pigs")
	if len(want.Hits) == 0 || want.Hits[0].ID != "sort.Sort" || !strings.Contains(log.String(), "making the search index") {
		t.Errorf("%+v; log:\n%s", want, log)
	}
	w, _ := opened(t, Options{Content: plain.opt.Content})
	list, err := w.Snapshots(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	s, problems, err := w.Site(t.Context(), "http://localhost/", list...)
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if err := s.Render(t.Context(), nil, func(string, []byte) error { return nil }, nil); err != nil {
		t.Fatal(err)
	}
	after, log := opened(t, w.opt)
	if diff := cmp.Diff(want, find(after, "mutual exclusion for pigs")); diff != "" || log.Len() > 0 {
		t.Errorf("log:\n%s\n%s", log, diff)
	}
	// Other content is searched anew.
	if err := os.WriteFile(filepath.Join(w.opt.Content, "aliases.yaml"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	other, log := opened(t, w.opt)
	if r := find(other, "mutual exclusion for pigs"); cmp.Equal(want, r) || !strings.Contains(log.String(), "making the search index") {
		t.Errorf("%+v; log:\n%s", r, log)
	}
}

// First searches at once, each as a process of its own would, all find the same.
func TestFirstSearchesAtOnce(t *testing.T) {
	first, _ := opened(t, Options{})
	if _, err := first.Snapshot(t.Context(), "local"); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 10 {
		w, _ := opened(t, first.opt)
		all.Go(func() {
			x, _, err := w.Search(t.Context(), "local")
			if err != nil {
				t.Error(err)
				return
			}
			if r, err := x.Search("Mutex", 5); err != nil || len(r.Hits) != 5 {
				t.Errorf("%+v, %v", r, err)
			}
		})
	}
	all.Wait()
}

// A site that is made again has the content as it is then; searches of it are answered
// by the index of the former one until its own is made.
func TestSiteAgain(t *testing.T) {
	w, _ := opened(t, Options{})
	list, err := w.Snapshots(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(query string) string {
		t.Helper()
		s, _, err := w.Site(t.Context(), "http://localhost/", list...)
		if err != nil {
			t.Fatal(err)
		}
		h := server.New(s, server.Options{}).Handler()
		r := httptest.NewRecorder()
		h.ServeHTTP(r, httptest.NewRequest("GET", "/api/search?limit=1&q="+query, nil))
		return r.Body.String()
	}
	if got := ask("pigs"); !strings.Contains(got, `"sort.Sort"`) {
		t.Errorf("pigs: %s", got)
	}
	if err := os.WriteFile(filepath.Join(w.opt.Content, "aliases.yaml"), []byte("symbols:\n  sort.Sort: [for hens]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	ask("hens")
	w.Close(bound)
	if got := ask("hens"); !strings.Contains(got, `"sort.Sort"`) {
		t.Errorf("hens: %s", got)
	}
	w.Close(bound)
}

// Claims come to the same verdict in the whole index and in one of what they name.
func TestClaims(t *testing.T) {
	w, _ := opened(t, Options{})
	for text, want := range map[string]claim.State{
		`exists("sync.(*Mutex).Lock")`: claim.True, `exists("sync.(*Mutex).Lock") && kind("sort.Sort") == "type"`: claim.False,
		`kind("sync.Nothing") == "func"`: claim.Unanswerable,
	} {
		e, err := claim.Compile(text)
		if err != nil {
			t.Fatal(err)
		}
		whole, x, err := w.Claim(t.Context(), e, "local")
		if err != nil || whole.State != want {
			t.Errorf("%s: %v, %v, want %v", text, whole.State, err, want)
		}
		alone, name, err := w.ClaimAlone(t.Context(), e, "local")
		if err != nil || alone.State != want || name != x.Config.Version {
			t.Errorf("%s, alone: %v, %s, %v, want %v", text, alone.State, name, err, want)
		}
	}
}

// Over versions, a symbol is meant under the name that it has in each, and in a package
// that the claim does not name; a claim about one version is about its names.
func TestClaimsFollowRenames(t *testing.T) {
	w, _ := opened(t, Options{})
	for text, want := range map[string]claim.State{
		`kind("runtime.findrunnable") == "func"`:            claim.True,
		`kind("runtime/internal/atomic.Load64") == "func"`:  claim.True,
		`calls("runtime.schedule", "runtime.findrunnable")`: claim.True,
		`exists("runtime.findrunnable")`:                    claim.False,
		`kind("runtime.duffcopy.nothing") == "func"`:        claim.Unanswerable,
	} {
		e, err := claim.Compile(text)
		if err != nil {
			t.Fatal(err)
		}
		if v, _, err := w.ClaimAlone(t.Context(), e, "local"); err != nil || v.State != want {
			t.Errorf("%s: %v, %v, want %v: %s", text, v.State, err, want, v.Cause)
		}
	}
	e, err := claim.Compile(`kind("runtime.findrunnable") == "func"`)
	if err != nil {
		t.Fatal(err)
	}
	runtimeToo, _ := opened(t, Options{Content: writeFiles(t, map[string]string{"kb.yaml": "packages: [sort, runtime]\n"}), Cache: w.opt.Cache})
	if v, _, err := runtimeToo.Claim(t.Context(), e, "local"); err != nil || v.State != claim.Unanswerable || v.HintText() != "it is called runtime.findRunnable there" {
		t.Errorf("of one version: %v, %q, %v", v.State, v.HintText(), err)
	}
}
