package site

import (
	"html/template"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer"
	"sourcedive/site/page"
)

// words writes a text as it stands on the page of a path.
type words struct {
	*Plan
	path string
	text *annotate.Text
	seen map[*annotate.Term]bool // terms that were marked
	*markdown.HTML
}

// words readies a text for a page. Headings are moved deeper by some levels, and their
// ids get a prefix where several texts share the page.
func (p *Plan) words(path string, t *annotate.Text, deeper int, prefix string) *words {
	w := &words{Plan: p, path: path, text: t, seen: map[*annotate.Term]bool{}}
	w.HTML = &markdown.HTML{Link: w.link, Block: w.block, Mark: w.mark, Words: w.terms, Deeper: deeper, Prefix: prefix}
	return w
}

// plainWords writes pieces of text that belong to no file of their own.
func (p *Plan) plainWords(path string) *markdown.HTML {
	return (&words{Plan: p, path: path}).plain()
}

func (w *words) plain() *markdown.HTML { return &markdown.HTML{Link: w.link} }

// link resolves a link of a text.
func (w *words) link(t markdown.Target) (href, text string, ok bool) {
	if t.Kind == markdown.ToURL {
		return t.Name, t.Name, true
	}
	ref, ok := w.book.Resolve(t)
	if !ok {
		return "", "", false
	}
	to, text := w.refPage(ref)
	if to == "" {
		return "", text, false
	}
	if strings.Contains(to, "://") {
		return to, text, true
	}
	return relative(w.path, to), text, true
}

// terms marks the first use of each term in the text.
func (w *words) terms(text string) (list []markdown.Linked) {
	for _, f := range w.glossary.First(text, w.seen) {
		list = append(list, markdown.Linked{Off: f.Off, End: f.End, Href: relative(w.path, glossaryPath+"#"+termID(f.Term))})
	}
	return list
}

// refPage is where a link leads, from the top of the version, and what it is called.
func (p *Plan) refPage(ref annotate.Ref) (to, text string) {
	switch ref.Kind {
	case markdown.ToSymbol:
		return p.urls.best(ref.Sym), p.symbolText(ref.Sym)
	case annotate.ToPackage:
		return "pkg/" + pathName(p.x.Packages[ref.Pkg].Path) + ".html", p.x.Packages[ref.Pkg].Path
	case markdown.ToFile:
		return p.urls.file[ref.File], ref.Name
	case markdown.ToTerm:
		return glossaryPath + "#" + termID(ref.Term), ref.Name
	case markdown.ToJourney:
		j := p.book.Journeys[ref.Journey]
		return "journey/" + j.Name + ".html", j.Title
	case markdown.ToModel:
		if p.stage == nil {
			return "", ref.Name
		}
		for _, show := range p.stage.Shows {
			if show.Name == ref.Name {
				return modelPath(ref.Name), show.Title
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
		return p.textPage(ref.Text), ref.Text.Title
	}
	return "", ref.Name
}

// symbolText is how prose calls a symbol: without the package where that is runtime.
func (p *Plan) symbolText(s indexer.Sym) string {
	id := p.x.Symbols[s].ID
	if id.Path() == "runtime" {
		return id.Local()
	}
	return string(id)
}

// mark links a remark to its statement.
func (w *words) mark(m *markdown.Remark) (href, text string, ok bool) {
	r := w.text.Remark(m)
	if r == nil {
		return "", "", false
	}
	pl := w.place(w.path, r.Place.File, r.Place.Off)
	return pl.Href, pl.Text[strings.LastIndexByte(pl.Text, '/')+1:], true
}

// block writes what has a frame of its own.
func (w *words) block(b *markdown.Block) (template.HTML, bool) {
	switch b.Kind {
	case markdown.Source:
		return w.look.Part("excerpt", w.excerpt(b)), true
	case markdown.Claim:
		return w.look.Part("claim", w.claim(w.text.Claim(b))), true
	case markdown.Exercise:
		return w.look.Part("exercise", w.exercise(b)), true
	case markdown.Surprise:
		return w.aside("surprise", "Surprise", b), true
	case markdown.Wild:
		return w.aside("wild", "In the wild", b), true
	case markdown.Level:
		return w.aside("level", "For "+b.For.Text+" readers", b), true
	case markdown.Then:
		return w.aside("then", versionWords(b.Versions), b), true
	}
	return "", false
}

func (w *words) aside(kind, title string, b *markdown.Block) template.HTML {
	return w.look.Part("aside", page.AsidePart{Kind: kind, Title: title, Body: w.Doc(b.Body), Other: !w.text.Holds(b)})
}

// versionWords says a range of versions in words.
func versionWords(list []markdown.Word) string {
	var parts []string
	for _, word := range list {
		v := strings.NewReplacer("go>=", "since go", "go<=", "up to go", "go<", "before go", "go>", "after go", "go==", "in go").Replace(word.Text)
		parts = append(parts, v)
	}
	text := strings.Join(parts, ", ")
	if text == "" {
		return "Then and now"
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func (w *words) excerpt(b *markdown.Block) page.ExcerptPart {
	e := w.text.Excerpt(b)
	if e == nil {
		return page.ExcerptPart{Missing: "There is no such code in " + b.Symbol.Text + " of " + w.x.Config.Version + "."}
	}
	return page.ExcerptPart{
		Symbol:  page.Link{Text: w.symbolText(e.Sym), Href: w.href(w.path, e.Sym)},
		Listing: w.listing(w.path, e.Place, false),
	}
}

func (w *words) exercise(b *markdown.Block) page.ExercisePart {
	part := page.ExercisePart{Question: w.Doc(b.Body)}
	if b.Answer != nil {
		part.Answer = w.Doc(b.Answer)
	}
	if b.Model.Text != "" {
		part.Model = w.exerciseRun(b)
	}
	return part
}

// exerciseRun leads to the run of a model that gives an exercise's answer.
func (w *words) exerciseRun(b *markdown.Block) page.Link {
	if w.stage == nil {
		return page.Link{}
	}
	for i := range w.stage.Shows {
		show := &w.stage.Shows[i]
		if show.Name != b.Model.Text {
			continue
		}
		to := relative(w.path, modelPath(show.Name)) + "#"
		for _, q := range b.Params {
			to += q.Name + "=" + q.Value + "&"
		}
		return page.Link{Text: "Try it in the model", Href: to + "seed=1&step=0"}
	}
	return page.Link{}
}

// claimSays are the words for a claim's state, before the version.
var claimSays = map[claim.State]string{
	claim.True: "✓ checked on ", claim.False: "✗ does not hold in ",
	claim.Unanswerable: "? no answer in ", claim.Skipped: "not run for ",
}

func (w *words) claim(c *annotate.Claim) page.ClaimPart { return w.Plan.claim(c) }

func (p *Plan) claim(c *annotate.Claim) page.ClaimPart {
	if c == nil {
		return page.ClaimPart{State: "unanswerable", Says: "? not understood"}
	}
	part := page.ClaimPart{ID: c.ID, Expr: c.Expr, State: c.Verdict.State.String(), Says: claimSays[c.Verdict.State] + p.x.Config.Version}
	if !c.Applies {
		part.State, part.Says = "elsewhere", "about "+c.Go.String()
		return part
	}
	if c.Verdict.Cause != "" {
		part.Because = append(part.Because, c.Verdict.Cause)
	}
	if c.Verdict.State == claim.True {
		return part // the predicate says it all
	}
	for _, b := range c.Verdict.Because {
		part.Because = append(part.Because, strings.TrimSpace(b.Value))
	}
	return part
}

// remarks gives what stands over the lines of a file, on the page of a path.
func (p *Plan) remarks(path string, file int32) func(line int) template.HTML {
	return p.overLines(file, "remarks", func(r *annotate.Remark) page.RemarkPart {
		part := page.RemarkPart{Body: p.words(path, r.Text, 0, "").Remark(r.Mark)}
		if to := p.textPage(r.Text); !strings.HasPrefix(to, path+"#") {
			part.Note = page.Link{Text: r.Text.Title, Href: relative(path, to)}
		}
		return part
	})
}

// plainRemarks is remarks for the page of a whole file, where weight counts: each is
// its plain text, a link to where it was made.
func (p *Plan) plainRemarks(path string, file int32) func(line int) template.HTML {
	return p.overLines(file, "plainremarks", func(r *annotate.Remark) page.RemarkPart {
		return page.RemarkPart{Note: page.Link{Text: r.Mark.Text(), Href: relative(path, p.textPage(r.Text))}}
	})
}

// overLines prints the remarks on a file's statements over their first lines.
func (p *Plan) overLines(file int32, with string, part func(*annotate.Remark) page.RemarkPart) func(line int) template.HTML {
	list := p.book.Remarks(file)
	if len(list) == 0 {
		return nil
	}
	at := map[int][]*annotate.Remark{}
	for _, r := range list {
		line := p.marked[file]().Line(r.Stmt.Off)
		at[line] = append(at[line], r)
	}
	return func(line int) template.HTML {
		if len(at[line]) == 0 {
			return ""
		}
		var parts []page.RemarkPart
		for _, r := range at[line] {
			parts = append(parts, part(r))
		}
		return p.look.Part(with, parts)
	}
}
