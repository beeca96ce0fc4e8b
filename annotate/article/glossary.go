package article

import (
	"sourcedive/annotate/markdown"
)

const GlossaryFile = "glossary.yaml"

// Term is an entry of the glossary.
type Term struct {
	Name   string
	Also   []string // other names
	Area   string
	Def    *markdown.Doc // one sentence; markdown.HTML.Line writes it
	Expr   Name          // a claim about it, "" for none
	Figure Name          // that explains it, "" for none
	File   string
	Pos    markdown.Pos
}

// termYAML is an entry of glossary.yaml.
type termYAML struct {
	Term   Name     `yaml:"term"`
	Also   []string `yaml:"also"`
	Def    Name     `yaml:"def"`
	Area   Name     `yaml:"area"`
	Claim  Name     `yaml:"claim"`
	Figure Name     `yaml:"figure"`
}

func (c *Content) readTerms(text, file string) {
	var list []termYAML
	c.decode(text, file, &list, "term", "also", "def", "area", "claim", "figure")
	for _, y := range list {
		t := &Term{Name: y.Term.Text, Also: y.Also, Area: y.Area.Text, Def: c.inline(y.Def, file), Expr: y.Claim, Figure: y.Figure, File: file, Pos: y.Term.Pos}
		switch {
		case t.Name == "":
			c.fault(file, y.Def.Pos, "add term:", "an entry without a term")
			continue
		case y.Def.Text == "":
			c.fault(file, t.Pos, "add def: with one sentence", "term %q has no definition", t.Name)
		case t.Area != "":
			if hint, ok := c.Config.areaFault(t.Area); !ok {
				c.fault(file, y.Area.Pos, hint, "no area is called %q", t.Area)
			}
		}
		c.Terms = append(c.Terms, t)
	}
}
