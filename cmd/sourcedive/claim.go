package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
)

var claimHelp = `claim holds a sentence about the source against the source. It is one boolean
expression, as in the claim blocks of notes; a name that does not exist makes all of
it unanswerable. The exit code is 0 for a claim that is true.

` + claim.Usage() + `
  && || ! == != < <= > >= in contains startsWith endsWith matches + - * / %
  len(list)  all(list, … # …)  any(list, … # …)  "strings" and ` + "`raw strings`" + `

P is a pattern of Go: $x is any one expression or statement, $_ one that is not
compared, $*_ any number; what ends in { or a case in : is a head with any body.

--history asks it of the versions that --go names, else of the first and the newest
release of every minor from go1.5 on, which takes a second or two for each and is
remembered. Those that are not here are fetched, unless --offline passes them over.
Package annotate/claim documents the language in full.`

const claimExample = `  sourcedive claim 'arraylen("runtime.p.runq") == 256'
  sourcedive claim 'has("runtime.findRunnable", "pp.schedtick%61 == 0")' --go go1.22.0
  sourcedive claim '!calls("runtime.schedule", "runtime.runqget")' --history --offline
  sourcedive claim 'run("stack-overflow") contains "stack overflow"' --run`

func newClaim() *cobra.Command {
	c := &claimCommand{}
	cmd := &cobra.Command{
		Use: "claim EXPR", Short: "Hold a sentence about the source against it", Long: claimHelp, Example: claimExample,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c.out, c.log = cmd.OutOrStdout(), cmd.ErrOrStderr()
			e, err := claim.Compile(args[0])
			if err != nil {
				return claimFault(err)
			}
			if c.history {
				return c.overTime(cmd.Context(), e)
			}
			return c.once(cmd.Context(), e)
		},
	}
	c.src.register(cmd, true)
	cmd.Flags().BoolVar(&c.history, "history", false, "ask it of every minor from go1.5 on")
	cmd.Flags().BoolVar(&c.run, "run", false, "compile and run the programs that it names")
	cmd.Flags().BoolVar(&c.json, "json", false, "print JSON")
	return cmd
}

type claimCommand struct {
	src                sourceFlags
	history, run, json bool
	out, log           io.Writer
}

// claimFault is a fault in an expression: position: cause, and a hint.
func claimFault(err error) error {
	var e *claim.Error
	if errors.As(err, &e) && e.Hint != "" {
		err = fmt.Errorf("%w\n    hint: %s", err, e.Hint)
	}
	return usageError{fmt.Errorf("claim:%w", err)}
}

// once asks a claim of one version.
func (c *claimCommand) once(ctx context.Context, e *claim.Expr) error {
	version := "local"
	switch len(c.src.versions) {
	case 0:
	case 1:
		version = c.src.versions[0]
	default:
		return usageError{fmt.Errorf("--go: one version at a time here\n    hint: --history asks many")}
	}
	kb, err := c.src.kb()
	if err != nil {
		return err
	}
	t, err := c.src.resolve(ctx, version, c.log)
	if err != nil {
		return err
	}
	x, err := c.src.readTarget(ctx, t, kb, c.log)
	if err != nil {
		return err
	}
	w, err := c.world(x, t)
	if err != nil {
		return err
	}
	v := claim.Eval(ctx, e, w)
	if err := ctx.Err(); err != nil {
		return err
	}
	if c.json {
		err = printJSON(c.out, c.row(x.Config.Version, v))
	} else {
		printVerdict(c.out, x, v)
	}
	if err == nil && v.State != claim.True {
		err = fmt.Errorf("the claim is %s in %s", v.State, x.Config.Version)
	}
	return err
}

// world is what a claim is asked of: the index, the rest of the tree, and its compiler
// where programs may run.
func (c *claimCommand) world(x *index.Index, t target) (*claim.Env, error) {
	w := &claim.Env{Source: claim.NewSource(x), Tree: os.DirFS(filepath.Join(t.Root, "src"))}
	if c.run {
		content, err := c.src.contentFS()
		if err != nil {
			return nil, err
		}
		w.Runner = newPrograms(content, t, c.log)
	}
	return w, nil
}

func printVerdict(w io.Writer, x *index.Index, v claim.Verdict) {
	fmt.Fprintf(w, "%s  (%s %s)\n", v.State, x.Config.Version, x.Config.Platform())
	if v.Cause != "" {
		place := ""
		if v.Line > 0 {
			place = fmt.Sprintf("%d:%d: ", v.Line, v.Col)
		}
		fmt.Fprintf(w, "    %s%s\n", place, v.Cause)
	}
	if hint := v.HintText(); hint != "" {
		fmt.Fprintf(w, "    hint: %s\n", hint)
	}
	for _, p := range v.Because {
		fmt.Fprintf(w, "    %-5t  %s\n", p.True, oneLine(p.Text))
		if p.Value != "" {
			fmt.Fprintf(w, "           %s\n", oneLine(p.Value))
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// claimRow is a verdict as JSON.
type claimRow struct {
	Version string      `json:"version"`
	State   string      `json:"state"`
	Cause   string      `json:"cause,omitempty"`
	Hint    string      `json:"hint,omitempty"`
	Because []claimPart `json:"because,omitempty"`
}

type claimPart struct {
	Text  string `json:"text"`
	True  bool   `json:"true"`
	Value string `json:"value,omitempty"`
}

func (c *claimCommand) row(version string, v claim.Verdict) claimRow {
	r := claimRow{Version: version, State: v.State.String(), Cause: v.Cause, Hint: v.HintText()}
	for _, p := range v.Because {
		r.Because = append(r.Because, claimPart(p))
	}
	return r
}
