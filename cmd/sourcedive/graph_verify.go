package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
)

const verifyHelp = `verify holds the call graph against the listing of the version's own compiler:
which pairs of functions the compiler emitted calls for, and which the graph has.
Every difference is counted under its cause; --list prints those of one cause.`

func newGraphVerify() *cobra.Command {
	var src sourceFlags
	var pkg, list string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "verify", Short: "Hold the graph against the compiler's own listing", Long: verifyHelp, Args: cobra.NoArgs,
		Example: "  sourcedive graph verify\n  sourcedive graph verify --go go1.22.0 --list missed",
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := verify(cmd, &src, pkg)
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), r)
			}
			printReport(cmd.OutOrStdout(), r, list)
			return nil
		},
	}
	src.register(cmd, false)
	cmd.Flags().StringVar(&pkg, "package", "", "package of the callers (default runtime, else the first that is read)")
	cmd.Flags().StringVar(&list, "list", "", "print the differences whose cause starts with this")
	registerJSON(cmd, &asJSON, jsonOf{"", index.Report{}})
	return cmd
}

func verify(cmd *cobra.Command, src *sourceFlags, pkg string) (*index.Report, error) {
	version, err := src.one("")
	if err != nil {
		return nil, err
	}
	w, err := src.open(cmd.ErrOrStderr())
	if err != nil {
		return nil, err
	}
	return w.Verify(cmd.Context(), version, pkg)
}

func printReport(w io.Writer, r *index.Report, list string) {
	fmt.Fprintf(w, "%s %s, callers in package %s, against %s\n\n", r.Version, r.Platform, r.Package, r.Toolchain)
	for _, row := range []struct {
		what string
		s    index.Score
	}{
		{"pairs that the source writes, found as direct edges", r.Written},
		{"pairs that the compiler inserts, found", r.Inserted},
		{"direct edges without a named cause, listed by the compiler", r.Direct},
	} {
		fmt.Fprintf(w, "%6d of %6d  %7.3f %%  %s\n", row.s.Found, row.s.All, row.s.Percent(), row.what)
	}
	fmt.Fprintln(w, "\ndifferences by cause")
	for _, c := range r.Causes() {
		fmt.Fprintf(w, "%6d  %s\n", c.Count, c.Cause)
	}
	if list == "" {
		return
	}
	fmt.Fprintln(w)
	for _, d := range r.Differences {
		if strings.HasPrefix(d.Cause, list) {
			fmt.Fprintf(w, "%s → %s  %s:%d\n", d.From, d.To, d.File, d.Line)
		}
	}
}
