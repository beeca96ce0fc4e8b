package prose

import (
	"strings"
	"testing"

	"sourcedive/annotate"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/site/highlight"
)

// proofWriter writes on a page of the toy, for content that was written for a version or for
// this one.
func proofWriter(t *testing.T, writtenFor string) *Writer {
	t.Helper()
	p := toyProse(t, true)
	essay := p.Resolved.Essay("sched")
	if writtenFor != "" {
		p.Resolved = &annotate.Resolved{WrittenFor: writtenFor}
	}
	return p.On("func/runtime/malg.html", essay, 0, "")
}

// Each kind of evidence as it stands behind a sentence.
func TestPiecesOfProof(t *testing.T) {
	w := proofWriter(t, "")
	sym := func(id index.ID) (index.Sym, index.Range) {
		s, ok := w.Index.Sym(id)
		if !ok {
			t.Fatalf("no symbol %s", id)
		}
		return s, w.Index.Symbols[s].Decl
	}
	malg, here := sym("runtime.malg")
	schedule, there := sym("runtime.schedule")
	field, at := sym("runtime.g.status")
	words := func(list ...string) (args []markdown.Word) {
		for _, text := range list {
			args = append(args, markdown.Word{Text: text})
		}
		return args
	}
	piece := func(form markdown.Form, args ...string) *markdown.Piece {
		return &markdown.Piece{Form: form, Text: "as it is written", Symbol: markdown.Word{Text: "runtime.x"}, Args: words(args...)}
	}
	nameless := piece(markdown.FormStatement)
	nameless.Symbol.Text = ""
	verdict := func(state claim.State, places ...index.Range) *annotate.Claim {
		return &annotate.Claim{Applies: true, Expr: `exists("runtime.x")`, Verdict: claim.Verdict{State: state, Cause: "it is so", Places: places}}
	}
	list := map[string][]ProofPiece{}
	for name, e := range map[string]*annotate.Evidence{
		"nothing": {Piece: piece(markdown.FormNothing)}, "unknown": {Piece: piece(markdown.FormUnknown)}, "why": {Piece: piece(markdown.FormWhy)},
		"issue": {Piece: piece(markdown.FormIssue, "12345")}, "document": {Piece: piece(markdown.FormDocument, "The memory model", "section 3", "https://go.dev/ref/mem")},
		"lab that holds": {Piece: piece(markdown.FormLab, "alloc", "faster"), State: annotate.Holds, Measured: "3 ns"}, "lab of another name": {Piece: piece(markdown.FormLab, "none", "faster"), State: annotate.Fails},
		"lab's program": {Piece: piece(markdown.FormLab, "alloc", "program", "x++"), State: annotate.Holds}, "lab that was not run": {Piece: piece(markdown.FormLab, "alloc", "faster"), State: annotate.Missing, Cause: "no run"},
		"gone": {Piece: piece(markdown.FormStatement), State: annotate.Fails, Place: index.NoRange}, "false of no symbol": {Piece: nameless, State: annotate.Fails, Place: index.NoRange},
		"missing": {Piece: piece(markdown.FormStatement), State: annotate.Missing, Place: index.NoRange, Cause: "not asked"}, "missing without a cause": {Piece: piece(markdown.FormStatement), State: annotate.Missing, Place: index.NoRange},
		"holds without a place": {Piece: piece(markdown.FormStatement), State: annotate.Holds, Place: index.NoRange},
		"false with a place":    {Piece: piece(markdown.FormStatement), State: annotate.Fails, Place: here, Sym: malg},
		"on this page":          {Piece: piece(markdown.FormStatement), State: annotate.Holds, Place: here, Sym: malg}, "on another page": {Piece: piece(markdown.FormStatement), State: annotate.Holds, Place: there, Sym: schedule},
		"a field":              {Piece: piece(markdown.FormStatement), State: annotate.Holds, Place: at, Sym: field},
		"claim":                {Piece: piece(markdown.FormStatement), State: annotate.Holds, Claim: verdict(claim.True, there), Place: here},
		"claim of many places": {Piece: piece(markdown.FormStatement), State: annotate.Holds, Claim: verdict(claim.True, there, there, there, there)},
		"claim of two places":  {Piece: piece(markdown.FormStatement), State: annotate.Holds, Claim: verdict(claim.True, there, here)},
		"false claim":          {Piece: piece(markdown.FormStatement), State: annotate.Fails, Claim: verdict(claim.False, there)},
		"claim without answer": {Piece: piece(markdown.FormStatement), Claim: verdict(claim.Unanswerable, there)}, "claim that was not run": {Piece: piece(markdown.FormStatement), Claim: verdict(claim.Skipped)},
	} {
		list[name] = w.evidence(e)
	}
	golden.View(t, "proof/pieces", list)
	if n := len(list["claim of many places"]); n != 5 {
		t.Errorf("%d pieces of four places and a claim", n)
	}
	other := map[string][]ProofPiece{}
	of := proofWriter(t, "go1.4")
	for name, state := range map[string]claim.State{"true": claim.True, "false": claim.False, "unanswerable": claim.Unanswerable} {
		other[name] = of.claimPieces(verdict(state))
	}
	golden.View(t, "proof/other", other)
}

// The mark behind a sentence: what it is, where it leads and what it says.
func TestMarksOfProof(t *testing.T) {
	remark := &markdown.Remark{Pattern: markdown.Word{Text: "x = y"}}
	issue := &annotate.Evidence{Piece: &markdown.Piece{Form: markdown.FormIssue, Args: []markdown.Word{{Text: "7"}}}, State: annotate.Outside}
	why := &annotate.Evidence{Piece: &markdown.Piece{Form: markdown.FormWhy}, State: annotate.Apart}
	verdict := func(state claim.State) *annotate.Claim {
		return &annotate.Claim{Applies: true, Expr: "x", Verdict: claim.Verdict{State: state}}
	}
	for _, c := range []struct {
		name, writtenFor string
		s                annotate.Sentence
		mark             string
		out              bool
		href, label      string
		pieces           int
	}{
		{"true", "", annotate.Sentence{Claims: []*annotate.Claim{verdict(claim.True)}}, markProof, false, "", "What this rests on", 1},
		{"false", "", annotate.Sentence{Claims: []*annotate.Claim{verdict(claim.False)}, Evidence: []*annotate.Evidence{issue}}, markFalse, false, "https://go.dev/issue/7", "Does not hold", 2},
		{"without answer", "", annotate.Sentence{Claims: []*annotate.Claim{verdict(claim.Unanswerable)}}, markAsk, false, "", "Cannot be told", 1},
		{"an issue", "", annotate.Sentence{Evidence: []*annotate.Evidence{issue}}, markOutside, true, "https://go.dev/issue/7", "Rests on go#7", 1},
		{"why", "", annotate.Sentence{Evidence: []*annotate.Evidence{why}}, markOutside, true, "", "What this rests on", 1},
		{"false elsewhere", "go1.4", annotate.Sentence{Claims: []*annotate.Claim{verdict(claim.False)}, Evidence: []*annotate.Evidence{issue}}, markAsk, false, "", "Written for go1.4, and not confirmed for go1.3.0: the code that it rests on is other there", 2},
		{"true elsewhere", "go1.4", annotate.Sentence{Claims: []*annotate.Claim{verdict(claim.True)}}, markProof, false, "", "What this rests on", 1},
		{"an anchor that is gone", "", annotate.Sentence{Sentence: &markdown.Sentence{Remark: remark}}, markFalse, false, "", "Does not hold", 1},
	} {
		w := proofWriter(t, c.writtenFor)
		s := c.s
		if s.Sentence == nil {
			s.Sentence = &markdown.Sentence{}
		}
		part := w.proof(&s, s.State())
		if part.Mark != c.mark || part.Out != c.out || part.Href != c.href || part.Label != c.label || len(part.Pieces) != c.pieces {
			t.Errorf("%s: %q, out %t, to %q, %q, %d pieces", c.name, part.Mark, part.Out, part.Href, part.Label, len(part.Pieces))
		}
		if c.name == "an anchor that is gone" && (part.Pieces[0].Expr != "x = y" || !strings.HasSuffix(part.Pieces[0].Says, "no such code in go1.3.0.")) {
			t.Errorf("%s: %+v", c.name, part.Pieces[0])
		}
	}
}

// The lines that are shown: those of the place, as many as fit, and one before and behind
// them where there is room and they say something.
func TestWindow(t *testing.T) {
	m := highlight.New(&index.File{Path: "x.go", Text: "1\n2\n\n4\n5\n6\n7\n8\n\n10\n"})
	for _, c := range []struct{ from, to, most, first, last int }{
		{5, 5, 1, 5, 5},
		{5, 5, 2, 5, 6},
		{5, 5, 3, 4, 6},
		{5, 5, 5, 4, 6},
		{5, 6, 3, 5, 7},
		{5, 6, 4, 4, 7},
		{5, 8, 5, 5, 8}, // the line behind says nothing, and one before takes two
		{5, 8, 6, 4, 8},
		{5, 8, 4, 5, 8},
		{5, 8, 3, 5, 7},
		{4, 4, 3, 4, 5}, // nor does the line before
		{1, 1, 3, 1, 2},
		{10, 10, 3, 10, 10},
		{10, 10, 4, 10, 10},
	} {
		if first, last := window(c.from, c.to, c.most, m); first != c.first || last != c.last {
			t.Errorf("%d to %d, at most %d: %d to %d, want %d to %d", c.from, c.to, c.most, first, last, c.first, c.last)
		}
	}
}

// The frame of a sentence by what became of it; one that rests on nothing has none, whether
// it is of an article or of a line that belongs to none.
func TestFramesOfSentences(t *testing.T) {
	verdict := func(state claim.State) []*annotate.Claim {
		return []*annotate.Claim{{Applies: true, Expr: "x", Verdict: claim.Verdict{State: state}}}
	}
	for _, c := range []struct {
		writtenFor string
		state      claim.State
		class      string
	}{
		{"", claim.True, "ck"}, {"", claim.False, "ck no"}, {"", claim.Unanswerable, "ck ask"}, {"", claim.Skipped, "ck"},
		{"go1.4", claim.True, "ck"}, {"go1.4", claim.False, "ck un"}, {"go1.4", claim.Unanswerable, "ck un"},
	} {
		w := proofWriter(t, c.writtenFor)
		s := &annotate.Sentence{Sentence: &markdown.Sentence{}, Claims: verdict(c.state)}
		f, ok := frame(w, s)
		if !ok || f.Class != c.class || !strings.Contains(string(f.Mark), "mk") || !strings.Contains(string(f.After), "proof") {
			t.Errorf("%v, written for %q: %t, %+v", c.state, c.writtenFor, ok, f)
		}
		if w.standing.Of != 1 {
			t.Errorf("%v, written for %q: counted as %+v", c.state, c.writtenFor, w.standing)
		}
	}
	p := toyProse(t, false)
	for _, w := range []*Writer{p.On("x.html", p.Resolved.Essay("sched"), 0, ""), p.Plain("x.html")} {
		if f, ok := w.sentence(&markdown.Sentence{Text: "It is nowhere."}); ok {
			t.Errorf("a sentence of no text has a frame: %+v", f)
		}
	}
	if f, ok := frame(proofWriter(t, ""), &annotate.Sentence{Sentence: &markdown.Sentence{Text: "Read on."}}); ok {
		t.Errorf("a sentence that rests on nothing has a frame: %+v", f)
	}
}
