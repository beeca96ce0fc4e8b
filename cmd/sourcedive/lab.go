package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"sourcedive/annotate/article"
	"sourcedive/content"
	"sourcedive/internal/lab"
	"sourcedive/internal/lab/measure"
	"sourcedive/internal/workspace"
)

const labHelp = `lab measures what parts of the runtime cost, on this machine and with the Go versions
that are asked for. Each lab asks a question, measures a null beside its answer, and says
which differences are larger than the noise. Its program is compiled and run by the go
command of the version that is measured, without cgo: no lab needs a C compiler, glibc or
the rights of root. Threads bound to a processor, resident memory and readings of the
noise are Linux's; elsewhere a result says what was not read.`

func newLab() *cobra.Command {
	cmd := &cobra.Command{
		Use: "lab", Short: "Measure what parts of the runtime cost, on this machine", Long: labHelp,
		Example: "  sourcedive lab list\n  sourcedive lab run fairness --predict 100\n  sourcedive lab run switch --go go1.22.0 --go go1.26.8 --out switch.json\n  sourcedive lab show switch.json",
		Args:    func(_ *cobra.Command, args []string) error { return unknownCommand("sourcedive lab", args) },
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newLabList(), newLabRun(), newLabShow())
	return cmd
}

// labContent is the directory of the labs in the built-in content.
func labContent() (fs.FS, error) { return fs.Sub(content.Labs, "labs") }

// labArticles are the words of the labs by name, from the built-in content.
func labArticles() (map[string]*article.Article, error) {
	c, err := article.Read(content.FS)
	if err != nil {
		return nil, err
	}
	byName := map[string]*article.Article{}
	for _, a := range c.Articles {
		if a.Kind == article.KindLab {
			byName[a.ID] = a
		}
	}
	return byName, nil
}

func newLabList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the labs, with what to predict first",
		Example: "  sourcedive lab list --json", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return listLabs(cmd.OutOrStdout(), asJSON) },
	}
	registerJSON(cmd, &asJSON, jsonOf{"", []labRow{}})
	return cmd
}

// labRow is a lab with what it asks.
type labRow struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Question  string   `json:"question"`
	Predict   string   `json:"predict"`
	Functions []string `json:"functions"`
	Unit      string   `json:"unit"` // of the prediction
	Lowest    string   `json:"lowest"`
	Checks    []string `json:"checks"` // of a result, by what they say
}

func listLabs(w io.Writer, asJSON bool) error {
	articles, err := labArticles()
	if err != nil {
		return err
	}
	rows := []labRow{}
	for _, l := range lab.All() {
		a := articles[l.Name]
		r := labRow{Name: l.Name, Title: a.Title, Question: a.About, Predict: a.Predict, Unit: l.Answer.Unit, Lowest: fmt.Sprintf("go1.%d", l.Lowest)}
		for _, n := range a.Names {
			r.Functions = append(r.Functions, n.Text)
		}
		for _, c := range l.Checks {
			r.Checks = append(r.Checks, c.Says)
		}
		rows = append(rows, r)
	}
	if asJSON {
		return printJSON(w, rows)
	}
	for i, r := range rows {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s: %s\n    predict: %s (%s)\n    from %s on\n    checks:\n", r.Name, r.Question, r.Predict, r.Unit, r.Lowest)
		for _, c := range r.Checks {
			fmt.Fprintf(w, "        %s\n", c)
		}
	}
	return nil
}

// labFlags are those of lab run.
type labFlags struct {
	versions []string
	quick    bool
	offline  bool
	out      string
	seed     uint64
	predict  float64
}

func newLabRun() *cobra.Command {
	var f labFlags
	cmd := &cobra.Command{
		Use: "run NAME", Short: "Run a lab and print what may be said of the result",
		Long:    "run compiles the lab's program with the go command of each version, runs it in fresh\nprocesses in random order, and prints the result. Interrupted, it keeps what was\nmeasured until then, and says so.",
		Example: "  sourcedive lab run fairness --predict 100\n  sourcedive lab run shape --go go1.22.0 --go go1.26.8 --out shape.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var prediction *float64
			if cmd.Flags().Changed("predict") {
				prediction = &f.predict
			}
			if math.IsNaN(f.predict) || math.IsInf(f.predict, 0) {
				return usageError{fmt.Errorf("--predict %g: is no finite number", f.predict)}
			}
			return f.run(cmd.Context(), args[0], prediction, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	cmd.Flags().StringArrayVar(&f.versions, "go", nil, "version to measure: local, go1.22.0, go1.22 or DIR; may be given several times")
	cmd.Flags().BoolVar(&f.quick, "quick", false, "measure less, in about five seconds: to try the lab, not for its figures")
	cmd.Flags().BoolVar(&f.offline, "offline", false, "never touch the network")
	cmd.Flags().StringVar(&f.out, "out", "", "write the samples to this file, as JSON")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "seed of the random order")
	cmd.Flags().Float64Var(&f.predict, "predict", 0, "what you expect, in the unit that lab list names")
	return cmd
}

func (f labFlags) run(ctx context.Context, name string, prediction *float64, stdout, stderr io.Writer) error {
	l, err := lab.Find(name)
	if err != nil {
		return usageError{err}
	}
	fsys, err := labContent()
	if err != nil {
		return err
	}
	articles, err := labArticles()
	if err != nil {
		return err
	}
	// Whether the file can be written is better known before the lab runs than after.
	if f.out != "" {
		if info, err := os.Stat(filepath.Dir(f.out)); err != nil || !info.IsDir() {
			return usageError{fmt.Errorf("--out %s: there is no directory %s", f.out, filepath.Dir(f.out))}
		}
	}
	toolchains, err := f.toolchains(ctx, stderr)
	if err != nil {
		return err
	}
	r := measure.New(fsys, toolchains...)
	r.Quick, r.Seed, r.Prediction, r.Progress = f.quick, f.seed, prediction, labProgress(stderr)
	results, failed := r.Run(ctx, l)
	if len(results) > 0 {
		if err := f.write(articles[name].About, results, stdout); err != nil {
			return errors.Join(failed, err)
		}
	}
	return failed
}

// write prints the results, and puts the samples into the file.
func (f labFlags) write(question string, results []lab.Result, stdout io.Writer) error {
	err := lab.WriteText(stdout, question, results)
	if f.out == "" {
		return err
	}
	var b bytes.Buffer
	if err := lab.Encode(&b, results); err != nil {
		return err
	}
	return errors.Join(err, os.WriteFile(f.out, b.Bytes(), 0o666))
}

// toolchains resolves the versions to go commands that can compile them.
func (f labFlags) toolchains(ctx context.Context, log io.Writer) (list []measure.Toolchain, err error) {
	versions := f.versions
	if len(versions) == 0 {
		versions = []string{"local"}
	}
	w, err := workspace.Open(workspace.Options{Offline: f.offline, Log: log})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, v := range versions {
		tree, err := w.Tree(ctx, v)
		switch {
		case err != nil:
			return nil, err
		case tree.Toolchain == "":
			return nil, fmt.Errorf("--go %s: nothing here can compile %s\n    hint: name a release, as go1.26.8", v, tree.Version)
		case seen[tree.Version]:
			return nil, usageError{fmt.Errorf("--go %s: %s was asked for twice", v, tree.Version)}
		}
		seen[tree.Version] = true
		list = append(list, measure.Toolchain{Go: "go", Version: tree.Version, Env: append(tree.Env, "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)})
	}
	return list, nil
}

// labProgress says what is done, at most twice a second.
func labProgress(w io.Writer) func(done, total int, what string) {
	var last time.Time
	return func(done, total int, what string) {
		if time.Since(last) < 500*time.Millisecond {
			return
		}
		last = time.Now()
		fmt.Fprintf(w, "%d of %d: %s\n", done, total, what)
	}
}

func newLabShow() *cobra.Command {
	return &cobra.Command{
		Use: "show FILE [FILE]", Short: "Show a recorded result, or two beside each other",
		Example: "  sourcedive lab show switch.json\n  sourcedive lab show mine.json theirs.json",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			var runs [][]lab.Result
			for _, file := range args {
				results, err := readResults(file)
				if err != nil {
					return err
				}
				runs = append(runs, results)
				if last := results[0].Lab; last != runs[0][0].Lab {
					return fmt.Errorf("%s is of the lab %s, and %s of %s: they cannot be compared", args[0], runs[0][0].Lab, file, last)
				}
			}
			articles, err := labArticles()
			if err != nil {
				return err
			}
			return lab.WriteText(cmd.OutOrStdout(), articles[runs[0][0].Lab].About, runs...)
		},
	}
}

func readResults(file string) ([]lab.Result, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	results, err := lab.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return results, nil
}
