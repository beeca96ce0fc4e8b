package mcp

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"sourcedive/annotate"
	"sourcedive/annotate/claim"
	"sourcedive/indexer/index"
	"sourcedive/internal/answer"
	"sourcedive/site/graphq"
	"sourcedive/site/search"
)

// about is the argument that all questions about a version have.
type about struct {
	Go string `json:"go,omitempty" jsonschema:"which of the server's versions to ask, such as go1.26.8; its first where left out"`
}

func (a about) check() error {
	if a.Go == "" {
		return nil
	}
	return atMost("go", a.Go, longestName)
}

// of answers a question about the version. What has no answer names the version at least.
func (a about) of(s *Server, answer func(*annotate.Snapshot, *index.Index) (any, error)) (any, error) {
	snapshot, err := s.snapshot(a.Go)
	if err != nil {
		return nil, err
	}
	out, err := answer(snapshot, snapshot.Index)
	if out == nil {
		out = headOf(snapshot.Index, "")
	}
	return out, err
}

type searchFor struct {
	about
	Query string `json:"query" jsonschema:"names or words; kind:func, file:proc.go and pkg:runtime narrow it"`
	Limit int    `json:"limit,omitempty" jsonschema:"how many results, at most 50; 10 where left out"`
}

func (q searchFor) check() error {
	if q.Limit < 0 || q.Limit > 50 {
		return fmt.Errorf("limit %d is not from 1 to 50", q.Limit)
	}
	return cmp.Or(q.about.check(), atMost("query", q.Query, longestText))
}

func (q searchFor) answer(_ context.Context, s *Server) (any, error) {
	e, err := s.engine(q.Go)
	if err != nil {
		return nil, err
	}
	found, err := e.Search(q.Query, cmp.Or(q.Limit, 10))
	if err != nil {
		return nil, err
	}
	if len(found.Hits) == 0 {
		err := fmt.Errorf("nothing is found for %q", q.Query)
		if len(found.Near) > 0 {
			err = fmt.Errorf("%w\n    hint: names like it: %s", err, strings.Join(found.Near, ", "))
		}
		return head{Version: e.dir}, unknown{err}
	}
	return struct {
		head
		Total   int          `json:"total"`
		Results []search.Row `json:"results"`
	}{head{Version: e.dir, Verdict: "found"}, found.Total, found.Rows(e.dir)}, nil
}

// symbol is the argument of questions about one symbol.
type symbol struct {
	about
	Symbol string `json:"symbol" jsonschema:"the linker's name, such as runtime.schedule; without a package one of package runtime"`
}

func (q symbol) check() error {
	return cmp.Or(q.about.check(), atMost("symbol", q.Symbol, longestName))
}

type show struct{ symbol }

func (q show) answer(ctx context.Context, s *Server) (any, error) {
	return q.of(s, func(snapshot *annotate.Snapshot, x *index.Index) (any, error) {
		sym, err := known(answer.Find(x, q.Symbol))
		if err != nil {
			return nil, err
		}
		out := struct {
			head
			Symbol answer.Symbol `json:"symbol"`
		}{headOf(x, "known"), answer.SymbolOf(x, sym)}
		out.Symbol.Notes, err = s.w.Notes(ctx, snapshot, sym)
		return out, err
	})
}

// edges is the answer of callers and callees.
type edges struct {
	head
	Symbol string `json:"symbol"`
	answer.Place
	Total int           `json:"total"`
	Edges []answer.Edge `json:"edges"`
}

type callers struct{ symbol }

func (q callers) answer(_ context.Context, s *Server) (any, error) {
	return q.side(s, graphq.Callers)
}

type callees struct{ symbol }

func (q callees) answer(_ context.Context, s *Server) (any, error) {
	return q.side(s, graphq.Callees)
}

func (q symbol) side(s *Server, dir graphq.Direction) (any, error) {
	return q.of(s, func(_ *annotate.Snapshot, x *index.Index) (any, error) {
		sym, err := known(answer.Function(x, q.Symbol))
		if err != nil {
			return nil, err
		}
		rows := answer.EdgesWithin(x, sym, dir, index.AllKinds, 1)
		return edges{headOf(x, graphVerdict(x, sym, dir)), string(x.Symbols[sym].ID), answer.PlaceOf(x, x.Symbols[sym].Body()), len(rows), rows}, nil
	})
}

// graphVerdict says whether the edges of a function agree with what the version's own
// compiler emitted. The two are compared for the callers in one package.
func graphVerdict(x *index.Index, sym index.Sym, dir graphq.Direction) string {
	id := string(x.Symbols[sym].ID)
	if x.Report == nil || index.ID(id).Path() != x.Report.Package {
		return "unchecked"
	}
	for _, d := range x.Report.Differences {
		end := d.From
		if dir == graphq.Callers {
			end = d.To
		}
		if end == id && (d.Cause == index.CauseMissed || d.Cause == index.CauseSpurious) {
			return "unchecked"
		}
	}
	return "checked"
}

type path struct {
	about
	From string `json:"from" jsonschema:"the function to start at"`
	To   string `json:"to" jsonschema:"the function to come to"`
	Most int    `json:"most,omitempty" jsonschema:"how many of the shortest paths, at most 10; 3 where left out"`
}

func (q path) check() error {
	if q.Most < 0 || q.Most > 10 {
		return fmt.Errorf("most %d is not from 1 to 10", q.Most)
	}
	return cmp.Or(q.about.check(), atMost("from", q.From, longestName), atMost("to", q.To, longestName))
}

func (q path) answer(_ context.Context, s *Server) (any, error) {
	return q.of(s, func(_ *annotate.Snapshot, x *index.Index) (any, error) {
		var ends [2]index.Sym
		for i, name := range []string{q.From, q.To} {
			var err error
			if ends[i], err = known(answer.Function(x, name)); err != nil {
				return nil, err
			}
		}
		paths := answer.Paths(x, ends[0], ends[1], graphq.PathKinds, cmp.Or(q.Most, 3))
		if len(paths) == 0 {
			return nil, unknown{answer.NoPath(x, ends[0], ends[1], graphq.PathKinds)}
		}
		return struct {
			head
			Paths [][]answer.Hop `json:"paths"`
		}{headOf(x, "found"), paths}, nil
	})
}

type claimed struct {
	about
	Expr string `json:"expr" jsonschema:"a boolean expression in the language of claims: exists, kind, value, arraylen, fieldtype, fields, size, offset, signature, doc, calls, callers, callees, path, stack, has, count, order, grep, since, changed …"`
}

func (q claimed) check() error {
	return cmp.Or(q.about.check(), atMost("expr", q.Expr, longestText))
}

func (q claimed) answer(ctx context.Context, s *Server) (any, error) {
	e, err := claim.Compile(q.Expr)
	if err != nil {
		return nil, answer.ClaimFault(err)
	}
	version, err := s.version(q.Go)
	if err != nil {
		return nil, err
	}
	if _, err := s.snapshot(version); err != nil {
		return nil, err
	}
	v, x, err := s.w.Claim(ctx, e, version)
	if err != nil {
		return nil, err
	}
	out := struct {
		head
		Claim answer.Verdict `json:"claim"`
	}{headOf(x, v.State.String()), answer.VerdictIn(x, v)}
	if v.State != claim.True && v.State != claim.False {
		out.Verdict, out.Because = "unknown", v.Cause
	}
	return out, nil
}

type statement struct {
	about
	Construct string `json:"construct" jsonschema:"words of its name or title, such as map or select, or a function that is called for it"`
}

func (q statement) check() error {
	return cmp.Or(q.about.check(), atMost("construct", q.Construct, longestName))
}

func (q statement) answer(_ context.Context, s *Server) (any, error) {
	return q.of(s, func(_ *annotate.Snapshot, x *index.Index) (any, error) {
		list := answer.Statements(x, q.Construct)
		if len(list) == 0 {
			return nil, unknown{fmt.Errorf("no construct has %q in its name or title, and none calls a function of that name", q.Construct)}
		}
		out := struct {
			head
			Statements []answer.Statement `json:"statements"`
		}{headOf(x, "compiled"), list}
		if x.Config.Listing == "" {
			out.Verdict, out.Because = "unknown", "the snippets were not compiled: this version's compiler is not here"
		}
		return out, nil
	})
}
