package asmlist

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"sourcedive/internal/cache"
)

// Config is what to list, and with what.
type Config struct {
	Root    string   // the tree, which must be that of the go command in Env
	Version string   // the tree's; the compiler must have the same
	Env     []string // of the go command, such as gotree.Tree.Env
	GOOS    string
	GOARCH  string

	// Packages are listed with all they import. Those that the tree lacks are
	// passed over.
	Packages []string

	// Module is the module that has the packages; nil for the tree's own. Then these alone
	// are listed, and not what they import.
	Module *Module

	CacheDir string // holds recorded listings and, while one is made, the compiler's files
	Stamp    string // what else distinguishes this tree from others of its version; "" for one that never changes
	Log      func(format string, args ...any)
}

// Module is a module that the go command of a tree compiles.
type Module struct {
	Path string
	Dir  string // where the go command compiles it; its src has the files, at their import paths
}

// ErrNoToolchain means that no listing can be had: there is no compiler for the
// tree here, or it is another than the tree's.
var ErrNoToolchain = errors.New("no toolchain to make a listing")

// ErrFailed means that the tree's own compiler is here and does not compile the packages.
var ErrFailed = errors.New("the compiler failed")

// Load returns the listing from the cache, else has the toolchain make it, which
// takes as long as compiling the packages. The error is ErrNoToolchain if there
// is none, and ErrFailed if it cannot; anything else is a fault, such as a listing that is not understood, or one
// that cannot be stored: to make it each time anew would take the minute each time.
func Load(ctx context.Context, cfg Config) (*Listing, error) {
	if cfg.Log == nil {
		cfg.Log = func(string, ...any) {}
	}
	root := cfg.Root
	if cfg.Module != nil {
		root = cfg.Module.Dir
	}
	cfg.Packages = present(root, cfg.Packages)
	dir, key := cache.Dir(cfg.CacheDir), cfg.key()
	l, err := read(dir, key)
	if err == nil {
		return l, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		cfg.Log("listing of %s is made anew: %v", cfg.Version, err)
	}
	began := time.Now()
	if l, err = cfg.make(ctx); err != nil {
		return nil, fmt.Errorf("listing of %s for %s/%s: %w", cfg.Version, cfg.GOOS, cfg.GOARCH, err)
	}
	what := cfg.Version
	if cfg.Module != nil {
		what = cfg.Module.Path
	}
	cfg.Log("listed %s for %s/%s: %d calls in %.1fs", what, cfg.GOOS, cfg.GOARCH, len(l.Records), time.Since(began).Seconds())
	return l, dir.Put(key, func(w io.Writer) error { return Encode(w, l) })
}

// present are the packages that a tree has, sorted and once each.
func present(root string, packages []string) []string {
	packages = slices.Clone(packages)
	slices.Sort(packages)
	return slices.DeleteFunc(slices.Compact(packages), func(pkg string) bool {
		info, err := os.Stat(filepath.Join(root, "src", filepath.FromSlash(pkg)))
		return err != nil || !info.IsDir()
	})
}

// key names a listing in the cache. All attempts are part of it: which of them
// succeeds depends on nothing but the rest.
func (cfg *Config) key() string {
	module := ""
	if cfg.Module != nil {
		module = cfg.Module.Dir
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q %q %q %q %q %q %q",
		Format, cfg.Version, cfg.Stamp, cfg.GOOS, cfg.GOARCH, attempts, cfg.Packages, module))
	name := fmt.Sprintf("%s-%s-%s", cfg.Version, cfg.GOOS, cfg.GOARCH)
	if cfg.Module != nil {
		name = filepath.Base(cfg.Module.Dir) + "-" + name
	}
	return cache.Key(name, sum[:])
}

func read(dir cache.Dir, key string) (*Listing, error) {
	data, err := dir.Get(key)
	if err != nil {
		return nil, err
	}
	return Decode(bytes.NewReader(data))
}

func writing(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("storing a listing: %w\n    hint: check that the cache directory can be written and has space", err)
}

// drain reads the rest, so that the writer is not stopped by a full pipe.
func drain(r io.Reader) { _, _ = io.Copy(io.Discard, r) }
