package annotate

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
)

// Edits that nothing notices are listed as the source has them, whichever was tried first.
func TestUnnoticedAreInTheOrderOfTheSource(t *testing.T) {
	at := func(file int32) index.Symbol {
		return index.Symbol{Decl: index.Range{File: file, Off: 1, End: 2}, Asm: index.Range{File: -1}}
	}
	x := &index.Index{Symbols: []index.Symbol{at(1), at(0), at(1)}}
	const want = "[1:3 1:9 0:4 2:7 0:8]" // the symbol and the line
	for seed := range uint64(20) {
		list := []Unnoticed{{0, &claim.Edit{Line: 8}}, {1, &claim.Edit{Line: 9}}, {2, &claim.Edit{Line: 7}}, {0, &claim.Edit{Line: 4}}, {1, &claim.Edit{Line: 3}}}
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		inSource(x, list)
		var got []string
		for _, u := range list {
			got = append(got, fmt.Sprintf("%d:%d", u.Sym, u.Edit.Line))
		}
		if fmt.Sprint(got) != want {
			t.Fatalf("%v, want %s", got, want)
		}
	}
}
