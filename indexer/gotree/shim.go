package gotree

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// shim makes the directory through which g lists tree, and returns it. If the
// tree is g's own, it holds only the launcher. Its name covers all that is in it,
// so one that exists is right.
func (r *resolver) shim(tree *Tree, g goCommand, gopath bool) (string, error) {
	if runtime.GOOS == "windows" {
		return "", refuse("use `local`, or a Unix host", "%s cannot be listed on Windows: launchers are shell scripts", tree.Version)
	}
	goroot := ""
	if tree.Root != g.root {
		goroot = tree.Root
	}
	key := sha256.Sum256(fmt.Appendf(nil, "2 %q %q %q %t %t", goroot, g.root, g.tag, g.host, gopath))
	dir := filepath.Join(r.CacheDir, "shims", fmt.Sprintf("%s-%x", tree.Version, key[:6]))
	if kept(dir) {
		return dir, nil
	}
	return dir, writing(whole(dir, func(tmp string) error {
		if goroot == "" {
			return writeLauncher(tmp, g.root, g, gopath)
		}
		if err := linkTree(tmp, goroot, g.root); err != nil || g.host {
			return err
		}
		return writeLauncher(tmp, dir, g, gopath)
	}), r.CacheDir)
}

// shimParts are the parts of a tree that its shim shows. bin and pkg hold programs,
// and go.env could name some: the go command obeys it in every GOROOT.
var shimParts = []string{"LICENSE", "VERSION", "lib", "src"}

// linkTree makes dir look like the GOROOT tree with the tools of another: the
// go command asks the compiler in pkg/tool for its build ID, and the compilers
// of old trees cannot answer, while a checkout has none.
func linkTree(dir, tree, tools string) error {
	entries, err := os.ReadDir(tree)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if !slices.Contains(shimParts, name) {
			continue
		}
		if err := os.Symlink(filepath.Join(tree, name), filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return os.Symlink(filepath.Join(tools, "pkg"), filepath.Join(dir, "pkg"))
}

// translate drops or rewrites the flags that go/packages gives to every go
// command, though -pgo came with go1.20, -json=FIELDS with go1.19 and
// -buildvcs with go1.18.
const translate = `for a; do
	shift
	case $a in
	-pgo=* | -buildvcs=*) ;;
	-json=*) set -- "$@" -json ;;
	*) set -- "$@" "$a" ;;
	esac
done
`

// writeLauncher writes, below dir, the program that the go on PATH finds under
// the name of the lister's tag.
func writeLauncher(dir, goroot string, g goCommand, gopath bool) error {
	var b strings.Builder
	b.WriteString("#!/bin/sh\n")
	fmt.Fprintf(&b, "export GOROOT=%s\n", quote(goroot))
	if gopath {
		// Not in Env: the go on PATH would not switch to another one.
		b.WriteString("export GO111MODULE=off\n")
	}
	if before(g.tag, "go1.18") {
		b.WriteString("export GOFLAGS=\n") // they refuse flags that they do not know
	}
	if before(g.tag, "go1.20") {
		b.WriteString(translate)
	}
	fmt.Fprintf(&b, "exec %s \"$@\"\n", quote(filepath.Join(g.root, "bin", "go")))
	bin := filepath.Join(dir, "bin")
	if err := os.Mkdir(bin, 0o777); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(bin, g.tag), []byte(b.String()), 0o777)
}

// quote writes s for the shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
