package annotate

import (
	"regexp"
	"strings"

	"sourcedive/annotate/markdown"
)

// The rules by which Checkable guesses that a sentence can be true or false of the
// source. C0 excludes, the others each suffice:
//
//	C0  A question, what only sends the reader elsewhere ("Next: …", "See …"), and what
//	    is nothing but a name, as in the first column of a table.
//	C1  It names code or a symbol.
//	C2  It has a number, in digits or in words.
//	C3  It has an order: before, after, first, last, until, while, again …
//	C4  It has a condition or says how far it holds: if, when, unless, only, every,
//	    never, no, must …
//	C5  It has a cause: because, so that, therefore, that is why …
//	C6  It has a version: go1.22, "since 1.20", "older versions".
//
// The words are those of English prose in general; what they miss most are sentences
// about things with names of their own that are not written as code ("The collector
// marks the stack"). Of 100 sentences drawn from the content and labelled by a reader,
// 78 are checkable; the rules find 72 of these, and 4 of the others. C0 learned of lone
// names from the same sample.
var (
	elsewhere = regexp.MustCompile(`^(See|See also|Next|Read|Try|Compare|Continue|More|Back|From here|Look)\b[^.]{0,12}( |:)`)

	checkableRules = []*regexp.Regexp{
		regexp.MustCompile(`[0-9]|` + anyWord("zero|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|twenty|dozen|hundred|thousand|half|halves|quarter|third|twice|double|doubles|once|percent|exactly|at least|at most")),
		regexp.MustCompile(anyWord("before|after|afterwards|first|second|last|then|until|while|again|next|behind|ahead|earlier|later|already|finally|meanwhile|during|at the end|from the end|starts? with|ends? with|in turn|in order")),
		regexp.MustCompile(anyWord("if|when|whenever|unless|only|every|each|all|both|any|never|always|no|none|nobody|nothing|not|without|except|must|may|cannot|where|whoever|whose|otherwise|instead|either|neither|nor|as long as|as soon as|no longer|alone|rarely|usually|often|most")),
		regexp.MustCompile(anyWord("because|so that|therefore|thus|hence|since|that is why|for that|causes|makes?|lets?|keeps?|leads? to|means|otherwise|so|due to|in order to|which is why|the reason")),
		regexp.MustCompile(`\bgo1\b|` + anyWord("older versions?|newer versions?|releases?|versions?|used to")),
	}
)

func anyWord(words string) string { return `(?i:\b(?:` + words + `)\b)` }

// Checkable guesses whether a sentence can be true or false of the source: whether it
// names a symbol, a number, an order, a condition, a cause or a version.
func Checkable(s *markdown.Sentence) bool {
	if strings.HasSuffix(strings.TrimRight(s.Text, `)"”`), "?") || elsewhere.MatchString(s.Text) { // C0
		return false
	}
	if len(s.Names) == 1 && s.Text == s.Names[0] { // C0
		return false
	}
	if len(s.Names) > 0 { // C1
		return true
	}
	for _, rule := range checkableRules { // C2 to C6
		if rule.MatchString(s.Text) {
			return true
		}
	}
	return false
}
