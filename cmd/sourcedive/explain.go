package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"sourcedive/internal/explain"
	"sourcedive/internal/explain/tables"
	"sourcedive/internal/workspace"
)

const explainHelp = `explain says what a text means that a Go program's runtime printed: a crash, a dump
of goroutines, lines of GODEBUG=gctrace=1 or schedtrace, a profile. Logs may have put
times and names before the lines, or JSON around them.

It finds the statement that printed each message, the releases of Go that can have
printed the text, who waits for whom and who made whom, and lists what it does not
recognise. The text stays on this machine.`

const explainExample = `  sourcedive explain crash.txt
  sourcedive explain - < crash.txt
  sourcedive explain dump.txt --go go1.22 --platform linux/arm64
  sourcedive explain dump.txt --state "chan receive" --min-wait 10 --with example.com/app
  sourcedive explain dump.txt --redact > to-share.txt
  sourcedive explain cpu.pprof --json`

// maxExplained bounds what is read, so that an endless pipe ends in an error.
const maxExplained = 512 << 20

type explainFlags struct {
	golang, platform string
	json, redact     bool
	only             explain.Filter
}

func newExplain() *cobra.Command {
	var f explainFlags
	cmd := &cobra.Command{
		Use: "explain [FILE|-]", Short: "Say what the runtime's output means", Long: explainHelp, Example: explainExample,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.InOrStdin(), cmd.OutOrStdout(), args)
		},
	}
	cmd.Flags().StringVar(&f.golang, "go", "", "the release that printed the text, such as go1.22.3")
	cmd.Flags().StringVar(&f.platform, "platform", "", "the GOOS/GOARCH that it ran on")
	cmd.Flags().StringVar(&f.only.State, "state", "", "group only goroutines in this state, such as \"chan receive\"")
	cmd.Flags().IntVar(&f.only.MinWait, "min-wait", 0, "group only goroutines that have waited for so many minutes")
	cmd.Flags().StringVar(&f.only.With, "with", "", "group only goroutines with this in a function's name or an argument: a package, an address")
	registerJSON(cmd, &f.json, jsonOf{"", explain.Answer{}})
	cmd.Flags().BoolVar(&f.redact, "redact", false, "print a copy without the program's own names, to share")
	cmd.AddCommand(newExplainRecord())
	return cmd
}

func (f *explainFlags) run(stdin io.Reader, stdout io.Writer, args []string) error {
	input, err := readExplained(stdin, args)
	if err != nil {
		return err
	}
	engine, err := workspace.Explainer()
	if err != nil {
		return err
	}
	if err := f.check(engine); err != nil {
		return usageError{err}
	}
	if f.redact {
		_, err := stdout.Write(engine.Redact(input))
		return err
	}
	answer := engine.Explain(input, explain.Options{Go: f.golang, Platform: f.platform, Only: f.only})
	if f.json {
		return answer.JSON(stdout)
	}
	if err := answer.Text(stdout); err != nil || len(answer.Groups) > 0 || f.only == (explain.Filter{}) {
		return err
	}
	_, err = fmt.Fprint(stdout, "\nNo goroutine of this text is what --state, --min-wait and --with ask for.\n")
	return err
}

// check refuses a release or platform that explain would have to ignore.
func (f *explainFlags) check(engine *explain.Engine) error {
	if err := engine.CheckGo(f.golang); err != nil {
		return fmt.Errorf("--go %w", err)
	}
	if err := explain.CheckPlatform(f.platform); err != nil {
		return fmt.Errorf("--platform %w", err)
	}
	return nil
}

func readExplained(stdin io.Reader, args []string) ([]byte, error) {
	in := stdin
	if len(args) == 1 && args[0] != "-" {
		file, err := os.Open(args[0])
		if err != nil {
			return nil, err
		}
		defer file.Close()
		in = file
	} else if file, ok := stdin.(*os.File); ok && len(args) == 0 && term.IsTerminal(int(file.Fd())) {
		return nil, usageError{errors.New("explain: no file, and nothing on standard input\n    hint: sourcedive explain FILE, or - to type the text")}
	}
	input, err := io.ReadAll(io.LimitReader(in, maxExplained+1))
	if err != nil {
		return nil, err
	}
	if len(input) > maxExplained {
		return nil, fmt.Errorf("explain: more than %d MB\n    hint: cut out the part around the crash", maxExplained>>20)
	}
	return input, nil
}

func newExplainRecord() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use: "record", Short: "Make the tables of explain anew from the trees that are here",
		Long: `record reads the newest patch of every minor release that is on this machine, and
writes the tables that explain rests on. It is run when a release is added;
sourcedive versions fetch brings the trees.`,
		Example: "  sourcedive explain record --out internal/explain/tables/data",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return recordTables(cmd.Context(), out, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringVar(&out, "out", "internal/explain/tables/data", "the directory to write to")
	return cmd
}

func recordTables(ctx context.Context, out string, stdout, stderr io.Writer) error {
	trees, err := newestTrees(ctx, stderr)
	if err != nil {
		return err
	}
	t, err := tables.Record(trees)
	if err != nil {
		return err
	}
	files, err := t.Encode()
	if err != nil {
		return err
	}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(out, name), data, 0o666); err != nil {
			return err
		}
	}
	fmt.Fprintf(stdout, "%d messages and %d files of %d releases, %s to %s\n", len(t.Messages), len(t.Files), len(t.Trees), t.Trees[0], t.Trees[len(t.Trees)-1])
	return nil
}

// newestTrees are the newest patches of all minors that are on this machine.
func newestTrees(ctx context.Context, log io.Writer) ([]tables.Tree, error) {
	w, err := workspace.Open(workspace.Options{Offline: true, Log: log})
	if err != nil {
		return nil, err
	}
	versions, err := w.Versions(ctx)
	if err != nil {
		return nil, err
	}
	newest := map[string][3]int{}
	tags := map[string]string{}
	for _, v := range versions {
		var n [3]int
		fmt.Sscanf(v.Tag, "go%d.%d.%d", &n[0], &n[1], &n[2])
		minor := fmt.Sprintf("go%d.%d", n[0], n[1])
		if v.Here && (tags[minor] == "" || slices.Compare(n[:], sliceOf(newest[minor])) > 0) {
			newest[minor], tags[minor] = n, v.Tag
		}
	}
	list := make([]string, 0, len(tags))
	for minor := range tags {
		list = append(list, minor)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Compare(newest[a][1], newest[b][1]) })
	var trees []tables.Tree
	for _, minor := range list {
		tree, err := w.Tree(ctx, tags[minor])
		if err != nil {
			return nil, err
		}
		trees = append(trees, tables.Tree{Version: tree.Version, FS: tree.Src()})
	}
	return trees, nil
}

func sliceOf(n [3]int) []int { return n[:] }
