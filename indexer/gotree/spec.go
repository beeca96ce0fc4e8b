package gotree

import (
	"fmt"
	"go/version"
	"strconv"
	"strings"
	"unicode"
)

// Kind is which of the six ways of naming a version a Spec is.
type Kind int

const (
	Local    Kind = iota // the go on PATH
	Tag                  // exactly this version
	Minor                // the newest patch of this minor
	Dir                  // the tree in a directory
	Commit               // the tree of a git ref in a local clone
	Released             // a version of a module
)

// Spec is one parsed way to name a version. The zero Spec is Local.
//
//	spec  = "" | "local" | tag | minor | dir | dir "@" ref | "module:" path [ "@" query ]
//	minor = "go1.22"                    also for go1.20, although that is a tag too
//	tag   = "go1.22.0" | "go1.23rc1"    the tag go1.20 is written go1.20.0
//	dir   = "." | ".." | a path with a separator in it
//	ref   = a branch, tag or commit; the last "@" divides
//	path  = the path of a module
//	query = a version, or what the go command finds one by: latest, v1
type Spec struct {
	Kind Kind
	Tag  string // Tag and Minor: as written
	Dir  string // Dir and Commit: as written
	Ref  string // Commit; Released: the query
	Path string // Released
}

// Parse reads a spec, or reports what is wrong with it. It looks at no file.
func Parse(s string) (Spec, error) {
	if strings.ContainsFunc(s, unicode.IsControl) {
		return Spec{}, refuse("", "version %q has a control character in it", s)
	}
	if name, ok := strings.CutPrefix(s, ModulePrefix); ok {
		return parseModule(name)
	}
	switch {
	case s == "" || s == "local":
		return Spec{}, nil
	case isTag(s) && s == version.Lang(s):
		return Spec{Kind: Minor, Tag: s}, nil
	case isTag(s):
		return Spec{Kind: Tag, Tag: s}, nil
	}
	return parseDir(s)
}

// Minors lists the minors that a range such as go1.18..go1.27 names, newest first, each as
// a spec. It reports whether s is a range.
func Minors(s string) (specs []string, ok bool) {
	from, to, ok := strings.Cut(s, "..")
	a, okA := minorNumber(from)
	b, okB := minorNumber(to)
	if !ok || !okA || !okB {
		return nil, false
	}
	for n := max(a, b); n >= min(a, b); n-- {
		specs = append(specs, fmt.Sprintf("go1.%d", n))
	}
	return specs, true
}

// minorNumber is the N of go1.N.
func minorNumber(s string) (int, bool) {
	digits, ok := strings.CutPrefix(s, "go1.")
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && 0 <= n && n < 1000 && strconv.Itoa(n) == digits
}

func parseDir(s string) (Spec, error) {
	dir, ref := s, ""
	if i := strings.LastIndexByte(s, '@'); i >= 0 {
		dir, ref = s[:i], s[i+1:]
		if ref == "" {
			return Spec{}, refuse("write DIR@REF with a branch, tag or commit", "version %q names no ref after the @", s)
		}
	}
	if !looksLikeDir(dir) {
		return Spec{}, notAVersion(s)
	}
	if ref == "" {
		return Spec{Kind: Dir, Dir: dir}, nil
	}
	if strings.HasPrefix(ref, "-") {
		return Spec{}, refuse("", "version %q: a git ref cannot begin with a dash", s)
	}
	return Spec{Kind: Commit, Dir: dir, Ref: ref}, nil
}

// looksLikeDir keeps a mistyped tag from being taken for a directory.
func looksLikeDir(s string) bool {
	return s == "." || s == ".." || strings.ContainsAny(s, `/\`)
}

func notAVersion(s string) error {
	if tag := "go" + strings.TrimPrefix(s, "v"); isTag(tag) {
		return refuse("did you mean "+tag+"?", "%q is no Go version", s)
	}
	return refuse("name a version as go1.22.0, go1.22, ./DIR, ./DIR@REF or local", "%q is no Go version", s)
}

// isTag reports whether s is a version in the Go project's form. It is stricter
// than go/version, which lets anything follow a dash, because a tag becomes
// part of file names and of the environment.
func isTag(s string) bool {
	bad := func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '.' || r == '-')
	}
	return version.IsValid(s) && !strings.ContainsFunc(s, bad)
}

// String is the spec as Parse reads it.
func (s Spec) String() string {
	switch s.Kind {
	case Local:
		return "local"
	case Dir:
		return s.Dir
	case Commit:
		return s.Dir + "@" + s.Ref
	case Released:
		return ModuleSpec(s.Path, s.Ref)
	}
	return s.Tag
}

// published is the tag under which a version was published: go1.20.0 never
// existed, its tag is go1.20.
func published(tag string) string {
	if first, ok := strings.CutSuffix(tag, ".0"); ok && isTag(first) &&
		first == version.Lang(first) && version.Compare(first, "go1.21") < 0 {
		return first
	}
	return tag
}

// before reports whether the minor of tag is older than minor.
func before(tag, minor string) bool {
	return version.Compare(version.Lang(tag), minor) < 0
}
