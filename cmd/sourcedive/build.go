package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"sourcedive/annotate"
	"sourcedive/indexer"
	"sourcedive/internal/diag"
	"sourcedive/site"
	"sourcedive/site/write"
	"sourcedive/templates"
)

const buildHelp = `build writes the site to a directory, as plain files that any web server can
serve and that also open from the disk.

The new site is made beside the directory and takes its place when it is whole:
until then, and if anything goes wrong, the old one stays. Files in the directory
that sourcedive did not write are kept.`

const buildExample = `  sourcedive build
  sourcedive build --go go1.22.0 --out /tmp/go1.22
  sourcedive build --go go1.26 --go go1.18 --out site
  sourcedive build --platform windows/amd64
  sourcedive build --go ~/src/go@release-branch.go1.26`

type buildFlags struct {
	source sourceFlags
	look   lookFlags
	out    string
	url    string
}

func newBuild() *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use: "build", Short: "Write the site to a directory", Long: buildHelp, Example: buildExample,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.source.register(cmd, true)
	f.look.register(cmd)
	cmd.Flags().StringVar(&f.out, "out", "site-out", "directory to write")
	cmd.Flags().StringVar(&f.url, "url", "http://127.0.0.1:8080/", "address that the site will have, for its sitemap")
	return cmd
}

func (f *buildFlags) run(ctx context.Context, stdout, stderr io.Writer) error {
	began := time.Now()
	if u, err := url.Parse(f.url); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return usageError{fmt.Errorf("--url %q is no address of a site\n    hint: https://example.org/runtime/, for instance", f.url)}
	}
	stage, err := write.Begin(f.out)
	if err != nil {
		return err
	}
	defer stage.Abort()
	look, err := f.look.parse()
	if err != nil {
		return err
	}
	list, kb, err := f.source.read(ctx, stderr)
	if err != nil {
		return err
	}
	s, problems := assemble(list, survey(list), kb, look, &f.source, f.url)
	printProblems(stderr, problems)
	bar := newProgress(stderr, len(s.Paths()), "pages")
	if err := s.Render(ctx, stage.Put, bar.step); err != nil {
		return err
	}
	bar.finish()
	sum, err := stage.Commit(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s: %d files, %.1f MB, in %.1f s\n", f.out, sum.Files, float64(sum.Bytes)/1e6, time.Since(began).Seconds())
	return nil
}

// survey prepares the site of some versions, as far as the source decides it.
func survey(list []*indexer.Index) (surveys []*site.Survey) {
	for _, x := range list {
		surveys = append(surveys, site.NewSurvey(x, runtime.GOOS+"/"+runtime.GOARCH))
	}
	return surveys
}

// assemble plans the site.
func assemble(list []*indexer.Index, surveys []*site.Survey, kb annotate.KB, look *templates.Set, src *sourceFlags, url string) (*site.Site, diag.List) {
	var problems diag.List
	var plans []*site.Plan
	for i, x := range list {
		book, p := annotate.Merge(x, kb)
		problems = append(problems, p...)
		plan, p := site.NewPlan(surveys[i], book, look)
		problems = append(problems, p...)
		if store, key := src.searchKept(src.keys[x]); key != "" {
			plan.KeepSearch(store, key)
		}
		plans = append(plans, plan)
	}
	return site.New(plans, look, url), problems.Sorted()
}

func printProblems(w io.Writer, problems diag.List) {
	for _, p := range problems {
		fmt.Fprintln(w, p)
	}
}
