package workspace

import (
	"context"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
)

// Notes are the notes on a symbol of a snapshot, with what their sentences rest on. Of the
// content it reads little but these notes.
func (w *Workspace) Notes(ctx context.Context, s *annotate.Snapshot, sym index.Sym) ([]answer.Note, error) {
	kb, err := w.Config()
	if err != nil {
		return nil, err
	}
	kb.Models = w.read.Config.Models
	ids := []string{string(s.Index.Symbols[sym].ID)}
	if kb.Written != "" && kb.Written != s.Index.Config.Version {
		if written := (pastOf{s.History, kb.Written}).Here(ids[0]); written != "" {
			ids = append(ids, written)
		}
	}
	read, err := article.ReadNotes(w.content, kb, ids...)
	if err != nil {
		return nil, err
	}
	resolved := annotate.ResolveNotes(ctx, s, read)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return answer.NotesOn(resolved, sym), nil
}
