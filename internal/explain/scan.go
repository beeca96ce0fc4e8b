package explain

import (
	"math"
	"strconv"
	"strings"
)

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

// maxDigits is how long a whole number can be that a script can hold.
const maxDigits = 15

// atoi reads a decimal number of at most maxDigits; anything else is -1.
func atoi(s string) int {
	if s == "" || len(s) > maxDigits {
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

// between returns what is in s after the first before and up to the next after;
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

// lower makes the letters A to Z small.
func lower(s string) string {
	if strings.IndexFunc(s, func(c rune) bool { return 'A' <= c && c <= 'Z' }) < 0 {
		return s
	}
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// sentenceCase makes the first letter a capital.
func sentenceCase(s string) string {
	if s != "" && 'a' <= s[0] && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

// decimals writes x with n decimals. A half is rounded up, by steps that give the same
// in any language with the same numbers.
func decimals(x float64, n int) string {
	sign, power := "", 1.0
	for range n {
		power *= 10
	}
	if x < 0 {
		sign, x = "-", -x
	}
	v := math.Floor(x*power + 0.5)
	whole := math.Floor(v / power)
	out := sign + strconv.FormatFloat(whole, 'f', 0, 64)
	if n > 0 {
		rest := strconv.FormatFloat(v-whole*power, 'f', 0, 64)
		out += "." + strings.Repeat("0", max(0, n-len(rest))) + rest
	}
	return out
}

// brief writes x with so many digits, without zeros at the end.
func brief(x float64, digits int) string {
	n := digits - 1
	for y := math.Abs(x); y >= 10 && n > 0; y /= 10 {
		n--
	}
	for y := math.Abs(x); y > 0 && y < 1 && n < 8; y *= 10 {
		n++
	}
	out := decimals(x, n)
	if n > 0 {
		out = strings.TrimRight(strings.TrimRight(out, "0"), ".")
	}
	return out
}
