package annotate

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// Resolve resolves the content against a version. The problems name what did not resolve;
// all the rest is in the result, so that a site can be made of it. When ctx is done,
// claims may lack their verdicts and patterns their places, without a problem that says so.
func Resolve(ctx context.Context, g *Snapshot, c *article.Content) (*Resolved, diag.List) {
	m := &resolver{ctx: ctx, Snapshot: g, resolved: newResolved(g, c.Config)}
	m.resolved.strength = c.Strength
	m.problems = slices.Clone(c.Problems)
	m.sort(c)
	m.journeys()
	m.figures(c.Figures)
	m.terms(c.Terms)
	m.each()
	walkless(m.resolved)
	m.files(c.Files)
	m.api(c.API)
	m.explain(c.Introspection)
	m.claims()
	m.remarks()
	m.count()
	m.resolved.Problems = m.problems.Sorted()
	return m.resolved, m.resolved.Problems
}

// ResolveNotes resolves the notes of a content alone, for what a reader asks of a symbol:
// nothing else of the content is looked at, and links may lead to what was not read.
func ResolveNotes(ctx context.Context, g *Snapshot, c *article.Content) *Resolved {
	m := &resolver{ctx: ctx, Snapshot: g, resolved: newResolved(g, c.Config)}
	m.sort(c)
	m.each()
	return m.resolved
}

// resolver is one Resolve under way.
type resolver struct {
	*Snapshot
	ctx      context.Context
	resolved *Resolved
	articles []*Article // all that are for this version

	mu       sync.Mutex
	problems diag.List
	links    int
}

func newResolved(g *Snapshot, kb article.Config) *Resolved {
	return &Resolved{
		WrittenFor: otherThan(kb.Written, g.Index.Config.Version),
		Index:      g.Index, Config: kb, Aliases: aliasesOf(g.Index, kb.Aliases), snapshot: g,
		notesOf: map[index.Sym][]*Article{}, remarks: map[int32][]*Remark{}, articles: map[string]*Article{},
		absent: map[string]bool{}, terms: map[string]*Term{}, claimIDs: map[string]*Claim{}, figures: map[string]*Figure{}, evidence: map[*markdown.Piece]*Evidence{},
	}
}

func (m *resolver) fault(file string, at markdown.Pos, hint, format string, args ...any) {
	m.add(markdown.Fault(file, at, hint, format, args...))
}

// faultLazy is fault with a hint that takes long to make.
func (m *resolver) faultLazy(file string, at markdown.Pos, hint func() string, format string, args ...any) {
	d := markdown.Fault(file, at, "", format, args...)
	d.LazyHint = sync.OnceValue(hint)
	m.add(d)
}

func (m *resolver) add(d diag.Diagnostic) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.problems = append(m.problems, d)
}

// version names what is resolved against: "go1.26.8 linux/amd64".
func (m *resolver) version() string {
	return m.Index.Config.Version + " " + m.Index.Config.Platform()
}

// sort sorts the articles by kind, without those for other versions.
func (m *resolver) sort(c *article.Content) {
	out := m.resolved
	lists := map[article.Kind]*[]*Article{
		article.KindNote: &out.Notes, article.KindEssay: &out.Notes, article.KindTour: &out.Tours,
		article.KindLevel: &out.Levels, article.KindMyths: &out.Myths, article.KindCaseStudy: &out.CaseStudies, article.KindRelease: &out.Releases,
		article.KindLab: &out.Labs,
	}
	for _, written := range c.Articles {
		key := keyOf(written.Kind, written.ID)
		if !written.Go.Holds(m.Index.Config.Version) || without(out, written) {
			out.absent[key] = true
			continue
		}
		t := &Article{
			Article: written, version: m.Index.Config.Version,
			excerpts: map[*markdown.Block]*Excerpt{}, claims: map[*markdown.Block]*Claim{}, marks: map[*markdown.Remark]*Remark{},
			evidence: map[*markdown.Piece]*Evidence{},
		}
		out.articles[key] = t
		m.articles = append(m.articles, t)
		if list := lists[t.Kind]; list != nil {
			*list = append(*list, t)
		}
	}
	slices.SortFunc(out.Levels, func(a, b *Article) int {
		return cmp.Compare(slices.Index(article.Levels, a.ID), slices.Index(article.Levels, b.ID))
	})
}

// keyOf is the key of an article in Resolved.articles: essays are found as notes.
func keyOf(kind article.Kind, id string) string {
	if kind == article.KindEssay {
		kind = article.KindNote
	}
	return string(kind) + " " + id
}

func (m *resolver) journeys() {
	listed := map[string]bool{}
	for _, spec := range m.resolved.Config.Journeys {
		listed[keyOf(article.KindJourney, spec.Name)] = true
		if sym, ok := firstSym(m.Index, spec.Root); ok {
			j := Journey{JourneySpec: spec, Sym: sym, Keep: stepsOf(m.Index, spec.Steps), Story: m.resolved.articles[keyOf(article.KindJourney, spec.Name)]}
			m.resolved.Journeys = append(m.resolved.Journeys, j)
			continue
		}
		if m.resolved.WrittenFor != "" {
			continue
		}
		hint := func() string { return diag.DidYouMean(m.Index.Nearest(spec.Root[0], 3), "") }
		m.faultLazy(article.ConfigFile, markdown.Pos{}, hint, "journey %s: no symbol %s in %s", spec.Name, quoted(spec.Root), m.version())
	}
	for _, t := range m.articles {
		if t.Kind == article.KindJourney && !listed[keyOf(article.KindJourney, t.ID)] {
			var names []string
			for _, spec := range m.resolved.Config.Journeys {
				names = append(names, spec.Name)
			}
			m.fault(t.File, markdown.Pos{Line: 1, Col: 1}, diag.Nearest(t.ID, names, "journeys are "+strings.Join(names, ", ")), "kb.yaml has no journey %q", t.ID)
		}
	}
}

func stepsOf(x *index.Index, names []string) map[index.Sym]bool {
	keep := map[index.Sym]bool{}
	for _, name := range names {
		if s, ok := x.Sym(index.ID("runtime." + name)); ok {
			keep[s] = true
		}
	}
	return keep
}

func firstSym(x *index.Index, names []string) (index.Sym, bool) {
	for _, name := range names {
		if s, ok := x.Named(name); ok {
			return s, true
		}
	}
	return index.NoSym, false
}

func quoted(names []string) string {
	return `"` + strings.Join(names, `" or "`) + `"`
}

// each resolves the inside of every article, on all processors: articles depend on each
// other only through the names that are known by now.
func (m *resolver) each() {
	for _, t := range m.resolved.Notes {
		m.subject(t)
		for _, s := range t.Symbols {
			m.resolved.notesOf[s] = append(m.resolved.notesOf[s], t)
		}
	}
	for _, t := range m.resolved.Labs {
		m.subject(t)
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, t := range m.articles {
		g.Go(func() error {
			r := &articleResolver{resolver: m, article: t, promised: m.promises(t.Article)}
			r.run()
			m.mu.Lock()
			defer m.mu.Unlock()
			m.problems = append(m.problems, r.found...)
			m.links += r.links
			return nil
		})
	}
	g.Wait()
}

// subject finds the symbols that a note or a lab is on.
func (m *resolver) subject(t *Article) {
	for _, n := range t.Names {
		s, ok := m.resolved.sym(n.Text)
		if !ok {
			if d, ok := m.noSymbol(t.File, n.Pos, n.Text, m.promises(t.Article)); ok {
				m.add(d)
			}
			continue
		}
		t.Symbols = append(t.Symbols, s)
	}
}

// files resolves the sentences on files.
func (m *resolver) files(list []article.FileLine) {
	for _, line := range list {
		file, ok := m.Index.File(line.Path)
		switch {
		case !ok && m.resolved.WrittenFor != "":
			continue
		case !ok:
			m.faultLazy(article.FilesFile, line.Pos, func() string { return nearestFile(m.Index, line.Path) }, "no file %q in %s", line.Path, m.version())
			continue
		}
		m.inline(article.FilesFile, line.Text, nil)
		m.resolved.Files = append(m.resolved.Files, FileLine{line, file})
	}
	slices.SortFunc(m.resolved.Files, func(a, b FileLine) int { return cmp.Compare(a.File, b.File) })
}

// api resolves the exported API.
func (m *resolver) api(list []*article.APIEntry) {
	for _, written := range list {
		s, ok := m.resolved.sym(written.Symbol.Text)
		if !ok {
			m.lacks(article.APIFile, written.Symbol)
			continue
		}
		e := &APIEntry{Name: written.Name, Sym: s, Text: written.Text}
		for _, n := range written.Inside {
			if s, ok := m.resolved.sym(n.Text); ok {
				e.Inside = append(e.Inside, s)
			} else {
				m.lacks(article.APIFile, n)
			}
		}
		m.inline(article.APIFile, e.Text, nil)
		m.resolved.API = append(m.resolved.API, e)
	}
}

// terms collects the glossary. The links in it are checked later, when all names are
// known.
func (m *resolver) terms(list []*article.Term) {
	for _, written := range list {
		t := &Term{Term: written}
		if written.Expr.Text != "" {
			t.Claim = &Claim{Expr: written.Expr.Text, File: written.File, Pos: written.Expr.Pos, Term: t}
		}
		for _, name := range append([]string{t.Name}, t.Also...) {
			if before := m.resolved.terms[fold(name)]; before != nil && before.Name != t.Name {
				m.fault(t.File, t.Pos, "leave one of them out", "term %q is also a name of %q", name, before.Name)
				continue
			} else if before != nil {
				m.fault(t.File, t.Pos, "leave one of them out", "term %q stands here twice", name)
				continue
			}
			m.resolved.terms[fold(name)] = t
		}
		if t.Figure.Text != "" {
			figureNamed(m, t.File, t.Figure)
		}
		m.resolved.Terms = append(m.resolved.Terms, t)
	}
	slices.SortStableFunc(m.resolved.Terms, func(a, b *Term) int { return cmp.Compare(fold(a.Name), fold(b.Name)) })
}

// fold is the form in which names of terms are compared.
func fold(name string) string { return strings.Join(strings.Fields(strings.ToLower(name)), " ") }

// remarks sorts the remarks into files.
func (m *resolver) remarks() {
	for _, t := range m.articles {
		for _, r := range t.Remarks {
			m.resolved.remarks[r.Place.File] = append(m.resolved.remarks[r.Place.File], r)
		}
	}
	for _, list := range m.resolved.remarks {
		slices.SortStableFunc(list, func(a, b *Remark) int {
			return cmp.Or(cmp.Compare(a.Stmt.Off, b.Stmt.Off), cmp.Compare(a.Place.Off, b.Place.Off))
		})
	}
}

func (m *resolver) count() {
	s := &m.resolved.Stats
	s.Notes, s.Texts, s.Terms, s.Links = len(m.resolved.Notes), len(m.articles), len(m.resolved.Terms), m.links
	for _, t := range m.articles {
		s.Excerpts += len(t.excerpts)
		s.Remarks += len(t.Remarks)
	}
	for key := range m.resolved.absent {
		if strings.HasPrefix(key, string(article.KindNote)+" ") {
			s.Absent++
		}
	}
	for _, t := range m.resolved.Notes {
		switch {
		case t.Review.Fingerprint == "":
		case t.Review.Status == Current:
			s.Current++
		case t.Review.Status == Changed:
			s.Changed++
		default:
			s.Unreviewed++
		}
	}
}
