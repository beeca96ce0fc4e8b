package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
)

// graphFlags are what the questions about the graph have in common.
type graphFlags struct {
	source sourceFlags
	kinds  []string
	json   bool
}

// register adds the flags of commands that print a value of some type as JSON.
func (g *graphFlags) register(cmd *cobra.Command, printed any) {
	g.registerKinds(cmd)
	registerJSON(cmd, &g.json, jsonOf{"", printed})
}

// registerKinds adds the flags of commands that print no JSON.
func (g *graphFlags) registerKinds(cmd *cobra.Command) {
	g.source.register(cmd, false)
	cmd.Flags().StringSliceVar(&g.kinds, "kind", nil, "kinds of edges that count: call, defer, go, switch, dynamic, ref, asm, linkname, compiler (default all but ref, and of compiler all but prologues and checks)")
}

// set is the kinds of --kind, or otherwise.
func (g *graphFlags) set(otherwise index.Kinds) (index.Kinds, error) {
	if len(g.kinds) == 0 {
		return otherwise, nil
	}
	var set index.Kinds
	for _, word := range g.kinds {
		kind, ok := index.ParseEdgeKind(word)
		if !ok {
			return 0, usageError{fmt.Errorf("--kind %q is no kind of edge\n    hint: one of %s", word, answer.KindWords(index.AllKinds))}
		}
		set |= index.KindsOf(kind)
		if kind == index.EdgeCompiler {
			set |= index.Checks
		}
	}
	return set, nil
}

// read checks --kind, reads the version, and finds the functions that are named.
func (g *graphFlags) read(cmd *cobra.Command, otherwise index.Kinds, names ...string) (*index.Index, []index.Sym, index.Kinds, error) {
	set, err := g.set(otherwise)
	if err != nil {
		return nil, nil, 0, err
	}
	x, err := g.source.index(cmd)
	if err != nil {
		return nil, nil, 0, err
	}
	var found []index.Sym
	for _, name := range names {
		s, err := answer.Function(x, name)
		if err != nil {
			return nil, nil, 0, err
		}
		found = append(found, s)
	}
	return x, found, set, nil
}
