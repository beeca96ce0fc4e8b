package article

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
)

// FiguresDir is the directory of figures, each in a file NAME.yaml.
const FiguresDir = "figures"

// Figure is a drawing as plain data: what is drawn, not where. Its parts say what they rest
// on, as sentences do.
type Figure struct {
	Name  string
	File  string
	Form  Name // how its parts are laid out, one of FigureForms
	Title *markdown.Doc
	Says  *markdown.Doc // the caption
	Parts []*Part
}

// FigureForms are the ways to lay out a figure.
var FigureForms = []string{"scene", "states", "ladder", "lanes", "zoom", "chart"}

// Part is one thing that is drawn, with what is inside it.
type Part struct {
	Is    Name // what it is, a word of PartWords
	ID    string
	Name  Name          // inside the shape, or its heading
	State Name          // one of PartStates
	From  Name          // of an arrow or step: the ID of a part
	To    Name          // likewise
	Text  *markdown.Doc // beside the shape, with evidence
	Bytes int           // of memory that is drawn to scale
	At    []int         // of a state: column and row; of a point in a chart: x and y; of a ring: its hands
	Small []int         // of a state: column and row in the narrow layout
	In    []*Part
	Pos   markdown.Pos
}

// PartWords are what a part can be, with what it draws.
var PartWords = map[string]string{
	"g": "a goroutine, a circle", "m": "a thread, a triangle", "p": "a P, a rounded box", "box": "a structure in memory, a box",
	"value": "a value in memory, a square", "lock": "a lock, a padlock", "text": "words", "row": "parts side by side", "col": "parts below each other",
	"queue": "places in a row", "ring": "places around a ring, with hands at: [recvx, sendx]", "stack": "a column of memory to scale, high addresses on top", "bytes": "a piece of a stack or bar",
	"arrow": "a line from a part to another, with a number", "link": "a pointer of an example", "state": "a status", "rung": "a step of a ladder", "break": "words between the steps of a ladder",
	"lane": "someone who acts", "step": "what happens, in a lane or from one to another", "bar": "memory to scale, from left to right",
	"line": "a line of a chart", "point": "a point of a chart", "mark": "words at a place of a chart",
}

// PartStates are the states that have a line and a fill of their own; those of an arrow
// are the kinds of line.
var PartStates = map[string]string{
	"run": "runs", "wait": "waits", "free": "a free place", "search": "searches", "now": "just changed", "lost": "lost", "used": "in use",
	"white": "not reached", "grey": "reached, not all read", "black": "read", "guard": "never used", "lock": "under a lock",
	"moved": "moved in this step", "was": "was or will be", "dangling": "points to what is gone", "likely": "likely",
}

type figureYAML struct {
	Form  Name       `yaml:"form"`
	Title Name       `yaml:"title"`
	Says  Name       `yaml:"says"`
	Parts []partYAML `yaml:"parts"`
}

type partYAML struct {
	Is    Name       `yaml:"is"`
	ID    string     `yaml:"id"`
	Name  Name       `yaml:"name"`
	State Name       `yaml:"state"`
	From  Name       `yaml:"from"`
	To    Name       `yaml:"to"`
	Text  Name       `yaml:"text"`
	Bytes int        `yaml:"bytes"`
	At    []int      `yaml:"at"`
	Small []int      `yaml:"small"`
	In    []partYAML `yaml:"in"`
}

var figureKeys = []string{"form", "title", "says", "parts", "is", "id", "name", "state", "from", "to", "text", "bytes", "at", "small", "in"}

var figureName = regexp.MustCompile(`^[a-z0-9-]+\.yaml$`)

// readFigures reads the figures of a content, which need not have any.
func (c *Content) readFigures(fsys fs.FS) error {
	entries, err := fs.ReadDir(fsys, FiguresDir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the content: %w", err)
	}
	for _, e := range entries {
		file := path.Join(FiguresDir, e.Name())
		if !figureName.MatchString(e.Name()) {
			c.fault(file, markdown.Pos{}, "name it with small letters, digits and -, ending in .yaml", "a file that is no figure")
			continue
		}
		text, err := fs.ReadFile(fsys, file)
		if err != nil {
			return fmt.Errorf("reading the content: %w", err)
		}
		c.readFigure(string(text), file)
	}
	return nil
}

func (c *Content) readFigure(text, file string) {
	var y figureYAML
	c.decode(text, file, &y, figureKeys...)
	f := &Figure{Name: strings.TrimSuffix(path.Base(file), ".yaml"), File: file, Form: y.Form, Title: c.inline(y.Title, file), Says: c.inline(y.Says, file)}
	if !slices.Contains(FigureForms, y.Form.Text) {
		c.fault(file, y.Form.Pos, diag.Nearest(y.Form.Text, FigureForms, "forms are "+strings.Join(FigureForms, ", ")), "no form of a figure is called %q", y.Form.Text)
	}
	if y.Title.Text == "" {
		c.fault(file, markdown.Pos{Line: 1, Col: 1}, "add title: with the subject of the figure", "a figure without a title")
	}
	ids := map[string]bool{}
	f.Parts = c.readParts(y.Parts, file, ids)
	f.All(func(p *Part) {
		for _, end := range []Name{p.From, p.To} {
			if end.Text != "" && !ids[end.Text] {
				c.fault(file, end.Pos, diag.Nearest(end.Text, slices.Sorted(maps.Keys(ids)), "it is the id: of a part"), "no part of the figure has the id %q", end.Text)
			}
		}
	})
	c.Figures = append(c.Figures, f)
}

func (c *Content) readParts(list []partYAML, file string, ids map[string]bool) (parts []*Part) {
	for _, y := range list {
		p := &Part{Is: y.Is, ID: y.ID, Name: y.Name, State: y.State, From: y.From, To: y.To, Text: c.inline(y.Text, file), Bytes: y.Bytes, At: y.At, Small: y.Small, Pos: y.Is.Pos}
		c.known(file, y.Is, PartWords, "nothing that is drawn is called %q")
		if y.State.Text != "" {
			c.known(file, y.State, PartStates, "no state is called %q")
		}
		if (y.Is.Text == "state" || y.Is.Text == "point") && len(y.At) != 2 || y.Is.Text == "state" && len(y.Small) != 2 {
			c.fault(file, y.Is.Pos, "at: [column, row], and small: likewise for the narrow layout of a state", "a %s without its place", y.Is.Text)
			continue
		}
		if y.Is.Text == "ring" && !handsOf(y) {
			c.fault(file, y.Is.Pos, "at: [recvx, sendx], each of them one of its places, from 0 on", "a ring without its hands")
			continue
		}
		if ids[y.ID] {
			c.fault(file, y.Is.Pos, "give one of them another id", "two parts of the figure have the id %q", y.ID)
		}
		ids[y.ID] = y.ID != ""
		p.In = c.readParts(y.In, file, ids)
		parts = append(parts, p)
	}
	return parts
}

// handsOf reports whether a ring says where both of its hands point.
func handsOf(y partYAML) bool {
	return len(y.At) == 2 && min(y.At[0], y.At[1]) >= 0 && max(y.At[0], y.At[1]) < len(y.In)
}

// known reports a word that is not in a table.
func (c *Content) known(file string, w Name, table map[string]string, format string) {
	if table[w.Text] == "" {
		words := slices.Sorted(maps.Keys(table))
		c.fault(file, w.Pos, diag.Nearest(w.Text, words, "there are "+strings.Join(words, ", ")), format, w.Text)
	}
}

// All visits the parts of a figure, each before what is inside it.
func (f *Figure) All(visit func(*Part)) { allParts(f.Parts, visit) }

func allParts(list []*Part, visit func(*Part)) {
	for _, p := range list {
		visit(p)
		allParts(p.In, visit)
	}
}
