package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/internal/golden"
)

// What is known of a document before anything is asked: by its kind, by what is written
// about it, and by how often it is named.
func TestPriors(t *testing.T) {
	var b strings.Builder
	for _, k := range append(KindNames(), "none") {
		fmt.Fprintf(&b, "%-16s %.4f\n", k, (&Doc{Kind: k, Lead: "x"}).prior())
	}
	for _, d := range []Doc{{}, {Lead: "x"}, {Text: "x"}, {Lead: "x", Elsewhere: true}} {
		for _, d.Kind = range []string{"func", "message"} {
			fmt.Fprintf(&b, "%-8s lead %-3q text %-3q elsewhere %-5v %.4f\n", d.Kind, d.Lead, d.Text, d.Elsewhere, d.prior())
		}
	}
	for _, uses := range []int{0, 1, 2, 3, 127, 128, 255, 256, 1 << 20} {
		fmt.Fprintf(&b, "named %7d times %.4f\n", uses, (&Doc{Kind: "func", Lead: "x", Uses: uses}).prior())
	}
	golden.Check(t, "priors.txt", b.String())
}

// The terms of each field, of documents that have just what a bound lets through and of
// those that have one more.
func TestFieldsOfDocuments(t *testing.T) {
	x := func(n int) string { return strings.Repeat("x", n) }
	docs := []Doc{
		{Kind: "method", Base: "nextFree", Names: []string{"mcache", "_cache2"}, Aliases: []string{"the allocator's own waking"}, Said: []string{"out of memory for runqget"}, Lead: "It wakes the P.", Text: "It takes from the runq, if it can.", Code: "func nextFree() { for i := range c.runq { return x86 } }"},
		{Kind: "func", Base: "_wake_p_", Names: []string{""}}, {Kind: "func", Base: "wakep", Names: []string{"wakep"}},
		{Kind: "func", Base: x(maxTerm)}, {Kind: "func", Base: x(maxTerm + 1)}, {Kind: "func", Base: "_"},
		{Kind: "method", Base: x(maxTerm - 1), Names: []string{"t"}}, {Kind: "method", Base: x(maxTerm), Names: []string{"t"}},
		{Kind: "message", Title: x(longestJoined), Lead: "In park."}, {Kind: "message", Title: x(longestJoined + 1)}, {Kind: "message", Title: "all asleep: dead_lock"}, {Kind: "message", Title: "…"},
		{Kind: "note", Base: "wakep", Names: []string{"park"}, Lead: "Parking."},
	}
	a := newAnalyzer(docs, Vocabulary{"allocator": "malloc"})
	var b strings.Builder
	for i := range docs {
		fmt.Fprintf(&b, "%s %s%s\n", docs[i].Kind, docs[i].Base, docs[i].Title)
		for f := range field(fields) {
			var terms []string
			a.field(&docs[i], f, func(term int32) { terms = append(terms, a.terms[term]) })
			if len(terms) > 0 {
				fmt.Fprintf(&b, "    %s: %s\n", fieldNames[f], strings.Join(terms, " "))
			}
		}
	}
	golden.Check(t, "fields.txt", b.String())
}

// The score of a term by how often it is there, how long its field is, and how many have it;
// none from the share on at which it says nothing.
func TestScores(t *testing.T) {
	s := &statistics{Docs: 100}
	for f := range s.Average {
		s.Average[f] = 10
	}
	var b strings.Builder
	for f := range field(fields) {
		fmt.Fprintf(&b, "%s:", fieldNames[f])
		for _, c := range [][3]int{{1, 10, 1}, {2, 10, 1}, {1, 20, 1}, {1, 10, 5}, {1, 10, 6}, {1, 10, 12}, {1, 10, 13}, {1, 10, 100}} {
			fmt.Fprintf(&b, " %.3f", s.score(f, c[0], c[1], c[2]))
		}
		b.WriteByte('\n')
	}
	for _, c := range []struct {
		sum, prior float64
		want       int
	}{{0, 1, 0}, {0.09, 1, 0}, {0.1, 1, 1}, {1, 1, 5}, {1, 0.5, 3}, {1.09, 1, 5}} {
		if got := quantize(c.sum, c.prior); got != c.want {
			t.Errorf("%v × %v: %d, want %d", c.sum, c.prior, got, c.want)
		}
	}
	golden.Check(t, "scores.txt", b.String())
}

// postingLists are postings of terms and of tags.
type postingLists struct {
	terms termPostings
	tags  map[string][]span
}

func (p postingLists) term(t string) ([]posting, error) { return p.terms[t], nil }
func (p postingLists) tag(t string) ([]span, error)     { return p.tags[t], nil }

// What a query makes of a small dictionary: which documents, with which score. Scores are
// told as what the words brought, in sixteenths of an impact, before the share of words.
func TestWaysToAWord(t *testing.T) {
	names := map[string]bool{"park": true, "parks": false, "parking": true, "parkinglot": true, "sched": true, "unlock": true, "mutex": true, "lockrank": true, "and": true, "tea": true, "goroutine": true}
	dict := dictionaryOf(names, Vocabulary{"sleep": "park"})
	p := postingLists{termPostings{}, map[string][]span{
		"pkg:runtime": {{0, 2}, {4, 5}}, "last:sync": {{6, 8}}, "pkg:internal/sync": {{6, 8}}, "kind:func": {{1, 3}, {7, 9}}, "kind:type": {{3, 4}},
	}}
	for i, w := range slices.Sorted(func(yield func(string) bool) {
		for w := range names {
			if !yield(w) {
				return
			}
		}
	}) {
		p.terms[w] = []posting{{int32(i), 10}}
	}
	p.terms["inner"], p.terms["zoinner"] = []posting{{1, 10}, {5, 10}, {7, 10}}, []posting{{9, 10}}
	p.terms["rare"], p.terms["tie"] = []posting{{2, 1}}, []posting{{9, 4}, {3, 4}, {5, 5}}
	var b strings.Builder
	for _, q := range []string{
		"park", "park ", "par", "par ", "pa", "p", "parkingl", "parking ", "PARKS", "sleep", "rare", "tie", "tie rare", "tie zzz", "rare park sched", "tie park sched",
		"prak", "prak ", "parkign", "parkinlgot", "parkinlgoot", "lokcrank", "goroutien", "gooroutien", "gooroutienn", "mutx", "mutexandtea", "teaand", "parkmutex", "unlockpark", "ab", "parkMutex", "mutex_teaX",
		"runtime.park", "runtime.", "sync.mutex", "sync.lock.rank", "internal/sync.mutex", "sync.inner", "internal/sync.inner", "runtime.inner", "zo.inner", "lock rank", "lock rank tea", "no.such",
		"kind:func", "kind:func kind:type", "kind:func pkg:runtime", "kind:func pkg:sync", "kind:none", "kind:func park", "kind:func tie", "kind:type tie park", "pkg:sync parks",
		"zz", "zzz", "zzzzzzzzzzzz", "paxxk muxxx", "paxx muxx scxx unxxxx texx goxxxxxxx",
	} {
		out, err := Rank(Parse(q, dict.same), p, &dict, 12, 3)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%q: %d", q, out.Total)
		for _, h := range out.Hits {
			fmt.Fprintf(&b, "  %d at %.4f", h.Doc, h.Score)
		}
		if len(out.Near) > 0 {
			fmt.Fprintf(&b, "  near: %s", strings.Join(out.Near, ", "))
		}
		b.WriteByte('\n')
	}
	golden.Check(t, "ways.txt", b.String())
}

// failing are postings that cannot be read from the n-th question on.
type failing struct {
	postings
	left *int
}

func (p failing) fails() error {
	if *p.left--; *p.left < 0 {
		return fmt.Errorf("the disk is gone")
	}
	return nil
}

func (p failing) term(t string) ([]posting, error) {
	if err := p.fails(); err != nil {
		return nil, err
	}
	return p.postings.term(t)
}

func (p failing) tag(t string) ([]span, error) {
	if err := p.fails(); err != nil {
		return nil, err
	}
	return p.postings.tag(t)
}

// Whichever list of an index cannot be read, the search fails, and finds nothing false.
func TestUnreadableLists(t *testing.T) {
	docs, same := samples()
	x := NewCorpus(docs, same)
	for _, q := range []string{"runq", "waking up", "runtime.mcache.nextFree", "runqsteel", "sync Lock kind:func", "stealunlock", "qqqParkQqq", "pkg:runtime"} {
		for n := 0; ; n++ {
			left := n
			_, err := Rank(Parse(q, x.same), failing{x, &left}, &x.dict, len(x.docs), 5)
			if left >= 0 {
				if err != nil {
					t.Errorf("%q: %v", q, err)
				}
				break
			}
			if err == nil {
				t.Errorf("%q: question %d to the index fails, and nobody says so", q, n)
			}
		}
	}
}

// A text is cut where the script in the browser cuts it, which counts in units of UTF-16.
func TestStartOfLongQueries(t *testing.T) {
	for _, c := range []struct {
		text string
		want string
	}{
		{"a\u00e9b", "a b"}, {"a\U0001f600b", "a  b"}, {"\x7f\x00", "\x7f\x00"},
		{strings.Repeat("a", maxQuery+1), strings.Repeat("a", maxQuery)},
		{strings.Repeat("a", maxQuery-2) + "\U0001f600b", strings.Repeat("a", maxQuery-2) + "  "},
		{strings.Repeat("a", maxQuery-1) + "\U0001f600b", strings.Repeat("a", maxQuery-1) + " "},
		{strings.Repeat("a", maxQuery-1) + "\u00e9b", strings.Repeat("a", maxQuery-1) + " "},
	} {
		if got := ascii(c.text); got != c.want {
			t.Errorf("%.20q, %d bytes: %d bytes, ends in %q", c.text, len(c.text), len(got), got[max(len(got)-3, 0):])
		}
	}
}

// A first sentence is cut at a word, and only where it is longer than a row has room for.
func TestFirstSentencesOfRows(t *testing.T) {
	word := strings.Repeat("w", 9)
	ten := strings.Repeat(word+" ", 9)[:longestLead-1]
	for text, want := range map[string]string{
		"": "", "short": "short", ten + "x": ten + "x",
		ten + "xy":                                strings.Repeat(word+" ", 8)[:79] + " …",
		strings.Repeat("é", longestLead):          strings.Repeat("é", longestLead),
		strings.Repeat(word+", ", 9):              strings.Repeat(word+", ", 8)[:86] + " …",
		strings.Repeat("x", longestLead+1):        "x …",
		strings.Repeat("x", 87) + " y z and more": strings.Repeat("x", 87) + " …",
	} {
		if got := shorten(text); got != want {
			t.Errorf("%q:\n  %q, want\n  %q", text, got, want)
		}
	}
}

// Of each word that nothing has, the three names that are most like it are offered, five in all.
func TestNamesToTry(t *testing.T) {
	dict := dictionaryOf(map[string]bool{"lock1": true, "lock2": true, "lock3": true, "lock4": true, "mark1": true, "mark2": true, "mark3": true}, nil)
	for q, want := range map[string]string{
		"lockx": "lock1 lock2 lock3", "lockx markx": "lock1 lock2 lock3 mark1 mark2", "lo": "", "loc": "lock1 lock2 lock3", "loxx": "lock1 lock2 lock3",
	} {
		r := &ranking{dict: &dict}
		if got := strings.Join(r.nearest(Parse(q, nil)), " "); got != want {
			t.Errorf("%s: %s, want %s", q, got, want)
		}
	}
}

// The first sentence that a row abridges is that of most of what other platforms have; files
// do not count.
func TestSentenceOfTheAbsent(t *testing.T) {
	x := NewCorpus([]Doc{
		{ID: "a", Kind: "file", Lead: "A file.", Elsewhere: true}, {ID: "b", Kind: "file", Lead: "A file.", Elsewhere: true}, {ID: "c", Kind: "file", Lead: "A file.", Elsewhere: true},
		{ID: "d", Kind: "func", Lead: "Once."}, {ID: "e", Kind: "func", Lead: "Once."}, {ID: "f", Kind: "func", Lead: "Elsewhere.", Elsewhere: true}, {ID: "g", Kind: "type", Lead: "Elsewhere.", Elsewhere: true}, {ID: "file", Kind: "func", Lead: "Other.", Elsewhere: true},
	}, nil)
	if got := x.absent(); got != "Elsewhere." {
		t.Errorf("%q", got)
	}
}
