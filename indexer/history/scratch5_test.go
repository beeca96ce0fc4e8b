package history

import (
	"fmt"
	"os"
	"testing"
)

// lists all R3/R5 pairs that are new against the first dump
func TestScratchNew(t *testing.T) {
	r := NewReader()
	var prev *snapshot
	w, _ := os.Create("/tmp/allpairs.txt")
	for i, tr := range allTrees() {
		if i%2 == 0 {
			continue
		}
		s, _, err := read(tr, kbOptions(), r)
		if err != nil {
			t.Fatal(err)
		}
		r.sweep()
		if prev != nil {
			m := matches(prev, s)
			for _, f := range m.found {
				if f.from.kind != Func && f.from.kind != Field {
					fmt.Printf("D R%d %.2f %s@%s %s@%s\n", f.rule, f.similarity, f.from.name, prev.version, f.to.name, s.version)
				}
				if f.from.kind == Func {
					fmt.Fprintf(w, "R%d %.2f %s@%s %s@%s\n", f.rule, f.similarity, f.from.name, prev.version, f.to.name, s.version)
				}
				if f.rule == R5 && f.similarity < 0.4 {
					fmt.Printf("#### %.2f %s@%s %s@%s\n", f.similarity, f.from.name, prev.version, f.to.name, s.version)
					show(os.Stdout, f.from, f.to, 7)
				}
			}
		}
		prev = s
	}
}
