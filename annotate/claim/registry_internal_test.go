package claim

import (
	"os"
	"strings"
	"testing"
)

// The package comment lists what the table has, so that neither can drift.
func TestPackageCommentListsPredicates(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "\n//\n"+reference()+"//\n") {
		t.Errorf("doc.go does not list the predicates like this:\n%s", reference())
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
			t.Errorf("%s stands behind those of a later topic", p.name)
		}
		topic = p.topic
		for _, q := range p.params {
			if q.role == roleNone {
				t.Errorf("parameter %q of %s has no role", q.name, p.name)
			}
		}
	}
}

func TestUsage(t *testing.T) {
	const want = `  exists(sym)  kind(sym)  value(const)  arraylen(sym)  fieldtype(sym)  fields(type)
  size(sym)  offset(field)  signature(sym)  where(sym)  doc(sym, words)
  directive(sym, word)
  calls(f, g, kinds…)  callers(f)  callees(f)  path(f, g, kinds…)  stack(f, "g0")
  has(sym, P)  count(sym, P)  order(f, P1, P2, …)  text(sym, words)
  file(path)  built(path)  grep(path, regexp)  files(glob)  lines(glob)  run(program)
`
	if got := Usage(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
