package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sourcedive/internal/answer"
	"sourcedive/site/graphq"
)

func newGraphPath() *cobra.Command {
	var g graphFlags
	var most int
	cmd := &cobra.Command{
		Use: "path FROM TO", Short: "Show how one function comes to another", Args: cobra.ExactArgs(2), ValidArgsFunction: completeSymbols(2),
		Example: "  sourcedive graph path runtime.Gosched runtime.schedule\n  sourcedive graph path newproc wakep --kind call,switch",
		RunE: func(cmd *cobra.Command, args []string) error {
			x, ends, set, err := g.read(cmd, graphq.PathKinds, args...)
			if err != nil {
				return err
			}
			paths := answer.Paths(x, ends[0], ends[1], set, most)
			if g.json {
				return printJSON(cmd.OutOrStdout(), paths)
			}
			if len(paths) == 0 {
				return answer.NoPath(x, ends[0], ends[1], set)
			}
			if fails := answer.OnlyThrough(x, ends[0], ends[1], set); fails != "" {
				fmt.Fprintf(cmd.ErrOrStderr(), "only through %s, where a goroutine or the program fails\n", fails)
			}
			printPaths(cmd.OutOrStdout(), string(x.Symbols[ends[0]].ID), paths)
			return nil
		},
	}
	g.register(cmd, [][]answer.Hop{})
	cmd.Flags().IntVar(&most, "most", 3, "how many of the shortest paths to show")
	return cmd
}

func printPaths(w io.Writer, from string, paths [][]answer.Hop) {
	for i, path := range paths {
		if i > 0 {
			fmt.Fprintln(w)
		}
		printPath(w, from, path)
	}
}

// printPath prints one function a line, with the edge to it. A switch goes through the
// function that makes it.
func printPath(w io.Writer, from string, path []answer.Hop) {
	fmt.Fprintln(w, from)
	for _, h := range path {
		via := ""
		if h.Through != "" {
			via = h.Through + " → "
		}
		fmt.Fprintf(w, "  → %s%s  %s  %s:%d\n", via, h.To, h.Kind, h.File, h.Line)
	}
}
