//go:build unix

package gotree

import (
	"archive/zip"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// evil is a program that leaves its arguments in a file, and the directory of those.
func evil(t *testing.T) (program, marks string) {
	t.Helper()
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("the program is a shell script")
	}
	marks = t.TempDir()
	program = filepath.Join(t.TempDir(), "evil")
	writeProgram(t, program, "#!/bin/sh\necho \"$0 $*\" >> "+marks+"/ran\nexit 1\n")
	return program, marks
}

func writeProgram(t *testing.T, file, text string) {
	t.Helper()
	write(t, file, text)
	if err := os.Chmod(file, 0o777); err != nil {
		t.Fatal(err)
	}
}

// wantNoneRan asserts that no program of evil was run.
func wantNoneRan(t *testing.T, marks string) {
	t.Helper()
	if text, err := os.ReadFile(filepath.Join(marks, "ran")); err == nil {
		t.Errorf("programs of the tree were run:\n%s", text)
	}
}

// TestTreeChoosesNoProgram lists and compiles trees whose go.env, bin and pkg/tool
// would all run a program, with the real go command.
func TestTreeChoosesNoProgram(t *testing.T) {
	h, err := findHost(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	program, marks := evil(t)
	for _, settings := range []string{
		"GOFLAGS=-toolexec=" + program,
		"GOCACHEPROG=" + program,
		"CGO_ENABLED=1\nCC=" + program + "\nGOPROXY=https://proxy.example\nGOTOOLCHAIN=go1.99.0\nGOFLAGS=-mod=mod",
	} {
		files := released(h.tag)
		files["src/go.mod"] = "module std\n\ngo 1.21\n"
		files["src/probe/probe.go"] = "package probe\n"
		files["go.env"] = settings + "\n"
		root := fakeTree(t, files)
		for _, name := range []string{"bin/go", "bin/gofmt", "pkg/tool/" + h.GOHOSTOS + "_" + h.GOHOSTARCH + "/compile"} {
			text, _ := os.ReadFile(program)
			writeProgram(t, filepath.Join(root, name), string(text))
		}
		for _, spec := range []string{root, clone(t, files) + "@t0"} {
			useTree(t, spec)
		}
	}
	wantNoneRan(t, marks)
}

// useTree runs go commands in a tree as the indexer does.
func useTree(t *testing.T, spec string) {
	t.Helper()
	tree, err := resolve(t, spec, Options{Offline: true})
	if err != nil {
		t.Fatal(err)
	}
	if exists(filepath.Join(tree.Root, "go.env")) {
		t.Errorf("%s: the shim has a go.env", spec)
	}
	cache := t.TempDir()
	for _, args := range [][]string{
		{"list", "-e", "-compiled", "-deps", "-json=ImportPath", "probe"},
		{"build", "-gcflags=-S", "probe"},
		{"env", "GOFLAGS", "GOCACHEPROG", "GOPROXY", "CGO_ENABLED"},
	} {
		cmd := exec.Command("go", args...)
		cmd.Dir = filepath.Join(tree.Root, "src")
		cmd.Env = append(slices.Clip(tree.Env), "PWD="+cmd.Dir, "GOCACHE="+cache)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Errorf("%s: go %q: %v\n%s", spec, args, err, out)
		}
		if args[0] == "env" && string(out) != "-buildvcs=false\n\noff\n0\n" {
			t.Errorf("%s: the tree's settings count: %s", spec, out)
		}
	}
}

// hostileConfig makes a clone run program wherever git can be made to.
func hostileConfig(t *testing.T, dir, program string) {
	t.Helper()
	more := filepath.Join(dir, ".git", "more")
	write(t, more, "[core]\n\tfsmonitor = "+program+"\n\tsshCommand = "+program+"\n")
	settings := [][2]string{
		{"core.fsmonitor", program}, {"core.sshCommand", program}, {"core.gitProxy", program}, {"core.pager", program},
		{"core.editor", program}, {"core.askPass", program}, {"core.hooksPath", filepath.Join(dir, ".git", "evil-hooks")},
		{"core.alternateRefsCommand", program}, {"filter.x.clean", program}, {"filter.x.smudge", program}, {"filter.x.process", program},
		{"filter.x.required", "true"}, {"diff.x.textconv", program}, {"diff.x.command", program}, {"diff.external", program},
		{"alias.archive", "!" + program}, {"alias.diff", "!" + program}, {"tar.tar.command", program}, {"tar.x.command", program},
		{"gpg.program", program}, {"gpg.ssh.program", program}, {"log.showSignature", "true"}, {"credential.helper", "!" + program},
		{"pager.diff", program}, {"pager.archive", program}, {"pager.rev-parse", program}, {"uploadpack.packObjectsHook", program},
		{"trace2.eventTarget", filepath.Join(dir, "trace")}, {"submodule.recurse", "true"}, {"diff.submodule", "diff"},
		{"remote.origin.url", "ssh://host.example/repo"}, {"remote.origin.promisor", "true"}, {"remote.origin.partialclonefilter", "blob:none"},
		{"remote.origin.uploadpack", program}, {"extensions.partialClone", "origin"}, {"core.repositoryformatversion", "1"},
		{"include.path", more},
	}
	for _, s := range settings {
		gitDo(t, dir, "config", "--file", filepath.Join(dir, ".git", "config"), s[0], s[1])
	}
	text, _ := os.ReadFile(program)
	for _, hook := range []string{"post-checkout", "pre-auto-gc", "post-index-change", "fsmonitor-watchman", "reference-transaction", "update"} {
		writeProgram(t, filepath.Join(dir, ".git", "hooks", hook), string(text))
		writeProgram(t, filepath.Join(dir, ".git", "evil-hooks", hook), string(text))
	}
	write(t, filepath.Join(dir, ".git", "info", "attributes"), "* filter=x diff=x\n")
}

// TestCloneChoosesNoProgram reads refs and the work tree of a clone in which every
// setting names a program.
func TestCloneChoosesNoProgram(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	program, marks := evil(t)
	files := released("go1.26.8")
	files[".gitattributes"] = "* filter=x diff=x export-subst text eol=crlf\nsrc/runtime/left.go export-ignore\n"
	files["src/runtime/proc.go"] = "package runtime // $Format:%H$\n"
	files["src/runtime/left.go"] = "package runtime\n"
	dir := clone(t, files, developing("26"), files)
	gitDo(t, dir, "worktree", "add", "--quiet", filepath.Join(dir, "..", filepath.Base(dir)+"-other"), "t1")
	linked := filepath.Join(dir, "..", filepath.Base(dir)+"-other")
	t.Cleanup(func() { os.RemoveAll(linked) })
	gitDo(t, dir, "pack-refs", "--all")
	hostileConfig(t, dir, program)
	write(t, filepath.Join(dir, "src/runtime/proc.go"), "package runtime // being edited\n")

	for _, spec := range []string{dir, dir + "@t0", dir + "@HEAD", dir + "@master~1", linked, linked + "@HEAD"} {
		tree, err := resolve(t, spec, Options{})
		if err != nil {
			t.Errorf("%s: %v", spec, err)
			continue
		}
		notes := strings.Join(tree.Notes, "\n")
		if strings.Contains(notes, "has changes") != (spec == dir) {
			t.Errorf("%s: notes %q", spec, notes)
		}
		devel := strings.HasPrefix(spec, linked) || strings.HasSuffix(spec, "~1")
		if want := map[bool]string{false: "go1.26.8", true: "go1.26-devel-"}[devel]; !strings.HasPrefix(tree.Version, want) {
			t.Errorf("%s: version %s", spec, tree.Version)
		}
		if strings.HasSuffix(spec, "@t0") {
			text, err := os.ReadFile(filepath.Join(tree.Root, "src/runtime/proc.go"))
			if string(text) != files["src/runtime/proc.go"] || !exists(filepath.Join(tree.Root, "src/runtime/left.go")) {
				t.Errorf("the files are not those of the commit: %q, %v", text, err)
			}
		}
	}
	wantNoneRan(t, marks)
	if exists(filepath.Join(dir, "trace")) {
		t.Error("git wrote the trace that the clone asks for")
	}
}

// TestPartialClone takes an object away that git would fetch by running ssh.
func TestPartialClone(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	program, marks := evil(t)
	dir := clone(t, released("go1.26.8"))
	hostileConfig(t, dir, program)
	blob := strings.TrimSpace(gitDo(t, dir, "-c", "core.fsmonitor=false", "rev-parse", "t0:src/runtime/proc.go"))
	if err := os.Remove(filepath.Join(dir, ".git/objects", blob[:2], blob[2:])); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, ".git/objects/pack/pack-1.promisor"), "")
	_, err := resolve(t, dir+"@t0", Options{})
	wantError(t, err, "git archive", blob, "hint: the clone is a partial one")
	wantNoneRan(t, marks)
}

// TestSubmodule has a clone within the clone whose settings are hostile.
func TestSubmodule(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	program, marks := evil(t)
	inner := clone(t, map[string]string{"a.go": "package a\n"})
	dir := clone(t, released("go1.26.8"))
	gitDo(t, dir, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner, "src/inner")
	gitDo(t, dir, "commit", "--quiet", "-m", "inner")
	settings := filepath.Join(dir, ".git/modules/src/inner/config")
	gitDo(t, dir, "config", "--file", settings, "core.fsmonitor", program)
	write(t, filepath.Join(dir, "src/inner/a.go"), "package a // being edited\n")
	tree, err := resolve(t, dir, Options{Offline: true})
	if err != nil || strings.Contains(strings.Join(tree.Notes, "\n"), "has changes") {
		t.Errorf("%+v, %v", tree, err)
	}
	wantNoneRan(t, marks)
}

// TestAdmit refuses what would be waited for, or is not of the tree.
func TestAdmit(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	outside := filepath.Join(t.TempDir(), "secret")
	write(t, outside, "package secret\n")
	pipe := func(path string) error { return syscall.Mkfifo(path, 0o666) }
	link := func(to string) func(string) error { return func(path string) error { return os.Symlink(to, path) } }
	large := func(size int64) func(string) error {
		return func(path string) error {
			write(t, path, "package runtime\n")
			return os.Truncate(path, size)
		}
	}
	tests := []struct {
		file string
		make func(path string) error
		want string // "" where it is none of our business
	}{
		{"src/runtime/a.go", pipe, "is no regular file, but a named pipe"},
		{"src/runtime/a.s", pipe, "a named pipe"},
		{"src/runtime/a_test.go", pipe, "a named pipe"},
		{"VERSION", pipe, "a named pipe"},
		{"LICENSE", pipe, "a named pipe"},
		{"src/runtime/zero.s", link("/dev/zero"), "is a symbolic link to /dev/zero, outside the tree"},
		{"src/runtime/a.go", link(outside), "outside the tree"},
		{"src/runtime/up.go", link("../../../../../../../../etc/passwd"), "symbolic link"},
		{"src/other", link(filepath.Dir(outside)), "outside the tree"},
		{"LICENSE", link(outside), "outside the tree"},
		{"src/runtime/gone.go", link("nothing"), "leads nowhere"},
		{"src/runtime/huge.go", large(1 << 30), fmt.Sprintf("huge.go has %d bytes, the limit is %d", 1<<30, maxSource)},
		{"src/runtime/huge.h", large(maxSource + 1), "the limit is"},
		{"src/runtime/huge.syso", large(maxOther + 1), "the limit is"},
		{"VERSION", large(1 << 30), "the limit is"},
		{"src/runtime/large.go", large(maxSource), ""},
		{"src/runtime/.#proc.go", link("user@host.example.1"), ""}, // an editor's lock
		{"src/runtime/same.go", link("proc.go"), ""},
		{"misc/a.go", pipe, ""},
	}
	for _, test := range tests {
		root := fakeTree(t, released("go1.26.8"))
		path := filepath.Join(root, test.file)
		os.Remove(path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := test.make(path); err != nil {
			t.Fatal(err)
		}
		_, err := resolve(t, root, Options{Offline: true})
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", test.file, err)
			}
			continue
		}
		wantError(t, err, filepath.Base(test.file), test.want, "hint:")
	}
}

// TestAdmitCommit refuses the same in a commit, and keeps nothing of it.
func TestAdmitCommit(t *testing.T) {
	fakeGo(t, "go1.26.8", "exit 1")
	dir := clone(t, released("go1.26.8"))
	path := filepath.Join(dir, "src/runtime/zero.go")
	commit := func(tag string) {
		gitDo(t, dir, "add", "--all")
		gitDo(t, dir, "commit", "--quiet", "-m", tag)
		gitDo(t, dir, "tag", tag)
		os.Remove(path)
	}
	write(t, path, "package runtime\n")
	if err := os.Truncate(path, maxSource+1); err != nil {
		t.Fatal(err)
	}
	commit("large")
	if err := os.Symlink("/etc/passwd", path); err != nil {
		t.Fatal(err)
	}
	commit("link")
	for tag, want := range map[string]string{"large": "the limit is", "link": "outside the tree"} {
		cache := t.TempDir()
		_, err := resolve(t, dir+"@"+tag, Options{Offline: true, CacheDir: cache})
		wantError(t, err, dir+"@"+tag+"/src/runtime/zero.go", want)
		wantClean(t, cache, 0)
	}
}

// TestDownloadKeepsProxy fetches a toolchain with the real go command from a proxy
// that only the user's own settings name, in the environment or by `go env -w`.
func TestDownloadKeepsProxy(t *testing.T) {
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("the stand-in for a toolchain is a shell script")
	}
	h, err := findHost(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	proxy := "file://" + filepath.ToSlash(fakeProxy(t, h, "go1.98.0"))
	for _, byFile := range []bool{false, true} {
		cache := t.TempDir()
		t.Cleanup(func() { makeWritable(cache) })
		t.Setenv("GOMODCACHE", cache)
		t.Setenv("GOPROXY", "")
		t.Setenv("GOSUMDB", "")
		if byFile {
			file := filepath.Join(t.TempDir(), "env")
			write(t, file, "GOPROXY="+proxy+"\nGOSUMDB=off\n")
			t.Setenv("GOENV", file)
		} else {
			t.Setenv("GOENV", "off")
			t.Setenv("GOPROXY", proxy)
			t.Setenv("GOSUMDB", "off")
		}
		list, err := Versions(t.Context(), Options{CacheDir: t.TempDir()})
		if err != nil || !slices.ContainsFunc(list, func(v Version) bool { return v.Tag == "go1.98.0" }) {
			t.Errorf("by file %t: versions %v, %v", byFile, list, err)
		}
		tree, err := resolve(t, "go1.98.0", Options{})
		if err != nil || tree.Version != "go1.98.0" || !tree.Immutable {
			t.Errorf("by file %t: %+v, %v", byFile, tree, err)
		}
	}
}

// fakeProxy is a directory in the form of a module proxy with one toolchain in it.
func fakeProxy(t *testing.T, h *host, tag string) string {
	t.Helper()
	dir := t.TempDir()
	at := filepath.Join(dir, filepath.FromSlash(toolchainModule), "@v")
	write(t, filepath.Join(at, "list"), h.version(tag)+"\n")
	write(t, filepath.Join(at, h.version(tag)+".mod"), "module "+toolchainModule+"\n")
	write(t, filepath.Join(at, h.version(tag)+".info"), `{"Version":"`+h.version(tag)+`"}`)
	f, err := os.Create(filepath.Join(at, h.version(tag)+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	files := released(tag)
	for _, name := range []string{"bin/gofmt", "lib/time/README"} {
		files[name] = ""
	}
	files["bin/go"] = "#!/bin/sh\ncd \"${0%/*}/..\" && pwd\n"
	files["pkg/tool/"+h.GOHOSTOS+"_"+h.GOHOSTARCH+"/compile"] = "#!/bin/sh\n"
	for name, text := range files {
		w, err := z.Create(toolchainModule + "@" + h.version(tag) + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// makeWritable lets a module cache be removed.
func makeWritable(dir string) {
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			_ = os.Chmod(path, 0o777)
		}
		return nil
	})
}
