package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sourcedive/indexer/gotree"
)

const versionsExample = `  sourcedive versions                  what can be had, and what is here
  sourcedive versions --offline        only what is here
  sourcedive versions fetch go1.22.0 go1.5.4`

func newVersions() *cobra.Command {
	var offline, asJSON bool
	list := func(cmd *cobra.Command, _ []string) error {
		versions, err := gotree.Versions(cmd.Context(), pinOptions(cmd.ErrOrStderr(), offline))
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
		c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
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

func pinOptions(log io.Writer, offline bool) gotree.Options {
	return gotree.Options{
		Offline: offline,
		Log:     func(format string, args ...any) { fmt.Fprintf(log, format+"\n", args...) },
	}
}

func printVersions(w io.Writer, versions []gotree.Version, asJSON bool) error {
	if asJSON {
		type row struct {
			Tag   string `json:"tag"`
			Here  bool   `json:"here"`
			Local bool   `json:"local"`
			Note  string `json:"note,omitempty"`
		}
		rows := []row{}
		for _, v := range versions {
			rows = append(rows, row(v))
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

func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

func fetch(cmd *cobra.Command, args []string) error {
	for _, arg := range args {
		spec, err := gotree.Parse(arg)
		if err != nil {
			return usageError{err}
		}
		tree, err := gotree.Resolve(cmd.Context(), spec, pinOptions(cmd.ErrOrStderr(), false))
		if err != nil {
			return err
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s is here\n", tree.Version)
	}
	return nil
}
