package server

import (
	"net/http"
	"runtime/debug"
	"strings"
)

// secure sets the headers of every response, before any other handler can answer.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy(r.URL.Path))
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-cache")
		next.ServeHTTP(w, r)
	})
}

// policy returns the Content-Security-Policy of a path. Only models run
// WebAssembly. The pages have a shorter one in a meta element, for those who open them from
// the disk or use another server; frame-ancestors works in a header only.
func policy(path string) string {
	script := "script-src 'self'"
	if strings.Contains(path, "/model/") {
		script += " 'wasm-unsafe-eval'"
	}
	return "default-src 'none'; " + script + "; style-src 'self'; img-src 'self'; font-src 'self'; " +
		"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

// recovered answers after a panic outside of a page, which would otherwise close the
// connection without a response.
func (s *Server) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				s.opt.Log("serve %q: panic: %v\n%s", r.URL.Path, v, debug.Stack())
				http.Error(w, "this page could not be made", http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// onlyGet refuses all methods but GET and HEAD. A HEAD is handled as a GET without its
// body, so that it has the same headers, compression included; a Range has no meaning
// for it.
func onlyGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodGet:
			next.ServeHTTP(w, r)
		case http.MethodHead:
			get := r.Clone(r.Context())
			get.Method = http.MethodGet
			get.Header.Del("Range")
			next.ServeHTTP(bodiless{w}, get)
		default:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are served", http.StatusMethodNotAllowed)
		}
	})
}

type bodiless struct{ http.ResponseWriter }

func (bodiless) Write(p []byte) (int, error) { return len(p), nil }
