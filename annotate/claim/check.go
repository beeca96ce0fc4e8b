package claim

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/ast"

	"sourcedive/indexer/index"
)

// role is what a string argument means.
type role uint8

const (
	roleNone    role = iota
	roleMaybe        // a name that need not exist
	roleSym          // a symbol
	roleFunc         // a symbol that edges may join
	rolePattern      // Go with wildcards
	roleKind         // a kind of edge
	roleFile         // a path or glob below src
	roleRegexp
	roleWords
	roleStack
	roleLock  // a lock by one of its names
	roleScope // "built"
	roleProgram
	roleSymbolKind // a kind of symbol
)

// checker looks at every node of a claim before it is ever evaluated: at what may be
// written at all, and at the strings whose meaning is known from their position.
type checker struct {
	e     *Expr
	depth int      // of predicates inside each other
	over  []string // for each of them, the function whose result # is taken from, or ""
	err   error
}

func (e *Expr) check(tree ast.Node) error {
	c := &checker{e: e}
	c.node(tree)
	return c.err
}

func (c *checker) fault(n ast.Node, hint, format string, args ...any) {
	if c.err == nil {
		line, col := place(c.e.src, n.Location().From)
		c.err = &Error{Line: line, Col: col, Msg: fmt.Sprintf(format, args...), Hint: hint}
	}
}

// node walks the tree. What is not listed here is no part of the language.
func (c *checker) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.StringNode, *ast.PointerNode:
	case *ast.IdentifierNode:
		c.fault(n, n.Value+"(…)", "%s is a function, and it is not called here", n.Value)
	case *ast.UnaryNode:
		c.node(n.Node)
	case *ast.BinaryNode:
		c.binary(n)
	case *ast.ArrayNode:
		for _, elem := range n.Nodes {
			c.node(elem)
		}
	case *ast.CallNode:
		c.call(n)
	case *ast.BuiltinNode:
		c.builtin(n)
	case *ast.PredicateNode:
		c.node(n.Node)
	case *ast.MemberNode:
		if _, ok := n.Property.(*ast.IntegerNode); !ok {
			c.fault(n, "a list may be indexed by a number", "there is nothing to select from here")
			return
		}
		c.node(n.Node)
	default:
		c.fault(n, "", "%s is not part of the language of claims", nodeWords(n))
	}
}

// nodeWords names what the library's language has and that of claims has not.
func nodeWords(n ast.Node) string {
	switch n.(type) {
	case *ast.VariableDeclaratorNode:
		return "let"
	case *ast.ConditionalNode:
		return "a condition with ? or if"
	case *ast.MapNode:
		return "a map"
	case *ast.NilNode:
		return "nil"
	case *ast.SliceNode:
		return "a piece of a list"
	case *ast.SequenceNode:
		return "a sequence with ;"
	}
	return strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(fmt.Sprintf("%T", n), "*ast."), "Node"))
}

var operators = []string{
	"&&", "||", "and", "or", "==", "!=", "<", "<=", ">", ">=", "in", "contains", "matches", "startsWith", "endsWith", "+", "-", "*", "/", "%",
}

func (c *checker) binary(n *ast.BinaryNode) {
	if !slices.Contains(operators, n.Operator) {
		c.fault(n, "the operators are "+strings.Join(operators, " "), "the operator %s is not part of the language of claims", n.Operator)
	}
	if _, written := n.Right.(*ast.StringNode); n.Operator == "matches" && !written {
		c.fault(n, `"abc" matches "^a"`, "the regular expression behind matches is written out")
	}
	c.node(n.Left)
	c.node(n.Right)
	if n.Operator == "==" || n.Operator == "!=" || n.Operator == "in" {
		c.compared(n.Left, n.Right)
		c.compared(n.Right, n.Left)
	}
}

// compared looks at the strings that a list of names is compared with: they are names
// too, and one that does not exist would never be found in it.
func (c *checker) compared(names, with ast.Node) {
	p := predicateByName[c.source(names)]
	if p == nil || p.result == roleNone {
		return
	}
	for _, s := range literals(with) {
		c.role(s, p.result)
	}
}

// source is the function that a node's value comes from.
func (c *checker) source(n ast.Node) string {
	switch n := n.(type) {
	case *ast.CallNode:
		return callee(n)
	case *ast.PointerNode:
		if len(c.over) > 0 {
			return c.over[len(c.over)-1]
		}
	case *ast.BuiltinNode:
		if n.Name == "filter" {
			return c.source(n.Arguments[0])
		}
	case *ast.MemberNode:
		return c.source(n.Node)
	}
	return ""
}

func callee(n *ast.CallNode) string {
	if id, ok := n.Callee.(*ast.IdentifierNode); ok {
		return id.Value
	}
	return ""
}

// literals are the strings that a node writes out.
func literals(n ast.Node) (list []*ast.StringNode) {
	switch n := n.(type) {
	case *ast.StringNode:
		return []*ast.StringNode{n}
	case *ast.ArrayNode:
		for _, elem := range n.Nodes {
			list = append(list, literals(elem)...)
		}
	}
	return list
}

// deepest is how deep conditions may nest: each multiplies the work.
const deepest = 2

// builtin walks a function that evaluates a condition for each element of a list. Strings of a
// list that is written out have the roles that # has in the predicate.
func (c *checker) builtin(n *ast.BuiltinNode) {
	if !slices.Contains(builtins, n.Name) { // of those with a condition the library takes all
		c.fault(n, "the functions are "+strings.Join(functionNames(), ", "), "there is no function %s", n.Name)
	}
	for i, arg := range n.Arguments {
		p, ok := arg.(*ast.PredicateNode)
		if !ok {
			c.node(arg)
			continue
		}
		if c.depth++; c.depth > deepest {
			c.fault(n, "", "%s is the third of its kind, one inside the other; two are taken", n.Name)
			return
		}
		c.over = append(c.over, c.source(n.Arguments[0]))
		c.node(p)
		c.over = c.over[:len(c.over)-1]
		c.depth--
		if i > 0 {
			for _, r := range pointerRoles(p.Node) {
				for _, s := range literals(n.Arguments[0]) {
					c.role(s, r)
				}
			}
		}
	}
}

// pointerRoles are the roles in which # is handed to functions.
func pointerRoles(n ast.Node) (roles []role) {
	ast.Find(n, func(m ast.Node) bool {
		call, ok := m.(*ast.CallNode)
		if !ok {
			return false
		}
		for i, arg := range call.Arguments {
			if _, ok := arg.(*ast.PointerNode); ok {
				roles = append(roles, roleOf(callee(call), i))
			}
		}
		return false
	})
	return roles
}

func roleOf(function string, arg int) role {
	if p := predicateByName[function]; p != nil {
		return p.role(arg)
	}
	return roleWords
}

func (c *checker) call(n *ast.CallNode) {
	p := predicateByName[callee(n)]
	if p == nil {
		c.fault(n, "the functions are "+strings.Join(functionNames(), ", "), "what is called here is no function")
		return
	}
	c.e.called = append(c.e.called, p.name)
	if p.check != nil {
		if msg, hint := p.check(n); msg != "" {
			c.fault(n, hint, "%s", msg)
		}
	}
	for i, arg := range n.Arguments {
		c.node(arg)
		for _, s := range literals(arg) {
			c.role(s, p.role(i))
		}
	}
}

var programName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

// role checks a string for what it is.
func (c *checker) role(s *ast.StringNode, r role) {
	var err error
	hint := ""
	switch r {
	case roleSym, roleFunc:
		c.keep(&c.e.names, s, r)
	case roleLock:
		c.keep(&c.e.locks, s, r)
	case roleMaybe:
		_, err = index.ParseID(index.ID(s.Value))
		c.e.optional = append(c.e.optional, s.Value)
	case rolePattern:
		_, err = c.e.pattern(s.Value)
		if p, ok := err.(*Error); ok {
			hint = p.Hint
			err = fmt.Errorf("in the pattern, at %s", p.Error())
		}
	case roleRegexp:
		_, err = c.e.regexp(s.Value)
	case roleKind:
		if _, ok := index.ParseEdgeKind(s.Value); !ok {
			err, hint = fmt.Errorf("%q is no kind of edge", s.Value), "the kinds are "+strings.Join(edgeKindNames(), ", ")
		}
	case roleStack:
		if !slices.Contains(stackNames, s.Value) {
			err, hint = fmt.Errorf("there is no stack %q", s.Value), "the stacks are "+strings.Join(stackNames, ", ")
		}
	case roleScope:
		if s.Value != scopeBuilt {
			err, hint = fmt.Errorf("%q is no part of the files", s.Value), `"built" leaves out what is not in this platform's build`
		}
	case roleFile:
		err = soundPath(s.Value)
	case roleWords:
		if strings.TrimSpace(s.Value) == "" {
			err = fmt.Errorf("no words are asked for")
		}
	case roleSymbolKind:
		if !slices.Contains(symbolKinds, s.Value) {
			err, hint = fmt.Errorf("no symbol is of the kind %q", s.Value), "the kinds are "+strings.Join(symbolKinds, ", ")
		}
	case roleProgram:
		if !programName.MatchString(s.Value) {
			err, hint = fmt.Errorf("%q is no name of a program", s.Value), "the name of a file in content/programs, without .go.txt"
		}
		c.keep(&c.e.programs, s, r)
	}
	if err != nil {
		c.fault(s, hint, "%s", err)
	}
}

func (c *checker) keep(list *[]literal, s *ast.StringNode, r role) {
	line, col := place(c.e.src, s.Location().From)
	*list = append(*list, literal{s.Value, r, line, col})
}

// pattern compiles a pattern once.
func (e *Expr) pattern(text string) (*Pattern, error) {
	if p, ok := e.patterns.Load("p" + text); ok {
		return p.(*Pattern), nil
	}
	p, err := CompilePattern(text)
	if err == nil {
		e.patterns.Store("p"+text, p)
	}
	return p, err
}

// regexp compiles a regular expression once.
func (e *Expr) regexp(text string) (*regexp.Regexp, error) {
	if r, ok := e.patterns.Load("r" + text); ok {
		return r.(*regexp.Regexp), nil
	}
	r, err := compileRegexp(text)
	if err == nil {
		e.patterns.Store("r"+text, r)
	}
	return r, err
}

var (
	stackNames  = []string{"user", "g0", "gsignal"}
	symbolKinds = func() (names []string) {
		for k := index.KindFunc; k <= index.KindVar; k++ {
			names = append(names, k.String())
		}
		return names
	}()
)

func edgeKindNames() (names []string) {
	for _, k := range index.EdgeKinds() {
		names = append(names, k.String())
	}
	return names
}
