package annotate

import (
	"slices"
	"strings"

	"sourcedive/annotate/markdown"
	"sourcedive/indexer/extract"
	"sourcedive/internal/diag"
)

// Tables is what the runtime tells about itself, found in its source, with what people
// say of each part.
type Tables struct {
	Schedtrace, Gctrace []extract.Printed
	Settings            []extract.Setting
	Reasons             []extract.Reason
	Changes             []extract.Change

	says map[string]*markdown.Doc
}

// The tables that introspection.yaml explains: each of its keys is the name of one and
// a label in it, such as "godebug gctrace".
const (
	TableSchedtrace = "schedtrace"
	TableGctrace    = "gctrace"
	TableGodebug    = "godebug"
	TableWait       = "wait"
)

const toldFile = "introspection.yaml"

// Says is what introspection.yaml says of a label in a table, nil for nothing.
func (t *Tables) Says(table, label string) *markdown.Doc { return t.says[table+" "+label] }

// saying is an entry of introspection.yaml.
type saying struct {
	key  Name
	text *markdown.Doc
}

func (c *Content) readTold(text, file string) {
	var list fileYAML
	c.decode(text, file, &list)
	for i, key := range list.keys {
		c.told = append(c.told, saying{key, c.inline(list.values[i], file)})
	}
}

// told finds the tables once for a version.
func (g *Snapshot) told() Tables {
	g.toldOnce.Do(func() {
		g.toldTables = Tables{
			Schedtrace: extract.Schedtrace.Of(g.Index), Gctrace: extract.Gctrace.Of(g.Index),
			Settings: extract.Settings.Of(g.Index), Reasons: extract.Reasons.Of(g.Index), Changes: extract.Transitions.Of(g.Index),
		}
	})
	return g.toldTables
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

// tell holds introspection.yaml against the tables.
func (m *resolver) tell(list []saying) {
	t := m.told()
	t.says = map[string]*markdown.Doc{}
	keys := t.labels()
	for _, s := range list {
		if !slices.Contains(keys, s.key.Text) {
			m.fault(toldFile, s.key.Pos, diag.Nearest(s.key.Text, keys, "keys are a table ("+strings.Join([]string{TableSchedtrace, TableGctrace, TableGodebug, TableWait}, ", ")+") and a label in it"),
				"%s prints or reads no %q", m.version(), s.key.Text)
			continue
		}
		t.says[s.key.Text] = s.text
		m.inline(toldFile, s.text)
	}
	m.book.Tables = t
}
