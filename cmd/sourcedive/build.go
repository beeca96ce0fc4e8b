package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"sourcedive/internal/workspace"
	"sourcedive/site/publish"
)

const buildHelp = `build writes the site to a directory, as plain files that any web server can
serve and that also open from the disk.

The new site is made beside the directory and takes its place when it is whole:
until then, and if anything goes wrong, the old one stays. Files in the directory
that sourcedive did not write are kept.`

const buildExample = `  sourcedive build
  sourcedive build --go go1.22.0 --out /tmp/go1.22
  sourcedive build --go go1.26 --go go1.18 --out site
  sourcedive build --go go1.20..go1.27 --out site
  sourcedive build --platform windows/amd64
  sourcedive build --go ~/src/go@release-branch.go1.26`

// keeper takes a page from the old site, see [site.Site.Render].
type keeper = func(path, around string) (bool, error)

type buildFlags struct {
	source sourceFlags
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
	f.source.registerTemplates(cmd)
	cmd.Flags().StringVar(&f.out, "out", "site-out", "directory to write")
	cmd.Flags().StringVar(&f.url, "url", "http://127.0.0.1:8080/", "address that the site will have, for its sitemap")
	return cmd
}

func (f *buildFlags) run(ctx context.Context, stdout, stderr io.Writer) error {
	began := time.Now()
	if u, err := url.Parse(f.url); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return usageError{fmt.Errorf("--url %q is no address of a site\n    hint: https://example.org/runtime/, for instance", f.url)}
	}
	dir, err := publish.Begin(f.out)
	if err != nil {
		return err
	}
	defer dir.Abort()
	context.AfterFunc(ctx, func() { _ = dir.Abort() }) // reading the source looks at no context
	w, err := f.source.open(stderr)
	if err != nil {
		return err
	}
	output := workspace.NewOutput(w, f.out)
	before := output.Written()
	dir.Remember(before)
	if before.Of == "" {
		if err := readable(w); err != nil {
			return err
		}
	}
	of, err := output.MadeOf(ctx, f.url, f.source.all()...)
	if err == nil && !f.source.Fresh && of.Site == before.Of && dir.Unchanged() {
		fmt.Fprintf(stdout, "%s: %d files, %.1f MB, nothing has changed, in %.1f s\n", f.out, len(before.Files), float64(before.Bytes)/1e6, time.Since(began).Seconds())
		return nil
	}
	var keep keeper // of the old site, what the content does not change
	if err == nil {
		keep = func(path, around string) (bool, error) {
			sum := sha256.Sum256([]byte(of.Without + around))
			return dir.Keep(path, string(sum[:]))
		}
	}
	problems, err := f.write(ctx, w, dir, keep, stderr)
	if err != nil {
		return err
	}
	sum, err := dir.Commit(ctx)
	if err != nil {
		return err
	}
	if problems > 0 {
		of.Site = "" // they are to be printed again
	}
	output.Keep(dir.Record(of.Site))
	fmt.Fprintf(stdout, "%s: %d files, %.1f MB, in %.1f s\n", f.out, sum.Files, float64(sum.Bytes)/1e6, time.Since(began).Seconds())
	return nil
}

// readable returns what is wrong with templates and content as files, before a first
// build does what takes longer.
func readable(w *workspace.Workspace) error {
	_, themeErr := w.Theme()
	_, contentErr := w.Content()
	return cmp.Or(themeErr, contentErr)
}

// write writes the files of the site to dir, and returns how many problems it printed. Of
// several versions, one is in memory at a time.
func (f *buildFlags) write(ctx context.Context, w *workspace.Workspace, dir *publish.Staging, keep keeper, stderr io.Writer) (int, error) {
	if _, err := w.Theme(); err != nil {
		return 0, err // before the source is read, which takes longer
	}
	versions := f.source.all()
	if len(versions) > 1 {
		return f.writeParts(ctx, w, dir, keep, stderr, versions)
	}
	snapshots, err := w.Snapshots(ctx, versions...)
	if err != nil {
		return 0, err
	}
	s, problems, err := w.Site(ctx, f.url, snapshots...)
	printProblems(stderr, problems)
	if err != nil {
		return len(problems), err
	}
	bar := newProgress(stderr, len(s.Paths()), "pages")
	defer bar.finish()
	return len(problems), s.Render(ctx, keep, dir.Put, bar.step)
}

func (f *buildFlags) writeParts(ctx context.Context, w *workspace.Workspace, dir *publish.Staging, keep keeper, stderr io.Writer, versions []string) (problems int, err error) {
	series := workspace.NewSeries(w)
	all, err := series.Peers(ctx, versions...)
	if err != nil {
		return 0, err
	}
	files := 0
	for _, p := range all {
		files += p.Files
	}
	bar := newProgress(stderr, files, "pages")
	defer bar.finish()
	for _, version := range versions {
		part, found, err := series.Part(ctx, f.url, version, all)
		printProblems(stderr, found)
		problems += len(found)
		if err != nil {
			return problems, err
		}
		if err := part.Render(ctx, keep, dir.Put, bar.step); err != nil {
			return problems, err
		}
		series.Forget(version)
	}
	return problems, nil
}
