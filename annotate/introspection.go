package annotate

import (
	"slices"
	"strings"

	"sourcedive/annotate/article"
	"sourcedive/annotate/markdown"
	"sourcedive/indexer/extract"
	"sourcedive/internal/diag"
)

// Tables are what the runtime prints and reads, found in its source, with the content's
// explanation of each part.
type Tables struct {
	extract.Found

	explained map[string]*markdown.Doc
}

// Explanation is what introspection.yaml explains a label of a table with, nil for none.
func (t *Tables) Explanation(table, label string) *markdown.Doc {
	return t.explained[table+" "+label]
}

// introspection finds the tables of a version, once.
func (g *Snapshot) introspection() Tables {
	g.tablesOnce.Do(func() { g.tables = Tables{Found: extract.Find(g.Index)} })
	return g.tables
}

// explain resolves introspection.yaml against the tables.
func (m *resolver) explain(list []article.Label) {
	t := m.introspection()
	t.explained = map[string]*markdown.Doc{}
	for _, l := range list {
		if !slices.Contains(t.Keys, l.Key.Text) {
			if m.resolved.WrittenFor != "" {
				continue
			}
			m.fault(article.IntrospectionFile, l.Key.Pos, diag.Nearest(l.Key.Text, t.Keys, "keys are a table ("+strings.Join(t.Explained, ", ")+") and a label in it"),
				"%s prints or reads no %q", m.version(), l.Key.Text)
			continue
		}
		t.explained[l.Key.Text] = l.Text
		m.inline(article.IntrospectionFile, l.Text, nil)
	}
	m.resolved.Tables = t
}
