package article

import "sourcedive/annotate/markdown"

const FilesFile = "files.yaml"

// FileLine is one sentence on what a file of the source is for.
type FileLine struct {
	Path string
	Text *markdown.Doc
	Pos  markdown.Pos
}

func (c *Content) readFiles(text, file string) {
	var list textsYAML
	c.decode(text, file, &list)
	for i, key := range list.keys {
		c.Files = append(c.Files, FileLine{Path: key.Text, Text: c.inline(list.values[i], file), Pos: key.Pos})
	}
}
