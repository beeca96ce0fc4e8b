package annotate

import (
	"regexp"
	"slices"

	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/history"
)

// A sentence with {since} speaks of a version in which something about a symbol changed:
// "since 1.20", "from go1.22 on", "before 1.14". It holds when the history records, for
// each version that it names so, that one of its symbols appeared or became other in that
// minor. Its symbols are those that it names, else those that its note is on. Of a module it
// is "since v0.17".
var (
	sinceVersion = regexp.MustCompile(`(?i)\b(?:since|from|as of|in|with|until|before|up to|by|came|go)\s+(?:go\s?)?1\.([0-9]+)|\bgo1\.([0-9]+)`)
	sinceModule  = regexp.MustCompile(`\bv[0-9]+\.[0-9]+`)
)

// minorsOf are the minors that a sentence names, in its order.
func (r pieceResolver) minorsOf(text string) (minors []string) {
	if r.Index.Config.Module != "" {
		return sinceModule.FindAllString(text, -1)
	}
	for _, m := range sinceVersion.FindAllStringSubmatch(text, -1) {
		minors = append(minors, "go1."+m[1]+m[2])
	}
	return minors
}

func (r pieceResolver) since(e *Evidence) {
	s := r.around(e.Piece)
	if s == nil {
		e.Cause = "it stands behind no sentence"
		return
	}
	minors := r.minorsOf(s.Text)
	if len(minors) == 0 {
		e.unrecorded, e.Cause = true, "the sentence names no version"
		r.report(e.Piece.Pos, `write "since 1.20" or "before go1.14"`, "{since} behind a sentence without a version")
		return
	}
	made := r.Snapshot.History
	if made == nil {
		made = history.Recorded
	}
	h, err := made()
	if err != nil {
		e.Cause = err.Error()
		return
	}
	syms := r.lived(h, s)
	if len(syms) == 0 {
		e.unrecorded, e.Cause = true, "the history knows none of its symbols"
		r.report(e.Piece.Pos, "name a symbol in the sentence; sourcedive history NAME says whether it is recorded", "{since} behind a sentence without a symbol of the history")
		return
	}
	e.State = Holds
	for _, minor := range minors {
		if !slices.ContainsFunc(syms, func(sym history.Sym) bool { return otherIn(h, sym, minor) }) {
			e.State, e.Cause = Fails, "nothing of it changed in "+minor
			r.report(e.Piece.Pos, "sourcedive history NAME lists the changes", "the history has no change of its symbols in %s", minor)
			return
		}
	}
}

// around is the sentence that a piece stands behind.
func (r pieceResolver) around(p *markdown.Piece) (found *markdown.Sentence) {
	for _, s := range r.block.Sentences() {
		for _, e := range s.Evidence {
			if slices.Contains(e.Pieces, p) {
				return s
			}
		}
	}
	return nil
}

// lived are the symbols that a sentence names, or its note is on, in the history: as this
// version names them, or by a name that they had.
func (r pieceResolver) lived(h *history.History, s *markdown.Sentence) (syms []history.Sym) {
	add := func(name string) {
		for _, full := range []string{name, "runtime." + name} {
			list, err := h.Find(full)
			if err == nil && slices.ContainsFunc(h.Names(list[0]), func(n history.Named) bool { return n.Name == full }) {
				syms = append(syms, list[0])
				return
			}
		}
	}
	for _, name := range s.Names {
		add(name)
	}
	for _, e := range s.Evidence {
		for _, p := range e.Pieces {
			if p.Symbol.Text != "" {
				add(p.Symbol.Text)
			}
		}
	}
	if len(syms) == 0 && r.article.Kind != article.KindCaseStudy { // which names what answers are about
		for _, name := range r.article.Names {
			add(name.Text)
		}
	}
	return syms
}

// otherIn reports whether a symbol appeared, went or became other in a minor.
func otherIn(h *history.History, sym history.Sym, minor string) bool {
	for _, e := range h.Events(sym) {
		if e.Kind != "doc" && history.Lang(e.Version) == minor {
			return true
		}
	}
	return false
}
