package annotate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Glossary finds the glossary's terms in running text.
type Glossary struct {
	names map[rune][]termName // by the first letter, in lower case; longer ones first
}

// termName is a name of a term, its words apart.
type termName struct {
	words []string
	exact bool // it is one only as it is written
	len   int
	term  *Term
}

// Found is a term in a text, in bytes.
type Found struct {
	Off, End int
	Term     *Term
}

// shortTerm is the length up to which a term is one only as it is written: G, P, GC.
const shortTerm = 3

// Glossary prepares the search for terms.
func (b *Resolved) Glossary() *Glossary {
	g := &Glossary{map[rune][]termName{}}
	for _, t := range b.Terms {
		for _, name := range append([]string{t.Name}, t.Also...) {
			if words := strings.Fields(name); len(words) > 0 {
				first, _ := utf8.DecodeRuneInString(words[0])
				first = unicode.ToLower(first)
				g.names[first] = append(g.names[first], termName{words, len(name) <= shortTerm, len(name), t})
			}
		}
	}
	for _, list := range g.names {
		slices.SortStableFunc(list, func(a, b termName) int { return b.len - a.len }) // the longest is the one that is meant
	}
	return g
}

// First finds, in a text, the first use of each term that was not seen before, and
// notes in seen what it found: one map a page.
func (g *Glossary) First(text string, seen map[*Term]bool) (found []Found) {
	for off := 0; off < len(text); {
		r, size := utf8.DecodeRuneInString(text[off:])
		end, term := off+size, (*Term)(nil)
		if !letterBefore(text, off) {
			for _, name := range g.names[unicode.ToLower(r)] {
				if n, ok := name.at(text[off:]); ok {
					end, term = off+n, name.term
					break
				}
			}
		}
		if term != nil && !seen[term] {
			seen[term] = true
			found = append(found, Found{off, end, term})
		}
		off = end
	}
	return found
}

// at reports whether a text starts with a name, in the plural or not, and how long
// that is. White space between its words may be any.
func (t termName) at(text string) (n int, ok bool) {
	for i, word := range t.words {
		if i > 0 {
			rest := strings.TrimLeftFunc(text[n:], unicode.IsSpace)
			if len(rest) == len(text)-n {
				return 0, false
			}
			n = len(text) - len(rest)
		}
		if len(text)-n < len(word) {
			return 0, false
		}
		if here := text[n : n+len(word)]; here != word && (t.exact || !strings.EqualFold(here, word)) {
			return 0, false
		}
		n += len(word)
	}
	if strings.HasPrefix(text[n:], "s") && !letterAt(text, n+1) {
		return n + 1, true
	}
	return n, !letterAt(text, n)
}

func letterAt(text string, off int) bool {
	r, _ := utf8.DecodeRuneInString(text[off:])
	return r == '_' || r == '(' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

func letterBefore(text string, off int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:off])
	return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
