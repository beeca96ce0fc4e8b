package annotate

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
)

// termYAML is an entry of glossary.yaml.
type termYAML struct {
	Term  Name     `yaml:"term"`
	Also  []string `yaml:"also"`
	Def   Name     `yaml:"def"`
	Area  Name     `yaml:"area"`
	Claim Name     `yaml:"claim"`
}

// decode reads a YAML file; what is wrong is a problem, and what was understood stays.
func (c *Content) decode(text, file string, into any, keys ...string) {
	if err := unmarshal(text, into); err != nil {
		at, msg, hint := yamlFault(err, keys)
		c.fault(file, at, hint, "%s", msg)
	}
}

// inline reads Markdown that is a value in a YAML file.
func (c *Content) inline(n Name, file string) *markdown.Doc {
	doc, problems := markdown.Inline(n.Text, file, n.Pos)
	c.problems = append(c.problems, problems...)
	doc.All(func(b *markdown.Block, _ []*markdown.Block) {
		if b.Kind.Fenced() || len(b.Remarks) > 0 {
			c.fault(file, n.Pos, "put it into a note, and link that", "a %s block in a line of text", b.Kind)
		}
	})
	return doc
}

func (c *Content) readTerms(text, file string) {
	var list []termYAML
	c.decode(text, file, &list, "term", "also", "def", "area", "claim")
	for _, y := range list {
		t := &Term{Name: y.Term.Text, Also: y.Also, Area: y.Area.Text, Def: c.inline(y.Def, file), File: file, Pos: y.Term.Pos}
		switch {
		case t.Name == "":
			c.fault(file, y.Def.Pos, "add term:", "an entry without a term")
			continue
		case y.Def.Text == "":
			c.fault(file, t.Pos, "add def: with one sentence", "term %q has no definition", t.Name)
		case t.Area != "" && !slices.Contains(Areas, t.Area):
			c.fault(file, y.Area.Pos, diag.Nearest(t.Area, Areas, "areas are "+strings.Join(Areas, ", ")), "no area is called %q", t.Area)
		}
		if y.Claim.Text != "" {
			t.Claim = &Claim{Expr: y.Claim.Text, File: file, Pos: y.Claim.Pos}
		}
		c.Terms = append(c.Terms, t)
	}
}

// fileYAML is files.yaml: a map in the order in which it was written.
type fileYAML struct{ keys, values []Name }

// UnmarshalYAML takes the map with the places of its keys.
func (f *fileYAML) UnmarshalYAML(node ast.Node) error {
	m, ok := node.(ast.MapNode)
	if !ok {
		return &yaml.SyntaxError{Message: "a map from path to text is wanted", Token: node.GetToken()}
	}
	for it := m.MapRange(); it.Next(); {
		var key, value Name
		at := it.Key().GetToken().Position
		key = Name{it.Key().GetToken().Value, markdown.Pos{Line: at.Line, Col: at.Column}}
		if err := value.UnmarshalYAML(it.Value()); err != nil {
			return err
		}
		f.keys, f.values = append(f.keys, key), append(f.values, value)
	}
	return nil
}

func (c *Content) readFiles(text, file string) {
	var list fileYAML
	c.decode(text, file, &list)
	for i, key := range list.keys {
		c.Files = append(c.Files, FileLine{Path: key.Text, Text: c.inline(list.values[i], file), pos: key.Pos})
	}
}

// apiEntryYAML is what api.yaml says of one piece of API.
type apiEntryYAML struct {
	Symbol Name   `yaml:"symbol"`
	Text   Name   `yaml:"text"`
	Inside []Name `yaml:"inside"`
}

// apiYAML is api.yaml: a map from the name as readers know it, or a list without.
type apiYAML struct {
	keys   []Name
	values []apiEntryYAML
}

// UnmarshalYAML takes the map with the places of its keys.
func (a *apiYAML) UnmarshalYAML(node ast.Node) error {
	add := func(key Name, value ast.Node) error {
		var e apiEntryYAML
		if err := yaml.NodeToValue(value, &e, yaml.Strict()); err != nil {
			return err
		}
		a.keys, a.values = append(a.keys, key), append(a.values, e)
		return nil
	}
	if list, ok := node.(*ast.SequenceNode); ok {
		for _, value := range list.Values {
			if err := add(Name{}, value); err != nil {
				return err
			}
		}
		return nil
	}
	m, ok := node.(ast.MapNode)
	if !ok {
		return &yaml.SyntaxError{Message: "a map from name to symbol, text and inside is wanted", Token: node.GetToken()}
	}
	for it := m.MapRange(); it.Next(); {
		at := it.Key().GetToken().Position
		if err := add(Name{it.Key().GetToken().Value, markdown.Pos{Line: at.Line, Col: at.Column}}, it.Value()); err != nil {
			return err
		}
	}
	return nil
}

func (c *Content) readAPI(text, file string) {
	var list apiYAML
	c.decode(text, file, &list, "symbol", "text", "inside")
	for i, y := range list.values {
		name := list.keys[i]
		if name.Text == "" {
			name = y.Symbol
		}
		if y.Symbol.Text == "" {
			y.Symbol = name
		}
		if y.Symbol.Text == "" || y.Text.Text == "" {
			c.fault(file, name.Pos, "each entry has symbol, text and inside", "an entry without symbol or text")
			continue
		}
		e := &APIEntry{Name: name.Text, Text: c.inline(y.Text, file), symbol: y.Symbol, inside: y.Inside}
		c.API = append(c.API, e)
	}
}
