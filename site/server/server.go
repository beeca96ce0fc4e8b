// Package server serves a site over HTTP and, while its author works on it, has open pages
// reload.
//
// Vocabulary. A Site is what is served: pages by path. A build is one state of it: New makes
// the first, Swap each of the following. A stream is the connection over which an open page
// hears of a new build.
//
// Guarantees.
//
//   - S1. Site.Page is called only with clean slash paths without a leading slash: no dots,
//     NUL, backslash, or anything above the root.
//
//   - S2. Every response has the security headers, and scripts may compile WebAssembly only
//     below a directory "model". The exception are requests so malformed that package
//     net/http answers them before any handler.
//
//   - S3. An error or a panic in a page is logged in full; the reader gets one sentence.
//
//   - S4. An ETag names the bytes that are sent: a compressed body has another one than the
//     plain body. Ranges are of the plain body.
//
//   - S5. A server that listens on a loopback address answers only requests for a loopback
//     name, so that no foreign web page can read it through a name of its own (DNS
//     rebinding).
//
//   - S6. Run returns within a second after its context is done, and at once when only
//     streams are open.
//
//   - S7. No response grows with the path of its request beyond a few kilobytes: the page
//     for missing addresses repeats ../ in every link.
//
//   - S8. A page of a build is made once for all who ask for it at the same time, as many
//     pages at a time as there are processors, and kept compressed within a bound on memory.
//     Large bodies are sent some at a time.
//
// Limits. No TLS, no access log, no authentication: this is a server for one's own machine.
// To publish a site, serve the written files with a web server.
package server

import (
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// A Site is what is served. Its methods are called concurrently.
type Site interface {
	// Page returns the content of a path such as go1.26.8/index.html, or an error that
	// wraps fs.ErrNotExist when there is none. The server does not modify the content.
	Page(path string) (data []byte, err error)
	// NotFound returns the HTML page for a path without content, or nil for a plain one.
	NotFound(path string) []byte
}

// A BuildNamer is a Site that names its build. The same name means the same content, so
// that open pages need not reload. The builds of other sites are all different.
type BuildNamer interface {
	Site
	Build() string
}

// Options configure a Server. The zero value logs nothing and does not reload.
type Options struct {
	Log    func(format string, args ...any)
	Reload bool // serve /-/reload and have each HTML page listen to it
}

// A Server serves the site of the last Swap.
type Server struct {
	opt      Options
	now      atomic.Pointer[build]
	compress func(http.Handler) http.HandlerFunc
	beat     time.Duration // between two comments on an idle stream
	renders  chan struct{} // one for each page that is being made
	large    chan struct{} // one for each large body that is being sent
}

// build is one state of the site.
type build struct {
	site    Site
	pages   *keeper
	name    string
	swapped chan struct{} // closed when the next build takes over
}

// minSize is the size in bytes from which a body is compressed: a smaller one fits into one
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
	s := &Server{
		opt: opt, compress: compress, beat: 15 * time.Second,
		renders: make(chan struct{}, runtime.GOMAXPROCS(0)), large: make(chan struct{}, largeAtOnce),
	}
	s.now.Store(s.newBuild(site))
	return s
}

// Swap replaces the site that is served and, with Options.Reload, has open pages reload.
func (s *Server) Swap(site Site) {
	close(s.now.Swap(s.newBuild(site)).swapped)
}

// Handler returns the handler of the site. It accepts any Host in a request; Run, which
// knows where it listens, does not.
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
