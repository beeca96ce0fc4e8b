package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
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
				return usageError{answer.ClaimFault(err)}
			}
			if c.history {
				return c.overTime(cmd.Context(), e)
			}
			return c.once(cmd.Context(), e)
		},
	}
	c.source.register(cmd, true)
	cmd.Flags().BoolVar(&c.history, "history", false, "ask it of every minor from go1.5 on")
	cmd.Flags().BoolVar(&c.source.Programs, "run", false, "compile and run the programs that it names")
	registerJSON(cmd, &c.json, jsonOf{"", answer.Verdict{}}, jsonOf{"--history", []answer.Verdict{}})
	return cmd
}

type claimCommand struct {
	source        sourceFlags
	history, json bool
	out, log      io.Writer
}

// once evaluates a claim in one version.
func (c *claimCommand) once(ctx context.Context, e *claim.Expr) error {
	version, err := c.source.one("--history asks many")
	if err != nil {
		return err
	}
	w, err := c.source.open(c.log)
	if err != nil {
		return err
	}
	v, x, err := w.Claim(ctx, e, version)
	if err != nil {
		return err
	}
	if c.json {
		err = printJSON(c.out, answer.VerdictIn(x, v))
	} else {
		printVerdict(c.out, x, v)
	}
	if err == nil && v.State != claim.True {
		err = fmt.Errorf("the claim is %s in %s", v.State, x.Config.Version)
	}
	return err
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
