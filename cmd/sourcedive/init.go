package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"sourcedive/internal/english"
	"sourcedive/internal/workspace"
)

const initHelp = `init writes a small content directory to begin with: kb.yaml, which says what is
read, an essay, a note with evidence and a claim, a term, and a README. check accepts
it as it is. The directory must be new or empty.

It is about the module that --module names, or about packages of Go's own.`

const initExample = `  sourcedive init kb --module github.com/google/uuid@v1.6.0
  sourcedive init kb --package net/http --package net/http/httptest`

type initFlags struct {
	source   sourceFlags
	packages []string
}

func newInit() *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use: "init DIR", Short: "Write a small content directory to begin with", Long: initHelp, Example: initExample,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), args[0], cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.source.register(cmd, false)
	if err := cmd.Flags().MarkHidden("content"); err != nil {
		panic(err) // there is no such flag
	}
	cmd.Flags().StringArrayVar(&f.packages, "package", nil, "package of Go's own to read; may be given several times")
	completeFlag(cmd, "package", completeNothing)
	cmd.MarkFlagsMutuallyExclusive("module", "package")
	cmd.MarkFlagsMutuallyExclusive("module", "content")
	cmd.MarkFlagsOneRequired("module", "package")
	return cmd
}

func (f *initFlags) run(ctx context.Context, dir string, stdout, stderr io.Writer) error {
	if err := vacant(dir); err != nil {
		return err
	}
	version, err := f.source.one("")
	if err != nil {
		return err
	}
	f.source.Content, f.source.Packages = "", f.packages
	w, err := f.source.open(stderr)
	if err != nil {
		return err
	}
	files, x, err := workspace.Starter(ctx, w, version, dir)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := replace(file, []byte(files[name])); err != nil {
			return err
		}
	}
	about := x.Config.Module
	if about == "" {
		about = english.Count(len(x.Config.Roots), "package", "packages") + " of"
	}
	fmt.Fprintf(stdout, "%s: %s about %s %s\nnext: sourcedive serve --content %s\n", dir, english.Count(len(files), "file", "files"), about, x.Config.Version, dir)
	return nil
}

// vacant refuses a directory with anything in it.
func vacant(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) > 0:
		return fmt.Errorf("%s is not empty: it has %s\n    hint: name a new directory", dir, entries[0].Name())
	}
	return nil
}
