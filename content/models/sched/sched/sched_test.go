package sched

import (
	"testing"

	"sourcedive/content/models/model"
	"sourcedive/content/models/modeltest"
)

func TestModel(t *testing.T) {
	modeltest.Check(t, Model())
}

func find(list []string, s string) int {
	for i, w := range list {
		if w == s {
			return i
		}
	}
	return -1
}

func TestCoverage(t *testing.T) {
	m := Model()
	seen := map[string]string{}
	for l := range loads {
		for procs := 1; procs <= 4; procs++ {
			for _, w := range []int{0, 20, 3000} {
				for _, n := range []int{4, 12, 300} {
					for seed := range uint64(3) {
						tr, _ := model.Run(&m, model.Given{"procs": procs, "load": l, "work": w, "goroutines": n}, seed, model.Limit{Events: true})
						for _, e := range tr.Events {
							if seen[e.Func] == "" {
								seen[e.Func] = loads[l]
								t.Log(e.Func, loads[l], procs, w, n, seed, e.Step)
							}
						}
						if b, ok := tr.Broken(); ok {
							t.Error(loads[l], procs, w, n, seed, b.Broken)
						}
					}
				}
			}
		}
	}
	for _, f := range m.Funcs {
		if seen[f] == "" {
			t.Error("never", f)
		}
	}
}
