package prose

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
)

// ProofPart is what a sentence rests on.
type ProofPart struct {
	Mark   string // the glyph at the end of the sentence
	Out    bool   // it stands for what is not in the source
	Href   string // where the mark leads: the first line, or the document
	To     int    // the last line, where the page shows the lines itself; 0 for one
	Label  string // what the mark says to those who do not see it
	Pieces []ProofPiece
}

// ProofPiece is one piece of what a sentence rests on.
type ProofPiece struct {
	ID      string // the permalink of a claim, "" for none
	Symbol  urls.Link
	Place   highlight.Place
	To      int // the last line, where the page shows the lines itself
	Lang    string
	Code    template.HTML // "" where the page has the lines elsewhere
	Expr    string        // of a claim
	Says    string        // the verdict, in words
	Because []string      // of what does not hold or has no answer
	Doc     urls.Link     // elsewhere
}

// Bounds of a proof.
const (
	mostLines  = 5 // of one piece
	mostPlaces = 3 // of one claim that are shown
	fewLines   = 2 // of each, where there are several
)

// sentence frames a sentence with what it rests on, and counts it.
func (w *Writer) sentence(written *markdown.Sentence) (f markdown.SentenceFrame, ok bool) {
	s := w.resolved(written)
	if s == nil {
		return f, false
	}
	return frame(w, s)
}

// frame is the frame of a sentence; ok is false where it rests on nothing.
func frame(w *Writer, s *annotate.Sentence) (f markdown.SentenceFrame, ok bool) {
	state := s.State()
	w.standing.add(w.Resolved, s, state)
	part := w.proof(s, state)
	if len(part.Pieces) == 0 {
		return f, false
	}
	f = markdown.SentenceFrame{Class: "ck", Mark: w.Theme.Part("mark", part), After: w.Theme.Part("proof", part)}
	switch {
	case part.Mark == markLacks:
		f.Class = "ck of"
	case w.Resolved.Unconfirmed(s):
		f.Class = "ck un"
	case part.Mark == markAsk:
		f.Class = "ck ask"
	case state == annotate.Fails:
		f.Class = "ck no"
	}
	return f, true
}

// resolved is what became of a sentence; nil where it is for other versions.
func (w *Writer) resolved(s *markdown.Sentence) *annotate.Sentence {
	if w.text == nil {
		return w.Resolved.LineSentence(s)
	}
	return w.text.Sentence(s)
}

// The glyphs at the ends of sentences.
const (
	markProof   = "·"
	markOutside = "◊"
	markFalse   = "✗"
	markAsk     = "?"
	markLacks   = "≠" // it rests on what this version does not have, and is written for another
)

// proof collects what a sentence rests on. The anchor of a remark is a link at its start
// already.
func (w *Writer) proof(s *annotate.Sentence, state annotate.EvidenceState) ProofPart {
	part := ProofPart{Mark: markProof}
	if m := s.Sentence.Remark; m != nil && s.Remark == nil {
		part.Pieces = append(part.Pieces, w.absent(m.Pattern.Text))
	}
	for _, e := range s.Evidence {
		part.Pieces = append(part.Pieces, w.evidence(e)...)
	}
	for _, c := range s.Claims {
		part.Pieces = append(part.Pieces, w.claimPieces(c)...)
	}
	switch {
	case w.Resolved.Unconfirmed(s):
		return unconfirmed(w, s, part)
	case state == annotate.Fails:
		part.Mark = markFalse
	case state == annotate.Missing && s.Unanswered():
		part.Mark = markAsk
	case state == annotate.Outside, state == annotate.Apart:
		part.Mark, part.Out = markOutside, true
	}
	part.lead()
	return part
}

// unconfirmed marks a sentence of another version: it rests on what this one does not have,
// or on code that is written differently here, which makes it uncertain and not false.
func unconfirmed(w *Writer, s *annotate.Sentence, part ProofPart) ProofPart {
	here := w.Index.Config.Version
	part.Mark, part.Label = markAsk, "Written for "+w.Resolved.WrittenFor+", and not confirmed for "+here+": the code that it rests on is other there"
	if name := w.Resolved.Lacks(s); name != "" {
		part.Mark, part.Label = markLacks, "Rests on "+name+", which "+here+" does not have"
	}
	return part
}

// lead finds where the mark leads, and what it says.
func (p *ProofPart) lead() {
	for _, piece := range p.Pieces {
		for _, to := range []urls.Link{{Text: piece.Place.Text, Href: piece.Place.Href}, piece.Doc} {
			if to.Href != "" && p.Href == "" {
				p.Href, p.To, p.Label = to.Href, piece.To, "Rests on "+to.Text
			}
		}
	}
	switch {
	case p.Mark == markFalse:
		p.Label = "Does not hold"
	case p.Mark == markAsk:
		p.Label = "Cannot be told"
	case p.Label == "":
		p.Label = "What this rests on"
	}
}

// evidence shows a piece of evidence.
func (w *Writer) evidence(e *annotate.Evidence) []ProofPiece {
	switch e.Piece.Form {
	case markdown.FormNothing, markdown.FormUnknown:
		return nil
	case markdown.FormWhy:
		return []ProofPiece{{Says: "The author’s explanation: the source does not say it."}}
	case markdown.FormIssue:
		n := e.Piece.Args[0].Text
		return []ProofPiece{{Doc: urls.Link{Text: "go#" + n, Href: "https://go.dev/issue/" + n}}}
	case markdown.FormDocument:
		return []ProofPiece{{Doc: urls.Link{Text: e.Piece.Args[0].Text + ", " + e.Piece.Args[1].Text, Href: e.Piece.Args[2].Text}}}
	}
	switch {
	case e.Piece.Form == markdown.FormLab:
		return []ProofPiece{w.lab(e)}
	case e.Claim != nil:
		return w.claimPieces(e.Claim)
	case e.State == annotate.Fails && e.Place == index.NoRange && e.Piece.Symbol.Text != "":
		return []ProofPiece{w.absent(e.Piece.Text)}
	case e.Place.OK():
		return []ProofPiece{w.shown(e.Sym, e.Place, mostLines)}
	}
	return []ProofPiece{{Expr: e.Piece.Text, Says: w.says(e.State, e.Cause)}}
}

// lab shows a check of a lab, or words of its program, after a link to its page.
func (w *Writer) lab(e *annotate.Evidence) ProofPiece {
	name, words := e.Piece.Args[0].Text, e.Piece.Args[len(e.Piece.Args)-1].Text
	piece := ProofPiece{Expr: words, Says: w.says(e.State, e.Cause)}
	switch {
	case e.State == annotate.Holds && len(e.Piece.Args) > 2:
		piece.Says = "in its program"
	case e.State == annotate.Holds:
		piece.Says = "held in the recorded run: " + e.Measured
	}
	if page := urls.Lab(name); page != w.path && slices.ContainsFunc(w.Resolved.Labs, func(t *annotate.Article) bool { return t.ID == name }) {
		piece.Place = highlight.Place{Text: "lab " + name, Href: urls.Relative(w.path, page+"#result")}
	}
	return piece
}

// absent says that a version lacks what a sentence is about.
func (w *Writer) absent(what string) ProofPiece {
	return ProofPiece{Expr: what, Says: "There is no such code in " + w.Index.Config.Version + "."}
}

// says is the verdict on a piece that has no place.
func (w *Writer) says(state annotate.EvidenceState, cause string) string {
	switch {
	case state == annotate.Holds:
		return "checked for " + w.Index.Config.Version
	case state == annotate.Fails:
		return "does not hold in " + w.Index.Config.Version
	case cause != "":
		return cause
	}
	return "not asked for " + w.Index.Config.Version
}

// claimPieces shows a claim after the lines that it was answered from.
func (w *Writer) claimPieces(c *annotate.Claim) (list []ProofPiece) {
	verdict := w.Claim(c)
	places := c.Verdict.Places
	if c.Verdict.State != claim.True {
		places = nil // what was found is not what decided
	}
	lines := mostLines
	if len(places) > 1 {
		lines = fewLines
	}
	for i, at := range places {
		piece := w.shown(index.NoSym, at, lines)
		if i >= mostPlaces {
			piece.Code, piece.Symbol = "", urls.Link{}
		}
		list = append(list, piece)
	}
	says := claimWords[c.Verdict.State] + w.Index.Config.Version
	if w.notOfHere(c) {
		says = verdict.Says
	}
	return append(list, ProofPiece{ID: verdict.ID, Expr: c.Expr, Says: says, Because: verdict.Because})
}

// claimWords are the words for a claim's verdict, before the version.
var claimWords = map[claim.State]string{
	claim.True: "holds on ", claim.False: "does not hold in ", claim.Unanswerable: "no answer in ", claim.Skipped: "not run for ",
}

// shown is a place with a few of its lines. Of one that the page shows elsewhere there is
// the place alone.
func (w *Writer) shown(s index.Sym, at index.Range, most int) ProofPiece {
	m := w.Highlight(at.File)
	from, to := m.Line(at.Off), m.Line(max(at.Off, at.End-1))
	outer := w.owner(s, at)
	piece := ProofPiece{Place: highlight.Place{Text: fmt.Sprintf("%s:%d", w.fileName(at.File), from)}, Lang: highlight.LangClass(m.File.Lang)}
	page := ""
	if outer != index.NoSym {
		page = w.URLs.Page[outer]
		piece.Symbol = urls.Link{Text: w.SymbolText(outer), Href: w.Href(w.path, outer)}
	}
	if page == w.path && page != "" {
		piece.Place.Href, piece.To = fmt.Sprintf("#L%d", from), to
		return piece
	}
	piece.Place.Href = urls.Relative(w.path, w.URLs.Line(at.File, from))
	if page != "" {
		piece.Place.Href = urls.Relative(w.path, fmt.Sprintf("%s#L%d", page, from))
	}
	first, last := window(from, to, most, m)
	piece.Code = m.Excerpt(first, last, from, min(to, last))
	return piece
}

// window is a range of lines with one more before and behind it, as far as they fit and say
// something.
func window(from, to, most int, m *highlight.File) (first, last int) {
	first, last = from, min(to, from+most-1)
	if last-first+1 < most-1 && !m.Blank(first-1) {
		first--
	}
	if last-first+1 < most && !m.Blank(last+1) {
		last++
	}
	return first, last
}

// owner is the symbol with a page that a place is in.
func (w *Writer) owner(s index.Sym, at index.Range) index.Sym {
	if fn := w.Index.Enclosing(at.File, at.Off); fn != index.NoSym {
		return w.Index.Outermost(fn)
	}
	for s != index.NoSym && w.URLs.Page[s] == "" {
		s = w.Index.Symbols[s].Parent
	}
	return s
}

func (w *Writer) fileName(file int32) string {
	path := w.Index.Files[file].Path
	return path[strings.LastIndexByte(path, '/')+1:]
}
