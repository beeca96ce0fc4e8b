package server

import (
	"bufio"
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// running is a server in Run.
type running struct {
	server *Server
	url    string
	end    context.CancelFunc
	done   chan error
}

func (r *running) addr() string {
	return strings.TrimSuffix(strings.TrimPrefix(r.url, "http://"), "/")
}

func run(t *testing.T, site Site, opt Options, addr string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{server: New(site, opt), end: cancel, done: make(chan error, 1)}
	ready := make(chan string, 1)
	go func() { r.done <- r.server.Run(ctx, addr, func(url string) { ready <- url }) }()
	select {
	case r.url = <-ready:
	case err := <-r.done:
		t.Fatal(err)
	}
	return r
}

// stop ends the server and fails when that takes longer than limit.
func (r *running) stop(t *testing.T, limit time.Duration) {
	t.Helper()
	r.end()
	select {
	case err := <-r.done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(limit):
		t.Errorf("the server did not end within %v", limit)
	}
}

// stream reads the events of a server.
type stream struct {
	resp  *http.Response
	lines *bufio.Scanner
}

func listenTo(t *testing.T, url string) *stream {
	t.Helper()
	r, _ := http.NewRequest("GET", strings.TrimSuffix(url, "/")+"/-/reload", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return &stream{resp, bufio.NewScanner(resp.Body)}
}

// next returns the first line from here that begins with prefix, and "" at the
// end of the stream.
func (s *stream) next(prefix string) string {
	for s.lines.Scan() {
		if rest, ok := strings.CutPrefix(s.lines.Text(), prefix); ok {
			return rest + "."
		}
	}
	return ""
}

func TestRun(t *testing.T) {
	host := "localhost"
	if _, err := net.LookupHost(host); err != nil {
		host = "127.0.0.1" // of a machine without a list of hosts
	}
	r := run(t, newFake(), Options{}, host+":0")
	if !strings.HasPrefix(r.url, "http://"+host+":") || strings.HasSuffix(r.url, ":0/") {
		t.Errorf("url is %s", r.url)
	}
	get(t, "GET", r.url+"dir/").want(t, 200)
	r.stop(t, time.Second)
	if _, err := net.Dial("tcp", r.addr()); err == nil {
		t.Error("the server still listens")
	}
}

func TestAddressInUse(t *testing.T) {
	r := run(t, newFake(), Options{}, "127.0.0.1:0")
	err := New(newFake(), Options{}).Run(t.Context(), r.addr(), nil)
	if err == nil || !strings.Contains(err.Error(), "in use\n    hint: ") || !strings.Contains(err.Error(), r.addr()) {
		t.Errorf("error is %v", err)
	}
	for _, addr := range []string{"nonsense", "127.0.0.1:99999", "192.0.2.1:0"} {
		if err := New(newFake(), Options{}).Run(t.Context(), addr, nil); err == nil || !strings.Contains(err.Error(), "hint: ") {
			t.Errorf("%s: error is %v", addr, err)
		}
	}
}

// Package net would listen on all addresses for "", and find a port of its own.
func TestCheckAddr(t *testing.T) {
	for addr, want := range map[string]string{
		"": "is empty", ":": "without a port", "127.0.0.1:": "without a port", "127.0.0.1": "missing port", "8080": "missing port",
		"::1:80:": "too many colons", "http://127.0.0.1:8080": "too many colons", "//127.0.0.1:80": "is no host", "a b:80": "is no host",
		"\x00:80": "is no host", "127.0.0.1:-1": "is no port", "127.0.0.1:65536": "is no port", "127.0.0.1:no-such-port": "is no port", "127.0.0.1:80/": "is no port",
	} {
		err := CheckAddr(addr)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "\n    hint: ") {
			t.Errorf("%q: error is %v; want %q", addr, err, want)
		}
		if New(newFake(), Options{}).Run(t.Context(), addr, func(url string) { t.Errorf("%q is served at %s", addr, url) }) == nil {
			t.Errorf("%q: Run does not fail", addr)
		}
	}
	for _, addr := range []string{":0", "127.0.0.1:0", "[::1]:8080", "localhost:8080", "my_host:http", "[fe80::1%eth0]:80"} {
		if err := CheckAddr(addr); err != nil {
			t.Errorf("%q: %v", addr, err)
		}
	}
}

func TestURLOf(t *testing.T) {
	for addr, want := range map[string]string{
		":0": "http://localhost:80/", "0.0.0.0:0": "http://localhost:80/", "[::]:0": "http://localhost:80/",
		"[::1]:0": "http://[::1]:80/", "127.0.0.1:80": "http://127.0.0.1:80/", "name:http": "http://name:80/",
	} {
		if got := urlOf(addr, &net.TCPAddr{IP: net.IPv4zero, Port: 80}); got != want {
			t.Errorf("urlOf(%q) = %q; want %q", addr, got, want)
		}
	}
}

// Neither an open stream nor a connection that a browser opened in advance
// delays the end.
func TestEndWithOpenStream(t *testing.T) {
	r := run(t, newFake(), Options{Reload: true}, "127.0.0.1:0")
	events := listenTo(t, r.url)
	if events.next("data: ") == "" {
		t.Fatal("no event")
	}
	c, err := net.Dial("tcp", r.addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	get(t, "GET", r.url) // by then, the server has accepted c
	r.stop(t, time.Second)
	if line := events.next("data: "); line != "" {
		t.Errorf("the stream went on: %s", line)
	}
}

// A request that is being answered is answered.
func TestEndWaitsForPage(t *testing.T) {
	site := &slow{fake: newFake(), begun: make(chan bool), end: make(chan bool)}
	r := run(t, site, Options{}, "127.0.0.1:0")
	got := make(chan answer)
	go func() { got <- get(t, "GET", r.url+"long.html") }()
	<-site.begun
	r.end()
	close(site.end)
	if a := <-got; a.body != long {
		t.Errorf("got %d bytes", len(a.body))
	}
	r.stop(t, time.Second)
}

// A page that does not end is cut, well before the process would be ended.
func TestEndCutsPage(t *testing.T) {
	site := &slow{fake: newFake(), begun: make(chan bool), end: make(chan bool)}
	defer close(site.end)
	r := run(t, site, Options{}, "127.0.0.1:0")
	go func() { _, _ = client.Get(r.url + "long.html") }()
	<-site.begun
	r.stop(t, 3*time.Second)
}

type slow struct {
	*fake
	begun, end chan bool
}

func (s *slow) Page(name string) ([]byte, error) {
	s.begun <- true
	<-s.end
	return s.fake.Page(name)
}

func TestReload(t *testing.T) {
	s, url := start(t, newFake(), Options{Reload: true})
	events := listenTo(t, url)
	answer{Response: events.resp}.want(t, 200, "Content-Type", "text/event-stream", "Cache-Control", "no-store",
		"Content-Encoding", "", "X-Content-Type-Options", "nosniff")
	seen := map[string]bool{}
	for range 3 {
		name := strings.TrimSuffix(events.next("data: "), ".")
		if seen[name] {
			t.Errorf("build %s was told twice", name)
		}
		seen[name] = true
		tag := `<head><script src="/-/reload.js" data-build="` + name + `" defer></script></head>`
		for _, path := range []string{"/", "/none"} {
			if a := get(t, "GET", url+path); !strings.Contains(a.body, tag) {
				t.Errorf("%s lacks %s: %s", path, tag, a.body)
			}
		}
		if a := get(t, "GET", url+"/error.html"); !strings.Contains(a.body, "/-/reload.js") {
			t.Errorf("an error does not reload: %s", a.body)
		}
		s.Swap(newFake())
	}
	get(t, "GET", url+"/-/reload.js").want(t, 200, "Content-Type", "text/javascript; charset=utf-8")
	get(t, "HEAD", url+"/-/reload").want(t, 200, "Content-Type", "text/event-stream")
}

func TestNoReload(t *testing.T) {
	_, url := start(t, newFake(), Options{})
	for _, p := range []string{"/-/reload", "/-/reload.js"} {
		get(t, "GET", url+p).want(t, 404)
	}
	if a := get(t, "GET", url+"/"); strings.Contains(a.body, "script") {
		t.Error(a.body)
	}
}

type built struct {
	*fake
	name string
}

func (b built) Build() string { return b.name }

func TestBuildNames(t *testing.T) {
	a, b := new(Server).newBuild(built{newFake(), "one"}), new(Server).newBuild(built{newFake(), "o\nn\"e"})
	if a.name != "one" || b.name != "one" {
		t.Errorf("names are %q, %q", a.name, b.name)
	}
	if c, d := new(Server).newBuild(newFake()), new(Server).newBuild(newFake()); c.name == d.name {
		t.Error("two builds have one name")
	}
}

// A stream outlives the deadlines that hold for pages.
func TestStreamOutlivesDeadlines(t *testing.T) {
	s := New(newFake(), Options{Reload: true})
	s.beat = 20 * time.Millisecond
	srv := httptest.NewUnstartedServer(s.Handler())
	srv.Config.ReadTimeout, srv.Config.WriteTimeout = 50*time.Millisecond, 50*time.Millisecond
	srv.Start()
	t.Cleanup(srv.Close)
	events := listenTo(t, srv.URL)
	for range 6 {
		if events.next(":") == "" {
			t.Fatal("the stream was cut")
		}
	}
	s.Swap(newFake())
	if events.next("data: ") == "" {
		t.Fatal("no event")
	}
	events.resp.Body.Close()
}

func TestScriptIsPlain(t *testing.T) {
	data, err := os.ReadFile("reload.js")
	if err != nil || strings.Contains(string(data), "import ") || strings.Contains(string(data), "export ") {
		t.Errorf("reload.js is no classic script: %v", err)
	}
}
