package main

import (
	"cmp"
	"context"
	"fmt"
	"go/version"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/indexer/gotree"
	"sourcedive/indexer/history"
	"sourcedive/internal/answer"
	"sourcedive/internal/workspace"
)

const historyExample = `  sourcedive history findrunnable               the life of a function, under all its names
  sourcedive history newproc1 --blame           since which release each of its lines is there
  sourcedive history mallocgc --diff go1.23..go1.24
  sourcedive history runtime.g.sched --json     of a field
  sourcedive history mallocgc --go ~/src/go@master   and in a tree that no release has yet
  sourcedive history uuid.NewV7 --module github.com/google/uuid
  sourcedive history verify                     against the releases on this machine`

// historyCommand is what history was asked.
type historyCommand struct {
	ctx     context.Context
	w       *workspace.Workspace
	h       *history.History
	out     io.Writer
	blame   bool
	diff    string
	version string // as --go has it, "" for none
	pinned  string // the version that the command is about where none is named
	json    bool

	module moduleFlags
	trees  map[string]history.Tree // of a module; nil for Go's own source
}

// moduleFlags name the module whose history is asked for, in place of Go's.
type moduleFlags struct{ module, content string }

func (f *moduleFlags) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.module, "module", "", "path of a module to read in place of Go's own source; --blame takes PATH@VERSION")
	completeFlag(cmd, "module", completeNothing)
	cmd.Flags().StringVar(&f.content, "content", "", "directory with the content, in place of the built-in one")
}

// open opens the workspace that the flags describe, and names the version that it is about.
func (f *moduleFlags) open(log io.Writer) (w *workspace.Workspace, version string, err error) {
	path, version, named := strings.Cut(f.module, "@")
	spec := "local"
	if named {
		spec = gotree.ModuleSpec(path, version)
	}
	w, err = workspace.Open(workspace.Options{Module: path, Content: f.content, Versions: []string{spec}, Log: log})
	if err != nil || path == "" {
		return w, spec, err
	}
	if kb, err := w.Config(); err != nil || kb.Module != path {
		return nil, "", cmp.Or(err, error(usageError{fmt.Errorf("--module %s: the content in %s is about something else", path, f.content)}))
	}
	return w, spec, nil
}

func newHistory() *cobra.Command {
	c := &historyCommand{}
	cmd := &cobra.Command{
		Use: "history SYMBOL", Short: "Tell what became of a symbol from release to release", Args: cobra.ExactArgs(1), ValidArgsFunction: completeSymbols(1),
		Long:    "Tell what became of a function, type, field, constant or variable from go1.5 on: when it\nappeared, changed, moved, got another name, was taken out of another function, or went.\nNo release needs to be on the machine, but for --blame and --diff.\n\nWith --module, or content about a module, it is made of the first and the newest patch of\neach minor of the module, which are fetched.",
		Example: historyExample,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			c.ctx, c.out = cmd.Context(), cmd.OutOrStdout()
			if c.w, c.pinned, err = c.module.open(cmd.ErrOrStderr()); err != nil {
				return err
			}
			if c.h, c.trees, err = workspace.HistoryOf(c.ctx, c.w); err != nil {
				return err
			}
			return c.run(args[0])
		},
	}
	cmd.Flags().BoolVar(&c.blame, "blame", false, "print the function with the release since which each line is there")
	cmd.Flags().StringVar(&c.version, "go", "", "with --blame the version to print (default the go on PATH, and of a module the version that its content is written for); else a version or tree, such as DIR@REF, whose place in this history is to be told")
	cmd.Flags().StringVar(&c.diff, "diff", "", "print what is different between two versions, A..B")
	registerJSON(cmd, &c.json, jsonOf{"", answer.Life{}})
	c.module.register(cmd)
	cmd.MarkFlagsMutuallyExclusive("blame", "diff", "json")
	cmd.AddCommand(newHistoryVerify(), newHistoryRecord())
	return cmd
}

func (c *historyCommand) run(name string) error {
	found, err := c.h.Find(name)
	if err != nil {
		return err
	}
	sym, life := found[0], answer.LifeOf(c.h, found)
	switch {
	case c.blame:
		return c.printBlame(sym)
	case c.diff != "":
		return c.printDiff(sym)
	}
	words := ""
	if c.version != "" {
		if words, err = c.splice(sym, &life.Life); err != nil {
			return err
		}
	}
	if c.json {
		return printJSON(c.out, life)
	}
	c.printLife(sym, life.Life)
	if words != "" {
		fmt.Fprintf(c.out, "\n%s\n", words)
	}
	if len(life.Also) > 0 {
		fmt.Fprintf(c.out, "\nalso of this name: %s\n", strings.Join(life.Also, ", "))
	}
	return nil
}

// splice adds what a tree did to a symbol, or says that it did nothing.
func (c *historyCommand) splice(sym history.Sym, life *history.Life) (words string, err error) {
	t, err := c.other()
	if err != nil {
		return "", err
	}
	s, err := c.h.Splice(t.Past())
	if err != nil {
		return "", err
	}
	name, event, ok := s.In(c.h, sym)
	base := c.h.Version(s.Base)
	switch {
	case ok:
		life.Events = append(life.Events, event)
		return fmt.Sprintf("%s is compared with %s, by hashes", t.Version, base), nil
	case name != "":
		return fmt.Sprintf("%s has %s as %s has it", t.Version, name, base), nil
	}
	return fmt.Sprintf("%s does not have it, nor has %s", t.Version, base), nil
}

func (c *historyCommand) printLife(sym history.Sym, l history.Life) {
	fmt.Fprintf(c.out, "%s  %s  since %s", l.Symbol, l.Kind, c.sinceWords(sym, l))
	if l.Until != "" {
		fmt.Fprintf(c.out, ", until %s", l.Until)
	}
	fmt.Fprintf(c.out, "\nchanged in %d of %d releases\n", l.Changed, l.Of)
	for _, n := range l.Names[:len(l.Names)-1] {
		if n.Name != l.Symbol {
			fmt.Fprintf(c.out, "named %s until %s\n", n.Name, n.Until)
		}
	}
	fmt.Fprintln(c.out)
	rows := [][3]string{}
	width := [2]int{}
	for _, e := range l.Events {
		row := [3]string{e.Version, eventWords(e), eventDetail(e)}
		if e.Kind == "removed" {
			row[2] = c.keptWords(sym, e.Version)
		}
		if !e.Exact {
			row[0] = "by " + row[0]
		}
		width[0], width[1] = max(width[0], len(row[0])), max(width[1], len(row[1]))
		rows = append(rows, row)
	}
	for _, r := range rows {
		fmt.Fprintln(c.out, trimRight(fmt.Sprintf("%-*s  %-*s  %s", width[0], r[0], width[1], r[1], r[2])))
	}
}

// sinceWords says what is known of a first version.
func (c *historyCommand) sinceWords(sym history.Sym, l history.Life) string {
	p := c.h.Since(sym)
	switch {
	case c.trees != nil:
		return l.Since
	case p == history.Point{}:
		return "go1.5 or before"
	case !l.Exact:
		return "go1." + strings.Split(l.Since, ".")[1] + " (by " + l.Since + ")"
	}
	return l.Since
}

// eventWords is the kind of an event.
func eventWords(e history.Event) string {
	switch {
	case e.Elsewhere:
		return "changed for another platform"
	case e.Of != "" && e.Of != "changed":
		return e.Of + " by a patch"
	case e.Of != "":
		return "changed by a patch"
	}
	return e.Kind
}

// keptWords say where a function is that left the build for linux/amd64 and not the tree.
func (c *historyCommand) keptWords(sym history.Sym, version string) string {
	at, err := c.h.Point(version)
	if err != nil {
		return ""
	}
	st, until, ok := c.h.Kept(sym, at)
	switch {
	case !ok:
		return ""
	case until == "":
		return "from the build for linux/amd64; " + st.File + " still has it, for other platforms or under a GOEXPERIMENT"
	}
	return "from the build for linux/amd64; " + st.File + " had it until " + until + ", for other platforms or under a GOEXPERIMENT"
}

// sizeWords are the numbers of lines that are not zero.
func sizeWords(added, removed int) string {
	switch {
	case added > 0 && removed > 0:
		return fmt.Sprintf("+%d −%d", added, removed)
	case added > 0:
		return fmt.Sprintf("+%d", added)
	case removed > 0:
		return fmt.Sprintf("−%d", removed)
	}
	return ""
}

// eventDetail is the rest of an event.
func eventDetail(e history.Event) string {
	var parts []string
	switch {
	case e.Rule > 0:
		parts = append(parts, fmt.Sprintf("from %s (R%d, %d %%)", e.From, e.Rule, e.Similarity))
	case e.Kind == "extracted" || e.Of == "extracted":
		parts = append(parts, fmt.Sprintf("from %s (%d %%)", e.From, e.Similarity))
	case e.From != "":
		parts = append(parts, "from "+e.From)
	}
	if size := sizeWords(e.Added, e.Removed); size != "" {
		parts = append(parts, size)
	}
	if e.Again {
		parts = append(parts, "as the minor before")
	}
	if e.File != "" {
		parts = append(parts, fmt.Sprintf("%s:%d", e.File, e.Line))
	}
	return strings.Join(parts, "  ")
}

// tree is the source of a version, if it is on this machine.
func (c *historyCommand) tree(version string) (history.Tree, bool) {
	if c.trees != nil {
		t, ok := c.trees[version]
		return t, ok
	}
	t, err := localTree(c.ctx, version)
	if err != nil {
		return history.Tree{}, false
	}
	return t.Past(), true
}

// other is the tree that --go names, of the module where the history is one's.
func (c *historyCommand) other() (*workspace.Tree, error) {
	kb, err := c.w.Config()
	switch {
	case err != nil:
		return nil, err
	case kb.Module == "":
		return localTree(c.ctx, c.version)
	case version.IsValid(c.version):
		return nil, usageError{fmt.Errorf("--go %s: this is the history of %s\n    hint: --go %s, or another of its versions", c.version, kb.Module, c.h.Version(c.h.Newest()))}
	}
	return c.w.Tree(c.ctx, gotree.ModuleSpec(kb.Module, c.version))
}

// localTree is the tree of a version that needs no network.
func localTree(ctx context.Context, version string) (*workspace.Tree, error) {
	w, err := workspace.Open(workspace.Options{Offline: true, Log: io.Discard})
	if err != nil {
		return nil, err
	}
	return w.Tree(ctx, version)
}

// printBlame prints a function with the age of each line.
func (c *historyCommand) printBlame(sym history.Sym) error {
	if kind := c.h.Symbols[sym].Kind; kind != history.Func {
		return fmt.Errorf("--blame is for functions, and this is a %s", kind)
	}
	tree, why, err := c.blameTree(sym)
	if err != nil {
		return err
	}
	p, src, err := c.stateIn(sym, tree)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s  %s:%d  %s%s\n", src.Name, src.File, src.Line, tree.Version, why)
	ages := c.h.LineAges(sym, p)
	for i, row := range strings.Split(src.Text, "\n") {
		fmt.Fprintln(c.out, trimRight(fmt.Sprintf("%-5s %s", history.MinorName(c.h.Data, ages[i]), row)))
	}
	return nil
}

// stateIn is the function as a tree has it, and the point of the history that has it so.
func (c *historyCommand) stateIn(sym history.Sym, tree history.Tree) (p history.Point, src history.Source, err error) {
	newest, err := c.h.Point(tree.Version)
	if err != nil {
		return p, src, usageError{err}
	}
	for _, at := range []history.At{newest.At, history.AtPatch, history.AtFirst} {
		p = history.Point{Minor: newest.Minor, At: at}
		st, ok := c.h.State(sym, p)
		if !ok {
			continue
		}
		if src, err = history.SourceOf(tree, st); err != nil {
			return p, src, err
		}
		if src.Hash == st.Hash && strings.Count(src.Text, "\n")+1 == len(c.h.LineAges(sym, p)) {
			return p, src, nil
		}
	}
	if last, _ := c.h.Last(sym); src.Name == "" {
		return p, src, fmt.Errorf("%s is not in %s\n    hint: sourcedive history %s", last.Name, tree.Version, last.Name)
	}
	return p, src, fmt.Errorf("%s has a body in %s that is between those of two versions of the history\n    hint: --go %s", src.Name, tree.Version, c.h.Version(newest))
}

// blameTree is the version that was asked for, else the one that the command is about, or, with
// the reason, the newest one that is here and has the symbol.
func (c *historyCommand) blameTree(sym history.Sym) (t history.Tree, why string, err error) {
	if c.version != "" {
		other, err := c.other()
		if err != nil && c.trees == nil && version.IsValid(c.version) {
			err = missingTree(c.version)
		}
		if err != nil {
			return t, "", err
		}
		return other.Past(), "", nil
	}
	pinned, err := c.w.Tree(c.ctx, c.pinned)
	if err != nil {
		return t, "", err
	}
	if p, err := c.h.Point(pinned.Version); err == nil {
		if _, ok := c.h.State(sym, p); ok {
			return pinned.Past(), "", nil
		}
	}
	newest := ""
	for m := c.h.Newest().Minor; m >= 0; m-- {
		for _, at := range []history.At{history.AtPatch, history.AtFirst} {
			p := history.Point{Minor: m, At: at}
			if _, ok := c.h.State(sym, p); !ok {
				continue
			}
			newest = cmp.Or(newest, c.h.Version(p))
			if t, ok := c.tree(c.h.Version(p)); ok {
				return t, ", the newest here that has it: " + pinned.Version + " has not", nil
			}
		}
	}
	return t, "", missingTree(newest)
}

func missingTree(version string) error {
	return fmt.Errorf("%s is not on this machine\n    hint: sourcedive versions fetch %s", version, version)
}

// printDiff prints the texts of two versions, or what is known without them.
func (c *historyCommand) printDiff(sym history.Sym) error {
	from, to, ok := strings.Cut(c.diff, "..")
	if !ok || from == "" || to == "" {
		return usageError{fmt.Errorf("--diff %q is not A..B\n    hint: --diff go1.25..go1.26", c.diff)}
	}
	var states [2]history.State
	var texts [2]history.Source
	var points [2]history.Point
	missing := []string{}
	for i, v := range []string{from, to} {
		p, err := c.h.Point(v)
		if err != nil {
			return usageError{err}
		}
		st, there := c.h.State(sym, p)
		if last, _ := c.h.Last(sym); !there {
			return fmt.Errorf("%s is not in %s\n    hint: sourcedive history %s", last.Name, v, last.Name)
		}
		points[i], states[i] = p, st
		t, here := c.tree(c.h.Version(p))
		if !here {
			missing = append(missing, c.h.Version(p))
			continue
		}
		if texts[i], err = history.SourceOf(t, st); err != nil {
			return err
		}
	}
	if len(missing) > 0 {
		added, removed := c.h.Size(sym, points[0], points[1])
		for i, st := range states {
			fmt.Fprintf(c.out, "%s  %s  %s:%d  %d lines\n", c.h.Version(points[i]), st.Name, st.File, st.Line, st.Lines)
		}
		fmt.Fprintf(c.out, "+%d −%d\nfor the lines: sourcedive versions fetch %s\n", added, removed, strings.Join(missing, " "))
		return nil
	}
	fmt.Fprint(c.out, history.Unified(texts[0], texts[1]))
	return nil
}
