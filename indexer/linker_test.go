package indexer_test

import (
	"debug/elf"
	"debug/gosym"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

// linked lists the functions of the running test program as the linker named
// them, with the place of their first instruction.
func linked(t *testing.T) *gosym.Table {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	f, err := elf.Open(exe)
	if err != nil {
		t.Skipf("the test program is no ELF file, whose function table could be read: %v", err)
	}
	defer f.Close()
	lines, err := f.Section(".gopclntab").Data()
	if err != nil {
		t.Fatal(err)
	}
	table, err := gosym.NewTable(nil, gosym.NewLineTable(lines, f.Section(".text").Addr))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// unnamed matches functions that the compiler makes and no source declares:
// wrappers, bodies of range-over-func loops, equality and initialisation.
var unnamed = regexp.MustCompile(`\.(gowrap|deferwrap)\d+|-range\d+|-fm$|^type:|\.init$|^go:|\.map\.init\.\d+$|\.abi(0|internal)$`)

// The names and places that the linker gives are the oracle for ours: it compiled
// the same source. Where the inliner copied a function into another, the copy of
// its closures is named after both; those are passed over.
func TestNamesAreTheLinkers(t *testing.T) {
	x := local(t)
	if x.Config.Version != runtime.Version() {
		t.Skipf("the tests are compiled by %s, the go command on PATH is %s", runtime.Version(), x.Config.Version)
	}
	if raceEnabled {
		t.Skip("with -race the test program is compiled from other files than the index reads")
	}
	table := linked(t)
	bodies := map[string][]index.Sym{} // by the name that a linkname directive gives
	for i := range x.Symbols {
		if link := x.Symbols[i].Link; link != "" {
			bodies[link] = append(bodies[link], index.Sym(i))
		}
	}
	checked, closures, bad := 0, 0, 0
	var skipped []string
	for i := range table.Funcs {
		fn := &table.Funcs[i]
		id := index.ID(fn.Name)
		if _, ok := x.Pkg(id.Path()); !ok || unnamed.MatchString(fn.Name) {
			continue
		}
		file, line, _ := table.PCToLine(fn.Entry)
		_, rel, ok := strings.Cut(filepath.ToSlash(file), "/src/")
		if _, indexed := x.File(rel); !ok || !indexed {
			continue // its body is that of a package which is not read
		}
		if slices.ContainsFunc(bodies[fn.Name], func(s index.Sym) bool { return stands(x, s, rel, line) }) {
			checked++
			continue
		}
		s, ok := x.Sym(id)
		if !ok {
			if inlined(id) || wrapper(x, id) {
				skipped = append(skipped, fn.Name)
				continue
			}
			if bad++; bad < 40 {
				t.Errorf("the linker has %s, at %s:%d; the index has not", id, rel, line)
			}
			continue
		}
		checked++
		if x.Symbols[s].Kind == index.KindClosure {
			closures++
		}
		if !stands(x, s, rel, line) && !wrapper(x, id) {
			if bad++; bad < 40 {
				at := x.Symbols[s].Body()
				t.Errorf("%s: the linker says %s:%d, the index %s:%d", id, rel, line, x.Files[at.File].Path, x.Line(at.File, at.Off))
			}
		}
	}
	t.Logf("%d functions compared, %d of them closures, %d differ; copies and wrappers passed over: %d %q", checked, closures, bad, len(skipped), skipped)
	if checked < 1000 || closures < 100 {
		t.Error("too few to mean anything")
	}
}

// stands reports whether a line of a file is in the body of a symbol.
func stands(x *index.Index, s index.Sym, file string, line int) bool {
	at := x.Symbols[s].Body()
	return x.Files[at.File].Path == file && x.Line(at.File, at.Off) <= line && line <= x.Line(at.File, at.End-1)
}

// inlined reports whether a name speaks of a closure of a function that was
// inlined into another: runtime.outer.inner.func1.
func inlined(id index.ID) bool {
	n, err := index.ParseID(id)
	if err != nil {
		return true // such as slices.insertionSortCmpFunc[go.shape.struct {…}]
	}
	last := n.Parts[len(n.Parts)-1]
	return strings.HasPrefix(last, "func") && len(n.Parts) > 2 || last[0] >= '0' && last[0] <= '9' && len(n.Parts) > 3
}

// wrapper reports whether a name is a method by pointer of one by value, or one
// that an embedded field lends: the compiler makes those.
func wrapper(x *index.Index, id index.ID) bool {
	n, err := index.ParseID(id)
	if err != nil || len(n.Parts) != 2 {
		return false
	}
	if n.Pointer {
		n.Pointer = false
		if _, ok := x.Sym(n.ID()); ok {
			return true
		}
	}
	s, ok := x.Sym(index.Name{Path: n.Path, Parts: []string{strings.TrimSuffix(n.Parts[0], "[...]")}}.ID())
	if !ok || x.Symbols[s].Kind != index.KindType {
		return false
	}
	for i := range x.Symbols {
		if f := &x.Symbols[i]; f.Parent == s && f.Embedded {
			return true
		}
	}
	return false
}
