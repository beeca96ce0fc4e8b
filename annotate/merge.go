package annotate

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// Resolve resolves the content against a version. Problems name what did not resolve;
// the rest of the book is whole.
func Resolve(ctx context.Context, g *Snapshot, c *Content) (*Resolved, diag.List) {
	m := &resolver{ctx: ctx, Snapshot: g, book: newResolved(g.Index, c.Config)}
	m.book.ground = g
	m.problems = slices.Clone(c.problems)
	m.place(c)
	m.journeys()
	m.terms(c.Terms)
	m.each()
	m.lists(c)
	m.tell(c.told)
	m.claims()
	m.remarks()
	m.count()
	m.book.Problems = m.problems.Sorted()
	return m.book, m.book.Problems
}

// resolver is one Merge under way.
type resolver struct {
	*Snapshot
	ctx   context.Context
	book  *Resolved
	texts []*Article // all that are in the book

	mu       sync.Mutex
	problems diag.List
	links    int
}

func newResolved(x *index.Index, kb Config) *Resolved {
	return &Resolved{
		Index: x, Config: kb, Aliases: kb.Aliases.resolve(x), notesOf: map[index.Sym][]*Article{}, remarks: map[int32][]*Remark{}, texts: map[string]*Article{},
		absent: map[string]bool{}, terms: map[string]*Term{}, claimIDs: map[string]*Claim{},
	}
}

func (m *resolver) fault(file string, at markdown.Pos, hint, format string, args ...any) {
	m.add(problem(file, at, hint, format, args...))
}

// faultLazy is fault with a hint that takes long to make.
func (m *resolver) faultLazy(file string, at markdown.Pos, hint func() string, format string, args ...any) {
	d := problem(file, at, "", format, args...)
	d.LazyHint = sync.OnceValue(hint)
	m.add(d)
}

func (m *resolver) add(d diag.Diagnostic) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.problems = append(m.problems, d)
}

// version names what is merged with: "go1.26.8 linux/amd64".
func (m *resolver) version() string {
	return m.Index.Config.Version + " " + m.Index.Config.Platform()
}

// place sorts the texts into the book, without those for other versions.
func (m *resolver) place(c *Content) {
	for _, written := range c.Texts {
		t := *written
		t.version = m.Index.Config.Version
		t.excerpts, t.claims, t.marks = map[*markdown.Block]*Excerpt{}, map[*markdown.Block]*Claim{}, map[*markdown.Remark]*Remark{}
		key := keyOf(t.Kind, t.ID)
		if !t.Go.Holds(t.version) {
			m.book.absent[key] = true
			continue
		}
		m.book.texts[key] = &t
		m.texts = append(m.texts, &t)
		switch t.Kind {
		case KindNote, KindEssay:
			m.book.Notes = append(m.book.Notes, &t)
		case KindTour:
			m.book.Tours = append(m.book.Tours, &t)
		case KindLevel:
			m.book.Levels = append(m.book.Levels, &t)
		case KindMyths:
			m.book.Myths = append(m.book.Myths, &t)
		case KindCaseStudy:
			m.book.CaseStudies = append(m.book.CaseStudies, &t)
		}
	}
	slices.SortFunc(m.book.Levels, func(a, b *Article) int {
		return cmp.Compare(slices.Index(Levels, a.ID), slices.Index(Levels, b.ID))
	})
}

// keyOf is the key of a text in Book.texts: essays are found as notes.
func keyOf(kind ArticleKind, id string) string {
	if kind == KindEssay {
		kind = KindNote
	}
	return string(kind) + " " + id
}

func (m *resolver) journeys() {
	told := map[string]bool{}
	for _, spec := range m.book.Config.Journeys {
		told[keyOf(KindJourney, spec.Name)] = true
		if sym, ok := firstSym(m.Index, spec.Root); ok {
			j := Journey{JourneySpec: spec, Sym: sym, Keep: stepsOf(m.Index, spec.Steps), Story: m.book.texts[keyOf(KindJourney, spec.Name)]}
			m.book.Journeys = append(m.book.Journeys, j)
			continue
		}
		hint := func() string { return diag.DidYouMean(m.Index.Nearest(spec.Root[0], 3), "") }
		m.faultLazy(kbFile, markdown.Pos{}, hint, "journey %s: no symbol %s in %s", spec.Name, quoted(spec.Root), m.version())
	}
	for _, t := range m.texts {
		if t.Kind == KindJourney && !told[keyOf(KindJourney, t.ID)] {
			var names []string
			for _, spec := range m.book.Config.Journeys {
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
		if s, ok := x.Sym(index.ID(name)); ok {
			return s, true
		}
	}
	return index.NoSym, false
}

func quoted(names []string) string {
	return `"` + strings.Join(names, `" or "`) + `"`
}

// each resolves the inside of every text, on all processors: they lean on each other
// only through the names that are in the book by now.
func (m *resolver) each() {
	for _, t := range m.book.Notes {
		m.subject(t)
	}
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, t := range m.texts {
		g.Go(func() error {
			r := &resolving{resolver: m, text: t}
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

// subject finds the symbols that a note is on.
func (m *resolver) subject(t *Article) {
	for _, n := range t.Names {
		s, ok := m.Index.Sym(index.ID(n.Text))
		if !ok {
			m.noSymbol(t.File, n.Pos, n.Text, "")
			continue
		}
		t.Symbols = append(t.Symbols, s)
		m.book.notesOf[s] = append(m.book.notesOf[s], t)
	}
}

// noSymbol tells of a name that is none; why is what else there is to say.
func (m *resolver) noSymbol(file string, at markdown.Pos, name, why string) {
	hint := func() string {
		return diag.DidYouMean(m.Index.Nearest(name, 3), "sourcedive show NAME says whether a symbol exists")
	}
	m.faultLazy(file, at, hint, "no symbol %q in %s%s", name, m.version(), why)
}

// lists resolves the files of one line each, and the exported API.
func (m *resolver) lists(c *Content) {
	seen := map[string]bool{}
	for _, line := range c.Files {
		file, ok := m.Index.File(line.Path)
		switch {
		case !ok:
			m.faultLazy("files.yaml", line.pos, func() string { return nearestFile(m.Index, line.Path) }, "no file %q in %s", line.Path, m.version())
			continue
		case seen[line.Path]:
			m.fault("files.yaml", line.pos, "leave one of them out", "%s stands here twice", line.Path)
			continue
		}
		seen[line.Path] = true
		line.File = file
		m.inline("files.yaml", line.Text)
		m.book.Files = append(m.book.Files, line)
	}
	slices.SortFunc(m.book.Files, func(a, b FileLine) int { return cmp.Compare(a.File, b.File) })
	for _, written := range c.API {
		e := *written
		s, ok := m.Index.Sym(index.ID(e.symbol.Text))
		if !ok {
			m.noSymbol("api.yaml", e.symbol.Pos, e.symbol.Text, "")
			continue
		}
		e.Sym = s
		for _, n := range e.inside {
			if s, ok := m.Index.Sym(index.ID(n.Text)); ok {
				e.Inside = append(e.Inside, s)
			} else {
				m.noSymbol("api.yaml", n.Pos, n.Text, "")
			}
		}
		m.inline("api.yaml", e.Text)
		m.book.API = append(m.book.API, &e)
	}
}

// terms puts the glossary into the book. The links in it are looked at later, when
// all names are known.
func (m *resolver) terms(list []*Term) {
	for _, written := range list {
		t := *written
		if written.Claim != nil {
			c := *written.Claim
			c.Term, t.Claim = &t, &c
		}
		for _, name := range append([]string{t.Name}, t.Also...) {
			if before := m.book.terms[fold(name)]; before != nil && before.Name != t.Name {
				m.fault(t.File, t.Pos, "leave one of them out", "term %q is also a name of %q", name, before.Name)
				continue
			} else if before != nil {
				m.fault(t.File, t.Pos, "leave one of them out", "term %q stands here twice", name)
				continue
			}
			m.book.terms[fold(name)] = &t
		}
		m.book.Terms = append(m.book.Terms, &t)
	}
	slices.SortStableFunc(m.book.Terms, func(a, b *Term) int { return cmp.Compare(fold(a.Name), fold(b.Name)) })
}

// fold is the form in which names of terms are compared.
func fold(name string) string { return strings.Join(strings.Fields(strings.ToLower(name)), " ") }

// remarks sorts the remarks into files.
func (m *resolver) remarks() {
	for _, t := range m.texts {
		for _, r := range t.Remarks {
			m.book.remarks[r.Place.File] = append(m.book.remarks[r.Place.File], r)
		}
	}
	for _, list := range m.book.remarks {
		slices.SortStableFunc(list, func(a, b *Remark) int {
			return cmp.Or(cmp.Compare(a.Stmt.Off, b.Stmt.Off), cmp.Compare(a.Place.Off, b.Place.Off))
		})
	}
}

func (m *resolver) count() {
	s := &m.book.Stats
	s.Notes, s.Texts, s.Terms, s.Links = len(m.book.Notes), len(m.texts), len(m.book.Terms), m.links
	for _, t := range m.texts {
		s.Excerpts += len(t.excerpts)
		s.Remarks += len(t.Remarks)
	}
	for _, t := range m.book.Notes {
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

// plural puts a number before a word.
func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
