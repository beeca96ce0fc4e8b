package history

import (
	"fmt"
	"regexp"
	"testing"
)

var core = regexp.MustCompile(`^(runtime|internal/runtime|internal/abi|internal/bytealg|internal/cpu|internal/goarch|internal/goos|internal/goexperiment|internal/chacha8rand|internal/coverage/rtcov|internal/profilerecord|internal/race|internal/asan|internal/msan|internal/stringslite|internal/byteorder|internal/sync|internal/synctest|internal/reflectlite|internal/godebugs|internal/itoa|internal/trace/tracev2|sync|sync/atomic)(/.*)?$`)

func TestScratchFigures(t *testing.T) {
	r := NewReader()
	var prev, first *snapshot
	chg := map[string]int{}
	same := map[string]bool{}
	for i, tr := range allTrees() {
		if i%2 == 0 {
			continue
		}
		s, _, err := read(tr, kbOptions(), r)
		if err != nil {
			t.Fatal(err)
		}
		for k, e := range s.entities {
			if k.kind != Func || e.rank != 0 || !core.MatchString(packageOf(k.name)) {
				delete(s.entities, k)
			}
		}
		r.sweep()
		if prev != nil {
			m := matches(prev, s)
			ch := 0
			ren := 0
			for k, e := range s.entities {
				if o := prev.entities[k]; o != nil && o.hash != e.hash {
					ch++
					fmt.Println("CHG", s.version, k.name)
					chg[k.name]++
				}
			}
			for _, f := range m.found {
				if f.rule != R1 {
					ren++
				}
			}
			fmt.Println(s.version, len(s.entities), "gone", len(m.gone), "came", len(m.came), "joined", len(m.found), "not R1", ren, "changed", ch)
		} else {
			first = s
			for k := range s.entities {
				same[k.name] = true
			}
		}
		for k := range same {
			e := s.entities[key{kind: Func, name: k}]
			if e == nil || e.hash != first.entities[key{kind: Func, name: k}].hash {
				delete(same, k)
			}
		}
		prev = s
	}
	fmt.Println("identical", len(same))
	for _, n := range []string{"newproc1", "gcStart", "mallocgc", "findRunnable", "newstack", "schedule", "newproc", "morestack"} {
		fmt.Println(n, chg["runtime."+n])
	}
	e := prev.entities[key{kind: Func, name: "runtime.exitsyscall"}]
	fmt.Println(e.file)
}
