package article

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"

	"sourcedive/annotate/markdown"
	"sourcedive/internal/diag"
)

// Bounds of the YAML that a person writes. The largest file of the built-in content
// has 29 kB, and the deepest value of any is 4 deep.
const (
	maxYAML      = 256 << 10
	maxYAMLDepth = 32
)

// Unmarshal reads YAML strictly; all YAML of the content goes through it. The library
// panics on some texts that are no YAML, such as " ! 0": that is an error of the text.
func Unmarshal(text string, into any) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("this is no YAML (%v)", p)
		}
	}()
	if err := checkYAML(text); err != nil {
		return err
	}
	return yaml.UnmarshalWithOptions([]byte(text), into, yaml.Strict())
}

// refusedYAML is YAML that could be read, at a price that no content is worth.
type refusedYAML struct {
	*yaml.SyntaxError
	hint string
}

// checkYAML refuses what makes a small text large, or a reader deep. It looks at the
// tokens, since the parser itself recurses. Ten aliases of ten aliases, and so on, are
// 10⁹ values in less than half a kilobyte; content has no use for them at all.
func checkYAML(text string) error {
	if len(text) > maxYAML {
		return &refusedYAML{&yaml.SyntaxError{Message: fmt.Sprintf("the YAML has %d bytes, at most %d are read", len(text), maxYAML)}, "shorten it"}
	}
	refuse := func(t *token.Token, hint, format string, args ...any) error {
		return &refusedYAML{&yaml.SyntaxError{Message: fmt.Sprintf(format, args...), Token: t}, hint}
	}
	var depth nesting
	for _, t := range lexer.Tokenize(text) {
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return refuse(t, "write the value out, or put it in quotes if it starts with & or *", "anchors and aliases are not read")
		}
		if depth.add(t) > maxYAMLDepth {
			return refuse(t, "flatten it", "values are more than %d deep", maxYAMLDepth)
		}
	}
	return nil
}

// nesting measures how deep a token is: in brackets, and outside of them in the
// blocks that are open at its column. Marks in a row, such as tags, nest too.
type nesting struct {
	flow   int
	blocks []int // columns, rising
	marks  int
}

func (n *nesting) add(t *token.Token) int {
	switch t.Type {
	case token.SequenceStartType, token.MappingStartType:
		n.flow++
	case token.SequenceEndType, token.MappingEndType:
		n.flow = max(0, n.flow-1)
	}
	switch t.Type {
	case token.TagType, token.MappingKeyType:
		n.marks++
	default:
		n.marks = 0
	}
	if n.flow == 0 {
		n.block(t)
	}
	return n.flow + len(n.blocks) + n.marks
}

// block keeps the column of an entry, or of the key before a colon.
func (n *nesting) block(t *token.Token) {
	switch {
	case t.Type == token.MappingValueType && t.Prev != nil:
		t = t.Prev
	case t.Type != token.SequenceEntryType && t.Type != token.MappingKeyType:
		return
	}
	for len(n.blocks) > 0 && n.blocks[len(n.blocks)-1] >= t.Position.Column {
		n.blocks = n.blocks[:len(n.blocks)-1]
	}
	n.blocks = append(n.blocks, t.Position.Column)
}

// longestLine is the most bytes of a line that an excerpt shows. The library takes the
// square of its tokens: half a minute for a line of 240 kB.
const longestLine = 1000

// excerpt is a fault in the YAML of a file, with the lines around it.
func excerpt(file, text string, err error) error {
	short := true
	for line := range strings.Lines(text) {
		short = short && len(line) <= longestLine
	}
	msg := fmt.Sprintf("%s: %s", file, yaml.FormatError(err, false, short))
	if refused := (*refusedYAML)(nil); errors.As(err, &refused) {
		msg += "\n    hint: " + refused.hint
	}
	return errors.New(msg)
}

// yamlFault takes an error of YAML apart: place in the YAML, cause and hint.
func yamlFault(err error, keys []string) (at markdown.Pos, msg, hint string) {
	at, hint = markdown.Pos{Line: 1, Col: 1}, "write a line for each: NAME: text"
	if len(keys) > 0 {
		hint = "keys are " + strings.Join(keys, ", ")
	}
	if refused := (*refusedYAML)(nil); errors.As(err, &refused) {
		hint = refused.hint
	}
	var fault yaml.Error
	if !errors.As(err, &fault) {
		return at, fmt.Sprint(err), hint
	}
	tok := fault.GetToken()
	if tok == nil {
		return at, fmt.Sprint(fault.GetMessage()), hint
	}
	at = markdown.Pos{Line: tok.Position.Line, Col: tok.Position.Column}
	if strings.HasPrefix(fault.GetMessage(), "unknown field") {
		return at, fmt.Sprintf("unknown key %q", tok.Value), diag.Nearest(tok.Value, keys, hint)
	}
	return at, elsewhere.ReplaceAllString(fault.GetMessage(), ""), hint
}

// elsewhere is a place in a message, counted from the start of the YAML.
var elsewhere = regexp.MustCompile(` at \[[0-9]+:[0-9]+\]`)

// decode reads a YAML file; what is wrong is a problem, and what was understood stays.
func (c *Content) decode(text, file string, into any, keys ...string) {
	if err := Unmarshal(text, into); err != nil {
		at, msg, hint := yamlFault(err, keys)
		c.fault(file, at, hint, "%s", msg)
	}
}

// inline reads Markdown that is a value in a YAML file.
func (c *Content) inline(n Name, file string) *markdown.Doc {
	doc, problems := markdown.Inline(n.Text, file, n.Pos)
	c.Problems = append(c.Problems, problems...)
	doc.All(func(b *markdown.Block, _ []*markdown.Block) {
		switch {
		case b.Kind.Fenced():
			c.fault(file, b.Pos, "put it into a note, and link that", "a %s block in a line of text", b.Kind)
		case len(b.Remarks) > 0:
			c.fault(file, b.Pos, "put it into a note, and link that", "a remark in a line of text")
		}
	})
	return doc
}

// textsYAML is a map from names to texts, in the order in which it is written.
type textsYAML struct{ keys, values []Name }

// UnmarshalYAML takes the map with the places of its keys.
func (f *textsYAML) UnmarshalYAML(node ast.Node) error {
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
