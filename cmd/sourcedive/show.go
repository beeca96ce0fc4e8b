package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"sourcedive/indexer/index"
	"sourcedive/site/graphq"
)

const showHelp = `show prints what is known about one symbol: its signature, place and comment;
for a struct the offset, size and type of each field; for a function its callers
and callees.`

func newShow() *cobra.Command {
	var src sourceFlags
	var asJSON bool
	cmd := &cobra.Command{
		Use: "show SYMBOL", Short: "Print what is known about a symbol", Long: showHelp, Args: cobra.ExactArgs(1),
		Example: "  sourcedive show runtime.schedule\n  sourcedive show runtime.g\n  sourcedive show runtime.p.runq --go go1.22.0",
		RunE: func(cmd *cobra.Command, args []string) error {
			x, err := src.index(cmd)
			if err != nil {
				return err
			}
			s, err := find(x, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				return showJSON(cmd.OutOrStdout(), x, s)
			}
			return show(cmd.OutOrStdout(), x, s)
		},
	}
	src.register(cmd, false)
	registerJSON(cmd, &asJSON)
	return cmd
}

func show(w io.Writer, x *index.Index, sym index.Sym) error {
	s := &x.Symbols[sym]
	fmt.Fprintln(w, headline(s))
	for _, at := range []index.Range{s.Decl, s.Asm} {
		if at.OK() {
			fmt.Fprintf(w, "    %s:%d  (%s %s)\n", x.Files[at.File].Path, x.Line(at.File, at.Off), x.Config.Version, x.Config.Platform())
		}
	}
	if s.Kind.Callable() {
		fmt.Fprintf(w, "    runs on: %s\n", x.Stacks(sym))
	}
	for _, d := range s.Directives {
		fmt.Fprintln(w, "    //go:"+strings.TrimSpace(d.Name+" "+d.Args))
	}
	if s.Doc != "" {
		fmt.Fprintf(w, "\n    %s\n", strings.ReplaceAll(s.Doc, "\n", "\n    "))
	}
	switch {
	case s.Kind == index.KindType:
		return showFields(w, x, sym)
	case s.Kind.Callable():
		g := graphq.New(x)
		showSide(w, "callers", edgeRows(g, x, sym, true), true)
		showSide(w, "callees", edgeRows(g, x, sym, false), false)
	}
	return nil
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
func showFields(w io.Writer, x *index.Index, sym index.Sym) error {
	var fields []*index.Symbol
	for i := range x.Symbols {
		s := &x.Symbols[i]
		if (s.Kind == index.KindField || s.Kind == index.KindAbstract) && within(x, s, sym) {
			fields = append(fields, s)
		}
	}
	if len(fields) == 0 {
		return nil
	}
	slices.SortFunc(fields, func(a, b *index.Symbol) int { return int(a.Name.Off - b.Name.Off) })
	fmt.Fprintln(w)
	t := tabwriter.NewWriter(w, 2, 4, 2, ' ', 0)
	fmt.Fprintln(t, "    offset\tsize\tname\ttype")
	prefix := string(x.Symbols[sym].ID) + "."
	for _, f := range fields {
		fmt.Fprintf(t, "    %s\t%s\t%s\t%s\n", known(f.Offset), known(f.Size), strings.TrimPrefix(string(f.ID), prefix), fieldType(f))
	}
	return t.Flush()
}

// within reports whether a field belongs to a type, through structs inside it.
func within(x *index.Index, s *index.Symbol, sym index.Sym) bool {
	for up := s.Parent; up != index.NoSym; up = x.Symbols[up].Parent {
		if up == sym {
			return true
		}
	}
	return false
}

func fieldType(f *index.Symbol) string {
	if f.Kind == index.KindAbstract {
		return f.Sig
	}
	if strings.HasPrefix(f.Type, "struct{") {
		return "struct"
	}
	return f.Type
}

func known(n int64) string {
	if n < 0 {
		return "?"
	}
	return fmt.Sprint(n)
}

// showSide prints the callers or callees; a long list is cut short.
func showSide(w io.Writer, what string, rows []edgeRow, callers bool) {
	const most = 30
	fmt.Fprintf(w, "\n%s (%d)\n", what, len(rows))
	if len(rows) > most {
		printEdges(w, rows[:most], callers)
		fmt.Fprintf(w, "… and %d more; sourcedive graph %s lists all\n", len(rows)-most, what)
		return
	}
	printEdges(w, rows, callers)
}

func showJSON(w io.Writer, x *index.Index, sym index.Sym) error {
	s := &x.Symbols[sym]
	body := s.Body()
	type field struct {
		Name   string `json:"name"`
		Type   string `json:"type"`
		Offset int64  `json:"offset"`
		Size   int64  `json:"size"`
	}
	out := struct {
		ID      string    `json:"id"`
		Kind    string    `json:"kind"`
		Sig     string    `json:"signature"`
		File    string    `json:"file"`
		Line    int       `json:"line"`
		Doc     string    `json:"doc"`
		Version string    `json:"version"`
		Size    int64     `json:"size,omitempty"`
		Fields  []field   `json:"fields,omitempty"`
		Callers []edgeRow `json:"callers,omitempty"`
		Callees []edgeRow `json:"callees,omitempty"`
	}{ID: string(s.ID), Kind: s.Kind.String(), Sig: s.Sig, File: x.Files[body.File].Path, Line: x.Line(body.File, body.Off), Doc: s.Doc, Version: x.Config.Version}
	if s.Size > 0 {
		out.Size = s.Size
	}
	if s.Kind == index.KindType {
		for i := range x.Symbols {
			if f := &x.Symbols[i]; f.Kind == index.KindField && f.Parent == sym {
				out.Fields = append(out.Fields, field{f.ID.Base(), f.Type, f.Offset, f.Size})
			}
		}
	}
	if s.Kind.Callable() {
		g := graphq.New(x)
		out.Callers, out.Callees = edgeRows(g, x, sym, true), edgeRows(g, x, sym, false)
	}
	return printJSON(w, out)
}
