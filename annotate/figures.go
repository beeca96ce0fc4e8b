package annotate

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sourcedive/annotate/article"
	"sourcedive/annotate/claim"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// Figure is a figure with what became of its parts in one version.
type Figure struct {
	*article.Figure
	fails  map[*article.Part]bool // those that do not hold in this version
	unsure map[*article.Part]bool // those of another version whose code is other in this one
	first  map[*article.Part]*Evidence
}

// Holds reports whether what a part rests on holds in this version. Those inside it may
// fail on their own.
func (f *Figure) Holds(p *article.Part) bool { return !f.fails[p] }

// Unconfirmed reports whether a part that Holds was written for another version, and the code
// that it rests on is other in this one: it may be so all the same.
func (f *Figure) Unconfirmed(p *article.Part) bool { return f.unsure[p] && f.Holds(p) }

// Evidence is the first piece that a part rests on which has a place in the source, nil for
// none.
func (f *Figure) Evidence(p *article.Part) *Evidence { return f.first[p] }

// Figure finds a figure by its name, nil for none.
func (r *Resolved) Figure(name string) *Figure { return r.figures[name] }

// figures resolves what the parts of figures rest on.
func (m *resolver) figures(list []*article.Figure) {
	for _, written := range list {
		f := &Figure{Figure: written, fails: map[*article.Part]bool{}, unsure: map[*article.Part]bool{}, first: map[*article.Part]*Evidence{}}
		m.resolved.figures[f.Name] = f
		m.inline(f.File, f.Title, nil)
		m.inline(f.File, f.Says, nil)
		r := figureResolver{m, f}
		f.All(func(p *article.Part) {
			m.inline(f.File, p.Text, nil)
			r.rests(p)
		})
		r.ordered()
	}
}

// figureResolver resolves one figure.
type figureResolver struct {
	*resolver
	f *Figure
}

// ordered reports a step of a ladder that the source takes before the one above it.
func (r figureResolver) ordered() {
	last := map[index.Sym]int32{}
	r.f.All(func(p *article.Part) {
		e := r.f.first[p]
		if p.Is.Text != "rung" || e == nil || e.Piece.Pattern.Text == "" {
			return
		}
		if e.Place.Off < last[e.Sym] {
			r.f.fails[p] = true
			if r.resolved.WrittenFor == "" {
				r.fault(r.f.File, p.Pos, "put the steps into the order of the source", "%q stands before the step above it, in %s of %s", p.Name.Text, r.Index.Symbols[e.Sym].ID, r.version())
			}
		}
		last[e.Sym] = max(last[e.Sym], e.Place.Off)
	})
}

// number is one that a version may change. Names such as G7 are none, nor are the numbers
// below ten, unless they have a unit.
var number = regexp.MustCompile(`(?:^|[^\pL\d_.,])(\d[\d,]*\d\b|\d\b(?: (?:bytes|KB|KiB|MB|MiB|ms|µs)))`)

// rests finds out whether a part holds, and reports one that rests on nothing though it can
// be wrong: an arrow, a size, a number.
func (r figureResolver) rests(p *article.Part) {
	var pieces []*markdown.Piece
	p.Text.All(func(b *markdown.Block, _ []*markdown.Block) {
		for _, list := range b.Evidence {
			pieces = append(pieces, list.Pieces...)
		}
		for _, t := range b.Links {
			if _, ok := r.resolved.Resolve(t); !ok && t.Kind == markdown.ToSymbol {
				r.f.fails[p] = true
			}
		}
	})
	for _, piece := range pieces {
		r.restsOn(p, r.resolved.evidence[piece])
	}
	if len(pieces) == 0 && slices.Contains([]string{"arrow", "step", "rung"}, p.Is.Text) {
		r.f.fails[p] = true
		r.fault(r.f.File, p.Pos, restHint, "this %s rests on nothing", p.Is.Text)
	}
	for _, found := range numbers(p) {
		if !backed(found[1], pieces) {
			r.f.fails[p] = true
			r.fault(r.f.File, p.Pos, restHint, "the number %s is in nothing that the %s rests on", found[1], p.Is.Text)
		}
	}
}

// numbers are those that a part says and a version may change.
func numbers(p *article.Part) [][]string {
	said := p.Name.Text + " " + p.Text.Text()
	if p.Bytes > 0 {
		said += " " + strconv.Itoa(p.Bytes)
	}
	return number.FindAllStringSubmatch(said, -1)
}

const restHint = "put evidence behind its text, such as {runtime.p.runq; = arraylen(\"runtime.p.runq\") == 256}"

// backed reports whether a number is part of a piece of evidence, by itself or counted in
// another unit. The author answers for what is apart.
func backed(text string, pieces []*markdown.Piece) bool {
	n, _ := strconv.Atoi(strings.ReplaceAll(strings.Fields(text)[0], ",", ""))
	for _, piece := range pieces {
		if piece.Form == markdown.FormWhy || piece.Form == markdown.FormNothing {
			return true
		}
		for _, digits := range digits.FindAllString(piece.Text, -1) {
			if slices.Contains([]string{strconv.Itoa(n), strconv.Itoa(n << 10), strconv.Itoa(n << 20), strconv.Itoa(n * 1000), strconv.Itoa(n * 1000000)}, digits) {
				return true
			}
		}
	}
	return false
}

var digits = regexp.MustCompile(`\d+`)

func (r figureResolver) restsOn(p *article.Part, e *Evidence) {
	if e == nil {
		return
	}
	skipped := e.Claim != nil && e.Claim.Verdict.State == claim.Skipped
	if e.State == Fails || e.State == Missing && !skipped {
		wrong := r.resolved.WrittenFor == "" || lackedBy(r.resolved, e) != "" || e.Claim != nil && len(numbers(p)) > 0
		r.f.fails[p] = r.f.fails[p] || wrong
		r.f.unsure[p] = true
	}
	if r.f.first[p] == nil && e.State == Holds {
		r.f.first[p] = r.located(e)
	}
}

// located is a piece that has a place in the source: a claim has that of the first symbol
// that it names. nil for none.
func (r figureResolver) located(e *Evidence) *Evidence {
	if e.Sym != index.NoSym {
		return e
	}
	if e.Claim == nil {
		return nil
	}
	for _, name := range inQuotes.FindAllStringSubmatch(e.Claim.Expr, -1) {
		if s, ok := r.Index.Named(name[1]); ok {
			return &Evidence{Piece: e.Piece, State: e.State, Sym: s, Place: r.Index.Symbols[s].Body(), Stmt: index.NoRange, Claim: e.Claim}
		}
	}
	return nil
}

var inQuotes = regexp.MustCompile(`"([^"]+)"`)

// figureNamed reports a name of no figure.
func figureNamed(m *resolver, file string, name article.Name) {
	if m.resolved.figures[name.Text] == nil {
		names := slices.Sorted(maps.Keys(m.resolved.figures))
		m.fault(file, name.Pos, diag.Nearest(name.Text, names, someOf(names)), "no figure %q", name.Text)
	}
}
