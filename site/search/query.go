package search

import (
	"slices"
	"strings"
)

// Query is what was typed, taken apart.
type Query struct {
	Words   []Word
	Filters []Filter
	Open    bool   // the last word may go on
	Joined  string // all words as one name, "" for a single one
	Path    string // what precedes the first dot and may be a package
	Inner   string // the words behind it as one name
	Dotted  bool   // a dot follows a word
	Plain   bool   // words as people write them, more than one: no name, and no filter
}

// Word is a word to look for.
type Word struct {
	Text      string   // in lower case, without underscores around it
	Term      string   // what it is looked up by in texts
	Parts     []string // the words in it, where it is written in camel case or with underscores
	Qualifier bool     // it precedes a dot and may be a package
}

// Filter keeps documents that have one of some tags.
type Filter struct {
	Key    string
	Values []string
}

// tags are the tags that a filter asks for: pkg:sync is also internal/sync.
func (f Filter) tags() (list []string) {
	for _, v := range f.Values {
		list = append(list, f.Key+":"+v)
		if f.Key == "pkg" {
			list = append(list, "last:"+v)
		}
	}
	return list
}

// Limits of a query. What is beyond them is not read, so that a query of any size
// takes the time of a short one.
const (
	maxQuery = 400 // characters
	maxWords = 12
)

// filterKeys are the keys that a filter may have.
var filterKeys = []string{"kind", "file", "pkg"}

// kindWords are other words for kinds.
var kindWords = map[string]string{
	"function": "func", "functions": "func", "funcs": "func", "methods": "method", "types": "type", "struct": "type", "fields": "field",
	"constant": "const", "constants": "const", "consts": "const", "variable": "var", "variables": "var", "vars": "var",
	"godebug": "godebug", "files": "file", "packages": "package", "notes": "note", "models": "model", "messages": "message",
	"interface": "abstract_method", "metrics": "metric", "env": "environment",
}

// Parse takes a query apart. Every text is a query: what is neither a word nor a
// filter separates words.
func Parse(text string, same Vocabulary) Query {
	text = printed(ascii(text))
	var q Query
	var plain strings.Builder
	for _, piece := range pieces(text) {
		if f, ok := parseFilter(piece); ok {
			q.addFilter(f)
			plain.WriteByte(' ')
			continue
		}
		plain.WriteString(piece + " ")
	}
	rest := strings.TrimSuffix(plain.String(), " ")
	q.Open = rest != "" && text != "" && wordByte[rest[len(rest)-1]] && wordByte[text[len(text)-1]]
	q.join(rest)
	q.Words = wordsOf(rest, same, true)
	if len(q.Words) == 0 {
		q.Words = wordsOf(rest, same, false)
	}
	q.Plain = strings.Contains(rest, " ") && len(q.Filters) == 0 && !q.Dotted && !slices.ContainsFunc(q.Words, func(w Word) bool { return len(w.Parts) > 0 })
	return q
}

// ascii is the start of a text, with spaces for all that is not ASCII. It counts as
// browsers do, in units of UTF-16.
func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		if b.Len() >= maxQuery {
			break
		}
		switch {
		case r < 0x80:
			b.WriteByte(byte(r))
		case r >= 0x10000 && b.Len() < maxQuery-1:
			b.WriteString("  ")
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// pieces splits a text at whatever is blank in ASCII.
func pieces(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' })
}

func parseFilter(piece string) (Filter, bool) {
	for _, key := range filterKeys {
		if value, ok := strings.CutPrefix(lower(piece), key+":"); ok {
			value = tagValue(strings.Trim(value, `"`))
			if other, ok := kindWords[value]; ok && key == "kind" {
				value = other
			}
			return Filter{key, []string{value}}, value != ""
		}
	}
	return Filter{}, false
}

// addFilter puts values of one key into one filter: any of them will do.
func (q *Query) addFilter(f Filter) {
	for i := range q.Filters {
		if q.Filters[i].Key == f.Key {
			q.Filters[i].Values = append(q.Filters[i].Values, f.Values...)
			return
		}
	}
	q.Filters = append(q.Filters, f)
}

// join puts the words of a text together: "lock rank" may be lockRank, and
// sync.(*Mutex).Lock, without its package, (*Mutex).Lock.
func (q *Query) join(text string) {
	if dot := strings.IndexByte(text, '.'); dot > 0 && isPath(text[:dot]) {
		q.Path, q.Inner = lower(text[:dot]), squeeze(text[dot:])
	}
	n := 0
	runs(text, func(run string, end int) {
		n++
		q.Dotted = q.Dotted || strings.HasPrefix(text[end:], ".") || strings.HasPrefix(text[end:], ").")
	})
	if n >= 2 {
		q.Joined = squeeze(text)
	}
	if len(q.Joined) > longestJoined {
		q.Joined, q.Inner = "", ""
	}
}

// isPath reports whether a text may be the path of a package.
func isPath(text string) bool {
	for i := 0; i < len(text); i++ {
		if !wordByte[text[i]] && text[i] != '/' {
			return false
		}
	}
	return true
}

func wordsOf(text string, same Vocabulary, stop bool) (list []Word) {
	seen := map[string]bool{}
	runs(text, func(run string, end int) {
		w := whole(run)
		if w == "" || len(w) > maxTerm || seen[w] || len(list) == maxWords || stop && (stopWords[w] && w == run || bareNumber(text, run, end)) {
			return
		}
		seen[w] = true
		word := Word{Text: w, Term: same.term(w), Qualifier: end < len(text) && text[end] == '.'}
		if ps := parts(run); len(ps) > 1 {
			word.Parts = ps
		}
		list = append(list, word)
	})
	return list
}
