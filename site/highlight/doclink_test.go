package highlight_test

import (
	"sourcedive/internal/toy"
	"sourcedive/site/highlight"
	"testing"
)

// Names in the brackets of a doc comment: with and without a package, methods by either
// receiver, packages.
func TestToyDocLinks(t *testing.T) {
	list, err := toy.Indexes()
	if err != nil {
		t.Fatal(err)
	}
	p := highlight.NewSource(list[0])
	pkg, _ := p.Index.Pkg("internal/a+b")
	link := p.DocLink("func/internal/a~2bb/L1.html", pkg)
	for name, want := range map[string]string{
		"L1": "L1.html", "internal/godebug.New": "../godebug/New.html", "runtime": "../../../pkg/runtime.html", "internal/a+b": "../../../pkg/internal/a~2bb.html",
		"Odd.Grow": "Odd.Grow.html", "Odd.shrink": "Odd.shrink.html", "sync.Mutex.Lock": "../../sync/Mutex.Lock.html", "Odd.Size": "../../../type/internal/a~2bb/Odd.html#f.Size",
		"nowhere": "", "Odd.Shrink": "", "sync.Mutex.Nowhere": "",
	} {
		if got := link(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
