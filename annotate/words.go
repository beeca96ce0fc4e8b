package annotate

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Glossary finds the glossary's terms in running text.
type Glossary struct {
	book *Book
	any  *regexp.Regexp // nil when there are no terms
}

// Found is a term in a text, in bytes.
type Found struct {
	Off, End int
	Term     *Term
}

// shortTerm is the length up to which a term is one only as it is written: G, P, GC.
const shortTerm = 3

// Glossary prepares the search for terms.
func (b *Book) Glossary() *Glossary {
	var names []string
	for _, t := range b.Terms {
		for _, name := range append([]string{t.Name}, t.Also...) {
			if name = strings.TrimSpace(name); name != "" {
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 {
		return &Glossary{book: b}
	}
	slices.SortFunc(names, func(a, b string) int { // the longest first: it is the one that is meant
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	for i, name := range names {
		names[i] = strings.Join(strings.Fields(regexp.QuoteMeta(name)), `\s+`)
		if len(name) > shortTerm {
			names[i] = "(?i:" + names[i] + ")"
		}
	}
	return &Glossary{b, regexp.MustCompile("(?:" + strings.Join(names, "|") + ")s?")}
}

// First finds, in a text, the first use of each term that was not seen before, and
// notes in seen what it found: one map a page.
func (g *Glossary) First(text string, seen map[*Term]bool) (found []Found) {
	if g.any == nil {
		return nil
	}
	for from := 0; from < len(text); {
		at := g.any.FindStringIndex(text[from:])
		if at == nil {
			break
		}
		off, end := from+at[0], from+at[1]
		from = end
		if letterBefore(text, off) || letterAt(text, end) {
			_, size := utf8.DecodeRuneInString(text[off:])
			from = off + size
			continue
		}
		name := text[off:end]
		term := g.book.Term(name)
		if term == nil {
			term = g.book.Term(strings.TrimSuffix(name, "s"))
		}
		if term != nil && !seen[term] {
			seen[term] = true
			found = append(found, Found{off, end, term})
		}
	}
	return found
}

func letterAt(text string, off int) bool {
	r, _ := utf8.DecodeRuneInString(text[off:])
	return r == '_' || r == '(' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

func letterBefore(text string, off int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:off])
	return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
