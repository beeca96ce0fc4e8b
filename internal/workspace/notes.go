package workspace

import (
	"context"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
)

// Notes are the notes on a symbol of a snapshot, with what their sentences rest on. Of the
// content it reads these notes alone.
func (w *Workspace) Notes(ctx context.Context, s *annotate.Snapshot, sym index.Sym) ([]answer.Note, error) {
	read, err := article.ReadNotes(w.content, string(s.Index.Symbols[sym].ID), w.read.Config.Models...)
	if err != nil {
		return nil, err
	}
	resolved, _ := annotate.Resolve(ctx, s, read) // links into what was not read are no faults of the notes
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return answer.NotesOn(resolved, sym), nil
}
