package gotree

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

const toolchainModule = "golang.org/toolchain"

// goCommand is a go command that can list trees, with the GOROOT it came with.
type goCommand struct {
	tag      string
	root     string
	host     bool // the go on PATH
	verified bool // from the module cache
}

// version is the version of the toolchain module of tag for this host.
func (h *host) version(tag string) string { return "v0.0.1-" + tag + "." + h.platform() }

func (h *host) moduleDir(tag string) string {
	return filepath.Join(h.GOMODCACHE, filepath.FromSlash(toolchainModule)+"@"+h.version(tag))
}

// here reports whether the toolchain of tag can be used without the network:
// extracted whole, and made executable by a first run of the go command.
func (h *host) here(tag string) bool {
	root := h.moduleDir(tag)
	partial := filepath.Join(h.GOMODCACHE, "cache", "download", filepath.FromSlash(toolchainModule), "@v", h.version(tag)+".partial")
	program, err := os.Stat(filepath.Join(root, "bin", "go"))
	if err != nil || program.Mode()&0o111 == 0 || exists(partial) {
		return false
	}
	// A module cannot hold a go.mod below its top, so each is packed as _go.mod;
	// the copy of src/go.mod is the last thing that the first run does.
	if packed, err := os.Stat(filepath.Join(root, "src", "_go.mod")); err == nil {
		copied, err := os.Stat(filepath.Join(root, "src", "go.mod"))
		return err == nil && copied.Size() == packed.Size()
	}
	return true
}

// toolchain finds the go command of tag, on this machine or by downloading it.
func (r *resolver) toolchain(ctx context.Context, tag string) (goCommand, error) {
	switch {
	case tag == r.host.tag:
		return r.hostCommand(), nil
	case r.host.here(tag):
		return r.module(tag), nil
	case r.Offline:
		return goCommand{}, &problem{
			msg:   tag + " is not here, and the network is not to be used",
			hint:  "fetch it with `sourcedive versions fetch " + tag + "`",
			cause: errMissing,
		}
	}
	return r.fetch(ctx, tag)
}

func (r *resolver) hostCommand() goCommand {
	return goCommand{tag: r.host.tag, root: r.host.GOROOT, host: true}
}

func (r *resolver) module(tag string) goCommand {
	return goCommand{tag: tag, root: r.host.moduleDir(tag), verified: true}
}

// fetch has the go command download, verify and unpack a toolchain.
func (r *resolver) fetch(ctx context.Context, tag string) (goCommand, error) {
	if r.host.GOPROXY == "off" {
		// The go command would report that there is no such toolchain.
		return goCommand{}, &problem{msg: "download " + tag + ": forbidden by GOPROXY=off", hint: "unset GOPROXY", cause: errNetwork}
	}
	out, err := runGo(ctx, r.log, r.host.download(tag), "env", "GOROOT")
	if err != nil {
		return goCommand{}, r.explain(ctx, tag, err)
	}
	if r.host.here(tag) {
		return r.module(tag), nil
	}
	// A program named like the tag on PATH comes before the module cache.
	root := strings.TrimSpace(string(out))
	id, err := identify(root, "")
	if err != nil {
		return goCommand{}, err
	}
	if id.Version != tag {
		return goCommand{}, refuse("check the programs named "+tag+" on PATH",
			"the go on PATH gave %s (%s) for %s", id.Version, root, tag)
	}
	return goCommand{tag: tag, root: root}, nil
}

// causes maps messages of the go command to what went wrong. The checksum comes
// first: its message may quote an address of the network.
var causes = []struct {
	sign  string
	cause error
	hint  string
}{
	{"checksum mismatch", nil, "the download is not what was published: do not use it; check the proxy in `go env GOPROXY`"},
	{"SECURITY ERROR", nil, "the download is not what was published: do not use it; check the proxy in `go env GOPROXY`"},
	{"checksum database disabled", nil, "toolchains are only accepted after a check: unset GOSUMDB"},
	{"no space left on device", nil, "free some space where `go env GOMODCACHE` is"},
	{"toolchain not available", errUnknown, ""},
	{"invalid toolchain", errUnknown, ""},
	{"403 Forbidden", errUnknown, ""}, // the text of a proxy varies
	{"404 Not Found", errUnknown, ""},
	{"410 Gone", errUnknown, ""},
	{"dial tcp", errNetwork, offlineHint},
	{"no such host", errNetwork, offlineHint},
	{"connection re", errNetwork, offlineHint}, // refused, reset
	{"unreachable", errNetwork, offlineHint},
	{"timeout", errNetwork, offlineHint},
	{"TLS handshake", errNetwork, offlineHint},
	{"proxyconnect", errNetwork, offlineHint},
}

const offlineHint = "check the connection, or use a version that is here, as `sourcedive versions --offline` lists them"

// explain turns the go command's reason into an error with a hint.
func (r *resolver) explain(ctx context.Context, tag string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	for _, c := range causes {
		if !strings.Contains(err.Error(), c.sign) {
			continue
		}
		if errors.Is(c.cause, errUnknown) {
			return r.unknown(ctx, tag)
		}
		return &problem{msg: "download " + tag + ": " + err.Error(), hint: c.hint, cause: c.cause}
	}
	return because(err, "`sourcedive versions` lists what can be had", "download %s", tag)
}

// unknown is the error for a tag that was never published for this host.
func (r *resolver) unknown(ctx context.Context, tag string) error {
	const list = "`sourcedive versions` lists what can be had"
	known, err := r.known(ctx)
	if err != nil {
		known = nil // the hint is only shorter
	}
	return &problem{
		msg:   "no toolchain " + tag + " is to be had for " + r.host.GOHOSTOS + "/" + r.host.GOHOSTARCH,
		hint:  didYouMean(nearestTags(known, tag), list),
		cause: errUnknown,
	}
}
