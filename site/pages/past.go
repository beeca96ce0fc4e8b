package pages

import (
	"slices"
	"strings"
	"sync"

	"sourcedive/indexer/history"
	"sourcedive/indexer/index"
	"sourcedive/site/highlight"
)

// past is what is known of the other releases, and where a version is among them.
type past struct {
	*history.History
	here   history.Point // of the version
	source *highlight.Source

	syms    []history.Sym                      // by symbol of the index: its history, or NoSym
	now     map[history.Sym]index.Sym          // the other way
	gone    []history.Sym                      // functions that older versions have and this one has not
	goneAt  map[history.Sym]string             // their pages
	sources []func() map[string]history.Source // by minor: functions of the tree at hand
	byPage  func() map[string]index.Sym        // symbols with a page, by its path
	digest  func() string                      // of the history
	changes []func() *change                   // by minor: against the one before
	fields  func() map[string][]history.Sym    // by a name of a type: the fields that it ever had
	taken   func() map[history.Sym][]string    // functions that were taken out of one
}

// Sources gives the functions of a version by name, if its source is on this machine.
type Sources func(version string) (map[string]history.Source, bool)

// WithHistory joins an index with the history of its symbols. A version that the history
// does not cover, and packages that it knows nothing of, stay without one. sources may be nil.
func (c *Catalog) WithHistory(h *history.History, sources Sources) *Catalog {
	x := c.source.Index
	here, err := h.Point(x.Config.Version)
	if err != nil || !slices.ContainsFunc(x.Packages, func(p index.Package) bool { return slices.Contains(h.Packages, p.Path) }) {
		return c
	}
	p := &past{History: h, here: here, source: c.source, now: map[history.Sym]index.Sym{}, goneAt: map[history.Sym]string{}}
	p.join()
	p.findGone()
	p.sources = p.sourcesOf(sources)
	for i := range h.Minors {
		p.changes = append(p.changes, sync.OnceValue(func() *change { return p.changeOf(i) }))
	}
	p.digest = sync.OnceValue(func() string { return history.Digest(h.Data) })
	p.byPage = sync.OnceValue(func() map[string]index.Sym { return pagesOf(c.source.URLs) })
	p.fields = sync.OnceValue(func() map[string][]history.Sym { return fieldsByType(p) })
	p.taken = sync.OnceValue(func() map[history.Sym][]string { return takenOut(p) })
	c.past = p
	return c
}

// kindsOf are the kinds of the history that a kind of the index can be.
var kindsOf = map[index.Kind][]history.Kind{
	index.KindFunc: {history.Func}, index.KindMethod: {history.Func}, index.KindType: {history.Type},
	index.KindField: {history.Field}, index.KindConst: {history.Const}, index.KindVar: {history.Var},
}

// join finds the history of each symbol of the index by its name.
func (p *past) join() {
	x := p.source.Index
	p.syms = make([]history.Sym, len(x.Symbols))
	inits := initNames(x)
	for i := range x.Symbols {
		p.syms[i] = history.NoSym
		name := string(x.Symbols[i].ID)
		if n := inits[index.Sym(i)]; n != "" {
			name = n
		}
		for _, name := range []string{name, strings.TrimSuffix(name, "<>")} {
			sym, ok := p.At(name, p.here)
			if _, taken := p.now[sym]; taken { // by the function that has the name without <>
				continue
			}
			if ok && slices.Contains(kindsOf[x.Symbols[i].Kind], p.Symbols[sym].Kind) {
				p.syms[i] = sym
				p.now[sym] = index.Sym(i)
				break
			}
		}
	}
}

// initNames are the names of init functions in the history, which knows them by file.
func initNames(x *index.Index) map[index.Sym]string {
	byFile := map[int32][]index.Sym{}
	for i := range x.Symbols {
		if s := &x.Symbols[i]; s.Kind == index.KindFunc && s.ID.Base() == "init" && s.Decl.OK() {
			byFile[s.Decl.File] = append(byFile[s.Decl.File], index.Sym(i))
		}
	}
	names := map[index.Sym]string{}
	for file, list := range byFile {
		slices.SortFunc(list, func(a, b index.Sym) int { return int(x.Symbols[a].Decl.Off - x.Symbols[b].Decl.Off) })
		for i, s := range list {
			names[s] = history.InitName(x.Files[file].Path, i)
		}
	}
	return names
}

// of is the history of a symbol of the index.
func (p *past) of(sym index.Sym) (history.Sym, bool) {
	if p == nil || sym == index.NoSym || p.syms[sym] == history.NoSym {
		return history.NoSym, false
	}
	return p.syms[sym], true
}

// ages gives the lines of a function as the index has it the minors since which they are
// there; none where the version has a body of its own, between two that the history knows.
func (p *past) ages(sym index.Sym) []int {
	h, ok := p.of(sym)
	if !ok {
		return nil
	}
	newest := p.LineAges(h, history.Point{Minor: p.here.Minor, At: history.AtPatch})
	if first := p.LineAges(h, history.Point{Minor: p.here.Minor, At: history.AtFirst}); !slices.Equal(first, newest) {
		if st, ok := p.state(sym, h); ok {
			return p.LineAges(h, st)
		}
		return nil
	}
	return newest
}

// state tells which of the two states of a minor a function has: by its code, and by its
// length where only comments differ.
func (p *past) state(sym index.Sym, h history.Sym) (history.Point, bool) {
	texts := p.texts(sym)
	s := &p.source.Index.Symbols[sym]
	hash := history.CodeHash(s.ID.Base(), receiverOf(s), texts...)
	lines := strings.Count(strings.Join(texts, "\n"), "\n") + 1
	for _, at := range []history.At{history.AtPatch, history.AtFirst} {
		pt := history.Point{Minor: p.here.Minor, At: at}
		if st, ok := p.State(h, pt); ok && st.Hash == hash && st.Lines == lines {
			return pt, true
		}
	}
	return history.Point{}, false
}

// texts are the pieces of a function that the history counts.
func (p *past) texts(sym index.Sym) (texts []string) {
	s := &p.source.Index.Symbols[sym]
	if s.Decl.OK() {
		texts = append(texts, p.source.Index.Files[s.Decl.File].Text[s.Decl.Off:s.Decl.End])
	}
	if s.Asm.OK() {
		texts = append(texts, history.AsmText(p.source.Index.Files[s.Asm.File].Text[s.Asm.Off:s.Asm.End]))
	}
	return texts
}

// receiverOf is the name of a method's receiver type.
func receiverOf(s *index.Symbol) string {
	recv, _, ok := strings.Cut(s.ID.Plain(), ".")
	if !ok || s.Kind != index.KindMethod {
		return ""
	}
	return recv
}
