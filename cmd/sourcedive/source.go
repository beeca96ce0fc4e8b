package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/content"
	"sourcedive/indexer"
	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/gotree"
	"sourcedive/indexer/index"
	"sourcedive/internal/safefs"
	"sourcedive/templates"
)

// sourceFlags say what is read; every command that reads a tree has them.
type sourceFlags struct {
	versions []string
	platform string
	content  string
	offline  bool
	fresh    bool
	programs bool // the programs of claims may be run

	keys map[*index.Index]string // of what was read: what it was made of
}

func (s *sourceFlags) register(cmd *cobra.Command, several bool) {
	what := "version to read: local, go1.22.0, go1.22, DIR or DIR@REF"
	if several {
		what += "; may be given several times"
	}
	cmd.Flags().StringArrayVar(&s.versions, "go", nil, what)
	cmd.Flags().StringVar(&s.platform, "platform", "", "GOOS/GOARCH to read the source for (default this machine's)")
	cmd.Flags().StringVar(&s.content, "content", "", "directory with the content, in place of the built-in one")
	cmd.Flags().BoolVar(&s.offline, "offline", false, "never touch the network")
	cmd.Flags().BoolVar(&s.fresh, "fresh", false, "read the source anew, even when it was read before and has not changed")
}

// platformOf splits GOOS/GOARCH.
func (s *sourceFlags) platformOf() (goos, goarch string, err error) {
	if s.platform == "" {
		return runtime.GOOS, runtime.GOARCH, nil
	}
	goos, goarch, ok := strings.Cut(s.platform, "/")
	if !ok || !indexer.KnownPlatform(goos, goarch) {
		return "", "", usageError{fmt.Errorf("--platform %q is not GOOS/GOARCH as Go knows them\n    hint: linux/arm64, for instance; go tool dist list prints them all", s.platform)}
	}
	return goos, goarch, nil
}

// contentFS is the content to read.
func (s *sourceFlags) contentFS() (fs.FS, error) { return chosenFS(s.content, "content", content.FS) }

// chosenFS is a directory that takes the place of something built in. What stands in
// it is not trusted.
func chosenFS(dir, what string, builtin fs.FS) (fs.FS, error) {
	if dir == "" {
		return builtin, nil
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, usageError{fmt.Errorf("--%s %s: is no directory", what, dir)}
	}
	fsys, err := safefs.Open(dir, safefs.Text)
	if err != nil {
		return nil, usageError{fmt.Errorf("--%s: %w", what, err)}
	}
	return fsys, nil
}

// kb is the plan that the content holds.
func (s *sourceFlags) kb() (article.Config, error) {
	fsys, err := s.contentFS()
	if err != nil {
		return article.Config{}, err
	}
	return article.ReadConfig(fsys)
}

// read reads the content, and resolves and indexes every version that was asked for:
// the grounds to hold the content against.
func (s *sourceFlags) read(ctx context.Context, log io.Writer) ([]*annotate.Snapshot, *article.Content, error) {
	fsys, err := s.contentFS()
	if err != nil {
		return nil, nil, err
	}
	words, err := article.Read(fsys)
	if err != nil {
		return nil, nil, err
	}
	versions := s.versions
	if len(versions) == 0 {
		versions = []string{"local"}
	}
	var list []*annotate.Snapshot
	for _, v := range versions {
		g, err := s.readOne(ctx, v, words.Config, log)
		if err != nil {
			return nil, nil, err
		}
		if slices.ContainsFunc(list, func(have *annotate.Snapshot) bool { return have.Index.Config.Version == g.Index.Config.Version }) {
			return nil, nil, usageError{fmt.Errorf("--go %s: %s was asked for twice", v, g.Index.Config.Version)}
		}
		list = append(list, g)
	}
	return list, words, nil
}

func (s *sourceFlags) readOne(ctx context.Context, version string, kb article.Config, log io.Writer) (*annotate.Snapshot, error) {
	t, err := s.resolve(ctx, version, log)
	if err != nil {
		return nil, err
	}
	x, err := s.readTarget(ctx, t, kb, log)
	if err != nil {
		return nil, err
	}
	g := annotate.NewSnapshot(x)
	g.Tree = treeFS(t.Root)
	g.Old = func(version string) (fs.FS, error) { return s.old(ctx, version) }
	if s.programs {
		fsys, err := s.contentFS()
		if err != nil {
			return nil, err
		}
		g.Runner = newPrograms(fsys, t, log)
	}
	return g, nil
}

// readTarget indexes a tree with what its compiler makes of it, where there is one.
func (s *sourceFlags) readTarget(ctx context.Context, t target, kb article.Config, log io.Writer) (*index.Index, error) {
	list, err := s.listed(ctx, &t, kb, log)
	if err != nil {
		return nil, err
	}
	return s.index(ctx, t, kb, list, log)
}

// target resolves a version, with its compiler's listing if there can be one.
func (s *sourceFlags) target(ctx context.Context, version string, kb article.Config, log io.Writer) (target, *asmlist.Listing, error) {
	t, err := s.resolve(ctx, version, log)
	if err != nil {
		return t, nil, err
	}
	list, err := s.listed(ctx, &t, kb, log)
	return t, list, err
}

// listed is the listing of a tree's own compiler. Where there can be none, the tree
// says so.
func (s *sourceFlags) listed(ctx context.Context, t *target, kb article.Config, log io.Writer) (*asmlist.Listing, error) {
	list, err := s.listing(ctx, *t, kb.Closed, log)
	if err != nil && !errors.Is(err, asmlist.ErrNoToolchain) {
		return nil, err
	}
	if err != nil {
		t.Notes = append(t.Notes, "Calls that the compiler inserts are guessed from the syntax here, without allocations, write barriers and checks: "+err.Error()+".")
	}
	return list, nil
}

// treeFS is the src of a tree, whose root may be a symbolic link.
func treeFS(root string) fs.FS { return os.DirFS(filepath.Join(root, "src")) }

// old is the source of another version, if it is on this machine.
func (s *sourceFlags) old(ctx context.Context, version string) (fs.FS, error) {
	spec, err := gotree.Parse(version)
	if err != nil {
		return nil, err
	}
	tree, err := gotree.Resolve(ctx, spec, pinOptions(io.Discard, true))
	if err != nil {
		return nil, err
	}
	return treeFS(tree.Root), nil
}

// target is a tree with the platform to read it for.
type target struct {
	*gotree.Tree
	goos, goarch string
}

func (s *sourceFlags) resolve(ctx context.Context, version string, log io.Writer) (target, error) {
	goos, goarch, err := s.platformOf()
	if err != nil {
		return target{}, err
	}
	spec, err := gotree.Parse(version)
	if err != nil {
		return target{}, usageError{err}
	}
	tree, err := gotree.Resolve(ctx, spec, pinOptions(log, s.offline))
	return target{tree, goos, goarch}, err
}

func (s *sourceFlags) index(ctx context.Context, t target, kb article.Config, list *asmlist.Listing, log io.Writer) (*index.Index, error) {
	cfg, err := s.config(t, kb, list)
	if err != nil {
		return nil, err
	}
	x, err := indexer.Cached(ctx, cfg, s.cacheDir("index"), func() {
		fmt.Fprintf(log, "reading %s for %s/%s\n", t.Version, t.goos, t.goarch)
	})
	if err != nil {
		return nil, err
	}
	warn(x, log)
	if key, err := indexer.Key(cfg); err == nil {
		if s.keys == nil {
			s.keys = map[*index.Index]string{}
		}
		s.keys[x] = key
	}
	return x, nil
}

// config says what is indexed of a tree.
func (s *sourceFlags) config(t target, kb article.Config, list *asmlist.Listing) (cfg indexer.Config, err error) {
	fsys, err := s.contentFS()
	if err != nil {
		return cfg, err
	}
	snippets, err := article.Snippets(fsys)
	return indexer.Config{
		Root: t.Root, Version: t.Version, Env: t.Env, GOOS: t.goos, GOARCH: t.goarch,
		Roots: kb.Packages, Closed: kb.Closed, Notes: t.Notes, Listing: list, Statements: snippets,
	}, err
}

// listing is what the tree's own compiler made of the closed packages.
func (s *sourceFlags) listing(ctx context.Context, t target, packages []string, log io.Writer) (*asmlist.Listing, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil, fmt.Errorf("%w: no place to keep it: %v", asmlist.ErrNoToolchain, err)
	}
	stamp := ""
	if !t.Immutable {
		if stamp, err = indexer.TreeStamp(t.Root); err != nil {
			return nil, err
		}
	}
	return asmlist.Load(ctx, asmlist.Config{
		Root: t.Root, Version: t.Version, Env: t.Env, GOOS: t.goos, GOARCH: t.goarch,
		Packages: packages, CacheDir: filepath.Join(dir, "sourcedive", "listing"), Stamp: stamp,
		Log: func(format string, args ...any) { fmt.Fprintf(log, format+"\n", args...) },
	})
}

// cacheDir is where something is kept between runs, "" for nowhere.
func (s *sourceFlags) cacheDir(what string) string {
	dir, err := os.UserCacheDir()
	if err != nil || s.fresh {
		return ""
	}
	return filepath.Join(dir, "sourcedive", what)
}

// warn tells of faults in a tree; a flood is cut short.
func warn(x *index.Index, log io.Writer) {
	const most = 5
	for i, p := range x.Problems {
		if i == most {
			fmt.Fprintf(log, "%s: %d more faults in this tree; the site's about page lists all\n", x.Config.Version, len(x.Problems)-most)
			return
		}
		fmt.Fprintf(log, "%s:%d: %s\n", p.File, p.Line, p.Msg)
	}
}

// one reads the single version that a query is about.
func (s *sourceFlags) one(ctx context.Context, log io.Writer) (*index.Index, error) {
	version := "local"
	switch len(s.versions) {
	case 0:
	case 1:
		version = s.versions[0]
	default:
		return nil, usageError{fmt.Errorf("--go: one version at a time here")}
	}
	kb, err := s.kb()
	if err != nil {
		return nil, err
	}
	g, err := s.readOne(ctx, version, kb, log)
	if err != nil {
		return nil, err
	}
	return g.Index, nil
}

// lookFlags choose the templates.
type lookFlags struct{ templates string }

func (l *lookFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&l.templates, "templates", "", "directory with templates, in place of the built-in ones")
}

func (l *lookFlags) parse() (*templates.Theme, error) {
	fsys, err := chosenFS(l.templates, "templates", templates.FS)
	if err != nil {
		return nil, err
	}
	return templates.Parse(fsys)
}
