package gotree

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestIdentify(t *testing.T) {
	const commit = "0123456789abcdef0123456789abcdef01234567"
	withVersion := func(text string) map[string]string {
		return map[string]string{"VERSION": text, "src/runtime/proc.go": ""}
	}
	tests := []struct {
		name  string
		files map[string]string
		want  identity
	}{
		{"release", released("go1.22.0"), identity{Version: "go1.22.0"}},
		{"one line", withVersion("go1.5.4"), identity{Version: "go1.5.4"}},
		{"experiment", withVersion("go1.24.0 X:nocoverageredesign\n"), identity{Version: "go1.24.0"}},
		{"vendor", withVersion("go1.24.0-corp\n"), identity{Version: "go1.24.0-corp"}},
		{"built from a clone", withVersion("devel go1.27-abcdef0123 Mon Jan 5\n"), identity{"go1.27-devel-abcdef0123", "go1.27"}},
		{"checkout", developing("27"), identity{"go1.27-devel-0123456789ab", "go1.27"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, err := identify(fakeTree(t, test.files), commit); err != nil || got != test.want {
				t.Errorf("got %+v, %v; want %+v", got, err, test.want)
			}
		})
	}
}

func TestIdentifyRefuses(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string
		below string // part of the tree to name
		want  []string
	}{
		{"nothing", nil, "missing", []string{"no such directory"}},
		{"no tree", map[string]string{"main.go": "package main"}, "", []string{"is no Go tree", "hint: name a GOROOT"}},
		{"too deep", released("go1.22.0"), "src", []string{"is no Go tree", "hint: did you mean"}},
		{"no version", map[string]string{"src/runtime/proc.go": ""}, "", []string{"neither VERSION nor", "hint: write its version"}},
		{"odd version", map[string]string{"src/runtime/proc.go": "", "VERSION": "weekly.2011\n"}, "", []string{`says "weekly.2011"`, "hint:"}},
		{"c", map[string]string{"src/runtime/proc.c": "", "VERSION": "go1.4.3"}, "", []string{"go1.4.3 cannot be indexed", "written in C", "hint: go1.5"}},
		{"older c", map[string]string{"src/pkg/runtime/proc.c": "", "VERSION": "go1.2.2"}, "", []string{"go1.2.2 cannot be indexed"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := identify(filepath.Join(fakeTree(t, test.files), test.below), "")
			wantError(t, err, test.want...)
		})
	}
}

func TestTypesNote(t *testing.T) {
	for _, test := range []struct {
		tree, program string
		want          int
	}{
		{"go1.26.8", "go1.26.8", 0},
		{"go1.26.9", "go1.26.8", 0},
		{"go1.5.4", "go1.26.8", 0},
		{"go1.27rc1", "go1.26.8", 1},
		{"go1.27-devel-0123456789ab", "go1.26.8", 1},
		{"go1.27.4", "devel go1.28-abc", 0},
	} {
		if got := typesNote(test.tree, test.program); len(got) != test.want {
			t.Errorf("typesNote(%s, %s) = %q", test.tree, test.program, got)
		}
	}
}

func TestPhoneNote(t *testing.T) {
	for _, test := range []struct {
		tree, platform string
		want           int
	}{
		{"go1.5.4", "darwin/arm64", 1}, {"go1.15.15", "darwin/arm64", 1}, {"go1.14.15", "darwin/arm", 1},
		{"go1.16.15", "darwin/arm64", 0}, {"go1.5.4", "darwin/amd64", 0}, {"go1.5.4", "linux/arm64", 0}, {"go1.5.4", "/", 0},
	} {
		goos, goarch, _ := strings.Cut(test.platform, "/")
		if got := phoneNote(test.tree, goos, goarch); len(got) != test.want {
			t.Errorf("phoneNote(%s, %s) = %q", test.tree, test.platform, got)
		}
	}
}

// wantError checks an error's text, and the form of all errors: at most one
// hint, on a line of its own.
func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Errorf("no error, want one with %q", parts)
		return
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
	if hints := strings.Count(err.Error(), "hint: "); hints > 1 || hints != strings.Count(err.Error(), "\n    hint: ") {
		t.Errorf("error %q: want one hint on its own line", err)
	}
}
