package claim

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// functions is what the functions of a claim are called on. Its fields are the language: the
// library type-checks claims against them.
type functions struct {
	Exists    func(string) (bool, error)                    `expr:"exists"`
	Kind      func(string) (string, error)                  `expr:"kind"`
	Value     func(string) (any, error)                     `expr:"value"`
	Arraylen  func(string) (int, error)                     `expr:"arraylen"`
	Fieldtype func(string) (string, error)                  `expr:"fieldtype"`
	Fields    func(string) (int, error)                     `expr:"fields"`
	Size      func(string) (int, error)                     `expr:"size"`
	Offset    func(string) (int, error)                     `expr:"offset"`
	Signature func(string) (string, error)                  `expr:"signature"`
	Where     func(string) (string, error)                  `expr:"where"`
	Directive func(string, string) (bool, error)            `expr:"directive"`
	Calls     func(string, string, ...string) (bool, error) `expr:"calls"`
	Callers   func(string) ([]string, error)                `expr:"callers"`
	Callees   func(string) ([]string, error)                `expr:"callees"`
	Path      func(string, string, ...string) (bool, error) `expr:"path"`
	Order     func(string, ...string) (bool, error)         `expr:"order"`
	Has       func(string, string) (bool, error)            `expr:"has"`
	Count     func(string, string) (int, error)             `expr:"count"`
	Text      func(string, string) (bool, error)            `expr:"text"`
	Doc       func(string, string) (bool, error)            `expr:"doc"`
	File      func(string) (bool, error)                    `expr:"file"`
	Built     func(string) (bool, error)                    `expr:"built"`
	Grep      func(string, string) (bool, error)            `expr:"grep"`
	Files     func(string, ...string) (int, error)          `expr:"files"`
	Lines     func(string, ...string) (int, error)          `expr:"lines"`
	Stack     func(string, string) (bool, error)            `expr:"stack"`
	Run       func(string) (string, error)                  `expr:"run"`
}

// evaluator is one evaluation of one claim.
type evaluator struct {
	ctx   context.Context
	w     *Env
	x     *index.Index
	e     *Expr
	asked []answer // since the leaf began
	left  int      // how many questions may still be asked

	printed map[string]string // by programs that have run
}

// answer is one call of a function with what it gave.
type answer struct {
	call  string
	value any
	note  string // more than the value says
}

// budget is how many questions one claim may ask: many more than any sentence needs.
const budget = 2000

// gap is why a claim cannot be answered.
type gap struct {
	cause, hint string
	lazyHint    func() string // nil where hint holds it
	unlisted    bool
}

func (g *gap) Error() string { return g.cause }

func gapf(hint, format string, args ...any) *gap {
	return &gap{cause: fmt.Sprintf(format, args...), hint: hint}
}

func (s *evaluator) env() functions {
	return functions{
		Exists: asks1(s, "exists", s.exists), Kind: asks1(s, "kind", s.kind), Value: asks1(s, "value", s.value),
		Arraylen: asks1(s, "arraylen", s.arraylen), Fieldtype: asks1(s, "fieldtype", s.fieldtype),
		Fields: asks1(s, "fields", s.fields), Size: asks1(s, "size", s.size), Offset: asks1(s, "offset", s.offset),
		Signature: asks1(s, "signature", s.signature), Where: asks1(s, "where", s.where), Directive: asks2(s, "directive", s.directive),
		Calls: asks3(s, "calls", s.calls), Path: asks3(s, "path", s.path),
		Callers: asks1(s, "callers", s.callers), Callees: asks1(s, "callees", s.callees),
		Order: asksMore(s, "order", s.order), Has: asks2(s, "has", s.has), Count: asks2(s, "count", s.count),
		Text: asks2(s, "text", s.text), Doc: asks2(s, "doc", s.doc),
		File: asks1(s, "file", s.file), Built: asks1(s, "built", s.built), Grep: asks2(s, "grep", s.grep),
		Files: asksMore(s, "files", s.files), Lines: asksMore(s, "lines", s.lines),
		Stack: asks2(s, "stack", s.stack), Run: asks1(s, "run", s.run),
	}
}

// A question gives its answer, what more there is to say of it, and why there is none.

func asks1[T any](s *evaluator, name string, f func(string) (T, string, error)) func(string) (T, error) {
	return func(a string) (T, error) {
		return ask(s, name, []string{a}, func() (T, string, error) { return f(a) })
	}
}

func asks2[T any](s *evaluator, name string, f func(a, b string) (T, string, error)) func(a, b string) (T, error) {
	return func(a, b string) (T, error) {
		return ask(s, name, []string{a, b}, func() (T, string, error) { return f(a, b) })
	}
}

func asks3[T any](s *evaluator, name string, f func(a, b string, more []string) (T, string, error)) func(a, b string, more ...string) (T, error) {
	return func(a, b string, more ...string) (T, error) {
		return ask(s, name, append([]string{a, b}, more...), func() (T, string, error) { return f(a, b, more) })
	}
}

func asksMore[T any](s *evaluator, name string, f func(a string, more []string) (T, string, error)) func(a string, more ...string) (T, error) {
	return func(a string, more ...string) (T, error) {
		return ask(s, name, append([]string{a}, more...), func() (T, string, error) { return f(a, more) })
	}
}

// ask counts a question and keeps the answer for the explanation.
func ask[T any](s *evaluator, name string, args []string, f func() (T, string, error)) (T, error) {
	var none T
	if s.left--; s.left < 0 {
		return none, gapf("ask for fewer things, or split the claim", "the claim asks more than %d questions", budget)
	}
	if err := s.ctx.Err(); err != nil {
		return none, err
	}
	value, note, err := f()
	if err == nil {
		for i, a := range args {
			args[i] = quoteArg(a)
		}
		s.asked = append(s.asked, answer{name + "(" + strings.Join(args, ", ") + ")", value, note})
	}
	return value, err
}

// quoteArg writes a string as a person would: raw where it holds quotes.
func quoteArg(a string) string {
	if strings.ContainsAny(a, "\"\\\n") && !strings.Contains(a, "`") {
		return "`" + a + "`"
	}
	return fmt.Sprintf("%q", a)
}

// sym finds a symbol by name.
func (s *evaluator) sym(name string) (index.Sym, *index.Symbol, error) {
	sym, ok := s.x.Sym(index.ID(name))
	if !ok {
		return sym, nil, s.missing(name)
	}
	return sym, &s.x.Symbols[sym], nil
}

// missing says that there is no such symbol. A name of a package that is not indexed
// needs another hint than one that is misspelled.
func (s *evaluator) missing(name string) *gap {
	g := gapf("", "no symbol %q in %s %s", name, s.x.Config.Version, s.x.Config.Platform())
	x := s.x
	g.lazyHint = sync.OnceValue(func() string {
		otherwise := ""
		if path := index.ID(name).Path(); path != "" {
			if _, ok := x.Pkg(path); !ok {
				otherwise = "package " + path + " is not among those that are read; file and grep can ask for its text"
			}
		}
		return diag.DidYouMean(x.Nearest(name, 3), otherwise)
	})
	return g
}

// function finds a symbol that edges may join.
func (s *evaluator) function(name string) (index.Sym, error) {
	sym, symbol, err := s.sym(name)
	if err == nil && !symbol.Kind.Callable() {
		err = gapf("", "%s is a %s, which nobody calls", name, symbol.Kind)
	}
	return sym, err
}
