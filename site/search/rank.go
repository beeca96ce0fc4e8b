package search

import (
	"cmp"
	"slices"
	"strings"
)

// Ranked is a document that a query found.
type Ranked struct {
	Doc   int
	Score float64
}

// Outcome is what a query found.
type Outcome struct {
	Hits  []Ranked // best first; those of one score in the order of the documents
	Total int      // how many were found in all
	Near  []string // names that are like the words, where nothing was found
	Read  []Ranked // for plain words, the best of what is there to be read, and has them all
}

// Weights of the ways in which a term can stand for a word, in sixteenths.
const (
	weightExact    = 16
	weightParts    = 12 // parts of a name that is not known
	weightPrefix   = 12 // of a word that nothing has exactly; times the share that was typed
	weightLonger   = 6  // the same beside exact ones
	weightNear     = 8  // one change away; two are half
	weightPackage  = 16
	weightJoined   = 24
	impactPackage  = impactScale
	mostPrefixes   = 24
	mostLonger     = 8
	mostNear       = 4
	mostRead       = 3
	longestJoined  = 40
	shortestPrefix = 2
	fewDocs        = 2
	longWord       = 5
)

// ranking is the state of one query. The script of the search does the same, line by line.
type ranking struct {
	p       postings
	dict    *dictionary
	best    []int32 // by document: the best that the word at hand brings
	sum     []int32 // by document: what the words before brought
	matched []int8  // by document: how many words it has
	touched []int32 // documents with a best
	found   []int32 // documents with a sum
}

// Rank finds the best documents for a query among docs.
func Rank(q Query, p postings, dict *dictionary, docs, limit int) (Outcome, error) {
	r := &ranking{p: p, dict: dict, best: make([]int32, docs), sum: make([]int32, docs), matched: make([]int8, docs)}
	n := 0
	for i, w := range q.Words {
		last := i == len(q.Words)-1
		if err := r.word(w, last && q.Open); err != nil {
			return Outcome{}, err
		}
		r.take()
		n++
	}
	if err := r.joined(q); err != nil {
		return Outcome{}, err
	}
	passes, err := filters(q, p, docs)
	if err != nil {
		return Outcome{}, err
	}
	if n == 0 && len(q.Filters) > 0 {
		return listed(passes, limit), nil
	}
	out := r.outcome(n, passes, limit)
	if q.Plain {
		if err := r.read(&out, n); err != nil {
			return Outcome{}, err
		}
	}
	if out.Total == 0 {
		out.Near = r.nearest(q)
	}
	return out, nil
}

// add counts a term for the word at hand. Of several terms the best one counts.
func (r *ranking) add(term string, weight int32) (int, error) {
	list, err := r.p.term(term)
	for _, p := range list {
		r.put(p.doc, p.impact*weight)
	}
	return len(list), err
}

func (r *ranking) put(doc, score int32) {
	if r.best[doc] == 0 {
		r.touched = append(r.touched, doc)
	}
	r.best[doc] = max(r.best[doc], score)
}

// take ends a word.
func (r *ranking) take() {
	for _, doc := range r.touched {
		if r.matched[doc] == 0 {
			r.found = append(r.found, doc)
		}
		r.sum[doc] += r.best[doc]
		r.matched[doc]++
		r.best[doc] = 0
	}
	r.touched = r.touched[:0]
}

// word looks for a word: as it is; as the start of longer ones, where it may be
// unfinished or is not known; by its parts; as another word in disguise.
func (r *ranking) word(w Word, open bool) error {
	exact, err := r.add(w.Text, weightExact)
	if err != nil {
		return err
	}
	if w.Term != w.Text {
		n, err := r.add(w.Term, weightExact)
		if err != nil {
			return err
		}
		exact += n
	}
	if w.Qualifier {
		n, err := r.pkg(w.Text)
		if err != nil {
			return err
		}
		exact += n
	}
	longer := 0
	if (open || exact == 0) && len(w.Text) >= shortestPrefix {
		n, err := r.longer(w.Text, exact > 0)
		if err != nil {
			return err
		}
		longer = n
	}
	switch {
	case exact > 0:
		return r.doubtful(w, exact)
	case longer > 0:
		return nil
	}
	return r.unknown(w)
}

// doubtful looks for what a word may be a slip for that one or two documents have,
// as the source has slips of its own.
func (r *ranking) doubtful(w Word, exact int) error {
	if _, known := r.dict.find(w.Text); known || exact > fewDocs || len(w.Text) < longWord {
		return nil
	}
	return r.near(w, 1)
}

func (r *ranking) near(w Word, tolerance int) error {
	for _, t := range r.dict.near(w.Text, w.Term, tolerance, mostNear) {
		weight := weightNear
		if distance(w.Text, t) > 1 {
			weight /= 2
		}
		if _, err := r.add(r.dict.term(t), int32(weight)); err != nil {
			return err
		}
	}
	return nil
}

func (r *ranking) pkg(w string) (n int, err error) {
	for _, key := range []string{"pkg:", "last:"} {
		spans, err := r.p.tag(key + w)
		if err != nil {
			return n, err
		}
		for _, s := range spans {
			for doc := s.from; doc < s.to; doc++ {
				r.put(doc, impactPackage*weightPackage)
				n++
			}
		}
	}
	return n, nil
}

// longer looks for words that start with one.
func (r *ranking) longer(w string, exact bool) (n int, err error) {
	weight, most := weightPrefix, mostPrefixes
	if exact {
		weight, most = weightLonger, mostLonger
	}
	for _, t := range r.dict.prefixed(w, most) {
		m, err := r.add(r.dict.term(t), int32(max(weight*len(w)/len(t), 1)))
		if err != nil {
			return n, err
		}
		n += m
	}
	return n, nil
}

// unknown looks for a word that nothing has: as what is near, by its parts, and as
// two words run together.
func (r *ranking) unknown(w Word) error {
	if err := r.near(w, tolerance(w.Text)); err != nil || len(r.touched) > 0 {
		return err
	}
	for _, p := range w.Parts {
		if _, err := r.add(r.dict.same.term(p), weightParts); err != nil {
			return err
		}
	}
	if len(r.touched) > 0 {
		return nil
	}
	for _, t := range r.dict.halves(w.Text) {
		if _, err := r.add(r.dict.term(t), weightNear); err != nil {
			return err
		}
	}
	return nil
}

// tolerance is how many changes a mistyped word may be away.
func tolerance(w string) int {
	switch {
	case strings.Trim(w, "0123456789") == "" || len(w) < 4:
		return 0
	case len(w) < 8:
		return 1
	}
	return 2
}

// halves are the two words of the dictionary that make up one, the longer first one
// preferred.
func (d *dictionary) halves(w string) []string {
	for i := len(w) - 3; i >= 3; i-- {
		if _, ok := d.find(stem(w[:i])); ok {
			if _, ok := d.find(stem(w[i:])); ok {
				return []string{stem(w[:i]), stem(w[i:])}
			}
		}
	}
	return nil
}

// joined looks for a name that all words make up together.
func (r *ranking) joined(q Query) error {
	if q.Joined != "" && (q.Dotted || r.dict.isName(q.Joined)) {
		if err := r.whole(q.Joined, []span{{0, int32(len(r.sum))}}, len(q.Words)); err != nil {
			return err
		}
	}
	if q.Inner == "" {
		return nil
	}
	in, err := r.p.tag("pkg:" + q.Path)
	if err == nil && len(in) == 0 {
		in, err = r.p.tag("last:" + q.Path)
	}
	if err != nil || len(in) == 0 {
		return err
	}
	return r.whole(q.Inner, in, len(q.Words))
}

// whole finds the documents of a name in some ranges as much as if every word were
// the name.
func (r *ranking) whole(name string, in []span, words int) error {
	list, err := r.p.term(name)
	for _, p := range list {
		for len(in) > 0 && in[0].to <= p.doc {
			in = in[1:]
		}
		if len(in) == 0 || p.doc < in[0].from {
			continue
		}
		if r.matched[p.doc] == 0 {
			r.found = append(r.found, p.doc)
		}
		r.matched[p.doc] = int8(words)
		r.sum[p.doc] = max(r.sum[p.doc], p.impact*weightJoined*int32(max(words, 2)))
	}
	return err
}

// filters reports which documents pass all filters; nil for all.
func filters(q Query, p postings, docs int) ([]bool, error) {
	if len(q.Filters) == 0 {
		return nil, nil
	}
	count := make([]int, docs)
	for i, f := range q.Filters {
		for _, t := range f.tags() {
			spans, err := p.tag(t)
			if err != nil {
				return nil, err
			}
			for _, s := range spans {
				for doc := s.from; doc < s.to; doc++ {
					if count[doc] == i {
						count[doc]++
					}
				}
			}
		}
	}
	passes := make([]bool, docs)
	for doc := range passes {
		passes[doc] = count[doc] == len(q.Filters)
	}
	return passes, nil
}

// listed is the outcome of filters alone: what passes, in its order.
func listed(passes []bool, limit int) (out Outcome) {
	for doc, ok := range passes {
		if ok {
			if out.Total < limit {
				out.Hits = append(out.Hits, Ranked{Doc: doc})
			}
			out.Total++
		}
	}
	return out
}

// outcome sorts what was found. A document that lacks words counts by the fourth
// power of the share that it has, and not at all where another one has two more.
func (r *ranking) outcome(words int, passes []bool, limit int) (out Outcome) {
	most := int8(0)
	for _, doc := range r.found {
		if passes == nil || passes[doc] {
			most = max(most, r.matched[doc])
		}
	}
	for _, doc := range r.found {
		if m := r.matched[doc]; (passes == nil || passes[doc]) && m >= most-1 {
			out.Hits = append(out.Hits, Ranked{int(doc), r.score(doc, words)})
		}
	}
	sortHits(out.Hits)
	out.Total = len(out.Hits)
	out.Hits = out.Hits[:min(limit, out.Total)]
	return out
}

// read finds the best of what is written to be read: the words of a question are those of
// an essay as well as of the symbols that it is about.
func (r *ranking) read(out *Outcome, words int) error {
	most := int8(0)
	for _, doc := range r.found {
		most = max(most, r.matched[doc])
	}
	for _, kind := range readKinds() {
		spans, err := r.p.tag("kind:" + tagValue(kind))
		if err != nil {
			return err
		}
		for _, s := range spans {
			for doc := s.from; doc < s.to; doc++ {
				if most > 0 && r.matched[doc] == most {
					out.Read = append(out.Read, Ranked{int(doc), r.score(doc, words)})
				}
			}
		}
	}
	sortHits(out.Read)
	out.Read = out.Read[:min(mostRead, len(out.Read))]
	return nil
}

func sortHits(hits []Ranked) {
	slices.SortFunc(hits, func(a, b Ranked) int { return cmp.Or(cmp.Compare(b.Score, a.Score), a.Doc-b.Doc) })
}

func (r *ranking) score(doc int32, words int) float64 {
	m := int(r.matched[doc])
	return float64(int(r.sum[doc])*m*m*m*m) / float64(words*words*words*words*weightExact*impactScale)
}

// nearest names what a query that found nothing may have meant.
func (r *ranking) nearest(q Query) (names []string) {
	for _, w := range q.Words {
		if len(w.Text) > 2 {
			names = append(names, r.dict.near(w.Text, w.Term, 2+len(w.Text)/4, 3)...)
		}
	}
	return names[:min(len(names), 5)]
}
