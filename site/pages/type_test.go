package pages

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

// The rows of a struct whose size is known fill it: each starts where the one before
// it ends, and the last ends at the size.
func TestToyFieldsFillTheirStruct(t *testing.T) {
	p := newer(t)
	padded := map[string]int{}
	structs := 0
	for i := range p.Index.Symbols {
		s := &p.Index.Symbols[i]
		if s.Kind != index.KindType || !strings.HasSuffix(s.Sig, " struct") || s.Size < 0 {
			continue
		}
		structs++
		v := viewOf(t, p, p.URLs.Page[i]).(Type)
		next := 0
		for _, f := range v.Fields {
			if f.Depth > 0 {
				continue
			}
			size := number(t, f.Size)
			if f.Gap != "" {
				words := strings.Fields(f.Gap)
				size = number(t, words[0])
				if padded[v.Name]++; size < 1 || f.Size != "" || f.Name != "" || (size == 1) != (words[1] == "byte") || !strings.HasSuffix(f.Gap, " of padding") {
					t.Errorf("%s: a gap %+v", s.ID, f)
				}
			}
			if number(t, f.Offset) != next {
				t.Errorf("%s: %q stands at %s, want %d", s.ID, f.Name+f.Gap, f.Offset, next)
			}
			next += size
		}
		if int64(next) != s.Size {
			t.Errorf("%s: the rows fill %d bytes of %d", s.ID, next, s.Size)
		}
	}
	if structs < 6 {
		t.Errorf("only %d structs", structs)
	}
	if want := map[string]int{"g": 3, "holes": 2, "m": 1}; fmt.Sprint(padded) != fmt.Sprint(want) {
		t.Errorf("padding in %v, want %v", padded, want)
	}
}

func number(t *testing.T, s string) int {
	t.Helper()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A struct with a field of unknown size has no gaps: nothing is known of what follows.
func TestToyFieldsOfUnknownSize(t *testing.T) {
	v := viewOf(t, newer(t), "type/runtime/ring.html").(Type)
	for _, f := range v.Fields {
		if f.Gap != "" {
			t.Errorf("gap %+v", f)
		}
	}
	if len(v.Fields) != 2 {
		t.Errorf("%d fields", len(v.Fields))
	}
}

// changedIndex is the newer release with some symbols changed.
func changedIndex(t *testing.T, change func(sym func(index.ID) (index.Sym, *index.Symbol))) *Inputs {
	t.Helper()
	p := newer(t)
	x := *p.Index
	x.Symbols = slices.Clone(x.Symbols)
	change(func(id index.ID) (index.Sym, *index.Symbol) {
		s := symbolOf(t, p, id)
		return s, &x.Symbols[s]
	})
	return NewInputs(NewCatalog(&x, "linux/amd64"), p.Resolved, p.Theme, nil)
}

// Behind a field of unknown size is no gap before a field whose offset is known again.
func TestToyGapsBehindAnUnknownSize(t *testing.T) {
	p := changedIndex(t, func(sym func(index.ID) (index.Sym, *index.Symbol)) {
		_, ok := sym("runtime.g.ok")
		ok.Size = -1
	})
	var gaps []string
	for _, f := range viewOf(t, p, "type/runtime/g.html").(Type).Fields {
		if f.Gap != "" {
			gaps = append(gaps, f.Offset)
		}
	}
	if want := []string{"1", "73"}; !slices.Equal(gaps, want) {
		t.Errorf("gaps at %v, want %v", gaps, want)
	}
}

// Each struct that is written inside another one has its fields one deeper.
func TestToyFieldsInsideFields(t *testing.T) {
	p := changedIndex(t, func(sym func(index.ID) (index.Sym, *index.Symbol)) {
		kind, _ := sym("runtime.g.param.kind")
		_, next := sym("runtime.g.param.next")
		next.Parent = kind
	})
	depth := map[string]int{}
	for _, f := range viewOf(t, p, "type/runtime/g.html").(Type).Fields {
		depth[f.Name] = f.Depth
	}
	for name, want := range map[string]int{"sched": 0, "param": 0, "kind": 1, "next": 2, "m": 0} {
		if got, ok := depth[name]; !ok || got != want {
			t.Errorf("%s is %d deep, want %d", name, got, want)
		}
	}
}
