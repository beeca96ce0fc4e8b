package sim

import (
	"bytes"
	"encoding/json"
	"io"
	"slices"
)

// WriteJSON writes a run as one JSON object, with each event and each view on a line of
// its own. A list is never null.
func WriteJSON(w io.Writer, t *Trace) error {
	head, err := json.Marshal(struct {
		Model string `json:"model"`
		Given Given  `json:"values"`
		Seed  uint64 `json:"seed"`
	}{t.Model, t.Given, t.Seed})
	if err != nil {
		return err
	}
	views := make([]View, len(t.Views))
	for i, v := range t.Views {
		views[i] = withLists(v)
	}
	b := bytes.NewBuffer(bytes.TrimSuffix(head, []byte("}")))
	if err := writeLines(b, "events", t.Events); err != nil {
		return err
	}
	if err := writeLines(b, "views", views); err != nil {
		return err
	}
	if t.Cut != "" {
		cut, err := json.Marshal(t.Cut)
		if err != nil {
			return err
		}
		b.WriteString(`,"cut":`)
		b.Write(cut)
	}
	b.WriteString("}\n")
	_, err = b.WriteTo(w)
	return err
}

// writeLines appends a member of an object: a list with an item a line.
func writeLines[T any](b *bytes.Buffer, name string, items []T) error {
	b.WriteString(`,"` + name + `":[`)
	for i, item := range items {
		line, err := json.Marshal(item)
		if err != nil {
			return err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
		b.Write(line)
	}
	b.WriteByte(']')
	return nil
}

// withLists returns v with empty lists in place of those that encoding/json would
// write as null.
func withLists(v View) View {
	v.Blocks = append([]Block{}, v.Blocks...)
	for i := range v.Blocks {
		b := &v.Blocks[i]
		b.Lanes = slices.Clone(b.Lanes)
		for j := range b.Lanes {
			if b.Lanes[j].Items == nil {
				b.Lanes[j].Items = []Cell{}
			}
		}
	}
	return v
}
