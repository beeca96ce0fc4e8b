package indexer

import (
	"context"
	"go/ast"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// What types tell of functions is what ssa tells, but for what it takes knowing values for:
// held against each other on real packages, all of whose functions are taken to be unsound.
func TestTypedUsesAreThoseOfSSA(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT", "GOVERSION").Output()
	if err != nil {
		t.Skip(err)
	}
	env := strings.Fields(string(out))
	directly := func(unsound bool) map[string]bool {
		p, err := load(context.Background(), Config{
			Root: env[0], Version: env[1], Env: os.Environ(), GOOS: runtime.GOOS, GOARCH: runtime.GOARCH,
			Roots: strings.Fields("internal/poll os reflect runtime sync time"),
		})
		if err == nil {
			err = p.check()
		}
		if err != nil {
			t.Fatal(err)
		}
		if unsound {
			for _, u := range p.units {
				u.unsound = map[ast.Node]bool{}
				for _, f := range u.syntax {
					for _, decl := range f.Decls {
						if decl, ok := decl.(*ast.FuncDecl); ok && decl.Body != nil {
							u.unsound[decl] = true
						}
					}
				}
			}
		}
		built := p.buildSSA()
		p.readFiles()
		p.declareSymbols()
		p.findDead()
		<-built
		found := map[string]bool{}
		for _, e := range slices.Concat(staticEdges(p), switchEdges(p), refEdges(p)) {
			found[e.edge.Kind.String()+" "+string(e.from.ID)+" → "+string(e.to.ID)] = true
		}
		return found
	}
	ssa, types := directly(false), directly(true)
	// A function that is called through its one variable is a value taken, to types.
	through := 0
	for _, e := range slices.Sorted(maps.Keys(ssa)) {
		if pair, ok := strings.CutPrefix(e, "call "); !types[e] && ok && types["ref "+pair] {
			through++
		} else if !types[e] {
			t.Errorf("by ssa alone: %s", e)
		}
	}
	for _, e := range slices.Sorted(maps.Keys(types)) {
		if pair, ok := strings.CutPrefix(e, "ref "); !ssa[e] && (!ok || !ssa["call "+pair]) {
			t.Errorf("by types alone: %s", e)
		}
	}
	if len(ssa) < 10000 || through > 60 {
		t.Errorf("%d edges, %d of them calls through a variable", len(ssa), through)
	}
}
