package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/internal/atomicfile"
	"sourcedive/internal/diag"
	"sourcedive/internal/english"
	"sourcedive/internal/workspace"
)

const checkHelp = `check holds all notes, tours, terms and claims against the source of a version,
and lists what does not hold: names that do not exist, excerpts and remarks that
match nothing or too much, claims that are false, links to nothing, notes whose
body has changed since they were written. It exits with 1 when there is anything.

On another version than the one that kb.yaml says the words are written for, it lists
what the content promises of that version alone: claims and blocks that name it among
their versions, notes that were reviewed there, and names that no version has. All else
that does not hold there is counted, and marked on the pages as not confirmed.

--accept writes into a note that it was read against the source of this version:
its reviewed: line, and nothing else. It takes the note's name, sched/runqput, or
all for every note that was never read or has changed.

--coverage lists by file how many sentences there are, how many of them seem checkable
because they name a symbol, a number, an order, a condition, a cause or a version, and
how many of these have evidence: in braces behind them, in a remark's anchor before
them, or in a claim block behind their paragraph. Strong is the number of those whose
evidence an edit of the source breaks, as --mutate recorded it. A floor in kb.yaml,
floors: {total: 0.25}, is the share of the checkable sentences below which check fails.
With files of the content, it lists the sentences in them that have nothing yet.

--mutate edits what the notes that are named cite, or all content does, in memory:
conditions negated, comparisons moved by one, constants changed, statements dropped and
swapped. It lists evidence that no edit breaks and, for notes that are named, edits that
no sentence notices, and records in strength.txt which sentences are strong.

The content is the directory content, where there is one, else the built-in one.`

const checkExample = `  sourcedive check
  sourcedive check --go go1.27.4
  sourcedive check --content content --accept sched/runqput
  sourcedive check --json --strict
  sourcedive check --coverage
  sourcedive check --coverage notes/sched/runqput.md
  sourcedive check --mutate sched/runqput`

type checkFlags struct {
	source sourceFlags
	strict bool
	json   bool
	accept []string

	coverage bool
	marked   bool
	mutating bool
}

func newCheck() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use: "check [NOTE|FILE...]", Short: "Hold the notes against the source", Long: checkHelp, Example: checkExample,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 && !f.mutating && !f.coverage {
				return fmt.Errorf("check takes no arguments\n    hint: --mutate NOTE tries the evidence of a note, --coverage FILE lists what has none")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.check(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f.source.register(cmd, false)
	cmd.Flags().BoolVar(&f.strict, "strict", false, "list what is not done yet, too: notes never reviewed, claims not asked, files without a line")
	cmd.Flags().BoolVar(&f.coverage, "coverage", false, "list by file how many sentences have evidence")
	cmd.Flags().BoolVar(&f.marked, "marked", false, "with --coverage, list the checkable sentences that have {why} or {-} instead of evidence")
	cmd.Flags().BoolVar(&f.mutating, "mutate", false, "try the evidence of notes, or of all content, with edits of the source")
	registerJSON(cmd, &f.json, jsonOf{"", checkJSON{}}, jsonOf{"--coverage", coverageJSON{}}, jsonOf{"--coverage FILE and --marked", []unprovenJSON{}}, jsonOf{"--mutate", trialsJSON{}})
	cmd.Flags().BoolVar(&f.source.Programs, "run", false, "run the programs of claims, with the version's own toolchain")
	cmd.Flags().StringArrayVar(&f.accept, "accept", nil, "record that a note was read against this version; may be given several times")
	cmd.ValidArgsFunction = f.completeNotes
	completeFlag(cmd, "accept", f.completeNotes)
	return cmd
}

func (f *checkFlags) check(ctx context.Context, notes []string, stdout, stderr io.Writer) error {
	if f.source.Content == "" && len(f.source.modules) == 0 && isContent("content") {
		f.source.Content = "content"
	}
	version, err := f.source.one("")
	if err != nil {
		return err
	}
	if len(f.accept) > 0 && f.source.Content == "" {
		return usageError{fmt.Errorf("--accept writes to the content, and the built-in one cannot be written\n    hint: --content DIR names a directory")}
	}
	w, err := f.source.open(stderr)
	if err != nil {
		return err
	}
	resolved, problems, err := resolve(ctx, w, version)
	if err != nil {
		return err
	}
	if len(f.accept) > 0 {
		if err := f.acceptAll(resolved, stdout); err != nil {
			return err
		}
		if resolved, problems, err = resolve(ctx, w, version); err != nil {
			return err
		}
	}
	if f.mutating {
		return f.mutate(ctx, resolved, notes, stdout)
	}
	if f.strict {
		problems = slices.Concat(problems, resolved.Lint()).Sorted()
	}
	covered := resolved.Covered()
	if f.coverage || resolved.Config.Floors.Total > 0 {
		problems = slices.Concat(problems, resolved.BelowFloor(covered))
	}
	if problems = f.placed(problems.Sorted()); f.coverage {
		return f.reportCoverage(resolved, notes, problems, stdout, stderr)
	}
	return f.report(resolved, covered, problems, stdout)
}

// resolve reads the content, and checks it against a version.
func resolve(ctx context.Context, w *workspace.Workspace, version string) (*annotate.Resolved, diag.List, error) {
	content, err := w.Content()
	if err != nil {
		return nil, nil, err
	}
	snapshot, err := w.Snapshot(ctx, version)
	if err != nil {
		return nil, nil, err
	}
	resolved, problems := w.Resolve(ctx, snapshot, content)
	return resolved, problems, ctx.Err()
}

func isContent(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "kb.yaml"))
	return err == nil
}

// placed names the problems' files relative to the working directory.
func (f *checkFlags) placed(problems diag.List) diag.List {
	dir := f.contentDir()
	placed := slices.Clone(problems)
	for i := range placed {
		placed[i].File = path.Join(filepath.ToSlash(dir), placed[i].File)
	}
	return placed
}

// contentDir is what the content is called in what is printed.
func (f *checkFlags) contentDir() string {
	return cmp.Or(f.source.Content, "content")
}

// acceptAll rewrites the reviewed lines of the notes that were named.
func (f *checkFlags) acceptAll(resolved *annotate.Resolved, stdout io.Writer) error {
	var ids []string
	for _, t := range resolved.Notes {
		ids = append(ids, t.ID)
	}
	for _, name := range f.accept {
		if name != "all" && !slices.Contains(ids, name) {
			return usageError{fmt.Errorf("--accept %s: no note is called that in %s\n    hint: %s", name, resolved.Index.Config.Version,
				diag.Nearest(name, ids, "a note's name is its file below notes, without .md: sched/runqput"))}
		}
	}
	for _, t := range resolved.Notes {
		named := slices.Contains(f.accept, t.ID)
		if !named && (!slices.Contains(f.accept, "all") || t.Review.Status == annotate.Current) {
			continue
		}
		if err := f.acceptOne(t, resolved.Index.Config.Version, stdout); err != nil {
			return err
		}
	}
	return nil
}

func (f *checkFlags) acceptOne(t *annotate.Article, version string, stdout io.Writer) error {
	if t.Review.Fingerprint == "" {
		fmt.Fprintf(stdout, "%s: shows nothing of the source, there is nothing to accept\n", t.ID)
		return nil
	}
	name := filepath.Join(f.source.Content, filepath.FromSlash(t.File))
	src, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	out, err := article.Accept(src, version, t.Review.Fingerprint)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if string(out) == string(src) {
		return nil
	}
	if !f.json {
		fmt.Fprintf(stdout, "%s: reviewed at %s\n", t.ID, version)
	}
	return replace(name, out)
}

// replace writes a file so that neither a reader nor a crash of the machine ever sees
// half of one.
func replace(name string, data []byte) error {
	return atomicfile.Write(name, func(f *os.File) error {
		_, err := f.Write(data)
		return cmp.Or(err, f.Sync())
	})
}

// report prints the problems, a line of numbers, and one that sums up the sentences. Problems
// are an error.
func (f *checkFlags) report(resolved *annotate.Resolved, covered annotate.Coverage, problems diag.List, stdout io.Writer) error {
	if f.json {
		if err := reportJSON(resolved, problems, stdout); err != nil {
			return err
		}
	} else {
		printProblems(stdout, problems)
		s := resolved.Stats
		fmt.Fprintf(stdout, "%s %s: %s (%d current, %d changed, %d unreviewed), %s (%d true, %d false, %d unanswerable, %d skipped, %d for other versions), %s, %s, %s, %s\n",
			resolved.Index.Config.Version, resolved.Index.Config.Platform(), english.Counted(s.Notes, "note"), s.Current, s.Changed, s.Unreviewed,
			english.Counted(s.Claims(), "claim"), s.True, s.False, s.Unanswerable, s.Skipped, s.Elsewhere,
			english.Counted(s.Remarks, "remark"), english.Counted(s.Excerpts, "excerpt"), english.Counted(s.Terms, "term"), english.Counted(s.Links, "link"))
		fmt.Fprintln(stdout, sentencesInAll(resolved, covered))
	}
	if len(problems) == 0 {
		return nil
	}
	return fmt.Errorf("%s", english.Counted(len(problems), "problem"))
}

// sentencesInAll sums up what the sentences rest on, and what became of that in this version.
func sentencesInAll(resolved *annotate.Resolved, c annotate.Coverage) string {
	line := ""
	if s := resolved.Stats; resolved.WrittenFor != "" {
		line = fmt.Sprintf("written for %s: %d of %d notes apply here, ", resolved.WrittenFor, s.Notes, s.Notes+s.Absent)
	}
	hold, differ := annotate.Verdicts(resolved)
	return line + fmt.Sprintf("%s, %s checkable, %s with evidence: %s hold, %s are not confirmed, %s cannot be asked here", english.Counted(c.Sentences, "sentence"),
		english.Thousands(c.Checkable), english.Thousands(c.Evidence), english.Thousands(hold), english.Thousands(differ), english.Thousands(c.Evidence-hold-differ))
}

// problemJSON is a problem for programs.
type problemJSON struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Col  int    `json:"col"`
	Msg  string `json:"msg"`
	Hint string `json:"hint"`
}

// elsewhereJSON is how much of the content holds in a version that it is not written for.
type elsewhereJSON struct {
	WrittenFor string `json:"writtenFor"`
	Hold       int    `json:"hold"`   // sentences with evidence
	Differ     int    `json:"differ"` // sentences whose evidence does not hold or cannot be asked
}

// checkJSON is the report for programs.
type checkJSON struct {
	Version  string         `json:"version"`
	Platform string         `json:"platform"`
	Problems []problemJSON  `json:"problems"`
	Stats    annotate.Stats `json:"stats"`

	Elsewhere *elsewhereJSON `json:"elsewhere,omitempty"` // where the words are written for another version
}

func reportJSON(resolved *annotate.Resolved, problems diag.List, stdout io.Writer) error {
	out := checkJSON{Version: resolved.Index.Config.Version, Platform: resolved.Index.Config.Platform(), Problems: []problemJSON{}, Stats: resolved.Stats}
	if written := resolved.WrittenFor; written != "" {
		hold, differ := annotate.Verdicts(resolved)
		out.Elsewhere = &elsewhereJSON{written, hold, differ}
	}
	for _, p := range problems {
		out.Problems = append(out.Problems, problemJSON{p.File, p.Line, p.Col, p.Msg, p.HintText()})
	}
	enc := json.NewEncoder(stdout)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}
