package search

import (
	"math"
	"math/bits"
	"strings"
)

// Vocabulary maps words to others of the same meaning: a word is replaced by its first form.
// The keys are words as readers type them, the values words as names have them.
type Vocabulary map[string]string

// An analyzer turns the fields of documents into terms.
type analyzer struct {
	same    Vocabulary // by stem
	segment *segmenter
	memo    [3]map[string][]int32 // terms of a word, by the way it is read
	terms   []string              // by number
	number  map[string]int32
}

// The ways to read a word.
const (
	asName  = iota // of a name: its parts, and what they are made of
	asProse        // of a text: its stem; a name in it also as a whole
	asCode         // of source: as prose, without Go's keywords
)

func newAnalyzer(docs []Doc, same Vocabulary) *analyzer {
	a := &analyzer{same: stemmed(same), segment: newSegmenter(docs), number: map[string]int32{}}
	for i := range a.memo {
		a.memo[i] = map[string][]int32{}
	}
	return a
}

func stemmed(same Vocabulary) Vocabulary {
	v := Vocabulary{}
	for from, to := range same {
		v[stem(lower(from))] = stem(lower(to))
	}
	return v
}

// term is what a word in lower case is looked up by.
func (v Vocabulary) term(w string) string {
	w = stem(w)
	if to, ok := v[w]; ok {
		return to
	}
	return w
}

// field calls do with each term of a field of a document, repeated ones included.
func (a *analyzer) field(d *Doc, f field, do func(term int32)) {
	read := func(text string, how int) {
		runs(text, func(word string, _ int) {
			for _, t := range a.word(word, how) {
				do(t)
			}
		})
	}
	switch f {
	case fieldBase:
		// Besides the name itself, the name as someone types it who does not mind
		// its underscores. A short message is a name of its own.
		if kindGroup(d.Kind) == groupMessages {
			if w := squeeze(d.Title); w != "" && len(w) <= longestJoined {
				do(a.intern(w))
			}
			return
		}
		runs(d.Base, func(word string, _ int) {
			w := whole(word)
			if w == "" || len(w) > maxTerm {
				return
			}
			do(a.intern(w))
			if strings.IndexByte(w, '_') >= 0 {
				do(a.intern(strings.ReplaceAll(w, "_", "")))
			}
		})
	case fieldFull:
		// The type and the name together, as in "mcache.nextFree".
		if d.Base != "" && len(d.Names) > 0 && kindGroup(d.Kind) == groupSymbols {
			full := squeeze(d.Names[0] + d.Base)
			if full != squeeze(d.Base) && len(full) <= maxTerm {
				do(a.intern(full))
			}
		}
	case fieldName:
		read(d.Base, asName)
		for _, n := range d.Names {
			read(n, asName)
		}
	case fieldAlias:
		for _, alias := range d.Aliases {
			read(alias, asProse)
		}
	case fieldSaid:
		for _, text := range d.Said {
			read(text, asProse)
		}
	case fieldLead:
		// That of a message names the functions around it, which are found themselves.
		if kindGroup(d.Kind) != groupMessages {
			read(d.Lead, asProse)
		}
	case fieldText:
		read(d.Text, asProse)
	case fieldCode:
		read(d.Code, asCode)
	}
}

// squeeze leaves the letters and digits of a text, in lower case.
func squeeze(text string) string {
	var b strings.Builder
	runs(text, func(run string, _ int) { b.WriteString(strings.ReplaceAll(lower(run), "_", "")) })
	return b.String()
}

// word returns the terms of one word.
func (a *analyzer) word(word string, how int) []int32 {
	terms, ok := a.memo[how][word]
	if !ok {
		for _, t := range a.read(word, how) {
			terms = append(terms, a.intern(t))
		}
		a.memo[how][strings.Clone(word)] = terms
	}
	return terms
}

// intern returns the number of a term.
func (a *analyzer) intern(t string) int32 {
	n, ok := a.number[t]
	if !ok {
		n = int32(len(a.terms))
		a.number[t] = n
		a.terms = append(a.terms, t)
	}
	return n
}

func (a *analyzer) read(word string, how int) (terms []string) {
	w, list := whole(word), parts(word)
	if w == "" || len(w) > maxTerm || how == asCode && codeStop[w] || how != asName && stopWords[w] {
		return nil
	}
	if len(list) > 1 || how == asName && w != a.same.term(w) {
		terms = append(terms, w)
	}
	for _, p := range list {
		if how != asCode || len(p) > 1 {
			terms = append(terms, a.same.term(p))
		}
		if how == asName {
			for _, s := range a.segment.split(p) {
				terms = append(terms, a.same.term(s))
			}
		}
	}
	return terms
}

// maxTerm is the longest term: longer words are tables and keys.
const maxTerm = 60

// Weights of the ranking. They were chosen on testdata/queries.json and on sets made
// of names and of comments.
const k1 = 1.2

// lengthens is how much the length of a field counts: bodies of code are long for
// other reasons than that they repeat themselves.
var lengthens = [fields]float64{fieldBase: 0, fieldFull: 0, fieldName: 0.3, fieldAlias: 0.05, fieldSaid: 0.2, fieldLead: 0.3, fieldText: 0.3, fieldCode: 0.04}

var boosts = [fields]float64{fieldBase: 6, fieldFull: 6, fieldName: 3, fieldAlias: 4, fieldSaid: 2.5, fieldLead: 3, fieldText: 0.9, fieldCode: 0.6}

// others is the share with which fields count beside the one that scores best: a word
// that is in the name, the first sentence and the body is said thrice, not known thrice.
const others = 0.3

// impactScale is how fine impacts are: fifths.
const impactScale = 5

// common is the share of documents from which on a term says nothing in a field: in
// prose, and in code, where the same words are in many bodies.
var common = [fields]float64{fieldBase: 1, fieldFull: 1, fieldName: 1, fieldAlias: 1, fieldSaid: 1, fieldLead: 1, fieldText: 0.12, fieldCode: 0.05}

// prior is what is known of a document before anything is asked.
func (d *Doc) prior() float64 {
	p := 1.0
	switch d.Kind {
	case "const", "var":
		p = 0.55
	case "field", "abstract method":
		p = 0.6
	case "file", "package":
		p = 0.5
	case "lock rank":
		p = 0.5
	case "note", "tour", "term":
		p = 0.35 // prose has every word; the symbol that it is about comes first
	case "model":
		p = 0.6
	}
	if d.Text == "" && d.Lead == "" && kindGroup(d.Kind) == groupSymbols {
		p *= 0.9
	}
	if d.Elsewhere {
		p *= 0.5
	}
	// Of things that are alike, the one that is named more often is meant more often.
	return math.Sqrt(p) * (1 + 0.02*float64(min(bits.Len(uint(d.Uses)), 8)))
}

// statistics are what BM25 needs to know of all documents.
type statistics struct {
	Docs    int             // number of documents
	Average [fields]float64 // terms in a field, over the documents that have any
}

// score is the BM25 of a term that is freq times in a field of length terms and in
// df documents' field.
func (s *statistics) score(f field, freq, length, df int) float64 {
	if float64(df) > common[f]*float64(s.Docs) {
		return 0
	}
	idf := math.Log(1 + (float64(s.Docs)-float64(df)+0.5)/(float64(df)+0.5))
	tf := float64(freq)
	return boosts[f] * idf * tf * (k1 + 1) / (tf + k1*(1-lengthens[f]+lengthens[f]*float64(length)/s.Average[f]))
}

// quantize makes an impact of a sum of scores.
func quantize(sum, prior float64) int { return int(math.Round(sum * prior * impactScale)) }
