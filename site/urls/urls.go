// Package urls holds every address of a version's pages, as a function. No other package
// builds one.
//
// Addresses are relative, so that a site works under any prefix and from the disk. A page's
// path follows from the name of what it shows:
//
//	func/<pkg>/<name>.html   type/<pkg>/<name>.html   src/<path>.html
//	pkg/<path>.html   symbol/<letter>.html   journey/<name>.html
//
// Names that differ only in case get distinct paths, because some file systems do not
// distinguish them: the ones with more capitals have these repeated after a tilde
// (newM~M.html beside newm.html). Other characters that would need escaping in a file name,
// an address or an unquoted attribute are written as a tilde and hexadecimal digits.
//
// A [Map] knows the addresses of an index's symbols and files. Fragments: #L12 is a line of
// a file or function page, other ids are names of declarations.
package urls

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sourcedive/indexer/index"
)

// Letters groups symbols by the first letter of their own name.
func (u *Map) Letters() map[string][]index.Sym {
	groups := map[string][]index.Sym{}
	base := make([]string, len(u.x.Symbols))
	for i := range u.x.Symbols {
		s := &u.x.Symbols[i]
		if s.Kind == index.KindClosure || s.Kind == index.KindField || s.Kind == index.KindAbstract {
			continue
		}
		base[i] = strings.ToLower(u.Plain[i][strings.LastIndexByte(u.Plain[i], '.')+1:])
		letter := base[i][:1]
		if letter < "a" || letter > "z" {
			letter = "other"
		}
		groups[letter] = append(groups[letter], index.Sym(i))
	}
	for _, list := range groups {
		slices.SortStableFunc(list, func(a, b index.Sym) int { return strings.Compare(base[a], base[b]) })
	}
	return groups
}

// A Map holds the address of every symbol and file of a version. Paths are relative to the
// version's root.
type Map struct {
	x    *index.Index
	Page []string // by symbol: its own page, or ""
	ID   []string // by symbol: its id on its file's page, "" for closures
	File []string // by file

	Local []string // by symbol: its name without the package
	Plain []string // by symbol: that without marks, fit for a path
}

func NewMap(x *index.Index) *Map {
	n := len(x.Symbols)
	u := &Map{
		x: x, Page: make([]string, n), ID: make([]string, n), File: make([]string, len(x.Files)),
		Local: make([]string, n), Plain: make([]string, n),
	}
	for i := range x.Files {
		u.File[i] = "src/" + Escape(x.Files[i].Path) + ".html"
	}
	for i := range x.Symbols {
		u.Local[i] = x.Symbols[i].ID.Local()
		u.Plain[i] = plainName(x, &x.Symbols[i])
		u.ID[i] = anchor(x.Symbols[i].Kind, u.Plain[i])
	}
	u.pages("func/", index.KindFunc, index.KindMethod)
	u.pages("type/", index.KindType)
	return u
}

var lineID = regexp.MustCompile(`^L[0-9]+$`)

// anchor is the id of a symbol on its file's page. Lines own the ids L1, L2, ….
func anchor(kind index.Kind, name string) string {
	if kind == index.KindClosure {
		return ""
	}
	if lineID.MatchString(name) {
		return "sym-" + name
	}
	return name
}

// plainName is a symbol's local name as paths and ids have it. Assembly that is
// named for another package than the one it is in keeps that package.
func plainName(x *index.Index, s *index.Symbol) string {
	if path := s.ID.Path(); path != "" && path != x.Packages[s.Pkg].Path {
		return fileName(path + "." + s.ID.Plain())
	}
	return fileName(s.ID.Plain())
}

// fileName writes a plain name, and pathName a path, with characters that need no
// escaping anywhere: not in a file system, an address or an unquoted attribute.
func fileName(plain string) string {
	return Escape(marks.Replace(plain))
}

var marks = strings.NewReplacer("<>", "~local", "·", "~", "/", "~")

func Escape(path string) string {
	if !unsafeByte.MatchString(path) {
		return path
	}
	return unsafeByte.ReplaceAllStringFunc(path, func(b string) string { return fmt.Sprintf("~%x", b) })
}

var unsafeByte = regexp.MustCompile(`[^A-Za-z0-9_./~-]+`)

// pages gives each symbol of the kinds its page below dir.
func (u *Map) pages(dir string, kinds ...index.Kind) {
	byFold := map[string][]index.Sym{}
	for i := range u.x.Symbols {
		s := &u.x.Symbols[i]
		if slices.Contains(kinds, s.Kind) {
			path := dir + Escape(u.x.Packages[s.Pkg].Path) + "/" + u.Plain[i]
			u.Page[i] = path
			fold := strings.ToLower(path)
			byFold[fold] = append(byFold[fold], index.Sym(i))
		}
	}
	for _, same := range byFold {
		u.separate(same)
	}
}

// separate keeps names apart that a file system may take for one.
func (u *Map) separate(same []index.Sym) {
	slices.SortFunc(same, func(a, b index.Sym) int {
		return cmp.Or(len(capitals(u.Page[a]))-len(capitals(u.Page[b])), strings.Compare(u.Page[a], u.Page[b]), bare(u.x, a)-bare(u.x, b))
	})
	for i, s := range same {
		if i > 0 {
			name := u.Page[s][strings.LastIndexByte(u.Page[s], '/')+1:]
			u.Page[s] += "~" + capitals(name) + strings.Repeat("asm", bare(u.x, s))
			if i > 1 && capitals(name) == capitals(plainOf(u.Page[same[i-1]])) {
				u.Page[s] += strconv.Itoa(i)
			}
		}
		u.Page[s] += ".html"
	}
}

// bare is 1 for assembly functions that have a name of no package, such as main.
func bare(x *index.Index, s index.Sym) int {
	if x.Symbols[s].ID.Path() == "" {
		return 1
	}
	return 0
}

// plainOf is the name in the path of a page, without what was added to it.
func plainOf(page string) string {
	name := page[strings.LastIndexByte(page, '/')+1:]
	name, _, _ = strings.Cut(name, "~")
	return name
}

func capitals(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
}

// Declared is the address of a symbol's declaration in its file.
func (u *Map) Declared(s index.Sym) string {
	sym := &u.x.Symbols[s]
	if sym.Kind == index.KindClosure {
		body := sym.Body()
		return u.Line(body.File, u.x.Line(body.File, body.Off))
	}
	if sym.Embedded {
		// Its name in the declaration is that of its type, and links there.
		if t := u.Outer(s); t != index.NoSym && u.Page[t] != "" {
			return u.Page[t] + "#" + u.FieldID(s, t)
		}
		return u.Line(sym.Name.File, u.x.Line(sym.Name.File, sym.Name.Off))
	}
	if sym.Name.OK() && u.named(sym) {
		return u.File[sym.Name.File] + "#" + u.ID[s]
	}
	if body := sym.Body(); body.OK() {
		return u.Line(body.File, u.x.Line(body.File, body.Off))
	}
	return ""
}

// named reports whether the name is in the file itself, and so has an id
// there: some assembly functions get theirs from a macro.
func (u *Map) named(s *index.Symbol) bool {
	refs := u.x.Files[s.Name.File].Refs
	i, ok := slices.BinarySearchFunc(refs, s.Name.Off, func(r index.Ref, off int32) int { return int(r.Off - off) })
	return ok && refs[i].Access&index.Declare != 0
}

// Best is the page of a symbol, or where it is declared.
func (u *Map) Best(s index.Sym) string {
	sym := &u.x.Symbols[s]
	switch {
	case u.Page[s] != "":
		return u.Page[s]
	case sym.Kind == index.KindClosure:
		return u.Declared(s)
	case sym.Kind == index.KindField || sym.Kind == index.KindAbstract:
		if t := u.Outer(s); t != index.NoSym && u.Page[t] != "" {
			return u.Page[t] + "#" + u.FieldID(s, t)
		}
	}
	return u.Declared(s)
}

// FieldID is the id of a field on the page of its type: f.name. The ids of the
// page's sections have no dots.
func (u *Map) FieldID(s, outer index.Sym) string {
	return "f" + strings.TrimPrefix(u.Plain[s], u.Plain[outer])
}

// Outer is the type that a field belongs to, through structs written inside.
func (u *Map) Outer(s index.Sym) index.Sym {
	for s != index.NoSym && u.x.Symbols[s].Kind != index.KindType {
		s = u.x.Symbols[s].Parent
	}
	return s
}

func (u *Map) Line(file int32, line int) string {
	return u.File[file] + "#L" + strconv.Itoa(line)
}

// Relative is the way from one page to another: "../../func/runtime/mcall.html".
func Relative(from, to string) string {
	page, frag, hasFrag := strings.Cut(to, "#")
	if page == from && hasFrag {
		return "#" + frag
	}
	dir := from[:strings.LastIndexByte(from, '/')+1]
	common := 0
	for i := 0; i < len(dir) && i < len(page) && dir[i] == page[i]; i++ {
		if dir[i] == '/' {
			common = i + 1
		}
	}
	return strings.Repeat("../", strings.Count(dir[common:], "/")) + to[common:]
}

// HeadingID is in lower case, so that it is no function's.
func HeadingID(title string) string {
	return strings.Trim(Escape(strings.ToLower(strings.NewReplacer(",", "", " ", "-").Replace(title))), "-")
}
