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
	Schedtrace, Gctrace []extract.Printed
	Settings            []extract.Setting
	Reasons             []extract.Reason
	Changes             []extract.Change

	explained map[string]*markdown.Doc
}

// The tables that introspection.yaml explains: each of its keys is the name of one and
// a label in it, such as "godebug gctrace".
const (
	TableSchedtrace = "schedtrace"
	TableGctrace    = "gctrace"
	TableGodebug    = "godebug"
	TableWait       = "wait"
)

// Explanation is what introspection.yaml explains a label of a table with, nil for none.
func (t *Tables) Explanation(table, label string) *markdown.Doc {
	return t.explained[table+" "+label]
}

// introspection finds the tables of a version, once.
func (g *Snapshot) introspection() Tables {
	g.tablesOnce.Do(func() {
		g.tables = Tables{
			Schedtrace: extract.Schedtrace.Of(g.Index), Gctrace: extract.Gctrace.Of(g.Index),
			Settings: extract.Settings.Of(g.Index), Reasons: extract.Reasons.Of(g.Index), Changes: extract.Transitions.Of(g.Index),
		}
	})
	return g.tables
}

// labels are the keys that introspection.yaml may have.
func (t *Tables) labels() (keys []string) {
	for _, p := range t.Schedtrace {
		keys = append(keys, TableSchedtrace+" "+p.Label)
	}
	for _, p := range t.Gctrace {
		keys = append(keys, TableGctrace+" "+p.Label)
	}
	for _, s := range t.Settings {
		keys = append(keys, TableGodebug+" "+s.Name)
	}
	for _, r := range t.Reasons {
		keys = append(keys, TableWait+" "+r.Text)
	}
	return keys
}

// explain resolves introspection.yaml against the tables.
func (m *resolver) explain(list []article.Label) {
	t := m.introspection()
	t.explained = map[string]*markdown.Doc{}
	keys := t.labels()
	for _, l := range list {
		if !slices.Contains(keys, l.Key.Text) {
			m.fault(article.IntrospectionFile, l.Key.Pos, diag.Nearest(l.Key.Text, keys, "keys are a table ("+strings.Join([]string{TableSchedtrace, TableGctrace, TableGodebug, TableWait}, ", ")+") and a label in it"),
				"%s prints or reads no %q", m.version(), l.Key.Text)
			continue
		}
		t.explained[l.Key.Text] = l.Text
		m.inline(article.IntrospectionFile, l.Text, nil)
	}
	m.resolved.Tables = t
}
