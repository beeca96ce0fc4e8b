package index

import (
	"fmt"
	"strings"
	"unicode"
)

// ID is the name of a symbol, as the linker prints it:
//
//	runtime.schedule                  function
//	runtime.(*mcache).nextFree        method with a pointer receiver
//	runtime.waitReason.String         method with a value receiver
//	runtime.newproc.func1             closure; nested: runtime.f.func1.2
//	runtime.init.0                    the first init function of the package
//	sync/atomic.(*Pointer[...]).Load  generic, arguments folded
//	runtime.g, runtime.g.sched        type, field
//	runtime.gogo<>                    assembly function known in its file only, beside a runtime.gogo
//	_rt0_amd64_linux                  assembly function of no package
//
// Dots in the last element of a package path are written %2e, as the linker does.
// A type, its fields, its value methods and a function's closures share one form;
// the kind of the symbol distinguishes them.
type ID string

// Name is an ID taken apart.
type Name struct {
	Path    string   // package path, unescaped; "" for assembly names of no package
	Pointer bool     // the first of Parts is a pointer receiver
	Parts   []string // receiver or outer names first; generic ones end in [...]
}

const generic = "[...]"

// ParseID takes an ID apart. Errors name the part that does not fit.
func ParseID(id ID) (Name, error) {
	s := string(id)
	if strings.IndexByte(s, 0) >= 0 {
		return Name{}, fmt.Errorf("symbol %q: holds a NUL", s)
	}
	slash := strings.LastIndexByte(s[:cut(s, "(")], '/') + 1
	dot := strings.IndexByte(s[slash:], '.')
	if dot < 0 && slash == 0 && validPart(s) {
		return Name{Parts: []string{s}}, nil
	}
	if dot <= 0 {
		return Name{}, fmt.Errorf("symbol %q: no package path before the first dot", s)
	}
	path, err := unescape(s[:slash+dot])
	if err != nil {
		return Name{}, fmt.Errorf("symbol %q: %w", s, err)
	}
	n := Name{Path: path}
	rest := s[slash+dot+1:]
	if strings.HasPrefix(rest, "(*") {
		recv, tail, ok := strings.Cut(rest[2:], ").")
		if !ok {
			return Name{}, fmt.Errorf("symbol %q: receiver is not closed by \").\"", s)
		}
		n.Pointer, n.Parts, rest = true, []string{recv}, tail
	}
	n.Parts = append(n.Parts, splitParts(rest)...)
	for _, p := range n.Parts {
		if !validPart(p) {
			return Name{}, fmt.Errorf("symbol %q: %q is no name", s, p)
		}
	}
	return n, nil
}

// ID puts the ID together again: ParseID(n.ID()) gives n.
func (n Name) ID() ID {
	if n.Path == "" {
		return ID(n.Parts[0])
	}
	local := strings.Join(n.Parts, ".")
	if n.Pointer {
		local = "(*" + n.Parts[0] + ")." + strings.Join(n.Parts[1:], ".")
	}
	return ID(escape(n.Path) + "." + local)
}

// Local is the name without its package: "(*mcache).nextFree".
func (id ID) Local() string {
	n, err := ParseID(id)
	if err != nil || n.Path == "" {
		return string(id)
	}
	n.Path = "p"
	return string(n.ID())[len("p."):]
}

// Path is the package path, "" when the ID is malformed.
func (id ID) Path() string {
	n, _ := ParseID(id)
	return n.Path
}

// Plain is the local name without pointers and type arguments: "mcache.nextFree".
// It is unique in a package.
func (id ID) Plain() string {
	return marks.Replace(id.Local())
}

var marks = strings.NewReplacer("(*", "", ")", "", generic, "")

// Base is the last part of the name: "nextFree", "func1" for a closure; "init" for
// an init function.
func (id ID) Base() string {
	n, err := ParseID(id)
	if err != nil {
		return string(id)
	}
	last := len(n.Parts) - 1
	if last == 1 && n.Parts[0] == "init" && !n.Pointer && strings.Trim(n.Parts[1], "0123456789") == "" {
		last = 0
	}
	return strings.TrimSuffix(n.Parts[last], generic)
}

// splitParts splits at dots outside the brackets of folded type arguments.
func splitParts(s string) []string {
	const hidden = "\x00"
	parts := strings.Split(strings.ReplaceAll(s, generic, hidden), ".")
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], hidden, generic)
	}
	return parts
}

// validPart accepts what Go and its assembler take for a name. IDs become part of
// addresses and markup: nothing else may get in.
func validPart(p string) bool {
	p = strings.TrimSuffix(strings.TrimSuffix(p, generic), "<>")
	for _, r := range p {
		if r != '_' && r != '·' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
	}
	return p != ""
}

// escape and unescape follow the linker: percent signs, quotes, control and
// non-ASCII characters of a path are written as %xx, and dots in its last element.
func escape(s string) string {
	var b strings.Builder
	slash := strings.LastIndexByte(s, '/')
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c == '.' && i > slash || c == '%' || c == '"' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02x", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func unescape(s string) (string, error) {
	if strings.ContainsAny(s, "()[]<>*") {
		return "", fmt.Errorf("package path %q: holds brackets", s)
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b.WriteByte(s[i])
			continue
		}
		var c byte
		if i+2 >= len(s) {
			return "", fmt.Errorf("package path %q: escape is cut short", s)
		}
		if _, err := fmt.Sscanf(s[i+1:i+3], "%02x", &c); err != nil {
			return "", fmt.Errorf("package path %q: bad escape", s)
		}
		b.WriteByte(c)
		i += 2
	}
	if escape(b.String()) != s {
		return "", fmt.Errorf("package path %q: not written as the linker would", s)
	}
	return b.String(), nil
}

// cut is the position of sep in s, or the length of s.
func cut(s, sep string) int {
	if i := strings.Index(s, sep); i >= 0 {
		return i
	}
	return len(s)
}
