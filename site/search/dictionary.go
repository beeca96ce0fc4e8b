package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
)

// dictionary is the words that a query is completed and corrected to: all names, and
// the words that texts use more than a few times. Terms that are in no dictionary are
// found when they are typed exactly.
type dictionary struct {
	words []string // sorted
	masks []uint32 // by word: the letters in it
	name  []bool   // by word: it is a whole name
	same  Vocabulary
}

// seldom is how many documents' texts a word needs to be in to be corrected to.
const seldom = 4

func newDictionary(terms []string, found [][]occurrence, same Vocabulary) dictionary {
	names := map[string]bool{}
	for from := range same {
		names[from] = false
	}
	for i, list := range found {
		t := terms[i]
		n, name := 0, false
		for _, o := range list {
			name = name || o.f == fieldBase
			if o.f != fieldCode {
				n++
			}
		}
		if name || n >= seldom && len(t) > 2 {
			names[t] = name
		}
	}
	return dictionaryOf(names, same)
}

// dictionaryOf makes the dictionary of words that are marked where they are names.
func dictionaryOf(names map[string]bool, same Vocabulary) dictionary {
	d := dictionary{same: same}
	for w := range names {
		d.words = append(d.words, w)
	}
	slices.Sort(d.words)
	for _, w := range d.words {
		d.masks = append(d.masks, lettersOf(w))
		d.name = append(d.name, names[w])
	}
	return d
}

// term is what a word of the dictionary is looked up by.
func (d *dictionary) term(w string) string {
	if to, ok := d.same[w]; ok {
		return to
	}
	return w
}

// lettersOf is the set of characters of a word; digits and underscores share places.
func lettersOf(w string) (set uint32) {
	for i := 0; i < len(w); i++ {
		set |= 1 << (w[i] & 31)
	}
	return set
}

func (d *dictionary) find(w string) (int, bool) { return slices.BinarySearch(d.words, w) }

// isName reports whether a word is a whole name.
func (d *dictionary) isName(w string) bool {
	i, ok := d.find(w)
	return ok && d.name[i]
}

// prefixed lists the shortest words that start with w and are longer, at most some.
func (d *dictionary) prefixed(w string, most int) []string {
	i, _ := d.find(w)
	var list []string
	for ; i < len(d.words) && strings.HasPrefix(d.words[i], w); i++ {
		if len(d.words[i]) > len(w) {
			list = append(list, d.words[i])
		}
	}
	slices.SortFunc(list, compareTerms)
	return list[:min(most, len(list))]
}

// near lists the words that are most like a word or its stem, at most some; only
// those that are as near as the nearest, up to a distance.
func (d *dictionary) near(w, stem string, distance, most int) []string {
	var list []string
	nearest := distance
	for i, cand := range d.words {
		dist := min(apart(w, cand, d.masks[i], nearest), apart(stem, cand, d.masks[i], nearest))
		if dist > nearest {
			continue
		}
		if dist < nearest {
			nearest, list = dist, list[:0]
		}
		list = append(list, cand)
	}
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(differ(a[0] != w[0])-differ(b[0] != w[0]), abs(len(a)-len(w))-abs(len(b)-len(w)), strings.Compare(a, b))
	})
	return list[:min(most, len(list))]
}

func differ(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func abs(n int) int { return max(n, -n) }

// apart is the distance between two words, or more than most. mask is the letters
// of b: each letter that only one of two words has takes half a change.
func apart(a, b string, mask uint32, most int) int {
	if abs(len(a)-len(b)) > most || bits.OnesCount32(lettersOf(a)^mask) > 2*most {
		return most + 1
	}
	return distance(a, b)
}

// distance counts the letters to insert, delete, change or swap with their neighbour
// to make one word of the other.
func distance(a, b string) int {
	older, old, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range old {
		old[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			row[j] = min(old[j]+1, row[j-1]+1, old[j-1]+differ(a[i-1] != b[j-1]))
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], older[j-2]+1)
			}
		}
		older, old, row = old, row, older
	}
	return old[len(b)]
}
