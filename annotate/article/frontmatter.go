package article

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
)

// FrontMatter is what is between the lines of three dashes at the top of an article.
type FrontMatter struct {
	Names       []Name // of the symbols that a note or a lab is on, or that answers are about to which a case study belongs
	Title       string
	About       string // one sentence, "" for none; what a lab asks
	Predict     string // of a lab: the number that its reader is asked for
	Level       string // one of Levels, "" for none
	Go          Range  // the versions that it is written for
	Aliases     []string
	Models      []string
	Reviewed    []Reviewed // by version
	ReviewedPos markdown.Pos
}

// UnmarshalYAML takes a word with its place.
func (n *Name) UnmarshalYAML(node ast.Node) error {
	at := node.GetToken().Position
	n.Pos = markdown.Pos{Line: at.Line, Col: at.Column}
	switch node := node.(type) {
	case *ast.StringNode:
		n.Text = node.Value
	case *ast.LiteralNode: // starts on the line behind the bar, each line of it indented
		n.Text = node.Value.Value
		blanks := func(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }
		n.Pos = markdown.Pos{Line: at.Line + 1, Col: 1 + blanks(node.Value.GetToken().Origin) - blanks(n.Text)}
	default:
		if _, isMap := node.(ast.MapNode); isMap || node.Type() == ast.SequenceType || node.Type() == ast.NullType {
			return &yaml.SyntaxError{Message: "a word is wanted here", Token: node.GetToken()}
		}
		n.Text = node.GetToken().Value
	}
	return nil
}

// frontYAML is the front matter of all kinds of articles.
type frontYAML struct {
	Symbol   Name     `yaml:"symbol"`
	Symbols  []Name   `yaml:"symbols"`
	Area     Name     `yaml:"area"`
	Title    string   `yaml:"title"`
	About    string   `yaml:"about"`
	Predict  string   `yaml:"predict"`
	Level    Name     `yaml:"level"`
	Go       Name     `yaml:"go"`
	Aliases  []string `yaml:"aliases"`
	Models   []Name   `yaml:"models"`
	Reviewed reviews  `yaml:"reviewed"`
}

var frontKeys = []string{"symbol", "symbols", "area", "title", "about", "predict", "level", "go", "aliases", "models", "reviewed"}

// frontParser reads the front matter of one article, and checks what needs no index.
type frontParser struct {
	article  *Article
	kb       *Config
	models   []string // that there are
	yaml     frontYAML
	problems diag.List
}

func (f *frontParser) fault(at markdown.Pos, hint, format string, args ...any) {
	f.problems = append(f.problems, markdown.Fault(f.article.File, at, hint, format, args...))
}

// place moves a position of the front matter to one of the file.
func (f *frontParser) place(at markdown.Pos) markdown.Pos {
	if at.Line > 0 {
		at.Line += f.article.Doc.FrontLine - 1
	}
	return at
}

func (f *frontParser) parse() {
	t, top := f.article, markdown.Pos{Line: 1, Col: 1}
	if t.Doc.FrontLine == 0 {
		f.fault(top, "start it with a line ---, then symbol:, title: and level:, then a line ---", "the text has no front matter")
		return
	}
	failed := Unmarshal(t.Doc.Front, &f.yaml)
	if failed != nil {
		at, msg, hint := yamlFault(failed, frontKeys)
		f.fault(f.place(at), hint, "%s", msg)
	}
	y := &f.yaml
	t.Title, t.About, t.Predict, t.Aliases = y.Title, y.About, y.Predict, y.Aliases
	t.Reviewed, t.ReviewedPos = y.Reviewed.list, f.place(y.Reviewed.at)
	t.Level = f.oneOf(y.Level, Levels, "level")
	for _, m := range y.Models {
		t.Models = append(t.Models, f.oneOf(m, f.models, "model"))
	}
	var err error
	if t.Go, err = ParseRange(y.Go.Text); err != nil {
		f.fault(f.place(y.Go.Pos), `write go: ">=1.14 <1.27"`, "go: %v", err)
	}
	switch {
	case failed != nil: // what is missing may be behind the fault
		f.names()
		return
	case y.Title == "":
		f.fault(top, "add a line title:", "the front matter has no title")
	}
	if t.Kind == KindNote {
		f.names()
		f.subject()
	} else {
		if t.Kind == KindLab || t.Kind == KindCaseStudy {
			f.names()
		}
		f.plain()
	}
}

// oneOf checks a word of a fixed list.
func (f *frontParser) oneOf(n Name, list []string, what string) string {
	if n.Text == "" || slices.Contains(list, n.Text) {
		return n.Text
	}
	f.fault(f.place(n.Pos), diag.Nearest(n.Text, list, "there are "+strings.Join(list, ", ")), "no %s is called %q", what, n.Text)
	return ""
}

// names are the symbols that an article is on, and whether it is an essay.
func (f *frontParser) names() {
	t, y := f.article, &f.yaml
	t.Names = slices.Clone(y.Symbols)
	if y.Symbol.Text != "" {
		t.Names = append([]Name{y.Symbol}, t.Names...)
	}
	for i := range t.Names {
		t.Names[i].Pos = f.place(t.Names[i].Pos)
	}
	if t.ID == t.Area+"/"+t.Area {
		t.Kind = KindEssay
	}
}

// subject checks what a note is on: symbols, or the area that it is the essay of.
func (f *frontParser) subject() {
	t, y, top := f.article, &f.yaml, markdown.Pos{Line: 1, Col: 1}
	f.area(top)
	if y.Level.Text == "" {
		f.fault(top, "add a line level: "+strings.Join(Levels, ", "), "the front matter has no level")
	}
	essay := t.Kind == KindEssay
	switch {
	case y.Area.Text != "" && len(t.Names) > 0:
		f.fault(f.place(y.Area.Pos), "leave one of them out", "a note on symbols and on an area at once")
	case y.Symbol.Text != "" && len(y.Symbols) > 0:
		f.fault(t.Names[0].Pos, "put all into symbols:", "symbol and symbols at once")
	case y.Area.Text != "" && (!essay || y.Area.Text != t.Area):
		f.fault(f.place(y.Area.Pos), "the essay of an area is notes/AREA/AREA.md", "the essay of area %s in %s", y.Area.Text, t.File)
	case essay && len(t.Names) > 0:
		f.fault(t.Names[0].Pos, "give the note another name, or write area: "+t.Area, "%s is where the essay of the area belongs", t.File)
	case y.Area.Text == "" && len(t.Names) == 0:
		f.fault(top, "add a line symbol: with the linker's name, such as runtime.schedule", "the note has no symbol")
	}
}

// area checks that the area of the article is one.
func (f *frontParser) area(at markdown.Pos) {
	if hint, ok := f.kb.areaFault(f.article.Area); !ok {
		f.fault(at, hint, "no area is called %q", f.article.Area)
	}
}

// plain checks an article that is no note: it has a title, perhaps a level and a sentence.
func (f *frontParser) plain() {
	t, y, top := f.article, &f.yaml, markdown.Pos{Line: 1, Col: 1}
	for key, at := range map[string]markdown.Pos{"symbol": y.Symbol.Pos, "area": y.Area.Pos, "go": y.Go.Pos, "reviewed": y.Reviewed.at} {
		if at.Line > 0 && !(key == "go" && t.Kind == KindRelease) {
			f.fault(f.place(at), "it has title, level and about", "a %s has no %s", t.Kind.word(), key)
		}
	}
	if len(y.Symbols)+len(y.Models)+len(y.Aliases) > 0 && t.Kind != KindCaseStudy && t.Kind != KindTour && t.Kind != KindLab {
		f.fault(top, "it has title, level and about", "a %s has no symbols, models or aliases", t.Kind.word())
	}
	switch lab := t.Kind == KindLab; {
	case lab && (y.About == "" || y.Predict == "" || len(y.Symbols) == 0):
		f.fault(top, "add lines about: with the question, predict: and symbols:", "the lab lacks one of about, predict and symbols")
	case !lab && y.Predict != "":
		f.fault(top, "only a lab has predict:", "a %s predicts nothing", t.Kind.word())
	case t.Kind == KindLevel && !slices.Contains(Levels, t.ID):
		f.fault(top, diag.Nearest(t.ID, Levels, "levels are "+strings.Join(Levels, ", ")), "no level is called %q", t.ID)
	case t.Kind == KindMyths:
		f.area(top)
	}
}

// blocks checks the first lines of fenced blocks.
func (f *frontParser) blocks() {
	f.article.Doc.All(func(b *markdown.Block, _ []*markdown.Block) {
		for _, w := range b.Versions {
			if _, err := ParseRange(w.Text); err != nil {
				f.fault(w.Pos, "write go>=1.24", "%v", err)
			}
		}
		if w := b.For; w.Text != "" && !slices.Contains(Levels, w.Text) {
			f.fault(w.Pos, diag.Nearest(w.Text, Levels, "levels are "+strings.Join(Levels, ", ")), "no level is called %q", w.Text)
		}
		if w := b.Model; w.Text != "" && !slices.Contains(f.models, w.Text) {
			f.fault(w.Pos, diag.Nearest(w.Text, f.models, "models are "+strings.Join(f.models, ", ")), "no model is called %q", w.Text)
		}
	})
}
