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
// they changed. What is read of a toolchain is kept between runs: reading takes some tenths
// of a second.
func sources(ctx context.Context, store cache.Dir, log *lockedWriter) pages.Sources {
	return func(version string) (map[string]history.Source, bool) {
		spec, err := gotree.Parse(version)
		if err != nil {
			return nil, false
		}
		t, err := gotree.Resolve(ctx, spec, gotree.Options{Offline: true})
		if err != nil || t.Version != version {
			return nil, false
		}
		found, err := functions(&Tree{Tree: t}, store)
		if err != nil {
			log.logf("%v", err)
		}
		return found, err == nil
	}
}

// sourcesFormat changes when what is kept has another form.
const sourcesFormat = 1

// functions are those of a tree that some release changed.
func functions(t *Tree, store cache.Dir) (map[string]history.Source, error) {
	h, err := history.Recorded()
	if err != nil {
		return nil, err
	}
	if !t.Immutable {
		store = ""
	}
	sum := sha256.Sum256(fmt.Append(nil, sourcesFormat, " ", history.Digest(h.Data)))
	key := cache.Key(t.Version, sum[:])
	found := map[string]history.Source{}
	if store != "" {
		if data, err := store.Get(key); err == nil && gob.NewDecoder(bytes.NewReader(data)).Decode(&found) == nil {
			return found, nil
		}
	}
	changing := h.Changing()
	found, err = history.SourcesOf(history.Tree{Version: t.Version, FS: t.Src()}, h.Options, func(name string) bool { return changing[name] })
	if err == nil && store != "" {
		// A value that cannot be kept is made again.
		_ = store.Put(key, func(to io.Writer) error { return gob.NewEncoder(to).Encode(found) })
	}
	return found, err
}
