package search

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A segmenter splits names that run words together: runqsteal is runq and steal. It
// takes the split whose words are the most frequent in the source at hand.
type segmenter struct {
	cost  map[string]float64 // of a word, in nats: rarer words cost more
	names map[string]bool    // names of one word as it is written: these are split where they can be
	known map[string][]string
}

// shortWords are the words of one and two letters that names of the runtime are
// made of; no other one is ever split off.
var shortWords = setOf("gc go bg fd is to in on of no do os pc sp lr wb id ok up io at")

// lastLetters are names of a g, an m or a p at the end of a name, as in stopm.
const lastLetters = "gmp"

// names made of words that frequency does not find.
var splitByHand = map[string]string{
	"goready": "go ready", "gosched": "go sched", "goexit": "go exit", "gogo": "go", "mcall": "m call",
	"newm": "new m", "newproc": "new proc", "malg": "m alloc g", "mput": "m put", "mget": "m get", "gfput": "g free put",
	"gfget": "g free get", "goenvs": "go env", "notesleep": "note sleep", "notewakeup": "note wakeup",
	"casgstatus": "cas g status", "runqget": "runq get", "runqput": "runq put", "asmcgocall": "asm cgo call",
	"cgocallback": "cgo callback", "pidleget": "p idle get", "pidleput": "p idle put", "itab": "i tab", "gopanic": "go panic",
	"systemstack": "system stack", "sysmon": "sys mon", "efaceeq": "eface eq", "ifaceeq": "iface eq",
	"dropg": "drop g", "dropm": "drop m", "oneNewExtraM": "one new extra m", "needm": "need m",
}

// newSegmenter learns from the names and the comments of documents.
func newSegmenter(docs []Doc) *segmenter {
	s := &segmenter{cost: map[string]float64{}, names: map[string]bool{}, known: map[string][]string{}}
	counts, total := s.learn(docs), 0
	for w, n := range counts {
		if segmentWord(w, n) {
			total += n
		}
	}
	for w, n := range counts {
		if segmentWord(w, n) {
			s.cost[w] = math.Log(float64(total)/float64(n)) + 2
		}
	}
	for w := range shortWords {
		s.cost[w] = 9
	}
	for w, split := range splitByHand {
		s.known[w] = strings.Fields(split)
	}
	return s
}

// segmentWord reports whether names may be made of a word: it is long enough, and
// frequent enough that it is no accident.
func segmentWord(w string, n int) bool {
	return len(w) >= 3 && n >= 3 && strings.Trim(w, "abcdefghijklmnopqrstuvwxyz") == ""
}

// split splits a part of a name in lower case, or returns nil where it is one word.
func (s *segmenter) split(w string) []string {
	if len(w) < 4 || len(w) > 40 || strings.ContainsAny(w, "0123456789_") {
		return nil
	}
	list, ok := s.known[w]
	if !ok {
		list = s.cheapest(w)
		s.known[w] = list
	}
	return list
}

// cheapest is the split of the lowest cost, if one costs less than the word itself.
func (s *segmenter) cheapest(w string) []string {
	type best struct {
		cost float64
		from int
	}
	at := make([]best, len(w)+1)
	for end := 1; end <= len(w); end++ {
		at[end] = best{math.Inf(1), -1}
		for from := max(0, end-16); from < end; from++ {
			c, ok := s.cost[w[from:end]]
			if !ok && end == len(w) && end-from == 1 && from >= 4 && strings.IndexByte(lastLetters, w[from]) >= 0 {
				c, ok = 7, true
			}
			if !ok || from == 0 && end == len(w) {
				continue
			}
			if sum := at[from].cost + c; sum < at[end].cost {
				at[end] = best{sum, from}
			}
		}
	}
	own, isWord := s.cost[w]
	if math.IsInf(at[len(w)].cost, 1) || isWord && !s.names[w] && own <= at[len(w)].cost {
		return nil
	}
	var list []string
	for end := len(w); end > 0; end = at[end].from {
		list = append(list, w[at[end].from:end])
	}
	slices.Reverse(list)
	return s.deeper(list)
}

// deeper adds what the pieces of a name are made of: goparkunlock is gopark and
// unlock, and gopark is go and park.
func (s *segmenter) deeper(list []string) []string {
	all := slices.Clone(list)
	for _, w := range list {
		if s.names[w] {
			all = append(all, s.split(w)...)
		}
	}
	return all
}

// learn counts the words that names may be made of: the parts of names that camel
// case separates, and the words of comments.
func (s *segmenter) learn(docs []Doc) map[string]int {
	counts := map[string]int{}
	for i := range docs {
		list := parts(docs[i].Base)
		if len(list) == 1 {
			s.names[list[0]] = true
			continue
		}
		for _, p := range list {
			counts[p] += 4
		}
	}
	for i := range docs {
		runs(docs[i].Text, func(word string, _ int) { counts[word]++ })
	}
	return counts
}

// compareTerms orders terms by length, and those of a length by the alphabet.
func compareTerms(a, b string) int {
	return cmp.Or(len(a)-len(b), strings.Compare(a, b))
}
