// Package workspace puts the parts of sourcedive together, in one place for the
// command, the server and the tests.
//
// A [Workspace] is content and templates with what is asked of them: [Open] checks the
// options, Tree resolves a version to its source, Snapshot indexes it, and Site makes
// the site of some snapshots. Search finds the engine that answers for a version, and
// Claim and ClaimAlone evaluate an expression.
//
// # What is kept
//
// In memory, a Workspace keeps the snapshots, the models and the parsed content: a
// second Site reads content and templates anew and does only what their changes ask
// for. On the disk, below [Options.Cache], compiler listings, indexes, models and
// search data are kept by the key of all that they were made of.
//
// # Effects
//
// Package workspace runs programs in one place, [Runner], and only where
// [Options.Programs] asks for it. Trees and listings come from packages gotree and
// asmlist, which download and run the go command.
package workspace

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/content"
	runnable "sourcedive/content/models"
	"sourcedive/indexer"
	"sourcedive/indexer/index"
	"sourcedive/internal/cache"
	"sourcedive/internal/safefs"
	"sourcedive/site/models"
	"sourcedive/site/pages"
	"sourcedive/site/search"
	"sourcedive/templates"
)

// Options say what a Workspace reads. The zero value is the built-in content and
// templates, read for the platform of this machine.
type Options struct {
	Content   string   // directory of the content; "" for the built-in one
	Module    string   // path of a module to read in place of Go's own source, where Content is ""
	Packages  []string // of Go's own, to read where Content and Module are ""; none for those of the built-in content
	Go        string   // version of Go that reads a module; "" for that on PATH
	Versions  []string // as for Tree: of a module, the history is made of these and those that the content names
	Templates string   // directory of the templates; "" for the built-in ones
	Platform  string   // GOOS/GOARCH to read the source for; "" for this machine's
	Cache     string   // directory for what is kept between runs; "" for the user's

	Offline  bool      // never touch the network
	Fresh    bool      // neither use nor keep indexes and search data
	Guess    bool      // where the compiler fails, guess from the syntax what it would insert
	Programs bool      // let claims run the programs that they name
	Log      io.Writer // a line for each long step, fault of a tree and program; nil for none
}

// An OptionError is an option that no Workspace can have.
type OptionError struct {
	Option string // as the command line calls it: content, templates, platform or go
	Err    error  // starts with the value
}

func (e *OptionError) Error() string { return e.Option + " " + e.Err.Error() }
func (e *OptionError) Unwrap() error { return e.Err }

// home is the platform of this machine.
const home = runtime.GOOS + "/" + runtime.GOARCH

// A Workspace reads content, templates and source, and makes sites of them. It is for
// one goroutine at a time.
type Workspace struct {
	opt          Options
	noCache      error // why there is no directory to keep anything in
	goos, goarch string
	content      fs.FS
	templates    fs.FS
	log          *lockedWriter

	read      *article.Content // the content when it was read last
	sourced   map[string]sourced
	snapshots map[string]*annotate.Snapshot
	keys      map[*index.Index]string // of all that an index was made of
	catalogs  map[*index.Index]*pages.Catalog
	searchers map[*index.Index]*search.Searcher
	models    *models.ModelSet
	past      modulePast
}

// Open returns a Workspace of opt. The error is an [*OptionError].
func Open(opt Options) (*Workspace, error) {
	w := &Workspace{
		opt: opt, log: &lockedWriter{w: opt.Log}, read: &article.Content{Config: article.Config{Models: runnable.Names()}},
		sourced: map[string]sourced{}, snapshots: map[string]*annotate.Snapshot{}, keys: map[*index.Index]string{},
		catalogs: map[*index.Index]*pages.Catalog{}, searchers: map[*index.Index]*search.Searcher{},
	}
	if opt.Log == nil {
		w.log.w = io.Discard
	}
	if opt.Cache == "" {
		var dir string
		if dir, w.noCache = os.UserCacheDir(); w.noCache == nil {
			w.opt.Cache = filepath.Join(dir, "sourcedive")
		}
	}
	var platformErr, contentErr, templatesErr error
	w.goos, w.goarch, platformErr = parsePlatform(cmp.Or(opt.Platform, home))
	w.content, contentErr = openDir("content", opt.Content, builtin(opt))
	w.templates, templatesErr = openDir("templates", opt.Templates, templates.FS)
	if err := cmp.Or(templatesErr, contentErr, platformErr); err != nil {
		return nil, err
	}
	return w, nil
}

func parsePlatform(platform string) (goos, goarch string, err error) {
	goos, goarch, ok := strings.Cut(platform, "/")
	if platform != home && (!ok || !indexer.KnownPlatform(goos, goarch)) {
		return "", "", &OptionError{"platform", fmt.Errorf("%q is not GOOS/GOARCH as Go knows them\n    hint: linux/arm64, for instance; go tool dist list prints them all", platform)}
	}
	return goos, goarch, nil
}

// builtin is the content where none is named: of a module, and of packages that are named,
// there is none but their names.
func builtin(opt Options) fs.FS {
	switch {
	case opt.Module != "":
		return memory(map[string]string{article.ConfigFile: fmt.Sprintf("title: %q\nmodule: %[1]q\n", opt.Module)})
	case len(opt.Packages) > 0:
		return memory(map[string]string{article.ConfigFile: fmt.Sprintf("title: %q\npackages: %s\n", opt.Packages[0], strings.Join(strings.Fields(fmt.Sprintf("%q", opt.Packages)), ", "))})
	}
	return content.FS
}

// openDir opens a directory that takes the place of something built in. Its files are
// not trusted.
func openDir(option, dir string, builtin fs.FS) (fs.FS, error) {
	if dir == "" {
		return builtin, nil
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, &OptionError{option, fmt.Errorf("%s: is no directory", dir)}
	}
	fsys, err := safefs.Open(dir, safefs.Text)
	if err != nil {
		return nil, &OptionError{option, fmt.Errorf("%s: %w", dir, err)}
	}
	return fsys, nil
}

// Config reads the configuration that the content holds.
func (w *Workspace) Config() (article.Config, error) { return article.ReadConfig(w.content) }

// Content reads the content. Of what was read before it parses what has changed.
func (w *Workspace) Content() (*article.Content, error) {
	c, err := w.read.Again(w.content)
	if err != nil {
		return nil, err
	}
	w.read = c
	return c, nil
}

// Theme reads the templates.
func (w *Workspace) Theme() (*templates.Theme, error) { return templates.Parse(w.templates) }

// cacheDir is where something is kept between runs; "" if there is no place for it.
func (o *Options) cacheDir(what string) cache.Dir {
	if o.Cache == "" {
		return ""
	}
	return cache.Dir(filepath.Join(o.Cache, what))
}

// freshDir is cacheDir for what [Options.Fresh] is about.
func (o *Options) freshDir(what string) cache.Dir {
	if o.Fresh {
		return ""
	}
	return o.cacheDir(what)
}

// logf prints a line of progress.
func (l *lockedWriter) logf(format string, args ...any) { fmt.Fprintf(l, format+"\n", args...) }
