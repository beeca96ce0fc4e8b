package lab

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
)

// Article is the words of a lab: what is asked, what to predict, and as Markdown how it
// is measured, what may be said of the result, what explains it, and what other systems
// show.
type Article struct {
	Title     string   `yaml:"title" json:"title"`
	Question  string   `yaml:"question" json:"question"`
	Predict   string   `yaml:"predict" json:"predict"` // asks for Lab.Answer
	Functions []string `yaml:"functions" json:"functions"`

	Sections map[string]string `yaml:"-" json:"-"` // Markdown by heading, see Headings
}

// Headings are the sections that every lab's article has, in their order.
var Headings = []string{"Method", "What may be said", "Explanation", "Elsewhere"}

// ReadArticle reads the words of a lab, NAME.md in the content.
func ReadArticle(content fs.FS, name string) (Article, error) {
	text, err := fs.ReadFile(content, name+".md")
	if err != nil {
		return Article{}, err
	}
	a, err := parseArticle(text)
	if err != nil {
		return a, fmt.Errorf("labs/%s.md: %w", name, err)
	}
	return a, nil
}

func parseArticle(text []byte) (a Article, err error) {
	rest, found := bytes.CutPrefix(text, []byte("---\n"))
	front, body, closed := bytes.Cut(rest, []byte("\n---\n"))
	if !found || !closed {
		return a, errors.New("has no front matter\n    hint: begin with a line ---, then title, question, predict and functions, then a line ---")
	}
	if err := yaml.UnmarshalWithOptions(front, &a, yaml.Strict()); err != nil {
		return a, fmt.Errorf("front matter: %w", err)
	}
	if a.Title == "" || a.Question == "" || a.Predict == "" || len(a.Functions) == 0 {
		return a, errors.New("front matter: title, question, predict and functions are needed")
	}
	a.Sections = map[string]string{}
	var order []string
	for _, part := range strings.Split("\n"+string(body), "\n## ")[1:] {
		heading, section, _ := strings.Cut(part, "\n")
		order = append(order, heading)
		a.Sections[heading] = strings.TrimSpace(section)
	}
	if !slices.Equal(order, Headings) {
		return a, fmt.Errorf("its sections are %q\n    hint: there are %q, in this order", order, Headings)
	}
	return a, nil
}
