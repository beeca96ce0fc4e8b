package main

import (
	"cmp"
	"context"
	"fmt"
	"go/version"
	"slices"
	"strings"
	"text/tabwriter"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/gotree"
	"sourcedive/internal/answer"
	"sourcedive/internal/workspace"
)

// overTime evaluates a claim in the versions that are named, else in the first and the
// newest release of each minor.
func (c *claimCommand) overTime(ctx context.Context, e *claim.Expr) error {
	w, err := c.source.open(c.log)
	if err != nil {
		return err
	}
	var tags []string
	if len(c.source.versions) > 0 || len(c.source.modules) > 1 {
		tags = c.source.all()
	}
	if len(c.source.modules) < 2 {
		list, err := workspace.ModuleVersions(ctx, w)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			tags = list
		}
	}
	if len(tags) == 0 {
		versions, err := w.Versions(ctx)
		if err != nil {
			return err
		}
		tags = milestones(versions)
		if n := missing(tags, versions); n > 0 {
			fmt.Fprintf(c.log, "%d of %d versions are not here and will be fetched; --offline passes them over\n", n, len(tags))
		}
	}
	if _, err := w.Config(); err != nil {
		return err // once, and not of each version
	}
	rows := []answer.Verdict{}
	for _, tag := range tags {
		v, name, err := w.ClaimAlone(ctx, e, tag)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		row := answer.VerdictOf(name, v)
		if c.json {
			row.Hint = v.HintText() // which takes a while
		}
		if err != nil {
			first, _, _ := strings.Cut(err.Error(), "\n")
			row = answer.Verdict{Version: tag, State: notRead, Cause: first}
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

// era is a run of versions with one verdict.
type era struct {
	from, to string
	row      answer.Verdict
}

// eras joins neighbours that have the same verdict for the same reason.
func eras(rows []answer.Verdict) (list []era) {
	for _, r := range rows {
		if n := len(list); n > 0 && list[n-1].row.State == r.State && reason(list[n-1].row) == reason(r) {
			list[n-1].to = r.Version
			continue
		}
		list = append(list, era{r.Version, r.Version, r})
	}
	return list
}

// reason is why a claim is not true in a version, without the version's own name, so
// that neighbours with one reason are one era. What is true needs none.
func reason(r answer.Verdict) string {
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

// printHistory prints a line for each era, then a summary, with the minors that no
// version was read of.
func (c *claimCommand) printHistory(rows []answer.Verdict) error {
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
	if holes := holes(rows); len(holes) > 0 && len(c.source.versions) == 0 {
		fmt.Fprintf(c.out, "not looked at, because no version is at hand: %s\n", strings.Join(holes, ", "))
	}
	return nil
}

// spansOf lists the runs of versions in one state.
func spansOf(rows []answer.Verdict, state string) (spans []string) {
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
func holes(rows []answer.Verdict) (list []string) {
	seen := map[string]bool{}
	last := 0 // of a module there are none
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
