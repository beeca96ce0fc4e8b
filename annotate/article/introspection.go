package article

import "sourcedive/annotate/markdown"

// IntrospectionFile is the file of the labels.
const IntrospectionFile = "introspection.yaml"

// Label explains one label of a table that the runtime prints or reads. Key is the name of
// the table and the label in it: "godebug gctrace".
type Label struct {
	Key  Name
	Text *markdown.Doc
}

func (c *Content) readLabels(text, file string) {
	var list textsYAML
	c.decode(text, file, &list)
	for i, key := range list.keys {
		c.Introspection = append(c.Introspection, Label{key, c.inline(list.values[i], file)})
	}
}
