package indexer

import (
	"go/ast"
	"strings"

	"sourcedive/indexer/index"
)

// directives lists the //go: comments of a declaration's comment groups. Build
// constraints are not directives of a declaration.
func (p *sources) directives(groups ...*ast.CommentGroup) (list []index.Directive) {
	for _, g := range groups {
		if g == nil {
			continue
		}
		for _, c := range g.List {
			if d, ok := parseDirective(c.Text); ok {
				at := p.place(c.Pos(), c.End())
				d.File, d.Off = at.File, at.Off
				list = append(list, d)
			}
		}
	}
	return list
}

func parseDirective(comment string) (index.Directive, bool) {
	text, ok := strings.CutPrefix(comment, "//go:")
	end := strings.IndexAny(text, " \t\r")
	if end < 0 {
		end = len(text)
	}
	name := text[:end]
	if !ok || name == "" || name == "build" {
		return index.Directive{}, false
	}
	args, _, _ := strings.Cut(text[end:], "//")
	return index.Directive{Name: name, Args: strings.TrimSpace(args)}, true
}

// attachLinknames ties the linkname directives of a file, which may appear
// anywhere in it, to the declarations that they name.
func (p *declarations) attachLinknames(u *unit, f *ast.File) {
	for _, g := range f.Comments {
		for _, d := range p.directives(g) {
			if d.Name == "linkname" {
				p.attachLinkname(u, d)
			}
		}
	}
}

func (p *declarations) attachLinkname(u *unit, d index.Directive) {
	args := strings.Fields(d.Args)
	if len(args) == 0 {
		return
	}
	obj := u.types.Scope().Lookup(args[0])
	s := p.byObj[obj]
	if obj == nil || s == nil {
		return
	}
	if !hasDirective(s, d) {
		s.Directives = append(s.Directives, d)
	}
	if len(args) > 1 && args[1] != string(s.ID) {
		s.Link = args[1]
	}
}

func hasDirective(s *symbol, d index.Directive) bool {
	for _, have := range s.Directives {
		if have.File == d.File && have.Off == d.Off {
			return true
		}
	}
	return false
}
