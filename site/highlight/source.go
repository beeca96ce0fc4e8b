package highlight

import (
	"html/template"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"sourcedive/indexer/index"
	"sourcedive/site/urls"
)

// SymbolText is how prose calls a symbol: without the package where that is runtime, and in
// a module without what all its packages have in common.
func (p *Source) SymbolText(s index.Sym) string {
	sym := &p.Index.Symbols[s]
	switch path := sym.ID.Path(); {
	case path == "runtime":
		return sym.ID.Local()
	case p.Index.Config.Module != "" && path == p.Index.Packages[sym.Pkg].Path:
		return p.PackageText(sym.Pkg) + "." + sym.ID.Local()
	}
	return string(sym.ID)
}

// PackageText is how a package is called beside a name: by its path, in a module from the
// module's own name on.
func (p *Source) PackageText(pkg int32) string {
	module := p.Index.Config.Module
	if module == "" {
		return p.Index.Packages[pkg].Path
	}
	return strings.TrimPrefix(p.Index.Packages[pkg].Path, strings.TrimSuffix(module, ModuleName(module)))
}

// major is the end of the path of a module from its second major version on.
var major = regexp.MustCompile(`^v[0-9]+$`)

// ModuleName is the last part of a module's path, with a major version behind it.
func ModuleName(module string) string {
	dir, base := path.Split(module)
	if major.MatchString(base) && dir != "" {
		return path.Base(dir) + "/" + base
	}
	return base
}

// DocLink resolves a name in brackets, in a comment of the package.
func (p *Source) DocLink(path string, pkg int32) func(string) string {
	return func(name string) string {
		if _, ok := p.Index.Pkg(name); ok {
			return urls.Relative(path, urls.Package(name))
		}
		for _, id := range []string{name, p.Index.Packages[pkg].Path + "." + name} {
			if s, ok := p.Index.Sym(index.ID(id)); ok {
				return p.Href(path, s)
			}
			if recv, method, ok := cutLast(id); ok {
				pkgPath, typ, _ := cutLast(recv)
				if s, ok := p.Index.Sym(index.ID(pkgPath + ".(*" + typ + ")." + method)); ok {
					return p.Href(path, s)
				}
			}
		}
		return ""
	}
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+1:], true
}

// SymbolLink links to a symbol by its linker name. Href is "" if this version lacks it.
func (p *Source) SymbolLink(path, name string) urls.Link {
	l := urls.Link{Text: strings.TrimPrefix(name, "runtime.")}
	if s, ok := p.Index.Sym(index.ID(name)); ok {
		l.Href = p.Href(path, s)
	}
	return l
}

// A Place is a linked position in the source.
type Place struct {
	Text string // "runtime/proc.go:4135"
	Href string
}

// Listing is a piece of source.
type Listing struct {
	Place Place
	Where bool // the page does not name the place elsewhere
	Code  template.HTML
	Lang  string
}

// SiteHref is the address of a line on the page of the function that it is in, where there
// is one, else in its file.
func (p *Source) SiteHref(path string, at index.Range) string {
	line := p.Highlight(at.File).Line(at.Off)
	if fn := p.Index.Enclosing(at.File, at.Off); fn != index.NoSym {
		if own := p.URLs.Page[p.Index.Outermost(fn)]; own != "" {
			return urls.Relative(path, own+"#L"+strconv.Itoa(line))
		}
	}
	return urls.Relative(path, p.URLs.Line(at.File, line))
}

// A Source is the source of one version as pages show it: pieces of it, coloured and
// linked, and references to it. It serves every page of the version.
type Source struct {
	Index       *index.Index
	URLs        *urls.Map
	highlighted []func() *File // by file, made on first use
}

// NewSource readies an index for pages.
func NewSource(x *index.Index) *Source {
	s := &Source{Index: x, URLs: urls.NewMap(x), highlighted: make([]func() *File, len(x.Files))}
	for i := range s.highlighted {
		s.highlighted[i] = sync.OnceValue(func() *File { return New(&x.Files[i]) })
	}
	return s
}

// Highlight is a file, coloured.
func (p *Source) Highlight(file int32) *File { return p.highlighted[file]() }

// Links are the targets of names on a page that shows a piece of source.
func (p *Source) Links(from string) Links {
	return Links{
		Href: func(s index.Sym) string { return p.Href(from, s) },
		Decl: func(s index.Sym) string {
			if to := p.URLs.Best(s); to != from {
				return urls.Relative(from, to)
			}
			return ""
		},
	}
}

func (p *Source) Href(from string, s index.Sym) string {
	if to := p.URLs.Best(s); to != "" {
		return urls.Relative(from, to)
	}
	return ""
}

// Place is a linked "runtime/proc.go:4135".
func (p *Source) Place(from string, file, off int32) Place {
	line := p.Highlight(file).Line(off)
	return Place{
		Text: p.Index.Files[file].Path + ":" + strconv.Itoa(line),
		Href: urls.Relative(from, p.URLs.Line(file, line)),
	}
}

// ShortPlace leaves out the folder where it is the page's own package.
func (p *Source) ShortPlace(from string, pkg, file, off int32) Place {
	pl := p.Place(from, file, off)
	pl.Text = strings.TrimPrefix(pl.Text, p.Index.Packages[pkg].Path+"/")
	return pl
}

func LangClass(l index.Lang) string {
	return [...]string{"go", "asm", "c"}[l]
}

// Signature is a symbol's declaration on one line, with links.
func (p *Source) Signature(from string, s *index.Symbol) template.HTML {
	if !s.Decl.OK() {
		return p.Highlight(s.Asm.File).Inline(s.Name.Off, s.Name.End, Links{})
	}
	return p.Highlight(s.Decl.File).Inline(s.Decl.Off, s.Head, p.Links(from))
}
