// Package indexer builds the index of a Go source tree: what every name means, and
// who calls whom. It is the only package that parses, type-checks and builds ssa; the
// go command lists the tree for it.
//
// # Vocabulary
//
// A tree is a GOROOT-like directory, with Go's own source or a module's. go/packages lists it, with the go command that
// the caller's environment selects. The indexed packages are those asked for and, for
// the closed ones, all that they import; other packages are type-checked without
// their function bodies and then forgotten. A unit is one package on its way through
// the steps.
//
// A symbol is a declaration, named as the linker names it. A ref is an identifier
// that means a symbol or a local name. An edge says that running one function may
// lead to running another; each edge has the number of the pass that found it, E1, E2
// and so on. A pass is a func(*program) []rawEdge in a file of its own, none sees the
// result of another, and passes lists them all. The listing is what the compiler of
// the tree's version emitted (package asmlist).
//
// # Limits
//
// Cgo is off. Type errors are Problems of the index. What has any in it gives no ssa: its
// calls by name are known, those through values are not. Calls under a condition that is constant on the platform are kept and
// marked dead. What reaches a call through a value only from packages that are not
// indexed is not seen.
package indexer

import (
	"context"
	"fmt"

	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/index"
)

// Config is what to index.
type Config struct {
	Root     string   // the tree: Root/src holds the source
	Stamp    string   // Stamp.Source of the tree, and of a module what tells its Go from its changed self; "" for one that Key makes
	Compiler string   // Stamp.Compiler of the tree, which counts where Listing is there
	Version  string   // the tree's version, shown on every page: Go's, or the module's
	Env      []string // of the go command that lists the tree
	GOOS     string
	GOARCH   string
	Roots    []string         // package paths; those that the tree lacks are skipped
	Closed   []string         // those of Roots whose imports are indexed too, all the way down
	Notes    []string         // passed on to the index
	Listing  *asmlist.Listing // of the compiler of the tree; nil where it cannot run

	// Statements are Go files of one small function a construct, for the compiler
	// of Listing to compile. A file that it refuses is noted, no fault.
	Statements []string

	Module *Module // what the tree holds instead of Go's own source; nil for that
}

// Module says how the tree of a module is listed. The packages lie at their import paths
// below Root/src.
type Module struct {
	Path string
	Sum  string // passed on to the index, as is Go
	Go   string

	Dir    string   // where the go command lists them
	Beside []string // directories of what they import, of which nothing is indexed
}

// Build builds the index of a tree. The error says which step failed and why;
// faults in the tree's own source are Problems of the index instead.
func Build(ctx context.Context, cfg Config) (*index.Index, error) {
	p, err := load(ctx, cfg)
	if err == nil {
		err = p.check()
	}
	if err == nil {
		findUnsound(p)
		err = p.instances()
	}
	if err != nil {
		return nil, fmt.Errorf("indexing %s: %w", cfg.Version, err)
	}
	ssaBuilt := p.buildSSA() // meanwhile, what needs types only
	p.readFiles()
	p.declareSymbols()
	p.resolveRefs()
	p.resolveAssembly()
	p.findDead()
	p.found = findLocks(p)
	p.findMentions()
	p.findBuiltins()
	<-ssaBuilt
	x, err := index.New(p.merge(p.findEdges()))
	if err == nil && cfg.Listing != nil {
		err = p.consultCompiler(ctx, x)
	}
	return x, err
}

// consultCompiler adds what only the compiler of the tree's version knows: how its
// listing compares with the edges, and what the constructs of the language become.
func (p *program) consultCompiler(ctx context.Context, x *index.Index) (err error) {
	switch {
	case len(p.cfg.Closed) > 0:
		x.Report = Verify(x, p.cfg.Listing, p.cfg.Closed[0])
	case p.cfg.Module != nil:
		x.Report = Verify(x, p.cfg.Listing, p.roots[0])
	}
	x.Statements, err = p.statements(ctx)
	return err
}
