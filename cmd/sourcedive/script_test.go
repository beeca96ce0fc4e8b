package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite what the scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sourcedive": main})
}

// TestScripts runs testdata/script, one file for each thing that a person does at
// the command line. None needs the network.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		ContinueOnError:     true,
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"GOCACHE", "GOPATH", "GOROOT", "GOMODCACHE", "GOVERSION"} {
				out, err := exec.Command("go", "env", name).Output()
				if err != nil {
					return err
				}
				if name != "GOROOT" { // the go command knows its own
					env.Setenv(name, strings.TrimSpace(string(out)))
				} else {
					env.Setenv("LOCAL", strings.TrimSpace(string(out)))
				}
			}
			env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
			env.Setenv("GOPROXY", "off")
			env.Setenv("GOTOOLCHAIN", "local")
			env.Setenv("ARCH", runtime.GOARCH)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"json":     isJSON,
			"sametree": sameTree,
			"gotree":   goTree,
			"modules":  serveModules,
		},
	})
}

// serveModules makes testdata/modules the only modules that there are.
func serveModules(ts *testscript.TestScript, neg bool, args []string) {
	proxy := ts.MkAbs(".proxy")
	ts.Check(proxyOf("testdata/modules", proxy))
	ts.Setenv("GOPROXY", "file://"+filepath.ToSlash(proxy))
	ts.Setenv("GOSUMDB", "off")
	ts.Setenv("GOFLAGS", "")
	ts.Setenv("GOMODCACHE", ts.MkAbs(".mod"))
}

// isJSON says that files, or stdout, hold JSON.
func isJSON(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		if err := json.Unmarshal([]byte(ts.ReadFile(name)), new(any)); (err == nil) == neg {
			ts.Fatalf("%s is JSON: %v", name, err)
		}
	}
}

// sameTree says that two directories hold the same files.
func sameTree(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("sametree takes two directories")
	}
	one, two := treeOf(ts, args[0]), treeOf(ts, args[1])
	differ := ""
	for path, data := range one {
		if !bytes.Equal(data, two[path]) {
			differ = path
		}
	}
	for path := range two {
		if _, ok := one[path]; !ok {
			differ = path
		}
	}
	if (differ == "") == neg || len(one) == 0 {
		ts.Fatalf("%d and %d files; %q differs", len(one), len(two), differ)
	}
}

// goTree makes a Go tree of a directory that holds a few packages of its own: the rest
// of the library is the local Go's. Its version is one that no toolchain has, so that
// output is the same whichever Go runs the tests.
func goTree(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 || neg {
		ts.Fatalf("gotree takes a directory")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.WriteFile(filepath.Join(dir, "VERSION"), []byte("devel go1.99-abcdef1234\n"), 0o666))
	from := ts.Getenv("LOCAL")
	sameFile(ts, filepath.Join(from, "LICENSE"), filepath.Join(dir, "LICENSE"))
	ts.Check(filepath.WalkDir(filepath.Join(from, "src"), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(from, name)
		if d.IsDir() {
			if d.Name() == "testdata" || rel == filepath.Join("src", "cmd") {
				return fs.SkipDir
			}
			return os.MkdirAll(filepath.Join(dir, rel), 0o777)
		}
		if slices.Contains([]string{".go", ".s", ".h"}, filepath.Ext(name)) && !strings.HasSuffix(name, "_test.go") {
			sameFile(ts, name, filepath.Join(dir, rel))
		}
		return nil
	}))
}

// sameFile links a file, or copies it to where no link can lead. A tree may hold no
// symbolic link that leads out of it.
func sameFile(ts *testscript.TestScript, from, to string) {
	if _, err := os.Lstat(to); err == nil || os.Link(from, to) == nil {
		return
	}
	data, err := os.ReadFile(from)
	ts.Check(err)
	ts.Check(os.WriteFile(to, data, 0o666))
}

func treeOf(ts *testscript.TestScript, dir string) map[string][]byte {
	files := map[string][]byte{}
	root := ts.MkAbs(dir)
	ts.Check(filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		files[rel] = data
		return err
	}))
	return files
}

// Every command has an example, and every example starts with the program's name.
func TestEveryCommandTeachesByExample(t *testing.T) {
	for _, cmd := range allCommands(newRoot(new(bytes.Buffer), new(bytes.Buffer))) {
		if cmd.Short == "" {
			t.Errorf("%s has no summary", cmd.CommandPath())
		}
		if cmd.Example == "" && cmd.Name() != "help" && cmd.Name() != "list" {
			t.Errorf("%s has no example", cmd.CommandPath())
		}
		for line := range strings.Lines(cmd.Example) {
			fields := strings.Fields(line)
			if len(fields) == 0 || fields[0] != "sourcedive" {
				t.Errorf("%s: example %q", cmd.CommandPath(), line)
				continue
			}
			found, _, err := newRoot(new(bytes.Buffer), new(bytes.Buffer)).Find(fields[1:])
			if err != nil || found.Name() == "sourcedive" {
				t.Errorf("%s: the example %q is no command: %v", cmd.CommandPath(), line, err)
				continue
			}
			for _, f := range fields {
				if name, ok := strings.CutPrefix(f, "--"); ok && found.Flags().Lookup(name) == nil {
					t.Errorf("%s: the example %q uses a flag that %s has not", cmd.CommandPath(), line, found.CommandPath())
				}
			}
		}
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var out, errs bytes.Buffer
	if code := run(ctx, []string{"show", "runtime.g"}, nil, &out, &errs); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	if got := errs.String(); !strings.HasSuffix(got, "sourcedive: interrupted\n") {
		t.Errorf("stderr %q", got)
	}
}
