package server

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
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
			s.sentence(w, s.now.Load(), http.StatusRequestURITooLong, "this path is too long")
		case strings.Count(r.URL.Path, "/") > deepestPath:
			s.sentence(w, s.now.Load(), http.StatusNotFound, "there is no such page")
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
		s.sentence(w, now, http.StatusBadRequest, "this path cannot be")
		return
	}
	body, err := s.made(now, to.page)
	switch {
	case err == nil:
		s.send(w, r, body)
	case !errors.Is(err, fs.ErrNotExist):
		s.opt.Log("serve %q: %v", r.URL.Path, err)
		s.sentence(w, now, http.StatusInternalServerError, "this page could not be made; the log says why")
	case s.has(now, to.page+"/index.html"):
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

// made returns a page of a build, as it is kept.
func (s *Server) made(now *build, name string) (*body, error) {
	return now.pages.get(name, func() (*body, error) {
		data, err := render(now.site, name)
		if err != nil {
			return nil, err
		}
		kind := contentType(name)
		if kind == html {
			data = s.listening(now, data)
		}
		return pack(kind, data), nil
	})
}

func (s *Server) has(now *build, name string) bool {
	_, err := s.made(now, name)
	return err == nil
}

// redirect answers with a temporary redirect: a path that is a directory now need not be
// one in the next build. The target is relative, which http.Redirect would change.
func redirect(w http.ResponseWriter, r *http.Request, to string) {
	if r.URL.RawQuery != "" {
		to += "?" + r.URL.RawQuery
	}
	w.Header().Set("Location", to)
	w.WriteHeader(http.StatusFound)
}

// send answers with a page or, as the request's headers ask, with a range of it or the
// status that it has not changed. Large bodies are sent some at a time, so that small ones
// need not wait for all of them.
func (s *Server) send(w http.ResponseWriter, r *http.Request, b *body) {
	h := w.Header()
	h.Set("Content-Type", b.kind)
	if b.kind != html && versioned(r.URL.Query()) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if b.size > largeBody {
		defer s.takeTurn()()
	}
	// A range is of the plain bytes, and not compressed on the way either.
	if r.Header.Get("Range") == "" && b.packed != nil && acceptsGzip(w) {
		h.Set("ETag", `"`+b.tag+`-gzip"`)
		h.Set("Content-Encoding", "gzip")
		h.Set("Content-Length", strconv.Itoa(len(b.packed)))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b.packed))
		return
	}
	h.Set("ETag", `"`+b.tag+`"`)
	h.Set(gzhttp.HeaderNoCompression, "1")
	http.ServeContent(w, r, "", time.Time{}, b.reader())
}

// A body is large from largeBody bytes on. largeAtOnce are sent at a time, not counting
// those whose reader is slower than longestTurn.
const (
	largeBody   = 256 << 10
	largeAtOnce = 32
	longestTurn = time.Second
)

// takeTurn waits for the turn of a large body, and returns what ends it.
func (s *Server) takeTurn() func() {
	s.large <- struct{}{}
	end := sync.OnceFunc(func() { <-s.large })
	timer := time.AfterFunc(longestTurn, end)
	return func() {
		timer.Stop()
		end()
	}
}

var version = regexp.MustCompile(`^[0-9A-Za-z_-]{6,}$`)

// versioned reports whether a request names the content by its hash: the response to such a
// URL never changes.
func versioned(query url.Values) bool { return version.MatchString(query.Get("v")) }

// acceptsGzip reports whether package gzhttp may compress the response, by the type of the
// writer that it made for the request.
func acceptsGzip(w http.ResponseWriter) bool {
	switch w.(type) {
	case *gzhttp.GzipResponseWriter, gzhttp.GzipResponseWriterWithCloseNotify:
		return true
	}
	return false
}

// notFound answers with the site's page for missing addresses.
func (s *Server) notFound(w http.ResponseWriter, r *http.Request, now *build, name string) {
	body, err := render(missing{now.site}, name)
	if err != nil {
		s.opt.Log("serve %q: the page for what is not found: %v", r.URL.Path, err)
	}
	if len(body) == 0 {
		s.sentence(w, now, http.StatusNotFound, "there is no such page")
		return
	}
	s.answer(w, now, http.StatusNotFound, body)
}

// missing is a Site of which each page is what NotFound returns.
type missing struct{ Site }

func (m missing) Page(name string) ([]byte, error) { return m.NotFound(name), nil }

// sentence answers with a page of one sentence. It is HTML so that it, too, reloads when
// the author has removed the cause.
func (s *Server) sentence(w http.ResponseWriter, now *build, status int, sentence string) {
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
