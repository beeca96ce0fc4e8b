package gotree

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
)

// Options are how to resolve.
type Options struct {
	Offline bool                             // never touch the network
	Log     func(format string, args ...any) // progress: downloads, choices made; may be nil

	// GOOS and GOARCH are the platform whose files will be listed. A tree that
	// has no such port is refused; if either is empty nothing is checked.
	// Toolchains are always the host's.
	GOOS, GOARCH string

	CacheDir string // trees made from git refs and of modules, and shims; default os.UserCacheDir()/sourcedive

	Go Spec // the Go that reads a module
}

// Tree is a source tree of a known version, Go's own or a module's, and a way to list it.
type Tree struct {
	// Version is the tree's own: "go1.26.8", or for a tree in development
	// "go1.27-devel-abc123def456" with the commit where it is known; of a module "v1.6.0".
	Version string

	// Root is like a GOROOT: Root/src holds the source, and the lister names
	// files below it. Root may be a shim, whose src is a symbolic link, which
	// filepath.WalkDir does not follow: walk os.DirFS(Root/src).
	Root string

	// Env is the whole environment for the go command, and for go/packages, to
	// list Root. Add GOOS and GOARCH to it. It allows no network.
	Env []string

	Lister    string   // version of the go command that lists the tree
	Toolchain string   // GOTOOLCHAIN tag that can compile this tree here: its own; "" if there is none
	Notes     []string // what a reader of the site should know
	Immutable bool     // a verified module: same Version, same bytes

	// Module says which module the tree holds, nil for Go's own source. The packages lie
	// at their import paths below Root/src, and Root itself is where to list and build them.
	Module *Module
}

// Go is the tree with the go command and the standard library: the tree itself, or that
// which reads a module.
func (t *Tree) Go() *Tree {
	if t.Module != nil {
		return t.Module.Go
	}
	return t
}

type resolver struct {
	Options
	host *host
}

// Resolve finds or fetches the tree that spec names. An error explains what is
// wrong and, on a second line, what to do; nothing half done is left behind.
func Resolve(ctx context.Context, spec Spec, opt Options) (*Tree, error) {
	r, err := newResolver(ctx, opt)
	if err != nil {
		return nil, err
	}
	tree, err := r.resolve(ctx, spec)
	if err != nil {
		return nil, err
	}
	if err := hasPort(tree.Go().Root, tree.Go().Version, opt.GOOS, opt.GOARCH); err != nil {
		return nil, err
	}
	tree.Notes = append(tree.Notes, typesNote(tree.Go().Version, runtime.Version())...)
	tree.Notes = append(tree.Notes, phoneNote(tree.Go().Version, opt.GOOS, opt.GOARCH)...)
	return tree, nil
}

func newResolver(ctx context.Context, opt Options) (*resolver, error) {
	host, err := findHost(ctx)
	if err != nil {
		return nil, err
	}
	if opt.CacheDir == "" {
		dir, err := os.UserCacheDir()
		if err != nil {
			return nil, because(err, "set HOME, or choose a cache directory", "find a cache directory")
		}
		opt.CacheDir = filepath.Join(dir, "sourcedive")
	}
	opt.CacheDir, err = filepath.Abs(opt.CacheDir)
	return &resolver{Options: opt, host: host}, err
}

func (r *resolver) log(format string, args ...any) {
	if r.Log != nil {
		r.Log(format, args...)
	}
}

func (r *resolver) resolve(ctx context.Context, spec Spec) (*Tree, error) {
	switch spec.Kind {
	case Local:
		return r.own(r.hostCommand())
	case Tag:
		return r.tag(ctx, published(spec.Tag))
	case Minor:
		return r.minor(ctx, spec.Tag)
	case Commit:
		// Directories have an @ in their names too, the module cache's first of all.
		if isDir(spec.String()) {
			return r.dir(ctx, spec.String())
		}
		return r.commit(ctx, spec.Dir, spec.Ref)
	case Released:
		return releasedTree(ctx, r, spec.Path, spec.Ref)
	}
	return r.dir(ctx, spec.Dir)
}

// tag is the tree of a toolchain.
func (r *resolver) tag(ctx context.Context, tag string) (*Tree, error) {
	if err := indexable(tag); err != nil {
		return nil, err
	}
	g, err := r.toolchain(ctx, tag)
	if err != nil {
		return nil, err
	}
	return r.own(g)
}

// minor is the tree of the newest patch that can be had.
func (r *resolver) minor(ctx context.Context, minor string) (*Tree, error) {
	if err := indexable(minor); err != nil {
		return nil, err
	}
	tags, err := r.known(ctx)
	if err != nil {
		return nil, err
	}
	tag := newestOf(tags, minor)
	if tag == "" && r.Offline {
		return nil, refuse("fetch one with `sourcedive versions fetch "+minor+"`", "no patch of %s is here, and the network is not to be used", minor)
	}
	if tag == "" {
		return nil, refuse(didYouMean(nearestTags(tags, minor), "`sourcedive versions` lists what can be had"),
			"no patch of %s is to be had for %s/%s", minor, r.host.GOHOSTOS, r.host.GOHOSTARCH)
	}
	if before(minor, "go1.21") {
		r.log("%s: taking %s, its newest patch (the first release is %s.0)", minor, tag, minor)
	} else {
		r.log("%s: taking %s, its newest patch", minor, tag)
	}
	return r.tag(ctx, tag)
}

// dir is the tree in a directory, which may be the checkout of a clone.
func (r *resolver) dir(ctx context.Context, dir string) (*Tree, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if sameDir(root, r.host.GOROOT) {
		return r.own(r.hostCommand())
	}
	if err := admit(root); err != nil {
		return nil, err
	}
	head, changed := checkout(ctx, root)
	id, err := identify(root, head)
	if err != nil {
		return nil, err
	}
	if r.host.here(id.Version) && sameDir(root, r.host.moduleDir(id.Version)) {
		return r.own(r.module(id.Version))
	}
	tree, err := r.foreign(ctx, root, id)
	if err == nil && changed {
		tree.Notes = append(tree.Notes, "the checkout has changes that are not in commit "+head[:12])
	}
	return tree, err
}

func sameDir(a, b string) bool {
	x, err1 := os.Stat(a)
	y, err2 := os.Stat(b)
	return err1 == nil && err2 == nil && os.SameFile(x, y)
}
