package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
)

func newGraphExport() *cobra.Command {
	var g graphFlags
	var format string
	cmd := &cobra.Command{
		Use: "export", Short: "Print all edges", Args: cobra.NoArgs,
		Example: "  sourcedive graph export --format jsonl > edges.jsonl\n  sourcedive graph export --format dot --kind switch",
		RunE: func(cmd *cobra.Command, _ []string) error {
			write, ok := exportFormats[format]
			if !ok {
				return usageError{fmt.Errorf("--format %q is not one of jsonl, json, dot", format)}
			}
			x, _, set, err := g.read(cmd, index.AllKinds)
			if err != nil {
				return err
			}
			var rows []answer.Edge
			for _, e := range x.Edges {
				if set.Has(e.Kind) {
					rows = append(rows, linkerRow(x, e))
				}
			}
			w := bufio.NewWriter(cmd.OutOrStdout())
			if err := write(w, rows); err != nil {
				return err
			}
			return w.Flush()
		},
	}
	g.registerKinds(cmd)
	cmd.Flags().StringVar(&format, "format", "jsonl", "jsonl, json or dot")
	return cmd
}

// linkerRow names both ends as the linker does. The two ends of a linkname edge are
// one to the linker and keep their own names.
func linkerRow(x *index.Index, e index.Edge) answer.Edge {
	r := answer.EdgeOf(x, e)
	if e.Kind != index.EdgeLinkname {
		r.From, r.To = linkerName(&x.Symbols[e.From]), linkerName(&x.Symbols[e.To])
	}
	return r
}

// linkerName is the name in a linkname directive, or the symbol's own without the mark
// of file-local assembly.
func linkerName(s *index.Symbol) string {
	if s.Link != "" {
		return s.Link
	}
	return strings.TrimSuffix(string(s.ID), "<>")
}

var exportFormats = map[string]func(io.Writer, []answer.Edge) error{
	"jsonl": func(w io.Writer, rows []answer.Edge) error {
		enc := json.NewEncoder(w)
		for _, r := range rows {
			if err := enc.Encode(r); err != nil {
				return err
			}
		}
		return nil
	},
	"json": func(w io.Writer, rows []answer.Edge) error { return printJSON(w, rows) },
	"dot": func(w io.Writer, rows []answer.Edge) error {
		fmt.Fprintln(w, "digraph runtime {")
		for _, r := range rows {
			fmt.Fprintf(w, "\t%q -> %q [kind=%s];\n", r.From, r.To, r.Kind)
		}
		_, err := fmt.Fprintln(w, "}")
		return err
	},
}
