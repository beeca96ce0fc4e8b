package gotree

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	goversionConst = regexp.MustCompile(`(?m)^const Version = (\d+)\b`)
	develVersion   = regexp.MustCompile(`^devel (go1\.\d+)-([0-9a-f]{7,40})\b`)
)

// identity is what the files of a tree say it is.
type identity struct {
	Version string // "go1.22.0", or "go1.27-devel" with a commit where VERSION has it
	Minor   string // "go1.27" for a tree in development, else ""
}

// identify reads a tree's version from its own files. It refuses a directory
// that is no Go tree, or one that cannot be indexed. Commit, if known, becomes
// part of the name of a development version.
func identify(root, commit string) (identity, error) {
	if !isDir(root) {
		return identity{}, refuse("", "no such directory: %s", root)
	}
	if !isDir(filepath.Join(root, "src", "runtime")) && !isDir(filepath.Join(root, "src", "pkg", "runtime")) {
		return identity{}, notATree(root)
	}
	id, err := readVersion(root, commit)
	if err != nil {
		return identity{}, err
	}
	return id, indexable(id.Version)
}

func notATree(root string) error {
	hint := "name a GOROOT, or the top of a checkout of the Go repository"
	if isDir(filepath.Join(filepath.Dir(root), "src", "runtime")) {
		hint = "did you mean " + filepath.Dir(root) + "?"
	}
	return refuse(hint, "%s is no Go tree: it has no src/runtime", root)
}

// readVersion believes VERSION, and where there is none the language version
// that a checkout of the development branch has in internal/goversion.
func readVersion(root, commit string) (identity, error) {
	file := filepath.Join(root, "VERSION")
	text, err := readSmall(file)
	if errors.Is(err, fs.ErrNotExist) {
		return readGoversion(root, commit)
	}
	if err != nil {
		return identity{}, because(err, "", "read the version of %s", root)
	}
	line, _, _ := strings.Cut(string(text), "\n")
	if m := develVersion.FindStringSubmatch(line); m != nil {
		return development(m[1], m[2]), nil
	}
	// Experiments follow the version after a space.
	tag, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	if !isTag(tag) {
		return identity{}, refuse("its first line should be like go1.22.0", "%s says %q, which is no Go version", file, line)
	}
	return identity{Version: tag}, nil
}

func readGoversion(root, commit string) (identity, error) {
	text, _ := readSmall(filepath.Join(root, "src", "internal", "goversion", "goversion.go"))
	m := goversionConst.FindSubmatch(text)
	if m == nil {
		return identity{}, refuse("write its version, like go1.22.0, into a file VERSION, or check out a tag",
			"%s has neither VERSION nor src/internal/goversion/goversion.go: its version is unknown", root)
	}
	return development("go1."+string(m[1]), commit), nil
}

// development names a tree between releases in a form that is safe in a URL.
func development(minor, commit string) identity {
	name := minor + "-devel"
	if commit != "" {
		name += "-" + commit[:min(len(commit), 12)]
	}
	return identity{Version: name, Minor: minor}
}

func indexable(tag string) error {
	if before(tag, "go1.5") {
		return refuse("go1.5 is the first that can be indexed", "%s cannot be indexed: its runtime is written in C", tag)
	}
	return nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
