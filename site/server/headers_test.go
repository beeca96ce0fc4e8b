package server

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestMethods(t *testing.T) {
	_, url := start(t, newFake(), Options{})
	for _, m := range []string{"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"} {
		get(t, m, url+"/").want(t, 405, "Allow", "GET, HEAD", "X-Content-Type-Options", "nosniff")
	}
}

// A HEAD has the headers of a GET and no body.
func TestHead(t *testing.T) {
	_, url := start(t, newFake(), Options{})
	for _, path := range []string{"/long.html", "/", "/none", "/error.html", "/data.bin"} {
		for _, enc := range []string{"identity", "gzip"} {
			h, g := get(t, "HEAD", url+path, "Accept-Encoding", enc), get(t, "GET", url+path, "Accept-Encoding", enc)
			h.want(t, g.StatusCode)
			if h.body != "" {
				t.Errorf("HEAD %s has a body", path)
			}
			for _, f := range []string{"Content-Type", "Content-Encoding", "ETag", "Vary", "Cache-Control", "Accept-Ranges"} {
				if h.Header.Get(f) != g.Header.Get(f) {
					t.Errorf("HEAD %s %s: %s is %q; GET has %q", path, enc, f, h.Header.Get(f), g.Header.Get(f))
				}
			}
		}
	}
	get(t, "HEAD", url+"/long.html", "Range", "bytes=0-9").want(t, 200, "Content-Length", fmt.Sprint(len(long)))
}

func TestSecurityHeaders(t *testing.T) {
	_, url := start(t, newFake(), Options{})
	const rest = "; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; " +
		"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	for path, wasm := range map[string]string{
		"/": "", "/go1/model/run.html": " 'wasm-unsafe-eval'", "/go1/model.html": "", "/none": "",
		"/error.html": "", "/dir": "", "/%00": "", "/style.css?v=abcdef123": "",
	} {
		a := get(t, "GET", url+path)
		a.want(t, a.StatusCode,
			"Content-Security-Policy", "default-src 'none'; script-src 'self'"+wasm+rest,
			"X-Content-Type-Options", "nosniff",
			"Referrer-Policy", "no-referrer",
			"Cross-Origin-Opener-Policy", "same-origin",
			"Cross-Origin-Resource-Policy", "same-origin")
		if a.Header.Get("Permissions-Policy") == "" {
			t.Errorf("%s: no Permissions-Policy", path)
		}
	}
}

func TestErrorsAndPanics(t *testing.T) {
	var log logged
	_, url := start(t, newFake(), Options{Log: log.log})
	for path, status := range map[string]int{"/error.html": 500, "/panic.html": 500, "/panic-none": 404} {
		a := get(t, "GET", url+path)
		a.want(t, status, "Content-Type", html, "Cache-Control", "no-cache")
		if strings.Contains(a.body, "secret") || strings.Contains(a.body, ".go:") {
			t.Errorf("%s: the body tells internals: %s", path, a.body)
		}
	}
	for _, want := range []string{`"/error.html": secret cause`, `"/panic.html": panic: secret panic`, "server_test.go:", `"/panic-none"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, log.String())
		}
	}
}

func TestPanicOutsideOfPage(t *testing.T) {
	var log logged
	s := New(newFake(), Options{Log: log.log})
	w := httptest.NewRecorder()
	s.recovered(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret") })).
		ServeHTTP(w, httptest.NewRequest("GET", "/x", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || !strings.Contains(log.String(), "secret") {
		t.Errorf("%d %s; log %s", w.Code, w.Body, log.String())
	}
}

func TestContentTypes(t *testing.T) {
	for name, want := range map[string]string{
		"a.html": html, "a.css": "text/css; charset=utf-8", "a.js": "text/javascript; charset=utf-8",
		"a.json": "application/json; charset=utf-8", "a.map": "application/json; charset=utf-8",
		"a.svg": "image/svg+xml; charset=utf-8", "a.xml": "application/xml; charset=utf-8",
		"a.txt": plain, "LICENSE": plain, "proc.go": plain, "a.wasm": "application/wasm",
		"a.PNG": "image/png", "a.exe": "application/octet-stream",
	} {
		if got := contentType(name); got != want {
			t.Errorf("contentType(%q) = %q; want %q", name, got, want)
		}
	}
}
