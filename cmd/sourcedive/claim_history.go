package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"go/version"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/indexer"
	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/gotree"
)

// overTime asks a claim of the versions that are named, else of the first and the newest
// release of each minor.
func (c *claimCommand) overTime(ctx context.Context, e *claim.Expr) error {
	tags := c.src.versions
	if len(tags) == 0 {
		versions, err := gotree.Versions(ctx, pinOptions(c.log, c.src.offline))
		if err != nil {
			return err
		}
		tags = milestones(versions)
		if n := missing(tags, versions); n > 0 {
			fmt.Fprintf(c.log, "%d of %d versions are not here and will be fetched; --offline passes them over\n", n, len(tags))
		}
	}
	kb, err := c.src.kb()
	if err != nil {
		return err
	}
	rows := []claimRow{}
	for _, tag := range tags {
		row, err := c.at(ctx, e, kb, tag)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			first, _, _ := strings.Cut(err.Error(), "\n")
			row = claimRow{Version: tag, State: notRead, Cause: first}
		}
		rows = append(rows, row)
	}
	if c.json {
		return printJSON(c.out, rows)
	}
	return c.printHistory(rows)
}

// notRead is the state of a version that could not be had.
const notRead = "not read"

// milestones are the first and the newest release of each minor, oldest first; of a
// minor without a release the newest candidate.
func milestones(versions []gotree.Version) []string {
	var tags []string
	byMinor := map[string][]string{} // oldest first
	for _, v := range slices.Backward(versions) {
		minor := version.Lang(v.Tag)
		byMinor[minor] = append(byMinor[minor], v.Tag)
	}
	for _, list := range byMinor {
		released := slices.DeleteFunc(slices.Clone(list), candidate)
		if len(released) > 0 {
			tags = append(tags, released[0])
		}
		tags = append(tags, list[len(list)-1])
	}
	slices.SortFunc(tags, version.Compare)
	tags = slices.Compact(tags)
	for i, tag := range tags {
		if tag == version.Lang(tag) {
			tags[i] += ".0" // without it, the tag of a first release would mean its newest patch
		}
	}
	return tags
}

// missing counts the tags of versions that are not here.
func missing(tags []string, versions []gotree.Version) (n int) {
	for _, v := range versions {
		if !v.Here && (slices.Contains(tags, v.Tag) || slices.Contains(tags, v.Tag+".0")) {
			n++
		}
	}
	return n
}

// candidate reports whether a tag is of a beta or release candidate.
func candidate(tag string) bool { return strings.Contains(tag, "rc") || strings.Contains(tag, "beta") }

// at asks the claim of one version: first of an index without the compiler's listing,
// which takes longest to make, and with it if that is what is missing.
func (c *claimCommand) at(ctx context.Context, e *claim.Expr, kb article.Config, tag string) (claimRow, error) {
	t, err := c.src.resolve(ctx, tag, c.log)
	if err != nil {
		return claimRow{}, err
	}
	v, err := c.ask(ctx, e, kb, t, nil)
	if err == nil && v.Unlisted {
		list, listErr := c.src.listing(ctx, t, kb.Closed, c.log)
		switch {
		case listErr == nil:
			v, err = c.ask(ctx, e, kb, t, list)
		case !errors.Is(listErr, asmlist.ErrNoToolchain):
			err = listErr
		}
	}
	return c.row(t.Version, v), err
}

// ask indexes what the claim names, no more, and asks it.
func (c *claimCommand) ask(ctx context.Context, e *claim.Expr, kb article.Config, t target, list *asmlist.Listing) (claim.Verdict, error) {
	roots := slices.Concat(kb.Closed, e.Packages())
	if len(roots) == 0 {
		roots = slices.Clone(kb.Packages)
	}
	slices.Sort(roots)
	cfg := indexer.Config{
		Root: t.Root, Version: t.Version, Env: t.Env, GOOS: t.goos, GOARCH: t.goarch,
		Roots: slices.Compact(roots), Closed: kb.Closed, Notes: t.Notes, Listing: list,
	}
	x, err := indexer.CachedFew(ctx, cfg, c.historyDir(t.Version), 2, func() { fmt.Fprintf(c.log, "reading %s\n", t.Version) })
	if err != nil {
		return claim.Verdict{}, err
	}
	w, err := c.world(x, t)
	if err != nil {
		return claim.Verdict{}, err
	}
	return claim.Eval(ctx, e, w), nil
}

// historyDir keeps the indexes of one version, apart from those of others: a history
// has more versions than the cache of indexes keeps.
func (c *claimCommand) historyDir(version string) string {
	dir, err := os.UserCacheDir()
	if err != nil || c.src.fresh {
		return ""
	}
	return filepath.Join(dir, "sourcedive", "history", version)
}

// era is a run of versions with one verdict.
type era struct {
	from, to string
	row      claimRow
}

// eras joins neighbours that say the same for the same reason.
func eras(rows []claimRow) (list []era) {
	for _, r := range rows {
		if n := len(list); n > 0 && list[n-1].row.State == r.State && reason(list[n-1].row) == reason(r) {
			list[n-1].to = r.Version
			continue
		}
		list = append(list, era{r.Version, r.Version, r})
	}
	return list
}

// reason says why a claim is not true in a version, without the version's own name, so
// that neighbours with one reason are one era. What is true needs none.
func reason(r claimRow) string {
	if r.Cause != "" {
		return strings.ReplaceAll(r.Cause, r.Version, "it")
	}
	if r.State != claim.False.String() {
		return ""
	}
	var parts []string
	for _, p := range r.Because {
		parts = append(parts, oneLine(cmp.Or(lineless(p.Value), p.Text)))
	}
	return strings.Join(parts, "; ")
}

// lineless drops line numbers, which differ in every version.
func lineless(s string) string {
	for _, sep := range []string{".go:", ".s:"} {
		for {
			i := strings.Index(s, sep)
			if i < 0 {
				break
			}
			rest := strings.TrimLeft(s[i+len(sep):], "0123456789")
			s = s[:i+len(sep)-1] + rest
		}
	}
	return s
}

// printHistory prints a line an era, then the sum, with the minors that nothing is
// known of.
func (c *claimCommand) printHistory(rows []claimRow) error {
	var table strings.Builder
	t := tabwriter.NewWriter(&table, 2, 4, 2, ' ', 0)
	for _, e := range eras(rows) {
		fmt.Fprintf(t, "%s\t%s\t%s\n", span(e.from, e.to), e.row.State, reason(e.row))
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(table.String()) {
		fmt.Fprintln(c.out, strings.TrimRight(line, " \n"))
	}
	fmt.Fprintln(c.out)
	for _, part := range []struct{ words, state string }{
		{"holds in", claim.True.String()}, {"does not hold in", claim.False.String()},
		{"cannot be answered in", claim.Unanswerable.String()}, {"skipped in", claim.Skipped.String()}, {"not read", notRead},
	} {
		if spans := spansOf(rows, part.state); len(spans) > 0 {
			fmt.Fprintf(c.out, "%s: %s\n", part.words, strings.Join(spans, ", "))
		}
	}
	if holes := holes(rows); len(holes) > 0 && len(c.src.versions) == 0 {
		fmt.Fprintf(c.out, "not looked at, because no version is at hand: %s\n", strings.Join(holes, ", "))
	}
	return nil
}

// spansOf lists the runs of versions in one state.
func spansOf(rows []claimRow, state string) (spans []string) {
	for i := 0; i < len(rows); i++ {
		from := i
		for i < len(rows) && rows[i].State == state {
			i++
		}
		if i > from {
			spans = append(spans, span(rows[from].Version, rows[i-1].Version))
		}
	}
	return spans
}

func span(from, to string) string {
	if from == to {
		return from
	}
	return from + " … " + to
}

// holes are the minors between the oldest version there is and the newest row that no
// row is of.
func holes(rows []claimRow) (list []string) {
	seen := map[string]bool{}
	last := 5
	for _, r := range rows {
		minor := version.Lang(r.Version)
		seen[minor] = true
		var n int
		if _, err := fmt.Sscanf(minor, "go1.%d", &n); err == nil {
			last = max(last, n)
		}
	}
	for n := 5; n <= last; n++ {
		if minor := fmt.Sprintf("go1.%d", n); !seen[minor] {
			list = append(list, minor)
		}
	}
	return list
}
