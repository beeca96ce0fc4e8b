package site

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer"
	"sourcedive/indexer/index"
	"sourcedive/templates"
)

func goEnv(name string) string {
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		panic("go env " + name + ": " + err.Error())
	}
	return strings.TrimSpace(string(out))
}

// smallIndex is that of a few packages of the local tree.
var smallIndex = sync.OnceValues(func() (*index.Index, error) {
	return indexer.Build(context.Background(), indexer.Config{
		Root: goEnv("GOROOT"), Version: goEnv("GOVERSION"), Env: os.Environ(), GOOS: runtime.GOOS, GOARCH: runtime.GOARCH,
		Roots: []string{"sort", "errors", "sync", "sync/atomic", "internal/runtime/atomic", "internal/reflectlite"},
		Notes: []string{"A note <of> the tree."},
	})
})

func realTheme(t testing.TB) *templates.Theme {
	t.Helper()
	s, err := templates.Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var smallKB = article.Config{
	Title: "A small site", Lead: "For <tests>.",
	Journeys: []article.JourneySpec{
		{Name: "sort", Root: []string{"sort.Sort"}, Title: "Sorting", Lead: "How a slice is sorted."},
		{Name: "lock", Root: []string{"sync.(*RWMutex).Lock"}, Title: "Locking", Lead: "How a lock is taken."},
	},
	Directives: map[string]string{"linkname": "has another name"},
}

// siteOf is a site of indexes.
func siteOf(t testing.TB, kb article.Config, indexes ...*index.Index) *Site {
	t.Helper()
	var versions []*Version
	for _, x := range indexes {
		resolved, problems := annotate.Resolve(context.Background(), annotate.NewSnapshot(x), smallWords(t, x, kb))
		for _, p := range problems {
			t.Error(p)
		}
		version, problems := versionOf(x, runtime.GOOS+"/"+runtime.GOARCH, resolved, realTheme(t), counting(t))
		for _, p := range problems {
			t.Error(p)
		}
		versions = append(versions, version)
	}
	return New(versions, realTheme(t), "https://example.com/go")
}

func smallSite(t testing.TB) *Site {
	t.Helper()
	x, err := smallIndex()
	if err != nil {
		t.Fatal(err)
	}
	return siteOf(t, smallKB, x)
}

// rendered is every file of a site by path.
func rendered(t testing.TB, s *Site) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	var mu sync.Mutex
	err := s.Render(context.Background(), nil, func(path string, data []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if _, twice := files[path]; twice {
			t.Errorf("%s is made twice", path)
		}
		files[path] = bytes.Clone(data)
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

var (
	smallOnce  sync.Once
	smallFiles map[string][]byte
)

// small is the rendered small site, made once.
func small(t testing.TB) map[string][]byte {
	t.Helper()
	smallOnce.Do(func() { smallFiles = rendered(t, smallSite(t)) })
	if smallFiles == nil {
		t.Skip("the small site could not be made; another test says why")
	}
	return smallFiles
}

func TestEveryPageIsMade(t *testing.T) {
	s := smallSite(t)
	files := small(t)
	paths := s.Paths()
	if len(files) != len(paths) {
		t.Errorf("%d files are made, %d are planned", len(files), len(paths))
	}
	fold := map[string]string{}
	for _, path := range paths {
		if len(files[path]) == 0 {
			t.Errorf("%s is empty", path)
		}
		if other, taken := fold[strings.ToLower(path)]; taken {
			t.Errorf("%s and %s differ in case only", path, other)
		}
		fold[strings.ToLower(path)] = path
	}
}

func TestTwoSitesAreTheSame(t *testing.T) {
	one := func(procs int) map[string][]byte {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		return rendered(t, smallSite(t))
	}
	a, b := one(1), one(8)
	if len(a) != len(b) {
		t.Fatalf("%d and %d files", len(a), len(b))
	}
	for path, data := range a {
		if !bytes.Equal(data, b[path]) {
			t.Errorf("%s differs", path)
		}
	}
	for path, data := range a {
		if bytes.Contains(data, []byte(goEnv("GOROOT")+"/src")) {
			t.Errorf("%s holds an absolute path", path)
		}
	}
}

// knownScripts are the only ones that a page may load.
var knownScripts = []string{"theme.js", "app.js", "path.js", "search.js", "model.js", "little.js"}

// checkPage looks at the contract of a page, not its bytes. It returns the ids and
// the addresses that the page leads to.
func checkPage(t testing.TB, path string, data []byte) (ids map[string]bool, hrefs []string) {
	t.Helper()
	ids = map[string]bool{}
	doc, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	mains := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "main" {
			mains++
		}
		attr := map[string]string{}
		for _, a := range n.Attr {
			attr[a.Key] = a.Val
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(strings.TrimSpace(strings.ToLower(a.Val)), "javascript:") {
				t.Errorf("%s: <%s %s=%q>", path, n.Data, a.Key, a.Val)
			}
			if strings.ContainsAny(a.Key, "\"'<=`") {
				t.Errorf("%s: <%s> has an attribute called %q", path, n.Data, a.Key)
			}
		}
		switch n.Data {
		case "script":
			src, _, _ := strings.Cut(attr["src"], "?")
			if n.FirstChild != nil || !slices.Contains(knownScripts, src[strings.LastIndexByte(src, '/')+1:]) {
				t.Errorf("%s: script %q", path, attr["src"])
			}
		case "iframe", "object", "embed", "base", "img", "style", "template":
			t.Errorf("%s: element %s", path, n.Data)
		}
		if id, ok := attr["id"]; ok {
			if id == "" || strings.ContainsAny(id, " \t\n") {
				t.Errorf("%s: id %q", path, id)
			}
			if ids[id] {
				t.Errorf("%s: two elements have the id %q", path, id)
			}
			ids[id] = true
		}
		for _, key := range []string{"href", "src"} {
			if v, ok := attr[key]; ok {
				hrefs = append(hrefs, v)
			}
		}
		if by, ok := attr["aria-labelledby"]; ok {
			hrefs = append(hrefs, "#"+by)
		}
	}
	if mains != 1 {
		t.Errorf("%s: %d main elements", path, mains)
	}
	return ids, hrefs
}

// Every link of every page leads to a page, and to an id on it.
func TestNoLinkIsDead(t *testing.T) {
	checkLinks(t, small(t))
}

func checkLinks(t *testing.T, files map[string][]byte) {
	t.Helper()
	ids := map[string]map[string]bool{}
	hrefs := map[string][]string{}
	for path, data := range files {
		if strings.HasSuffix(path, ".html") {
			ids[path], hrefs[path] = checkPage(t, path, data)
		}
	}
	bad := 0
	for path, list := range hrefs {
		for _, href := range list {
			if strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://") {
				continue
			}
			href, _, _ = strings.Cut(href, "?")
			page, frag, has := strings.Cut(resolve(path, href), "#")
			_, exists := files[page]
			if plain, err := url.PathUnescape(frag); err == nil {
				frag = plain
			}
			if strings.Contains(page, "/model/") && strings.Contains(frag, "at=") {
				frag = "" // a moment of a run, which the player shows
			}
			if !exists || has && frag != "" && !ids[page][frag] {
				if bad++; bad < 20 {
					t.Errorf("%s: %s leads nowhere", path, href)
				}
			}
		}
	}
	if bad >= 20 {
		t.Errorf("%d links lead nowhere", bad)
	}
}

// Titles are unique, and every page says what it is about.
func TestTitles(t *testing.T) {
	seen := map[string]string{}
	for path, data := range small(t) {
		if !strings.HasSuffix(path, ".html") || !strings.Contains(path, "/") {
			continue
		}
		_, rest, _ := strings.Cut(string(data), "<title>")
		title, _, _ := strings.Cut(rest, "</title>")
		if other, taken := seen[title]; taken || title == "" {
			t.Errorf("%s and %s have the title %q", path, other, title)
		}
		seen[title] = path
	}
}

func TestPageThatIsNotThere(t *testing.T) {
	s := smallSite(t)
	for _, name := range []string{"", "nonsense", "go0/index.html", s.versions[0].Dir, s.versions[0].Dir + "/", s.versions[0].Dir + "/nonsense.html", "../index.html", s.versions[0].Dir + "/../index.html"} {
		if _, err := s.Page(name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("page %q: %v", name, err)
		}
	}
	for _, name := range []string{"nonsense", s.versions[0].Dir + "/func/x/y.html", "a/b/c/d"} {
		_, hrefs := checkPage(t, name, s.NotFound(name))
		for _, href := range hrefs {
			href, _, _ = strings.Cut(href, "?")
			page, _, _ := strings.Cut(resolve(name, href), "#")
			if _, err := s.Page(page); page != name && err != nil {
				t.Errorf("on the page for %s, %s leads nowhere", name, href)
			}
		}
	}
}

func TestSitemap(t *testing.T) {
	s := smallSite(t)
	data, err := s.Page(sitemap)
	if err != nil {
		t.Fatal(err)
	}
	var set struct {
		URLs []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(data, &set); err != nil {
		t.Fatal(err)
	}
	if len(set.URLs) < 100 {
		t.Errorf("%d pages", len(set.URLs))
	}
	for _, u := range set.URLs {
		path, ok := strings.CutPrefix(u.Loc, "https://example.com/go/")
		if _, err := s.Page(path); !ok || err != nil || !strings.HasSuffix(path, ".html") {
			t.Errorf("the sitemap lists %s: %v", u.Loc, err)
		}
	}
}

func TestRenderStopsAtTheFirstError(t *testing.T) {
	full := errors.New("disk full")
	n := 0
	var mu sync.Mutex
	err := smallSite(t).Render(context.Background(), nil, func(string, []byte) error {
		mu.Lock()
		defer mu.Unlock()
		n++
		return full
	}, nil)
	if !errors.Is(err, full) || n > runtime.GOMAXPROCS(0) {
		t.Errorf("%v after %d files", err, n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := smallSite(t).Render(ctx, nil, func(string, []byte) error { return nil }, nil); err == nil {
		t.Error("a cancelled rendering is whole")
	}
}

// Two versions side by side lead to each other.
func TestTwoVersions(t *testing.T) {
	x, err := smallIndex()
	if err != nil {
		t.Fatal(err)
	}
	old := *x
	old.Config.Version = "go1.0-old"
	s := siteOf(t, smallKB, x, &old)
	have := map[string]bool{}
	for _, path := range s.Paths() {
		have[path] = true
	}
	for _, path := range []string{"index.html", "func/sort/Sort.html", "src/sort/sort.go.html", "journey/sort.html", "404.html"} {
		if path != "404.html" {
			path = "go1.0-old/" + path
		}
		data, err := s.Page(path)
		if err != nil {
			t.Fatal(err)
		}
		_, hrefs := checkPage(t, path, data)
		for _, href := range hrefs {
			href, _, _ = strings.Cut(href, "?")
			page, _, _ := strings.Cut(resolve(path, href), "#")
			if strings.Contains(href, x.Config.Version) && !have[page] {
				t.Errorf("%s: %s leads nowhere", path, href)
			}
		}
	}
	data, err := s.Page(x.Config.Version + "/func/sort/Sort.html")
	if err != nil || !bytes.Contains(data, []byte("../../../go1.0-old/func/sort/Sort.html")) {
		t.Errorf("the page of sort.Sort does not lead to its other version (%v)", err)
	}
}

// What a page shows is what the index knows.
func TestPagesTellTheIndex(t *testing.T) {
	s := smallSite(t)
	dir := s.versions[0].Dir + "/"
	for _, c := range []struct {
		path string
		has  []string
		not  []string
	}{
		{"func/sort/Sort.html", []string{"Sort sorts data in ascending order", "pdqsort", "sort/sort.go:", ">Callers, ", ">Callees, "}, []string{"None is known.</p>\n</section>\n<section aria-labelledby=\"callees\""}},
		{"type/sync/Mutex.html", []string{"Fields", "8 bytes, aligned to 4", "Lock", "TryLock"}, nil},
		{"src/sort/sort.go.html", []string{"<b>package</b>", "id=Sort"}, []string{"<script>"}},
		{"index.html", []string{"A small site", "For &lt;tests&gt;.", "Sorting", "Locking", "A note &lt;of&gt; the tree."}, []string{"Five journeys"}},
		{"journey/sort.html", []string{"How a slice is sorted.", "<svg"}, nil},
		{"about.html", []string{"Go Authors"}, nil},
	} {
		data, err := s.Page(dir + c.path)
		if err != nil {
			t.Error(err)
			continue
		}
		for _, want := range c.has {
			if !strings.Contains(string(data), want) {
				t.Errorf("%s lacks %q", c.path, want)
			}
		}
		for _, bad := range c.not {
			if strings.Contains(string(data), bad) {
				t.Errorf("%s has %q", c.path, bad)
			}
		}
	}
}
