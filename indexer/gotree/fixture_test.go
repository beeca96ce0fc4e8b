package gotree

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// fakeTree makes a directory that looks like a Go tree from outside.
func fakeTree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(root, filepath.FromSlash(name)), text)
	}
	return root
}

func released(tag string) map[string]string {
	return map[string]string{
		"VERSION":                       tag + "\ntime 2024-02-02T18:09:55Z\n",
		"src/runtime/proc.go":           "package runtime\n",
		"src/runtime/rt0_linux_amd64.s": "",
	}
}

func developing(minor string) map[string]string {
	return map[string]string{
		"src/runtime/proc.go":                 "package runtime\n",
		"src/internal/goversion/goversion.go": "package goversion\n\n// Version is the minor.\nconst Version = " + minor + "\n",
	}
}

// fakeGo puts a go command on PATH that claims to be host, with an empty
// module cache; for anything but `go env -json` it does what script says.
func fakeGo(t *testing.T, hostTag, script string) {
	t.Helper()
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("the stand-in for the go command is a shell script")
	}
	goroot := fakeTree(t, released(hostTag))
	bin := t.TempDir()
	text := `#!/bin/sh
if [ "$1 $2" = "env -json" ]; then
	echo '{"GOROOT":"` + goroot + `","GOVERSION":"` + hostTag + `","GOMODCACHE":"` + t.TempDir() + `","GOCACHE":"/nowhere","GOHOSTOS":"linux","GOHOSTARCH":"amd64"}'
	exit 0
fi
` + script + "\n"
	write(t, filepath.Join(bin, "go"), text)
	if err := os.Chmod(filepath.Join(bin, "go"), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// clone makes a git repository whose commits are the given trees, tagged t0, t1 ….
func clone(t *testing.T, commits ...map[string]string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not on PATH")
	}
	dir := t.TempDir()
	gitDo(t, dir, "init", "--quiet", "--initial-branch=master")
	for i, files := range commits {
		gitDo(t, dir, "rm", "-r", "--quiet", "--ignore-unmatch", ".")
		for name, text := range files {
			write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
		}
		gitDo(t, dir, "add", "--all")
		gitDo(t, dir, "commit", "--quiet", "--allow-empty", "-m", "commit")
		gitDo(t, dir, "tag", "t"+string(rune('0'+i)))
	}
	return dir
}

func gitDo(t *testing.T, dir string, args ...string) string {
	t.Helper()
	args = append([]string{"-C", dir, "-c", "user.name=n", "-c", "user.email=e@example.com", "-c", "commit.gpgsign=false"}, args...)
	out, err := exec.Command("git", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return string(out)
}
