package claim

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
)

// evaluator is one evaluation of one claim.
type evaluator struct {
	ctx   context.Context
	env   *Env
	x     *index.Index
	e     *Expr
	calls []call // of predicates, since the leaf began
	left  int    // how many calls are still allowed

	places []index.Range // that the calls were answered from
	placed bool          // the call that is being answered has one
	beyond bool          // the tree was asked for what the index does not hold

	written map[string]string // how the claim names symbols that have another name here

	printed map[string]string // by programs that have run
}

// call is one call of a predicate with what it gave.
type call struct {
	text  string // has("runtime.execute", "…")
	value any
	note  string // details beside the value
}

// budget is how many calls of predicates one claim may make: many more than any
// sentence needs.
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

// binding ties a predicate to an evaluator: the result is a func of strings. A
// predicate gives its value, a note on it, and why there is none.
type binding func(s *evaluator, name string) any

func one[T any](f func(s *evaluator, a string) (T, string, error)) binding {
	return func(s *evaluator, name string) any {
		return func(a string) (T, error) {
			return record(s, name, []string{a}, func() (T, string, error) { return f(s, a) })
		}
	}
}

func two[T any](f func(s *evaluator, a, b string) (T, string, error)) binding {
	return func(s *evaluator, name string) any {
		return func(a, b string) (T, error) {
			return record(s, name, []string{a, b}, func() (T, string, error) { return f(s, a, b) })
		}
	}
}

func three[T any](f func(s *evaluator, a, b, c string) (T, string, error)) binding {
	return func(s *evaluator, name string) any {
		return func(a, b, c string) (T, error) {
			return record(s, name, []string{a, b, c}, func() (T, string, error) { return f(s, a, b, c) })
		}
	}
}

func oneAndMore[T any](f func(s *evaluator, a string, more []string) (T, string, error)) binding {
	return func(s *evaluator, name string) any {
		return func(a string, more ...string) (T, error) {
			return record(s, name, append([]string{a}, more...), func() (T, string, error) { return f(s, a, more) })
		}
	}
}

func twoAndMore[T any](f func(s *evaluator, a, b string, more []string) (T, string, error)) binding {
	return func(s *evaluator, name string) any {
		return func(a, b string, more ...string) (T, error) {
			return record(s, name, append([]string{a, b}, more...), func() (T, string, error) { return f(s, a, b, more) })
		}
	}
}

// tree is the tree's src, for what the index does not hold; nil where it is not at hand.
func (s *evaluator) tree() fs.FS {
	s.beyond = true
	return s.env.Tree
}

// saw keeps the place of an answer.
func saw(s *evaluator, file, off, end int32) {
	s.placed = true
	if at := (index.Range{File: file, Off: off, End: end}); !slices.Contains(s.places, at) {
		s.places = append(s.places, at)
	}
}

// record counts a call and keeps its value for the explanation.
func record[T any](s *evaluator, name string, args []string, f func() (T, string, error)) (T, error) {
	var none T
	if s.left--; s.left < 0 {
		return none, gapf("ask for fewer things, or split the claim", "the claim asks more than %d questions", budget)
	}
	if err := s.ctx.Err(); err != nil {
		return none, err
	}
	s.placed = false
	value, note, err := f()
	if !s.placed {
		sawDeclaration(s, args[0])
	}
	if err == nil {
		for i, a := range args {
			args[i] = quoteArg(a)
		}
		s.calls = append(s.calls, call{name + "(" + strings.Join(args, ", ") + ")", value, note})
	}
	return value, err
}

// sawDeclaration keeps the place of the symbol that a question was about, where the answer
// has none of its own: its declaration, of a function the first line.
func sawDeclaration(s *evaluator, name string) {
	sym, _, err := s.sym(name)
	if err != nil {
		return
	}
	at := s.x.Symbols[sym].Body()
	if !at.OK() {
		return
	}
	text := s.x.Files[at.File].Text[at.Off:at.End]
	if s.x.Symbols[sym].Kind.Callable() {
		text, _, _ = strings.Cut(text, "\n")
	}
	saw(s, at.File, at.Off, at.Off+int32(len(text)))
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
	sym, ok := s.x.Named(name)
	if !ok && s.env.Here != nil {
		sym, ok = s.x.Sym(index.ID(s.env.Here(name)))
	}
	if !ok {
		return sym, nil, s.missing(name)
	}
	return sym, &s.x.Symbols[sym], nil
}

// missing reports that there is no such symbol. The hint is what became of it, if another
// version has it; a name of a package that is not indexed needs another hint than one that
// is misspelled.
func (s *evaluator) missing(name string) *gap {
	g := gapf("", "no symbol %q in %s %s", name, s.x.Config.Version, s.x.Config.Platform())
	x, env := s.x, s.env
	g.lazyHint = sync.OnceValue(func() string {
		if words := becameOf(env, name); words != "" {
			return words
		}
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
