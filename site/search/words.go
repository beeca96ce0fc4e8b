package search

import "strings"

// runs calls do with each word of a text: letters, digits and underscores of ASCII.
// end is the offset behind the word.
func runs(text string, do func(word string, end int)) {
	start := -1
	for i := 0; i < len(text); i++ {
		if wordByte[text[i]] {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			do(text[start:i], i)
			start = -1
		}
	}
	if start >= 0 {
		do(text[start:], len(text))
	}
}

var wordByte = func() (is [256]bool) {
	for c := range is {
		is[c] = c == '_' || isDigit(byte(c)) || isUpper(byte(c)) || isLower(byte(c))
	}
	return is
}()

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// whole is a word as a term of its own: in lower case, without underscores around it.
func whole(word string) string { return strings.Trim(lower(word), "_") }

func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if isUpper(s[i]) {
			b := []byte(s)
			for j := i; j < len(b); j++ {
				if isUpper(b[j]) {
					b[j] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

// parts splits a name at underscores, between letters and digits, and where camel
// case does: gcBgMarkWorker2 is gc, bg, mark, worker, 2; HTTPServer is http, server.
// A digit inside of lower-case letters stays, as in x86 and int64.
func parts(word string) (list []string) {
	start := 0
	cut := func(end int) {
		if end > start {
			list = append(list, lower(word[start:end]))
		}
		start = end
	}
	for i := 0; i < len(word); i++ {
		switch c := word[i]; {
		case c == '_':
			cut(i)
			start = i + 1
		case i == start:
		case isUpper(c) && !isUpper(word[i-1]):
			cut(i)
		case isUpper(c) && i+1 < len(word) && isLower(word[i+1]) && !plural(word, i):
			cut(i)
		}
	}
	cut(len(word))
	return list
}

// plural reports whether capitals and an s end at i, as in "TLBs" or "gcMs".
func plural(word string, i int) bool {
	return word[i+1] == 's' && (i+2 == len(word) || isUpper(word[i+2]) || word[i+2] == '_')
}

// stem takes off what inflection adds to an English word, and a final e, so that
// wake, wakes, waking and waked are one.
func stem(w string) string {
	if len(w) < 4 || strings.ContainsAny(w, "0123456789_") {
		return w
	}
	w = singular(w)
	switch {
	case strings.HasSuffix(w, "ing") && len(w) >= 6 && hasVowel(w[:len(w)-3]):
		w = undouble(w[:len(w)-3])
	case strings.HasSuffix(w, "ed") && len(w) >= 5 && hasVowel(w[:len(w)-2]):
		w = undouble(w[:len(w)-2])
	}
	if len(w) > 3 && w[len(w)-1] == 'e' {
		w = w[:len(w)-1]
	}
	return w
}

func singular(w string) string {
	n := len(w)
	switch {
	case w[n-1] != 's' || w[n-2] == 's' || w[n-2] == 'u' || w[n-2] == 'i':
		return w
	case n > 4 && strings.HasSuffix(w, "ies"):
		return w[:n-3] + "y"
	case n > 4 && (strings.HasSuffix(w, "sses") || strings.HasSuffix(w, "xes") || strings.HasSuffix(w, "ches") || strings.HasSuffix(w, "shes")):
		return w[:n-2]
	}
	return w[:n-1]
}

func hasVowel(s string) bool { return strings.ContainsAny(s, "aeiouy") }

// undouble takes back the letter that -ing and -ed double: running, dropped.
func undouble(w string) string {
	n := len(w)
	if n > 3 && w[n-1] == w[n-2] && strings.IndexByte("bdgmnprt", w[n-1]) >= 0 {
		return w[:n-1]
	}
	return w
}

// stopWords carry no meaning in a question.
var stopWords = setOf("a an the is are was were be been being am of to in on at by for with from as or and but not no " +
	"it its this that these those there here what which who whom whose when where why how does do did done " +
	"i me my we our you your he she they them their can could should would will shall may might must has have had " +
	"if then than so such just only also into onto about because while during")

// keywords and the words of comments that are in most bodies say nothing of one.
var codeStop = setOf("break case chan const continue default defer else fallthrough for func go goto if import " +
	"interface map package range return select struct switch type var nil true false")

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
