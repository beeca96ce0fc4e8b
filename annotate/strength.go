package annotate

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"math"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
)

// Trial is what became of a piece of evidence when the source it cites was edited.
type Trial uint8

// The outcomes of trials.
const (
	Untried  Trial = iota // it does not hold, or is elsewhere or apart: there is nothing to break
	Broken                // an edit makes it fail
	Whole                 // no edit makes it fail
	Bare                  // it says that things are there; no edit of code decides that
	Measured              // it rests on a run of the real runtime, which no edit here reaches
)

// Tried is a sentence with what edits of the source did to its evidence.
type Tried struct {
	*Sentence
	Pieces []TriedPiece
	Strong bool
	Key    string // of the sentence and its evidence, as written
	Cited  string // of the source that it cites
}

// TriedPiece is a piece of evidence of a sentence.
type TriedPiece struct {
	Text  string
	Trial Trial
	By    *claim.Edit // of Broken: the first edit that did it
}

// Unnoticed is an edit of a note's source that none of the note's evidence notices.
type Unnoticed struct {
	Sym  index.Sym
	Edit *claim.Edit
}

// TriedFile is what Try found out about one file.
type TriedFile struct {
	File      string
	Sentences []*Tried
	Edits     int         // those of the source that its notes cite, where all were tried
	Unnoticed []Unnoticed // likewise
}

// trial is a piece of evidence under trial.
type trial struct {
	file  int
	piece *TriedPiece
	by    index.Sym // whose edit broke it: the first of syms that one of does, whichever is tried first
	syms  []index.Sym
	lines map[index.Sym][2]int // where it rests, to be edited first
	added []*claim.Edit        // that add a call
	holds func(*claim.Edit) bool
}

// Try edits the source that sentences cite, in memory, and sees which evidence notices. It
// tries the files that are chosen; of these it tries every edit of what they cite if all is
// set, else no more than it takes to break each piece once.
func (r *Resolved) Try(ctx context.Context, chosen func(file string) bool, all bool) ([]TriedFile, error) {
	t := &trials{ctx: ctx, r: r, by: map[index.Sym][]*trial{}}
	for _, f := range sentencesByFile(r) {
		if chosen(f.File) {
			t.add(f)
		}
	}
	if err := t.run(all); err != nil {
		return nil, err
	}
	for i := range t.files {
		inSource(r.Index, t.files[i].Unnoticed)
		for _, s := range t.files[i].Sentences {
			s.judge()
		}
	}
	return t.files, ctx.Err()
}

// inSource sorts edits as the source has them.
func inSource(x *index.Index, list []Unnoticed) {
	slices.SortStableFunc(list, func(a, b Unnoticed) int {
		return cmp.Or(cmp.Compare(x.Symbols[a.Sym].Body().File, x.Symbols[b.Sym].Body().File), a.Edit.Line-b.Edit.Line, cmp.Compare(a.Sym, b.Sym))
	})
}

// trials are all trials under way.
type trials struct {
	ctx   context.Context
	r     *Resolved
	files []TriedFile
	by    map[index.Sym][]*trial
	code  []*trial // of claims about the text of files
	calls []*trial // of claims about calls, which an added one may break

	mu sync.Mutex
}

// sentencesByFile lists what the files say, in the order of their names.
func sentencesByFile(r *Resolved) (files []sentencesOf) {
	by := map[string]int{}
	add := func(file string, list []*Sentence) {
		i, ok := by[file]
		if !ok {
			i = len(files)
			by[file] = i
			files = append(files, sentencesOf{File: file})
		}
		files[i].list = append(files[i].list, list...)
	}
	for _, t := range r.articles {
		add(t.File, t.Sentences())
	}
	for _, l := range r.lines {
		add(l.file, lineSentences(r, l))
	}
	slices.SortFunc(files, func(a, b sentencesOf) int { return cmp.Compare(a.File, b.File) })
	return files
}

type sentencesOf struct {
	File string
	list []*Sentence
}

func (t *trials) add(f sentencesOf) {
	t.files = append(t.files, TriedFile{File: f.File})
	n := len(t.files) - 1
	for _, s := range f.list {
		if !s.Supported() {
			continue
		}
		tried := &Tried{Sentence: s, Key: s.key(), Cited: t.r.snapshot.cited(citesOf(t.r, s))}
		t.files[n].Sentences = append(t.files[n].Sentences, tried)
		tried.Pieces = make([]TriedPiece, 0, len(s.Evidence)+len(s.Claims)+1)
		if s.Remark != nil {
			t.pattern(n, tried, s.Remark.Mark.Pattern.Text, s.Remark.Sym, s.Remark.Place)
		}
		for _, e := range s.Evidence {
			t.evidence(n, tried, e)
		}
		for _, c := range s.Claims {
			t.claim(n, tried, c)
		}
	}
}

// start adds a piece, and its trial where there is something to try.
func (t *trials) start(file int, s *Tried, text string, trial0 Trial) *trial {
	s.Pieces = append(s.Pieces, TriedPiece{Text: text, Trial: trial0})
	return &trial{file: file, piece: &s.Pieces[len(s.Pieces)-1], lines: map[index.Sym][2]int{}}
}

func (t *trials) evidence(file int, s *Tried, e *Evidence) {
	switch {
	case e.Claim != nil:
		t.claim(file, s, e.Claim)
	case e.State != Holds:
		t.start(file, s, e.Piece.Text, Untried)
	case e.Piece.Form == markdown.FormDeclaration:
		t.start(file, s, e.Piece.Text, Bare)
	case e.Piece.Form == markdown.FormStatement || e.Piece.Form == markdown.FormAssembly:
		t.pattern(file, s, e.Piece.Pattern.Text, e.Sym, e.Place)
	default:
		t.start(file, s, e.Piece.Text, Measured)
	}
}

// pattern tries a statement: it fails where it is not there exactly once.
func (t *trials) pattern(file int, s *Tried, pattern string, sym index.Sym, at index.Range) {
	one := t.start(file, s, pattern, Whole)
	one.syms = []index.Sym{sym}
	one.lines[sym] = t.span(at)
	x := t.r.Index
	if x.Symbols[sym].Asm.OK() {
		one.holds = func(e *claim.Edit) bool { return e.Lines(pattern) == 1 }
	} else if p, err := claim.CompilePattern(pattern); err == nil {
		one.holds = func(e *claim.Edit) bool { return e.Matches(t.ctx, p) == 1 }
	}
	t.enter(one)
}

func (t *trials) span(at index.Range) [2]int {
	return [2]int{t.r.Index.Line(at.File, at.Off), t.r.Index.Line(at.File, max(at.Off, at.End-1))}
}

// claim tries a claim that is true. One about a program's output is measured.
func (t *trials) claim(file int, s *Tried, c *Claim) {
	e, err := claim.Compile(c.Expr)
	switch {
	case err != nil:
		t.start(file, s, c.Expr, Untried)
		return
	case e.Runs():
		how := Measured
		if strings.HasSuffix(c.Expr, `!= ""`) { // it prints something, whatever that is
			how = Whole
		}
		t.start(file, s, c.Expr, how)
		return
	case c.Verdict.State != claim.True:
		t.start(file, s, c.Expr, Untried)
		return
	case e.Bare():
		t.start(file, s, c.Expr, Bare)
		return
	}
	one := t.start(file, s, c.Expr, Whole)
	one.syms = citedBy(t.r, c, e)
	for _, at := range c.Verdict.Places {
		if fn := t.r.Index.Enclosing(at.File, at.Off); fn != index.NoSym {
			one.lines[t.r.Index.Outermost(fn)] = t.span(at)
		}
	}
	one.holds = func(edit *claim.Edit) bool {
		v, err := claim.Eval(t.ctx, e, &claim.Env{Source: t.r.snapshot.source, Tree: t.r.snapshot.Tree, Edit: edit, History: t.r.snapshot.History})
		return v.State == claim.True || err != nil // an edit breaks nothing for want of time
	}
	t.enter(one)
	if one.added = t.r.snapshot.source.Added(e); len(one.added) > 0 {
		t.calls = append(t.calls, one)
	}
	if e.Greps() {
		t.code = append(t.code, one)
	}
}

func (t *trials) enter(one *trial) {
	if one.holds == nil {
		return
	}
	for _, sym := range one.syms {
		t.by[sym] = append(t.by[sym], one)
	}
}

// run tries all edits, symbol by symbol, on all processors.
func (t *trials) run(all bool) error {
	for _, one := range t.code {
		if e := claim.WithoutCode(); !one.holds(e) {
			t.breaks(one, index.NoSym, e)
		}
	}
	var syms []index.Sym
	for sym := range t.by {
		syms = append(syms, sym)
	}
	slices.Sort(syms)
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for _, sym := range syms {
		g.Go(func() error {
			edits, err := t.r.snapshot.source.Edits(sym)
			if err != nil {
				return nil // there is nothing to edit
			}
			if t.ctx.Err() == nil {
				t.symbol(sym, edits, all)
			}
			return t.ctx.Err()
		})
	}
	err := g.Wait()
	for _, one := range t.calls {
		for _, e := range one.added {
			if t.ctx.Err() == nil && !t.broken(one, math.MaxInt32) && !one.holds(e) {
				t.breaks(one, math.MaxInt32, e)
			}
		}
	}
	return cmp.Or(err, t.ctx.Err())
}

// symbol tries the edits of one symbol.
func (t *trials) symbol(sym index.Sym, edits []*claim.Edit, all bool) {
	noticed := map[int]map[*claim.Edit]bool{} // by file
	for _, one := range t.by[sym] {
		if noticed[one.file] == nil {
			noticed[one.file] = map[*claim.Edit]bool{}
		}
		for _, e := range nearest(edits, one.lines[sym]) {
			if !all && t.broken(one, sym) {
				break
			}
			if (!noticed[one.file][e] || !t.broken(one, sym)) && !one.holds(e) {
				noticed[one.file][e] = true
				t.breaks(one, sym, e)
			}
		}
	}
	if !all {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for file, seen := range noticed {
		t.files[file].Edits += len(edits)
		for _, e := range edits {
			if !seen[e] {
				t.files[file].Unnoticed = append(t.files[file].Unnoticed, Unnoticed{sym, e})
			}
		}
	}
}

// broken reports whether an edit of a symbol or of one before it broke a piece.
func (t *trials) broken(one *trial, sym index.Sym) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return one.piece.Trial == Broken && one.by <= sym
}

func (t *trials) breaks(one *trial, sym index.Sym, e *claim.Edit) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if one.piece.Trial != Broken || sym < one.by {
		one.piece.Trial, one.piece.By, one.by = Broken, e, sym
	}
}

// nearest are the edits with those of some lines first.
func nearest(edits []*claim.Edit, lines [2]int) []*claim.Edit {
	if lines[0] == 0 {
		return edits
	}
	in := func(e *claim.Edit) bool { return e.Line >= lines[0] && e.Line <= lines[1] }
	var first, rest []*claim.Edit
	for _, e := range edits {
		if in(e) {
			first = append(first, e)
		} else {
			rest = append(rest, e)
		}
	}
	return append(first, rest...)
}

// aboutDeclaration finds sentences that say of something that it is there, or what it is
// by its declaration; where one has an order, a condition or a cause it says more.
var aboutDeclaration = regexp.MustCompile(anyWord("is|are|was|were|has|have|had|there|exists?|field|fields|type|types|declared|declares|holds|named|called|constant|variable|struct|interface|gone|part of"))

// judge decides whether a sentence is strong: each piece that could be tried was broken,
// and there is one.
func (s *Tried) judge() {
	good := 0
	for _, p := range s.Pieces {
		switch {
		case p.Trial == Broken, p.Trial == Measured, p.Trial == Bare && s.declares():
			good++
		case p.Trial == Whole, p.Trial == Bare:
			return
		}
	}
	s.Strong = good > 0
}

// declares reports whether the sentence says no more than a bare declaration shows.
func (s *Tried) declares() bool {
	if !aboutDeclaration.MatchString(s.Text) {
		return false
	}
	for _, rule := range checkableRules[1:4] { // order, condition, cause
		if rule.MatchString(s.Text) {
			return false
		}
	}
	return true
}

// isStrong reports whether it was recorded that an edit breaks the evidence of a sentence, and
// neither that nor what it cites has changed since.
func isStrong(r *Resolved, s *Sentence) bool {
	cited, ok := r.strength[s.key()]
	return ok && cited == r.snapshot.cited(citesOf(r, s))
}

// Strengthened is the record of the content with the outcome of trials: what was tried is
// strong or not in it, and with whole, what was not tried is not.
func (r *Resolved) Strengthened(files []TriedFile, whole bool) article.Strength {
	record := article.Strength{}
	if !whole {
		maps.Copy(record, r.strength)
	}
	for _, f := range files {
		for _, s := range f.Sentences {
			delete(record, s.Key)
			if s.Strong {
				record[s.Key] = s.Cited
			}
		}
	}
	return record
}

// key hashes a sentence and its evidence as they are written.
func (s *Sentence) key() string {
	h := sha256.New()
	write := func(text string) { h.Write([]byte(strings.Join(strings.Fields(text), " ") + "\x00")) }
	write(s.Text)
	if m := s.Sentence.Remark; m != nil {
		write("@" + m.Symbol.Text + " " + m.Pattern.Text)
	}
	for _, e := range s.Evidence {
		write(e.Piece.Text)
	}
	for _, c := range s.Claims {
		write("=" + c.Expr)
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// citesOf lists the symbols that the evidence of a sentence cites, sorted.
func citesOf(r *Resolved, s *Sentence) (syms []index.Sym) {
	if s.Remark != nil {
		syms = append(syms, s.Remark.Sym)
	}
	claims := slices.Clone(s.Claims)
	for _, e := range s.Evidence {
		if e.Sym != index.NoSym {
			syms = append(syms, e.Sym)
		}
		if e.Claim != nil {
			claims = append(claims, e.Claim)
		}
	}
	for _, c := range claims {
		if e, err := claim.Compile(c.Expr); err == nil {
			syms = append(syms, citedBy(r, c, e)...)
		}
	}
	slices.Sort(syms)
	return slices.Compact(syms)
}

// citedBy lists the symbols that a claim names, and the functions that it was answered
// from.
func citedBy(r *Resolved, c *Claim, e *claim.Expr) (syms []index.Sym) {
	for _, name := range e.Names() {
		if s, ok := r.Index.Named(name); ok && r.Index.Symbols[s].Body().OK() {
			syms = append(syms, s)
		}
	}
	for _, at := range c.Verdict.Places {
		if fn := r.Index.Enclosing(at.File, at.Off); fn != index.NoSym {
			syms = append(syms, r.Index.Outermost(fn))
		}
	}
	slices.Sort(syms)
	return slices.Compact(syms)
}
