package workspace

import (
	"context"
	"fmt"
	"io/fs"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
	"sourcedive/internal/starter"
)

// tries is how many functions are tried for the first note.
const tries = 200

// Starter is content to begin with about a version: files by path, none of whose sentences
// fails against its source. dir is what the files call the directory that they are in.
func Starter(ctx context.Context, w *Workspace, version, dir string) (map[string]string, *index.Index, error) {
	s, err := w.Snapshot(ctx, version)
	if err != nil {
		return nil, nil, err
	}
	subject, n := starter.SubjectOf(s.Index, dir), 0
	var last diag.List
	for subject.First = range starter.Examples(s.Index) {
		files, err := starter.Files(subject)
		if err != nil {
			return nil, nil, err
		}
		read, err := article.Read(memory(files), w.read.Config.Models...)
		if err != nil {
			return nil, nil, err
		}
		resolved, problems := annotate.Resolve(ctx, s, read)
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if problems = append(problems, resolved.BelowFloor(resolved.Covered())...); len(problems) == 0 {
			return files, s.Index, nil
		}
		if last, n = problems, n+1; n == tries {
			break
		}
	}
	if len(last) > 0 {
		return nil, nil, fmt.Errorf("no function of %s is fit for a first note: %v", subject.Title, last[0].Msg)
	}
	return nil, nil, fmt.Errorf("%s has nothing exported to begin with\n    hint: name other packages, or write kb.yaml by hand as docs/your-own.md shows", subject.Title)
}

// memory holds files.
func memory(files map[string]string) fs.FS {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}
