package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/indexer/gotree"
	"sourcedive/indexer/history"
)

func newHistoryVerify() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "verify", Short: "Make the history anew from the releases on this machine, and compare", Args: cobra.NoArgs,
		Example: "  sourcedive history verify",
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := history.Recorded()
			if err != nil {
				return err
			}
			r, err := verifyHistory(h, (&historyCommand{ctx: cmd.Context(), h: h}).tree)
			if err != nil {
				return err
			}
			if asJSON {
				err = printJSON(cmd.OutOrStdout(), r)
			} else {
				r.print(cmd)
			}
			if err == nil && len(r.Differences) > 0 {
				return fmt.Errorf("the history differs from the releases in %d places\n    hint: sourcedive history record makes it anew", len(r.Differences))
			}
			return err
		},
	}
	registerJSON(cmd, &asJSON, jsonOf{"", verified{}})
	return cmd
}

// verified is what history verify found.
type verified struct {
	Checked     []string `json:"checked"` // versions
	Missing     []string `json:"missing"`
	Differences []string `json:"differences"`
}

func (r verified) print(cmd *cobra.Command) {
	out := cmd.OutOrStdout()
	for _, d := range r.Differences {
		fmt.Fprintln(out, d)
	}
	fmt.Fprintf(out, "%d versions compared, %d differences\n", len(r.Checked), len(r.Differences))
	if len(r.Missing) > 0 {
		fmt.Fprintf(out, "%d are not on this machine: sourcedive versions fetch %s\n", len(r.Missing), strings.Join(r.Missing, " "))
	}
}

func verifyHistory(h *history.History, here func(string) (history.Tree, bool)) (r verified, err error) {
	r = verified{[]string{}, []string{}, []string{}}
	for _, m := range h.Minors {
		for _, v := range slices.Compact([]string{m.First, m.Newest}) {
			if _, ok := here(v); !ok {
				r.Missing = append(r.Missing, v)
			}
		}
	}
	for _, run := range history.Runs(h.Data, here) {
		d, problems, err := history.Build(run, h.Options)
		if err != nil {
			return r, err
		}
		for _, t := range run {
			r.Checked = append(r.Checked, t.Version)
		}
		r.Differences = slices.Concat(r.Differences, problems, history.Compare(h.Data, d))
	}
	return r, nil
}

func newHistoryRecord() *cobra.Command {
	var src sourceFlags
	var out string
	cmd := &cobra.Command{
		Use: "record", Short: "Make the file that the history is read from", Args: cobra.NoArgs,
		Long:    "Make the file that the history is read from, out of the earliest and the newest patch of\neach minor. All of them must be on the machine.",
		Example: "  sourcedive history record --out indexer/history/history.bin",
		RunE: func(cmd *cobra.Command, _ []string) error {
			data, summary, err := record(cmd, &src)
			if err != nil {
				return err
			}
			if err := os.WriteFile(out, data, 0o666); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %s, %d bytes\n", out, summary, len(data))
			return nil
		},
	}
	cmd.Flags().StringVar(&out, "out", "indexer/history/history.bin", "file to write")
	cmd.Flags().StringVar(&src.Content, "content", "", "directory with the content, in place of the built-in one; its kb.yaml names the packages")
	cmd.Flags().BoolVar(&src.Offline, "offline", false, "take the versions on this machine for all that there are")
	return cmd
}

func record(cmd *cobra.Command, src *sourceFlags) (data []byte, summary string, err error) {
	w, err := src.open(cmd.ErrOrStderr())
	if err != nil {
		return nil, "", err
	}
	kb, err := w.Config()
	if err != nil {
		return nil, "", err
	}
	versions, err := w.Versions(cmd.Context())
	if err != nil {
		return nil, "", err
	}
	var trees []history.Tree
	var missing []string
	for _, tag := range milestones(slices.DeleteFunc(versions, func(v gotree.Version) bool { return candidate(v.Tag) })) {
		t, err := localTree(cmd.Context(), tag)
		if err != nil {
			missing = append(missing, tag)
			continue
		}
		trees = append(trees, t.Past())
	}
	if n := len(missing); n > 0 {
		return nil, "", fmt.Errorf("%d of %d versions are not on this machine\n    hint: sourcedive versions fetch %s", n, n+len(trees), strings.Join(missing, " "))
	}
	d, problems, err := history.Build(trees, history.Options{Packages: kb.Packages, Closed: kb.Closed})
	if err != nil {
		return nil, "", err
	}
	if len(problems) > 0 {
		return nil, "", fmt.Errorf("%d files cannot be parsed: %s", len(problems), problems[0])
	}
	if lost := lostMinors(d); len(lost) > 0 {
		return nil, "", fmt.Errorf("the versions that are here would make a history without %s\n    hint: leave out --offline to learn what to fetch", strings.Join(lost, ", "))
	}
	var b bytes.Buffer
	if err := history.Encode(&b, d); err != nil {
		return nil, "", err
	}
	return b.Bytes(), fmt.Sprintf("%d symbols of %d minors", len(d.Symbols), len(d.Minors)), nil
}

// lostMinors are the minors that the recorded history has and other data have not.
func lostMinors(d *history.Data) (lost []string) {
	h, err := history.Recorded()
	if err != nil {
		return nil // of another format: there is nothing to compare with
	}
	for _, m := range h.Minors {
		if !slices.ContainsFunc(d.Minors, func(o history.Minor) bool { return o.Number == m.Number }) {
			lost = append(lost, fmt.Sprintf("go1.%d", m.Number))
		}
	}
	return lost
}
