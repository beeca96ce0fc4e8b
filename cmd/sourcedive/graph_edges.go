package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
	"sourcedive/site/graphq"
)

func newGraphSide(use, short string, dir graphq.Direction) *cobra.Command {
	var g graphFlags
	var depth int
	cmd := &cobra.Command{
		Use: use + " SYMBOL", Short: short, Args: cobra.ExactArgs(1), ValidArgsFunction: completeSymbols(1),
		Example: "  sourcedive graph " + use + " runtime.schedule\n  sourcedive graph " + use + " runtime.newproc --kind compiler,asm --depth 2",
		RunE: func(cmd *cobra.Command, args []string) error {
			x, of, set, err := g.read(cmd, index.AllKinds, args...)
			if err != nil {
				return err
			}
			rows := answer.EdgesWithin(x, of[0], dir, set, depth)
			if g.json {
				return printJSON(cmd.OutOrStdout(), rows)
			}
			printEdges(cmd.OutOrStdout(), rows, dir)
			return nil
		},
	}
	g.register(cmd, []answer.Edge{})
	cmd.Flags().IntVar(&depth, "depth", 1, "how many edges far; the edges of further functions follow those of nearer ones")
	return cmd
}

func printEdges(w io.Writer, rows []answer.Edge, dir graphq.Direction) {
	if len(rows) == 0 {
		fmt.Fprintln(w, "none known")
		return
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r.Other(dir)))
	}
	for _, r := range rows {
		in := ""
		if dir == graphq.Callees && r.From != rows[0].From {
			in = "  in " + r.From
		} else if dir == graphq.Callers && (r.To != rows[0].To || r.Kind == index.EdgeLinkname.String()) {
			in = "  to " + r.To
		}
		if r.Never {
			in += "  never on this platform"
		}
		fmt.Fprintf(w, "%-*s  %-8s  %s:%d%s\n", width, r.Other(dir), r.Kind, r.File, r.Line, in)
	}
}
