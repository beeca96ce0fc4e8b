package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"
)

// grace is how long a request may take after the context of Run is done.
const grace = 500 * time.Millisecond

// Run listens on addr, calls ready, which may be nil, with the URL to open, and serves until
// ctx is done, which is no error. It fails when it cannot listen.
func (s *Server) Run(ctx context.Context, addr string, ready func(url string)) error {
	ln, err := listen(ctx, addr)
	if err != nil {
		return err
	}
	streams, endStreams := context.WithCancel(context.Background())
	defer endStreams()
	srv := s.server(streams, s.handler(hostsOf(addr, ln.Addr())))
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	if ready != nil {
		ready(urlOf(addr, ln.Addr()))
	}
	select {
	case err := <-failed:
		return fmt.Errorf("serve %s: %w", addr, err)
	case <-ctx.Done():
	}
	endStreams()
	s.shutdown(srv)
	return nil
}

// server sets the limits against slow and large requests. WriteTimeout is for a
// page; streams set their own. All requests end with base, which ends streams
// and nothing else, since pages do not look at their context.
func (s *Server) server(base context.Context, h http.Handler) *http.Server {
	srv := &http.Server{
		Handler:                      h,
		ReadHeaderTimeout:            5 * time.Second,
		ReadTimeout:                  10 * time.Second,
		WriteTimeout:                 time.Minute,
		IdleTimeout:                  2 * time.Minute,
		MaxHeaderBytes:               32 << 10,
		DisableGeneralOptionsHandler: true,
		BaseContext:                  func(net.Listener) context.Context { return base },
		ErrorLog:                     log.New(logWriter(s.opt.Log), "", 0),
	}
	silent := &silent{conns: map[net.Conn]bool{}}
	srv.ConnState = silent.note
	srv.RegisterOnShutdown(silent.close)
	return srv
}

// shutdown waits for requests to finish within grace, then closes their connections.
func (s *Server) shutdown(srv *http.Server) {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := srv.Shutdown(ctx); err != nil {
		s.opt.Log("serve: requests were cut %v after the end: %v", grace, errors.Join(err, srv.Close()))
	}
}

// silent has the connections on which nothing was received yet. Browsers open such in
// advance, and Shutdown would wait five seconds for their request.
type silent struct {
	mu    sync.Mutex
	conns map[net.Conn]bool
}

func (s *silent) note(c net.Conn, state http.ConnState) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if state == http.StateNew {
		s.conns[c] = true
		return
	}
	delete(s.conns, c)
}

func (s *silent) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.conns {
		_ = c.Close()
	}
}

type logWriter func(format string, args ...any)

func (l logWriter) Write(line []byte) (int, error) {
	l("serve: %s", strings.TrimSpace(string(line)))
	return len(line), nil
}

// addrInUse is what Windows calls EADDRINUSE.
const addrInUse = syscall.Errno(10048)

// CheckAddr returns an error when addr cannot be an address to listen on. An empty address
// or port is refused: package net takes it for a free port on all addresses of the machine.
func CheckAddr(addr string) error {
	fault := ""
	host, port, err := net.SplitHostPort(addr)
	switch wrong := new(net.AddrError); {
	case addr == "":
		fault = "it is empty"
	case errors.As(err, &wrong):
		fault = wrong.Err
	case port == "":
		fault = "it ends without a port"
	case strings.ContainsFunc(host, func(r rune) bool { return r <= ' ' || strings.ContainsRune("/@?#[]", r) }):
		fault = fmt.Sprintf("%q is no host", host)
	default:
		if _, err := net.LookupPort("tcp", port); err != nil {
			fault = fmt.Sprintf("%q is no port", port)
		}
	}
	if fault == "" {
		return nil
	}
	return fmt.Errorf("no address to listen on: %q: %s\n    hint: %s", addr, fault,
		"127.0.0.1:8080, for instance; 127.0.0.1:0 takes a free port, :8080 is on all addresses of the machine")
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	if err := CheckAddr(addr); err != nil {
		return nil, err
	}
	var config net.ListenConfig
	ln, err := config.Listen(ctx, "tcp", addr)
	if err == nil {
		return ln, nil
	}
	hint := "an address looks like 127.0.0.1:8080"
	switch {
	case errors.Is(err, syscall.EADDRINUSE), errors.Is(err, addrInUse):
		err = errors.New("the address is in use")
		hint = "end the other server, or choose a free port with --addr 127.0.0.1:0"
	case errors.Is(err, fs.ErrPermission):
		hint = "ports below 1024 need special rights; choose another with --addr"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		hint = "this machine does not have the address; choose 127.0.0.1"
	}
	return nil, fmt.Errorf("listen on %s: %w\n    hint: %s", addr, err, hint)
}

// urlOf returns the URL of a server, with the host as in addr; one on all addresses is
// localhost for its own machine.
func urlOf(addr string, at net.Addr) string {
	host, _, _ := net.SplitHostPort(addr)
	_, port, _ := net.SplitHostPort(at.String())
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}
