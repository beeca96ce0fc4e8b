package sim

import "encoding/json"

// Recording is a trace in the compact form that a page plays: most blocks do not change
// from step to step, so each is stored once and the views refer to them.
type Recording struct {
	Given  Given   `json:"given"` // every parameter
	Seed   uint64  `json:"seed"`
	Events []Event `json:"events"`
	Blocks []Block `json:"blocks"`
	Views  [][]int `json:"views"` // of blocks, by step: Views[0] is the start
	Cut    string  `json:"cut,omitempty"`
}

// Record returns the recording of a trace.
func Record(t *Trace) (*Recording, error) {
	r := &Recording{Given: t.Given, Seed: t.Seed, Events: t.Events, Cut: t.Cut}
	at := map[string]int{}
	for _, v := range t.Views {
		view := make([]int, len(v.Blocks))
		for i, b := range v.Blocks {
			text, err := json.Marshal(b)
			if err != nil {
				return nil, err
			}
			n, ok := at[string(text)]
			if !ok {
				n = len(r.Blocks)
				at[string(text)] = n
				r.Blocks = append(r.Blocks, b)
			}
			view[i] = n
		}
		r.Views = append(r.Views, view)
	}
	return r, nil
}
