package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
	"sourcedive/internal/english"
	"sourcedive/site/graphq"
)

const showHelp = `show prints what is known about one symbol: its signature, place and comment;
for a struct the offset, size and type of each field; for a function the locks that it
takes and requires, its callers and callees; for a field or variable that is a lock who
takes and requires it. The notes on it follow, and below their sentences what they rest on, with
the verdict in this version.`

func newShow() *cobra.Command {
	var src sourceFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show SYMBOL", Short: "Print what is known about a symbol", Long: showHelp, Args: cobra.ExactArgs(1), ValidArgsFunction: completeSymbols(1),
		Example: "  sourcedive show runtime.schedule\n  sourcedive show runtime.g\n  sourcedive show runtime.p.runq --go go1.22.0\n  sourcedive show sched.lock",
		RunE: func(cmd *cobra.Command, args []string) error {
			w, snapshot, err := src.snapshot(cmd)
			if err != nil {
				return err
			}
			x := snapshot.Index
			sym, err := answer.Find(x, args[0])
			if err != nil {
				return err
			}
			s := answer.SymbolOf(x, sym)
			if s.Notes, err = w.Notes(cmd.Context(), snapshot, sym); err != nil {
				return err
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), s)
			}
			show(cmd.OutOrStdout(), x, sym, s)
			return nil
		},
	}
	src.register(cmd, false)
	registerJSON(cmd, &asJSON, jsonOf{"", answer.Symbol{}})
	return cmd
}

func show(w io.Writer, x *index.Index, sym index.Sym, known answer.Symbol) {
	s := &x.Symbols[sym]
	fmt.Fprintln(w, headline(s))
	for _, at := range []index.Range{s.Decl, s.Asm} {
		if at.OK() {
			fmt.Fprintf(w, "    %s:%d  (%s %s)\n", x.Files[at.File].Path, x.Line(at.File, at.Off), known.Version, known.Platform)
		}
	}
	if known.Stacks != "" {
		fmt.Fprintf(w, "    runs on: %s\n", known.Stacks)
	}
	for _, d := range s.Directives {
		fmt.Fprintln(w, "    //go:"+strings.TrimSpace(d.Name+" "+d.Args))
	}
	if s.Doc != "" {
		fmt.Fprintf(w, "\n    %s\n", strings.ReplaceAll(s.Doc, "\n", "\n    "))
	}
	showFields(w, known.Fields)
	showHeld(w, known.Lock)
	showLocks(w, known.Locks)
	if s.Kind.Callable() {
		g := graphq.New(x)
		showSide(w, g, sym, known.Callers, graphq.Callers)
		showSide(w, g, sym, known.Callees, graphq.Callees)
	}
	showNotes(w, known.Notes)
}

func headline(s *index.Symbol) string {
	var extra []string
	if s.Kind == index.KindField {
		extra = append(extra, "field "+string(s.ID)+" "+s.Type)
	} else {
		extra = append(extra, s.Sig)
	}
	if s.Offset >= 0 {
		extra = append(extra, fmt.Sprintf("offset %d", s.Offset))
	}
	if s.Size >= 0 {
		extra = append(extra, fmt.Sprintf("%d bytes, aligned to %d", s.Size, s.Align))
	}
	if s.Asm.OK() {
		extra = append(extra, fmt.Sprintf("assembly, frame %d", s.Frame))
	}
	return strings.Join(extra, "  // ")
}

// showFields prints the layout of a struct.
func showFields(w io.Writer, fields []answer.Field) {
	if len(fields) == 0 {
		return
	}
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 2, 4, 2, ' ', 0)
	fmt.Fprintln(t, "    offset\tsize\tname\ttype")
	for _, f := range fields {
		fmt.Fprintf(t, "    %s\t%s\t%s\t%s\n", number(f.Offset), number(f.Size), f.Name, f.Type)
	}
	t.Flush() // what cannot be written is found out by those who read it
}

func number(n int64) string {
	if n < 0 {
		return "?"
	}
	return fmt.Sprint(n)
}

// showSide prints the edges to callers or callees, and how many functions these are, as the
// page of the symbol counts them; a long list is cut short.
func showSide(w io.Writer, g *graphq.Graph, sym index.Sym, rows []answer.Edge, dir graphq.Direction) {
	const most = 30
	what := "callers"
	if dir == graphq.Callees {
		what = "callees"
	}
	_, functions := g.Groups(sym, dir)
	number := fmt.Sprint(functions)
	if functions != len(rows) {
		number += ", by " + english.Count(len(rows), "edge", "edges")
	}
	fmt.Fprintf(w, "\n%s (%s)\n", what, number)
	if len(rows) > most {
		printEdges(w, rows[:most], dir)
		fmt.Fprintf(w, "… and %d more; sourcedive graph %s lists all\n", len(rows)-most, what)
		return
	}
	printEdges(w, rows, dir)
}
