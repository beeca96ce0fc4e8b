package diag

import (
	"cmp"
	"slices"
	"strings"

	"sourcedive/indexer/index"
)

// longestWord is the most bytes of a word that is compared: what a person types is
// shorter, and the comparison takes the product of two lengths.
const longestWord = 80

// Nearest is the hint for a word that is none of a list: the words most like it, or
// otherwise when none is.
func Nearest(word string, list []string, otherwise string) string {
	return DidYouMean(Closest(word, list, 1+len(word)/4, 3), otherwise)
}

// DidYouMean is the hint that offers names, or otherwise when there are none.
func DidYouMean(names []string, otherwise string) string {
	if len(names) == 0 {
		return otherwise
	}
	return "did you mean " + strings.Join(names, ", ") + "?"
}

// Closest returns at most n words of a list, those with the smallest edit distance to
// word first, then in the order of the list. None is farther than limit, nor by more
// than one edit farther than the first.
func Closest(word string, list []string, limit, n int) []string {
	if len(word) > longestWord {
		return nil
	}
	type near struct {
		word string
		dist int
	}
	var found []near
	for _, w := range list {
		if w == "" || len(w) > longestWord {
			continue
		}
		if d := index.Distance(word, w, limit); d <= limit {
			found = append(found, near{w, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.dist, b.dist) })
	var words []string
	for _, f := range found[:min(n, len(found))] {
		if f.dist <= found[0].dist+1 {
			words = append(words, f.word)
		}
	}
	return words
}
