package workspace

import (
	"context"
	"crypto/sha256"
	"io"
	"time"

	"sourcedive/annotate"
	"sourcedive/indexer"
	"sourcedive/indexer/index"
	"sourcedive/internal/cache"
	"sourcedive/site/pages"
	"sourcedive/site/search"
)

// Search returns the engine that answers searches of a version, and the folder of the
// version on a site. The engine may be an io.Closer. Where search data of the very
// source and content is kept, neither is read.
func (w *Workspace) Search(ctx context.Context, version string) (x search.Engine, dir string, err error) {
	t, cfg, err := w.source(ctx, version)
	if err != nil {
		return nil, "", err
	}
	key, err := indexer.Key(cfg)
	if err != nil {
		return nil, "", err
	}
	store, key := searchData(ctx, w, key)
	x, err = store.Engine(key, func() ([]search.Doc, search.Vocabulary, error) {
		w.log.logf("making the search index of %s; the next search will have it", t.Version)
		s, err := w.snapshot(ctx, version, t, cfg)
		if err != nil {
			return nil, nil, err
		}
		return w.SearchDocs(ctx, s)
	})
	return x, pages.VersionDir(t.Version, t.GOOS+"/"+t.GOARCH, home), err
}

// VersionDir is the folder of a version on a site.
func VersionDir(x *index.Index) string {
	return pages.VersionDir(x.Config.Version, x.Config.Platform(), home)
}

// SearchDocs lists all that can be found on the site of a snapshot, and the words that
// mean the same.
func (w *Workspace) SearchDocs(ctx context.Context, s *annotate.Snapshot) ([]search.Doc, search.Vocabulary, error) {
	theme, err := w.Theme()
	if err != nil {
		return nil, nil, err
	}
	read, err := w.Content()
	if err != nil {
		return nil, nil, err
	}
	v, _, err := w.version(ctx, s, read, theme)
	if err != nil {
		return nil, nil, err
	}
	docs, same := v.SearchDocs()
	return docs, same, ctx.Err()
}

// searchData is where search data is kept, and under which key: that of the index, of every
// word of the content, and of what the history is made of. The key is "" where there is none.
func searchData(ctx context.Context, w *Workspace, index string) (search.Store, string) {
	if index == "" {
		return "", ""
	}
	past, err := pastKey(ctx, w)
	if err != nil {
		return "", ""
	}
	h := sha256.New()
	io.WriteString(h, index+past)
	if err := hashFiles(h, w.content); err != nil {
		return "", ""
	}
	return search.Store(w.opt.freshDir("search")), cache.Key(cache.Name(index), h.Sum(nil))
}

// Close waits until no search index is being made any more, but not longer than most.
// The context of Site ends the making.
func (w *Workspace) Close(most time.Duration) {
	for _, s := range w.searchers {
		s.Wait(most)
	}
}
