package workspace

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path/filepath"
	"slices"

	"sourcedive/indexer"
	"sourcedive/indexer/gotree"
	"sourcedive/internal/cache"
	"sourcedive/site/models"
	"sourcedive/site/publish"
)

// An Output is a directory that a workspace writes sites to.
type Output struct {
	w   *Workspace
	dir string
}

// NewOutput returns the Output of a directory.
func NewOutput(w *Workspace, dir string) *Output { return &Output{w, dir} }

// Made names what decides the files of a site. Two of one name are the same bytes.
type Made struct {
	Site    string // the whole site: of all that follows, content and address
	Without string // a page that shows none of the content: of program, source, templates, models, and the other versions on this machine
}

// MadeOf finds out what decides the files of a site. It reads neither index nor content, and
// is cheap.
func (o *Output) MadeOf(ctx context.Context, base string, versions ...string) (Made, error) {
	w := o.w
	h := sha256.New()
	fmt.Fprintf(h, "%q\n", versions)
	var trees []*gotree.Tree
	ofRuntime := false
	for _, version := range versions {
		t, cfg, err := w.source(ctx, version)
		if err != nil {
			return Made{}, err
		}
		key, err := indexer.Key(cfg)
		if err != nil {
			return Made{}, err
		}
		fmt.Fprintf(h, "%s\n", key)
		trees = append(trees, t.Tree, t.Go())
		ofRuntime = ofRuntime || slices.Contains(cfg.Roots, "runtime") || len(cfg.Closed) > 0
		if len(versions) > 1 {
			forget(w, version) // the listings of many take much room
		}
	}
	others, err := hashOthers(ctx, h)
	if err != nil {
		return Made{}, err
	}
	if err := hashTrees(h, append(trees, others)); err != nil {
		return Made{}, err
	}
	if err := hashFiles(h, w.templates); err != nil {
		return Made{}, err
	}
	if ofRuntime {
		set, err := w.Models(ctx)
		if err != nil {
			return Made{}, err
		}
		hashModels(h, set)
	}
	var made Made
	made.Without = hex.EncodeToString(h.Sum(nil))
	fmt.Fprintf(h, "%q\n", base)
	if err := hashFiles(h, w.content); err != nil {
		return Made{}, err
	}
	made.Site = hex.EncodeToString(h.Sum(nil))
	return made, ctx.Err()
}

// hashModels hashes the recorded runs and the program that pages hold.
func hashModels(h hash.Hash, set *models.ModelSet) {
	fmt.Fprintf(h, "%s %q %d\n", set.Stamp, set.Why, len(set.Wasm))
	h.Write(set.Wasm)
	h.Write(set.Exec)
}

// hashOthers hashes which versions are here, because pages quote other versions too. It
// returns the one among them that may change.
func hashOthers(ctx context.Context, h hash.Hash) (*gotree.Tree, error) {
	list, err := gotree.Versions(ctx, gotree.Options{Offline: true})
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		fmt.Fprintf(h, "%s %t\n", v.Tag, v.Here)
	}
	return gotree.Resolve(ctx, gotree.Spec{Kind: gotree.Local}, gotree.Options{Offline: true})
}

// hashTrees hashes the names, sizes and times of all files of the trees that may change:
// claims ask for more of them than an index holds.
func hashTrees(h hash.Hash, trees []*gotree.Tree) error {
	done := map[string]bool{}
	for _, t := range trees {
		if done[t.Root] {
			continue
		}
		done[t.Root] = true
		fmt.Fprintf(h, "%s %q\n", t.Version, t.Root)
		if t.Immutable {
			continue
		}
		err := fs.WalkDir((&Tree{Tree: t}).Src(), ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			info, err := d.Info()
			if err == nil {
				fmt.Fprintf(h, "%q %d %d\n", path, info.Size(), info.ModTime().UnixNano())
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// hashFiles hashes the names and bytes of all files.
func hashFiles(h hash.Hash, fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, path)
		fmt.Fprintf(h, "%q %d\n", path, len(data))
		h.Write(data)
		return err
	})
}

// Written is the record of the site that was last written there, empty where none is
// kept.
func (o *Output) Written() (r publish.Record) {
	store, key := o.record()
	if data, err := store.Get(key); err != nil || gob.NewDecoder(bytes.NewReader(data)).Decode(&r) != nil {
		return publish.Record{}
	}
	return r
}

// Keep keeps the record of a site for the next build. One that cannot be kept only costs
// time.
func (o *Output) Keep(r publish.Record) {
	store, key := o.record()
	_ = store.Put(key, func(to io.Writer) error { return gob.NewEncoder(to).Encode(r) })
}

// record is where the record is kept: one for each directory.
func (o *Output) record() (cache.Dir, string) {
	abs, err := filepath.Abs(o.dir)
	if err != nil {
		return "", ""
	}
	sum := sha256.Sum256([]byte(abs))
	return o.w.opt.freshDir("sites"), cache.Key(hex.EncodeToString(sum[:12]), sum[12:])
}
