package claim

import (
	"fmt"
	"go/ast"
	"go/token"
	"regexp"
	"regexp/syntax"
)

// Bounds of what a claim may cost. Content is not trusted: no text may keep a build or
// a server busy.
const (
	// maxNested is how many wildcards for lists may be beside or inside each other.
	// The matching library tries all ways to share a list out among them. The built-in
	// content has one at most.
	maxNested = 4
	// maxWays bounds these ways in one list: some 50 ms.
	maxWays = 20_000_000
	// maxRegexp is the most instructions of a regular expression. Matching takes a step
	// for each of them and each byte.
	maxRegexp = 1000
)

// nested counts the wildcards for lists that share the nodes of one list out: those in
// the same brackets, and those in the brackets around them.
func (t *tokens) nested() (int, error) {
	type group struct{ own, inside int }
	groups := []group{{}}
	end := func() {
		last := groups[len(groups)-1]
		groups = groups[:len(groups)-1]
		out := &groups[len(groups)-1]
		out.inside = max(out.inside, last.own+last.inside)
	}
	for i, k := range t.list {
		switch k.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			groups = append(groups, group{})
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(groups) > 1 {
				end()
			}
		case token.MUL:
			if i > 0 && t.list[i-1].text == "$" {
				groups[len(groups)-1].own++
			}
		}
		n := 0
		for _, g := range groups {
			n += g.own
		}
		if n > maxNested {
			return n, t.fault(t.list[i-1].off, "look for less in one pattern; order takes several", "more than %d wildcards for any number stand beside or inside each other", maxNested)
		}
	}
	for len(groups) > 1 {
		end()
	}
	n := groups[0].own + groups[0].inside
	if n > maxNested {
		return n, t.fault(0, "look for less in one pattern; order takes several", "more than %d wildcards for any number stand beside or inside each other", maxNested)
	}
	return n, nil
}

// affordable refuses a pattern that would take too long in a declaration.
func (p *Pattern) affordable(decl ast.Node) error {
	if p.nested < 2 {
		return nil
	}
	longest := 0
	ast.Inspect(decl, func(n ast.Node) bool {
		longest = max(longest, listIn(n))
		return true
	})
	// One more for where a list of statements can begin, or for the body of a head.
	if n := p.nested + 1; ways(longest, n) > maxWays {
		return fmt.Errorf("%d wildcards for any number, beside or inside each other, take too long where a list has %d entries", p.nested, longest)
	}
	return nil
}

// ways is in how many ways n marks can be put between the entries of a list: binomial
// of entries+n over n, or something above maxWays.
func ways(entries, n int) int {
	product := 1
	for i := 1; i <= n && product <= maxWays; i++ {
		product = product * (entries + i) / i
	}
	return product
}

// listIn is the length of the longest list that a node holds itself.
func listIn(n ast.Node) int {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return len(n.List)
	case *ast.CaseClause:
		return max(len(n.List), 1+len(n.Body))
	case *ast.CommClause:
		return 1 + len(n.Body)
	case *ast.CallExpr:
		return len(n.Args)
	case *ast.CompositeLit:
		return len(n.Elts)
	case *ast.ReturnStmt:
		return len(n.Results)
	case *ast.AssignStmt:
		return max(len(n.Lhs), len(n.Rhs))
	case *ast.FieldList:
		return len(n.List)
	case *ast.Field:
		return len(n.Names)
	case *ast.GenDecl:
		return len(n.Specs)
	case *ast.ValueSpec:
		return max(len(n.Names), len(n.Values))
	}
	return 0
}

// compileRegexp compiles a regular expression of bounded cost. A dot matches the end of
// a line too.
func compileRegexp(text string) (*regexp.Regexp, error) {
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, err
	}
	if n := size(tree); n > maxRegexp {
		return nil, fmt.Errorf("the regular expression is too large: written out without its {n}, it has %d parts, at most %d are taken", n, maxRegexp)
	}
	return regexp.Compile("(?s)" + text)
}

// size is about the number of instructions that an expression compiles to. The parser
// bounds repetitions inside each other to 1000 in all, and depth to 1000.
func size(re *syntax.Regexp) int {
	n := 1
	switch re.Op {
	case syntax.OpLiteral:
		n = len(re.Rune)
	case syntax.OpRepeat:
		n = 0
	}
	for _, sub := range re.Sub {
		n += size(sub)
	}
	if re.Op == syntax.OpRepeat {
		n = max(n, 1) * max(re.Min, re.Max, 1)
	}
	return n
}
