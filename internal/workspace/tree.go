package workspace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"sourcedive/annotate/article"
	"sourcedive/indexer"
	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/gotree"
	"sourcedive/indexer/index"
)

// A Tree is the source of a version, and the platform to read it for.
type Tree struct {
	*gotree.Tree
	GOOS, GOARCH string
	stamp        indexer.Stamp // when it was resolved
}

// Src is the src of the tree, whose root may be a symbolic link.
func (t *Tree) Src() fs.FS { return os.DirFS(filepath.Join(t.Root, "src")) }

// Versions lists the versions that can be read.
func (w *Workspace) Versions(ctx context.Context) ([]gotree.Version, error) {
	return gotree.Versions(ctx, resolving(w))
}

// Tree resolves a version, in one of the forms that gotree.Parse knows. It downloads
// what is not on this machine, unless [Options.Offline] is set. A version without a port to
// the platform is refused.
func (w *Workspace) Tree(ctx context.Context, version string) (*Tree, error) {
	spec, err := gotree.Parse(version)
	if err != nil {
		return nil, &SpecError{err}
	}
	opt := resolving(w)
	opt.GOOS, opt.GOARCH = w.goos, w.goarch
	t, err := gotree.Resolve(ctx, spec, opt)
	if err != nil {
		return nil, err
	}
	stamp, err := indexer.StampTree(t.Root)
	return &Tree{t, w.goos, w.goarch, stamp}, err
}

// A SpecError is a version in none of the forms that gotree.Parse knows.
type SpecError struct{ Err error }

func (e *SpecError) Error() string { return e.Err.Error() }
func (e *SpecError) Unwrap() error { return e.Err }

func resolving(w *Workspace) gotree.Options {
	return gotree.Options{Offline: w.opt.Offline, Log: w.log.logf}
}

// old is the source of another version, if it is on this machine.
func old(ctx context.Context, version string) (fs.FS, error) {
	spec, err := gotree.Parse(version)
	if err != nil {
		return nil, err
	}
	t, err := gotree.Resolve(ctx, spec, gotree.Options{Offline: true})
	if err != nil {
		return nil, err
	}
	return (&Tree{Tree: t}).Src(), nil
}

// listing is what the tree's own compiler made of the closed packages. The error wraps
// asmlist.ErrNoToolchain where there can be none.
func (w *Workspace) listing(ctx context.Context, t *Tree, closed []string) (*asmlist.Listing, error) {
	dir := w.opt.cacheDir("listing")
	if dir == "" {
		return nil, fmt.Errorf("%w: no place to keep it: %v", asmlist.ErrNoToolchain, w.noCache)
	}
	stamp := ""
	if !t.Immutable {
		stamp = t.stamp.Compiler
	}
	return asmlist.Load(ctx, asmlist.Config{
		Root: t.Root, Version: t.Version, Env: t.Env, GOOS: t.GOOS, GOARCH: t.GOARCH,
		Packages: closed, CacheDir: string(dir), Stamp: stamp, Log: w.log.logf,
	})
}

// indexing is the configuration of the index of t. Where there is no listing, the
// notes of t say so from then on.
func (w *Workspace) indexing(ctx context.Context, t *Tree, kb article.Config) (cfg indexer.Config, err error) {
	list, err := w.listing(ctx, t, kb.Closed)
	failed := errors.Is(err, asmlist.ErrFailed)
	if failed && !w.opt.Guess {
		return cfg, fmt.Errorf("%w\n    hint: --guess reads it all the same, with calls that the compiler inserts guessed from the syntax", err)
	}
	if err != nil && !failed && !errors.Is(err, asmlist.ErrNoToolchain) {
		return cfg, err
	}
	notes := t.Notes
	if err != nil {
		notes = append(notes[:len(notes):len(notes)], guessed(kb, err))
	}
	snippets, err := article.Snippets(w.content)
	cfg = bare(t, kb)
	cfg.Notes, cfg.Listing, cfg.Statements = notes, list, snippets
	return cfg, err
}

// guessed says that there is no listing, and why, unless none is asked for.
func guessed(kb article.Config, why error) string {
	const text = "Calls that the compiler inserts are guessed from the syntax here, without allocations, write barriers and checks"
	if len(kb.Closed) == 0 {
		return text + "."
	}
	return text + ": " + why.Error() + "."
}

// bare is the configuration of an index without what is made elsewhere.
func bare(t *Tree, kb article.Config) indexer.Config {
	return indexer.Config{
		Root: t.Root, Stamp: t.stamp.Source, Version: t.Version, Env: t.Env, GOOS: t.GOOS, GOARCH: t.GOARCH,
		Roots: kb.Packages, Closed: kb.Closed, Notes: t.Notes,
	}
}

// index builds the index of a configuration, or reads the one that is kept.
func (w *Workspace) index(ctx context.Context, cfg indexer.Config) (*index.Index, error) {
	x, err := indexer.Cached(ctx, cfg, w.opt.freshDir("index"), func() {
		w.log.logf("reading %s for %s/%s", cfg.Version, cfg.GOOS, cfg.GOARCH)
	})
	if err != nil {
		return nil, err
	}
	warn(x, w.log)
	if key, err := indexer.Key(cfg); err == nil {
		w.keys[x] = key
	}
	return x, nil
}

// warn logs the faults of a tree, and cuts a flood of them short.
func warn(x *index.Index, log *lockedWriter) {
	const most = 5
	for i, p := range x.Problems {
		if i == most {
			log.logf("%s: %d more faults in this tree; the site's about page lists all", x.Config.Version, len(x.Problems)-most)
			return
		}
		log.logf("%s:%d: %s", p.File, p.Line, p.Msg)
	}
}
