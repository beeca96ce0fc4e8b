package annotate

import (
	"sync"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
)

// Findings are what a [Snapshot] found out that its index alone decides, for another
// snapshot of the same index made by the same program: verdicts by the text of the claim,
// and matches of patterns. What ran a program, read more of the tree, had no answer or
// failed is none.
type Findings struct {
	Verdicts map[string]claim.Verdict
	Matches  []Match
}

// Match is where a pattern was found in a symbol.
type Match struct {
	Sym     index.Sym
	Pattern string
	Spans   []claim.Span
}

// Recall gives the snapshot what another one found out, which it asks for when it is first
// asked for a verdict or a match itself. It is to be called before the snapshot is used.
func (g *Snapshot) Recall(findings func() Findings) {
	g.recalled = sync.OnceValue(func() recalled {
		f := findings()
		found := make(map[wanted]match, len(f.Matches))
		for _, m := range f.Matches {
			found[wanted{m.Sym, m.Pattern}] = match{spans: m.Spans}
		}
		return recalled{f.Verdicts, found}
	})
}

// recalled is what is known before it is asked for.
type recalled struct {
	verdicts map[string]claim.Verdict
	found    map[wanted]match
}

// Findings are what the snapshot was asked so far. more says whether any of it was not
// recalled.
func (g *Snapshot) Findings() (f Findings, more bool) {
	f.Verdicts = map[string]claim.Verdict{}
	for text, v := range g.verdicts.Range {
		if text, v := text.(string), v.(claim.Verdict); v.Lasting {
			f.Verdicts[text] = v
			_, known := g.recalled().verdicts[text]
			more = more || !known
		}
	}
	for of, m := range g.found.Range {
		if of, m := of.(wanted), m.(match); m.err == nil {
			f.Matches = append(f.Matches, Match{of.sym, of.pattern, m.spans})
			_, known := g.recalled().found[of]
			more = more || !known
		}
	}
	return f, more
}
