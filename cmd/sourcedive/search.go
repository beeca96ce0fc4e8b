package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/indexer"
	"sourcedive/indexer/asmlist"
	"sourcedive/site"
	"sourcedive/site/pages"
	"sourcedive/site/search"
	"sourcedive/templates"
)

const searchHelp = `search finds symbols, messages, files and all that the site has pages for: by
name, by parts of a name, by what comments and bodies say, and by what the runtime
prints. Names may be mistyped, or written in full.

Words such as kind:func, file:proc.go and pkg:runtime narrow a search. The first
search of a version makes the index; what it was made of has to change before it is
made anew.`

const searchExample = `  sourcedive search who wakes a parked goroutine
  sourcedive search all goroutines are asleep
  sourcedive search "(*mcache).nextFree" --json
  sourcedive search stack --kind const,var --limit 5`

type searchFlags struct {
	source sourceFlags
	json   bool
	kinds  []string
	limit  int
}

func newSearch() *cobra.Command {
	var f searchFlags
	cmd := &cobra.Command{
		Use: "search QUERY…", Short: "Find symbols, messages and files", Long: searchHelp, Example: searchExample,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), strings.Join(args, " "), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.source.register(cmd, false)
	cmd.Flags().BoolVar(&f.json, "json", false, "print JSON")
	cmd.Flags().StringSliceVar(&f.kinds, "kind", nil, "only results of these kinds, such as func or type")
	cmd.Flags().IntVar(&f.limit, "limit", 10, "how many results to print")
	return cmd
}

func (f *searchFlags) run(ctx context.Context, query string, stdout, stderr io.Writer) error {
	if f.limit < 1 {
		return usageError{fmt.Errorf("--limit %d: is no number of results", f.limit)}
	}
	for _, kind := range f.kinds {
		if !slices.Contains(search.KindNames(), kind) {
			return usageError{fmt.Errorf("--kind %q: there is no such kind\n    hint: %s", kind, strings.Join(search.KindNames(), ", "))}
		}
		query = "kind:" + strings.ReplaceAll(kind, " ", "_") + " " + query
	}
	x, dir, err := f.open(ctx, stderr)
	if err != nil {
		return err
	}
	defer x.Close()
	found, err := x.Search(query, f.limit)
	if err != nil {
		return err
	}
	if f.json {
		enc := json.NewEncoder(stdout)
		enc.SetIndent("", "  ")
		return enc.Encode(found.Rows(dir))
	}
	printHits(stdout, found)
	return nil
}

// open opens the search index of the version that was asked for, and names the
// version's folder on a site.
func (f *searchFlags) open(ctx context.Context, log io.Writer) (*search.Index, string, error) {
	s := &f.source
	if len(s.versions) > 1 {
		return nil, "", usageError{fmt.Errorf("--go: one version at a time here")}
	}
	version := "local"
	if len(s.versions) == 1 {
		version = s.versions[0]
	}
	fsys, err := s.contentFS()
	if err != nil {
		return nil, "", err
	}
	kb, err := article.ReadConfig(fsys)
	if err != nil {
		return nil, "", err
	}
	t, list, err := s.target(ctx, version, kb, log)
	if err != nil {
		return nil, "", err
	}
	cfg, err := s.config(t, kb, list)
	if err != nil {
		return nil, "", err
	}
	key, err := indexer.Key(cfg)
	if err != nil {
		return nil, "", err
	}
	store, key := s.searchKept(key)
	if store == "" { // --fresh, or no place for it: what is made now goes away again
		tmp, err := os.MkdirTemp("", "sourcedive-search-")
		if err != nil {
			return nil, "", err
		}
		defer os.RemoveAll(tmp)
		store = search.Store(tmp)
	}
	x, err := store.Index(ctx, key, func() {
		fmt.Fprintf(log, "making the search index of %s; the next search will have it\n", t.Version)
	}, func() ([]search.Doc, search.Vocabulary, error) { return s.searchDocs(ctx, t, kb, list, log) })
	return x, pages.VersionDir(t.Version, t.goos+"/"+t.goarch, runtime.GOOS+"/"+runtime.GOARCH), err
}

// searchDocs reads the source for what can be found in it.
func (s *sourceFlags) searchDocs(ctx context.Context, t target, kb article.Config, list *asmlist.Listing, log io.Writer) ([]search.Doc, search.Vocabulary, error) {
	x, err := s.index(ctx, t, kb, list, log)
	if err != nil {
		return nil, nil, err
	}
	look, err := templates.Parse(templates.FS)
	if err != nil {
		return nil, nil, err
	}
	fsys, err := s.contentFS()
	if err != nil {
		return nil, nil, err
	}
	words, err := article.Read(fsys)
	if err != nil {
		return nil, nil, err
	}
	stage, err := newStage(ctx, log)
	if err != nil {
		return nil, nil, err
	}
	book, _ := annotate.Resolve(ctx, annotate.NewSnapshot(x), words)
	plan, _ := site.NewVersion(pages.NewInputs(pages.NewCatalog(x, runtime.GOOS+"/"+runtime.GOARCH), book, look, stage))
	docs, same := plan.SearchDocs()
	return docs, same, nil
}

// searchKept is where search data is kept, and under which key: that of the index,
// and of every word of the content. The key is "" where there is none.
func (s *sourceFlags) searchKept(index string) (search.Store, string) {
	fsys, err := s.contentFS()
	if err != nil || index == "" {
		return "", ""
	}
	h := sha256.New()
	io.WriteString(h, index)
	err = fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, path)
		fmt.Fprintf(h, "%q %d\n", path, len(data))
		h.Write(data)
		return err
	})
	if err != nil {
		return "", ""
	}
	return search.Store(s.cacheDir("search")), hex.EncodeToString(h.Sum(nil)[:16])
}

// printHits prints results for a reader: name, kind and place, then a sentence.
func printHits(w io.Writer, found search.Results) {
	c := colours(w)
	for _, h := range found.Hits {
		name := h.Title
		if h.Symbol {
			name = h.ID
		}
		fmt.Fprintf(w, "%s  %s", c.name(printable(name)), c.dim(h.Kind))
		if h.File != "" && h.File != h.Title {
			fmt.Fprintf(w, "  %s", c.dim(fmt.Sprintf("%s:%d", printable(h.File), h.Line)))
		}
		fmt.Fprintln(w)
		if h.Lead != "" {
			fmt.Fprintf(w, "    %s\n", printable(h.Lead))
		}
	}
	switch {
	case len(found.Hits) > 0 && found.Total > len(found.Hits):
		fmt.Fprintln(w, c.dim(fmt.Sprintf("%d of %d results; --limit prints more", len(found.Hits), found.Total)))
	case len(found.Hits) == 0 && len(found.Near) > 0:
		fmt.Fprintf(w, "nothing is found; names like it: %s\n", strings.Join(found.Near, ", "))
	case len(found.Hits) == 0:
		fmt.Fprintln(w, "nothing is found")
	}
}

// printable is a text without what a terminal would obey: control characters, and
// those that turn the direction of writing.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
}

// palette colours words on a terminal.
type palette bool

func colours(w io.Writer) palette {
	f, ok := w.(*os.File)
	return palette(ok && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(f.Fd())))
}

func (p palette) name(s string) string { return p.in("1;34", s) }
func (p palette) dim(s string) string  { return p.in("2", s) }

func (p palette) in(code, s string) string {
	if !p {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}
