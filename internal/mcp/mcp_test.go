package mcp

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"sourcedive/indexer/index"
	"sourcedive/internal/workspace"
	"sourcedive/site/graphq"
)

var content = map[string]string{
	"kb.yaml": "packages: [sort]\n",
	"notes/api/sort.md": `---
symbol: sort.Sort
title: How a slice is sorted
---
Sort asks for the length once. {sort.Sort "n := data.Len()"} It never asks again. {= count("sort.Sort", "data.Len()") == 7}

This is said without a reason.
`,
}

// connected is a client of a server that reads the local version with a small content.
func connected(t *testing.T) *sdk.ClientSession {
	t.Helper()
	if testing.Short() {
		t.Skip("reads the source of Go")
	}
	dir := t.TempDir()
	for name, text := range content {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	w, err := workspace.Open(workspace.Options{Content: dir, Cache: t.TempDir(), Offline: true, Log: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ours, theirs := sdk.NewInMemoryTransports()
	ended := make(chan error, 1)
	go func() { ended <- New(ctx, w, []string{"local"}).Run(ctx, ours) }()
	client, err := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil).Connect(ctx, theirs, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		cancel()
		<-ended
	})
	return client
}

type object = map[string]any

// ask calls a tool, and returns its answer, or what it says is wrong with the arguments.
func ask(t *testing.T, client *sdk.ClientSession, tool string, args object) (out object, fault string) {
	t.Helper()
	r, err := client.CallTool(context.Background(), &sdk.CallToolParams{Name: tool, Arguments: args})
	if err != nil {
		return nil, err.Error()
	}
	text := r.Content[0].(*sdk.TextContent).Text
	if r.IsError {
		return nil, text
	}
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%s: %v in %s", tool, err, text)
	}
	if len(text) > 2*largestAnswer {
		t.Errorf("%s: an answer of %d bytes", tool, len(text))
	}
	return out, ""
}

// at follows keys and positions into an answer.
func at(v any, path ...any) any {
	for _, p := range path {
		switch p := p.(type) {
		case string:
			m, _ := v.(object)
			v = m[p]
		case int:
			list, _ := v.([]any)
			if p >= len(list) {
				return nil
			}
			v = list[p]
		}
	}
	return v
}

func TestTools(t *testing.T) {
	client := connected(t)
	list, err := client.ListTools(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
		if tool.Description == "" || tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s: %+v", tool.Name, tool)
		}
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "callees callers changes claim explain history path search show statement" {
		t.Errorf("tools: %s", got)
	}

	// Each answer has its verdict, and places where it has any.
	for _, c := range []struct {
		tool    string
		args    object
		verdict string
		path    []any
		want    any
	}{
		{"show", object{"symbol": "sort.Sort"}, "known", []any{"symbol", "file"}, "sort/sort.go"},
		{"show", object{"symbol": "sort.Sort", "go": "local"}, "known", []any{"symbol", "notes", 0, "sentences", 0, "verdict"}, "holds"},
		{"show", object{"symbol": "sort.Sort"}, "known", []any{"symbol", "notes", 0, "sentences", 0, "evidence", 0, "place", "file"}, "sort/sort.go"},
		{"show", object{"symbol": "sort.Sort"}, "known", []any{"symbol", "notes", 0, "sentences", 1, "verdict"}, "fails"},
		{"show", object{"symbol": "sort.Sort"}, "known", []any{"symbol", "notes", 0, "sentences", 2, "verdict"}, "none"},
		{"show", object{"symbol": "sort.Srot"}, "unknown", []any{"hint"}, "did you mean sort.Sort?"},
		{"callers", object{"symbol": "sort.pdqsort"}, "unchecked", []any{"edges", 0, "from"}, "sort.Sort"},
		{"callers", object{"symbol": "sort.pdqsort"}, "unchecked", []any{"edges", 0, "file"}, "sort/sort.go"},
		{"callees", object{"symbol": "sort.Sort"}, "unchecked", []any{"symbol"}, "sort.Sort"},
		{"callees", object{"symbol": "sort.Interface"}, "unknown", []any{"because"}, "sort.Interface is a type, which nobody calls"},
		{"path", object{"from": "sort.Sort", "to": "sort.insertionSort"}, "found", []any{"paths", 0, 0, "to"}, "sort.pdqsort"},
		{"path", object{"from": "sort.insertionSort", "to": "sort.Sort"}, "unknown", []any{"hint"}, "there is one the other way round"},
		{"claim", object{"expr": `calls("sort.Sort", "sort.pdqsort")`}, "true", []any{"claim", "places", 0, "file"}, "sort/sort.go"},
		{"claim", object{"expr": `calls("sort.pdqsort", "sort.Sort")`}, "false", []any{"claim", "state"}, "false"},
		{"claim", object{"expr": `exists("sort.Sort") && calls("sort.Sort", "sort.nope")`}, "unknown", []any{"claim", "state"}, "unanswerable"},
		{"claim", object{"expr": `run("anything") == ""`}, "unknown", []any{"claim", "state"}, "skipped"},
		{"search", object{"query": "Sort"}, "found", []any{"results", 0, "id"}, "sort.Sort"},
		{"search", object{"query": "qqqqqqqqqqqqqqqqqq"}, "unknown", []any{"because"}, `nothing is found for "qqqqqqqqqqqqqqqqqq"`},
		{"history", object{"symbol": "findrunnable"}, "recorded", []any{"life", "symbol"}, "runtime.findRunnable"},
		{"history", object{"symbol": "no.such.thing.at.all"}, "unknown", nil, nil},
		{"changes", object{"from": "go1.25", "to": "go1.26", "package": "internal/runtime/maps"}, "recorded", []any{"version"}, nil},
		{"changes", object{"from": "go1.0", "to": "go1.26"}, "unknown", nil, nil},
		{"explain", object{"text": "fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n\t/x.go:4 +0x1\n"}, "recognized", []any{"answer", "blocks", 0, "symbol"}, "runtime.checkdead"},
		{"explain", object{"text": "hello\n"}, "unknown", []any{"because"}, "no line of it is one that a Go runtime prints"},
		{"statement", object{"construct": "no such construct"}, "unknown", nil, nil},
	} {
		out, fault := ask(t, client, c.tool, c.args)
		if fault != "" {
			t.Errorf("%s %v: %s", c.tool, c.args, fault)
			continue
		}
		if out["verdict"] != c.verdict {
			t.Errorf("%s %v: verdict %v, want %s; %v", c.tool, c.args, out["verdict"], c.verdict, out["because"])
		}
		if c.verdict == "unknown" && (out["because"] == nil || out["because"] == "") {
			t.Errorf("%s %v: unknown without a reason", c.tool, c.args)
		}
		if got := at(out, c.path...); c.want != nil && got != c.want {
			t.Errorf("%s %v: %v is %v, want %v", c.tool, c.args, c.path, got, c.want)
		}
		if v, _ := out["version"].(string); c.verdict != "unknown" && !strings.HasPrefix(v, "go1.") {
			t.Errorf("%s %v: version %q", c.tool, c.args, v)
		}
	}

	// What is too large, of another kind or elsewhere is refused or unknown, and nothing
	// is read for it.
	for _, c := range []struct {
		tool string
		args object
		want string
	}{
		{"show", object{"symbol": strings.Repeat("x", longestName+1)}, "at most 300 are read"},
		{"show", object{"symbol": ""}, "symbol is empty"},
		{"show", object{}, "symbol"},
		{"show", object{"symbol": "sort.Sort", "depth": 3}, "depth"},
		{"show", object{"symbol": 3}, "symbol"},
		{"show", object{"symbol": "sort.Sort", "go": "/etc"}, `unknown: "/etc" is not among the versions of this server, which are local`},
		{"search", object{"query": "x", "limit": 51}, "limit 51 is not from 1 to 50"},
		{"path", object{"from": "a", "to": "b", "most": -1}, "most -1 is not from 1 to 10"},
		{"claim", object{"expr": "exists("}, "claim:"},
		{"claim", object{"expr": strings.Repeat("!", longestText+1)}, "at most 4000 are read"},
		{"explain", object{"text": strings.Repeat("x", longestDump+1)}, "at most 1048576 are read"},
		{"explain", object{"text": "x", "release": "go9"}, "no release of the tables"},
		{"changes", object{"from": "go1.25", "to": "go1.26", "area": "nope"}, `area "nope"`},
		{"statement", object{"construct": strings.Repeat("x", longestName+1)}, "at most 300 are read"},
		{"nope", object{}, "nope"},
	} {
		out, fault := ask(t, client, c.tool, c.args)
		if out["verdict"] == "unknown" {
			fault = "unknown: " + out["because"].(string)
		}
		if !strings.Contains(fault, c.want) {
			t.Errorf("%s %.80v: %q, want %q", c.tool, c.args, fault, c.want)
		}
	}
}

// Edges are checked where the compiler's listing was compared and has no other.
func TestGraphVerdict(t *testing.T) {
	x := &index.Index{Symbols: []index.Symbol{{ID: "p.f"}, {ID: "q.f"}}}
	f, q := index.Sym(0), index.Sym(1)
	check := func(name string, sym index.Sym, dir graphq.Direction, want string) {
		t.Helper()
		if got := graphVerdict(x, sym, dir); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	check("no report", f, graphq.Callers, "unchecked")
	x.Report = &index.Report{Package: "p", Differences: []index.Difference{{Cause: index.CauseSpurious, From: "p.f", To: "p.g"}, {Cause: "dead", From: "p.g", To: "p.f"}}}
	check("an edge too many out of it", f, graphq.Callees, "unchecked")
	check("a difference with a reason", f, graphq.Callers, "checked")
	check("another package", q, graphq.Callers, "unchecked")
}

func TestBounded(t *testing.T) {
	type row struct {
		Text string `json:"text"`
	}
	var rows []row
	for range 1000 {
		rows = append(rows, row{strings.Repeat("é", 300)})
	}
	small, err := bounded(object{"rows": rows[:2]})
	if err != nil || at(small, "cut") != nil {
		t.Errorf("a small answer is changed: %v, %v", small, err)
	}
	large, err := bounded(struct {
		head
		Rows []row `json:"rows"`
	}{head{Version: "go1.0", Verdict: "known"}, rows})
	if err != nil {
		t.Fatal(err)
	}
	data, _ := json.Marshal(large)
	if len(data) > largestAnswer {
		t.Errorf("%d bytes", len(data))
	}
	list := at(large, "rows").([]any)
	if says, _ := at(large, "cut").(string); at(large, "version") != "go1.0" || at(large, "verdict") != "known" || len(list) == 0 || !strings.Contains(says, " entries") {
		t.Errorf("%d rows, %v", len(list), at(large, "cut"))
	}
	if s, _ := at(list, 0, "text").(string); strings.ContainsRune(s, '\uFFFD') {
		t.Errorf("a character is cut in two: %q", s)
	}
}
