package answer

import (
	"cmp"
	"fmt"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
)

// Note is a note on a symbol, sentence by sentence.
type Note struct {
	ID        string     `json:"id"`
	Title     string     `json:"title"`
	Review    string     `json:"review"`            // current, changed or unreviewed: whether it was read against this very body
	Against   string     `json:"against,omitempty"` // the version that it was read against
	Sentences []Sentence `json:"sentences"`
}

// Sentence is a sentence of a note with what it rests on.
type Sentence struct {
	Text     string     `json:"text"`
	Begins   bool       `json:"begins,omitempty"` // it is the first of its paragraph
	Verdict  string     `json:"verdict"`          // of all its evidence: holds, fails, missing, outside, apart; or none
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Evidence is one piece of what a sentence rests on.
type Evidence struct {
	Form    string `json:"form"`    // statement, declaration, asm, claim, remark, since …
	Text    string `json:"text"`    // as it is written
	Verdict string `json:"verdict"` // holds, fails, missing, outside or apart
	Cause   string `json:"cause,omitempty"`
	Place   *Place `json:"place,omitempty"` // where it is in this version
}

// none is the verdict on a sentence that names nothing it rests on.
const none = "none"

// NotesOn lists the notes on a symbol.
func NotesOn(r *annotate.Resolved, sym index.Sym) (notes []Note) {
	for _, t := range r.NotesOf(sym) {
		if t.Kind == article.KindNote {
			notes = append(notes, noteOf(r.Index, t))
		}
	}
	return notes
}

func noteOf(x *index.Index, t *annotate.Article) Note {
	n := Note{ID: t.ID, Title: t.Title, Review: t.Review.Status.String(), Against: t.Review.Version, Sentences: []Sentence{}}
	var block *markdown.Block
	for _, s := range t.Sentences() {
		n.Sentences = append(n.Sentences, sentenceOf(x, s, s.Block != block))
		block = s.Block
	}
	return n
}

func sentenceOf(x *index.Index, s *annotate.Sentence, begins bool) Sentence {
	out := Sentence{Text: s.Text, Begins: begins}
	if m := s.Sentence.Remark; m != nil {
		out.Evidence = append(out.Evidence, anchorOf(x, m, s.Remark))
	}
	for _, e := range s.Evidence {
		out.Evidence = append(out.Evidence, evidenceOf(x, e))
	}
	for _, c := range s.Claims {
		e := Evidence{Form: markdown.FormClaim.String(), Text: c.Expr, Verdict: annotate.StateOf(c.Verdict).String(), Cause: c.Verdict.Cause}
		e.Place = firstPlace(x, c.Verdict)
		out.Evidence = append(out.Evidence, e)
	}
	if out.Verdict = s.State().String(); len(out.Evidence) == 0 {
		out.Verdict = none
	}
	return out
}

// anchorOf is the evidence of a remark: the statement that it is about.
func anchorOf(x *index.Index, m *markdown.Remark, found *annotate.Remark) Evidence {
	e := Evidence{Form: "remark", Text: fmt.Sprintf("%s %q", m.Symbol.Text, m.Pattern.Text), Verdict: annotate.Fails.String()}
	if found != nil {
		e.Verdict, e.Place = annotate.Holds.String(), placed(x, found.Place)
	}
	return e
}

func evidenceOf(x *index.Index, e *annotate.Evidence) Evidence {
	out := Evidence{Form: e.Piece.Form.String(), Text: e.Piece.Text, Verdict: e.State.String(), Cause: e.Cause, Place: placed(x, e.Place)}
	if e.Claim != nil {
		out.Place = cmp.Or(out.Place, firstPlace(x, e.Claim.Verdict))
	}
	return out
}

func firstPlace(x *index.Index, v claim.Verdict) *Place {
	if len(v.Places) == 0 {
		return nil
	}
	return placed(x, v.Places[0])
}

func placed(x *index.Index, at index.Range) *Place {
	if !at.OK() {
		return nil
	}
	p := PlaceOf(x, at)
	return &p
}
