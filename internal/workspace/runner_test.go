package workspace

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"sourcedive/indexer/gotree"
)

func TestEnvironmentOfPrograms(t *testing.T) {
	env := []string{
		"PATH=/bin", "HOME=/home/x", "TMPDIR=/tmp", "GOCACHE=/c", "GOTOOLCHAIN=go1.22.0", "GOROOT=/r", "SystemRoot=C:\\Windows",
		"AWS_SECRET_ACCESS_KEY=s", "GITHUB_TOKEN=s", "SSH_AUTH_SOCK=s", "LD_PRELOAD=s", "GODEBUG=gctrace=1", "GOGC=1", "GOAUTH=s", "GONETRC=s", "PATHS=x", "=C:=x",
	}
	if got, want := strings.Join(runEnv(env), " "), "PATH=/bin HOME=/home/x TMPDIR=/tmp SystemRoot=C:\\Windows"; got != want {
		t.Errorf("a program gets %s\nwant %s", got, want)
	}
	if got, want := strings.Join(buildEnv(env), " "), "PATH=/bin HOME=/home/x TMPDIR=/tmp GOCACHE=/c GOTOOLCHAIN=go1.22.0 GOROOT=/r SystemRoot=C:\\Windows"; got != want {
		t.Errorf("a build gets %s\nwant %s", got, want)
	}
}

// local makes a Runner of the Go that tests this.
func local(t *testing.T, files map[string]string, limits runLimits) (Runner, *bytes.Buffer) {
	t.Helper()
	content := fstest.MapFS{}
	for name, text := range files {
		content["programs/"+name+".go.txt"] = &fstest.MapFile{Data: []byte(text)}
	}
	tree := &Tree{Tree: new(gotree.Tree), GOOS: runtime.GOOS, GOARCH: runtime.GOARCH}
	tree.Version, tree.Lister = "go1.0", "go1.0"
	tree.Env = append(os.Environ(), "A_SECRET=s", "GOTOOLCHAIN=local", "GO111MODULE=off")
	log := new(bytes.Buffer)
	return Runner{content, tree, log, limits}, log
}

// A program is named before it runs, and sees no secret.
func TestProgramSaysWhatItRuns(t *testing.T) {
	p, log := local(t, map[string]string{"env": "package main\nimport (\"os\"; \"fmt\")\nfunc main() { fmt.Println(len(os.Getenv(\"A_SECRET\")), os.Getenv(\"PATH\") != \"\") }\n"}, usualLimits)
	out, err := p.Run(context.Background(), "env")
	if err != nil || out != "0 true\n" {
		t.Errorf("%q, %v", out, err)
	}
	if got := log.String(); got != "running programs/env.go.txt with go1.0\n" {
		t.Errorf("log: %q", got)
	}
	if _, err := p.Run(context.Background(), "none"); err == nil || strings.Contains(log.String(), "none") {
		t.Errorf("%v; log: %q", err, log)
	}
}

// What prints without end is stopped, and takes no more memory than the limit.
func TestProgramThatPrintsForEver(t *testing.T) {
	files := map[string]string{"flood": "package main\nfunc main() { for { println(\"flood\") } }\n"}
	p, _ := local(t, files, runLimits{build: time.Minute, run: time.Minute, linger: time.Second, output: 10_000})
	if out, err := p.Run(context.Background(), "flood"); out != "" || err == nil || !strings.Contains(err.Error(), "prints more than 10000 bytes") {
		t.Errorf("%d bytes, %v", len(out), err)
	}
}

func TestCappedOutput(t *testing.T) {
	full := 0
	c := &capped{most: 5, full: func() { full++ }}
	fmt.Fprint(c, "abc")
	fmt.Fprint(c, "de")
	if c.over || full != 0 || c.text.String() != "abcde" {
		t.Errorf("%+v, %d", c, full)
	}
	fmt.Fprint(c, "f")
	fmt.Fprint(c, "")
	if !c.over || full == 0 || c.text.Len() != 5 {
		t.Errorf("%+v, %d", c, full)
	}
}

// A program that links out of the content is not run.
func TestProgramOutsideTheContent(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "content")
	for _, err := range []error{
		os.MkdirAll(filepath.Join(dir, "programs"), 0o777),
		os.WriteFile(filepath.Join(top, "x.go"), []byte("package main\nfunc main() {}\n"), 0o666),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("../../x.go", filepath.Join(dir, "programs", "x.go.txt")); err != nil {
		t.Skip(err)
	}
	p, log := local(t, nil, usualLimits)
	var err error
	if p.content, err = openDir("content", dir, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Run(context.Background(), "x"); err == nil || log.Len() > 0 {
		t.Errorf("%v; log: %q", err, log)
	}
}

// pidIn is the number that a program wrote into a file, once it has.
func pidIn(t *testing.T, name string) int {
	t.Helper()
	for range 500 {
		text, err := os.ReadFile(name)
		if pid, perr := strconv.Atoi(strings.TrimSpace(string(text))); err == nil && perr == nil {
			return pid
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("nothing in %s", name)
	return 0
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
