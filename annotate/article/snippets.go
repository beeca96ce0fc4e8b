package article

import (
	"fmt"
	"io/fs"
	"path"
)

// Snippets reads the Go files whose functions show what the compiler makes of a
// construct. A content need not have any.
func Snippets(content fs.FS) (texts []string, err error) {
	entries, err := fs.ReadDir(content, ".") // fs.Glob would not report a directory that cannot be read
	if err != nil {
		return nil, fmt.Errorf("reading the content: %w", err)
	}
	for _, e := range entries {
		if ok, _ := path.Match("statements*.go.txt", e.Name()); !ok {
			continue
		}
		text, err := fs.ReadFile(content, e.Name())
		if err != nil {
			return nil, fmt.Errorf("reading the content: %w", err)
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}
