package workspace

import (
	"bytes"
	"context"
	"encoding/gob"
	"io"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/internal/cache"
	"sourcedive/internal/diag"
)

// Resolve holds the content against a version. What it found out stays for the next
// process: evaluating all claims takes longer than reading the index.
func (w *Workspace) Resolve(ctx context.Context, s *annotate.Snapshot, read *article.Content) (*annotate.Resolved, diag.List) {
	resolved, problems := annotate.Resolve(ctx, s, read)
	keep(w.opt.freshDir("findings"), w.keys[s.Index], s)
	return resolved, problems
}

// recall gives a snapshot what was found out about its index before. key names the index,
// "" if nothing does.
func recall(store cache.Dir, key string, s *annotate.Snapshot) {
	if key == "" {
		return
	}
	s.Recall(func() annotate.Findings {
		data, err := store.Get(key)
		if err != nil {
			return annotate.Findings{}
		}
		var f annotate.Findings
		if gob.NewDecoder(bytes.NewReader(data)).Decode(&f) != nil {
			return annotate.Findings{}
		}
		return f
	})
}

// keep keeps what a snapshot found out, if there is anything new. What cannot be kept is
// found out again.
func keep(store cache.Dir, key string, s *annotate.Snapshot) {
	if f, more := s.Findings(); more && key != "" {
		_ = store.Put(key, func(to io.Writer) error { return gob.NewEncoder(to).Encode(f) })
	}
}
