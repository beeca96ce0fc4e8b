package history

import (
	"cmp"
	"go/token"
	"slices"
	"sourcedive/indexer/index"
	"strings"
)

// scan calls do for each token of a text in Go or assembly, comments left out. A line's end
// counts as the semicolon that it stands for.
func scan(text string, do func(word string, ident bool)) {
	for tok, lit := range index.Tokens(text) {
		do(cmp.Or(lit, tok.String()), tok == token.IDENT)
	}
}

// self stands for a function's own name and its receiver's type in its body.
const self = "\x01"

// finish hashes the tokens of a function.
func (p *piece) finish() {
	all, body := newHasher, newHasher
	scan(p.text, func(word string, ident bool) {
		p.tokens++
		all.word(word)
		if ident && (word == p.base || word == p.recv && word != "") {
			word = self
		}
		body.word(word)
	})
	p.hash, p.body = uint64(all), uint64(body)
}

// shingles are the hashes of all runs of three tokens, sorted and distinct.
func shingles(text, base, recv string) []uint64 {
	var words []uint64
	scan(text, func(word string, ident bool) {
		if ident && (word == base || word == recv && word != "") {
			word = self
		}
		words = append(words, hashOf(word))
	})
	out := make([]uint64, 0, len(words))
	for i := 0; i+3 <= len(words); i++ {
		h := uint64(newHasher)
		for _, w := range words[i : i+3] {
			h = (h ^ w) * 1099511628211
			h ^= h >> 29
		}
		out = append(out, h)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// overlap counts what two sorted lists share.
func overlap(a, b []uint64) (n int) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// minus is what a has and b has not.
func minus(a, b []uint64) (out []uint64) {
	j := 0
	for _, x := range a {
		for j < len(b) && b[j] < x {
			j++
		}
		if j >= len(b) || b[j] != x {
			out = append(out, x)
		}
	}
	return out
}

// lines are the hashes of the lines of a text without regard to blanks, so that code
// that moves to another indentation stays as old as it is.
func lines(text string) []uint64 {
	text = strings.TrimRight(text, "\n")
	out := make([]uint64, 0, strings.Count(text, "\n")+1)
	for line := range strings.SplitSeq(text, "\n") {
		out = append(out, hashOf(strings.Fields(line)...))
	}
	return out
}
