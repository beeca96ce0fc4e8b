package workspace

import (
	"bytes"
	"context"
	"encoding/gob"
	"io"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/internal/diag"
)

// Resolve holds the content against a version. What it found out stays for the next
// process: evaluating all claims takes longer than reading the index.
func (w *Workspace) Resolve(ctx context.Context, s *annotate.Snapshot, read *article.Content) (*annotate.Resolved, diag.List) {
	resolved, problems := annotate.Resolve(ctx, s, read)
	w.keepFindings(s)
	return resolved, problems
}

// recall gives a snapshot what was found out about its index before.
func (w *Workspace) recall(s *annotate.Snapshot) {
	key := w.keys[s.Index]
	if key == "" {
		return
	}
	var f annotate.Findings
	if data, err := w.opt.freshDir("findings").Get(key); err == nil && gob.NewDecoder(bytes.NewReader(data)).Decode(&f) == nil {
		s.Recall(f)
	}
}

// keepFindings keeps what a snapshot found out, if there is anything new. What cannot be
// kept is found out again.
func (w *Workspace) keepFindings(s *annotate.Snapshot) {
	key := w.keys[s.Index]
	f, more := s.Findings()
	if key == "" || !more {
		return
	}
	_ = w.opt.freshDir("findings").Put(key, func(to io.Writer) error { return gob.NewEncoder(to).Encode(f) })
}
