// Package serve is the door to the network: it serves a site and, while its
// author writes, has open pages reload.
//
// Vocabulary. A Site is what is served: pages by path. A build is one state of
// it: New makes the first, Swap each of the following. A stream is the
// connection over which a page in a browser learns of a new build.
//
// Guarantees.
//
//   - S1. Site.Page is only asked for clean slash paths without a leading
//     slash: no dots, NUL, backslash, or anything above the root.
//   - S2. Every response has the security headers, and scripts may compile
//     WebAssembly below a directory "model" only. The exception are requests so
//     malformed that package net/http answers them before any handler.
//   - S3. An error or a panic in a page is logged whole and told to the reader
//     in one plain sentence.
//   - S4. An ETag names the bytes that are sent: the compressed body has another
//     one than the plain body. Ranges are of the plain body.
//   - S5. A server that listens on a loopback address answers only requests for
//     a loopback name, so that no foreign web page can read it through a name
//     of its own (DNS rebinding).
//   - S6. Run ends within a second after its context, and at once when only
//     streams are open.
//   - S7. No answer grows with the path of its request beyond a few kilobytes: a
//     page for what is missing repeats ../ in every link.
//
// Limits. No TLS, no access log, no user: this is a server for one's own
// machine. Anybody else should serve the written site with a web server.
package server

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// Site is what is served. Its methods are called from several goroutines.
type Site interface {
	// Page returns the content of a path such as go1.26.8/index.html, or an
	// error that wraps fs.ErrNotExist when there is none. The server does not
	// change the content.
	Page(path string) (data []byte, err error)
	// NotFound returns the HTML that says so; nil asks for a plain one.
	NotFound(path string) []byte
}

// Built is a Site that can name its build. The same name means the same
// content, so that open pages need not reload. Without it every build is new.
type Built interface {
	Site
	Build() string
}

// Options of a Server. The zero value logs nothing and does not reload.
type Options struct {
	Log    func(format string, args ...any)
	Reload bool // serve /-/reload and have each HTML page listen to it
}

// Server serves the build of the last Swap.
type Server struct {
	opt      Options
	now      atomic.Pointer[build]
	compress func(http.Handler) http.HandlerFunc
	beat     time.Duration // between two signs of life on a stream
}

// build is one state of the site.
type build struct {
	site    Site
	name    string
	swapped chan struct{} // closed when the next build takes over
}

// minSize is the size from which compression pays: below, a body fits into one
// packet as it is.
const minSize = 1024

// New returns a server of site.
func New(site Site, opt Options) *Server {
	if opt.Log == nil {
		opt.Log = func(string, ...any) {}
	}
	compress, err := gzhttp.NewWrapper(gzhttp.MinSize(minSize), gzhttp.EnableZstd(false),
		gzhttp.ContentTypeFilter(compressible))
	if err != nil {
		panic(err) // the options are constants
	}
	s := &Server{opt: opt, compress: compress, beat: 15 * time.Second}
	s.now.Store(newBuild(site))
	return s
}

// Swap serves site from now on and, with Reload, has open pages reload.
func (s *Server) Swap(site Site) {
	close(s.now.Swap(newBuild(site)).swapped)
}

// Handler returns the handler of the site. It does not look at the Host of a
// request; Run does, since only Run knows where it listens.
func (s *Server) Handler() http.Handler {
	return s.handler(func(string) bool { return true })
}

func (s *Server) handler(hostOK func(host string) bool) http.Handler {
	routes := http.Handler(s.compress(s.withSearch(http.HandlerFunc(s.page))))
	if s.opt.Reload {
		routes = s.withReload(routes)
	}
	return secure(s.recovered(checkHost(hostOK, onlyGet(s.shortPath(routes)))))
}
