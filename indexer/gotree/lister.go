package gotree

import (
	"context"
	"errors"
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"sourcedive/internal/gocmd"
)

// own is the tree that a go command came with.
func (r *resolver) own(g goCommand) (*Tree, error) {
	tree := &Tree{Version: g.tag, Root: g.root, Toolchain: g.tag, Immutable: g.verified}
	if g.host {
		tree.Toolchain = hostToolchain(g.tag)
	}
	return r.arrange(tree, g)
}

// foreign is a tree that did not come with a go command, or not with one to be trusted.
func (r *resolver) foreign(ctx context.Context, root string, id identity) (*Tree, error) {
	tree := &Tree{Version: id.Version, Root: root}
	if id.Minor != "" {
		g, err := r.newest(ctx, id.Minor)
		if err != nil {
			return nil, err
		}
		tree.Notes = append(tree.Notes, fmt.Sprintf("in development, listed by %s: build tags may differ", g.tag))
		return r.arrange(tree, g)
	}
	g, err := r.toolchain(ctx, id.Version)
	switch {
	case err == nil:
		tree.Toolchain = g.tag
	case replaceable(err):
		g = r.nearest(version.Lang(id.Version))
		tree.Notes = append(tree.Notes, fmt.Sprintf("listed by %s because the toolchain of %s is not to be had: build tags may differ", g.tag, id.Version))
	default:
		return nil, err
	}
	return r.arrange(tree, g)
}

// replaceable reports whether another go command may replace one that
// could not be had. It may not for one whose download was refused.
func replaceable(err error) bool {
	return errors.Is(err, errMissing) || errors.Is(err, errUnknown) || errors.Is(err, errNetwork)
}

// newest is the go command to list a tree in development: the newest of its
// minor that is here or can be had, else the newest here.
func (r *resolver) newest(ctx context.Context, minor string) (goCommand, error) {
	if here := newestOf(r.tagsHere(), minor); here != "" {
		return r.toolchain(ctx, here)
	}
	if !r.Offline {
		tags, err := r.known(ctx)
		if ctx.Err() != nil {
			return goCommand{}, ctx.Err()
		}
		if tag := newestOf(tags, minor); err == nil && tag != "" {
			if g, err := r.toolchain(ctx, tag); !replaceable(err) {
				return g, err
			}
		}
	}
	return r.nearest(minor), nil
}

// nearest is the best go command here for a minor: the newest of the minor,
// else the newest of all.
func (r *resolver) nearest(minor string) goCommand {
	tags := r.tagsHere()
	tag := newestOf(tags, minor)
	if tag == "" {
		tag = slices.MaxFunc(tags, version.Compare)
	}
	if tag == r.host.tag {
		return r.hostCommand()
	}
	return r.module(tag)
}

// tooOld reports whether the go command of tag cannot serve go/packages even
// with its flags translated: `go list -deps` came with go1.11.
func tooOld(tag string) bool { return before(tag, "go1.11") }

func cannotList(tag, by string) string {
	return fmt.Sprintf("listed by %s because %s's own go command cannot: build tags may differ", by, tag)
}

// typesNote warns of a tree whose language is newer than this program's go/types.
func typesNote(tree, program string) []string {
	if !version.IsValid(program) || version.Compare(version.Lang(tree), version.Lang(program)) <= 0 {
		return nil
	}
	return []string{fmt.Sprintf("type-checked by %s: packages that use newer language features have type errors", program)}
}

// phoneNote says what is missing of the first ports to the iPhone, darwin/arm and
// darwin/arm64: the go commands since go1.16 take the end of a file's name for their ios.
func phoneNote(tree, goos, goarch string) []string {
	if goos != "darwin" || goarch != "arm" && goarch != "arm64" || !before(tree, "go1.16") {
		return nil
	}
	return []string{fmt.Sprintf("%s/%s was the iPhone until go1.15: files named _ios.go, which today's go command takes for another system, are not read", goos, goarch)}
}

// hostToolchain is the GOTOOLCHAIN that means the go on PATH.
func hostToolchain(tag string) string {
	if isTag(tag) && !strings.Contains(tag, "-devel") {
		return tag
	}
	return "local"
}

// arrange makes g the lister of tree, or the host if g cannot be: it fills in
// Root, Env and Lister.
func (r *resolver) arrange(tree *Tree, g goCommand) (*Tree, error) {
	if tooOld(g.tag) {
		tree.Notes = append(tree.Notes, cannotList(g.tag, r.host.tag))
		g = r.hostCommand()
	}
	tree.Lister = g.tag
	if g.host && tree.Root == g.root {
		tree.Env = r.environ("GOTOOLCHAIN=local", "GOROOT="+g.root)
		return tree, nil
	}
	// A tree newer than its lister has that in src/go.mod, which only counts in module mode.
	gopath := version.Compare(version.Lang(tree.Version), version.Lang(g.tag)) > 0
	dir, err := r.shim(tree, g, gopath)
	if err != nil {
		return nil, err
	}
	if tree.Root != g.root {
		tree.Root = dir
	}
	switch {
	case !g.host:
		path := filepath.Join(dir, "bin") + string(os.PathListSeparator) + os.Getenv("PATH")
		tree.Env = r.environ("GOTOOLCHAIN="+g.tag, "PATH="+path)
	case gopath:
		tree.Env = r.environ("GOTOOLCHAIN=local", "GOROOT="+dir, "GO111MODULE=off")
	default:
		tree.Env = r.environ("GOTOOLCHAIN=local", "GOROOT="+dir)
	}
	return tree, nil
}

// environ is the environment common to all listers, and more. Every setting of
// the go command is fixed, so that the listing depends on the tree alone.
func (r *resolver) environ(more ...string) []string {
	return gocmd.Read(os.Environ(), append([]string{
		"GOMODCACHE=" + r.host.GOMODCACHE,
		"GOCACHE=" + r.host.GOCACHE,
		"GOPATH=" + filepath.Join(r.CacheDir, "gopath"), // never the user's: old go commands look for packages there
	}, more...)...)
}
