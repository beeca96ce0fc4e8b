package tables

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// numberFile matches the files that define numbers of a system: group 1 is the
// system, as GOOS or GOOS_GOARCH.
var numberFile = regexp.MustCompile(`^(?:syscall/z?(?:errors|types)_|runtime/defs1?_|runtime/(?:os|mem|signal)_)([a-z0-9]+(?:_[a-z0-9]+)?)\.go$`)

// knownOS are the systems Go has run on; other words in a file name are no system.
var knownOS = map[string]bool{
	"aix": true, "android": true, "darwin": true, "dragonfly": true, "freebsd": true, "illumos": true, "ios": true, "js": true,
	"linux": true, "nacl": true, "netbsd": true, "openbsd": true, "plan9": true, "solaris": true, "wasip1": true, "windows": true,
}

// numberKey is one meaning of a number.
type numberKey struct {
	value int
	name  string
}

// numberSet gathers, for one family of numbers, which systems have which meaning.
type numberSet struct {
	systems map[numberKey]map[string]bool
}

func newNumberSet() *numberSet {
	return &numberSet{systems: map[numberKey]map[string]bool{}}
}

func (ns *numberSet) add(system string, value int, name string) {
	k := numberKey{value, name}
	if ns.systems[k] == nil {
		ns.systems[k] = map[string]bool{}
	}
	ns.systems[k][system] = true
}

// numbers reads the constants of systems from the trees, newest first, so that a
// system that was removed is there as it last was.
type numbers struct {
	errnos, signals, codes *numberSet
	done                   map[string]bool           // files read, by name
	texts                  map[string]map[int]string // "errors linux" → value → text
}

func newNumbers() *numbers {
	return &numbers{newNumberSet(), newNumberSet(), newNumberSet(), map[string]bool{}, map[string]map[int]string{}}
}

var codeName = regexp.MustCompile(`^_(SEGV|BUS|FPE|ILL|TRAP|SI)_[A-Z0-9]+$`)

// file reads one file, unless a newer release's was read.
func (n *numbers) file(name string, f *ast.File) {
	m := numberFile.FindStringSubmatch(name)
	if m == nil || n.done[name] {
		return
	}
	system := strings.ReplaceAll(m[1], "_", "/")
	osName, _, _ := strings.Cut(system, "/")
	if !knownOS[osName] {
		return
	}
	n.done[name] = true
	for _, d := range f.Decls {
		gd, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		for _, s := range gd.Specs {
			if vs, ok := s.(*ast.ValueSpec); ok {
				n.spec(system, osName, gd.Tok, vs)
			}
		}
	}
}

func (n *numbers) spec(system, osName string, tok token.Token, vs *ast.ValueSpec) {
	for i, id := range vs.Names {
		if i >= len(vs.Values) {
			return
		}
		if lit, ok := vs.Values[i].(*ast.CompositeLit); ok && tok == token.VAR && (id.Name == "errors" || id.Name == "signals") {
			n.textTable(id.Name+" "+osName, lit)
			continue
		}
		value, typ, ok := number(vs.Values[i])
		if !ok {
			continue
		}
		if t, ok := vs.Type.(*ast.Ident); ok {
			typ = t.Name
		}
		name := id.Name
		switch {
		case typ == "Errno" && value > 0 && !strings.Contains(name, "APPLICATION"):
			n.errnos.add(system, value, name)
		case osName == "windows" && strings.HasPrefix(name, "_ERROR_"):
			n.errnos.add(system, value, name[1:])
		case typ == "Signal" && value > 0:
			n.signals.add(system, value, name)
		case codeName.MatchString(name):
			n.codes.add(system, value, name[1:])
		}
	}
}

// number is the value of 0xb, Errno(0xb) or -6, and the type it is converted to.
func number(e ast.Expr) (value int, typ string, ok bool) {
	switch x := e.(type) {
	case *ast.BasicLit:
		v, err := strconv.ParseInt(x.Value, 0, 64)
		return int(v), "", err == nil && x.Kind == token.INT
	case *ast.UnaryExpr:
		v, _, ok := number(x.X)
		return -v, "", ok && x.Op == token.SUB
	case *ast.CallExpr:
		if len(x.Args) == 1 {
			v, _, ok := number(x.Args[0])
			return v, calleeName(x.Fun), ok
		}
	}
	return 0, "", false
}

func (n *numbers) textTable(key string, lit *ast.CompositeLit) {
	if n.texts[key] == nil {
		n.texts[key] = map[int]string{}
	}
	for _, e := range lit.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		v, _, ok1 := number(kv.Key)
		text, ok2 := constText(kv.Value)
		if ok1 && ok2 && n.texts[key][v] == "" {
			n.texts[key][v] = text
		}
	}
}

// list writes a family of numbers. Where all processors of a system agree, the
// system alone is named.
func (n *numbers) list(ns *numberSet, table string) []Number {
	arches := map[string]int{}
	seen := map[string]bool{}
	for _, systems := range ns.systems {
		for s := range systems {
			if !seen[s] {
				seen[s] = true
				o, arch, _ := strings.Cut(s, "/")
				if arch != "" {
					arches[o]++
				}
			}
		}
	}
	out := []Number{}
	for k, systems := range ns.systems {
		byOS := map[string][]string{}
		for s := range systems {
			o, _, _ := strings.Cut(s, "/")
			byOS[o] = append(byOS[o], s)
		}
		byText := map[string][]string{}
		for o, list := range byOS {
			text := ""
			if table != "" {
				text = n.texts[table+" "+o][k.value]
			}
			if len(list) >= arches[o] || slices.Contains(list, o) {
				list = []string{o}
			}
			byText[text] = append(byText[text], list...)
		}
		for text, list := range byText {
			slices.Sort(list)
			out = append(out, Number{Value: k.value, Name: k.name, Text: text, Systems: strings.Join(list, " ")})
		}
	}
	slices.SortFunc(out, func(a, b Number) int {
		if a.Value != b.Value {
			return a.Value - b.Value
		}
		if c := strings.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return strings.Compare(a.Text, b.Text)
	})
	return out
}
