package browsertest

import (
	"strings"
	"testing"

	"sourcedive/content/models"
	"sourcedive/indexer/index"
)

// Each symbol that an event of a model names, and each line that it is about, is in the
// version that the site is of. Other versions may lack some, and there a name has no link.
func TestModelsNameTheSource(t *testing.T) {
	t.Parallel()
	for _, m := range models.All() {
		for _, name := range m.Funcs {
			if _, ok := the.index.Sym(index.ID(name)); !ok {
				t.Errorf("%s: events are of %s, which is not in %s", m.Name, name, the.index.Config.Version)
			}
		}
		for _, l := range m.Lines {
			s, ok := the.index.Sym(index.ID(l.Place()))
			if !ok {
				t.Errorf("%s: a line of %s, which is not in %s", m.Name, l.Place(), the.index.Config.Version)
				continue
			}
			body := the.index.Symbols[s].Body()
			if !strings.Contains(the.index.Files[body.File].Text[body.Off:body.End], l.Text) {
				t.Errorf("%s: %s of %s has no %q", m.Name, l.Place(), the.index.Config.Version, l.Text)
			}
		}
	}
}
