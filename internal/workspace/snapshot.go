package workspace

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"sync"

	"sourcedive/annotate"
	"sourcedive/content"
	"sourcedive/indexer"
	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
	"sourcedive/internal/lab"
	"sourcedive/site/models"
)

// Snapshot indexes a version, with what its own compiler makes of it where there is
// one. A version that was asked for before is not read again.
func (w *Workspace) Snapshot(ctx context.Context, version string) (*annotate.Snapshot, error) {
	if s, ok := w.snapshots[version]; ok {
		return s, nil
	}
	t, cfg, err := w.source(ctx, version)
	if err != nil {
		return nil, err
	}
	return w.snapshot(ctx, version, t, cfg)
}

// sourced is a version that was resolved, and what is to be indexed of it.
type sourced struct {
	tree *Tree
	cfg  indexer.Config
}

// source resolves a version, once, and returns what is to be indexed of it.
func (w *Workspace) source(ctx context.Context, version string) (*Tree, indexer.Config, error) {
	if s, ok := w.sourced[version]; ok {
		return s.tree, s.cfg, nil
	}
	kb, err := w.Config()
	if err != nil {
		return nil, indexer.Config{}, err
	}
	t, err := w.Tree(ctx, version)
	if err != nil {
		return nil, indexer.Config{}, err
	}
	cfg, err := w.indexing(ctx, t, kb)
	if err == nil {
		w.sourced[version] = sourced{t, cfg}
	}
	return t, cfg, err
}

func (w *Workspace) snapshot(ctx context.Context, version string, t *Tree, cfg indexer.Config) (*annotate.Snapshot, error) {
	x, err := w.index(ctx, cfg)
	if err != nil {
		return nil, err
	}
	s := annotate.NewSnapshot(x)
	s.Tree = t.Src()
	s.History = kept(func() (*history.History, error) { return History(ctx, w) })
	s.Past = pastOf{s.History, x.Config.Version}
	s.Old = func(version string) (fs.FS, error) { return t.old(ctx, version) }
	if s.ModelChecks, err = modelChecks(); err != nil {
		return nil, err
	}
	if s.LabRuns, err = labRuns(); err != nil {
		return nil, err
	}
	if w.opt.Programs {
		s.Runner = newRunner(w.content, t.reader(), w.log)
	}
	recall(w.opt.freshDir("findings"), w.keys[x], s)
	w.snapshots[version] = s
	return s, nil
}

// kept returns a function that is called until it succeeds, and what it returned then is
// returned from then on: a claim asks for the history at each of its names.
func kept[T any](f func() (T, error)) func() (T, error) {
	var mu sync.Mutex
	var value T
	var made bool
	return func() (T, error) {
		mu.Lock()
		defer mu.Unlock()
		if made {
			return value, nil
		}
		v, err := f()
		if err == nil {
			value, made = v, true
		}
		return v, err
	}
}

// pastOf is what the history knows of the names of other versions than one. The history is
// read, or that of a module made, when it is first asked.
type pastOf struct {
	made    func() (*history.History, error)
	version string
}

func (v pastOf) Became(name string) string {
	h, at, ok := v.history()
	if !ok {
		return ""
	}
	return h.Became(name, at)
}

func (v pastOf) Here(name string) string {
	h, at, ok := v.history()
	if !ok {
		return ""
	}
	return h.Here(name, at)
}

func (v pastOf) Known(name string) bool {
	h, _, ok := v.history()
	return ok && h.Known(name)
}

func (v pastOf) history() (*history.History, history.Point, bool) {
	h, err := v.made()
	if err != nil {
		return nil, history.Point{}, false
	}
	at, err := h.Point(v.version)
	return h, at, err == nil
}

// modelChecks are the recorded checks of the models.
func modelChecks() (list []annotate.ModelCheck, err error) {
	verified, err := models.ReadVerified(content.Models)
	if err != nil {
		return nil, err
	}
	for _, model := range slices.Sorted(maps.Keys(verified)) {
		for _, v := range verified[model] {
			list = append(list, annotate.ModelCheck{Go: v.Go, Platform: v.Platform, Model: model, Name: v.Name, OK: v.OK})
		}
	}
	return list, nil
}

// labRuns are the recorded runs of the labs.
func labRuns() (list []annotate.LabRun, err error) {
	runs, err := references()
	if err != nil {
		return nil, err
	}
	for _, name := range lab.Names() {
		r, ok := runs[name]
		if !ok {
			continue
		}
		run := annotate.LabRun{Lab: name, Go: r.Go.Version, Program: r.Settings.Text()}
		for _, c := range r.Checks {
			run.Checks = append(run.Checks, annotate.LabCheck(c))
		}
		for _, dir := range []string{name, "harness"} {
			files, err := fs.Glob(content.Labs, "labs/"+dir+"/*.go.txt")
			if err != nil {
				return nil, err
			}
			for _, file := range files {
				text, err := fs.ReadFile(content.Labs, file)
				if err != nil {
					return nil, err
				}
				run.Program += string(text)
			}
		}
		list = append(list, run)
	}
	return list, nil
}

// Snapshots indexes some versions. A version that is there twice, under one name or
// two, is an [*OptionError]. It reads the content first, whose faults come faster.
func (w *Workspace) Snapshots(ctx context.Context, versions ...string) ([]*annotate.Snapshot, error) {
	if _, err := w.Content(); err != nil {
		return nil, err
	}
	var list []*annotate.Snapshot
	seen := map[string]bool{}
	for _, v := range versions {
		s, err := w.Snapshot(ctx, v)
		if err != nil {
			return nil, err
		}
		name := s.Index.Config.Version
		if seen[name] {
			return nil, &OptionError{"go", fmt.Errorf("%s: %s was asked for twice", v, name)}
		}
		seen[name] = true
		if len(list) > 0 && list[0].Index.Config.Module != s.Index.Config.Module {
			return nil, &OptionError{"module", fmt.Errorf("%s: a site is about one module", s.Index.Config.Module)}
		}
		list = append(list, s)
	}
	return list, nil
}

// Verify compares the call graph of a version with the listing of the version's own
// compiler, for the callers in one package, "" for that which the content is about.
func (w *Workspace) Verify(ctx context.Context, version, pkg string) (*index.Report, error) {
	t, cfg, err := w.source(ctx, version)
	if err != nil {
		return nil, err
	}
	if cfg.Listing == nil {
		_, err := w.listing(ctx, t, listed(cfg))
		return nil, fmt.Errorf("nothing to verify the graph with: %w", err)
	}
	s, err := w.snapshot(ctx, version, t, cfg)
	if err != nil {
		return nil, err
	}
	return indexer.Verify(s.Index, cfg.Listing, cmp.Or(pkg, answer.MainPackage(s.Index))), nil
}
