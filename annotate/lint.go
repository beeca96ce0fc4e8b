package annotate

import (
	"strings"

	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
)

// Lint lists what is not wrong, but not done either: notes that nobody has read
// against the source, claims that were not evaluated, files of package runtime without
// their line, files in no area.
func (b *Resolved) Lint() diag.List {
	var list diag.List
	for _, t := range b.Notes {
		if t.Review.Status == Unreviewed && t.Review.Fingerprint != "" {
			list = append(list, markdown.Fault(t.File, markdown.Pos{Line: 1, Col: 1}, "read it beside the source, then sourcedive check --accept "+t.ID, "nobody has read this against the source"))
		}
	}
	for _, c := range b.Claims {
		if c.Verdict.State == claim.Skipped {
			list = append(list, markdown.Fault(c.File, c.Pos, "sourcedive check --run asks it", "this claim was not asked"))
		}
	}
	described := map[int32]bool{}
	for _, line := range b.Files {
		described[line.File] = true
	}
	for i := range b.Index.Files {
		f := &b.Index.Files[i]
		if len(b.Config.FileAreas) > 0 && b.Config.AreaOf(f.Path) == "" && !strings.HasPrefix(b.Index.Packages[f.Pkg].Path, "vendor/") {
			list = append(list, markdown.Fault(article.ConfigFile, markdown.Pos{}, "add it, or a pattern for it, under areas:", "%s is in no area", f.Path))
		}
		if strings.HasPrefix(f.Path, "runtime/") && strings.Count(f.Path, "/") == 1 && f.Excluded == "" && !described[int32(i)] {
			list = append(list, markdown.Fault("files.yaml", markdown.Pos{}, "add "+f.Path+": and what it is for", "no line on %s", f.Path))
		}
	}
	return list.Sorted()
}
