package workspace

import (
	"fmt"
	"strings"
	"sync"

	"sourcedive/annotate/article"
	"sourcedive/content"
	"sourcedive/internal/explain"
	"sourcedive/internal/explain/tables"
)

// explainScripts are what the page that explains output loads. They are the same for
// every site.
var explainScripts = sync.OnceValues(func() (map[string][]byte, error) {
	notes, err := ExplainNotes()
	if err != nil {
		return nil, err
	}
	return explain.Scripts(notes)
})

// Explainer is what explains the output of the runtime, made once.
var Explainer = sync.OnceValues(func() (*explain.Engine, error) {
	t, err := tables.Load()
	if err != nil {
		return nil, err
	}
	notes, err := ExplainNotes()
	if err != nil {
		return nil, err
	}
	return explain.New(t, notes), nil
})

// ExplainNotes reads the hand-written explanations.
func ExplainNotes() (map[string]explain.Note, error) {
	raw, err := content.FS.ReadFile("explain.yaml")
	if err != nil {
		return nil, err
	}
	var list []struct {
		For   []string       `yaml:"for"`
		Text  string         `yaml:"text"`
		Blame string         `yaml:"blame"`
		Next  []explain.Next `yaml:"next"`
		Read  []string       `yaml:"read"`
	}
	if err := article.Unmarshal(string(raw), &list); err != nil {
		return nil, fmt.Errorf("explain.yaml: %w", err)
	}
	notes := map[string]explain.Note{}
	for _, n := range list {
		for _, key := range n.For {
			if _, twice := notes[key]; twice {
				return nil, fmt.Errorf("explain.yaml: %q has two notes\n    hint: one of them is enough", key)
			}
			notes[key] = explain.Note{Text: strings.TrimSpace(n.Text), Blame: n.Blame, Next: n.Next, Read: n.Read}
		}
	}
	return notes, nil
}
