package annotate

import (
	"cmp"
	"slices"
	"strconv"

	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
)

// Sentence is a sentence of the content with what it rests on in one version.
type Sentence struct {
	*markdown.Sentence
	Evidence []*Evidence // in the braces behind it
	Remark   *Remark     // that it begins; nil for none, or where the anchor found nothing
	Claims   []*Claim    // of the claim blocks about its block, of which it is the last sentence
}

// State is that of all that the sentence rests on together: it holds when everything
// does. What is elsewhere or apart decides where there is nothing else, and a sentence
// without anything is Missing.
func (s *Sentence) State() EvidenceState {
	states := map[EvidenceState]bool{}
	for _, e := range s.Evidence {
		states[e.State] = true
	}
	if s.Sentence.Remark != nil {
		states[s.anchored()] = true
	}
	for _, c := range s.Claims {
		states[StateOf(c.Verdict)] = true
	}
	for _, state := range []EvidenceState{Fails, Missing, Holds, Outside, Apart} {
		if states[state] {
			return state
		}
	}
	return Missing
}

// Supported reports whether the sentence has evidence: a piece that is neither apart nor
// of what nobody recorded, the anchor of a remark, or a claim. Whether that
// holds is for State, so that a version in which it fails has no less evidence.
func (s *Sentence) Supported() bool {
	return s.Sentence.Remark != nil || len(s.Claims) > 0 || slices.ContainsFunc(s.Evidence, func(e *Evidence) bool {
		return resolveForm[e.Piece.Form] != nil && e.State != Apart && !e.unrecorded
	})
}

// Unanswered reports whether something was asked of this version and has no answer. What
// was not asked, such as a program that was not run, is no fault of the sentence.
func (s *Sentence) Unanswered() bool {
	asked := func(c *Claim) bool { return c != nil && c.Verdict.State == claim.Unanswerable }
	return slices.ContainsFunc(s.Claims, asked) || slices.ContainsFunc(s.Evidence, func(e *Evidence) bool { return asked(e.Claim) })
}

// apart reports whether a sentence that is not supported has a piece of the form.
func (s *Sentence) apart(form markdown.Form) bool {
	return slices.ContainsFunc(s.Evidence, func(e *Evidence) bool { return e.Piece.Form == form })
}

// Sentences are those of the text that are for this version, in order. They are asked for
// when the content has been resolved.
func (t *Article) Sentences() []*Sentence {
	t.sentencesOnce.Do(t.findSentences)
	return t.sentences
}

// Sentence is a sentence of the text with what it rests on; nil where it is for other
// versions.
func (t *Article) Sentence(s *markdown.Sentence) *Sentence {
	t.sentencesOnce.Do(t.findSentences)
	return t.written[s]
}

func (t *Article) findSentences() {
	t.written = map[*markdown.Sentence]*Sentence{}
	t.Doc.All(func(b *markdown.Block, around []*markdown.Block) {
		if !t.Holds(b) || slices.ContainsFunc(around, func(b *markdown.Block) bool { return !t.Holds(b) }) {
			return
		}
		for _, written := range b.Sentences() {
			s := &Sentence{Sentence: written, Evidence: resolvedOf(written, t.evidence)}
			if written.Remark != nil {
				s.Remark = t.marks[written.Remark]
			}
			t.written[written] = s
			t.sentences = append(t.sentences, s)
		}
	})
	for _, c := range t.Claims {
		if s := t.behind(c); s != nil && c.Applies {
			s.Claims = append(s.Claims, c)
		}
	}
}

// Shows reports whether a claim is among what a sentence rests on.
func (t *Article) Shows(c *Claim) bool {
	t.sentencesOnce.Do(t.findSentences)
	return c.Applies && t.behind(c) != nil
}

// behind is the sentence that a claim of the text is about; nil where the block before it
// has none.
func (t *Article) behind(c *Claim) *Sentence {
	if c.Of == nil {
		return nil
	}
	return t.written[c.Of.LastSentence()]
}

func resolvedOf(s *markdown.Sentence, evidence map[*markdown.Piece]*Evidence) (list []*Evidence) {
	for _, e := range s.Evidence {
		for _, p := range e.Pieces {
			if found := evidence[p]; found != nil {
				list = append(list, found)
			}
		}
	}
	return list
}

// anchored is the state of the anchor of a remark.
func (s *Sentence) anchored() EvidenceState {
	if s.Remark == nil {
		return Fails
	}
	return Holds
}

// StateOf is the state of evidence that is a claim.
func StateOf(v claim.Verdict) EvidenceState {
	switch v.State {
	case claim.True:
		return Holds
	case claim.False:
		return Fails
	}
	return Missing
}

// Coverage counts how many sentences rest on something.
type Coverage struct {
	Sentences int `json:"sentences"`
	Checkable int `json:"checkable"` // of these, those that can be true or false of the source, as Checkable guesses
	Evidence  int `json:"evidence"`  // of the checkable ones, those with evidence
	Strong    int `json:"strong"`    // of these, those whose evidence an edit of the source breaks, as recorded
	Why       int `json:"why"`       // checkable ones that have an explanation by the author only
	Nothing   int `json:"nothing"`   // checkable ones that are marked as having nothing to check
}

// FileCoverage is the coverage of one file.
type FileCoverage struct {
	File string `json:"file"`
	Coverage
}

// Share is the part of the checkable sentences that have evidence, from 0 to 1.
func (c Coverage) Share() float64 {
	if c.Checkable == 0 {
		return 1
	}
	return float64(c.Evidence) / float64(c.Checkable)
}

func (c *Coverage) add(s *Sentence, strong func(*Sentence) bool) {
	c.Sentences++
	if !Checkable(s.Sentence) && !s.Supported() {
		return
	}
	c.Checkable++
	switch {
	case s.Supported():
		c.Evidence++
		if strong(s) {
			c.Strong++
		}
	case s.apart(markdown.FormWhy):
		c.Why++
	case s.apart(markdown.FormNothing):
		c.Nothing++
	}
}

// Unproven is a checkable sentence that rests on nothing: without evidence at all, or
// marked in its place.
type Unproven struct {
	File     string
	Sentence *Sentence
	Mark     string // "why" or "nothing", the name of the form; "" where there is no mark
}

// Unproven lists the checkable sentences that rest on nothing, by file.
func (r *Resolved) Unproven() (list []Unproven) {
	for _, f := range sentencesByFile(r) {
		for _, s := range f.list {
			if Checkable(s.Sentence) && !s.Supported() {
				list = append(list, Unproven{f.File, s, s.mark()})
			}
		}
	}
	return list
}

// mark is how the sentence is marked in the place of evidence.
func (s *Sentence) mark() string {
	for _, form := range []markdown.Form{markdown.FormWhy, markdown.FormNothing} {
		if s.apart(form) {
			return form.String()
		}
	}
	return ""
}

// mostMarked is the share of the checkable sentences that may be marked instead of having
// evidence.
const mostMarked = 0.15

func (c *Coverage) sum(other Coverage) {
	c.Sentences += other.Sentences
	c.Checkable += other.Checkable
	c.Evidence += other.Evidence
	c.Strong += other.Strong
	c.Why += other.Why
	c.Nothing += other.Nothing
}

// Coverage counts the sentences of this version by file, sorted by name, and in total.
func (r *Resolved) Coverage() (files []FileCoverage, total Coverage) {
	return covered(r, func(s *Sentence) bool { return isStrong(r, s) })
}

// Covered is the total of Coverage without the strong ones, which take long to find.
func (r *Resolved) Covered() Coverage {
	_, total := covered(r, func(*Sentence) bool { return false })
	return total
}

func covered(r *Resolved, strong func(*Sentence) bool) (files []FileCoverage, total Coverage) {
	by := map[string]*Coverage{}
	count := func(file string, list []*Sentence) {
		if by[file] == nil {
			by[file] = &Coverage{}
		}
		for _, s := range list {
			by[file].add(s, strong)
		}
	}
	for _, t := range r.articles {
		count(t.File, t.Sentences())
	}
	for _, line := range r.lines {
		count(line.file, lineSentences(r, line))
	}
	for file, c := range by {
		files = append(files, FileCoverage{file, *c})
		total.sum(*c)
	}
	slices.SortFunc(files, func(a, b FileCoverage) int { return cmp.Compare(a.File, b.File) })
	return files, total
}

// line is a text of one of the lists, such as the glossary.
type line struct {
	file string
	doc  *markdown.Doc
	term *Term // that it defines; nil for none
}

// LineSentence is a sentence of one of the lists with what it rests on.
func (r *Resolved) LineSentence(s *markdown.Sentence) *Sentence {
	r.linesOnce.Do(func() {
		r.ofLines = map[*markdown.Sentence]*Sentence{}
		for _, l := range r.lines {
			for _, s := range lineSentences(r, l) {
				r.ofLines[s.Sentence] = s
			}
		}
	})
	return r.ofLines[s]
}

// lineSentences are the sentences of a line. A term's claim is about the last of its
// definition.
func lineSentences(r *Resolved, l line) (list []*Sentence) {
	l.doc.All(func(b *markdown.Block, _ []*markdown.Block) {
		for _, written := range b.Sentences() {
			list = append(list, &Sentence{Sentence: written, Evidence: resolvedOf(written, r.evidence)})
		}
	})
	if l.term != nil && l.term.Claim != nil && len(list) > 0 {
		last := list[len(list)-1]
		last.Claims = append(last.Claims, l.term.Claim)
	}
	return list
}

// BelowFloor reports the coverage when it is below the floor of the content, and more
// marks than may stand in the place of evidence.
func (r *Resolved) BelowFloor(total Coverage) (list diag.List) {
	floor := r.Config.Floors.Total
	if total.Share() < floor {
		list = append(list, markdown.Fault(article.ConfigFile, markdown.Pos{}, "sourcedive check --coverage lists the files; write evidence behind sentences, as docs/evidence.md says",
			"%d of %d checkable sentences have evidence, which is below the floor of %s", total.Evidence, total.Checkable, strconv.FormatFloat(floor, 'f', -1, 64)))
	}
	if n := total.Why + total.Nothing; float64(n) > mostMarked*float64(total.Checkable) {
		list = append(list, markdown.Fault(article.ConfigFile, markdown.Pos{}, "sourcedive check --coverage --marked lists them; find what they rest on",
			"%d of %d checkable sentences are marked {why} or {-}, more than 15 %%", n, total.Checkable))
	}
	return list
}
