package workspace

import (
	"context"
	"errors"
	"slices"

	"sourcedive/annotate/claim"
	"sourcedive/indexer"
	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/index"
)

// Claim evaluates an expression in a version, and returns the index that it was
// evaluated in.
func (w *Workspace) Claim(ctx context.Context, e *claim.Expr, version string) (claim.Verdict, *index.Index, error) {
	s, err := w.Snapshot(ctx, version)
	if err != nil {
		return claim.Verdict{}, nil, err
	}
	env := &claim.Env{Source: claim.NewSource(s.Index), Tree: s.Tree, Runner: s.Runner}
	return claim.Eval(ctx, e, env), s.Index, ctx.Err()
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
	roots := slices.Concat(kb.Closed, e.Packages(pastOf(t.Version).Here))
	if len(roots) == 0 || cfg.Module != nil {
		roots = slices.Clone(cfg.Roots)
	}
	slices.Sort(roots)
	cfg.Roots = slices.Compact(roots)
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
	env := &claim.Env{Source: claim.NewSource(x), Tree: t.Src(), Here: pastOf(t.Version).Here}
	if w.opt.Programs {
		env.Runner = newRunner(w.content, t.reader(), w.log)
	}
	return claim.Eval(ctx, e, env), nil
}
