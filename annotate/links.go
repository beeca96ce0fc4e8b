package annotate

import (
	"slices"
	"strings"

	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// Resolve finds the target of a link. It fails for a link that is a problem, and for one
// to an article that this version does not have.
func (r *Resolved) Resolve(t markdown.Target) (Ref, bool) {
	ref := Ref{Kind: t.Kind, Name: t.Name, Sym: index.NoSym, Pkg: -1, File: -1, Journey: -1}
	switch t.Kind {
	case markdown.ToIssue, markdown.ToURL:
		return ref, true
	case markdown.ToSymbol:
		return symbolOrPackage(r, ref)
	case markdown.ToFile:
		file, ok := r.Index.File(t.Name)
		ref.File = file
		return ref, ok
	case markdown.ToTerm:
		ref.Term = r.Term(t.Name)
		return ref, ref.Term != nil
	case markdown.ToModel:
		return ref, slices.Contains(r.Config.Models, t.Name)
	case markdown.ToArea:
		ref.Text = r.Essay(t.Name)
		return ref, ref.Text != nil || len(r.NotesIn(t.Name)) > 0
	case markdown.ToJourney:
		for i, j := range r.Journeys {
			if j.Name == t.Name {
				ref.Journey = i
				return ref, true
			}
		}
		return ref, false
	}
	ref.Text = r.articles[t.Kind+" "+t.Name]
	return ref, ref.Text != nil
}

// symbolOrPackage finds a symbol by its name, or by its name in package runtime, or a
// package.
func symbolOrPackage(r *Resolved, ref Ref) (Ref, bool) {
	for _, id := range []string{ref.Name, "runtime." + ref.Name} {
		if s, ok := r.sym(id); ok {
			ref.Sym, ref.Name = s, id
			return ref, true
		}
	}
	if pkg, ok := r.Index.Pkg(ref.Name); ok {
		ref.Kind, ref.Pkg = ToPackage, pkg
		return ref, true
	}
	return ref, false
}

// absentIn reports whether the target of a link is an article for other versions only.
func absentIn(r *Resolved, t markdown.Target) bool {
	if t.Kind == markdown.ToJourney { // its root is missing, and that was reported
		return slices.ContainsFunc(r.Config.Journeys, func(j article.JourneySpec) bool { return j.Name == t.Name })
	}
	return r.absent[t.Kind+" "+t.Name]
}

// link checks the target of a link.
func (m *resolver) link(file string, t markdown.Target, promised bool) {
	if _, ok := m.resolved.Resolve(t); ok || absentIn(m.resolved, t) || !known[t.Kind] || t.Name == "" {
		return // an unknown kind was reported when the article was read
	}
	if t.Kind == markdown.ToSymbol {
		if d, ok := m.noSymbol(file, t.Pos, t.Name, promised); ok {
			m.add(d)
		}
		return
	}
	if !promised && (t.Kind == markdown.ToFile || t.Kind == markdown.ToArea) {
		return
	}
	m.faultLazy(file, t.Pos, func() string { return m.nearestTarget(t) }, "no %s %q", t.Kind, t.Name)
}

var known = map[string]bool{
	markdown.ToSymbol: true, markdown.ToNote: true, markdown.ToArea: true, markdown.ToTour: true, markdown.ToModel: true,
	markdown.ToTerm: true, markdown.ToFile: true, markdown.ToJourney: true, markdown.ToLevel: true, markdown.ToCaseStudy: true, markdown.ToLab: true,
}

// nearestTarget is the hint for a link to what does not exist.
func (m *resolver) nearestTarget(t markdown.Target) string {
	var names []string
	switch t.Kind {
	case markdown.ToFile:
		return nearestFile(m.Index, t.Name)
	case markdown.ToModel:
		names = m.resolved.Config.Models
	case markdown.ToArea:
		names = m.resolved.Config.AreaOrder()
		if slices.Contains(names, t.Name) {
			return "write its essay, notes/" + t.Name + "/" + t.Name + ".md, or a note in it"
		}
	case markdown.ToTerm:
		for _, term := range m.resolved.Terms {
			names = append(append(names, term.Name), term.Also...)
		}
	case markdown.ToJourney:
		for _, j := range m.resolved.Journeys {
			names = append(names, j.Name)
		}
	default:
		for _, text := range m.articles {
			if id, ok := strings.CutPrefix(keyOf(text.Kind, text.ID), t.Kind+" "); ok {
				names = append(names, id)
			}
		}
		if _, base, ok := strings.Cut(t.Name, "/"); ok {
			for _, id := range names { // the right name in another area
				if strings.HasSuffix(id, "/"+base) {
					return "did you mean " + id + "?"
				}
			}
		}
	}
	if len(names) == 0 {
		return "there is none yet"
	}
	return diag.Nearest(t.Name, names, someOf(names))
}

// someOf lists names when they are few.
func someOf(names []string) string {
	const most = 12
	switch {
	case len(names) == 0:
		return "there is none yet"
	case len(names) > most:
		return "no name is like it; see the files of the content"
	}
	return "there are " + strings.Join(names, ", ")
}

// nearestFile is the hint for a file that does not exist: one of its name elsewhere,
// or one like it.
func nearestFile(x *index.Index, name string) string {
	var paths []string
	for i := range x.Files {
		path := x.Files[i].Path
		if strings.HasSuffix(path, "/"+name[strings.LastIndexByte(name, '/')+1:]) {
			return "did you mean " + path + "?"
		}
		paths = append(paths, path)
	}
	return diag.Nearest(name, paths, "paths are those below src, such as runtime/proc.go")
}

// inline checks the links and the evidence of a line of text in a list, which may define
// a term.
func (m *resolver) inline(file string, d *markdown.Doc, defines *Term) {
	promised := m.resolved.WrittenFor == ""
	r := &articleResolver{resolver: m, article: &Article{Article: &article.Article{File: file}, evidence: m.resolved.evidence}, promised: promised}
	m.resolved.lines = append(m.resolved.lines, line{file, d, defines})
	d.All(func(b *markdown.Block, _ []*markdown.Block) {
		for _, t := range b.Links {
			m.links++
			m.link(file, t, promised)
		}
		r.evidence(b)
	})
	for _, d := range r.found {
		m.add(d)
	}
}
