package index

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Validate reports what is unsound in the index: an end that does not exist, a
// site outside its function, a range outside its file, a wrong order, a duplicate.
// The first few faults of each kind are joined into one error.
func (x *Index) Validate() error {
	v := validator{x: x}
	v.order()
	for i := range x.Files {
		v.file(int32(i))
	}
	for i := range x.Symbols {
		v.symbol(Sym(i))
	}
	for i := range x.Edges {
		v.edge(i)
	}
	v.statements()
	v.locks()
	return v.err()
}

// statements checks that what a statement calls exists.
func (v *validator) statements() {
	for _, s := range v.x.Statements {
		for _, c := range s.Calls {
			if c.Sym < NoSym || int(c.Sym) >= len(v.x.Symbols) {
				v.fault("statement %s: calls symbol %d, which does not exist", s.Name, c.Sym)
			}
		}
	}
}

// locks checks that locks, ranks and functions exist, and that what is done with a lock
// is done inside the function, or said above it.
func (v *validator) locks() {
	x := v.x
	ascending(v, "lock", x.Locks, func(a, b Lock) int { return cmp.Or(cmp.Compare(a.Sym, b.Sym), cmp.Compare(a.Name, b.Name)) })
	ascending(v, "locking", x.Locking, CompareLocking)
	for i, r := range x.Ranks {
		if r.Name == "" || !slices.IsSorted(r.Before) || len(r.Before) > 0 && (r.Before[0] < 0 || int(r.Before[len(r.Before)-1]) >= len(x.Ranks)) {
			v.fault("rank %d %q: comes after ranks that do not exist, or out of order", i, r.Name)
		}
	}
	for i, l := range x.Locks {
		v.lock(i, l)
	}
	for i, l := range x.Locking {
		v.locking(i, l)
	}
}

func (v *validator) lock(i int, l Lock) {
	if l.Name == "" || int(l.Kind) >= len(lockKindNames) {
		v.fault("lock %d %q: kind %d and name do not exist", i, l.Name, l.Kind)
	}
	switch named := l.Kind == LockWorld || l.Kind == LockOfRank; {
	case named != (l.Sym == NoSym):
		v.fault("lock %s: a %s, with symbol %d", l.Name, l.Kind, l.Sym)
	case named:
	case l.Sym < 0 || int(l.Sym) >= len(v.x.Symbols):
		v.fault("lock %s: is symbol %d, which does not exist", l.Name, l.Sym)
	case v.x.Symbols[l.Sym].Kind != KindField && v.x.Symbols[l.Sym].Kind != KindVar:
		v.fault("lock %s: is a %s", l.Name, v.x.Symbols[l.Sym].Kind)
	}
	for j, r := range l.Ranks {
		if r.Rank < 0 || int(r.Rank) >= len(v.x.Ranks) {
			v.fault("lock %s: has rank %d, which does not exist", l.Name, r.Rank)
		}
		if !v.inside(r.File, r.At) || j > 0 && cmp.Or(cmp.Compare(l.Ranks[j-1].File, r.File), cmp.Compare(l.Ranks[j-1].At, r.At)) >= 0 {
			v.fault("lock %s: rank given at %d:%d, which is nowhere or out of order", l.Name, r.File, r.At)
		}
	}
}

func (v *validator) inside(file, at int32) bool {
	return file >= 0 && int(file) < len(v.x.Files) && at >= 0 && int(at) < len(v.x.Files[file].Text)
}

func (v *validator) locking(i int, l Locking) {
	if l.Func < 0 || int(l.Func) >= len(v.x.Symbols) || l.Lock < 0 || int(l.Lock) >= len(v.x.Locks) || int(l.Leaves) >= len(leavesNames) {
		v.fault("locking %d: function %d, lock %d or leaving %d does not exist", i, l.Func, l.Lock, l.Leaves)
		return
	}
	f := &v.x.Symbols[l.Func]
	if !f.Kind.Callable() {
		v.fault("locking %s: a %s takes no lock", f.ID, f.Kind)
	}
	for j, u := range l.Uses {
		if int(u.Act) >= len(lockActNames) || u.Via < NoSym || int(u.Via) >= len(v.x.Symbols) || u.Via != NoSym && !v.x.Symbols[u.Via].Kind.Callable() {
			v.fault("locking %s: act %d by symbol %d does not exist", f.ID, u.Act, u.Via)
		}
		comment := u.Act == ActSaysHeld || u.Act == ActSaysUnheld
		if comment != (u.Text != "") {
			v.fault("locking %s: %s, with the text %q", f.ID, u.Act, u.Text)
		}
		if !comment && !f.Decl.Contains(u.File, u.At) || comment && (!v.inside(u.File, u.At) || u.File != f.Decl.File || u.At >= f.Decl.Off) {
			v.fault("locking %s: %s at %d:%d, outside the function", f.ID, u.Act, u.File, u.At)
		}
		if j > 0 && CompareLockUses(l.Uses[j-1], u) > 0 {
			v.fault("locking %s: uses out of order", f.ID)
		}
	}
}

type validator struct {
	x      *Index
	faults []error
	more   int
}

const maxFaults = 20

func (v *validator) fault(format string, args ...any) {
	if len(v.faults) < maxFaults {
		v.faults = append(v.faults, fmt.Errorf(format, args...))
		return
	}
	v.more++
}

func (v *validator) err() error {
	if v.more > 0 {
		v.faults = append(v.faults, fmt.Errorf("and %d more", v.more))
	}
	return errors.Join(v.faults...)
}

// order checks that every list is sorted and without duplicates.
func (v *validator) order() {
	ascending(v, "package", v.x.Packages, func(a, b Package) int { return cmp.Compare(a.Path, b.Path) })
	ascending(v, "file", v.x.Files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	ascending(v, "symbol", v.x.Symbols, func(a, b Symbol) int { return cmp.Compare(a.ID, b.ID) })
	ascending(v, "edge", v.x.Edges, CompareEdges)
}

func ascending[T any](v *validator, what string, list []T, compare func(a, b T) int) {
	for i := 1; i < len(list); i++ {
		if compare(list[i-1], list[i]) >= 0 {
			v.fault("%s %d is out of order or a duplicate", what, i)
		}
	}
}

// CompareEdges is the order of Index.Edges.
func CompareEdges(a, b Edge) int {
	return cmp.Or(
		cmp.Compare(a.From, b.From), cmp.Compare(a.File, b.File), cmp.Compare(a.At, b.At),
		cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Rule, b.Rule))
}

func (v *validator) file(i int32) {
	f := &v.x.Files[i]
	if f.Pkg < 0 || int(f.Pkg) >= len(v.x.Packages) {
		v.fault("file %s: package %d does not exist", f.Path, f.Pkg)
	}
	if f.Excluded != "" && len(f.Refs) > 0 {
		v.fault("file %s: is excluded (%s) and has refs", f.Path, f.Excluded)
	}
	if f.Lang > LangHeader {
		v.fault("file %s: language %d does not exist", f.Path, f.Lang)
	}
	end := int32(0)
	for _, r := range f.Refs {
		if int(r.Local) >= len(f.Text) || r.Local < -1 {
			v.fault("file %s: ref at %d to a declaration at %d, outside the file", f.Path, r.Off, r.Local)
		}
		if r.Off < end || r.End <= r.Off || int(r.End) > len(f.Text) {
			v.fault("file %s: ref at %d..%d overlaps or leaves the file", f.Path, r.Off, r.End)
		}
		if r.Sym < NoSym || int(r.Sym) >= len(v.x.Symbols) {
			v.fault("file %s: ref at %d to symbol %d, which does not exist", f.Path, r.Off, r.Sym)
		}
		end = r.End
	}
}

func (v *validator) symbol(i Sym) {
	s := &v.x.Symbols[i]
	n, err := ParseID(s.ID)
	if err != nil {
		v.fault("symbol %d: %v", i, err)
		return
	}
	if n.ID() != s.ID {
		v.fault("symbol %s: its ID reads back as %s", s.ID, n.ID())
	}
	if s.Pkg < 0 || int(s.Pkg) >= len(v.x.Packages) || s.Decl.OK() && v.x.Packages[s.Pkg].Path != n.Path {
		v.fault("symbol %s: is not in package %d", s.ID, s.Pkg)
	}
	v.place(s, "declaration", s.Decl)
	v.place(s, "name", s.Name)
	v.place(s, "assembly", s.Asm)
	if !s.Decl.OK() && !s.Asm.OK() {
		v.fault("symbol %s: stands nowhere", s.ID)
	}
	if s.Decl.OK() && (s.Head < s.Decl.Off || s.Head > s.Decl.End) {
		v.fault("symbol %s: signature ends outside its declaration", s.ID)
	}
	if !s.Decl.OK() && s.Name.OK() && (s.Name.File != s.Asm.File || s.Name.Off < s.Asm.Off || s.Name.End > s.Asm.End) {
		v.fault("symbol %s: name lies outside its TEXT block", s.ID)
	}
	if s.Decl.OK() && s.Name.OK() && (s.Name.File != s.Decl.File || s.Name.Off < s.Decl.Off || s.Name.End > s.Decl.End) {
		v.fault("symbol %s: name lies outside its declaration", s.ID)
	}
	v.parent(s)
}

func (v *validator) place(s *Symbol, what string, p Range) {
	if !p.OK() {
		return
	}
	if int(p.File) >= len(v.x.Files) || p.Off < 0 || p.End < p.Off || int(p.End) > len(v.x.Files[p.File].Text) {
		v.fault("symbol %s: %s %v leaves its file", s.ID, what, p)
	}
}

// parent checks that a closure or field lies inside what it belongs to.
func (v *validator) parent(s *Symbol) {
	if s.Parent == NoSym {
		if s.Kind == KindField || s.Kind == KindAbstract || s.Kind == KindMethod {
			v.fault("symbol %s: a %s without parent", s.ID, s.Kind)
		}
		return
	}
	if s.Parent < 0 || int(s.Parent) >= len(v.x.Symbols) {
		v.fault("symbol %s: parent %d does not exist", s.ID, s.Parent)
		return
	}
	p := &v.x.Symbols[s.Parent]
	if s.Kind == KindMethod && p.Kind != KindType {
		v.fault("symbol %s: a method of a %s", s.ID, p.Kind)
	}
	if !encloses(p, s) {
		v.fault("symbol %s: has %s for a parent, which cannot be", s.ID, p.ID)
	}
	if s.Kind != KindMethod && (s.Decl.File != p.Decl.File || s.Decl.Off < p.Decl.Off || s.Decl.End > p.Decl.End) {
		v.fault("symbol %s: lies outside its parent %s", s.ID, p.ID)
	}
}

// encloses reports whether p may be the parent of s. IDs grow from parent to child,
// so no chain of parents comes back to where it started.
func encloses(p, s *Symbol) bool {
	return s.Kind == KindMethod || len(p.ID) < len(s.ID)
}

func (v *validator) edge(i int) {
	e := &v.x.Edges[i]
	n := Sym(len(v.x.Symbols))
	if e.From < 0 || e.From >= n || e.To < 0 || e.To >= n {
		v.fault("edge %d: ends %d → %d do not exist", i, e.From, e.To)
		return
	}
	from, to := &v.x.Symbols[e.From], &v.x.Symbols[e.To]
	if int(e.Kind) >= len(edgeKindNames) || int(e.Construct) >= len(constructNames) || e.Rule == 0 {
		v.fault("edge %s → %s: kind %d and rule %d do not exist", from.ID, to.ID, e.Kind, e.Rule)
	}
	if !from.Kind.Callable() || !to.Kind.Callable() {
		v.fault("edge %s → %s: a %s cannot lead to a %s", from.ID, to.ID, from.Kind, to.Kind)
	}
	if !from.Decl.Contains(e.File, e.At) && !from.Asm.Contains(e.File, e.At) {
		v.fault("edge %s → %s: site %d:%d lies outside the caller", from.ID, to.ID, e.File, e.At)
	}
}

// New sorts nothing and copies nothing: it checks x and readies it for queries.
func New(x *Index) (*Index, error) {
	if err := x.Validate(); err != nil {
		return nil, fmt.Errorf("index of %s %s is unsound: %w", x.Config.Version, x.Config.Platform(), err)
	}
	x.freeze()
	return x, nil
}

// SortedEdges puts edges into the order of Index.Edges and drops duplicates.
func SortedEdges(edges []Edge) []Edge {
	slices.SortFunc(edges, CompareEdges)
	return slices.Compact(edges)
}
