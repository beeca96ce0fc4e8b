// Package prose writes the articles of the content as HTML for the pages of a version, with
// what they rest on: claims with their verdicts, pieces of source, remarks on statements.
//
// # Vocabulary
//
// A [Prose] is the resolved content of a version together with its source and theme. A
// [Writer] writes one article for one page, whose addresses it makes relative. A part is a
// block with a frame of its own, such as [ClaimPart]; its view is printed by a template of
// the theme.
//
// # Limits
//
// Nothing is resolved here: what a link means and whether a claim holds was decided by
// annotate. Text is escaped by annotate/markdown and by the templates of the theme; source is
// escaped by site/highlight.
package prose

import (
	"html/template"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/site/highlight"
	"sourcedive/site/models"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// On readies a text for a page. Headings are moved deeper by some levels, and their
// ids get a prefix where several texts share the page.
func (p *Prose) On(path string, t *annotate.Article, deeper int, prefix string) *Writer {
	w := &Writer{Prose: p, path: path, text: t, seen: map[*annotate.Term]bool{}}
	w.HTML = &markdown.HTML{Link: w.link, Block: w.block, Mark: w.mark, Words: w.terms, Sentence: w.sentence, Deeper: deeper, Prefix: prefix}
	return w
}

// Plain writes lines of text that belong to no article.
func (p *Prose) Plain(path string) *Writer {
	w := &Writer{Prose: p, path: path}
	w.HTML = &markdown.HTML{Link: w.link, Sentence: w.sentence}
	return w
}

// RefPage is the target of a link, from the root of the version, and its name. to is ""
// where this version has none.
func (p *Prose) RefPage(ref annotate.Ref) (to, text string) {
	switch ref.Kind {
	case markdown.ToSymbol:
		return p.URLs.Best(ref.Sym), p.SymbolText(ref.Sym)
	case annotate.ToPackage:
		return urls.Package(p.Index.Packages[ref.Pkg].Path), p.Index.Packages[ref.Pkg].Path
	case markdown.ToFile:
		return p.URLs.File[ref.File], ref.Name
	case markdown.ToTerm:
		return urls.Glossary + "#" + urls.TermID(ref.Term.Name), ref.Name
	case markdown.ToJourney:
		j := p.Resolved.Journeys[ref.Journey]
		return urls.Journey(j.Name), j.Title
	case markdown.ToModel:
		if p.Models == nil {
			return "", ref.Name
		}
		for _, rec := range p.Models.Models {
			if rec.Name == ref.Name {
				return urls.Model(ref.Name), rec.Title
			}
		}
		return "", ref.Name
	case markdown.ToIssue:
		return "https://go.dev/issue/" + ref.Name, "go#" + ref.Name
	case markdown.ToArea:
		if ref.Text == nil {
			return "", ref.Name
		}
	}
	if ref.Text != nil {
		return p.ArticlePage(ref.Text), ref.Text.Title
	}
	return "", ref.Name
}

// claimSays are the words for a claim's verdict, before the version.
var claimSays = map[claim.State]string{
	claim.True: "✓ checked on ", claim.False: "✗ does not hold in ",
	claim.Unanswerable: "? no answer in ", claim.Skipped: "not run for ",
}

// notOfHere reports whether a claim was written for another version, and does not hold in
// this one or cannot be asked of it.
func (p *Prose) notOfHere(c *annotate.Claim) bool {
	return p.Resolved.WrittenFor != "" && (c.Verdict.State == claim.False || c.Verdict.State == claim.Unanswerable)
}

// Claim is a claim with its verdict, in words.
func (p *Prose) Claim(c *annotate.Claim) ClaimPart {
	if c == nil {
		return ClaimPart{State: "unanswerable", Says: "? not understood"}
	}
	part := ClaimPart{ID: c.ID, Expr: c.Expr, State: c.Verdict.State.String(), Says: claimSays[c.Verdict.State] + p.Index.Config.Version}
	if !c.Applies {
		part.State, part.Says = "elsewhere", "about "+c.Go.String()
		return part
	}
	if p.notOfHere(c) {
		part.State, part.Says = "elsewhere", "holds in "+p.Resolved.WrittenFor+", not in "+p.Index.Config.Version
		return part
	}
	if c.Verdict.Cause != "" {
		part.Because = append(part.Because, c.Verdict.Cause)
	}
	if c.Verdict.State == claim.True {
		return part // the predicate is enough
	}
	for _, b := range c.Verdict.Because {
		part.Because = append(part.Because, strings.TrimSpace(b.Value))
	}
	return part
}

// Remarks gives the remarks above each line of a file, for a page.
func (p *Prose) Remarks(path string, file int32) func(line int) template.HTML {
	return p.overLines(file, "remarks", func(r *annotate.Remark) RemarkPart {
		part := RemarkPart{Body: p.On(path, r.Text, 0, "").Remark(r.Mark)}
		if to := p.ArticlePage(r.Text); !strings.HasPrefix(to, path+"#") {
			part.Note = urls.Link{Text: r.Text.Title, Href: urls.Relative(path, to)}
		}
		return part
	})
}

// PlainRemarks is remarks for the page of a whole file, where weight counts: each is
// its plain text, a link to where it was made.
func (p *Prose) PlainRemarks(path string, file int32) func(line int) template.HTML {
	return p.overLines(file, "plainremarks", func(r *annotate.Remark) RemarkPart {
		return RemarkPart{Note: urls.Link{Text: r.Mark.Text(), Href: urls.Relative(path, p.ArticlePage(r.Text))}}
	})
}

// overLines prints the remarks on a file's statements over their first lines.
func (p *Prose) overLines(file int32, with string, part func(*annotate.Remark) RemarkPart) func(line int) template.HTML {
	list := p.Resolved.Remarks(file)
	if len(list) == 0 {
		return nil
	}
	at := map[int][]*annotate.Remark{}
	for _, r := range list {
		line := p.Highlight(file).Line(r.Stmt.Off)
		at[line] = append(at[line], r)
	}
	return func(line int) template.HTML {
		if len(at[line]) == 0 {
			return ""
		}
		var parts []RemarkPart
		for _, r := range at[line] {
			parts = append(parts, part(r))
		}
		return p.Theme.Part(with, parts)
	}
}

// Prose writes the articles of the content as HTML, with what they rest on.
type Prose struct {
	*highlight.Source
	Resolved *annotate.Resolved
	glossary *annotate.Glossary
	Theme    *templates.Theme
	Models   *models.ModelSet // nil for none
}

// NewProse readies resolved content for the pages of its version.
func NewProse(s *highlight.Source, resolved *annotate.Resolved, theme *templates.Theme, models *models.ModelSet) *Prose {
	return &Prose{s, resolved, resolved.Glossary(), theme, models}
}

// ArticlePage is where a text is read, from the top of the version.
func (p *Prose) ArticlePage(t *annotate.Article) string {
	switch t.Kind {
	case article.KindEssay:
		return urls.Area(t.Area)
	case article.KindNote:
		if page, id := p.NoteHome(t); page != "" {
			return page + "#" + id
		}
		return urls.Area(t.Area) + "#" + urls.NoteID(t.ID)
	case article.KindJourney:
		return urls.Journey(t.ID)
	case article.KindTour:
		return urls.TourStep(t.ID, 0)
	case article.KindLevel:
		return urls.Level(t.ID)
	case article.KindMyths:
		return urls.Myths + "#" + t.ID
	case article.KindRelease:
		return urls.Release(t.ID)
	case article.KindLab:
		return urls.Lab(t.ID)
	}
	return urls.CaseStudy(t.ID)
}

// NoteHome is the page of the first symbol of a note that has one.
func (p *Prose) NoteHome(t *annotate.Article) (path, id string) {
	for _, s := range t.Symbols {
		if path := p.URLs.Page[s]; path != "" {
			return path, urls.NoteID(t.ID)
		}
	}
	return "", ""
}

// Listing is a piece of source on a page other than its file's. Its lines have ids
// only where own is set: a page with pieces of several files can have them once.
func (p *Prose) Listing(from string, at index.Range, own bool) highlight.Listing {
	m := p.Highlight(at.File)
	links := p.Links(from)
	if own {
		links.Above = p.Remarks(from, at.File)
	} else {
		links.Line = func(n int) string { return urls.Relative(from, p.URLs.Line(at.File, n)) }
	}
	return highlight.Listing{
		Place: p.Place(from, at.File, at.Off),
		Code:  m.HTML(at.Off, at.End, links),
		Lang:  highlight.LangClass(m.File.Lang),
	}
}
