package claim

import (
	"flag"
	"os"
	"regexp"
	"slices"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
)

// The package comment lists what the table has. With -update it is written anew.
func TestPackageCommentListsPredicates(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	list := regexp.MustCompile(`(?m)(^//\t\w+\(.*\n(//\t.*\n)*)`)
	if found := list.Find(text); string(found) == reference() {
		return
	}
	if flag.Lookup("update").Value.String() != "true" {
		t.Fatalf("doc.go does not list the predicates like this:\n%s    hint: make golden writes the list", reference())
	}
	at := list.FindIndex(text)
	if at == nil {
		t.Fatal("doc.go has no list of predicates")
	}
	if err := os.WriteFile("doc.go", slices.Concat(text[:at[0]], []byte(reference()), text[at[1]:]), 0o666); err != nil {
		t.Fatal(err)
	}
}

// A package is meant by its name where the one that uses it imports it, whatever else has that
// name.
func TestTypesOfPackagesOfOneName(t *testing.T) {
	at := func(path string, pkg int32) index.Symbol {
		return index.Symbol{ID: index.ID(path + ".List"), Pkg: pkg, Kind: index.KindType, Parent: index.NoSym, Decl: index.NoRange, Asm: index.NoRange, Name: index.NoRange}
	}
	s := &evaluator{x: &index.Index{
		Packages: []index.Package{{Path: "a/list", Name: "list"}, {Path: "p", Name: "p", Imports: []string{"a/list"}}, {Path: "q", Name: "q", Imports: []string{"z/list"}}, {Path: "z/list", Name: "list"}},
		Symbols:  []index.Symbol{at("a/list", 0), at("z/list", 3)},
	}}
	for pkg, want := range map[int32]index.Sym{1: 0, 2: 1} {
		if got, _ := s.typeNamed("list.List", pkg); got != want {
			t.Errorf("in %s it is symbol %d, want %d", s.x.Packages[pkg].Path, got, want)
		}
	}
}

// An entry that is left half done would be found by the first author who uses it.
func TestPredicatesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	topic := aboutSymbol
	for _, p := range predicates {
		if p.name == "" || p.doc == "" || p.call == nil || len(p.params) == 0 || seen[p.name] {
			t.Errorf("entry %q is incomplete, or there twice", p.name)
		}
		seen[p.name] = true
		if p.topic < topic {
			t.Errorf("%s is behind those of a later topic", p.name)
		}
		topic = p.topic
		for _, q := range p.params {
			if q.role == roleNone {
				t.Errorf("parameter %q of %s has no role", q.name, p.name)
			}
		}
	}
}

func TestUsage(t *testing.T) { golden.Check(t, "usage.txt", Usage()) }
