package claim

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// Expr is a compiled claim. It may be evaluated from several goroutines at once.
type Expr struct {
	src      string
	root     *junction
	names    []literal   // names that the claim writes out and that must exist
	locks    []literal   // locks, likewise
	programs []literal   // programs that it runs
	optional []string    // names that need not exist
	pairs    [][2]string // functions of which it asks whether the first calls the second
	called   []string    // predicates, in the order of the text
	patterns sync.Map    // text of a pattern or regular expression → what it compiles to
}

// literal is a string that the claim writes out, with its place.
type literal struct {
	text      string
	role      role
	line, col int
}

// junction is a claim taken apart at its && || and !: what is left are leaves, which
// are evaluated one by one, all of them, so that a missing name shows wherever it
// occurs and a verdict can name the part that decided.
type junction struct {
	op          string // "&&", "||", "!" or "" for a leaf
	left, right *junction

	text    string // of a leaf
	from    int    // its offset in the claim
	program *vm.Program
}

// Compile reads and type-checks a claim. The error is an *Error, with the place in src.
func Compile(src string) (*Expr, error) {
	if len(src) > longest {
		return nil, &Error{Msg: fmt.Sprintf("the claim has %d bytes, at most %d are read", len(src), longest)}
	}
	if strings.TrimSpace(src) == "" {
		return nil, &Error{Line: 1, Col: 1, Msg: "the claim is empty"}
	}
	if err := checkRegexps(src); err != nil {
		return nil, err
	}
	program, err := compile(src)
	if err != nil {
		return nil, err
	}
	tree := program.Node()
	e := &Expr{src: src}
	if err := e.check(tree); err != nil {
		return nil, err
	}
	e.pairs = callPairs(tree)
	e.root, err = e.split(tree)
	return e, err
}

// callPairs are the functions that a tree asks about with calls, who calls first.
func callPairs(tree ast.Node) (pairs [][2]string) {
	ast.Find(tree, func(n ast.Node) bool {
		call, ok := n.(*ast.CallNode)
		if !ok || len(call.Arguments) < 2 {
			return false
		}
		name, ok := call.Callee.(*ast.IdentifierNode)
		from, isText := call.Arguments[0].(*ast.StringNode)
		to, areTexts := call.Arguments[1].(*ast.StringNode)
		if ok && isText && areTexts && name.Value == "calls" {
			pairs = append(pairs, [2]string{from.Value, to.Value})
		}
		return false
	})
	return pairs
}

// String is the claim as it was written.
func (e *Expr) String() string { return e.src }

// Runs reports whether the claim runs a program.
func (e *Expr) Runs() bool { return len(e.programs) > 0 }

// Names lists the symbols that the claim names, those that need not exist included.
func (e *Expr) Names() []string {
	list := slices.Clone(e.optional)
	for _, n := range e.names {
		list = append(list, n.text)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// Bare reports whether the claim asks for nothing but that things are there, and of what
// kind: no edit of code decides that.
func (e *Expr) Bare() bool {
	for _, name := range e.called {
		switch name {
		case "exists", "kind", "where", "directive", "signature", "doc", "file", "built", "files", "lines":
		default:
			return false
		}
	}
	return true
}

// Greps reports whether the claim reads the text of files.
func (e *Expr) Greps() bool { return slices.Contains(e.called, "grep") }

// Packages lists the paths of the packages whose symbols the claim names, sorted: an
// index of these can answer it. here is that of [Env], nil for none: what it names may be
// in other packages.
func (e *Expr) Packages(here func(name string) string) []string {
	var paths []string
	for _, n := range e.names {
		paths = append(paths, index.ID(n.text).Path())
		if here != nil {
			paths = append(paths, index.ID(here(n.text)).Path())
		}
	}
	for _, name := range e.optional {
		paths = append(paths, index.ID(name).Path())
	}
	slices.Sort(paths)
	return slices.DeleteFunc(slices.Compact(paths), func(p string) bool { return p == "" })
}

// maxNodes bounds the parts of a claim, and with them the steps of two predicates inside
// each other: some 10⁶. The largest claim of the built-in content has 70.
const maxNodes = 500

// checkRegexps looks at the regular expressions behind matches before the library does,
// which compiles them of any size. What does not parse is left to the library.
func checkRegexps(src string) error {
	tree, err := parser.Parse(src)
	if err != nil {
		return nil
	}
	var fault error
	ast.Find(tree.Node, func(n ast.Node) bool {
		match, ok := n.(*ast.BinaryNode)
		if !ok || match.Operator != "matches" {
			return false
		}
		if s, ok := match.Right.(*ast.StringNode); ok {
			if _, err := compileRegexp(s.Value); err != nil {
				e := &Error{Msg: err.Error()}
				e.Line, e.Col = place(src, s.Location().From)
				fault = e
			}
		}
		return fault != nil
	})
	return fault
}

// functions of the library that claims may use.
var builtins = []string{"len", "all", "any", "none", "one", "filter", "map"}

func compile(src string) (*vm.Program, error) {
	options := []expr.Option{
		expr.Env(environment(nil)), expr.AsBool(), expr.DisableAllBuiltins(), expr.DisableShortCircuit(), expr.Optimize(false), expr.MaxNodes(maxNodes),
	}
	for _, name := range builtins {
		options = append(options, expr.EnableBuiltin(name))
	}
	program, err := expr.Compile(src, options...)
	if err != nil {
		return nil, fault(src, err)
	}
	return program, nil
}

// fault is an error of the library with its place, in the words of claims.
func fault(src string, err error) *Error {
	var at *file.Error
	if !errors.As(err, &at) {
		e := &Error{Line: 1, Col: 1, Msg: err.Error()}
		if got, ok := strings.CutPrefix(e.Msg, "expected bool, but got "); ok {
			e.Msg, e.Hint = "the claim gives "+got+", neither true nor false", "compare it with something"
		}
		return e
	}
	e := &Error{Msg: at.Message}
	e.Line, e.Col = place(src, at.From)
	name, unknown := strings.CutPrefix(at.Message, "unknown name ")
	switch {
	case unknown:
		e.Msg = "there is no function " + name
		e.Hint = diag.DidYouMean(diag.Closest(name, functionNames(), len(name)/2, 1), "the functions are "+strings.Join(functionNames(), ", "))
	case at.Message == "unexpected token EOF":
		e.Msg = "the claim ends where more should come"
	case strings.HasPrefix(at.Message, "unexpected token "):
		e.Hint = `a claim is an expression: calls("runtime.schedule", "runtime.execute"); sourcedive claim --help has the language`
	case strings.Contains(at.Message, "value out of range"):
		e.Hint = "value gives a number of more than 63 bits as a string of digits"
	}
	return e
}

// place is the line and column of an offset that counts runes, as the library's do.
func place(src string, runes int) (line, col int) { return position(src, byteOff(src, runes)) }

func byteOff(src string, runes int) int {
	for i := range src {
		if runes == 0 {
			return i
		}
		runes--
	}
	return len(src)
}

// split takes a tree apart.
func (e *Expr) split(n ast.Node) (*junction, error) {
	switch n := n.(type) {
	case *ast.BinaryNode:
		op := map[string]string{"&&": "&&", "and": "&&", "||": "||", "or": "||"}[n.Operator]
		if op == "" {
			break
		}
		left, err := e.split(n.Left)
		if err != nil {
			return nil, err
		}
		right, err := e.split(n.Right)
		return &junction{op: op, left: left, right: right}, err
	case *ast.UnaryNode:
		if n.Operator == "!" || n.Operator == "not" {
			left, err := e.split(n.Node)
			return &junction{op: "!", left: left}, err
		}
	}
	from, to := e.extent(n)
	leaf := &junction{text: e.src[from:to], from: from}
	var err error
	leaf.program, err = compile(leaf.text)
	if err != nil {
		return nil, fmt.Errorf("%q does not stand alone: %w", leaf.text, err)
	}
	return leaf, nil
}

// extent is the byte range of a node's text: from its first token to its last, with the
// brackets that these leave open.
func (e *Expr) extent(n ast.Node) (from, to int) {
	first, last := 1<<30, 0
	ast.Find(n, func(c ast.Node) bool {
		if at := c.Location(); at.To > 0 {
			first, last = min(first, at.From), max(last, at.To)
		}
		return false
	})
	from, to = byteOff(e.src, first), byteOff(e.src, last)
	return balance(e.src, from, to)
}

// brackets finds strings, so that the brackets inside them do not count, and brackets.
var brackets = regexp.MustCompile("`[^`]*`" + `|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|//[^\n]*|/\*(?s:.*?)\*/|[()\[\]{}]`)

// balance widens a range until its brackets are in pairs.
func balance(src string, from, to int) (int, int) {
	var stack []int // offsets of what is open
	for _, at := range brackets.FindAllStringIndex(src, -1) {
		switch c := src[at[0]]; {
		case at[1]-at[0] > 1:
		case strings.IndexByte("([{", c) >= 0:
			stack = append(stack, at[0])
		case len(stack) > 0:
			open := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			switch {
			case open >= from && open < to && at[0] >= to:
				to = at[1]
			case open < from && at[0] >= from && at[0] < to:
				from = open
			}
		}
	}
	return from, to
}

// leaves lists the leaves in the order of the text.
func (j *junction) leaves() []*junction {
	if j == nil {
		return nil
	}
	if j.op == "" {
		return []*junction{j}
	}
	return slices.Concat(j.left.leaves(), j.right.leaves())
}
