package asmlist

import (
	"bytes"
	"strconv"
	"strings"
)

// head is a symbol's first line.
type head struct {
	name   string // as printed
	text   bool
	static bool
}

// flags are the words between a symbol's kind and its size.
var flags = map[string]bool{
	"static": true, "dupok": true, "cfunc": true, "nosplit": true, "topframe": true, "asm": true,
}

// parseHead takes apart a line such as
//
//	type:.eq.struct { a int; b bool } STEXT dupok nosplit size=37 args=0x10 locals=0x0
//
// from its end, since names may hold spaces. A symbol without a kind is data.
func parseHead(line string) (h head, ok bool) {
	end := strings.LastIndex(line, " size=")
	if end < 0 {
		return head{}, false
	}
	rest := line[:end]
	for {
		i := strings.LastIndexByte(rest, ' ')
		word := rest[i+1:]
		switch {
		case i > 0 && flags[word]:
			h.static = h.static || word == "static"
		case i > 0 && strings.HasPrefix(word, "STEXT"):
			h.name, h.text = rest[:i], true
			return h, strings.Contains(line[end:], " args=")
		case i > 0 && len(word) > 1 && word[0] == 'S' && strings.ToUpper(word) == word:
			h.name = rest[:i]
			return h, true
		default:
			h.name = rest
			return h, h.name != "" && !strings.Contains(line[end:], " args=")
		}
		rest = rest[:i]
	}
}

// instruction is a line of code, pointing into the parser's buffer.
type instruction struct {
	pc   int64
	pos  string // "/go/src/runtime/proc.go:4350"
	text string // "CALL\truntime.goschedImpl(SB)"
}

// parseInstruction takes apart a line such as
//
//	0x0010 00016 (/go/src/runtime/proc.go:4350)	CALL	runtime.goschedImpl(SB)
//
// whose tab and 0x are gone. A dump of bytes, which begins alike, is no code.
func parseInstruction(line []byte) (in instruction, code, ok bool) {
	_, rest, found := bytes.Cut(line, []byte(" "))
	if !found {
		return in, false, len(line) >= 4
	}
	digits, rest, found := bytes.Cut(rest, []byte(" ("))
	if !found || len(digits) < 5 || bytes.IndexByte(digits, ' ') >= 0 {
		return in, false, true
	}
	pos, text, found := bytes.Cut(rest, []byte(")\t"))
	if !found {
		return in, false, false
	}
	pc, err := strconv.ParseInt(string(digits), 10, 64)
	return instruction{pc, string(pos), string(text)}, true, err == nil
}

// relocation is a line of the table behind a symbol.
type relocation struct {
	off    int64
	reloc  string
	target string // as printed
}

// parseReloc takes apart a line such as
//
//	rel 17+4 t=R_CALL runtime.goschedImpl+0
//
// whose tab and "rel " are gone. The addend is hexadecimal on some architectures.
func parseReloc(line string) (r relocation, ok bool) {
	place, rest, _ := strings.Cut(line, " t=")
	off, size, found := strings.Cut(place, "+")
	if !found || !isNumber(size, 10) {
		return r, false
	}
	var err error
	if r.off, err = strconv.ParseInt(off, 10, 64); err != nil {
		return r, false
	}
	r.reloc, rest, _ = strings.Cut(rest, " ")
	plus := strings.LastIndexByte(rest, '+')
	if r.reloc == "" || plus < 0 || !isNumber(strings.TrimPrefix(rest[plus+1:], "-"), 16) {
		return r, false
	}
	r.target = rest[:plus]
	return r, true
}

func isNumber(s string, base int) bool {
	_, err := strconv.ParseUint(s, base, 64)
	return err == nil
}
