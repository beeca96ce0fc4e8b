package claim

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"unicode"

	"sourcedive/indexer/index"
)

// Predicates about the graph. A function and the literals written in it are one.

// kindsOf makes a set of the words, or takes the set for no words.
func kindsOf(words []string, none index.Kinds) (index.Kinds, error) {
	if len(words) == 0 {
		return none, nil
	}
	set := index.Kinds(0)
	for _, word := range words {
		k, ok := index.ParseEdgeKind(word)
		if !ok {
			return 0, gapf("the kinds are "+strings.Join(edgeKindNames(), ", "), "%q is no kind of edge", word)
		}
		set |= index.KindsOf(k)
	}
	return set, nil
}

// family is a function with the literals written in it.
func (s *evaluator) family(f index.Sym) []index.Sym {
	list := []index.Sym{f}
	body := s.x.Symbols[f].Body()
	if !body.OK() {
		return list
	}
	for _, other := range s.x.Functions(body.File) {
		if other != f && s.x.Symbols[other].Kind == index.KindClosure && within(s.x, other, f) {
			list = append(list, other)
		}
	}
	return list
}

func within(x *index.Index, s, f index.Sym) bool {
	for s != index.NoSym && s != f {
		s = x.Symbols[s].Parent
	}
	return s == f
}

// edgeWords name an edge of each kind.
var edgeWords = [...]string{
	index.EdgeCall:     "a direct call",
	index.EdgeDefer:    "a deferred call",
	index.EdgeGo:       "the start of a goroutine",
	index.EdgeSwitch:   "a call on the system stack",
	index.EdgeDynamic:  "a call through a function value or interface",
	index.EdgeRef:      "a use as a value",
	index.EdgeAsm:      "a call in assembly",
	index.EdgeLinkname: "a body under another name",
	index.EdgeCompiler: "a call inserted by the compiler",
}

// callsTo looks for one edge that can be taken on the platform: a call behind a condition
// that is constant here proves nothing about what runs.
func callsTo(s *evaluator, from, to string, words []string) (bool, string, error) {
	f, t, kinds, err := s.ends(from, to, words, index.AllKinds&^index.KindsOf(index.EdgeRef))
	if err != nil {
		return false, "", err
	}
	var other []string
	for _, member := range s.family(f) {
		for _, e := range calleesOf(s, member) {
			at := edgeWords[e.Kind] + " at " + s.at(e.File, e.At)
			switch {
			case e.To != t:
			case e.Dead:
				other = append(other, at+", which cannot run on "+s.x.Config.Platform())
			case kinds.Has(e.Kind):
				saw(s, e.File, e.At, e.At+1)
				return true, at, nil
			default:
				other = append(other, at)
			}
		}
	}
	if err := cmp.Or(s.unlisted(t, words), s.broken(f)); err != nil {
		return false, "", err
	}
	if len(other) > 0 {
		return false, "there is " + other[0], nil
	}
	return false, "no edge between them", nil
}

// ends finds the functions and kinds of a question.
func (s *evaluator) ends(from, to string, words []string, none index.Kinds) (f, t index.Sym, kinds index.Kinds, err error) {
	if f, err = s.function(from); err != nil {
		return
	}
	if t, err = s.function(to); err != nil {
		return
	}
	kinds, err = kindsOf(words, none)
	return
}

// unlisted refuses to answer no where the compiler may have inserted a call: those are known
// only where its listing was to be had.
func (s *evaluator) unlisted(to index.Sym, words []string) error {
	if slices.Contains(words, edgeCompiler) || len(words) == 0 && s.x.Symbols[to].Builtin {
		return s.listed()
	}
	return nil
}

var edgeCompiler = index.EdgeCompiler.String()

// listed fails where the compiler's calls are not known.
func (s *evaluator) listed() error {
	if s.x.Config.Listing != "" {
		return nil
	}
	return &gap{cause: "which calls the compiler inserts is not known in " + s.x.Config.Version, unlisted: true}
}

// broken refuses to answer no for a function whose calls through values are not known because
// of a type error: one in its body, or one that may be about what it uses.
func (s *evaluator) broken(f index.Sym) error {
	dir := s.x.Packages[s.x.Symbols[f].Pkg].Path
	generic := strings.Contains(string(s.x.Symbols[f].ID), "[...]")
	for _, p := range s.x.Problems {
		if path.Dir(p.File) != dir {
			continue
		}
		in := bodyWith(s, p)
		switch {
		case in == s.x.Outermost(f):
			return gapf("", "%s has a fault in %s, so that its calls are not all known: %s", s.x.Symbols[f].ID, s.x.Config.Version, p.Msg)
		case in == index.NoSym, generic:
			return gapf("", "package %s has faults in %s, so that its calls are not all known: %s", dir, s.x.Config.Version, p.Msg)
		}
	}
	return nil
}

// brokenAround refuses to list the callers of a function of a package with type errors: one
// that is not known may be among them.
func brokenAround(s *evaluator, f index.Sym) error {
	dir := s.x.Packages[s.x.Symbols[f].Pkg].Path
	for _, p := range s.x.Problems {
		if path.Dir(p.File) == dir {
			return gapf("", "package %s has faults in %s, so that its calls are not all known: %s", dir, s.x.Config.Version, p.Msg)
		}
	}
	return nil
}

// bodyWith is the declared function that has a fault on a line below its first, where it
// is no matter of other functions.
func bodyWith(s *evaluator, p index.Diagnostic) index.Sym {
	for file := range s.x.Files {
		if s.x.Files[file].Path != p.File {
			continue
		}
		at := s.x.Lines(int32(file)).Start(p.Line)
		if in := s.x.Enclosing(int32(file), at); in != index.NoSym {
			if in = s.x.Outermost(in); at > s.x.Symbols[in].Head {
				return in
			}
		}
	}
	return index.NoSym
}

// pathBetween looks for a path of edges.
func pathBetween(s *evaluator, from, to string, words []string) (bool, string, error) {
	f, t, kinds, err := s.ends(from, to, words, index.KindsOf(index.EdgeCall, index.EdgeDefer, index.EdgeGo, index.EdgeSwitch, index.EdgeAsm, index.EdgeLinkname))
	if err != nil {
		return false, "", err
	}
	for _, member := range s.family(f) {
		if way := s.way(member, t, kinds); way != nil {
			for _, e := range way[:min(len(way), mostSeen)] {
				saw(s, e.File, e.At, e.At+1)
			}
			return true, s.wayText(member, way), nil
		}
	}
	if slices.Contains(words, edgeCompiler) {
		err = s.listed()
	}
	return false, "no way between them", cmp.Or(err, s.broken(f))
}

// way is the first shortest way over edges that can be taken on the platform and that an
// edit leaves; from a function to itself it is one that comes back.
func (s *evaluator) way(from, to index.Sym, kinds index.Kinds) []index.Edge {
	by := map[index.Sym]index.Edge{} // the edge by which a function is reached
	for queue := []index.Sym{from}; len(queue) > 0; queue = queue[1:] {
		for _, e := range calleesOf(s, queue[0]) {
			if _, seen := by[e.To]; seen || e.Dead || !kinds.Has(e.Kind) || everywhere(e) {
				continue
			}
			by[e.To] = e
			if e.To != to {
				queue = append(queue, e.To)
				continue
			}
			way := []index.Edge{e}
			for way[0].From != from {
				way = slices.Insert(way, 0, by[way[0].From])
			}
			return way
		}
	}
	return nil
}

func (s *evaluator) wayText(from index.Sym, way []index.Edge) string {
	names := []string{string(s.x.Symbols[from].ID)}
	for _, e := range way {
		names = append(names, string(s.x.Symbols[e.To].ID))
	}
	return strings.Join(names, " → ")
}

func callers(s *evaluator, name string) ([]string, string, error) {
	f, err := s.function(name)
	if err != nil {
		return nil, "", err
	}
	if err := cmp.Or(s.listed(), brokenAround(s, f)); err != nil {
		return nil, "", err
	}
	var ends []index.Sym
	for _, e := range keptEdges(s, s.x.Callers(f)) {
		if counts(e) {
			if len(ends) < mostSeen {
				saw(s, e.File, e.At, e.At+1)
			}
			ends = append(ends, e.From)
		}
	}
	return s.folded(ends), "", nil
}

func callees(s *evaluator, name string) ([]string, string, error) {
	f, err := s.function(name)
	if err != nil {
		return nil, "", err
	}
	if err := cmp.Or(s.listed(), s.broken(f)); err != nil {
		return nil, "", err
	}
	family := s.family(f)
	var ends []index.Sym
	for _, member := range family {
		for _, e := range calleesOf(s, member) {
			if counts(e) && !slices.Contains(family, e.To) {
				ends = append(ends, e.To)
			}
		}
	}
	return s.folded(ends), "", nil
}

// counts leaves out values taken, and what nearly every function has. A call behind a condition
// that is constant here counts: who would call a function that is off is asked, too.
func counts(e index.Edge) bool { return e.Kind != index.EdgeRef && !everywhere(e) }

// everywhere reports whether an edge is one that nearly every function has.
func everywhere(e index.Edge) bool {
	return e.Construct == index.Prologue || e.Construct == index.Check
}

// asWritten is the name that the claim has for a symbol, where it is that of another version.
func asWritten(s *evaluator, name string) string {
	if s.env.Here == nil {
		return name
	}
	if s.written == nil {
		s.written = map[string]string{}
		for _, n := range s.e.names {
			if _, symbol, err := s.sym(n.text); err == nil {
				s.written[string(symbol.ID)] = n.text
			}
		}
	}
	return cmp.Or(s.written[name], name)
}

// folded names functions: literals count as the function they are written in, and the
// numbered copies of a generated file as the function that they are made from.
func (s *evaluator) folded(list []index.Sym) []string {
	names := []string{}
	for _, f := range list {
		f = s.x.Outermost(f)
		names = append(names, asWritten(s, s.original(f)))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// original is the function that a generated one is a copy of: the longest function
// name of the package, in either case, that the copy's own begins with. A copy has a
// number at its end.
func (s *evaluator) original(f index.Sym) string {
	symbol := &s.x.Symbols[f]
	id := string(symbol.ID)
	stem := strings.TrimRightFunc(id, unicode.IsDigit)
	at := symbol.Decl
	if stem == id || !at.OK() || !generated(s.x.Files[at.File].Text) {
		return id
	}
	best := ""
	for i := range s.x.Symbols {
		c := &s.x.Symbols[i]
		if c.Kind == index.KindFunc && c.Pkg == symbol.Pkg && c.Decl.File != at.File && len(c.ID) > len(best) && 2*len(c.ID) > len(stem) &&
			len(c.ID) <= len(stem) && strings.EqualFold(string(c.ID), stem[:len(c.ID)]) {
			best = string(c.ID)
		}
	}
	if best == "" {
		return id
	}
	return best
}

// generated reports whether a program wrote a file, by its comment.
func generated(text string) bool {
	return strings.Contains(text[:min(len(text), 400)], "Code generated ")
}
