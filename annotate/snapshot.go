package annotate

import (
	"context"
	"io/fs"
	"sync"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
)

// Snapshot is a version to resolve content against. It keeps verdicts and matches, so that
// resolving once more, after a change to one article, evaluates only what is new. It may
// be used from several goroutines at once.
type Snapshot struct {
	Index  *index.Index
	Tree   fs.FS        // the tree's src, for what is not indexed; nil for none
	Runner claim.Runner // runs the programs of claims; nil skips those claims

	// ModelChecks are those recorded in the content, for any version.
	ModelChecks []ModelCheck

	// LabRuns are the recorded reference runs of the labs.
	LabRuns []LabRun

	// Old gives the src of another version, for what a changed note was written
	// about. It must not touch the network; nil knows none.
	Old func(version string) (fs.FS, error)

	// Past is what is known of other versions, nil for nothing.
	Past Past

	// History is that of what is indexed; nil for the one of Go that the program carries.
	History func() (*history.History, error)

	source   *claim.Source
	recalled func() recalled
	verdicts sync.Map // claim.Verdict by the text of the claim, and whether it is for another version
	found    sync.Map // match by wanted

	prints sync.Map // fingerprint by symbol

	tablesOnce sync.Once
	tables     Tables
}

// NewSnapshot makes a snapshot of an index. Its other fields may be set before it is
// used.
func NewSnapshot(x *index.Index) *Snapshot {
	return &Snapshot{Index: x, source: claim.NewSource(x), recalled: func() recalled { return recalled{} }}
}

// evaluate evaluates a claim, unless it was evaluated before. One for another version may
// name symbols as that one does.
func (g *Snapshot) evaluate(ctx context.Context, text string, other bool) (claim.Verdict, error) {
	key := text
	if other {
		key = "other: " + text // which is no claim
	}
	if v, ok := g.verdicts.Load(key); ok {
		return v.(claim.Verdict), nil
	}
	if v, ok := g.recalled().verdicts[key]; ok {
		g.verdicts.Store(key, v)
		return v, nil
	}
	e, err := claim.Compile(text)
	if err != nil {
		return claim.Verdict{}, err
	}
	env := &claim.Env{Source: g.source, Tree: g.Tree, Runner: g.Runner, History: g.History}
	if other && g.Past != nil {
		env.Here = g.Past.Here
	}
	v, err := claim.Eval(ctx, e, env)
	if err == nil {
		g.verdicts.Store(key, v)
	}
	return v, err
}

// wanted is a pattern in a symbol, match is where it was found.
type wanted struct {
	sym     index.Sym
	pattern string
}

type match struct {
	spans []claim.Span
	err   error
}

// find lists where a pattern matches in a symbol: Go by syntax, assembly by the text
// of lines.
func (g *Snapshot) find(ctx context.Context, s index.Sym, pattern string) ([]claim.Span, error) {
	key := wanted{s, pattern}
	if m, ok := g.found.Load(key); ok {
		return m.(match).spans, m.(match).err
	}
	if m, ok := g.recalled().found[key]; ok {
		g.found.Store(key, m)
		return m.spans, nil
	}
	var m match
	if g.Index.Symbols[s].Asm.OK() {
		m.spans = g.source.FindLines(s, pattern)
	} else if p, err := claim.CompilePattern(pattern); err != nil {
		m.err = err
	} else {
		m.spans, m.err = g.source.Find(ctx, s, p)
	}
	if ctx.Err() == nil {
		g.found.Store(key, m)
	}
	return m.spans, m.err
}
