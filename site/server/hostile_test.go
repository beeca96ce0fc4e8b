package server

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"path"
	"strings"
	"testing"
)

// raw sends a request line as it is, past any client that would mend it.
func raw(t *testing.T, addr, line, host string) (int, http.Header, string) {
	t.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "%s\r\nHost: %s\r\nConnection: close\r\n\r\n", line, host)
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, resp.Header, string(body)
}

func TestHostilePaths(t *testing.T) {
	site := newFake()
	_, url := start(t, site, Options{})
	addr := strings.TrimPrefix(url, "http://")
	for _, p := range []string{
		"/../etc/passwd", "/dir/../../etc/passwd", "/%2e%2e/etc/passwd", "/dir/%2E%2e/%2e%2e/x", "/..%2f..%2fetc",
		"/..", "/dir/..", `/..\..\windows`, "/%5c%5cserver/share", `/dir\index.html`, "/%00", "/index.html%00.css",
		"/%ff%fe", "/dir/..%00/", "//etc/passwd", "///", "/.//../x", "/%252e%252e/x", "/C:/windows/win.ini", "/dir/...",
		"/file:///etc/passwd", "/%2fetc/passwd", "/index.html/", "/index.html/x", "/" + strings.Repeat("a/", 4000), "/;/..;/x",
	} {
		status, header, body := raw(t, addr, "GET "+p+" HTTP/1.1", "localhost")
		if status != 400 && status != 404 && status != 302 && (status != 414 || len(p) < longestPath) {
			t.Errorf("%.60s: status %d", p, status)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || strings.Contains(body, "root") {
			t.Errorf("%s: %v %s", p, header, body)
		}
	}
	for _, name := range site.asked {
		if !fs.ValidPath(name) || path.Clean(name) != name || strings.ContainsAny(name, "\\\x00") {
			t.Errorf("the site was asked for %q", name)
		}
	}
}

// verbose repeats what is asked for in its page for what is missing.
type verbose struct{ *fake }

func (verbose) NotFound(path string) []byte {
	return []byte(strings.Repeat(strings.Repeat("../", strings.Count(path, "/"))+"index.html\n", 24))
}

func TestLongPaths(t *testing.T) {
	_, url := start(t, verbose{newFake()}, Options{})
	for path, status := range map[string]int{
		strings.Repeat("/a", 15_000):                 414,
		strings.Repeat("/", 15_000):                  414,
		"/" + strings.Repeat("a", longestPath):       414,
		"/api/search" + strings.Repeat("/", 5000):    414,
		"/" + strings.Repeat("%61", longestPath):     414,
		"/" + strings.Repeat("a", longestPath-1):     404,
		strings.Repeat("/a", deepestPath):            404,
		strings.Repeat("/a", deepestPath+1):          404,
		strings.Repeat("/a", longestPath/2):          404,
		strings.Repeat("/", longestPath):             404,
		"/" + strings.Repeat("%2f", longestPath-1):   404,
		"/" + strings.Repeat("a/../", deepestPath/3): 400,
	} {
		a := get(t, "GET", url+path)
		if a.StatusCode != status || len(a.body) > 4096 || len(a.Header.Get("Location")) > 4096 {
			t.Errorf("%.20s… of %d bytes: %s and %d bytes; want %d", path, len(path), a.Status, len(a.body), status)
		}
		if a.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("%.20s… of %d bytes: no policy", path, len(path))
		}
	}
}

// What package net/http refuses by itself is refused.
func TestHostileRequests(t *testing.T) {
	addr := run(t, newFake(), Options{}, "127.0.0.1:0").addr()
	for line, want := range map[string]int{
		"GET http://localhost/dir/ HTTP/1.1": 200, // the absolute form names our page
		"OPTIONS * HTTP/1.1":                 405,
		"CONNECT localhost:443 HTTP/1.1":     405,
		"GET  / HTTP/1.1":                    400,
		"GET / HTTP/3.0":                     505,
		"GET dir/ HTTP/1.1":                  400,
		"GET /% HTTP/1.1":                    400,
		"NONSENSE":                           400,
	} {
		if status, _, _ := raw(t, addr, line, "localhost"); status != want {
			t.Errorf("%q: status %d; want %d", line, status, want)
		}
	}
}

func FuzzResolve(f *testing.F) {
	for _, p := range []string{"/", "/a/b", "//a", "/a/../b", "/./", "/a//", `/a\b`, "/\x00", "a", ""} {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p string) {
		to := resolve(p)
		if to.page != "" && (!fs.ValidPath(to.page) || to.redirect != "") {
			t.Errorf("resolve(%q) = %+v", p, to)
		}
		if strings.HasPrefix(to.redirect, "/") {
			t.Errorf("resolve(%q) leads to %q", p, to.redirect)
		}
	})
}

func TestRebinding(t *testing.T) {
	r := run(t, newFake(), Options{}, "127.0.0.1:0")
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:1": 200, "localhost.": 200, "a.localhost:80": 200, "127.0.0.1": 200,
		"127.8.9.1:8080": 200, "[::1]:8080": 200, "[::ffff:127.0.0.1]": 200,
		"evil.com": 421, "evil.com:8080": 421, "127.0.0.1.evil.com": 421, "localhost.evil.com": 421,
		"notlocalhost": 421, "10.0.0.1": 421, "[::2]": 421, "": 421, "2130706433": 421, "0.0.0.0": 421,
	} {
		status, header, body := raw(t, r.addr(), "GET / HTTP/1.1", host)
		if status != want || header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("host %q: status %d; want %d", host, status, want)
		}
		if status == 421 && (strings.Contains(body, "root") || !strings.Contains(body, "localhost")) {
			t.Errorf("host %q: body %q", host, body)
		}
	}
	// The absolute form overrides the Host field.
	if status, _, _ := raw(t, r.addr(), "GET http://evil.com/ HTTP/1.1", "localhost"); status != 421 {
		t.Errorf("absolute form: status %d", status)
	}
}

func TestHostsOf(t *testing.T) {
	at := func(ip string) net.Addr { return &net.TCPAddr{IP: net.ParseIP(ip), Port: 80} }
	for _, c := range []struct {
		addr, ip, host string
		want           bool
	}{
		{"myname:80", "127.0.1.1", "myname:80", true},
		{"myname:80", "127.0.1.1", "other:80", false},
		{"[::1]:80", "::1", "localhost", true},
		{"[::1]:80", "::1", "evil.com", false},
		{":80", "::", "anything", true},
		{"10.0.0.5:80", "10.0.0.5", "anything", true},
	} {
		if got := hostsOf(c.addr, at(c.ip))(c.host); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}
