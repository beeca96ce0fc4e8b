package history

import (
	"regexp"
	"strings"
)

// textDirective is the head of an assembly function: its package, name, and marks.
var textDirective = regexp.MustCompile(`(?m)^TEXT\s+((?:[\pL\d_∕/.%~·]*·)?)([\pL\d_.∕$~]+)(<>)?(?:<ABI\w*>)?(?:\+0)?\(SB\)`)

// readAsm finds the functions of an assembly file by their TEXT directives. Functions
// that a macro defines are not seen.
func readAsm(pkg, name, text string) *file {
	f := &file{}
	heads := textDirective.FindAllStringSubmatchIndex(text, -1)
	line, from := 1, 0
	for i, m := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		line += strings.Count(text[from:m[0]], "\n")
		from = m[0]
		p := &piece{
			kind: Func, file: pkg + "/" + name, line: line, asm: true, static: m[6] >= 0,
			base: strings.ReplaceAll(text[m[4]:m[5]], "∕", "/"), text: asmBody(text[m[0]:end]),
			generated: strings.Contains(text[:min(len(text), 2000)], "DO NOT EDIT"),
		}
		p.name = asmName(pkg, text[m[2]:m[3]], p.base, p.static)
		p.finish()
		p.calls = asmCalls(pkg, p.text)
		f.pieces = append(f.pieces, p)
	}
	return f
}

// asmName is the linker's name: ·f belongs to the file's package, and so does f<>;
// other names without a package are of none.
func asmName(pkg, prefix, base string, static bool) string {
	switch {
	case prefix == "·" || prefix == "" && static:
		return pkg + "." + base
	case prefix == "":
		return base
	}
	path := strings.TrimSuffix(prefix, "·")
	return strings.NewReplacer("∕", "/", "·", ".").Replace(path) + "." + base
}

// asmBody cuts off what follows a function: data, and comments of what comes next.
func asmBody(block string) string {
	lines := strings.SplitAfter(block, "\n")
	n := len(lines)
	for i, l := range lines[1:] {
		if strings.HasPrefix(l, "DATA") || strings.HasPrefix(l, "GLOBL") || strings.HasPrefix(l, "#define") {
			n = i + 1
			break
		}
	}
	for n > 1 && (strings.TrimSpace(lines[n-1]) == "" || strings.HasPrefix(lines[n-1], "//") || strings.HasPrefix(lines[n-1], "#")) {
		n--
	}
	return strings.TrimRight(strings.Join(lines[:n], ""), "\n")
}
