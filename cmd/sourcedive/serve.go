package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
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
	look   lookFlags
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
	f.look.register(cmd)
	cmd.Flags().StringVar(&f.addr, "addr", "127.0.0.1:8080", "address to listen on; port 0 takes a free one")
	return cmd
}

func (f *serveFlags) run(ctx context.Context, stdout, stderr io.Writer) error {
	if err := server.CheckAddr(f.addr); err != nil {
		return usageError{fmt.Errorf("--addr: %w", err)}
	}
	list, words, err := f.source.read(ctx, stderr)
	if err != nil {
		return err
	}
	stock, err := newStock(ctx, &f.source, list, stderr)
	if err != nil {
		return err
	}
	plan := func(told io.Writer) (s *site.Site, err error) {
		s, words, err = f.plan(ctx, stock, words, told)
		return s, err
	}
	s, err := plan(stderr)
	if err != nil {
		return err
	}
	log := lockedLog(stderr)
	srv := server.New(s, server.Options{Log: log, Reload: len(f.watched()) > 0})
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	if dirs := f.watched(); len(dirs) > 0 {
		go f.watch(ctx, dirs, plan, srv, log)
	}
	return srv.Run(ctx, f.addr, func(url string) { fmt.Fprintf(stdout, "serving %s at %s\n", versionsOf(list), url) })
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
	for _, g := range list {
		names = append(names, g.Index.Config.Version+" "+g.Index.Config.Platform())
	}
	return strings.Join(names, ", ")
}

// plan reads content and templates and plans the site anew. It gives the words that
// were read, for the next time; after an error those of before.
func (f *serveFlags) plan(ctx context.Context, from *stock, before *article.Content, log io.Writer) (*site.Site, *article.Content, error) {
	look, err := f.look.parse()
	if err != nil {
		return nil, before, err
	}
	fsys, err := f.source.contentFS()
	if err != nil {
		return nil, before, err
	}
	words, err := before.Again(fsys)
	if err != nil {
		return nil, before, err
	}
	s, problems := from.site(ctx, words, look, "http://"+f.addr+"/")
	if err := ctx.Err(); err != nil {
		return nil, before, err // what the claims say is then not to be believed
	}
	printProblems(log, problems)
	return s, words, nil
}

func (f *serveFlags) watched() (dirs []string) {
	for _, dir := range []string{f.source.content, f.look.templates} {
		if dir != "" {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// watch serves the site anew after each change. A fault in what was written is
// told, and the site that was served stays.
func (f *serveFlags) watch(ctx context.Context, dirs []string, plan func(told io.Writer) (*site.Site, error), srv *server.Server, log func(string, ...any)) {
	err := server.Watch(ctx, dirs, func(paths []string) {
		var told strings.Builder
		s, err := plan(&told)
		if err != nil {
			log("%v", err)
			return
		}
		srv.Swap(s)
		log("%s%s changed", told.String(), filepath.Base(paths[0]))
	})
	if err != nil && ctx.Err() == nil {
		log("watching for changes: %v", err)
	}
}
