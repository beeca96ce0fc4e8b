package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"sourcedive/annotate"
	"sourcedive/internal/diag"
	"sourcedive/site"
	"sourcedive/site/server"
)

const serveHelp = `serve makes the site in memory and serves it; a page is made when it is asked
for. With --content or --templates, a change in those directories is on screen
at once.`

const serveExample = `  sourcedive serve
  sourcedive serve --go go1.22.0 --addr 127.0.0.1:9000
  sourcedive serve --content content --templates templates`

type serveFlags struct {
	source sourceFlags
	addr   string
}

func newServe() *cobra.Command {
	var f serveFlags
	cmd := &cobra.Command{
		Use: "serve", Short: "Make the site in memory and serve it", Long: serveHelp, Example: serveExample,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.source.register(cmd, true)
	f.source.registerTemplates(cmd)
	cmd.Flags().StringVar(&f.addr, "addr", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	return cmd
}

// closing is how long the end of the server waits for a search index that is being
// made, so that nothing unfinished stays on the disk.
const closing = 300 * time.Millisecond

func (f *serveFlags) run(ctx context.Context, stdout, stderr io.Writer) error {
	if err := server.CheckAddr(f.addr); err != nil {
		return usageError{fmt.Errorf("--addr: %w", err)}
	}
	w, err := f.source.open(stderr)
	if err != nil {
		return err
	}
	if _, err := w.Theme(); err != nil {
		return err // before the source is read, which takes longer
	}
	snapshots, err := w.Snapshots(ctx, f.source.all()...)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer w.Close(closing)
	defer stop()
	remake := func() (*site.Site, diag.List, error) {
		return w.Site(ctx, "http://"+f.addr+"/", snapshots...)
	}
	s, problems, err := remake()
	printProblems(stderr, problems)
	if err != nil {
		return err
	}
	log := lockedLog(stderr)
	dirs := f.watched()
	srv := server.New(s, server.Options{Log: log, Reload: len(dirs) > 0})
	if len(dirs) > 0 {
		go watch(ctx, dirs, remake, srv, log)
	}
	return srv.Run(ctx, f.addr, func(url string) { fmt.Fprintf(stdout, "serving %s at %s\n", versionsOf(snapshots), url) })
}

// lockedLog prints lines from several goroutines.
func lockedLog(w io.Writer) func(string, ...any) {
	var mu sync.Mutex
	return func(format string, args ...any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(w, format+"\n", args...)
	}
}

func versionsOf(list []*annotate.Snapshot) string {
	var names []string
	for _, s := range list {
		names = append(names, s.Index.Config.Version+" "+s.Index.Config.Platform())
	}
	return strings.Join(names, ", ")
}

// watched are the directories whose changes the server follows.
func (f *serveFlags) watched() (dirs []string) {
	for _, dir := range []string{f.source.Content, f.source.Templates} {
		if dir != "" {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// watch makes the site anew after each change in dirs. After one that makes no site
// it logs why, and the site that was served stays.
func watch(ctx context.Context, dirs []string, remake func() (*site.Site, diag.List, error), srv *server.Server, log func(string, ...any)) {
	err := server.Watch(ctx, dirs, func(paths []string) {
		s, problems, err := remake()
		if err != nil {
			log("%v", err)
			return
		}
		srv.Swap(s)
		var lines strings.Builder
		printProblems(&lines, problems)
		log("%s%s changed", lines.String(), filepath.Base(paths[0]))
	})
	if err != nil && ctx.Err() == nil {
		log("watching for changes: %v", err)
	}
}
