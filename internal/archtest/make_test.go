package archtest

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// What the README's commands run: the local Go, and nothing that a variable of another
// target adds.
func TestMakeRuns(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("there is no make here, and so nothing that it could run")
	}
	for target, want := range map[string]string{
		"site":                             "go run ./cmd/sourcedive build --out site-out",
		"serve":                            "go run ./cmd/sourcedive serve --addr 127.0.0.1:8080 --content content --templates templates",
		"site ARGS=--go=go1.27 OUT=/tmp/x": "go run ./cmd/sourcedive build --go=go1.27 --out /tmp/x",
	} {
		cmd := exec.Command("make", append([]string{"--no-print-directory", "-n"}, strings.Fields(target)...)...)
		cmd.Dir, cmd.Env = root, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")} // no variables of a make around it
		out, err := cmd.Output()
		if got := strings.Join(strings.Fields(string(out)), " "); err != nil || got != want {
			t.Errorf("make %s would run %q, want %q (%v)", target, got, want, err)
		}
	}
}
