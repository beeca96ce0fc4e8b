package gotree

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	tests := []struct {
		in   string
		want Spec
	}{
		{"", Spec{}},
		{"local", Spec{}},
		{"go1.22.0", Spec{Kind: Tag, Tag: "go1.22.0"}},
		{"go1.23rc1", Spec{Kind: Tag, Tag: "go1.23rc1"}},
		{"go1.18beta1", Spec{Kind: Tag, Tag: "go1.18beta1"}},
		{"go1.20.0", Spec{Kind: Tag, Tag: "go1.20.0"}},
		{"go1.22", Spec{Kind: Minor, Tag: "go1.22"}},
		{"go1.20", Spec{Kind: Minor, Tag: "go1.20"}},
		{".", Spec{Kind: Dir, Dir: "."}},
		{"./go", Spec{Kind: Dir, Dir: "./go"}},
		{"/usr/local/go", Spec{Kind: Dir, Dir: "/usr/local/go"}},
		{"../go@master", Spec{Kind: Commit, Dir: "../go", Ref: "master"}},
		{".@release-branch.go1.22", Spec{Kind: Commit, Dir: ".", Ref: "release-branch.go1.22"}},
		{"/a@b/go@v1", Spec{Kind: Commit, Dir: "/a@b/go", Ref: "v1"}},
		{"github.com/google/uuid@v1.6.0", Spec{Kind: Commit, Dir: "github.com/google/uuid", Ref: "v1.6.0"}},
		{"module:github.com/google/uuid@v1.6.0", Spec{Kind: Released, Path: "github.com/google/uuid", Ref: "v1.6.0"}},
		{"module:github.com/google/uuid", Spec{Kind: Released, Path: "github.com/google/uuid", Ref: "latest"}},
	}
	for _, test := range tests {
		got, err := Parse(test.in)
		if err != nil || got != test.want {
			t.Errorf("Parse(%q) = %+v, %v; want %+v", test.in, got, err, test.want)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct{ in, want string }{
		{"1.22.0", "did you mean go1.22.0?"},
		{"v1.22.0", "did you mean go1.22.0?"},
		{"go1.22.x", "is no Go version"},
		{"latest", "name a version as"},
		{"golang@master", "name a version as"},
		{"./go@", "names no ref"},
		{"./go@--output=x", "cannot begin with a dash"},
		{"./go\x00", "control character"},
		{"go1.22.0-$(x)", "is no Go version"},
	}
	for _, test := range tests {
		if got, err := Parse(test.in); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("Parse(%q) = %+v, %v; want an error with %q", test.in, got, err, test.want)
		}
	}
}

// FuzzParse checks that what Parse accepts, String writes so that Parse reads
// it back, and that a tag is safe in a file name and in the environment.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"", "local", "go1.22", "go1.22.0", "go1.21-corp", "./a@b@c", "/x", "..@-", "go1.20rc1@x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		spec, err := Parse(s)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x00\x1b") {
				t.Errorf("the error repeats a control character: %q", err)
			}
			return
		}
		again, err := Parse(spec.String())
		if err != nil || again != spec {
			t.Errorf("Parse(%q) = %+v; its String %q gives %+v, %v", s, spec, spec.String(), again, err)
		}
		if strings.ContainsAny(spec.Tag, "/\\ $'\"=@") {
			t.Errorf("unsafe tag %q", spec.Tag)
		}
		if (spec.Kind == Commit) != (spec.Ref != "") {
			t.Errorf("%+v: a commit without a ref, or a ref without a commit", spec)
		}
	})
}

func TestPublished(t *testing.T) {
	for in, want := range map[string]string{
		"go1.20.0": "go1.20", "go1.21.0": "go1.21.0", "go1.20.1": "go1.20.1", "go1.5.0": "go1.5", "go1.23rc1": "go1.23rc1",
	} {
		if got := published(in); got != want {
			t.Errorf("published(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNewestOf(t *testing.T) {
	tags := []string{"go1.19.13", "go1.20rc1", "go1.20", "go1.20.4", "go1.20.14", "go1.26rc1", "go1.26.0", "go1.27rc2"}
	for minor, want := range map[string]string{
		"go1.20": "go1.20.14", "go1.26": "go1.26.0", "go1.27": "go1.27rc2", "go1.28": "",
	} {
		if got := newestOf(tags, minor); got != want {
			t.Errorf("newestOf(%s) = %q, want %q", minor, got, want)
		}
	}
	if got := newestOf([]string{"go1.20rc1", "go1.20"}, "go1.20"); got != "go1.20" {
		t.Errorf("the first release before its candidate: %q", got)
	}
	if got := strings.Join(nearestTags(tags, "go1.20.5"), " "); got != "go1.20 go1.20.4 go1.20.14 go1.26rc1" {
		t.Errorf("nearestTags: %s", got)
	}
}

func TestMinors(t *testing.T) {
	for s, want := range map[string]string{
		"go1.25..go1.27": "go1.27 go1.26 go1.25", "go1.27..go1.25": "go1.27 go1.26 go1.25", "go1.9..go1.10": "go1.10 go1.9", "go1.5..go1.5": "go1.5",
	} {
		if got, ok := Minors(s); !ok || strings.Join(got, " ") != want {
			t.Errorf("%s: %v %t, want %s", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "..", "go1.25", "go1.25..", "..go1.27", "go1.25.1..go1.27", "go1.025..go1.27", "go1.-1..go1.27", "go1.5..go1.99999999", "../go1.25..go1.27", "local"} {
		if got, ok := Minors(s); ok {
			t.Errorf("%q is the range %v", s, got)
		}
	}
}
