package workspace

import (
	"context"
	"errors"
	"slices"

	"sourcedive/annotate/claim"
	"sourcedive/indexer"
	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
)

// Claim evaluates an expression in a version, and returns the index that it was
// evaluated in.
func (w *Workspace) Claim(ctx context.Context, e *claim.Expr, version string) (claim.Verdict, *index.Index, error) {
	s, err := w.Snapshot(ctx, version)
	if err != nil {
		return claim.Verdict{}, nil, err
	}
	env := &claim.Env{Source: claim.NewSource(s.Index), Tree: s.Tree, Runner: s.Runner, History: s.History}
	v, err := claim.Eval(ctx, e, env)
	return v, s.Index, err
}

// ClaimAlone evaluates an expression in an index of the packages that it names, which
// is quicker to make than that of Snapshot, and returns the version's own name. The
// index comes without the compiler's listing, which takes longest to make, unless the
// verdict depends on that. A symbol is meant under whatever name it has in the version.
func (w *Workspace) ClaimAlone(ctx context.Context, e *claim.Expr, version string) (v claim.Verdict, name string, err error) {
	kb, err := w.Config()
	if err != nil {
		return v, "", err
	}
	t, err := w.Tree(ctx, version)
	if err != nil {
		return v, "", err
	}
	cfg := bare(t, kb)
	roots := cfg.Roots
	if cfg.Module == nil {
		if named := slices.Concat(kb.Closed, e.Packages(pastOf{history.Recorded, t.Version}.Here)); len(named) > 0 {
			roots = named
		}
	}
	cfg.Roots = slices.Compact(slices.Sorted(slices.Values(roots)))
	v, err = w.evalIn(ctx, e, t, cfg)
	if err == nil && v.Unlisted {
		var listErr error
		cfg.Listing, listErr = w.listing(ctx, t, listed(cfg))
		switch {
		case listErr == nil:
			v, err = w.evalIn(ctx, e, t, cfg)
		case !errors.Is(listErr, asmlist.ErrNoToolchain) && !errors.Is(listErr, asmlist.ErrFailed):
			err = listErr
		}
	}
	return v, t.Version, err
}

func (w *Workspace) evalIn(ctx context.Context, e *claim.Expr, t *Tree, cfg indexer.Config) (claim.Verdict, error) {
	x, err := indexer.Cached(ctx, cfg, w.opt.freshDir("history"), func() { w.log.logf("reading %s", t.Version) })
	if err != nil {
		return claim.Verdict{}, err
	}
	made := func() (*history.History, error) { return History(ctx, w) }
	env := &claim.Env{Source: claim.NewSource(x), Tree: t.Src(), Here: pastOf{made, t.Version}.Here, History: made}
	if w.opt.Programs {
		env.Runner = newRunner(w.content, t.reader(), w.log)
	}
	return claim.Eval(ctx, e, env)
}
