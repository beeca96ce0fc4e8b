package gocmd

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// hostile is an environment in which every setting would run a program.
var hostile = []string{
	"PATH=/bin", "HOME=/home/u", "HTTPS_PROXY=http://proxy.example", "GOFLAGS=-toolexec=evil", "GOCACHEPROG=evil",
	"GOENV=/tmp/evil", "GOROOT=/tmp/evil", "GOTOOLCHAIN=evil", "GOWORK=/tmp/evil", "GOPACKAGESDRIVER=evil",
	"GOAUTH=evil", "GOVCS=*:all", "GOPROXY=http://evil.example", "GOSUMDB=evil", "GOTOOLDIR=/tmp/evil", "GOEXPERIMENT=evil",
	"CGO_ENABLED=1", "CGO_CFLAGS=-fplugin=evil", "CC=evil", "CXX=evil", "FC=evil", "AR=evil", "GCCGO=evil",
	"PKG_CONFIG=evil", "PKG_CONFIG_PATH=/tmp/evil", "GIT_DIR=/tmp/evil", "GIT_SSH_COMMAND=evil", "GIT_EXTERNAL_DIFF=evil",
	"GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=core.fsmonitor", "GIT_CONFIG_VALUE_0=evil", "GIT_PAGER=evil",
}

// value is what os/exec passes on of a name: the last.
func value(env []string, name string) (string, bool) {
	for _, v := range slices.Backward(env) {
		if text, ok := strings.CutPrefix(v, name+"="); ok {
			return text, true
		}
	}
	return "", false
}

func TestEnvironments(t *testing.T) {
	own := map[string]string{"GOPROXY": "https://mine.example", "GOPRIVATE": "corp.example", "GOAUTH": "netrc", "GOFLAGS": "-toolexec=evil"}
	const unset = "\x00"
	tests := []struct {
		name                     string
		read, download, git, ask string
	}{
		{"PATH", "/bin", "/bin", "/bin", "/bin"},
		{"HTTPS_PROXY", "http://proxy.example", "http://proxy.example", "http://proxy.example", "http://proxy.example"},
		{"HOME", "/home/u", "/home/u", os.DevNull, "/home/u"},
		{"GOENV", "off", "off", unset, "/tmp/evil"}, // the user's own
		{"GOFLAGS", "-buildvcs=false", "-buildvcs=false", unset, "-buildvcs=false"},
		{"GOCACHEPROG", "", "", unset, "evil"}, // env alone opens no cache
		{"GOROOT", "/tree", unset, unset, "/tmp/evil"},
		{"GOTOOLCHAIN", "local", "go1.22.0", unset, "local"},
		{"GOWORK", "off", "off", unset, "off"},
		{"GOPACKAGESDRIVER", "off", "off", unset, "evil"},
		{"GOPROXY", "off", "https://mine.example", unset, "http://evil.example"},
		{"GOSUMDB", "off", unset, unset, "evil"}, // unset: the trusted GOROOT's default
		{"GOPRIVATE", unset, "corp.example", unset, unset},
		{"GOAUTH", "off", "netrc", unset, "evil"},
		{"GOVCS", "*:off", "*:off", unset, "*:all"},
		{"GOTOOLDIR", unset, unset, unset, "/tmp/evil"},
		{"GOEXPERIMENT", unset, unset, unset, "evil"},
		{"CGO_ENABLED", "0", "0", unset, "1"},
		{"CGO_CFLAGS", unset, unset, unset, "-fplugin=evil"},
		{"CC", "false", "false", unset, "evil"},
		{"CXX", "false", "false", unset, "evil"},
		{"FC", "false", "false", unset, "evil"},
		{"AR", "false", "false", unset, "evil"},
		{"GCCGO", "false", "false", unset, "evil"},
		{"PKG_CONFIG", "false", "false", unset, "evil"},
		{"PKG_CONFIG_PATH", unset, unset, unset, "/tmp/evil"},
		{"GIT_DIR", unset, unset, "/repo", "/tmp/evil"},
		{"GIT_CONFIG_NOSYSTEM", "1", "1", "1", unset},
		{"GIT_CONFIG_GLOBAL", os.DevNull, os.DevNull, os.DevNull, unset},
		{"GIT_CONFIG_COUNT", unset, unset, unset, "1"},
		{"GIT_CONFIG_KEY_0", unset, unset, unset, "core.fsmonitor"},
		{"GIT_SSH_COMMAND", unset, unset, unset, "evil"},
		{"GIT_EXTERNAL_DIFF", unset, unset, unset, "evil"},
		{"GIT_PAGER", unset, unset, "cat", "evil"},
		{"GIT_NO_LAZY_FETCH", unset, unset, "1", unset},
	}
	before := slices.Clone(hostile)
	made := [][]string{Read(hostile, "GOROOT=/tree"), Download(hostile, own, "GOTOOLCHAIN=go1.22.0"), Git(hostile, "/repo"), Ask(hostile)}
	for _, test := range tests {
		for i, want := range []string{test.read, test.download, test.git, test.ask} {
			got, ok := value(made[i], test.name)
			if ok != (want != unset) || ok && got != want {
				t.Errorf("%s of %s is %q, %t; want %q", test.name, []string{"Read", "Download", "Git", "Ask"}[i], got, ok, want)
			}
		}
	}
	for i, env := range made[:3] {
		if text := strings.Join(env, "\n"); strings.Contains(text, "evil") {
			t.Errorf("environment %d passes on a hostile setting:\n%s", i, text)
		}
	}
	if !slices.Equal(hostile, before) {
		t.Error("the base was changed")
	}
}
