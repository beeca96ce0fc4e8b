package server

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// fake is a site in memory; it records what it is asked for.
type fake struct {
	pages map[string]string
	mu    sync.Mutex
	asked []string
}

func (f *fake) Page(name string) ([]byte, error) {
	f.mu.Lock()
	f.asked = append(f.asked, name)
	f.mu.Unlock()
	switch text, ok := f.pages[name]; {
	case !ok:
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	case text == "ERROR":
		return nil, errors.New("secret cause")
	case text == "PANIC":
		panic("secret panic")
	default:
		return []byte(text), nil
	}
}

func (f *fake) NotFound(name string) []byte {
	if strings.HasPrefix(name, "panic") {
		panic("secret panic")
	}
	return []byte("<html><head></head>no " + strings.ToValidUTF8(name, "") + "</html>")
}

var long = strings.Repeat("the scheduler parks a goroutine. ", 200)

func newFake() *fake {
	return &fake{pages: map[string]string{
		"index.html":         "<html><head></head>root</html>",
		"dir/index.html":     "dir",
		"a:b/index.html":     "colon",
		"long.html":          long,
		"data.bin":           strings.Repeat("0123456789", 300),
		"style.css":          long,
		"go1/model/run.html": "model",
		"go1/model.html":     "no model",
		"error.html":         "ERROR",
		"panic.html":         "PANIC",
	}}
}

// logged collects what a server logs.
type logged struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *logged) log(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintf(&l.text, format+"\n", args...)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func start(t *testing.T, site Site, opt Options) (*Server, string) {
	t.Helper()
	s := New(site, opt)
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	return s, srv.URL
}

// client neither follows redirects nor decompresses.
var client = &http.Client{
	Transport:     &http.Transport{DisableCompression: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

type answer struct {
	*http.Response
	body string
}

// get sends a request with header fields given as name, value, ….
func get(t *testing.T, method, url string, fields ...string) answer {
	t.Helper()
	r, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(fields); i += 2 {
		r.Header.Set(fields[i], fields[i+1])
	}
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp, string(body)}
}

func (a answer) want(t *testing.T, status int, fields ...string) {
	t.Helper()
	if a.StatusCode != status {
		t.Errorf("%s: status %d; want %d", a.Request.URL, a.StatusCode, status)
	}
	for i := 0; i+1 < len(fields); i += 2 {
		if got := a.Header.Get(fields[i]); got != fields[i+1] {
			t.Errorf("%s: %s is %q; want %q", a.Request.URL, fields[i], got, fields[i+1])
		}
	}
}

func gunzip(t *testing.T, body string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestPages(t *testing.T) {
	_, url := start(t, newFake(), Options{})
	for _, c := range []struct {
		path, body, kind string
		status           int
	}{
		{"/", "<html><head></head>root</html>", html, 200},
		{"/index.html", "<html><head></head>root</html>", html, 200},
		{"/dir/", "dir", html, 200},
		{"/dir/index.html", "dir", html, 200},
		{"/style.css", long, "text/css; charset=utf-8", 200},
		{"/dir/none.js", "<html><head></head>no dir/none.js</html>", html, 404},
		{"/none/", "<html><head></head>no none/index.html</html>", html, 404},
		{"/go1", "<html><head></head>no go1</html>", html, 404},
	} {
		a := get(t, "GET", url+c.path)
		a.want(t, c.status, "Content-Type", c.kind, "Cache-Control", "no-cache")
		if a.body != c.body {
			t.Errorf("%s: body %q; want %q", c.path, a.body, c.body)
		}
	}
}

func TestRedirects(t *testing.T) {
	_, url := start(t, newFake(), Options{})
	for path, want := range map[string]string{
		"/dir":       "/dir/",
		"/dir?a=b":   "/dir/?a=b",
		"/a:b":       "/a:b/",
		"//dir":      "/dir",
		"//evil.com": "/evil.com",
		"/x//dir/":   "/x/dir/",
		"/./dir/.":   "/dir/",
		"//":         "/",
		"/.":         "/",
		"/a%3Fb//":   "/a%3Fb/",
	} {
		a := get(t, "GET", url+path)
		a.want(t, 302)
		if strings.HasPrefix(a.Header.Get("Location"), "/") {
			t.Errorf("%s: the redirect to %s is not relative", path, a.Header.Get("Location"))
		}
		to, err := a.Location()
		if err != nil || to.String() != url+want {
			t.Errorf("%s: leads to %v, %v; want %s", path, to, err, want)
		}
	}
}

func TestFS(t *testing.T) {
	_, url := start(t, FS(fstest.MapFS{
		"index.html":      {Data: []byte("root")},
		"404.html":        {Data: []byte("none")},
		"go1/404.html":    {Data: []byte("none in go1")},
		"go1/x/y.html":    {Data: []byte("y")},
		".sourcedive":     {Data: []byte("secret")},
		".git/config":     {Data: []byte("secret")},
		".well-known/a":   {Data: []byte("known")},
		"go1/x/.hidden/a": {Data: []byte("secret")},
	}), Options{})
	for path, want := range map[string]string{
		"/": "root", "/go1/x/y.html": "y", "/.well-known/a": "known", "/404.html": "none",
		"/.sourcedive": "none", "/.git/config": "none", "/go1/x/.hidden/a": "none in go1",
		"/go1/x": "none in go1", "/go1/x/": "none in go1", "/go1/x/y.html/z": "none in go1", "/a/b/c": "none",
	} {
		if a := get(t, "GET", url+path); a.body != want {
			t.Errorf("%s: %d %q; want %q", path, a.StatusCode, a.body, want)
		}
	}
}

// On a real disk, an os.Root keeps links inside.
func TestFSOnDisk(t *testing.T) {
	dir := t.TempDir()
	site := filepath.Join(dir, "site")
	for _, err := range []error{os.Mkdir(site, 0o755), os.WriteFile(filepath.Join(dir, "secret"), []byte("secret"), 0o644),
		os.WriteFile(filepath.Join(site, "a.txt"), []byte("a"), 0o644), os.Symlink("../secret", filepath.Join(site, "out.txt"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(site)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	_, url := start(t, FS(root.FS()), Options{})
	get(t, "GET", url+"/a.txt").want(t, 200)
	if a := get(t, "GET", url+"/out.txt"); a.StatusCode == 200 || strings.Contains(a.body, "secret") {
		t.Errorf("the link leads out: %d %q", a.StatusCode, a.body)
	}
}

// Pages may be asked for and swapped from everywhere at once.
func TestConcurrent(t *testing.T) {
	s, url := start(t, newFake(), Options{Reload: true})
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 25 {
				if a := get(t, "GET", url+"/", "Accept-Encoding", "gzip"); !bytes.Contains([]byte(a.body), []byte("root")) {
					t.Error(a.body)
				}
				s.Swap(newFake())
			}
		})
	}
	group.Wait()
}
