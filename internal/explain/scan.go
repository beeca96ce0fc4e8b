package explain

import "strings"

// The scanners below read bytes by position and use no regular expressions, so that
// the page's script can be the same steps in the same order.

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isHexDigit(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// digits returns the end of the run of digits that begins at i.
func digits(s string, i int) int {
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	return i
}

// hexNumber returns the end of a number 0x… at i, or i.
func hexNumber(s string, i int) int {
	if i+2 >= len(s) || s[i] != '0' || s[i+1] != 'x' {
		return i
	}
	j := i + 2
	for j < len(s) && isHexDigit(s[j]) {
		j++
	}
	if j == i+2 {
		return i
	}
	return j
}

// atoi reads a decimal number that fits an int; anything else is -1.
func atoi(s string) int {
	if s == "" || len(s) > 18 {
		return -1
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// maxNumber is how long a number can be that a program prints; longer ones are none.
const maxNumber = 40

// number reads a decimal with sign and fraction, or 0x…; ok is false otherwise.
func number(s string) (value float64, ok bool) {
	if len(s) > maxNumber {
		return 0, false
	}
	if end := hexNumber(s, 0); end > 0 && end == len(s) {
		for i := 2; i < len(s); i++ {
			value = value*16 + float64(hexValue(s[i]))
		}
		return value, true
	}
	i, sign := 0, 1.0
	if i < len(s) && (s[i] == '-' || s[i] == '+') {
		if s[i] == '-' {
			sign = -1
		}
		i++
	}
	start, scale := i, 1.0
	point := false
	for ; i < len(s); i++ {
		switch {
		case isDigit(s[i]):
			value = value*10 + float64(s[i]-'0')
			if point {
				scale *= 10
			}
		case s[i] == '.' && !point:
			point = true
		default:
			return 0, false
		}
	}
	return sign * value / scale, i > start
}

func hexValue(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case c >= 'a':
		return int(c-'a') + 10
	}
	return int(c-'A') + 10
}

// between returns what stands in s after the first before and up to the next after;
// with after "", up to the end.
func between(s, before, after string) (string, bool) {
	_, rest, ok := strings.Cut(s, before)
	if !ok || after == "" {
		return rest, ok
	}
	rest, _, ok = strings.Cut(rest, after)
	return rest, ok
}

// field returns the value of key=value in a line of such pairs, "" if there is none.
// A value ends at a space; one in parentheses or brackets is not looked into.
func field(s, key string) string {
	for from := 0; ; {
		i := strings.Index(s[from:], key+"=")
		if i < 0 {
			return ""
		}
		i += from
		if i == 0 || s[i-1] == ' ' {
			v := s[i+len(key)+1:]
			if j := strings.IndexByte(v, ' '); j >= 0 {
				v = v[:j]
			}
			return v
		}
		from = i + 1
	}
}
