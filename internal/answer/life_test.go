package answer

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"sourcedive/indexer/history"
)

// fieldsOf are the fields of JSON, and those of the objects in its lists as list.field.
func fieldsOf(t *testing.T, v any) map[string]bool {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil {
		t.Fatal(err)
	}
	fields := map[string]bool{}
	for name, value := range object {
		fields[name] = true
		list, _ := value.([]any)
		for _, element := range list {
			if o, ok := element.(map[string]any); ok {
				for inner := range o {
					fields[name+"."+inner] = true
				}
			}
		}
		if value == nil {
			t.Errorf("%s is null", name)
		}
	}
	return fields
}

// The history of a symbol and the changes of a release have the fields that programs read,
// and no kind of event but those that they know.
func TestHistoryJSON(t *testing.T) {
	h, err := history.Recorded()
	if err != nil {
		t.Fatal(err)
	}
	found, err := h.Find("runtime.findrunnable")
	if err != nil {
		t.Fatal(err)
	}
	has := fieldsOf(t, LifeOf(h, found))
	for field := range strings.FieldsSeq("symbol since events events.version events.kind events.from events.added events.removed") {
		if !has[field] {
			t.Errorf("history has no %s: %v", field, slices.Sorted(maps.Keys(has)))
		}
	}
	d, err := Changes(h, "go1.25", "go1.26", nil)
	if err != nil {
		t.Fatal(err)
	}
	has = fieldsOf(t, d)
	for field := range strings.FieldsSeq("from to changed appeared removed renamed changed.symbol changed.added changed.removed appeared.symbol removed.symbol renamed.from renamed.to renamed.rule") {
		if !has[field] {
			t.Errorf("changes has no %s: %v", field, slices.Sorted(maps.Keys(has)))
		}
	}
	if none, err := Changes(h, "go1.25", "go1.25", nil); err != nil || len(none.Changed) > 0 {
		t.Errorf("a version against itself: %v", err)
	} else if has := fieldsOf(t, none); !has["changed"] || !has["renamed"] {
		t.Errorf("empty lists are left out: %v", has)
	}

	kinds := map[string]int{}
	for sym := range h.Symbols {
		for _, e := range h.Life(history.Sym(sym)).Events {
			kinds[e.Kind]++
		}
	}
	want := strings.Fields("appeared back backported changed doc extracted moved removed renamed")
	if got := slices.Sorted(maps.Keys(kinds)); !slices.Equal(got, want) {
		t.Errorf("kinds of events %v, want %v", got, want)
	}
}
