package explain

import (
	"encoding/json"
	"fmt"
	"strings"

	"sourcedive/internal/explain/tables"
)

// Scripts are the embedded tables and some notes as scripts, by name, for the page's
// engine. Each calls sourcedive.explainTables with texts, in which JSON that is a list
// has a line for each element, so that a page can read it bit by bit.
func Scripts(notes map[string]Note) (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, parts := range map[string][]string{"messages.js": {"releases", "words", "messages"}, "lines.js": {"lines"}} {
		var b strings.Builder
		for _, part := range parts {
			raw, err := tables.Embedded(part + ".json")
			if err != nil {
				return nil, err
			}
			scriptPart(&b, part, listLines(string(raw)))
		}
		out[name] = []byte(b.String())
	}
	text, err := json.Marshal(scriptNotes(notes))
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	scriptPart(&b, "notes", string(text))
	out["notes.js"] = []byte(b.String())
	return out, nil
}

// A scriptNote is a Note as the page's engine reads it.
type scriptNote struct {
	Text  string   `json:"text"`
	Blame string   `json:"blame"`
	Next  []Next   `json:"next"`
	Read  []string `json:"read"`
}

func scriptNotes(notes map[string]Note) map[string]scriptNote {
	out := map[string]scriptNote{}
	for key, n := range notes {
		out[key] = scriptNote{n.Text, n.Blame, append([]Next{}, n.Next...), append([]string{}, n.Read...)}
	}
	return out
}

// listLines leaves a list's elements alone, which the tables write a line each.
func listLines(text string) string {
	text = strings.TrimSpace(text)
	if inner, ok := strings.CutPrefix(text, "[\n"); ok {
		return strings.ReplaceAll(strings.TrimSuffix(inner, "\n]"), ",\n", "\n")
	}
	return text
}

// scriptPart writes a call that hands over one text.
func scriptPart(b *strings.Builder, name, text string) {
	b.Grow(len(text) + len(text)/8)
	b.WriteString("sourcedive.explainTables(\"" + name + "\", '")
	for i := range len(text) {
		switch c := text[i]; {
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\\' || c == '\'':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteString("');\n")
}
