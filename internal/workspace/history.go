package workspace

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/mod/semver"

	"sourcedive/indexer/gotree"
	"sourcedive/indexer/history"
)

// errOneVersion means that there is nothing to compare.
var errOneVersion = errors.New("there is one version alone")

// ModuleHistory makes the history of the module that the content is about out of some of
// its versions, named as v1.6.0; of none, out of the first and the newest patch of each of
// its minors. trees are what it was made of, by version. All is nil where the content is
// about Go's own source, whose history is recorded.
func ModuleHistory(ctx context.Context, w *Workspace, versions ...string) (h *history.History, trees map[string]history.Tree, err error) {
	kb, err := w.Config()
	if err != nil || kb.Module == "" {
		return nil, nil, err
	}
	if len(versions) == 0 {
		if versions, err = milestones(ctx, w); err != nil {
			return nil, nil, err
		}
	}
	opt := history.Options{}
	var list []history.Tree
	trees = map[string]history.Tree{}
	for i, v := range versions {
		if len(versions) > 2 {
			w.log.logf("reading %s %s, %d of %d", kb.Module, v, i+1, len(versions))
		}
		t, err := w.Tree(ctx, gotree.ModuleSpec(kb.Module, v))
		if err != nil {
			return nil, nil, err
		}
		if _, twice := trees[t.Version]; twice {
			return nil, nil, fmt.Errorf("%s %s: %w\n    hint: name two", kb.Module, t.Version, errOneVersion)
		}
		packages := t.Module.Packages
		if len(kb.Packages) > 0 {
			packages = kb.Packages
		}
		opt.Packages = append(opt.Packages, packages...)
		trees[t.Version] = history.Tree{Version: t.Version, FS: t.Src(), Go: t.Go().Version}
		list = append(list, trees[t.Version])
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
	return history.New(data), trees, ctx.Err()
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
