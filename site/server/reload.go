package server

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"fmt"
	"net/http"
	"strings"
	"time"
)

//go:embed reload.js
var reloadJS []byte

const (
	streamPath = "/-/reload"
	scriptPath = "/-/reload.js"
	writeWait  = 10 * time.Second // for a browser to accept a few bytes
)

// newBuild names the build as the site does, else at random, so that the first build of a
// restarted server is not taken for that of the one before.
func (s *Server) newBuild(site Site) *build {
	name := rand.Text()
	if b, ok := site.(BuildNamer); ok {
		name = b.Build()
	}
	return &build{site: site, pages: newKeeper(s.renders, mostKept), name: attribute.Replace(name), swapped: make(chan struct{})}
}

// attribute removes from a name what may not be in an attribute or in a line of a stream.
var attribute = strings.NewReplacer("\n", "", "\r", "", `"`, "", "&", "", "<", "", ">", "")

// withReload serves the stream and its script before the pages. The stream is
// not compressed: a compressor buffers what a stream must send at once.
func (s *Server) withReload(pages http.Handler) http.Handler {
	packed := pack(contentType(scriptPath), reloadJS)
	script := s.compress(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.send(w, r, packed)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case streamPath:
			s.stream(w, r)
		case scriptPath:
			script(w, r)
		default:
			pages.ServeHTTP(w, r)
		}
	})
}

// listening adds the script to a page, with the name of the page's build: the next build
// may be there before the script listens.
func (s *Server) listening(now *build, page []byte) []byte {
	end := bytes.Index(page, []byte("</head>"))
	if !s.opt.Reload || end < 0 {
		return page
	}
	tag := fmt.Appendf(nil, "<script src=%q data-build=%q defer></script>", scriptPath, now.name)
	return bytes.Join([][]byte{page[:end], tag, page[end:]}, nil)
}

// stream sends the name of the build, and again after each Swap, until the browser closes
// the connection or the server ends.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	ctl := http.NewResponseController(w)
	// The read deadline would end the request as if the browser had closed it. A writer
	// without deadlines, as in tests, needs none of this.
	_ = ctl.SetReadDeadline(time.Time{})
	if _, head := w.(bodiless); head {
		return
	}
	beat := time.NewTicker(s.beat)
	defer beat.Stop()
	now := s.now.Load()
	text := "retry: 500\n" + event(now)
	for s.write(w, ctl, text) {
		select {
		case <-now.swapped:
			now = s.now.Load()
			text = event(now)
		case <-beat.C:
			text = ":\n\n"
		case <-r.Context().Done():
			return
		}
	}
}

func event(b *build) string { return "event: build\ndata: " + b.name + "\n\n" }

// write sends text on a stream and reports whether the browser still listens. It sets a
// deadline of its own, since that of the server is for a whole response.
func (s *Server) write(w http.ResponseWriter, ctl *http.ResponseController, text string) bool {
	_ = ctl.SetWriteDeadline(time.Now().Add(writeWait))
	_, err := w.Write([]byte(text))
	return err == nil && ctl.Flush() == nil
}
