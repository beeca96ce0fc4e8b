package indexer

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"

	"sourcedive/indexer/asmlist"
	"sourcedive/indexer/index"
)

// prologueSnippet is the one that reports the call in the prologue; the others,
// almost all of which have it too, leave it out.
const prologueSnippet = "Prologue"

// statements has the pinned compiler compile the snippets, and finds the symbols
// that it calls for each. What it refuses is noted, and costs no other snippet anything.
func (p *program) statements(ctx context.Context) (list []index.Statement, err error) {
	for _, text := range p.cfg.Statements {
		snippets, err := readSnippets(text)
		if err != nil {
			return nil, fmt.Errorf("snippets of statements: %w", err)
		}
		l, why, err := compileSnippets(ctx, p, text)
		if err != nil {
			return nil, fmt.Errorf("snippets of statements: %w", err)
		}
		for i := range snippets {
			if reason, ok := why[snippets[i].Name]; ok {
				snippets[i].Note = p.cfg.Version + " does not compile it: " + reason
			}
		}
		p.fillCalls(snippets, l)
		list = append(list, snippets...)
	}
	return list, nil
}

// readSnippets lists the exported functions of a file that have a comment, which is
// a title and a sentence. A comment of its own that begins with # is a heading.
func readSnippets(text string) (list []index.Statement, err error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "statements.go", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, d := range file.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Doc == nil || fn.Recv != nil || !fn.Name.IsExported() {
			continue
		}
		title, sentence, _ := strings.Cut(strings.Join(strings.Fields(fn.Doc.Text()), " "), ". ")
		list = append(list, index.Statement{
			Name: fn.Name.Name, Group: headingOf(file, fn), Title: title, Text: sentence,
			Code: text[fset.Position(fn.Pos()).Offset:fset.Position(fn.End()).Offset],
		})
	}
	return list, nil
}

func headingOf(file *ast.File, fn *ast.FuncDecl) (heading string) {
	for _, c := range file.Comments {
		if title, ok := strings.CutPrefix(c.Text(), "# "); ok && c.Pos() < fn.Pos() {
			heading = strings.TrimSpace(title)
		}
	}
	return heading
}

// fillCalls sets the calls of each snippet, in the order of the code.
func (p *program) fillCalls(snippets []index.Statement, l *asmlist.Listing) {
	c := caller{names: p.names(), callees: map[string][]string{}}
	for _, r := range l.Records {
		from := snippetOf(r.From)
		c.callees[from] = append(c.callees[from], r.To)
	}
	for i := range snippets {
		if snippets[i].Note != "" {
			continue
		}
		c.calls, c.seen = nil, map[string]bool{}
		c.prologue = snippets[i].Name == prologueSnippet
		c.follow("p." + snippets[i].Name)
		snippets[i].Calls = c.calls
	}
}

// snippetOf is the function that code belongs to: closures, wrappers and the bodies
// of loops are part of the function around them.
func snippetOf(from string) string {
	local, ok := strings.CutPrefix(from, "p.")
	if i := strings.IndexAny(local, ".-"); ok && i > 0 {
		return from[:len("p.")+i]
	}
	return from
}

// caller collects what one snippet calls.
type caller struct {
	names    linkerNames[*symbol]
	callees  map[string][]string
	prologue bool

	seen  map[string]bool
	calls []index.StatementCall
}

// follow goes through functions that the compiler generates, such as those that
// compare a type's values: what they call is called for the snippet.
func (c *caller) follow(from string) {
	for _, to := range c.callees[from] {
		switch {
		case c.seen[to]:
		case strings.HasPrefix(to, "type:"):
			c.seen[to] = true
			c.follow(to)
		case !strings.HasPrefix(to, "p."):
			c.seen[to] = true
			c.add(to)
		}
	}
}

func (c *caller) add(to string) {
	what := constructOf(to)
	if what == index.Prologue && !c.prologue {
		return
	}
	call := index.StatementCall{Name: to, Sym: index.NoSym, Construct: what}
	if s, ok := c.names.find(to); ok {
		call.Sym = s.sym
	}
	c.calls = append(c.calls, call)
}
