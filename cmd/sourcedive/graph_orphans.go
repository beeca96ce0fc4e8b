package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
)

func newGraphOrphans() *cobra.Command {
	var src sourceFlags
	var pkg, list string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "orphans", Short: "List the functions that nothing is known to call, by reason", Args: cobra.NoArgs,
		Example: "  sourcedive graph orphans\n  sourcedive graph orphans --list unexplained",
		RunE: func(cmd *cobra.Command, _ []string) error {
			x, err := src.index(cmd)
			if err != nil {
				return err
			}
			pkg = cmp.Or(pkg, answer.MainPackage(x))
			p, ok := x.Pkg(pkg)
			if !ok {
				return fmt.Errorf("package %s is not indexed", pkg)
			}
			orphans := x.Orphans(p)
			if asJSON {
				return printJSON(cmd.OutOrStdout(), orphanRows(x, orphans))
			}
			printOrphans(cmd.OutOrStdout(), x, orphans, list)
			return nil
		},
	}
	src.register(cmd, false)
	cmd.Flags().StringVar(&pkg, "package", "", "package of the functions (default runtime, else the first that is read)")
	cmd.Flags().StringVar(&list, "list", "", "print those whose reason starts with this")
	registerJSON(cmd, &asJSON, jsonOf{"", []orphanRow{}})
	return cmd
}

// orphanRow is a function that nothing is known to call.
type orphanRow struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

func orphanRows(x *index.Index, orphans []index.Orphan) []orphanRow {
	rows := []orphanRow{}
	for _, o := range orphans {
		body := x.Symbols[o.Sym].Body()
		rows = append(rows, orphanRow{string(x.Symbols[o.Sym].ID), string(o.Reason), x.Files[body.File].Path, x.Line(body.File, body.Off)})
	}
	return rows
}

func printOrphans(w io.Writer, x *index.Index, orphans []index.Orphan, list string) {
	count := map[string]int{}
	var reasons []string
	for _, o := range orphans {
		r := string(o.Reason)
		if count[r]++; count[r] == 1 {
			reasons = append(reasons, r)
		}
	}
	slices.Sort(reasons)
	for _, r := range reasons {
		fmt.Fprintf(w, "%5d  %s\n", count[r], r)
	}
	fmt.Fprintf(w, "%5d  in all\n", len(orphans))
	if list == "" {
		return
	}
	fmt.Fprintln(w)
	for _, r := range orphanRows(x, orphans) {
		if strings.HasPrefix(r.Reason, list) {
			fmt.Fprintf(w, "%s  %s:%d\n", r.ID, r.File, r.Line)
		}
	}
}
