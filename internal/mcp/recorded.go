package mcp

import (
	"cmp"
	"context"
	"fmt"

	"sourcedive/indexer/history"
	"sourcedive/internal/answer"
	"sourcedive/internal/explain"
	"sourcedive/internal/workspace"
)

// The questions here are answered from what is recorded of all releases: of Go, or of the
// module that the content is about, as its kb.yaml names them.

func recorded(version string) head {
	return head{Version: version, Platform: "linux/amd64", Verdict: "recorded"}
}

type lifeOf struct {
	Symbol string `json:"symbol" jsonschema:"a name that it has or had, such as findrunnable"`
}

func (q lifeOf) check() error { return atMost("symbol", q.Symbol, longestName) }

func (q lifeOf) answer(_ context.Context, s *Server) (any, error) {
	h, err := known(workspace.History(s.ctx, s.w))
	if err != nil {
		return nil, err
	}
	found, err := known(h.Find(q.Symbol))
	if err != nil {
		return nil, err
	}
	return struct {
		head
		Life answer.Life `json:"life"`
	}{recorded(h.Version(h.Newest())), answer.LifeOf(h, found)}, nil
}

type changes struct {
	From    string `json:"from" jsonschema:"a release, such as go1.25, or v1.5.0 of a module"`
	To      string `json:"to" jsonschema:"a later release"`
	Package string `json:"package,omitempty" jsonschema:"only this package"`
	Area    string `json:"area,omitempty" jsonschema:"only this area of the content, such as sched or gc"`
}

func (q changes) check() error {
	if max(len(q.Package), len(q.Area)) > longestName {
		return fmt.Errorf("package or area has more than %d bytes", longestName)
	}
	return cmp.Or(atMost("from", q.From, longestName), atMost("to", q.To, longestName))
}

func (q changes) answer(_ context.Context, s *Server) (any, error) {
	h, err := known(workspace.History(s.ctx, s.w))
	if err != nil {
		return nil, err
	}
	content, err := s.w.Content()
	if err != nil {
		return nil, err
	}
	keep, err := answer.Keep(h, content, q.Package, q.Area)
	if err != nil {
		return nil, err
	}
	d, err := known(answer.Changes(h, q.From, q.To, keep))
	if err != nil {
		return nil, err
	}
	return struct {
		head
		Changes *history.Difference `json:"changes"`
	}{recorded(d.To), d}, nil
}

type explained struct {
	Text     string `json:"text" jsonschema:"what the runtime printed"`
	Release  string `json:"release,omitempty" jsonschema:"the release that printed it, if known, such as go1.22.3"`
	Platform string `json:"platform,omitempty" jsonschema:"GOOS/GOARCH that it ran on, if known"`
}

func (q explained) check() error {
	if len(q.Release) > longestName || len(q.Platform) > longestName {
		return fmt.Errorf("release or platform has more than %d bytes", longestName)
	}
	return atMost("text", q.Text, longestDump)
}

func (q explained) answer(context.Context, *Server) (any, error) {
	engine, err := workspace.Explainer()
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(engine.CheckGo(q.Release), explain.CheckPlatform(q.Platform)); err != nil {
		return nil, err
	}
	a := engine.Explain([]byte(q.Text), explain.Options{Go: q.Release, Platform: q.Platform})
	if len(a.Blocks) == 0 {
		return nil, unknown{fmt.Errorf("no line of it is one that a Go runtime prints")}
	}
	version := a.Go.Stated
	if version == "" && a.Go.Low != "" {
		version = a.Go.Low + " to " + a.Go.High
	}
	return struct {
		head
		Answer *explain.Answer `json:"answer"`
	}{head{Version: version, Platform: a.Platform, Verdict: "recognized"}, a}, nil
}
