package annotate

import (
	"fmt"
	"io/fs"
)

// Snippets reads the Go files whose functions show what the compiler makes of a
// construct. A content need not have any.
func Snippets(content fs.FS) (texts []string, err error) {
	names, err := fs.Glob(content, "statements*.go.txt")
	if err != nil {
		return nil, fmt.Errorf("reading the content: %w", err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(content, name)
		if err != nil {
			return nil, fmt.Errorf("reading the content: %w", err)
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}
