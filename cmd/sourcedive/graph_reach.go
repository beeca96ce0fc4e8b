package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

func newGraphReach() *cobra.Command {
	var g graphFlags
	var depth int
	cmd := &cobra.Command{
		Use: "reach SYMBOL", Short: "List what a function can lead to, nearest first", Args: cobra.ExactArgs(1), ValidArgsFunction: completeSymbols(1),
		Example: "  sourcedive graph reach runtime.newproc --depth 2",
		RunE: func(cmd *cobra.Command, args []string) error {
			x, from, set, err := g.read(cmd, graphq.PathKinds, args...)
			if err != nil {
				return err
			}
			return printReach(cmd.OutOrStdout(), x, from[0], depth, set, g.json)
		},
	}
	g.register(cmd, []reachRow{})
	cmd.Flags().IntVar(&depth, "depth", 2, "how many edges far; 0 for no bound")
	return cmd
}

// reachRow is a function that another one can lead to.
type reachRow struct {
	ID       string `json:"id"`
	Distance int    `json:"distance"` // in edges
}

func printReach(w io.Writer, x *index.Index, s index.Sym, depth int, set index.Kinds, asJSON bool) error {
	rows := []reachRow{}
	reached, distance := x.Reach(s, depth, set)
	for i, r := range reached {
		rows = append(rows, reachRow{string(x.Symbols[r].ID), distance[i]})
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
