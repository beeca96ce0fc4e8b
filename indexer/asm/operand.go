package asm

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// reference is an operand that names a symbol by (SB).
type reference struct {
	name     token
	static   bool
	abi      string
	dollar   bool  // $f(SB): the address as a constant
	indirect bool  // *f(SB) or f(SB)(R*8): the memory there
	off, end int32 // as Site has it
}

// parseReference reads the operand
//
//	[$|*] name [<> | <ABI>] [±offset] (SB) [(index)]
//
// and reports whether it is one.
func parseReference(op []token) (reference, bool) {
	var r reference
	if len(op) > 0 && (op[0].is("$") || op[0].is("*")) {
		r.dollar, r.indirect = op[0].is("$"), op[0].is("*")
		op = op[1:]
	}
	if len(op) < 4 || op[0].kind != lexIdent {
		return r, false
	}
	r.name = op[0]
	rest, ok := r.attributes(op[1:])
	i := findSB(rest)
	if !ok || i < 0 || i > 0 && !rest[0].is("+") && !rest[0].is("-") {
		return r, false
	}
	r.indirect = r.indirect || i+3 < len(rest) && rest[i+3].is("(")
	r.off, r.end = r.name.useOff, rest[i+2].useEnd
	return r, true
}

// attributes reads <> or <ABIInternal> and returns the tokens after it.
func (r *reference) attributes(op []token) ([]token, bool) {
	switch {
	case !op[0].is("<"):
		return op, true
	case len(op) > 1 && op[1].is(">"):
		r.static = true
		return op[2:], true
	case len(op) > 2 && op[1].kind == lexIdent && op[2].is(">"):
		if op[1].text != "ABI0" {
			r.abi = op[1].text
		}
		return op[3:], true
	}
	return nil, false
}

// findSB returns where (SB) begins, or -1.
func findSB(op []token) int {
	for i := 0; i+2 < len(op); i++ {
		if op[i].is("(") && op[i+1].is("SB") && op[i+2].is(")") {
			return i
		}
	}
	return -1
}

// linkerName returns the linker's name for a name in package pkg, which is
// escaped already.
func linkerName(pkg, name string, static bool) string {
	name = strings.ReplaceAll(name, "·", ".")
	name = strings.ReplaceAll(name, "∕", "/")
	switch {
	case strings.HasPrefix(name, "."):
		return pkg + name
	case static && !strings.Contains(name, "."):
		return pkg + "." + name
	}
	return name
}

// escapePath returns an import path as it begins linker symbols: dots of the
// last element and bytes that are not plain ASCII are written %xx.
func escapePath(path string) string {
	slash := strings.LastIndexByte(path, '/')
	var b strings.Builder
	for i := 0; i < len(path); i++ {
		c := path[i]
		if c <= ' ' || c == '.' && i > slash || c == '%' || c == '"' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02x", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// register returns the name of the register a branch goes through: R, *R, or
// (R), unless (R) is memory.
func register(op []token, memoryParens bool) string {
	switch {
	case len(op) == 3 && op[0].is("(") && op[2].is(")") && !memoryParens:
		op = op[1:2]
	case len(op) == 2 && op[0].is("*"):
		op = op[1:]
	}
	return plainName(op)
}

// plainName returns an operand that is a single name, which a register is.
func plainName(op []token) string {
	if len(op) == 1 && op[0].kind == lexIdent {
		return op[0].text
	}
	return ""
}

// textFlags are the names and values in textflag.h, of which bit i is name i.
var textFlags = [...]string{
	"NOPROF", "DUPOK", "NOSPLIT", "RODATA", "NOPTR", "WRAPPER", "NEEDCTXT", "LOCAL",
	"TLSBSS", "NOFRAME", "REFLECTMETHOD", "TOPFRAME", "ABIWRAPPER", "PKGINIT",
}

// parseFlags returns the names of the flags in an expression like
// (NOSPLIT|WRAPPER) or 7, numbers first, in the order of their values.
func parseFlags(op []token) []string {
	var flags []string
	bits := uint64(0)
	for i := range op {
		switch op[i].kind {
		case lexNumber:
			n, _ := strconv.ParseUint(op[i].text, 0, 64)
			bits |= n
		case lexIdent:
			if bit := slices.Index(textFlags[:], op[i].text); bit >= 0 {
				bits |= 1 << bit
			} else if !slices.Contains(flags, op[i].text) {
				flags = append(flags, op[i].text)
			}
		}
	}
	return append(flagNames(bits), flags...)
}

func flagNames(bits uint64) []string {
	var names []string
	for bit, name := range textFlags {
		if bits&(1<<bit) != 0 {
			names = append(names, name)
		}
	}
	if rest := bits >> len(textFlags) << len(textFlags); rest != 0 {
		names = append(names, strconv.FormatUint(rest, 10))
	}
	return names
}

// parseFrame reads $frame-args, which is two numbers and not a subtraction.
// Without args it returns -1 for them.
func parseFrame(op []token) (frame, args int32, ok bool) {
	if len(op) < 2 || !op[0].is("$") {
		return 0, -1, false
	}
	sign := int32(1)
	if op = op[1:]; op[0].is("-") {
		sign, op = -1, op[1:]
	}
	if len(op) == 0 {
		return 0, -1, false
	}
	frame, ok = parseSize(&op[0])
	args = -1
	if ok && len(op) > 1 {
		if len(op) != 3 || !op[1].is("-") {
			return sign * frame, -1, false
		}
		args, ok = parseSize(&op[2])
	}
	return sign * frame, args, ok
}

func parseSize(t *token) (int32, bool) {
	n, err := strconv.ParseInt(t.text, 0, 32)
	return int32(n), err == nil
}
