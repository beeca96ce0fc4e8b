package pages

import (
	"sourcedive/annotate"
	"sourcedive/site/models"
	"sourcedive/site/prose"
	"sourcedive/templates"
)

// Inputs are what the pages of a version are made from. Builders read them.
type Inputs struct {
	*Catalog
	*prose.Prose
}

// NewInputs puts together what the pages of a version are made from.
func NewInputs(c *Catalog, resolved *annotate.Resolved, theme *templates.Theme, models *models.ModelSet) *Inputs {
	return &Inputs{c, prose.NewProse(c.source, resolved, theme, models)}
}
