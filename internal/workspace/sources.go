package workspace

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"fmt"
	"io"

	"sourcedive/indexer/gotree"
	"sourcedive/indexer/history"
	"sourcedive/internal/cache"
	"sourcedive/site/pages"
)

// sources reads the functions of the versions on this machine, for the pages that show how
// they changed. What is read of one that cannot change is kept between runs: reading takes
// some tenths of a second.
func sources(ctx context.Context, w *Workspace, h *history.History) pages.Sources {
	return func(version string) (map[string]history.Source, bool) {
		store := w.opt.cacheDir("sources")
		t, ok := w.past.trees[version]
		if !ok {
			spec, err := gotree.Parse(version)
			if err != nil {
				return nil, false
			}
			found, err := gotree.Resolve(ctx, spec, gotree.Options{Offline: true})
			if err != nil || found.Version != version {
				return nil, false
			}
			t = (&Tree{Tree: found}).Past()
			if !found.Immutable {
				store = ""
			}
		}
		found, err := functions(t, h, store)
		if err != nil {
			w.log.logf("%v", err)
		}
		return found, err == nil
	}
}

// sourcesFormat changes when what is kept has another form.
const sourcesFormat = 1

// functions are those of a tree that some release changed.
func functions(t history.Tree, h *history.History, store cache.Dir) (map[string]history.Source, error) {
	sum := sha256.Sum256(fmt.Append(nil, sourcesFormat, " ", history.Digest(h.Data)))
	key := cache.Key(t.Version, sum[:])
	found := map[string]history.Source{}
	if store != "" {
		if data, err := store.Get(key); err == nil && gob.NewDecoder(bytes.NewReader(data)).Decode(&found) == nil {
			return found, nil
		}
	}
	changing := h.Changing()
	found, err := history.SourcesOf(t, h.Options, func(name string) bool { return changing[name] })
	if err == nil && store != "" {
		// A value that cannot be kept is made again.
		_ = store.Put(key, func(to io.Writer) error { return gob.NewEncoder(to).Encode(found) })
	}
	return found, err
}
