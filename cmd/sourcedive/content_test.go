package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// written is the version that the content is about.
const written = "go1.26.8"

// TestContentHolds checks the whole content, its programs included, against the
// version that it was written for. Another local Go may lack what the words name.
func TestContentHolds(t *testing.T) {
	if testing.Short() {
		t.Skip("the programs of claims take a minute; they are not run in -short mode")
	}
	out, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		t.Fatal(err)
	}
	if here := strings.TrimSpace(string(out)); here != written {
		t.Skipf("the content is about %s, and the Go here is %s", written, here)
	}
	// Two of the programs race against the clock, which a busy machine can win once.
	for try := range 2 {
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), []string{"check", "--content", "../../content", "--run"}, strings.NewReader(""), &stdout, &stderr)
		if code == 0 && strings.Contains(stdout.String(), " 0 false, 0 unanswerable, 0 skipped,") {
			return
		}
		if try > 0 {
			t.Errorf("exit %d\n%s%s", code, &stdout, &stderr)
		}
	}
}
