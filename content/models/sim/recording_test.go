package sim

import (
	"reflect"
	"testing"
)

func TestRecordKeepsEachBlockOnce(t *testing.T) {
	still := Block{Kind: Facts, ID: "still", Facts: []Fact{{"a", "1"}}}
	moves := func(value string) Block { return Block{Kind: Facts, ID: "moves", Facts: []Fact{{"b", value}}} }
	trace := &Trace{
		Seed: 7, Given: Given{"n": 1}, Cut: "cut", Events: []Event{{Step: 1}, {Step: 2}},
		Views: []View{{Blocks: []Block{still, moves("1")}}, {Blocks: []Block{still, moves("2")}}, {Blocks: []Block{still, moves("1")}}},
	}
	r, err := Record(trace)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Blocks) != 3 || !reflect.DeepEqual(r.Views, [][]int{{0, 1}, {0, 2}, {0, 1}}) {
		t.Errorf("%d blocks, views %v", len(r.Blocks), r.Views)
	}
	for step, view := range r.Views {
		for i, n := range view {
			if !reflect.DeepEqual(r.Blocks[n], trace.Views[step].Blocks[i]) {
				t.Errorf("step %d, block %d is %v", step, i, r.Blocks[n])
			}
		}
	}
	if r.Seed != 7 || r.Cut != "cut" || len(r.Events) != 2 || r.Given["n"] != 1 {
		t.Errorf("the rest of the trace is lost: %+v", r)
	}
}
