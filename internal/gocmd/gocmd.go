// Package gocmd makes the environments of the go commands and the git commands
// that are run, so that what a tree says about itself cannot choose a program.
//
// The go command takes a setting that is unset, or set to nothing, from the
// user's file (GOENV) and then from go.env in its GOROOT. A setting that can name
// a program is therefore given a value here wherever one exists that means none.
// GOCACHEPROG has no such value: a GOROOT that is not trusted must have no go.env.
package gocmd

import (
	"os"
	"slices"
	"strings"
)

// Settings are those of the user's own go command that decide how something is
// fetched: Download passes them on. They are asked for before any tree is read.
var Settings = []string{"GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOAUTH"}

// fixed hold for every go command. None can run another program with them, but
// for the toolchain's own tools.
var fixed = []string{
	"GOENV=off",
	"GOFLAGS=" + Flags,
	"GOCACHEPROG=",
	"GOWORK=off",
	"GO111MODULE=", // with auto, the go on PATH obeys GOTOOLCHAIN only where there is a go.mod
	"GOPACKAGESDRIVER=off",
	"GOVCS=*:off",
	"CGO_ENABLED=0",
	"CC=false", "CXX=false", "FC=false", "AR=false", "GCCGO=false", "PKG_CONFIG=false",
	"GIT_CONFIG_NOSYSTEM=1",
	"GIT_CONFIG_GLOBAL=" + os.DevNull,
	"GIT_TERMINAL_PROMPT=0",
}

// Flags is the GOFLAGS of every go command from go1.18 on: version control is not
// asked about the tree that a package lies in. Older ones do not know the flag, do
// not ask, and read no go.env.
const Flags = "-buildvcs=false"

// Read is the whole environment of a go command that reads or compiles: base, such
// as os.Environ, without its settings of Go, cgo and git; what is fixed; no network;
// and then more, which wins.
func Read(base []string, more ...string) []string {
	return slices.Concat(plain(base), fixed,
		[]string{"GOTOOLCHAIN=local", "GOPROXY=off", "GOSUMDB=off", "GOAUTH=off"}, more)
}

// Download is Read for a go command that may fetch, in the way that the user set:
// own has the values of Settings. It is no environment to read a tree in.
func Download(base []string, own map[string]string, more ...string) []string {
	env := slices.Concat(plain(base), fixed, []string{"GOTOOLCHAIN=local"})
	for _, name := range Settings {
		if value := own[name]; value != "" {
			env = append(env, name+"="+value)
		}
	}
	return append(env, more...)
}

// Fetch is an environment that Read made, for a go command that may fetch, in the way that
// the user set. No setting but those of downloads differs.
func Fetch(read []string, own map[string]string) []string {
	env := slices.Clip(read)
	for _, name := range Settings {
		env = append(env, name+"="+own[name]) // nothing means what the go command does by default
	}
	return env
}

// Ask is the environment in which the go on PATH says what it and its user have
// set: base, and nothing of the directory that it runs in.
func Ask(base []string) []string {
	return append(slices.Clip(base), "GOTOOLCHAIN=local", "GOWORK=off", "GO111MODULE=", "GOFLAGS="+Flags)
}

// Git is the environment of a git command on the repository gitDir: no settings but
// that repository's, no question, no fetching of objects that are missing.
func Git(base []string, gitDir string) []string {
	return append(plain(base),
		"GIT_DIR="+gitDir,
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_ATTR_NOSYSTEM=1",
		"GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1", "GIT_OPTIONAL_LOCKS=0",
		"GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat", "LC_ALL=C",
		// Older git reads these two in place of the settings above.
		"XDG_CONFIG_HOME="+os.DevNull, "HOME="+os.DevNull)
}

// programs are the settings outside the names below that the go command runs.
var programs = []string{"CC", "CXX", "FC", "AR", "PKG_CONFIG"}

// plain is env without the settings of Go, cgo and git.
func plain(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return slices.Contains(programs, name) || slices.ContainsFunc([]string{"GO", "CGO_", "GCCGO", "GIT_", "PKG_CONFIG"},
			func(prefix string) bool { return strings.HasPrefix(name, prefix) })
	})
}

// DiskFull reports whether a command failed for want of space, by what it printed.
func DiskFull(output string) bool {
	return strings.Contains(output, "no space left on device") || strings.Contains(output, "disk quota exceeded") || strings.Contains(output, "There is not enough space on the disk")
}
