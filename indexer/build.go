// Package build finds out what package indexer holds. It is the only place that
// parses, type-checks and builds ssa; the go command lists the tree for it.
//
// # Vocabulary
//
// The tree is a GOROOT-like directory; go/packages lists it, with the go command
// that the caller's environment chooses. The indexed packages are those asked for
// and, for the closed ones, all they import; other packages are type-checked
// without their function bodies and then forgotten.
//
// Facts are found in passes: symbols, refs, then the edge passes E1…En, each in a
// file of its own as func(*program) []rawEdge, none seeing another's result.
// The rule number of an edge is the number of its pass.
//
// # Limits
//
// cgo is off. Type errors are collected as problems; a package that has any gives
// no ssa edges. Calls under a condition that is constant on the platform are kept and
// marked dead.
package indexer

import (
	"context"
	"fmt"

	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/index"
)

// Config says what to index.
type Config struct {
	Root    string   // the tree: Root/src holds the source
	Version string   // the tree's version, shown on every page
	Env     []string // of the go command that lists the tree
	GOOS    string
	GOARCH  string
	Roots   []string         // package paths; those that the tree lacks are passed over
	Closed  []string         // those of Roots whose imports are indexed too, all the way down
	Notes   []string         // passed on to the index
	Listing *asmlist.Listing // of the pinned compiler; nil where it cannot run

	// Statements are Go files of one small function a construct, for the compiler
	// of Listing to compile. A file that it refuses is noted, no fault.
	Statements []string
}

// Build builds the index of a tree. The error says which step failed and why;
// faults in the tree's own source are Problems of the index instead.
func Build(ctx context.Context, cfg Config) (*index.Index, error) {
	p, err := load(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("indexing %s: %w", cfg.Version, err)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("indexing %s: %w", cfg.Version, err)
	}
	built := p.buildSSA()
	p.readFiles()
	p.declareSymbols()
	p.resolveRefs()
	p.resolveAssembly()
	p.findDead()
	p.findMentions()
	p.findBuiltins()
	<-built
	x, err := index.New(p.merge(
		staticEdges(p),
		switchEdges(p),
		assemblyEdges(p),
		refEdges(p),
		dynamicEdges(p),
		linknameEdges(p),
		compilerEdges(p),
		syntaxEdges(p),
	))
	if err == nil && cfg.Listing != nil && len(cfg.Closed) > 0 {
		x.Report = Verify(x, cfg.Listing, cfg.Closed[0])
	}
	if err == nil && cfg.Listing != nil {
		x.Statements, err = p.statements(ctx)
	}
	return x, err
}
