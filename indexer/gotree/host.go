package gotree

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"

	"sourcedive/internal/child"
	"sourcedive/internal/gocmd"
)

// host is the go on PATH, as it answers for itself.
type host struct {
	GOROOT     string
	GOMODCACHE string
	GOCACHE    string
	GOPROXY    string
	GOHOSTOS   string
	GOHOSTARCH string

	tag string            // its version, by its own tree
	own map[string]string // the user's settings for downloads: gocmd.Settings
}

// findHost asks the go on PATH about itself. It never reaches the network.
func findHost(ctx context.Context) (*host, error) {
	out, err := runGo(ctx, nil, gocmd.Ask(os.Environ()), append([]string{
		"env", "-json", "GOROOT", "GOMODCACHE", "GOCACHE", "GOHOSTOS", "GOHOSTARCH"}, gocmd.Settings...)...)
	if err != nil {
		return nil, err
	}
	h := new(host)
	if err := errors.Join(json.Unmarshal(out, h), json.Unmarshal(out, &h.own)); err != nil {
		return nil, because(err, "check `go env -json`", "the go on PATH does not say where its GOROOT is")
	}
	id, err := identify(h.GOROOT, "")
	if err != nil {
		return nil, because(err, "check `go env GOROOT`", "the GOROOT of the go on PATH")
	}
	h.tag = id.Version
	if before(h.tag, "go1.21") {
		return nil, refuse("install a newer Go; it is only needed to list the others",
			"the go on PATH is %s, but go1.21 or later is needed", h.tag)
	}
	return h, nil
}

// platform is the host's, in the form that ends the version of a toolchain module.
func (h *host) platform() string { return h.GOHOSTOS + "-" + h.GOHOSTARCH }

// download is the environment in which the go on PATH fetches tag, "local" for
// nothing but what is asked about modules.
func (h *host) download(tag string) []string {
	env := []string{"GOTOOLCHAIN=" + tag, "GOMODCACHE=" + h.GOMODCACHE, "GOCACHE=" + h.GOCACHE}
	if root := os.Getenv("GOROOT"); root != "" {
		env = append(env, "GOROOT="+root)
	}
	return gocmd.Download(os.Environ(), h.own, env...)
}

// runGo runs the go on PATH outside any module and returns its standard output.
// Downloads are reported to log as they begin; the rest of standard error
// becomes the error.
func runGo(ctx context.Context, log func(string, ...any), env []string, args ...string) ([]byte, error) {
	// A go.mod or go.work above the working directory may ask for another toolchain.
	dir, err := os.MkdirTemp("", "sourcedive-go-")
	if err != nil {
		return nil, writing(err, os.TempDir())
	}
	defer os.RemoveAll(dir)
	return runGoIn(ctx, dir, log, env, args...)
}

// runGoIn is runGo in a directory of which the caller knows what its go.mod says.
func runGoIn(ctx context.Context, dir string, log func(string, ...any), env []string, args ...string) ([]byte, error) {
	cmd := child.Command(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(slices.Clip(env), "PWD="+dir)
	return output(ctx, cmd, log)
}

// output runs cmd and returns its standard output; the error is what it said on standard
// error.
func output(ctx context.Context, cmd *exec.Cmd, log func(string, ...any)) ([]byte, error) {
	var stdout bytes.Buffer
	stderr := &progress{log: log}
	cmd.Stdout, cmd.Stderr = &stdout, stderr
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, exec.ErrNotFound):
		name := cmd.Args[0]
		return nil, because(exec.ErrNotFound, "install "+name+", or put it on PATH", "%s is needed", name)
	case err != nil:
		said := stderr.text()
		if said == "" {
			said = err.Error()
		}
		return stdout.Bytes(), errors.New(said)
	}
	return stdout.Bytes(), nil
}

// progress passes on the go command's lines about downloads and keeps the rest.
type progress struct {
	log  func(string, ...any)
	line []byte
	rest strings.Builder
}

func (p *progress) Write(b []byte) (int, error) {
	p.line = append(p.line, b...)
	for {
		line, after, ok := bytes.Cut(p.line, []byte("\n"))
		if !ok {
			return len(b), nil
		}
		p.take(string(line))
		p.line = after
	}
}

func (p *progress) take(line string) {
	if what, ok := strings.CutPrefix(line, "go: downloading "); ok {
		if p.log != nil {
			p.log("downloading %s", what)
		}
		return
	}
	p.rest.WriteString(line + "\n")
}

// text is what was kept, with a last line that did not end.
func (p *progress) text() string {
	said := strings.TrimSpace(p.rest.String() + string(p.line))
	return strings.TrimPrefix(said, "go: ")
}
