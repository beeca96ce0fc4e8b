package workspace

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/mod/semver"

	"sourcedive/annotate/article"
	"sourcedive/indexer/gotree"
	"sourcedive/indexer/history"
)

// errOneMinor means that there is nothing to compare.
var errOneMinor = errors.New("a history is made of versions of two minors at least\n    hint: name others in " + article.ConfigFile + ", as in `history: [v1.0.0]`")

// A modulePast is the history of a module, made once of the versions that a workspace reads
// and those that its content names.
type modulePast struct {
	mu    sync.Mutex
	h     *history.History
	trees map[string]history.Tree // by version
}

// History is the history that pages, claims and answers go by: of Go the recorded one, and
// of a module that of the versions that a workspace reads and its content names. The error
// wraps errOneMinor where these are all of one.
func History(ctx context.Context, w *Workspace) (*history.History, error) {
	kb, err := w.Config()
	switch {
	case err != nil:
		return nil, err
	case kb.Module == "":
		return history.Recorded()
	}
	w.past.mu.Lock()
	defer w.past.mu.Unlock()
	if w.past.h != nil {
		return w.past.h, nil
	}
	trees, err := compared(ctx, w, kb)
	if err != nil {
		return nil, err
	}
	h, byVersion, err := historyOf(ctx, w, kb, trees)
	if err != nil {
		return nil, err
	}
	if len(h.Minors) < 2 {
		return nil, fmt.Errorf("%s: %w", kb.Module, errOneMinor)
	}
	w.past.h, w.past.trees = h, byVersion
	return h, nil
}

// compared are the versions that the history of a module is made of, each once.
func compared(ctx context.Context, w *Workspace, kb article.Config) (trees []*Tree, err error) {
	specs := slices.Clone(w.opt.Versions)
	for _, v := range kb.History {
		specs = append(specs, gotree.ModuleSpec(kb.Module, v))
	}
	for _, spec := range specs {
		t, err := w.Tree(ctx, spec)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(trees, func(o *Tree) bool { return o.Version == t.Version }) {
			trees = append(trees, t)
		}
	}
	return trees, nil
}

// pastKey tells the histories of a module apart; "" for Go, whose history is the program's.
func pastKey(ctx context.Context, w *Workspace) (string, error) {
	kb, err := w.Config()
	if err != nil || kb.Module == "" {
		return "", err
	}
	trees, err := compared(ctx, w, kb)
	var versions []string
	for _, t := range trees {
		versions = append(versions, t.Version)
	}
	slices.Sort(versions)
	return strings.Join(versions, " "), err
}

// HistoryOf is the history that has some versions, named as v1.6.0, and of a module the trees
// that it was made of, by version. It is that of History, where that has them; else it is
// made of those that are named, or of the first and the newest patch of each minor of the
// module.
func HistoryOf(ctx context.Context, w *Workspace, versions ...string) (*history.History, map[string]history.Tree, error) {
	kb, err := w.Config()
	if err != nil {
		return nil, nil, err
	}
	if kb.Module == "" || len(kb.History) > 0 {
		h, err := History(ctx, w)
		if err != nil || kb.Module == "" || !slices.ContainsFunc(versions, func(v string) bool { return !madeOf(h, v) }) {
			return h, w.past.trees, err
		}
	}
	if len(versions) == 0 {
		if versions, err = milestones(ctx, w); err != nil {
			return nil, nil, err
		}
	}
	var list []*Tree
	for i, v := range versions {
		if len(versions) > 2 {
			w.log.logf("reading %s %s, %d of %d", kb.Module, v, i+1, len(versions))
		}
		t, err := w.Tree(ctx, gotree.ModuleSpec(kb.Module, v))
		if err != nil {
			return nil, nil, err
		}
		if slices.ContainsFunc(list, func(o *Tree) bool { return o.Version == t.Version }) {
			return nil, nil, fmt.Errorf("%s %s: there is one version alone\n    hint: name two", kb.Module, t.Version)
		}
		list = append(list, t)
	}
	return historyOf(ctx, w, kb, list)
}

// madeOf reports whether a version is one of those that a history was made of.
func madeOf(h *history.History, v string) bool {
	return slices.ContainsFunc(h.Minors, func(m history.Minor) bool { return m.First == v || m.Newest == v })
}

// historyOf makes the history of some versions of a module.
func historyOf(ctx context.Context, w *Workspace, kb article.Config, trees []*Tree) (*history.History, map[string]history.Tree, error) {
	opt := history.Options{}
	var list []history.Tree
	byVersion := map[string]history.Tree{}
	for _, t := range trees {
		packages := t.Module.Packages
		if len(kb.Packages) > 0 {
			packages = kb.Packages
		}
		opt.Packages = append(opt.Packages, packages...)
		byVersion[t.Version] = t.Past()
		list = append(list, t.Past())
	}
	slices.Sort(opt.Packages)
	opt.Packages = slices.Compact(opt.Packages)
	data, problems, err := history.Build(list, opt)
	if err != nil {
		return nil, nil, err
	}
	for _, p := range problems {
		w.log.logf("%s", p)
	}
	return history.New(data), byVersion, ctx.Err()
}

// Past is the tree as a history reads it.
func (t *Tree) Past() history.Tree {
	return history.Tree{Version: t.Version, FS: t.Src(), Go: t.Go().Version}
}

// milestones are the first and the newest patch of each minor of the module.
func milestones(ctx context.Context, w *Workspace) (list []string, err error) {
	specs, err := ModuleVersions(ctx, w)
	if err != nil {
		return nil, err
	}
	for _, s := range specs {
		spec, err := gotree.Parse(s)
		if err != nil {
			return nil, err
		}
		n, v := len(list), spec.Ref
		if n > 1 && semver.MajorMinor(list[n-1]) == semver.MajorMinor(v) && semver.MajorMinor(list[n-2]) == semver.MajorMinor(v) {
			list = list[:n-1]
		}
		list = append(list, v)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("the module has no released versions\n    hint: name two, such as pseudo-versions: sourcedive changes FROM TO")
	}
	return list, nil
}
