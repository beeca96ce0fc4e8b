package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/content/models"
	"sourcedive/content/models/sim"
	"sourcedive/internal/modelcheck"
	"sourcedive/internal/workspace"
)

const modelHelp = `model runs small programs that do what parts of the runtime do, by its own rules:
the scheduler, channels and others. A run is the same again for the same seed, and
every step names the function of the runtime that it stands for. verify holds the
models against the real runtime of a Go version.`

func newModel() *cobra.Command {
	cmd := &cobra.Command{
		Use: "model", Short: "Run models of the runtime's parts, and check them", Long: modelHelp,
		Example: "  sourcedive model list\n  sourcedive model run sched --procs 4 --goroutines 20 --seed 7\n  sourcedive model verify sched --go go1.26.8",
		Args:    func(_ *cobra.Command, args []string) error { return unknownCommand("sourcedive model", args) },
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newModelList(), newModelRun(), newModelVerify())
	return cmd
}

func newModelList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the models, with their parameters and how far each can be trusted",
		Example: "  sourcedive model list", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asJSON {
				return listModelsJSON(cmd.OutOrStdout())
			}
			listModels(cmd.OutOrStdout())
			return nil
		},
	}
	registerJSON(cmd, &asJSON, jsonOf{"", []modelRow{}})
	return cmd
}

func listModels(w io.Writer) {
	for i, m := range models.All() {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s: %s\n", m.Name, m.Title)
		for _, p := range m.Params {
			fmt.Fprintf(w, "    --%-12s %s: %s (default %s)\n", p.Name, p.Doc, p.Range(), p.Text(p.Default))
		}
		for _, p := range m.Parts {
			fmt.Fprintf(w, "    %s: %s\n", p.Fidelity, p.What)
		}
	}
}

// modelRow is a model with its parameters, and how true its parts are.
type modelRow struct {
	Name   string      `json:"name"`
	Title  string      `json:"title"`
	About  string      `json:"about"`
	Params []sim.Param `json:"params"`
	Parts  []sim.Part  `json:"parts"`
}

func listModelsJSON(w io.Writer) error {
	rows := []modelRow{}
	for _, m := range models.All() {
		rows = append(rows, modelRow{m.Name, m.Title, m.About, m.Params, m.Parts})
	}
	return printJSON(w, rows)
}

func unknownModel(args []string) error {
	for _, name := range args {
		if !slices.Contains(models.Names(), name) {
			return fmt.Errorf("no model %q\n    hint: there are %s", name, strings.Join(models.Names(), ", "))
		}
	}
	return nil
}

func newModelRun() *cobra.Command {
	cmd := &cobra.Command{
		Use: "run NAME", Short: "Run a model and print what happens",
		Example: "  sourcedive model run sched --procs 4 --goroutines 20 --seed 7\n  sourcedive model run channel --program close --format json",
		Args: func(_ *cobra.Command, args []string) error {
			if err := unknownModel(args); err != nil || len(args) > 0 {
				return err
			}
			return fmt.Errorf("run: which model?\n    hint: there are %s", strings.Join(models.Names(), ", "))
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, m := range models.All() {
		cmd.AddCommand(newRunOf(m))
	}
	return cmd
}

// modelValue is a parameter as a flag. It refuses values outside the range.
type modelValue struct {
	param sim.Param
	given sim.Given
}

func (v modelValue) String() string { return v.param.Text(v.param.Default) }
func (v modelValue) Type() string {
	if len(v.param.Words) > 0 {
		return "word"
	}
	return "number"
}

func (v modelValue) Set(s string) (err error) {
	v.given[v.param.Name], err = v.param.Parse(s)
	return err
}

// runFormats are the forms in which a run is printed.
var runFormats = map[string]func(io.Writer, *sim.Model, *sim.Trace) error{
	"text": sim.WriteText,
	"json": func(w io.Writer, _ *sim.Model, t *sim.Trace) error { return sim.WriteJSON(w, t) },
}

// newRunOf returns the command that runs one model, with its parameters as flags.
func newRunOf(m sim.Model) *cobra.Command {
	given, seed, limit, format := sim.Given{}, uint64(1), sim.Limit{}, "text"
	cmd := &cobra.Command{
		Use: m.Name, Short: m.Title, Long: m.About, Args: cobra.NoArgs,
		Example: "  sourcedive model run " + m.Name + " --seed 7",
		RunE: func(cmd *cobra.Command, _ []string) error {
			write := runFormats[format]
			if write == nil {
				return usageError{fmt.Errorf("--format %q is not known\n    hint: text or json", format)}
			}
			limit.Events = format == "text" // which shows the last view alone
			t, err := sim.Run(&m, given, seed, limit)
			if err != nil {
				return usageError{err}
			}
			if err := write(cmd.OutOrStdout(), &m, t); err != nil {
				return err
			}
			if e, broken := t.Broken(); broken {
				fmt.Fprint(cmd.ErrOrStderr(), t.Stack)
				return fmt.Errorf("step %d: %s", e.Step, e.Broken)
			}
			return nil
		},
	}
	for _, p := range m.Params {
		cmd.Flags().Var(modelValue{p, given}, p.Name, p.Doc+": "+p.Range())
	}
	cmd.Flags().Uint64Var(&seed, "seed", seed, "seed of the random choices")
	cmd.Flags().IntVar(&limit.Steps, "steps", sim.DefaultSteps, "cut the run after so many steps")
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	return cmd
}

func newModelVerify() *cobra.Command {
	var version string
	var files []string
	var offline, asJSON bool
	cmd := &cobra.Command{
		Use: "verify [NAME…]", Short: "Hold the models against the real runtime of a Go version",
		Long:    "verify runs real programs, and tests inside of package runtime, with the go command of a\nversion, and compares them with the models. The first time for a version it compiles the\nruntime, which takes a minute.",
		Example: "  sourcedive model verify\n  sourcedive model verify sched channel --go go1.24.0 --json",
		Args:    func(_ *cobra.Command, args []string) error { return unknownModel(args) },
		RunE: func(cmd *cobra.Command, args []string) error {
			tc, err := toolchainOf(cmd.Context(), version, offline, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			report, err := modelcheck.Verify(cmd.Context(), tc, args, func(c modelcheck.Check) {
				fmt.Fprintf(cmd.ErrOrStderr(), "%s %s\n", c.Model, c.Name)
			})
			if err != nil {
				return err
			}
			if err := writeReport(cmd.OutOrStdout(), report, files, asJSON); err != nil {
				return err
			}
			if !report.OK() {
				return fmt.Errorf("the models and %s differ; the report says where", tc.Version)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&version, "go", "local", "version to check against: local, go1.22.0, go1.22 or DIR")
	cmd.Flags().BoolVar(&offline, "offline", false, "never touch the network")
	registerJSON(cmd, &asJSON, jsonOf{"", modelcheck.Report{}})
	cmd.Flags().StringArrayVar(&files, "out", nil, "write the report to this file, as JSON when its name ends in .json; may be given twice")
	return cmd
}

// toolchainOf returns the go command that can compile a version.
func toolchainOf(ctx context.Context, version string, offline bool, log io.Writer) (modelcheck.Toolchain, error) {
	w, err := workspace.Open(workspace.Options{Offline: offline, Log: log})
	if err != nil {
		return modelcheck.Toolchain{}, err
	}
	t, err := w.Tree(ctx, version)
	if err != nil {
		return modelcheck.Toolchain{}, err
	}
	if t.Toolchain == "" {
		return modelcheck.Toolchain{}, fmt.Errorf("--go %s: nothing here can compile %s\n    hint: name a release, as go1.26.8", version, t.Version)
	}
	return modelcheck.Toolchain{Go: "go", Root: t.Root, Version: t.Version, Env: t.Env}, nil
}

// writeReport writes a report to the files, or to w when there are none.
func writeReport(w io.Writer, r *modelcheck.Report, files []string, asJSON bool) error {
	text := func(asJSON bool) ([]byte, error) {
		var b bytes.Buffer
		if asJSON {
			err := printJSON(&b, r)
			return b.Bytes(), err
		}
		err := r.WriteText(&b)
		return b.Bytes(), err
	}
	for _, file := range files {
		data, err := text(asJSON || strings.HasSuffix(file, ".json"))
		if err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o666); err != nil {
			return err
		}
	}
	if len(files) > 0 {
		return nil
	}
	data, err := text(asJSON)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}
