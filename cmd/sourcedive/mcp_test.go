package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// A client that starts the command gets answers from its standard output, and nothing
// else is there; when the client leaves, the command ends.
func TestServesAClientOnStandardOutput(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the source of Go")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "sourcedive") // by which name the test is the command
	if err := os.Symlink(self, program); err != nil {
		t.Skip(err)
	}
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

// What is no message ends the session with the reason, and says what is expected.
func TestWhatIsNoMessage(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "sourcedive")
	if err := os.Symlink(self, program); err != nil {
		t.Skip(err)
	}
	cmd := exec.Command(program, "mcp", "--offline")
	cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, "cache"))
	cmd.Stdin = strings.NewReader("hello\n")
	var said strings.Builder
	cmd.Stderr = &said
	if out, err := cmd.Output(); err == nil || len(out) > 0 || !strings.Contains(said.String(), "mcp: the session ended: ") || !strings.Contains(said.String(), "\n    hint: a client sends one JSON message a line") {
		t.Errorf("%v, %q, %s", err, out, &said)
	}
}
