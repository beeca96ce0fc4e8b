package claim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
)

// Eval evaluates a claim in a version. The error is that of ctx, where that was done before
// all predicates had answered: there is no verdict then.
func Eval(ctx context.Context, e *Expr, env *Env) (Verdict, error) {
	s := &evaluator{ctx: ctx, env: env, x: env.Source.Index(), e: e, left: budget}
	if v := s.names(); v != nil {
		return *v, nil
	}
	if e.Runs() && env.Runner == nil {
		return Verdict{State: Skipped, Cause: "it runs a program", Hint: "--run lets it"}, nil
	}
	functions := environment(s)
	leaves := e.root.leaves()
	parts := make(map[*junction]Part, len(leaves))
	for _, leaf := range leaves {
		s.calls = nil
		out, err := expr.Run(leaf.program, functions)
		switch {
		case err == nil:
		case ctx.Err() != nil:
			return Verdict{}, ctx.Err()
		default:
			return leaf.unanswerable(e.src, err), nil
		}
		holds, ok := out.(bool)
		if !ok {
			return leaf.unanswerable(e.src, fmt.Errorf("it gives %v, neither true nor false", out)), nil
		}
		parts[leaf] = Part{Text: leaf.text, True: holds, Value: explain(leaf.text, s.calls)}
	}
	holds := e.root.holds(parts)
	v := Verdict{State: False}
	if holds {
		v.State = True
	}
	for _, leaf := range e.root.deciding(parts, holds) {
		v.Because = append(v.Because, parts[leaf])
	}
	v.Places = s.places
	v.Lasting = !e.Runs() && !s.beyond && env.Edit == nil
	return v, nil
}

// names looks for all names that the claim writes out, before any predicate is called.
func (s *evaluator) names() *Verdict {
	for _, n := range slices.Concat(s.e.names, s.e.locks) {
		var err error
		switch n.role {
		case roleFunc:
			_, err = s.function(n.text)
		case roleLock:
			_, err = lockOf(s, n.text)
		default:
			_, _, err = s.sym(n.text)
		}
		var g *gap
		if errors.As(err, &g) {
			return &Verdict{State: Unanswerable, Cause: g.cause, Hint: g.hint, LazyHint: g.lazyHint, Line: n.line, Col: n.col}
		}
	}
	return nil
}

// unanswerable is a leaf's failure as a verdict, at its place in the claim.
func (j *junction) unanswerable(src string, err error) Verdict {
	v := Verdict{State: Unanswerable, Cause: err.Error()}
	off := j.from
	var at *file.Error
	if errors.As(err, &at) {
		v.Cause = "this cannot be worked out: " + at.Message
		off += byteOff(j.text, at.From)
	}
	v.Line, v.Col = position(src, off)
	var g *gap
	if errors.As(err, &g) {
		v.Cause, v.Hint, v.LazyHint, v.Unlisted = g.cause, g.hint, g.lazyHint, g.unlisted
	}
	return v
}

// holds puts the leaves together.
func (j *junction) holds(parts map[*junction]Part) bool {
	switch j.op {
	case "&&":
		return j.left.holds(parts) && j.right.holds(parts)
	case "||":
		return j.left.holds(parts) || j.right.holds(parts)
	case "!":
		return !j.left.holds(parts)
	}
	return parts[j].True
}

// deciding lists the leaves for whose sake a junction has its value: of a false
// conjunction the false sides, of a true one both, and the other way round for ||.
func (j *junction) deciding(parts map[*junction]Part, value bool) []*junction {
	switch {
	case j.op == "":
		return []*junction{j}
	case j.op == "!":
		return j.left.deciding(parts, !value)
	}
	var list []*junction
	for _, side := range []*junction{j.left, j.right} {
		if side.holds(parts) == value {
			list = append(list, side.deciding(parts, value)...)
		}
	}
	return list
}

// explain describes what a leaf's predicates gave, as far as its text does not show it.
func explain(text string, calls []call) string {
	const most = 4
	var parts []string
	for _, c := range calls {
		one := c.text + " = " + shown(c.value)
		if _, yes := c.value.(bool); yes && len(calls) == 1 && strings.HasPrefix(text, c.text[:strings.IndexByte(c.text, '(')]) {
			one = c.note
		} else if c.note != "" {
			one += " (" + c.note + ")"
		}
		if one != "" && !slices.Contains(parts, one) {
			parts = append(parts, one)
		}
	}
	if len(parts) > most {
		parts = append(parts[:most], fmt.Sprintf("… and %d more", len(parts)-most))
	}
	return strings.Join(parts, "; ")
}

// shown is a value as a claim would write it, cut where it is long.
func shown(v any) string {
	const most = 300
	text := fmt.Sprint(v)
	switch v := v.(type) {
	case string:
		// What a crashing program prints is different every time: addresses, paths.
		if n := strings.Count(v, "\n"); n > 0 {
			return fmt.Sprintf("%d lines", n+1)
		}
		text = quoteArg(v)
	case []string:
		quoted := make([]string, len(v))
		for i, s := range v {
			quoted[i] = quoteArg(s)
		}
		text = "[" + strings.Join(quoted, ", ") + "]"
	}
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}
