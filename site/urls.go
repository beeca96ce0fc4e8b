package site

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"sourcedive/indexer"
)

// urls knows the address of everything in one version. Paths are relative to the
// version's root.
type urls struct {
	x    *indexer.Index
	page []string // by symbol: its own page, or ""
	id   []string // by symbol: its id on its file's page, "" for closures
	file []string // by file

	local []string // by symbol: its name without the package
	plain []string // by symbol: that without marks, fit for a path
}

func newURLs(x *indexer.Index) *urls {
	n := len(x.Symbols)
	u := &urls{
		x: x, page: make([]string, n), id: make([]string, n), file: make([]string, len(x.Files)),
		local: make([]string, n), plain: make([]string, n),
	}
	for i := range x.Files {
		u.file[i] = "src/" + pathName(x.Files[i].Path) + ".html"
	}
	for i := range x.Symbols {
		u.local[i] = x.Symbols[i].ID.Local()
		u.plain[i] = plainName(x, &x.Symbols[i])
		u.id[i] = anchor(x.Symbols[i].Kind, u.plain[i])
	}
	u.pages("func/", indexer.KindFunc, indexer.KindMethod)
	u.pages("type/", indexer.KindType)
	return u
}

var lineID = regexp.MustCompile(`^L[0-9]+$`)

// anchor is the id of a symbol on its file's page. Lines own the ids L1, L2, ….
func anchor(kind indexer.Kind, name string) string {
	if kind == indexer.KindClosure {
		return ""
	}
	if lineID.MatchString(name) {
		return "sym-" + name
	}
	return name
}

// plainName is a symbol's local name as paths and ids have it. Assembly that is
// named for another package than the one it stands in keeps that package.
func plainName(x *indexer.Index, s *indexer.Symbol) string {
	if path := s.ID.Path(); path != "" && path != x.Packages[s.Pkg].Path {
		return fileName(path + "." + s.ID.Plain())
	}
	return fileName(s.ID.Plain())
}

// fileName writes a plain name, and pathName a path, with characters that need no
// escaping anywhere: not in a file system, an address or an unquoted attribute.
func fileName(plain string) string {
	return pathName(marks.Replace(plain))
}

var marks = strings.NewReplacer("<>", "~local", "·", "~", "/", "~")

func pathName(path string) string {
	if !unsafeByte.MatchString(path) {
		return path
	}
	return unsafeByte.ReplaceAllStringFunc(path, func(b string) string { return fmt.Sprintf("~%x", b) })
}

var unsafeByte = regexp.MustCompile(`[^A-Za-z0-9_./~-]+`)

// pages gives each symbol of the kinds its page below dir.
func (u *urls) pages(dir string, kinds ...indexer.Kind) {
	byFold := map[string][]indexer.Sym{}
	for i := range u.x.Symbols {
		s := &u.x.Symbols[i]
		if slices.Contains(kinds, s.Kind) {
			path := dir + pathName(u.x.Packages[s.Pkg].Path) + "/" + u.plain[i]
			u.page[i] = path
			fold := strings.ToLower(path)
			byFold[fold] = append(byFold[fold], indexer.Sym(i))
		}
	}
	for _, same := range byFold {
		u.separate(same)
	}
}

// separate keeps names apart that a file system may take for one.
func (u *urls) separate(same []indexer.Sym) {
	slices.SortFunc(same, func(a, b indexer.Sym) int {
		return cmp.Or(len(capitals(u.page[a]))-len(capitals(u.page[b])), strings.Compare(u.page[a], u.page[b]), bare(u.x, a)-bare(u.x, b))
	})
	for i, s := range same {
		if i > 0 {
			name := u.page[s][strings.LastIndexByte(u.page[s], '/')+1:]
			u.page[s] += "~" + capitals(name) + strings.Repeat("asm", bare(u.x, s))
			if i > 1 && capitals(name) == capitals(plainOf(u.page[same[i-1]])) {
				u.page[s] += itoa(i)
			}
		}
		u.page[s] += ".html"
	}
}

// bare is 1 for assembly functions that have a name of no package, such as main.
func bare(x *indexer.Index, s indexer.Sym) int {
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

// declared is the address of a symbol's declaration in its file.
func (u *urls) declared(s indexer.Sym) string {
	sym := &u.x.Symbols[s]
	if sym.Kind == indexer.KindClosure {
		body := sym.Body()
		return u.line(body.File, u.x.Line(body.File, body.Off))
	}
	if sym.Embedded {
		// Its name in the declaration is that of its type, and leads there.
		if t := u.outerType(s); t != indexer.NoSym && u.page[t] != "" {
			return u.page[t] + "#" + u.fieldID(s, t)
		}
		return u.line(sym.Name.File, u.x.Line(sym.Name.File, sym.Name.Off))
	}
	if sym.Name.OK() && u.named(sym) {
		return u.file[sym.Name.File] + "#" + u.id[s]
	}
	if body := sym.Body(); body.OK() {
		return u.line(body.File, u.x.Line(body.File, body.Off))
	}
	return ""
}

// named reports whether the name stands in the file for itself, and so has an id
// there: some assembly functions get theirs from a macro.
func (u *urls) named(s *indexer.Symbol) bool {
	refs := u.x.Files[s.Name.File].Refs
	i, ok := slices.BinarySearchFunc(refs, s.Name.Off, func(r indexer.Ref, off int32) int { return int(r.Off - off) })
	return ok && refs[i].Access&indexer.Declare != 0
}

// best is the page of a symbol, or where it is declared.
func (u *urls) best(s indexer.Sym) string {
	sym := &u.x.Symbols[s]
	switch {
	case u.page[s] != "":
		return u.page[s]
	case sym.Kind == indexer.KindClosure:
		return u.declared(s)
	case sym.Kind == indexer.KindField || sym.Kind == indexer.KindAbstract:
		if t := u.outerType(s); t != indexer.NoSym && u.page[t] != "" {
			return u.page[t] + "#" + u.fieldID(s, t)
		}
	}
	return u.declared(s)
}

// fieldID is the id of a field on the page of its type: f.name. The ids of the
// page's sections have no dots.
func (u *urls) fieldID(s, outer indexer.Sym) string {
	return "f" + strings.TrimPrefix(u.plain[s], u.plain[outer])
}

// outerType is the type that a field belongs to, through structs written inside.
func (u *urls) outerType(s indexer.Sym) indexer.Sym {
	for s != indexer.NoSym && u.x.Symbols[s].Kind != indexer.KindType {
		s = u.x.Symbols[s].Parent
	}
	return s
}

func (u *urls) line(file int32, line int) string {
	return u.file[file] + "#L" + itoa(line)
}

// relative is the way from one page to another: "../../func/runtime/mcall.html".
func relative(from, to string) string {
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
