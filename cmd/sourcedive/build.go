package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"sourcedive/annotate"
	"sourcedive/content"
	registry "sourcedive/content/models"
	"sourcedive/internal/diag"
	"sourcedive/site"
	"sourcedive/site/modelview"
	"sourcedive/site/modelwasm"
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
	dir, err := write.Begin(f.out)
	if err != nil {
		return err
	}
	defer dir.Abort()
	look, err := f.look.parse()
	if err != nil {
		return err
	}
	list, words, err := f.source.read(ctx, stderr)
	if err != nil {
		return err
	}
	stage, err := models(ctx, stderr)
	if err != nil {
		return err
	}
	s, problems := assemble(ctx, list, survey(list), words, look, stage, f.url)
	printProblems(stderr, problems)
	bar := newProgress(stderr, len(s.Paths()), "pages")
	if err := s.Render(ctx, dir.Put, bar.step); err != nil {
		return err
	}
	bar.finish()
	sum, err := dir.Commit(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s: %d files, %.1f MB, in %.1f s\n", f.out, sum.Files, float64(sum.Bytes)/1e6, time.Since(began).Seconds())
	return nil
}

// models runs the runnable models as they are by default, and compiles them for the
// browser. Without that, a site has the recorded runs alone, and says so.
func models(ctx context.Context, log io.Writer) (*modelview.Stage, error) {
	stage, err := modelview.Load(registry.All(), content.Models)
	if err != nil {
		return nil, err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return stage, stage.SetProgram(nil, nil, "there is no place to keep them")
	}
	program, err := modelwasm.Build(ctx, content.Models, filepath.Join(cache, "sourcedive", "wasm"))
	if err != nil {
		fmt.Fprintln(log, err)
		first, _, _ := strings.Cut(err.Error(), "\n")
		return stage, stage.SetProgram(nil, nil, first)
	}
	return stage, stage.SetProgram(program.Wasm, program.Exec, "")
}

// survey prepares the site of some versions, as far as the source decides it.
func survey(list []*annotate.Ground) (surveys []*site.Survey) {
	for _, g := range list {
		surveys = append(surveys, site.NewSurvey(g.Index, runtime.GOOS+"/"+runtime.GOARCH))
	}
	return surveys
}

// assemble plans the site.
func assemble(ctx context.Context, list []*annotate.Ground, surveys []*site.Survey, words *annotate.Content, look *templates.Set, stage *modelview.Stage, url string) (*site.Site, diag.List) {
	var problems diag.List
	var plans []*site.Plan
	for i, g := range list {
		book, p := annotate.Merge(ctx, g, words)
		problems = append(problems, p...)
		plan, p := site.NewPlan(surveys[i], book, look, stage)
		problems = append(problems, p...)
		plans = append(plans, plan)
	}
	return site.New(plans, look, url), problems.Sorted()
}

func printProblems(w io.Writer, problems diag.List) {
	for _, p := range problems {
		fmt.Fprintln(w, p)
	}
}
