package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

const graphHelp = `graph answers questions about who calls whom. Symbols are named as the linker
names them; a name without package is looked up in package runtime.`

func newGraph() *cobra.Command {
	cmd := &cobra.Command{
		Use: "graph", Short: "Ask who calls whom, and how one comes to another", Long: graphHelp,
		Args:    func(_ *cobra.Command, args []string) error { return unknownCommand("sourcedive graph", args) },
		Example: "  sourcedive graph callers runtime.newstack\n  sourcedive graph callees schedule\n  sourcedive graph callers '(*mcache).nextFree' --json",
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newGraphSide("callers", "List what leads to a function", true))
	cmd.AddCommand(newGraphSide("callees", "List where a function leads, in order of the source", false))
	cmd.AddCommand(newGraphPath(), newGraphReach(), newGraphExport(), newGraphOrphans(), newGraphVerify())
	return cmd
}

func newGraphSide(use, short string, callers bool) *cobra.Command {
	var src sourceFlags
	var kind kindFlag
	var asJSON bool
	var depth int
	cmd := &cobra.Command{
		Use: use + " SYMBOL", Short: short, Args: cobra.ExactArgs(1),
		Example: "  sourcedive graph " + use + " runtime.schedule\n  sourcedive graph " + use + " runtime.newproc --kind compiler,asm --depth 2",
		RunE: func(cmd *cobra.Command, args []string) error {
			x, err := src.one(cmd.Context(), cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			s, err := findFunction(x, args[0])
			if err != nil {
				return err
			}
			set, err := kind.kinds()
			if err != nil {
				return err
			}
			if len(kind.words) == 0 {
				set = index.AllKinds
			}
			rows := sideRows(x, s, callers, set, depth)
			if asJSON {
				return printJSON(cmd.OutOrStdout(), rows)
			}
			printEdges(cmd.OutOrStdout(), rows, callers)
			return nil
		},
	}
	src.register(cmd, false)
	kind.register(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	cmd.Flags().IntVar(&depth, "depth", 1, "how many edges far; the edges of further functions follow those of nearer ones")
	return cmd
}

// sideRows lists one side of a function's edges of some kinds, and of the functions
// at their other ends, as far as depth says. Each function's edges come once.
func sideRows(x *index.Index, s index.Sym, callers bool, set index.Kinds, depth int) []edgeRow {
	rows := []edgeRow{}
	seen := map[index.Sym]bool{s: true}
	level := []index.Sym{s}
	for ; depth > 0 && len(level) > 0; depth-- {
		var next []index.Sym
		for _, at := range level {
			for _, r := range edgeRows(x, at, callers) {
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

// find looks a symbol up by ID, by ID without receiver marks, or by its name in
// package runtime.
func find(x *index.Index, name string) (index.Sym, error) {
	for _, id := range []string{name, "runtime." + name} {
		if s, ok := x.Sym(index.ID(id)); ok {
			return s, nil
		}
	}
	var found []index.Sym
	for i := range x.Symbols {
		id := x.Symbols[i].ID
		if plain := id.Path() + "." + id.Plain(); plain == name || plain == "runtime."+name {
			found = append(found, index.Sym(i))
		}
	}
	if len(found) > 0 {
		return found[0], nil
	}
	err := fmt.Errorf("no symbol %q in %s %s", name, x.Config.Version, x.Config.Platform())
	if hint := diag.DidYouMean(x.Nearest(name, 4), ""); hint != "" {
		err = fmt.Errorf("%w\n    hint: %s", err, hint)
	}
	return index.NoSym, err
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

// edgeRows lists one side of a function's edges. The literals written in a
// function count as part of it.
func edgeRows(x *index.Index, s index.Sym, callers bool) []edgeRow {
	rows := []edgeRow{}
	if callers {
		for _, e := range x.Callers(s) {
			rows = append(rows, rowOf(x, e))
		}
		return append(rows, otherSide(x, s)...)
	}
	edges := x.Callees(s)
	for i := range x.Symbols {
		if sym := index.Sym(i); sym != s && x.Symbols[i].Kind == index.KindClosure && x.Outermost(sym) == s {
			edges = append(slices.Clip(edges), x.Callees(sym)...)
		}
	}
	slices.SortStableFunc(edges, func(a, b index.Edge) int { return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.At, b.At)) })
	for _, e := range edges {
		rows = append(rows, rowOf(x, e))
	}
	return rows
}

// otherSide lists what leads to the body behind a declaration, or to the declarations
// of a body: by linkname they are one function to the linker.
func otherSide(x *index.Index, s index.Sym) (rows []edgeRow) {
	for _, e := range x.Callees(s) {
		if e.Kind != index.EdgeLinkname {
			continue
		}
		rows = append(rows, rowOf(x, e))
		for _, c := range x.Callers(e.To) {
			if c.From != s {
				rows = append(rows, rowOf(x, c))
			}
		}
	}
	for _, e := range x.Callers(s) {
		if e.Kind == index.EdgeLinkname {
			for _, c := range x.Callers(e.From) {
				rows = append(rows, rowOf(x, c))
			}
		}
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

func trimRight(s string) string { return strings.TrimRight(s, " ") }
