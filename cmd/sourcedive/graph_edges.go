package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

func newGraphSide(use, short string, callers bool) *cobra.Command {
	var g graphFlags
	var depth int
	cmd := &cobra.Command{
		Use: use + " SYMBOL", Short: short, Args: cobra.ExactArgs(1),
		Example: "  sourcedive graph " + use + " runtime.schedule\n  sourcedive graph " + use + " runtime.newproc --kind compiler,asm --depth 2",
		RunE: func(cmd *cobra.Command, args []string) error {
			x, of, set, err := g.read(cmd, index.AllKinds, args...)
			if err != nil {
				return err
			}
			rows := sideRows(x, of[0], callers, set, depth)
			if g.json {
				return printJSON(cmd.OutOrStdout(), rows)
			}
			printEdges(cmd.OutOrStdout(), rows, callers)
			return nil
		},
	}
	g.register(cmd)
	cmd.Flags().IntVar(&depth, "depth", 1, "how many edges far; the edges of further functions follow those of nearer ones")
	return cmd
}

// sideRows lists the callers or callees of a function over edges of some kinds, and
// theirs, up to a distance of depth. Each function's edges come once.
func sideRows(x *index.Index, s index.Sym, callers bool, set index.Kinds, depth int) []edgeRow {
	g := graphq.New(x)
	rows := []edgeRow{}
	seen := map[index.Sym]bool{s: true}
	level := []index.Sym{s}
	for ; depth > 0 && len(level) > 0; depth-- {
		var next []index.Sym
		for _, at := range level {
			for _, r := range edgeRows(g, x, at, callers) {
				if kind, ok := index.ParseEdgeKind(r.Kind); !ok || !set.Has(kind) {
					continue
				}
				rows = append(rows, r)
				if other, ok := x.Sym(index.ID(r.other(callers))); ok && !seen[other] {
					seen[other] = true
					next = append(next, other)
				}
			}
		}
		level = next
	}
	return rows
}

// edgeRow is one edge as it is printed.
type edgeRow struct {
	From string `json:"from"`
	To   string `json:"to"`
	Kind string `json:"kind"`
	File string `json:"file"`
	Line int    `json:"line"`

	dead bool // behind a condition that is constant on this platform
}

// edgeRows lists the edges of a function in one direction, as its page does: a literal
// written in a function counts as part of it, and callers under another name that
// linkname gives the function follow its own.
func edgeRows(g *graphq.Graph, x *index.Index, s index.Sym, callers bool) []edgeRow {
	edges := g.Edges(s, graphq.Direction(callers))
	if callers {
		edges = append(edges, g.Linked(s)...)
	}
	rows := make([]edgeRow, len(edges)) // never nil: printed as an empty list in JSON
	for i, e := range edges {
		rows[i] = rowOf(x, e)
	}
	return rows
}

func rowOf(x *index.Index, e index.Edge) edgeRow {
	return edgeRow{
		From: string(x.Symbols[e.From].ID), To: string(x.Symbols[e.To].ID), Kind: e.Kind.String(),
		File: x.Files[e.File].Path, Line: x.Line(e.File, e.At), dead: e.Dead,
	}
}

func printEdges(w io.Writer, rows []edgeRow, callers bool) {
	if len(rows) == 0 {
		fmt.Fprintln(w, "none known")
		return
	}
	width := 0
	for _, r := range rows {
		width = max(width, len(r.other(callers)))
	}
	for _, r := range rows {
		in := ""
		if !callers && r.From != rows[0].From {
			in = "  in " + r.From
		} else if callers && (r.To != rows[0].To || r.Kind == index.EdgeLinkname.String()) {
			in = "  to " + r.To
		}
		if r.dead {
			in += "  never on this platform"
		}
		fmt.Fprintf(w, "%-*s  %-8s  %s:%d%s\n", width, r.other(callers), r.Kind, r.File, r.Line, in)
	}
}

func (r edgeRow) other(callers bool) string {
	if callers {
		return r.From
	}
	return r.To
}
