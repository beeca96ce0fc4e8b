package annotate

import (
	"slices"
	"sync"

	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// Content is written for one version, which kb.yaml names, and on that one all of it is
// promised: whatever does not hold is a problem. What does not hold on another version is
// a difference between the two, and no problem, unless the content speaks of that version:
// an article that was reviewed there, or a block that names versions among which it is.

// Past is what is known of other versions than the one at hand.
type Past interface {
	// Became says why the version lacks a symbol that another one has, "" for one that
	// none has.
	Became(name string) string
	// Known reports whether some version has a symbol of the name.
	Known(name string) bool
	// Here is the name that a symbol has in this version, "" where it is not there.
	Here(name string) string
}

// otherThan is the version that content is written for where that is not the one at hand.
func otherThan(written, here string) string {
	if written == here {
		return ""
	}
	return written
}

// promises reports whether all that an article says is promised of this version.
func (m *resolver) promises(t *article.Article) bool {
	return m.resolved.WrittenFor == "" || slices.ContainsFunc(t.Reviewed, func(r article.Reviewed) bool { return r.Version == m.Index.Config.Version })
}

// differs records what does not hold in this version: a problem where it is promised.
func (r *articleResolver) differs(d diag.Diagnostic) {
	if r.promised {
		r.add(d)
	}
}

func (r *articleResolver) differsAt(at markdown.Pos, hint, format string, args ...any) {
	r.differs(markdown.Fault(r.article.File, at, hint, format, args...))
}

// sym finds a symbol by its name, on other versions than the one that is written for also
// by the name that it has there.
func (b *Resolved) sym(name string) (index.Sym, bool) {
	s, ok := b.Index.Named(name)
	if ok || b.WrittenFor == "" || b.snapshot.Past == nil {
		return s, ok
	}
	return b.Index.Sym(index.ID(b.snapshot.Past.Here(name)))
}

// noSymbol is the problem of a name of no symbol. It is none where nothing is promised, if
// another version has the symbol.
func (m *resolver) noSymbol(file string, at markdown.Pos, name string, promised bool) (diag.Diagnostic, bool) {
	if !promised && (m.Past == nil || m.Past.Known(name)) {
		return diag.Diagnostic{}, false
	}
	d := markdown.Fault(file, at, "", "no symbol %q in %s", name, m.version())
	d.LazyHint = sync.OnceValue(func() string {
		if m.Past != nil {
			if words := m.Past.Became(name); words != "" {
				return words
			}
		}
		return diag.DidYouMean(m.Index.Nearest(name, 3), "sourcedive show NAME says whether a symbol exists")
	})
	return d, true
}

// lacks reports a name of no symbol in a list, whose rows are left out where the version
// lacks what they are about.
func (m *resolver) lacks(file string, n article.Name) {
	if d, ok := m.noSymbol(file, n.Pos, n.Text, m.resolved.WrittenFor == ""); ok {
		m.add(d)
	}
}

// without reports whether a version has nothing that a note is on, so that there is nothing
// to say of it there.
func without(b *Resolved, t *article.Article) bool {
	if b.WrittenFor == "" || t.Kind != article.KindNote {
		return false
	}
	return !slices.ContainsFunc(t.Names, func(n article.Name) bool {
		_, ok := b.sym(n.Text)
		return ok
	})
}

// Unconfirmed reports whether a sentence was written for another version, and what it rests
// on does not hold in this one or cannot be asked of it. That makes no sentence false: the
// same may be done here by other code.
func (b *Resolved) Unconfirmed(s *Sentence) bool {
	return b.WrittenFor != "" && (s.State() == Fails || s.State() == Missing && s.Unanswered())
}

// Lacks is a symbol that a sentence which is unconfirmed rests on, and that this version does
// not have, under any name; "" where it has them all.
func (b *Resolved) Lacks(s *Sentence) string {
	for _, e := range s.Evidence {
		if name := lackedBy(b, e); name != "" {
			return name
		}
	}
	for _, c := range s.Claims {
		if StateOf(c.Verdict) != Holds {
			if name := lackedIn(b, c.Expr); name != "" {
				return name
			}
		}
	}
	return ""
}

// lackedBy is a symbol that evidence which does not hold names, and this version lacks.
func lackedBy(b *Resolved, e *Evidence) string {
	switch {
	case b.WrittenFor == "" || e.State != Fails && e.State != Missing:
		return ""
	case e.Claim != nil:
		return lackedIn(b, e.Claim.Expr)
	}
	return lacked(b, e.Piece.Symbol.Text)
}

func lackedIn(b *Resolved, expr string) string {
	for _, name := range inQuotes.FindAllStringSubmatch(expr, -1) {
		if name := lacked(b, name[1]); name != "" {
			return name
		}
	}
	return ""
}

// lacked is the name, where it is that of a symbol which other versions have.
func lacked(b *Resolved, name string) string {
	if b.snapshot == nil || b.snapshot.Past == nil || !b.snapshot.Past.Known(name) {
		return ""
	}
	if _, ok := b.sym(name); ok {
		return ""
	}
	return name
}

// Verdicts counts the sentences with evidence that hold in this version, and those that do
// not or cannot be asked.
func Verdicts(b *Resolved) (hold, differ int) {
	for _, f := range sentencesByFile(b) {
		for _, s := range f.list {
			switch state := s.State(); {
			case state == Holds:
				hold++
			case state == Fails, state == Missing && s.Unanswered():
				differ++
			}
		}
	}
	return hold, differ
}
