package pages

import (
	"sync"

	"sourcedive/annotate"
	"sourcedive/indexer/index"
	"sourcedive/internal/lab"
	"sourcedive/site/figure"
	"sourcedive/site/models"
	"sourcedive/site/prose"
	"sourcedive/templates"
)

// Inputs are what the pages of a version are made from. Builders read them.
type Inputs struct {
	*Catalog
	*prose.Prose
	paths   func() *paths                          // of the levels, made on first use
	named   func() map[index.Sym]map[index.Sym]int // how much the words about a function name others, made on first use
	drawn   func() []*figure.Drawing               // the map of the areas as seen from the root of the version, made on first use
	covered func() annotate.Coverage               // of all sentences, counted on first use
	silent  *Inputs                                // those of content that says nothing, see silent.go
	Explain map[string][]byte                      // scripts with the tables of explain, by name; nil for none
	Labs    map[string]lab.Result                  // recorded runs, by lab
}

// NewInputs puts together what the pages of a version are made from.
func NewInputs(c *Catalog, resolved *annotate.Resolved, theme *templates.Theme, models *models.ModelSet) *Inputs {
	p := newInputs(c, resolved, theme, models)
	p.silent = newInputs(c, resolved.Silent(), theme, models)
	return p
}

func newInputs(c *Catalog, resolved *annotate.Resolved, theme *templates.Theme, models *models.ModelSet) *Inputs {
	p := &Inputs{Catalog: c, Prose: prose.NewProse(c.source, resolved, theme, models)}
	p.paths = sync.OnceValue(func() *paths { return findPaths(p) })
	p.named = sync.OnceValue(func() map[index.Sym]map[index.Sym]int { return namedBy(p) })
	p.drawn = sync.OnceValue(func() []*figure.Drawing { return drawAreas(p) })
	p.covered = sync.OnceValue(resolved.Covered)
	return p
}
