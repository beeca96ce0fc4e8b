package main

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// asCommand gives a directory and the program in it by whose name the test is the command.
func asCommand(t *testing.T) (dir, program string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	program = filepath.Join(dir, "sourcedive")
	if err := os.Symlink(self, program); err != nil {
		t.Skip(err)
	}
	return dir, program
}

// A client that starts the command gets answers from its standard output, and nothing
// else is there; when the client leaves, the command ends.
func TestServesAClientOnStandardOutput(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the source of Go")
	}
	dir, program := asCommand(t)
	if err := os.WriteFile(filepath.Join(dir, "kb.yaml"), []byte("packages: [sort]\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "mcp", "--offline", "--content", dir)
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, "cache"))
	cmd.Stderr = io.Discard
	ctx := context.Background()
	client, err := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil).Connect(ctx, &sdk.CommandTransport{Command: cmd}, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := client.CallTool(ctx, &sdk.CallToolParams{Name: "show", Arguments: map[string]any{"symbol": "sort.Sort"}})
	if err != nil {
		t.Fatal(err)
	}
	if text := r.Content[0].(*sdk.TextContent).Text; r.IsError || !strings.Contains(text, `"verdict":"known"`) || !strings.Contains(text, `"file":"sort/sort.go"`) {
		t.Errorf("%.500s", text)
	}
	if err := client.Close(); err != nil || cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != 0 {
		t.Errorf("closing: %v, %v", err, cmd.ProcessState)
	}
}

// Of a module whose content names versions, history and changes answer from these, as the
// commands do.
func TestServesTheHistoryOfAModule(t *testing.T) {
	if testing.Short() {
		t.Skip("fetches a module")
	}
	dir, program := asCommand(t)
	kb := "title: sync\nmodule: golang.org/x/sync\nwritten: v0.24.0\nhistory: [v0.10.0]\n"
	if err := os.WriteFile(filepath.Join(dir, "kb.yaml"), []byte(kb), 0o666); err != nil {
		t.Fatal(err)
	}
	env := modules(t)
	command := func(args ...string) *exec.Cmd {
		cmd := exec.Command(program, append(args, "--content", dir)...)
		cmd.Env, cmd.Stderr = env, io.Discard
		return cmd
	}
	ctx := context.Background()
	client, err := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil).Connect(ctx, &sdk.CommandTransport{Command: command("mcp")}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	ask := func(tool string, args map[string]any) (answer map[string]json.RawMessage) {
		r, err := client.CallTool(ctx, &sdk.CallToolParams{Name: tool, Arguments: args})
		if err != nil || r.IsError {
			t.Fatal(tool, err, r)
		}
		if err := json.Unmarshal([]byte(r.Content[0].(*sdk.TextContent).Text), &answer); err != nil {
			t.Fatal(err)
		}
		return answer
	}
	for _, c := range []struct {
		tool, field string
		args        map[string]any
		command     []string
	}{
		{"history", "life", map[string]any{"symbol": "errgroup.WithContext"}, []string{"history", "errgroup.WithContext", "--json"}},
		{"changes", "changes", map[string]any{"from": "v0.10.0", "to": "v0.24.0"}, []string{"changes", "v0.10.0", "v0.24.0", "--json"}},
	} {
		printed, err := command(c.command...).Output()
		if err != nil {
			t.Fatal(c.command, err)
		}
		var want, got any
		answer := ask(c.tool, c.args)
		if err := cmp.Or(json.Unmarshal(printed, &want), json.Unmarshal(answer[c.field], &got)); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n%.400s\nthe command has\n%.400s", c.tool, err, answer[c.field], printed)
		}
		if v := string(answer["version"]); v != `"v0.24.0"` {
			t.Errorf("%s: of version %s", c.tool, v)
		}
	}
	if answer := ask("changes", map[string]any{"from": "v0.10.0", "to": "v0.17.0"}); !strings.Contains(string(answer["hint"]), "it is made of v0.10, v0.24") {
		t.Errorf("of a version that is not named: %s", answer)
	}
}

// What is no message ends the session with the reason, and says what is expected.
func TestWhatIsNoMessage(t *testing.T) {
	dir, program := asCommand(t)
	cmd := exec.Command(program, "mcp", "--offline")
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, "cache"))
	cmd.Stdin = strings.NewReader("hello\n")
	var said strings.Builder
	cmd.Stderr = &said
	if out, err := cmd.Output(); err == nil || len(out) > 0 || !strings.Contains(said.String(), "mcp: the session ended: ") || !strings.Contains(said.String(), "\n    hint: a client sends one JSON message a line") {
		t.Errorf("%v, %q, %s", err, out, &said)
	}
}
