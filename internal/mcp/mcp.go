// Package mcp serves the answers about some versions to assistants and editors, over the
// Model Context Protocol.
//
// # Vocabulary
//
// A tool is a question with typed arguments. Each answer is an object that begins with
// the version and platform that it is about and with a verdict, which is "unknown" where
// nothing is known, with the reason and a hint: never the nearest thing to what was
// asked. Places are files below src, with a line.
//
// # Limits
//
// A Server reads the versions that it was started with, and no others: an argument never
// names a directory, downloads anything, or runs a program. Arguments are bounded in size,
// and so are answers: lists are cut, and say so. Calls are answered one after the other.
package mcp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"sourcedive/annotate"
	"sourcedive/internal/workspace"
	"sourcedive/site/search"
)

// longest is how long a call may take, once it is its turn. The first one of a version
// that was never read waits for the compiler.
const longest = 2 * time.Minute

// Server answers from a workspace.
type Server struct {
	ctx      context.Context // of all that outlives a call
	w        *workspace.Workspace
	versions []string
	turn     chan struct{} // a Workspace is for one goroutine at a time
	engines  map[string]engine
}

// engine answers searches of a version.
type engine struct {
	search.Engine
	dir string // of the version on a site
}

// New returns a Server of versions, of which the first answers where a call names none.
// It begins to read that one.
func New(ctx context.Context, w *workspace.Workspace, versions []string) *Server {
	s := &Server{ctx: ctx, w: w, versions: versions, turn: make(chan struct{}, 1), engines: map[string]engine{}}
	s.turn <- struct{}{}
	go func() {
		defer s.done()
		_, _ = w.Snapshot(ctx, versions[0]) // the first call that needs it reports why it failed
	}()
	return s
}

// Run answers what comes over a transport, until the client leaves or ctx is done.
func (s *Server) Run(ctx context.Context, t sdk.Transport) error {
	defer s.close()
	server := sdk.NewServer(&sdk.Implementation{Name: "sourcedive", Title: "sourcedive: the source of the Go runtime", Version: "1"}, &sdk.ServerOptions{Instructions: instructions})
	for _, add := range tools {
		add(s, server)
	}
	return server.Run(ctx, t)
}

const instructions = `Answers about the source of the Go runtime, each checked against one pinned version: quote the version and the file:line with what you say. A verdict "unknown" means that nothing is known; do not guess then. Names are the linker's, such as runtime.findRunnable or runtime.(*mcache).nextFree; a name without a package is one of package runtime.`

func (s *Server) close() {
	s.turn <- struct{}{}
	defer s.done()
	for _, e := range s.engines {
		if c, ok := e.Engine.(io.Closer); ok {
			_ = c.Close() // it was read only
		}
	}
	s.engines = map[string]engine{}
}

func (s *Server) done() { <-s.turn }

// wait waits for the turn of a call.
func (s *Server) wait(ctx context.Context) error {
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// version is the one that a call is about.
func (s *Server) version(asked string) (string, error) {
	if asked == "" {
		return s.versions[0], nil
	}
	if !slices.Contains(s.versions, asked) {
		return "", unknown{fmt.Errorf("%q is not among the versions of this server, which are %s\n    hint: start sourcedive mcp with --go %s", asked, strings.Join(s.versions, ", "), asked)}
	}
	return asked, nil
}

// snapshot reads the version that a call is about. It outlives the call.
func (s *Server) snapshot(asked string) (*annotate.Snapshot, error) {
	v, err := s.version(asked)
	if err != nil {
		return nil, err
	}
	return s.w.Snapshot(s.ctx, v)
}

// engine is what answers searches of the version that a call is about.
func (s *Server) engine(asked string) (engine, error) {
	v, err := s.version(asked)
	if err != nil {
		return engine{}, err
	}
	if e, ok := s.engines[v]; ok {
		return e, nil
	}
	x, dir, err := s.w.Search(s.ctx, v)
	if err == nil {
		s.engines[v] = engine{x, dir}
	}
	return engine{x, dir}, err
}

// unknown is the reason why nothing is known, which is an answer and no failure.
type unknown struct{ error }

func (u unknown) Unwrap() error { return u.error }

// known is err as the reason why nothing is known.
func known[T any](v T, err error) (T, error) {
	if err != nil {
		err = unknown{err}
	}
	return v, err
}

// unknownHead is the answer that err is, if it is one.
func unknownHead(err error, h head) (head, bool) {
	var u unknown
	if !errors.As(err, &u) {
		return h, false
	}
	h.Verdict = "unknown"
	h.Because, h.Hint, _ = strings.Cut(u.Error(), "\n    hint: ")
	return h, true
}
