package explain

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"sourcedive/internal/explain/tables"
)

// Scripts are the tables and notes as scripts, by name, for the page's engine. Each
// calls sourcedive.explainTables with texts: lines of JSON where there are many, so that
// a page can read them bit by bit. Bytes that are not ASCII are escaped one by one, for
// the engine's strings have a character for each byte.
func Scripts(t *tables.Tables, notes map[string]Note) (map[string][]byte, error) {
	var b scriptBuilder
	b.part("messages", lineByLine(&b, t.Messages))
	b.part("words", b.json(t.Words))
	b.part("notes", b.json(scriptNotes(notes)))
	b.part("minors", strings.Join(t.Minors, " "))
	said := b.String()
	var l scriptBuilder
	l.part("lines", lineByLine(&l, t.Files))
	if b.err != nil || l.err != nil {
		return nil, fmt.Errorf("tables of explain as scripts: %w", errors.Join(b.err, l.err))
	}
	return map[string][]byte{"messages.js": []byte(said), "lines.js": []byte(l.String())}, nil
}

// A scriptNote is a Note as the page's engine reads it.
type scriptNote struct {
	Text  string `json:"text"`
	Blame string `json:"blame"`
	Next  []Next `json:"next"`
}

func scriptNotes(notes map[string]Note) map[string]scriptNote {
	out := map[string]scriptNote{}
	for key, n := range notes {
		out[key] = scriptNote{n.Text, n.Blame, append([]Next{}, n.Next...)}
	}
	return out
}

type scriptBuilder struct {
	strings.Builder
	err error
}

func (b *scriptBuilder) json(v any) string {
	var text strings.Builder
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		b.err = err
	}
	return strings.TrimSuffix(text.String(), "\n")
}

func lineByLine[T any](b *scriptBuilder, list []T) string {
	lines := make([]string, len(list))
	for i := range list {
		lines[i] = b.json(&list[i])
	}
	return strings.Join(lines, "\n")
}

// part writes a call that hands over one text.
func (b *scriptBuilder) part(name, text string) {
	b.WriteString("sourcedive.explainTables(\"" + name + "\", '")
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\\' || c == '\'':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c >= 0x7f || c == '<':
			fmt.Fprintf(b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteString("');\n")
}
