package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/site/search"
)

const searchHelp = `search finds symbols, messages, files and all that the site has pages for: by
name, by parts of a name, by what comments and bodies say, and by what the runtime
prints. Names may be mistyped, or written in full.

Words such as kind:func, file:proc.go and pkg:runtime narrow a search. The first
search of a version makes the index; what it was made of has to change before it is
made anew.`

const searchExample = `  sourcedive search who wakes a parked goroutine
  sourcedive search all goroutines are asleep
  sourcedive search "(*mcache).nextFree" --json
  sourcedive search stack --kind const,var --limit 5`

type searchFlags struct {
	source sourceFlags
	json   bool
	kinds  []string
	limit  int
}

func newSearch() *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use: "search QUERY…", Short: "Find symbols, messages and files", Long: searchHelp, Example: searchExample,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), strings.Join(args, " "), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.source.register(cmd, false)
	registerJSON(cmd, &f.json, jsonOf{"", []search.Row{}})
	cmd.Flags().StringSliceVar(&f.kinds, "kind", nil, "only results of these kinds, such as func or type")
	cmd.Flags().IntVar(&f.limit, "limit", 10, "how many results to print")
	return cmd
}

func (f *searchFlags) run(ctx context.Context, query string, stdout, stderr io.Writer) error {
	if f.limit < 1 {
		return usageError{fmt.Errorf("--limit %d: is no number of results", f.limit)}
	}
	for _, kind := range f.kinds {
		if !slices.Contains(search.KindNames(), kind) {
			return usageError{fmt.Errorf("--kind %q: there is no such kind\n    hint: %s", kind, strings.Join(search.KindNames(), ", "))}
		}
		query = "kind:" + strings.ReplaceAll(kind, " ", "_") + " " + query
	}
	version, err := f.source.one("")
	if err != nil {
		return err
	}
	w, err := f.source.open(stderr)
	if err != nil {
		return err
	}
	x, dir, err := w.Search(ctx, version)
	if err != nil {
		return err
	}
	if c, ok := x.(io.Closer); ok {
		defer c.Close()
	}
	found, err := x.Search(query, f.limit)
	if err != nil {
		return err
	}
	if f.json {
		return printJSON(stdout, found.Rows(dir))
	}
	printHits(stdout, found)
	return nil
}

// printHits prints results: name, kind and position, then a sentence.
func printHits(w io.Writer, found search.Results) {
	c := colours(w)
	read, hits := found.Parts()
	if len(read) > 0 {
		fmt.Fprintln(w, c.dim("to read"))
		printRows(w, c, read)
		if len(hits) > 0 {
			fmt.Fprintln(w, c.dim("in the source"))
		}
	}
	printRows(w, c, hits)
	switch {
	case len(found.Hits) > 0 && found.Total > len(found.Hits):
		fmt.Fprintln(w, c.dim(fmt.Sprintf("%d of %d results; --limit prints more", len(found.Hits), found.Total)))
	case len(found.Hits) == 0 && len(found.Near) > 0:
		fmt.Fprintf(w, "nothing is found; names like it: %s\n", strings.Join(found.Near, ", "))
	case len(found.Hits) == 0:
		fmt.Fprintln(w, "nothing is found")
	}
}

func printRows(w io.Writer, c palette, list []search.Hit) {
	for _, h := range list {
		name := h.Title
		if h.Symbol {
			name = h.ID
		}
		fmt.Fprintf(w, "%s  %s", c.name(printable(name)), c.dim(h.Kind))
		if h.File != "" && h.File != h.Title {
			at := printable(h.File)
			if h.Line > 0 { // of what is gone the line is not known
				at += ":" + strconv.Itoa(h.Line)
			}
			fmt.Fprintf(w, "  %s", c.dim(at))
		}
		fmt.Fprintln(w)
		if h.Lead != "" {
			fmt.Fprintf(w, "    %s\n", printable(h.Lead))
		}
	}
}
