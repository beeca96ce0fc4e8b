package article

import (
	"cmp"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"sourcedive/annotate/markdown"
)

const APIFile = "api.yaml"

// APIEntry names the internals that a piece of exported API works with.
type APIEntry struct {
	Name   string
	Text   *markdown.Doc
	Symbol Name
	Inside []Name
}

// apiEntryYAML is an entry of api.yaml.
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
			c.fault(file, cmp.Or(list.keys[i].Pos, y.Symbol.Pos, y.Text.Pos), "each entry has symbol, text and inside", "an entry without symbol or text")
			continue
		}
		e := &APIEntry{Name: name.Text, Text: c.inline(y.Text, file), Symbol: y.Symbol, Inside: y.Inside}
		c.API = append(c.API, e)
	}
}
