package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

func newGraphPath() *cobra.Command {
	var g graphFlags
	var most int
	cmd := &cobra.Command{
		Use: "path FROM TO", Short: "Show how one function comes to another", Args: cobra.ExactArgs(2),
		Example: "  sourcedive graph path runtime.Gosched runtime.schedule\n  sourcedive graph path newproc wakep --kind call,switch",
		RunE: func(cmd *cobra.Command, args []string) error {
			x, ends, set, err := g.read(cmd, graphq.PathKinds, args...)
			if err != nil {
				return err
			}
			paths := x.Paths(ends[0], ends[1], set, most)
			if g.json {
				return printJSON(cmd.OutOrStdout(), pathRows(x, paths))
			}
			if len(paths) == 0 {
				return noPath(x, ends[0], ends[1], set)
			}
			printPaths(cmd.OutOrStdout(), x, ends[0], paths)
			return nil
		},
	}
	g.register(cmd)
	cmd.Flags().IntVar(&most, "most", 3, "how many of the shortest paths to show")
	return cmd
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

func printPaths(w io.Writer, x *index.Index, from index.Sym, paths [][]index.Edge) {
	for i, path := range paths {
		if i > 0 {
			fmt.Fprintln(w)
		}
		printPath(w, x, from, path)
	}
}

// printPath prints one function a line, with the edge to it. A switch
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

// noPath is an error that names the edges over which there is none, and what would help.
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
