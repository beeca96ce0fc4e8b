// Package english writes numbers as English text.
package english

import "strconv"

// Count is a number with what it counts: "1 caller", "2,000 callers".
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

// Counted is Count for a word whose plural takes an s.
func Counted(n int, word string) string { return Count(n, word, word+"s") }

// Thousands is a number that is not negative, its digits in groups of three: "1,234,567".
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
