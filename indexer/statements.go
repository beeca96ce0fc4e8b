package indexer

import (
	"context"
	"errors"
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
// that it calls for each. What it refuses is noted.
func (p *program) statements(ctx context.Context) (list []index.Statement, err error) {
	for _, text := range p.cfg.Statements {
		snippets, err := readSnippets(text)
		if err != nil {
			return nil, fmt.Errorf("snippets of statements: %w", err)
		}
		l, err := asmlist.File(ctx, asmlist.Config{
			Root: p.cfg.Root, Version: p.cfg.Version, Env: p.cfg.Env, GOOS: p.cfg.GOOS, GOARCH: p.cfg.GOARCH,
		}, text)
		switch {
		case errors.Is(err, asmlist.ErrNoToolchain):
			note := refusal(p.cfg.Version, err)
			for i := range snippets {
				snippets[i].Note = note
			}
		case err != nil:
			return nil, fmt.Errorf("snippets of statements: %w", err)
		default:
			p.fillCalls(snippets, l)
		}
		list = append(list, snippets...)
	}
	return list, nil
}

// refusal is one line: of a compiler's complaint, what it says without the place.
func refusal(version string, err error) string {
	why, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), asmlist.ErrNoToolchain.Error()+": "), "\n")
	if i := strings.LastIndex(why, ".go:"); i >= 0 {
		if _, says, ok := strings.Cut(why[i:], ": "); ok {
			why = says
		}
	}
	return version + " does not compile it: " + why
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
