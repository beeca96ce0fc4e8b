package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules by which running text is split into sentences:
//
//	S1  A full stop, a question mark or an exclamation mark ends a sentence when white
//	    space or the end of the text is behind it; what closes a quotation or bracket
//	    may come between. So the stops in 1.22, go1.26.8 and runtime.mheap end nothing.
//	S2  Code and links are kept whole, and so is what stands in quotes or brackets that
//	    are closed in the same text. A stop directly before the closing mark ends the
//	    sentence around it, unless that goes on with a small letter.
//	S3  The stop of an abbreviation ends nothing; that of "etc." does before a capital
//	    letter, and that of "No." unless a digit follows. A single letter is no
//	    abbreviation: G, M and P are things that sentences end with.
//	S4  Three dots, or one ellipsis, end a sentence only before a capital letter, code,
//	    or the end.
//	S5  A colon ends a sentence at the end of the text: a list or an excerpt follows.
//	S6  Evidence ends the sentence that it stands behind.
//	S7  What has neither letter nor digit is no sentence: it belongs to its neighbour.

// abbreviations are the words, in lower case, whose stop ends no sentence.
var abbreviations = map[string]bool{
	"e.g": true, "i.e": true, "vs": true, "cf": true, "approx": true, "resp": true, "fig": true, "sec": true, "ch": true,
	"dr": true, "mr": true, "mrs": true, "ms": true, "st": true, "incl": true, "excl": true, "esp": true,
}

// splitter splits one text. kept[i] is true for a byte of code or of a link; cuts are
// the offsets behind which evidence stands, in order.
type splitter struct {
	text   string
	kept   []bool
	cuts   []int
	inside []bool // in quotes or brackets that are closed
}

// split returns the ends of the sentences, the last of them the end of the text. A text
// without letter and digit has none.
func split(text string, kept []bool, cuts []int) (ends []int) {
	s := &splitter{text: text, kept: kept, cuts: cuts, inside: closed(text, kept)}
	from := 0
	for i := 0; i < len(text); {
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
		cut := len(s.cuts) > 0 && s.cuts[0] <= i
		if !cut && !s.ends(i-size, i) {
			continue
		}
		end := i
		if cut {
			s.cuts = s.cuts[1:]
		} else {
			end = s.closers(i)
		}
		if says(text[from:end]) {
			ends, from = append(ends, end), end
		} else if len(ends) > 0 {
			ends[len(ends)-1] = end
		}
		i = max(i, end)
	}
	switch {
	case from == len(text):
	case says(text[from:]) || len(ends) == 0 && says(text):
		ends = append(ends, len(text))
	case len(ends) > 0:
		ends[len(ends)-1] = len(text)
	}
	return ends
}

// says reports whether a text has a letter or digit.
func says(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// ends reports whether the character at i, which ends at next, is the stop of a sentence.
func (s *splitter) ends(i, next int) bool {
	if s.kept[i] {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	if !strings.ContainsRune(".?!…", r) {
		return false
	}
	after := s.closers(next)
	if s.inside[i] && (after == next || s.small(after)) { // S2
		return false
	}
	if after < len(s.text) && !blank(s.text[after]) { // S1
		return false
	}
	if after == len(s.text) {
		return true
	}
	switch {
	case r == '…' || strings.HasSuffix(s.text[:next], ".."): // S4
		return s.capital(after)
	case r == '.' && after == next: // S3
		return !s.abbreviated(i, after)
	}
	return true
}

// abbreviated reports whether the full stop at i belongs to the word before it.
func (s *splitter) abbreviated(i, after int) bool {
	start := strings.LastIndexFunc(s.text[:i], func(r rune) bool { return !unicode.IsLetter(r) && r != '.' }) + 1
	if start > 0 {
		_, size := utf8.DecodeRuneInString(s.text[start-1:])
		start += size - 1
	}
	if start >= i || s.kept[start] {
		return false
	}
	switch word := strings.ToLower(s.text[start:i]); word {
	case "etc":
		return !s.capital(after)
	case "no":
		next := s.next(after)
		return next < len(s.text) && s.text[next] >= '0' && s.text[next] <= '9' && s.text[start] == 'N'
	default:
		return abbreviations[word]
	}
}

// next is the offset of what follows white space.
func (s *splitter) next(i int) int {
	for i < len(s.text) && blank(s.text[i]) {
		i++
	}
	return i
}

// capital reports whether a capital letter or code follows, or nothing.
func (s *splitter) capital(i int) bool {
	i = s.next(i)
	if i == len(s.text) || s.kept[i] {
		return true
	}
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return unicode.IsUpper(r)
}

// small reports whether a small letter follows.
func (s *splitter) small(i int) bool {
	i = s.next(i)
	if i == len(s.text) || s.kept[i] {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s.text[i:])
	return unicode.IsLower(r) || strings.ContainsRune(",;:–—", r)
}

// closers is the offset behind the marks that close quotations and brackets.
func (s *splitter) closers(i int) int {
	for i < len(s.text) && !s.kept[i] {
		r, size := utf8.DecodeRuneInString(s.text[i:])
		if !strings.ContainsRune(`)]"'”’»`, r) {
			break
		}
		i += size
	}
	return i
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

// pairs are what opens and closes.
var pairs = map[rune]rune{'(': ')', '[': ']', '“': '”', '"': '"'}

// closed marks the bytes between pairs. A mark without its partner means nothing.
func closed(text string, kept []bool) []bool {
	change := make([]int, len(text)+1)
	open := map[rune][]int{} // by what closes them
	for i, r := range text {
		switch list := open[r]; {
		case kept[i]:
		case len(list) > 0: // closes
			change[list[len(list)-1]]++
			change[i]--
			open[r] = list[:len(list)-1]
		case pairs[r] != 0:
			open[pairs[r]] = append(open[pairs[r]], i+utf8.RuneLen(r))
		}
	}
	inside := make([]bool, len(text))
	depth := 0
	for i := range inside {
		depth += change[i]
		inside[i] = depth > 0
	}
	return inside
}
