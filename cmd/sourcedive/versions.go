package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sourcedive/indexer/gotree"
	"sourcedive/internal/workspace"
)

const versionsExample = `  sourcedive versions                  what can be had, and what is here
  sourcedive versions --offline        only what is here
  sourcedive versions fetch go1.22.0 go1.5.4`

func newVersions() *cobra.Command {
	var offline, asJSON bool
	list := func(cmd *cobra.Command, _ []string) error {
		w, err := workspace.Open(workspace.Options{Offline: offline, Log: cmd.ErrOrStderr()})
		if err != nil {
			return err
		}
		versions, err := w.Versions(cmd.Context())
		if err != nil {
			return err
		}
		return printVersions(cmd.OutOrStdout(), versions, asJSON)
	}
	cmd := &cobra.Command{
		Use: "versions", Short: "List the Go versions that can be read, and fetch them",
		Example: versionsExample, Args: cobra.NoArgs, RunE: list,
	}
	flags := func(c *cobra.Command) *cobra.Command {
		c.Flags().BoolVar(&offline, "offline", false, "never touch the network: only what is here")
		registerJSON(c, &asJSON, jsonOf{"", []versionRow{}})
		return c
	}
	cmd.AddCommand(flags(&cobra.Command{Use: "list", Short: "List versions", Args: cobra.NoArgs, RunE: list}))
	cmd.AddCommand(&cobra.Command{
		Use: "fetch VERSION…", Short: "Fetch versions for later use without the network",
		Example: "  sourcedive versions fetch go1.22.0 go1.5.4",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return fetch(cmd, args) },
	})
	return flags(cmd)
}

// versionRow is a version that can be read.
type versionRow struct {
	Tag   string `json:"tag"`
	Here  bool   `json:"here"`
	Local bool   `json:"local"`
	Note  string `json:"note,omitempty"`
}

func printVersions(w io.Writer, versions []gotree.Version, asJSON bool) error {
	if asJSON {
		rows := []versionRow{}
		for _, v := range versions {
			rows = append(rows, versionRow(v))
		}
		return printJSON(w, rows)
	}
	for _, v := range versions {
		state := ""
		switch {
		case v.Local:
			state = "local"
		case v.Here:
			state = "here"
		}
		fmt.Fprintf(w, "%s\n", trimRight(fmt.Sprintf("%-12s %-6s %s", v.Tag, state, v.Note)))
	}
	return nil
}

func fetch(cmd *cobra.Command, args []string) error {
	w, err := workspace.Open(workspace.Options{Log: cmd.ErrOrStderr()})
	if err != nil {
		return err
	}
	for _, arg := range args {
		t, err := w.Tree(cmd.Context(), arg)
		if err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s is here\n", t.Version)
	}
	return nil
}
