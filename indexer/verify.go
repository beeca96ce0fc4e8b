package indexer

import (
	"cmp"
	"slices"
	"strings"

	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/index"
)

// Verify compares an index with a listing, for callers in one package.
func Verify(x *index.Index, l *asmlist.Listing, pkg string) *index.Report {
	v := &verifier{
		x: x, l: l, names: namesOf(x), emitted: map[index.Sym]bool{},
		report: &index.Report{Version: x.Config.Version, Platform: x.Config.Platform(), Package: pkg, Toolchain: l.Toolchain + " " + l.Flags},
	}
	v.pkg, _ = x.Pkg(pkg)
	for _, f := range l.Funcs {
		if s, ok := v.names.find(f); ok {
			v.emitted[s] = true
		}
	}
	v.collect()
	v.compareListing()
	v.compareGraph()
	slices.SortFunc(v.report.Differences, func(a, b index.Difference) int {
		return cmp.Or(strings.Compare(a.Cause, b.Cause), strings.Compare(a.From, b.From), strings.Compare(a.To, b.To), cmp.Compare(a.Line, b.Line))
	})
	return v.report
}

type pair struct{ from, to index.Sym }

type verifier struct {
	x       *index.Index
	l       *asmlist.Listing
	names   linkerNames[index.Sym]
	pkg     int32
	emitted map[index.Sym]bool

	listed map[pair]*listed
	taken  map[pair]bool // addresses that code takes: what assembly jumps to through a register
	graph  map[pair][]index.Edge
	report *index.Report
}

// listed is a pair of the listing.
type listed struct {
	rec     asmlist.Record
	written bool
}

// collect gathers the pairs of both sides. Bodies count for the names that linkname
// directives give them, and what the compiler makes of a function for the function.
func (v *verifier) collect() {
	lines := v.writtenLines()
	v.listed, v.graph, v.taken = map[pair]*listed{}, map[pair][]index.Edge{}, map[pair]bool{}
	for _, rec := range v.l.Refs {
		from, okFrom := v.names.find(rec.From)
		to, okTo := v.names.find(rec.To)
		if okFrom && okTo && rec.Asm {
			v.taken[pair{from, to}] = true
		}
	}
	for _, rec := range v.l.Records {
		from, okFrom := v.names.find(rec.From)
		to, okTo := v.names.find(rec.To)
		if !okFrom || !okTo || rec.File == "" {
			if strings.HasPrefix(rec.From, v.report.Package+".") && rec.File != "" && !v.foreign(rec.To) {
				v.differ(index.CauseUnnamed, rec.From, rec.To, rec.File, rec.Line)
				v.report.Inserted.All++
			}
			continue
		}
		if v.x.Symbols[from].Pkg != v.pkg || from == to && strings.Contains(rec.From, "[...]") {
			continue // an instance that calls another of the same generic function is itself
		}
		k := pair{from, to}
		if v.listed[k] == nil {
			v.listed[k] = &listed{rec: rec}
		}
		file, ok := v.x.File(rec.File)
		v.listed[k].written = v.listed[k].written || ok && lines[writtenLine{file, rec.Line, to}]
	}
	for _, e := range v.x.Edges {
		if from := v.x.Symbols[e.From]; from.Pkg == v.pkg {
			k := pair{v.names.canon(e.From), v.names.canon(e.To)}
			v.graph[k] = append(v.graph[k], e)
		}
	}
}

// foreign reports whether a function is of a package that a module imports and that is not
// read, or of none.
func (v *verifier) foreign(name string) bool {
	_, read := v.x.Pkg(index.ID(name).Path())
	return v.x.Config.Module != "" && !read
}

type writtenLine struct {
	file int32
	line int
	to   index.Sym
}

// writtenLines are the callees that each line of the source names.
func (v *verifier) writtenLines() map[writtenLine]bool {
	lines := map[writtenLine]bool{}
	for i := range v.x.Files {
		f := &v.x.Files[i]
		for _, r := range f.Refs {
			if r.Sym != index.NoSym && r.Access&index.Called != 0 && v.x.Symbols[r.Sym].Kind.Callable() {
				lines[writtenLine{int32(i), v.x.Line(int32(i), r.Off), v.names.canon(r.Sym)}] = true
			}
		}
	}
	return lines
}

func direct(e index.Edge) bool {
	switch e.Kind {
	case index.EdgeCall, index.EdgeDefer, index.EdgeGo, index.EdgeAsm:
		return true
	}
	return false
}

// compareListing looks for each pair of the listing in the graph.
func (v *verifier) compareListing() {
	for k, l := range v.listed {
		edges := v.graph[k]
		found := len(edges) > 0
		score := &v.report.Inserted
		if l.written {
			score, found = &v.report.Written, slices.ContainsFunc(edges, direct)
		}
		score.All++
		if found {
			score.Found++
			continue
		}
		v.differ(index.CauseMissed, string(v.x.Symbols[k.from].ID), string(v.x.Symbols[k.to].ID), l.rec.File, l.rec.Line)
	}
}

// compareGraph looks for each pair of direct edges in the listing.
func (v *verifier) compareGraph() {
	for k, edges := range v.graph {
		i := slices.IndexFunc(edges, direct)
		if i < 0 {
			continue
		}
		if v.listed[k] != nil || v.taken[k] {
			v.report.Direct.Found++
			v.report.Direct.All++
			continue
		}
		cause := v.cause(k, edges)
		if cause == index.CauseSpurious {
			v.report.Direct.All++
		}
		e := edges[i]
		v.differ(cause, string(v.x.Symbols[k.from].ID), string(v.x.Symbols[k.to].ID), v.x.Files[e.File].Path, v.x.Line(e.File, e.At))
	}
}

// cause is why the listing lacks a pair that the source has.
func (v *verifier) cause(k pair, edges []index.Edge) string {
	alive := slices.DeleteFunc(slices.Clone(edges), func(e index.Edge) bool { return e.Dead || !direct(e) })
	every := func(kind index.EdgeKind) bool {
		return !slices.ContainsFunc(alive, func(e index.Edge) bool { return e.Kind != kind })
	}
	switch {
	case len(alive) == 0:
		return index.CauseDead
	case !v.emitted[k.from]:
		return index.CauseNotEmitted
	case every(index.EdgeDefer):
		return index.CauseDefer
	case every(index.EdgeGo):
		return index.CauseGo
	case v.x.Symbols[k.to].Kind == index.KindClosure:
		return index.CauseClosure
	case !v.emitted[k.to] || !hasBody(&v.x.Symbols[k.to]):
		return index.CauseNoCode
	case lowered[constructOf(string(v.x.Symbols[k.to].ID))]:
		return index.CauseLowered
	}
	return index.CauseSpurious
}

// lowered are the operations that a compiler may do in place.
var lowered = map[index.Construct]bool{index.CopyClear: true, index.Comparison: true}

func (v *verifier) differ(cause, from, to, file string, line int) {
	v.report.Differences = append(v.report.Differences, index.Difference{Cause: cause, From: from, To: to, File: file, Line: line})
}
