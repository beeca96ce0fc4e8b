package pages

import (
	"slices"
	"strconv"
	"strings"

	"sourcedive/indexer/history"
	"sourcedive/internal/english"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Gone is the page of a function that older releases have.
type Gone struct {
	Layout
	Name  string
	Words string
	Facts []urls.Link
	Notes []string
	Life  *Life
	Rows  []LifeRow
}

// findGone lists the functions with a body for linux/amd64 that releases before this one
// have, and gives each its page.
func (p *past) findGone() {
	byPath := map[string][]history.Sym{}
	for i := range p.Symbols {
		h := history.Sym(i)
		if p.Symbols[i].Kind != history.Func || p.Symbols[i].Away {
			continue
		}
		if _, here := p.now[h]; here {
			continue
		}
		st, minor, ok := p.lastBefore(h)
		if _, still := p.State(h, p.here); !ok || still || minor < 0 {
			continue
		}
		pkg := packageOf(st.Name)
		if pkg == "" {
			pkg = st.File[:strings.LastIndexByte(st.File, '/')]
		}
		path := urls.Gone(pkg, strings.NewReplacer("(*", "", ")", "").Replace(strings.TrimPrefix(st.Name, pkg+".")))
		fold := strings.ToLower(path)
		byPath[fold] = append(byPath[fold], h)
		if n := len(byPath[fold]); n > 1 {
			path = strings.TrimSuffix(path, ".html") + "~" + strconv.Itoa(n) + ".html"
		}
		p.goneAt[h] = path
		p.gone = append(p.gone, h)
	}
}

// lastBefore is the last state of a symbol in the releases up to this version, and the
// minor that has it.
func (p *past) lastBefore(h history.Sym) (history.State, int, bool) {
	for minor := p.here.Minor; minor >= 0; minor-- {
		if st, ok := p.State(h, history.Point{Minor: minor, At: history.AtPatch}); ok {
			return st, minor, true
		}
	}
	return history.State{}, -1, false
}

func goneRoutes(p *Inputs) (list []Route) {
	for _, h := range p.past.gone {
		to := p.past.goneAt[h]
		st, minor, _ := p.past.lastBefore(h)
		title := st.Name + ", gone after " + p.past.release(minor)
		if strings.Contains(to, "~") { // another one went under the same name
			title += " (" + strings.TrimSuffix(to[strings.LastIndexByte(to, '/')+1:], ".html") + ")"
		}
		list = append(list, Route{Path: to, Title: title, View: func(f Layout) templates.View { return gonePage(p.silent, f, to, h) }, Silent: always})
	}
	return list
}

func gonePage(p *Inputs, f Layout, path string, h history.Sym) templates.View {
	st, minor, _ := p.past.lastBefore(h)
	f.Crumbs = []urls.Link{{Text: "Releases", Href: urls.Relative(path, urls.Releases)}, {Text: p.past.short(st.Name)}}
	f.Description = st.Name + " is not in " + p.Index.Config.Version + ": what became of it"
	v := Gone{Layout: f, Name: p.past.short(st.Name), Life: p.past.life(h), Rows: lifeRows(p, path, h, nil)}
	v.Words = "Not in " + p.Index.Config.Version + ". " + p.past.release(minor) + " was the last release to have it, in " + st.File + "."
	v.Facts = []urls.Link{{Text: english.Count(st.Lines, "line", "lines")}}
	if minor+1 < len(p.past.Minors) {
		next := p.past.release(minor + 1)
		v.Facts = append(v.Facts, urls.Link{Text: "what " + next + " changed", Href: urls.Relative(path, urls.Release(next))})
	}
	if words := p.past.kept(h, minor+1); words != "" {
		v.Notes = append(v.Notes, words)
	}
	v.Notes = append(v.Notes, p.takenFrom(h)...)
	return v
}

// kept says where a function is that left the build for linux/amd64 in a minor and not the
// tree; "" for one that left both.
func (p *past) kept(h history.Sym, minor int) string {
	if st, _, ok := p.Kept(h, p.here); ok {
		for i := range p.source.Index.Files {
			f := &p.source.Index.Files[i]
			if f.Path != st.File {
				continue
			}
			if setting := history.Experiment([]byte(f.Text)); setting != "" {
				return "It left the build, not the tree: " + st.File + " still has it, and is compiled where GOEXPERIMENT=" + setting + " is set."
			}
		}
		return "Other platforms still have a function of this name, in " + st.File + "; linux/amd64 has none."
	}
	if minor > p.here.Minor {
		return ""
	}
	if st, until, ok := p.Kept(h, history.Point{Minor: minor, At: history.AtPatch}); ok && until != "" {
		return "It left the build for linux/amd64 before it left the tree: " + st.File + " had it until " + history.Lang(until) + ", for other platforms or under a GOEXPERIMENT."
	}
	return ""
}

// takenFrom says which functions took code over while this one was there.
func (p *Inputs) takenFrom(h history.Sym) (notes []string) {
	names := p.past.taken()[h]
	if len(names) > 0 {
		notes = append(notes, "Taken out of it before it went: "+strings.Join(names, ", ")+".")
	}
	return notes
}

// takenOut lists the functions that were taken out of others, sorted, by the one that they
// were in.
func takenOut(p *past) map[history.Sym][]string {
	list := map[history.Sym][]string{}
	for i := range p.Symbols {
		first := p.Symbols[i].Steps[0]
		if first.What.Is(history.Extracted) {
			list[first.From] = append(list[first.From], p.short(first.Name)+" ("+p.release(first.Minor)+")")
		}
	}
	for _, names := range list {
		slices.Sort(names)
	}
	return list
}
