package workspace

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"syscall"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/content"
	runnable "sourcedive/content/models"
	"sourcedive/internal/diag"
	"sourcedive/internal/lab"
	"sourcedive/site"
	"sourcedive/site/models"
	"sourcedive/site/pages"
	"sourcedive/site/search"
	"sourcedive/templates"
)

// Site makes the site of some snapshots, with the content and the templates as they are
// now. base is the address that the site will have. The diagnostics are what is wrong
// in the content, and paths that two pages want.
func (w *Workspace) Site(ctx context.Context, base string, snapshots ...*annotate.Snapshot) (*site.Site, diag.List, error) {
	theme, err := w.Theme()
	if err != nil {
		return nil, nil, err
	}
	read, err := w.Content()
	if err != nil {
		return nil, nil, err
	}
	var problems diag.List
	var versions []*site.Version
	for _, s := range snapshots {
		v, p, err := searchable(ctx, w, s, read, theme)
		if err != nil {
			return nil, nil, err
		}
		problems = append(problems, p...)
		versions = append(versions, v)
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err // verdicts of claims that were cut short say nothing
	}
	return site.New(versions, theme, base), problems.Sorted(), nil
}

// searchable is version with the searcher of the snapshot.
func searchable(ctx context.Context, w *Workspace, s *annotate.Snapshot, read *article.Content, theme *templates.Theme) (*site.Version, diag.List, error) {
	v, problems, err := w.version(ctx, s, read, theme)
	if err != nil {
		return nil, nil, err
	}
	if store, key := searchData(ctx, w, w.keys[s.Index]); key != "" {
		v.SearchWith(w.searcher(ctx, s, store), key)
	}
	return v, problems, nil
}

// version makes the site of one snapshot. The models and what explains the runtime's texts
// are for a site that has the runtime.
func (w *Workspace) version(ctx context.Context, s *annotate.Snapshot, read *article.Content, theme *templates.Theme) (*site.Version, diag.List, error) {
	var set *models.ModelSet
	var err error
	_, ofRuntime := s.Index.Pkg("runtime")
	if ofRuntime {
		if set, err = w.Models(ctx); err != nil {
			return nil, nil, err
		}
	}
	catalog, ok := w.catalogs[s.Index]
	if !ok {
		catalog = pages.NewCatalog(s.Index, home)
		h, err := History(ctx, w)
		if err != nil && !errors.Is(err, errOneMinor) {
			return nil, nil, err
		}
		if h != nil {
			catalog.WithHistory(h, sources(ctx, w, h))
		}
		w.catalogs[s.Index] = catalog
	}
	resolved, problems := w.Resolve(ctx, s, read)
	inputs := pages.NewInputs(catalog, resolved, theme, set)
	if inputs.Labs, err = references(); err != nil {
		return nil, nil, err
	}
	if ofRuntime {
		if inputs.Explain, err = explainScripts(); err != nil {
			return nil, nil, err
		}
	}
	v, more := site.NewVersion(inputs)
	return v, append(problems, more...), nil
}

// references are the recorded runs of the labs, from the built-in content.
var references = sync.OnceValues(func() (map[string]lab.Result, error) {
	dir, err := fs.Sub(content.Labs, "labs/reference")
	if err != nil {
		return nil, err
	}
	return lab.ReadReferences(dir)
})

// searcher is the one of all sites that are made of a snapshot: the index of a former
// site answers until that of the newest is made.
func (w *Workspace) searcher(ctx context.Context, s *annotate.Snapshot, store search.Store) *search.Searcher {
	have, ok := w.searchers[s.Index]
	if !ok {
		have = search.NewSearcher(ctx, store)
		w.searchers[s.Index] = have
	}
	return have
}

// Models runs the models with their defaults, and compiles them for the browser. Where
// that fails, a site has the recorded runs alone, with the reason.
func (w *Workspace) Models(ctx context.Context) (*models.ModelSet, error) {
	if w.models != nil {
		return w.models, nil
	}
	cache := w.opt.cacheDir("models")
	set, err := models.Load(runnable.All(), content.Models, cache)
	if err != nil {
		return nil, err
	}
	if cache == "" {
		err = set.SetProgram(nil, nil, "there is no place to keep them")
	} else if program, failed := models.Compile(ctx, content.Models, cache); errors.Is(failed, syscall.ENOSPC) {
		return nil, failed // not what the models are like, as the site would say
	} else if failed != nil {
		w.log.logf("%v", failed)
		first, _, _ := strings.Cut(failed.Error(), "\n")
		err = set.SetProgram(nil, nil, first)
	} else {
		err = set.SetProgram(program.Wasm, program.Exec, "")
	}
	if err == nil && ctx.Err() == nil {
		w.models = set
	}
	return set, err
}
