package sim_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"sourcedive/content/models/sim"
)

// fill sets every field to something, so that a field that WriteJSON leaves out
// shows.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Map:
		v.Set(reflect.ValueOf(sim.Given{"b": *n, "a": *n + 1}))
	case reflect.String:
		v.SetString("<\"\\\n\u2028é&> " + string(rune('a'+*n%26)))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(-*n))
	case reflect.Uint64:
		v.SetUint(1<<63 + uint64(*n))
	}
}

func TestWriteJSON(t *testing.T) {
	var full sim.Trace
	n := 0
	fill(reflect.ValueOf(&full).Elem(), &n)
	m := counting(nil)
	run, err := sim.Run(&m, nil, 1, sim.Limit{})
	if err != nil {
		t.Fatal(err)
	}
	for name, tr := range map[string]*sim.Trace{"full": &full, "empty": {Given: sim.Given{}}, "run": run, "views": {Given: sim.Given{}, Views: []sim.View{all(), {}}}} {
		want, err := json.Marshal(tr)
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := sim.WriteJSON(&got, tr); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if lines, want := bytes.Count(got.Bytes(), []byte("\n")), 1+len(tr.Events)+len(tr.Views); lines != want {
			t.Errorf("%s: %d lines, want %d", name, lines, want)
		}
		var a, b any
		if err := json.Unmarshal(want, &a); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(got.Bytes(), &b); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(notNull(a), b) {
			t.Errorf("%s:\n%s\nand encoding/json\n%s", name, got.Bytes(), want)
		}
	}
}

// notNull puts empty lists in place of null.
func notNull(v any) any {
	switch v := v.(type) {
	case nil:
		return []any{}
	case []any:
		for i := range v {
			v[i] = notNull(v[i])
		}
	case map[string]any:
		for name := range v {
			v[name] = notNull(v[name])
		}
	}
	return v
}
