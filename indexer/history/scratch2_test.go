package history

import (
	"bytes"
	"compress/flate"
	"fmt"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"os"
	"testing"
	"time"
)

func TestScratchBuild(t *testing.T) {
	b := time.Now()
	d, p, err := Build(allTrees(), kbOptions())
	fmt.Println(len(p), err, time.Since(b))
	if len(p) > 0 {
		fmt.Println(p[0])
	}
	n := map[What]int{}
	steps, hk, g, l := 0, 0, 0, 0
	for _, s := range d.Symbols {
		for _, st := range s.Steps {
			steps++
			hk += len(st.Hunks)
			g += len(st.Gained)
			l += len(st.Lost)
			for w := Appeared; w < whats; w <<= 1 {
				if st.What&w != 0 {
					n[w]++
				}
			}
		}
	}
	fmt.Println(len(d.Symbols), steps, hk, g, l, n)
}

func TestScratchSize(t *testing.T) {
	d, _, err := Build(allTrees(), kbOptions())
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	Encode(&b, d)
	os.WriteFile("/tmp/history.bin", b.Bytes(), 0o666)
	fmt.Println("bytes", b.Len())
	d2, err := Decode(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, d2, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff[:min(2000, len(diff))])
	}
	e := &encoder{names: map[string]int{}, files: map[string]int{}}
	e.tables(d)
	for i := range d.Symbols {
		e.symbol(Sym(i), &d.Symbols[i])
	}
	for i, c := range e.cols {
		var z bytes.Buffer
		w, _ := flate.NewWriter(&z, 9)
		w.Write(c)
		w.Close()
		fmt.Println(i, len(c), z.Len())
	}
}
