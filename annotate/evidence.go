package annotate

import (
	"fmt"
	"slices"

	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// EvidenceState is what became of a piece of evidence in one version.
type EvidenceState uint8

// The states of evidence.
const (
	Missing EvidenceState = iota // it could not be found or asked: by now, in this version, or as it is written
	Holds                        // it is there, or true
	Fails                        // it is not there, or false
	Outside                      // it is elsewhere: nothing here can check it
	Apart                        // it is no evidence: the author's explanation, or nothing to check
)

var evidenceStates = [...]string{"missing", "holds", "fails", "outside", "apart"}

func (s EvidenceState) String() string { return evidenceStates[s] }

// Evidence is a piece of evidence with what became of it in one version.
type Evidence struct {
	Piece *markdown.Piece
	State EvidenceState
	Cause string // of what is missing or fails, where it is no diagnostic

	unrecorded bool // it rests on a record that there is none of, in any version

	Sym   index.Sym   // of a declaration, statement or assembly; NoSym for none
	Place index.Range // what its pattern matched, or the declaration
	Stmt  index.Range // the smallest statement around it
	Claim *Claim      // of a claim or program, with its verdict; it is in no list of claims

	Measured string // of a check of a lab that holds
}

// ModelCheck is a recorded check of a model against a real runtime.
type ModelCheck struct {
	Go, Platform string
	Model, Name  string
	OK           bool
}

// Evidence is what became of a piece of evidence in the text; nil where its block is for
// other versions.
func (t *Article) Evidence(p *markdown.Piece) *Evidence { return t.evidence[p] }

// pieceResolver resolves pieces of evidence of an article.
type pieceResolver struct {
	*articleResolver
	block *markdown.Block
}

// resolveForm is how each form is resolved. Those that are not in it cannot be answered
// yet.
var resolveForm = map[markdown.Form]func(pieceResolver, *Evidence){
	markdown.FormStatement:   pieceResolver.statement,
	markdown.FormDeclaration: pieceResolver.declaration,
	markdown.FormAssembly:    pieceResolver.assembly,
	markdown.FormClaim:       func(r pieceResolver, e *Evidence) { r.claimed(e, e.Piece.Expr) },
	markdown.FormRun:         pieceResolver.program,
	markdown.FormGraph:       pieceResolver.graph,
	markdown.FormModel:       pieceResolver.model,
	markdown.FormSince:       pieceResolver.since,
	markdown.FormLab:         pieceResolver.lab,
	markdown.FormIssue:       func(_ pieceResolver, e *Evidence) { e.State = Outside },
	markdown.FormDocument:    func(_ pieceResolver, e *Evidence) { e.State = Outside },
	markdown.FormWhy:         func(_ pieceResolver, e *Evidence) { e.State = Apart },
	markdown.FormNothing:     func(_ pieceResolver, e *Evidence) { e.State = Apart },
}

// evidence resolves the evidence of a block. What fails is reported where it is written.
func (r *articleResolver) evidence(b *markdown.Block) {
	for _, list := range b.Evidence {
		for _, p := range list.Pieces {
			e := &Evidence{Piece: p, Sym: index.NoSym, Place: index.NoRange, Stmt: index.NoRange}
			if resolve := resolveForm[p.Form]; resolve != nil {
				resolve(pieceResolver{r, b}, e)
			} else if p.Form != markdown.FormUnknown {
				e.Cause = p.Form.String() + " cannot be answered yet"
			}
			r.article.evidence[p] = e
		}
	}
}

// statement finds the only match of a pattern in a symbol of Go.
func (r pieceResolver) statement(e *Evidence) {
	if s, ok := r.resolved.sym(e.Piece.Symbol.Text); ok && r.Index.Symbols[s].Asm.OK() {
		e.State = Fails
		r.differsAt(e.Piece.Pos, "write {asm "+e.Piece.Text+"}", "%s is written in assembly in %s", e.Piece.Symbol.Text, r.version())
		return
	}
	r.matched(e)
}

// assembly finds the only line of a symbol of assembly with the words.
func (r pieceResolver) assembly(e *Evidence) {
	if s, ok := r.resolved.sym(e.Piece.Symbol.Text); ok && !r.Index.Symbols[s].Asm.OK() {
		e.State = Fails
		r.differsAt(e.Piece.Pos, "leave asm out, and write a pattern of Go", "%s is not written in assembly in %s", e.Piece.Symbol.Text, r.version())
		return
	}
	r.matched(e)
}

func (r pieceResolver) matched(e *Evidence) {
	e.State = Fails // reported where it is looked for
	if s, span, ok := r.once(e.Piece.Symbol, e.Piece.Pattern, 0); ok {
		e.State, e.Sym = Holds, s
		e.Place = index.Range{File: span.File, Off: span.Off, End: span.End}
		e.Stmt = index.Range{File: span.File, Off: span.StmtOff, End: span.StmtEnd}
	}
}

func (r pieceResolver) declaration(e *Evidence) {
	e.State = Fails
	if s, ok := r.symbol(e.Piece.Symbol); ok {
		e.State, e.Sym, e.Place = Holds, s, r.Index.Symbols[s].Body()
	}
}

// claimed evaluates an expression.
func (r pieceResolver) claimed(e *Evidence, expr markdown.Word) {
	e.Claim = &Claim{Expr: expr.Text, File: r.article.File, Pos: expr.Pos, Applies: true}
	r.verdict(e.Claim, r.promised, r.add)
	e.State = StateOf(e.Claim.Verdict)
	if e.Cause = e.Claim.Verdict.Cause; e.Claim.Verdict.State == claim.Skipped {
		e.Cause = "it was not run"
	}
}

// program runs a program of the content, which has to print something.
func (r pieceResolver) program(e *Evidence) {
	r.claimed(e, markdown.Word{Text: fmt.Sprintf(`run(%q) != ""`, e.Piece.Args[0].Text), Pos: e.Piece.Pos})
}

// graph asks the report of the call graph compared with the compiler's listing.
func (r pieceResolver) graph(e *Evidence) {
	report := r.Index.Report
	if report == nil {
		e.Cause = "the call graph of " + r.version() + " was not compared with a compiler's listing"
		return
	}
	e.State = Holds
	for _, d := range report.Differences {
		if d.Cause == index.CauseMissed || d.Cause == index.CauseSpurious {
			e.State = Fails
			r.report(e.Piece.Pos, "sourcedive graph verify lists them", "the call graph and the compiler's listing of %s differ without a reason, in %s → %s for one", r.version(), d.From, d.To)
			return
		}
	}
}

// model asks the recorded reports. One of another version than this proves nothing here.
func (r pieceResolver) model(e *Evidence) {
	model, name := e.Piece.Args[0], e.Piece.Args[1]
	var names []string
	for _, c := range r.ModelChecks {
		if full := c.Model + " " + c.Name; !slices.Contains(names, full) {
			names = append(names, full)
		}
		if c.Model != model.Text || c.Name != name.Text || c.Go != r.Index.Config.Version || c.Platform != r.Index.Config.Platform() {
			continue
		}
		if e.State = Holds; !c.OK {
			e.State = Fails
			r.report(e.Piece.Pos, "sourcedive model verify "+model.Text, "the check %s of the model %s failed in %s", name.Text, model.Text, r.version())
		}
		return
	}
	if slices.Contains(names, model.Text+" "+name.Text) {
		e.Cause = "the check was not recorded for " + r.version()
		return
	}
	r.report(e.Piece.Pos, diag.Nearest(model.Text+" "+name.Text, names, "sourcedive model list names the models and their checks"), "no check %s of a model %s is recorded", name.Text, model.Text)
	e.Cause = "no such check is recorded"
}
