package mcp

import (
	"context"
	"fmt"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"sourcedive/indexer/index"
)

// head is what every answer begins with.
type head struct {
	Version  string `json:"version,omitempty"`
	Platform string `json:"platform,omitempty"`
	Verdict  string `json:"verdict"`
	Because  string `json:"because,omitempty"` // why it is unknown
	Hint     string `json:"hint,omitempty"`
}

func headOf(x *index.Index, verdict string) head {
	return head{Version: x.Config.Version, Platform: x.Config.Platform(), Verdict: verdict}
}

// A question is the arguments of a tool.
type question interface {
	// check refuses arguments that are too large or make no sense.
	check() error
	// answer answers. Its error may be an unknown.
	answer(ctx context.Context, s *Server) (any, error)
}

// tool registers the tool whose arguments are Q.
func tool[Q question](name, description string) func(*Server, *sdk.Server) {
	return func(s *Server, to *sdk.Server) {
		t := &sdk.Tool{Name: name, Description: description, Annotations: &sdk.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: new(bool)}}
		sdk.AddTool(to, t, func(ctx context.Context, _ *sdk.CallToolRequest, q Q) (*sdk.CallToolResult, any, error) {
			out, err := s.call(ctx, q)
			return nil, out, err
		})
	}
}

// call answers a question, in its turn.
func (s *Server) call(ctx context.Context, q question) (any, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	if err := s.wait(ctx); err != nil {
		return nil, err
	}
	defer s.done()
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	out, err := q.answer(ctx, s)
	if h, ok := unknownHead(err, head{}); ok {
		if out, ok := out.(head); ok {
			h.Version, h.Platform = out.Version, out.Platform
		}
		return h, nil
	}
	if err != nil {
		return nil, err
	}
	return bounded(out)
}

// The sizes of arguments.
const (
	longestName = 300
	longestText = 4000
	longestDump = 1 << 20
)

// atMost refuses a text that is empty or too long.
func atMost(what, text string, most int) error {
	switch {
	case text == "":
		return fmt.Errorf("%s is empty", what)
	case len(text) > most:
		return fmt.Errorf("%s has %d bytes, at most %d are read", what, len(text), most)
	}
	return nil
}
