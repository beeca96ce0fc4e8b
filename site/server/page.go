package server

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// Bounds of the path of a request, far beyond those of any page: in bytes, and in
// slashes.
const (
	longestPath = 1024
	deepestPath = 32
)

// shortPath refuses paths beyond the bounds.
func (s *Server) shortPath(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case len(r.URL.Path) > longestPath:
			s.tell(w, s.now.Load(), http.StatusRequestURITooLong, "this path is too long")
		case strings.Count(r.URL.Path, "/") > deepestPath:
			s.tell(w, s.now.Load(), http.StatusNotFound, "there is no such page")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// page answers a request for a page of the site.
func (s *Server) page(w http.ResponseWriter, r *http.Request) {
	now := s.now.Load()
	to := resolve(r.URL.Path)
	switch {
	case to.redirect != "":
		redirect(w, r, to.redirect)
		return
	case to.page == "":
		s.tell(w, now, http.StatusBadRequest, "this path cannot be")
		return
	}
	data, err := render(now.site, to.page)
	switch {
	case err == nil:
		s.send(w, r, now, to.page, data)
	case !errors.Is(err, fs.ErrNotExist):
		s.opt.Log("serve %q: %v", r.URL.Path, err)
		s.tell(w, now, http.StatusInternalServerError, "this page could not be made; the log says why")
	case has(now.site, to.page+"/index.html"):
		redirect(w, r, slashed(r.URL.Path))
	default:
		s.notFound(w, r, now, to.page)
	}
}

// render asks for a page and turns a panic into an error.
func render(site Site, name string) (data []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			data, err = nil, fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	return site.Page(name)
}

func has(site Site, name string) bool {
	_, err := render(site, name)
	return err == nil
}

// redirect is for now: what is no directory today may be one tomorrow. The
// target is relative, which http.Redirect would change.
func redirect(w http.ResponseWriter, r *http.Request, to string) {
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusFound)
}

// send answers with a page, or with that it has not changed, or with a part.
func (s *Server) send(w http.ResponseWriter, r *http.Request, now *build, name string, data []byte) {
	kind := contentType(name)
	if kind == html {
		data = s.listening(now, data)
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	if kind != html && versioned(r.URL.Query()) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("ETag", etag(w, r, kind, data))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
}

var version = regexp.MustCompile(`^[0-9A-Za-z_-]{6,}$`)

// versioned reports whether a request names the content by its hash: what that
// URL answers never changes.
func versioned(query url.Values) bool { return version.MatchString(query.Get("v")) }

// etag names the bytes that will be sent. Setting it before the comparison with
// If-None-Match makes a 304 carry the same one that a 200 would. A range is of
// the plain body, so a request for one is kept from compression altogether.
func etag(w http.ResponseWriter, r *http.Request, kind string, data []byte) string {
	sum := sha256.Sum256(data)
	tag := hex.EncodeToString(sum[:12])
	if r.Header.Get("Range") != "" {
		w.Header().Set(gzhttp.HeaderNoCompression, "1")
		return `"` + tag + `"`
	}
	if acceptsGzip(w) && len(data) >= minSize && compressible(kind) {
		tag += "-gzip"
	}
	return `"` + tag + `"`
}

// acceptsGzip asks package gzhttp for its reading of Accept-Encoding: it hands
// down a writer that compresses, or one that does not.
func acceptsGzip(w http.ResponseWriter) bool {
	switch w.(type) {
	case *gzhttp.GzipResponseWriter, gzhttp.GzipResponseWriterWithCloseNotify:
		return true
	}
	return false
}

// notFound answers with the page of the site that says so.
func (s *Server) notFound(w http.ResponseWriter, r *http.Request, now *build, name string) {
	body, err := render(missing{now.site}, name)
	if err != nil {
		s.opt.Log("serve %q: the page for what is not found: %v", r.URL.Path, err)
	}
	if len(body) == 0 {
		s.tell(w, now, http.StatusNotFound, "there is no such page")
		return
	}
	s.answer(w, now, http.StatusNotFound, body)
}

// missing is a site whose every page is the one that says that it is missing.
type missing struct{ Site }

func (m missing) Page(name string) ([]byte, error) { return m.NotFound(name), nil }

// tell answers with one sentence. It is a page so that it, too, reloads when
// the author has mended the cause.
func (s *Server) tell(w http.ResponseWriter, now *build, status int, sentence string) {
	const page = "<!doctype html>\n<html lang=\"en\"><head><title>TEXT</title></head>\n<body><p>TEXT.</p></body></html>\n"
	s.answer(w, now, status, []byte(strings.ReplaceAll(page, "TEXT", sentence)))
}

func (s *Server) answer(w http.ResponseWriter, now *build, status int, body []byte) {
	w.Header().Set("Content-Type", html)
	w.WriteHeader(status)
	if _, err := w.Write(s.listening(now, body)); err != nil {
		s.opt.Log("serve: %v", err)
	}
}
