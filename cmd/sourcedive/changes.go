package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"sourcedive/annotate/article"
	"sourcedive/indexer/history"
	"sourcedive/internal/answer"
	"sourcedive/internal/workspace"
)

const changesExample = `  sourcedive changes go1.25 go1.26                      between the newest patches
  sourcedive changes go1.24.0 go1.24.13                 what the patches of a minor brought
  sourcedive changes go1.22 go1.26 --package runtime --all
  sourcedive changes go1.25 go1.26 --area gc --json
  sourcedive changes v1.5.0 v1.6.0 --module github.com/google/uuid`

func newChanges() *cobra.Command {
	var pkg, area string
	var all, asJSON bool
	var module moduleFlags
	cmd := &cobra.Command{
		Use: "changes FROM TO", Short: "Tell what is different between two releases", Args: cobra.ExactArgs(2), ValidArgsFunction: completeReleases,
		Example: changesExample,
		RunE: func(cmd *cobra.Command, args []string) error {
			w, _, err := module.open(cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			h, _, err := workspace.HistoryOf(cmd.Context(), w, args...)
			if err != nil {
				return err
			}
			var content *article.Content
			if area != "" {
				if content, err = w.Content(); err != nil {
					return err
				}
			}
			keep, err := answer.Keep(h, content, pkg, area)
			if err != nil {
				return usageError{fmt.Errorf("--%w", err)}
			}
			d, err := answer.Changes(h, args[0], args[1], keep)
			if err != nil {
				return usageError{err}
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), d)
			}
			printChanges(cmd.OutOrStdout(), d, all)
			return nil
		},
	}
	cmd.Flags().StringVar(&pkg, "package", "", "only what is in this package")
	cmd.Flags().StringVar(&area, "area", "", "only what is in the files that the notes of this area are on")
	cmd.Flags().BoolVar(&all, "all", false, "list all, not only the biggest")
	registerJSON(cmd, &asJSON, jsonOf{"", history.Difference{}})
	module.register(cmd)
	return cmd
}

// shown is how many lines of each kind are printed without --all.
const shown = 15

func printChanges(w io.Writer, d *history.Difference, all bool) {
	fmt.Fprintf(w, "%s → %s: %d changed, %d new, %d gone, %d renamed, %d taken out of another function\n",
		d.From, d.To, len(d.Changed), len(d.Appeared), len(d.Removed), len(d.Renamed), len(d.Extracted))
	list := func(title string, lines []string) {
		if len(lines) == 0 {
			return
		}
		fmt.Fprintf(w, "\n%s\n", title)
		for i, l := range lines {
			if i == shown && !all {
				fmt.Fprintf(w, "  and %d more\n", len(lines)-i)
				break
			}
			fmt.Fprintln(w, "  "+l)
		}
	}
	list("changed, biggest first", changeLines(d.Changed))
	list("new", changeLines(d.Appeared))
	list("gone", changeLines(d.Removed))
	list("renamed", renameLines(d.Renamed))
	list("taken out of another function", renameLines(d.Extracted))
	list("moved to another file", renameLines(d.Moved))
	var calls []string
	for _, c := range d.Calls {
		sign := "−"
		if c.Gained {
			sign = "+"
		}
		calls = append(calls, fmt.Sprintf("%s %s → %s", sign, c.From, c.To))
	}
	list("calls gained and lost", calls)
	list("comments alone", changeLines(d.Doc))
	list("for other platforms alone", changeLines(d.Elsewhere))
}

func changeLines(list []history.Change) (lines []string) {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b history.Change) int { return cmp.Compare(b.Added+b.Removed, a.Added+a.Removed) })
	for _, c := range list {
		line := c.Symbol
		if c.Kind != "func" {
			line = c.Kind + " " + line
		}
		if size := sizeWords(c.Added, c.Removed); size != "" {
			line += "  " + size
		}
		if c.Away {
			line += "  (not built for linux/amd64)"
		}
		lines = append(lines, line+"  "+c.File)
	}
	return lines
}

func renameLines(list []history.Renaming) (lines []string) {
	for _, r := range list {
		line := r.From + " → " + r.To
		if r.Symbol != "" {
			line = r.Symbol + ": " + line
		}
		if r.Rule > 0 {
			line += fmt.Sprintf("  R%d", r.Rule)
		}
		if r.Similarity > 0 {
			line += fmt.Sprintf("  %d %%", r.Similarity)
		}
		lines = append(lines, line)
	}
	return lines
}
