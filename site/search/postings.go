package search

import (
	"slices"
	"strings"
)

// posting is a document that has a term, with the impact of the term on it.
type posting struct {
	doc    int32
	impact int32
}

// postings is what a ranking reads. Both engines have it.
type postings interface {
	// term lists the documents of a term, in their order.
	term(t string) ([]posting, error)
	// tag lists the documents that pass a filter, as sorted ranges.
	tag(t string) ([]span, error)
}

// span is a range of documents.
type span struct{ from, to int32 }

// Corpus is an index in memory.
type Corpus struct {
	docs  []Doc
	same  Vocabulary
	stats statistics
	terms []string // sorted
	lists [][]posting
	tags  map[string][]span
	dict  dictionary
}

// occurrence is a term in a field of a document.
type occurrence struct {
	doc  int32
	freq int32
	f    field
}

// NewCorpus makes the index of documents that are in order.
func NewCorpus(docs []Doc, same Vocabulary) *Corpus {
	x := &Corpus{docs: docs, tags: map[string][]span{}}
	a := newAnalyzer(docs, same)
	x.same = a.same
	g := gather(docs, a)
	x.stats = measure(g.lengths)
	x.dict = newDictionary(a.terms, g.found, a.same)
	order := make([]int32, len(a.terms))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int { return strings.Compare(a.terms[i], a.terms[j]) })
	for _, t := range order {
		if ps := x.weigh(g.found[t], g.lengths); len(ps) > 0 {
			x.terms = append(x.terms, a.terms[t])
			x.lists = append(x.lists, ps)
		}
	}
	for i := range docs {
		for _, tag := range docs[i].tags() {
			list := x.tags[tag]
			if n := len(list); n > 0 && list[n-1].to == int32(i) {
				list[n-1].to++
			} else {
				x.tags[tag] = append(list, span{int32(i), int32(i) + 1})
			}
		}
	}
	return x
}

// gathered is what the documents hold.
type gathered struct {
	found   [][]occurrence // by term, then document and field
	lengths [][fields]int32
}

// gather lists the occurrences of every term, and the lengths of all fields.
func gather(docs []Doc, a *analyzer) *gathered {
	g := &gathered{lengths: make([][fields]int32, len(docs))}
	var freq, here []int32 // by term; the terms of the field at hand
	for i := range docs {
		for f := range field(fields) {
			a.field(&docs[i], f, func(t int32) {
				for int(t) >= len(freq) {
					freq = append(freq, 0)
					g.found = append(g.found, nil)
				}
				if freq[t] == 0 {
					here = append(here, t)
				}
				freq[t]++
				g.lengths[i][f]++
			})
			for _, t := range here {
				g.found[t] = append(g.found[t], occurrence{int32(i), freq[t], f})
				freq[t] = 0
			}
			here = here[:0]
		}
	}
	return g
}

func measure(lengths [][fields]int32) statistics {
	s := statistics{Docs: len(lengths)}
	for f := range s.Average {
		sum, n := 0, 0
		for i := range lengths {
			if l := lengths[i][f]; l > 0 {
				sum += int(l)
				n++
			}
		}
		s.Average[f] = float64(sum) / float64(max(n, 1))
	}
	return s
}

// weigh makes postings of the occurrences of one term.
func (x *Corpus) weigh(list []occurrence, lengths [][fields]int32) (ps []posting) {
	var df [fields]int
	for _, o := range list {
		df[o.f]++
	}
	for i := 0; i < len(list); {
		doc, sum, best := list[i].doc, 0.0, 0.0
		for ; i < len(list) && list[i].doc == doc; i++ {
			o := list[i]
			sc := x.stats.score(o.f, int(o.freq), int(lengths[doc][o.f]), df[o.f])
			sum += sc
			best = max(best, sc)
		}
		sum = best + others*(sum-best)
		if q := quantize(sum, x.docs[doc].prior()); q > 0 {
			ps = append(ps, posting{doc, int32(q)})
		}
	}
	return ps
}

func (x *Corpus) term(t string) ([]posting, error) {
	if i, ok := slices.BinarySearch(x.terms, t); ok {
		return x.lists[i], nil
	}
	return nil, nil
}

func (x *Corpus) tag(t string) ([]span, error) { return x.tags[t], nil }
