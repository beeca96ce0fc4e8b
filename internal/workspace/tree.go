package workspace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/semver"

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

// reader is the Go that reads the tree.
func (t *Tree) reader() *Tree { return &Tree{Tree: t.Go(), GOOS: t.GOOS, GOARCH: t.GOARCH} }

// Versions lists the versions that can be read.
func (w *Workspace) Versions(ctx context.Context) ([]gotree.Version, error) {
	return gotree.Versions(ctx, resolving(w))
}

// ModuleVersions lists the released versions of the module that the content is about, oldest
// first, as versions for Tree. Where no module is meant, there are none.
func ModuleVersions(ctx context.Context, w *Workspace) (list []string, err error) {
	kb, err := w.Config()
	if err != nil || kb.Module == "" {
		return nil, err
	}
	opt := resolving(w)
	if opt.Go, err = gotree.Parse(w.opt.Go); err != nil {
		return nil, &SpecError{err}
	}
	versions, err := gotree.ModuleVersions(ctx, kb.Module, opt)
	for _, v := range versions {
		if semver.Prerelease(v) == "" {
			list = append(list, gotree.ModuleSpec(kb.Module, v))
		}
	}
	return list, err
}

// Tree resolves a version, in one of the forms that gotree.Parse knows. It downloads
// what is not on this machine, unless [Options.Offline] is set. A version without a port to
// the platform is refused. Where the content is about a module, a version of Go means that
// module, as it was when the content was written, read with that Go.
func (w *Workspace) Tree(ctx context.Context, version string) (*Tree, error) {
	spec, err := gotree.Parse(version)
	if err != nil {
		return nil, &SpecError{err}
	}
	opt := resolving(w)
	opt.GOOS, opt.GOARCH = w.goos, w.goarch
	if opt.Go, err = gotree.Parse(w.opt.Go); err != nil {
		return nil, &SpecError{err}
	}
	kb, err := w.Config()
	if err != nil {
		return nil, err
	}
	switch {
	case spec.Kind == gotree.Released && kb.Module != spec.Path:
		return nil, &OptionError{"module", about(spec.Path, kb.Module)}
	case spec.Kind != gotree.Released && kb.Module != "":
		opt.Go = spec
		if spec, err = gotree.Parse(gotree.ModuleSpec(kb.Module, kb.Written)); err != nil {
			return nil, fmt.Errorf("%s: %w", article.ConfigFile, err)
		}
	}
	t, err := gotree.Resolve(ctx, spec, opt)
	if err != nil {
		return nil, err
	}
	stamp, err := stampOf(t)
	return &Tree{t, w.goos, w.goarch, stamp}, err
}

// stampOf tells a tree from its changed self, with the Go that reads it.
func stampOf(t *gotree.Tree) (indexer.Stamp, error) {
	stamp, err := indexer.StampTree(t.Root)
	if err != nil || t.Module == nil || t.Go().Immutable {
		return stamp, err
	}
	reader, err := indexer.StampTree(t.Go().Root)
	return indexer.Stamp{Source: stamp.Source + " " + reader.Compiler, Compiler: reader.Compiler}, err
}

// about says that the content is about something else than a module.
func about(path, module string) error {
	if module == "" {
		return fmt.Errorf("%s: the content is about Go's own packages\n    hint: `module: %s` in its %s, or no --content", path, path, article.ConfigFile)
	}
	return fmt.Errorf("%s: the content is about module %s\n    hint: --module %s@VERSION", path, module, module)
}

// A SpecError is a version in none of the forms that gotree.Parse knows.
type SpecError struct{ Err error }

func (e *SpecError) Error() string { return e.Err.Error() }
func (e *SpecError) Unwrap() error { return e.Err }

func resolving(w *Workspace) gotree.Options {
	return gotree.Options{Offline: w.opt.Offline, Log: w.log.logf}
}

// old is the source of another version of what a tree holds, if it is on this machine.
func (t *Tree) old(ctx context.Context, version string) (fs.FS, error) {
	if t.Module != nil {
		version = gotree.ModuleSpec(t.Module.Path, version)
	}
	spec, err := gotree.Parse(version)
	if err != nil {
		return nil, err
	}
	other, err := gotree.Resolve(ctx, spec, gotree.Options{Offline: true, GOOS: t.GOOS, GOARCH: t.GOARCH})
	if err != nil {
		return nil, err
	}
	return (&Tree{Tree: other}).Src(), nil
}

// listing is what the tree's own compiler made of the closed packages, or of those of a
// module. The error wraps asmlist.ErrNoToolchain where there can be none.
func (w *Workspace) listing(ctx context.Context, t *Tree, packages []string) (*asmlist.Listing, error) {
	dir := w.opt.cacheDir("listing")
	if dir == "" {
		return nil, fmt.Errorf("%w: no place to keep it: %v", asmlist.ErrNoToolchain, w.noCache)
	}
	stamp := ""
	if !t.Go().Immutable {
		stamp = t.stamp.Compiler
	}
	cfg := asmlist.Config{
		Root: t.Go().Root, Version: t.Go().Version, Env: t.Env, GOOS: t.GOOS, GOARCH: t.GOARCH,
		Packages: packages, CacheDir: string(dir), Stamp: stamp, Log: w.log.logf,
	}
	if t.Module != nil {
		cfg.Module = &asmlist.Module{Path: t.Module.Path, Dir: t.Root}
	}
	return asmlist.Load(ctx, cfg)
}

// indexing is the configuration of the index of t. Where there is no listing, the
// notes of t say so from then on.
func (w *Workspace) indexing(ctx context.Context, t *Tree, kb article.Config) (cfg indexer.Config, err error) {
	cfg = bare(t, kb)
	list, err := w.listing(ctx, t, listed(cfg))
	failed := errors.Is(err, asmlist.ErrFailed)
	if failed && !w.opt.Guess {
		return cfg, fmt.Errorf("%w\n    hint: --guess reads it all the same, with calls that the compiler inserts guessed from the syntax", err)
	}
	if err != nil && !failed && !errors.Is(err, asmlist.ErrNoToolchain) {
		return cfg, err
	}
	notes := t.Notes
	if err != nil {
		notes = append(notes[:len(notes):len(notes)], guessed(listed(cfg), err))
	}
	snippets, err := article.Snippets(w.content)
	cfg.Notes, cfg.Listing, cfg.Statements = notes, list, snippets
	return cfg, err
}

// listed are the packages that the compiler lists.
func listed(cfg indexer.Config) []string {
	if cfg.Module != nil {
		return cfg.Roots
	}
	return cfg.Closed
}

// guessed says that there is no listing, and why, unless none is asked for.
func guessed(asked []string, why error) string {
	const text = "Calls that the compiler inserts are guessed from the syntax here, without allocations, write barriers and checks"
	if len(asked) == 0 {
		return text + "."
	}
	return text + ": " + why.Error() + "."
}

// bare is the configuration of an index without what is made elsewhere.
func bare(t *Tree, kb article.Config) indexer.Config {
	cfg := indexer.Config{
		Root: t.Root, Stamp: t.stamp.Source, Compiler: t.stamp.Compiler, Version: t.Version, Env: t.Env, GOOS: t.GOOS, GOARCH: t.GOARCH,
		Roots: kb.Packages, Closed: kb.Closed, Notes: t.Notes,
	}
	m := t.Module
	if m == nil {
		return cfg
	}
	if len(cfg.Roots) == 0 {
		cfg.Roots = m.Packages
	}
	cfg.Module = &indexer.Module{Path: m.Path, Sum: m.Sum, Go: m.Go.Version, Dir: t.Root, Beside: []string{filepath.Join(m.Go.Root, "src"), m.Cache}}
	return cfg
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
