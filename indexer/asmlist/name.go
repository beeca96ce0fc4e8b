package asmlist

import "strings"

// canonical is the linker's name for a symbol as printed: the package's own name
// is put in where listings before go1.20 leave it out, and type arguments are folded.
func canonical(printed, pkg string) string {
	name := printed
	if strings.Contains(name, `"".`) {
		name = strings.ReplaceAll(name, `"".`, escaped(pkg)+".")
	}
	if made(name) {
		return name
	}
	return fold(name)
}

// made reports whether a name is of the compiler's making and holds a type
// in full, whose brackets are no type arguments.
func made(name string) bool {
	for _, prefix := range []string{"type:", "type..", "go:", "go.("} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// fold replaces each outermost bracket by [...]. A name whose brackets do not
// match stays as it is.
func fold(name string) string {
	if strings.IndexByte(name, '[') < 0 {
		return name
	}
	var b strings.Builder
	depth := 0
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c == '[':
			if depth++; depth == 1 {
				b.WriteString("[...]")
			}
		case c == ']':
			if depth--; depth < 0 {
				return name
			}
		case depth == 0:
			b.WriteByte(c)
		}
	}
	if depth != 0 {
		return name
	}
	return b.String()
}

// escaped is a package path as it is written in names: dots of the last element are %2e.
func escaped(pkg string) string {
	slash := strings.LastIndexByte(pkg, '/') + 1
	return pkg[:slash] + strings.ReplaceAll(pkg[slash:], ".", "%2e")
}

const local = "<>" // mark of a file-local function of assembly

// localName gives a file-local function its package and its mark; settle takes
// the mark away where the name is clear without it.
func localName(printed, pkg string) string {
	prefix := escaped(pkg) + "."
	return prefix + strings.TrimPrefix(canonical(printed, pkg), prefix) + local
}
