package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
)

// kindFlag is --kind: which edges count.
type kindFlag struct{ words []string }

func (k *kindFlag) register(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&k.words, "kind", nil, "kinds of edges that count: call, defer, go, switch, dynamic, ref, asm, linkname, compiler (default all but ref, and of compiler all but prologues and checks)")
}

func (k *kindFlag) kinds() (index.Kinds, error) {
	if len(k.words) == 0 {
		return index.AllKinds &^ index.KindsOf(index.EdgeRef) &^ index.Checks, nil
	}
	var set index.Kinds
	for _, word := range k.words {
		kind, ok := index.ParseEdgeKind(word)
		if !ok {
			return 0, usageError{fmt.Errorf("--kind %q is no kind of edge\n    hint: one of %s", word, kindWords(index.AllKinds))}
		}
		set |= index.KindsOf(kind)
		if kind == index.EdgeCompiler {
			set |= index.Checks
		}
	}
	return set, nil
}

func kindWords(set index.Kinds) string {
	var words []string
	for _, kind := range index.EdgeKinds() {
		if set.Has(kind) {
			words = append(words, kind.String())
		}
	}
	return strings.Join(words, ", ")
}

func newGraphPath() *cobra.Command {
	var src sourceFlags
	var kind kindFlag
	var asJSON bool
	var most int
	cmd := &cobra.Command{
		Use: "path FROM TO", Short: "Show how one function comes to another", Args: cobra.ExactArgs(2),
		Example: "  sourcedive graph path runtime.Gosched runtime.schedule\n  sourcedive graph path newproc wakep --kind call,switch",
		RunE: func(cmd *cobra.Command, args []string) error {
			x, from, to, err := twoFunctions(cmd, &src, args)
			if err != nil {
				return err
			}
			set, err := kind.kinds()
			if err != nil {
				return err
			}
			paths := x.Paths(from, to, set, most)
			if asJSON {
				return printJSON(cmd.OutOrStdout(), pathRows(x, paths))
			}
			if len(paths) == 0 {
				return noPath(x, from, to, set)
			}
			for i, path := range paths {
				if i > 0 {
					fmt.Fprintln(cmd.OutOrStdout())
				}
				printPath(cmd.OutOrStdout(), x, from, path)
			}
			return nil
		},
	}
	src.register(cmd, false)
	kind.register(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().IntVar(&most, "most", 3, "how many of the shortest paths to show")
	return cmd
}

func twoFunctions(cmd *cobra.Command, src *sourceFlags, args []string) (x *index.Index, from, to index.Sym, err error) {
	x, err = src.one(cmd.Context(), cmd.ErrOrStderr())
	if err != nil {
		return nil, 0, 0, err
	}
	if from, err = findFunction(x, args[0]); err != nil {
		return nil, 0, 0, err
	}
	to, err = findFunction(x, args[1])
	return x, from, to, err
}

// findFunction finds a symbol that edges may join.
func findFunction(x *index.Index, name string) (index.Sym, error) {
	s, err := find(x, name)
	if err != nil {
		return s, err
	}
	if sym := x.Symbols[s]; !sym.Kind.Callable() {
		return s, fmt.Errorf("%s is a %s, which nobody calls\n    hint: sourcedive show %s", sym.ID, sym.Kind, sym.ID)
	}
	return s, nil
}

func pathRows(x *index.Index, paths [][]index.Edge) [][]edgeRow {
	rows := [][]edgeRow{}
	for _, path := range paths {
		row := []edgeRow{}
		for _, e := range path {
			row = append(row, rowOf(x, e))
		}
		rows = append(rows, row)
	}
	return rows
}

// printPath prints one function a line, with the edge that leads to it. A switch
// goes through the function that makes it: the one called at the same place.
func printPath(w io.Writer, x *index.Index, from index.Sym, path []index.Edge) {
	fmt.Fprintln(w, x.Symbols[from].ID)
	for _, e := range path {
		r := rowOf(x, e)
		via := ""
		if e.Kind == index.EdgeSwitch {
			via = switcherAt(x, e)
		}
		fmt.Fprintf(w, "  → %s%s  %s  %s:%d\n", via, r.To, r.Kind, r.File, r.Line)
	}
}

func switcherAt(x *index.Index, e index.Edge) string {
	for _, other := range x.Callees(e.From) {
		if other.At == e.At && other.Kind == index.EdgeCall {
			return string(x.Symbols[other.To].ID) + " → "
		}
	}
	return ""
}

// noPath says over which edges there is none, and what would help.
func noPath(x *index.Index, from, to index.Sym, set index.Kinds) error {
	hint := ""
	switch rest := index.AllKinds &^ set; {
	case len(x.Paths(from, to, index.AllKinds, 1)) > 0:
		hint = "\n    hint: there is one with --kind " + strings.ReplaceAll(kindWords(index.AllKinds), ", ", ",") + "; left out were " + kindWords(rest)
	case len(x.Paths(to, from, set, 1)) > 0:
		hint = "\n    hint: there is one the other way round"
	case len(x.Callers(to)) == 0:
		hint = fmt.Sprintf("\n    hint: nothing is known to lead to %s", x.Symbols[to].ID)
	}
	return fmt.Errorf("no path from %s to %s over %s%s", x.Symbols[from].ID, x.Symbols[to].ID, kindWords(set), hint)
}

func newGraphReach() *cobra.Command {
	var src sourceFlags
	var kind kindFlag
	var asJSON bool
	var depth int
	cmd := &cobra.Command{
		Use: "reach SYMBOL", Short: "List what a function can lead to, nearest first", Args: cobra.ExactArgs(1),
		Example: "  sourcedive graph reach runtime.newproc --depth 2",
		RunE: func(cmd *cobra.Command, args []string) error {
			x, err := src.one(cmd.Context(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			s, err := findFunction(x, args[0])
			if err != nil {
				return err
			}
			set, err := kind.kinds()
			if err != nil {
				return err
			}
			return printReach(cmd.OutOrStdout(), x, s, depth, set, asJSON)
		},
	}
	src.register(cmd, false)
	kind.register(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().IntVar(&depth, "depth", 2, "how many edges far; 0 for no bound")
	return cmd
}

func printReach(w io.Writer, x *index.Index, s index.Sym, depth int, set index.Kinds, asJSON bool) error {
	type row struct {
		ID       string `json:"id"`
		Distance int    `json:"distance"`
	}
	rows := []row{}
	reached, distance := x.Reach(s, depth, set)
	for i, r := range reached {
		rows = append(rows, row{string(x.Symbols[r].ID), distance[i]})
	}
	if asJSON {
		return printJSON(w, rows)
	}
	for _, r := range rows {
		fmt.Fprintf(w, "%d  %s\n", r.Distance, r.ID)
	}
	fmt.Fprintf(w, "%d functions within %s\n", len(rows), depthWords(depth))
	return nil
}

func depthWords(depth int) string {
	if depth <= 0 {
		return "any distance"
	}
	return fmt.Sprintf("%d edges", depth)
}
