package index_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"sourcedive/indexer/index"
)

// names says of each form of ID how it comes apart, and what is read off it.
var names = []struct {
	id                 index.ID
	want               index.Name
	local, plain, base string
}{
	{"runtime.schedule", index.Name{Path: "runtime", Parts: []string{"schedule"}}, "schedule", "schedule", "schedule"},
	{"runtime.(*mcache).nextFree", index.Name{Path: "runtime", Pointer: true, Parts: []string{"mcache", "nextFree"}}, "(*mcache).nextFree", "mcache.nextFree", "nextFree"},
	{"runtime.waitReason.String", index.Name{Path: "runtime", Parts: []string{"waitReason", "String"}}, "waitReason.String", "waitReason.String", "String"},
	{"runtime.newproc.func1", index.Name{Path: "runtime", Parts: []string{"newproc", "func1"}}, "newproc.func1", "newproc.func1", "func1"},
	{"runtime.f.func1.2.3", index.Name{Path: "runtime", Parts: []string{"f", "func1", "2", "3"}}, "f.func1.2.3", "f.func1.2.3", "3"},
	{"runtime.(*p).f.func1", index.Name{Path: "runtime", Pointer: true, Parts: []string{"p", "f", "func1"}}, "(*p).f.func1", "p.f.func1", "func1"},
	{"runtime.init.0", index.Name{Path: "runtime", Parts: []string{"init", "0"}}, "init.0", "init.0", "init"},
	{"runtime.init.0.func1", index.Name{Path: "runtime", Parts: []string{"init", "0", "func1"}}, "init.0.func1", "init.0.func1", "func1"},
	{"sync/atomic.(*Pointer[...]).Load", index.Name{Path: "sync/atomic", Pointer: true, Parts: []string{"Pointer[...]", "Load"}}, "(*Pointer[...]).Load", "Pointer.Load", "Load"},
	{"slices.Sort[...]", index.Name{Path: "slices", Parts: []string{"Sort[...]"}}, "Sort[...]", "Sort", "Sort"},
	{"slices.Sort[...].func1", index.Name{Path: "slices", Parts: []string{"Sort[...]", "func1"}}, "Sort[...].func1", "Sort.func1", "func1"},
	{"unique.Handle[...].Value", index.Name{Path: "unique", Parts: []string{"Handle[...]", "Value"}}, "Handle[...].Value", "Handle.Value", "Value"},
	{"runtime.g.sched.pc", index.Name{Path: "runtime", Parts: []string{"g", "sched", "pc"}}, "g.sched.pc", "g.sched.pc", "pc"},
	{"internal/runtime/sys.Prefetch", index.Name{Path: "internal/runtime/sys", Parts: []string{"Prefetch"}}, "Prefetch", "Prefetch", "Prefetch"},
	{"gopkg.in/yaml%2ev3.Unmarshal", index.Name{Path: "gopkg.in/yaml.v3", Parts: []string{"Unmarshal"}}, "Unmarshal", "Unmarshal", "Unmarshal"},
	{"a%2eb.(*T).m", index.Name{Path: "a.b", Pointer: true, Parts: []string{"T", "m"}}, "(*T).m", "T.m", "m"},
	{"x/100%25.f", index.Name{Path: "x/100%", Parts: []string{"f"}}, "f", "f", "f"},
	{"_rt0_amd64_linux", index.Name{Parts: []string{"_rt0_amd64_linux"}}, "_rt0_amd64_linux", "_rt0_amd64_linux", "_rt0_amd64_linux"},
	{"runtime.gogo<>", index.Name{Path: "runtime", Parts: []string{"gogo<>"}}, "gogo<>", "gogo<>", "gogo<>"},
	{"gogo<>", index.Name{Parts: []string{"gogo<>"}}, "gogo<>", "gogo<>", "gogo<>"},
	{"runtime.größe", index.Name{Path: "runtime", Parts: []string{"größe"}}, "größe", "größe", "größe"},
}

func TestNamesComeApart(t *testing.T) {
	for _, c := range names {
		got, err := index.ParseID(c.id)
		if err != nil {
			t.Errorf("ParseID(%q): %v", c.id, err)
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("ParseID(%q), -want +got:\n%s", c.id, diff)
		}
		if back := got.ID(); back != c.id {
			t.Errorf("ParseID(%q).ID() = %q", c.id, back)
		}
		if string(got.ID()) != string(c.id) {
			t.Errorf("ParseID(%q).String() = %q", c.id, string(got.ID()))
		}
	}
}

func TestPartsOfNames(t *testing.T) {
	for _, c := range names {
		if c.id.Path() != c.want.Path || c.id.Local() != c.local || c.id.Plain() != c.plain || c.id.Base() != c.base {
			t.Errorf("%q: Path %q Local %q Plain %q Base %q, want %q %q %q %q",
				c.id, c.id.Path(), c.id.Local(), c.id.Plain(), c.id.Base(), c.want.Path, c.local, c.plain, c.base)
		}
	}
}

// The linker escapes what no name may hold in every element of a path, and dots in
// the last one only: cmd/internal/objabi.PathToPrefix.
func TestPathsAreEscapedAsTheLinkerDoes(t *testing.T) {
	for path, want := range map[string]index.ID{
		"runtime":           "runtime.f",
		"foo.bar/baz":       "foo.bar/baz.f",
		"foo/bar.baz":       "foo/bar%2ebaz.f",
		"foo/bar.baz.z":     "foo/bar%2ebaz%2ez.f",
		"a%b/c":             "a%25b/c.f",
		"\u00e9/x":          "%c3%a9/x.f",
		"x/\u00e9":          "x/%c3%a9.f",
		"x/with\"quotation": "x/with%22quotation.f",
	} {
		n := index.Name{Path: path, Parts: []string{"f"}}
		if got := n.ID(); got != want {
			t.Errorf("path %q: ID %q, want %q", path, got, want)
		}
		if back, err := index.ParseID(want); err != nil || back.Path != path {
			t.Errorf("ParseID(%q) gives path %q, %v; want %q", want, back.Path, err, path)
		}
	}
}

func TestNamesThatAreNone(t *testing.T) {
	for _, id := range []index.ID{
		"", ".", ".f", "runtime.", "runtime..f", "runtime.f.", "a/b", "a/", "a/.f", "/",
		"runtime.(*p", "runtime.(*p)", "runtime.(*p).", "runtime.(*).f", "runtime.(p).f", "runtime.*p.f",
		"runtime.(*a.b).f", "runtime.f()", "runtime.a b", "runtime.f\n", "runtime.a\x00", "runtime.a\x00b",
		"runtime.a\fb", "runtime.a\rb", "runtime.a\"b", "runtime.a<b", "runtime.a`b", "runtime.a'b", "runtime.a=b", "runtime.a&b",
		"sync/atomic.(*Pointer[go.shape.int]).Load", "slices.Sort[int]", "slices.Sort[...][...]", "slices.[...]Sort", "slices.Sort[..].f",
		"gopkg.in/yaml%2Ev3.f", "yaml%2.f", "yaml%.f", "yaml%zz.f", "yaml%61.f", "a%2fb.f", "a b.f",
		"(*mcache).nextFree",
	} {
		if n, err := index.ParseID(id); err == nil {
			t.Errorf("ParseID(%q) = %+v, want an error", id, n)
		}
	}
}

// A malformed ID is still printed and has no package.
func TestMalformedIDs(t *testing.T) {
	const id index.ID = "runtime.(*p"
	if id.Path() != "" || id.Local() != string(id) || id.Base() != string(id) {
		t.Errorf("Path %q Local %q Base %q", id.Path(), id.Local(), id.Base())
	}
}

func FuzzParseID(f *testing.F) {
	for _, c := range names {
		f.Add(string(c.id))
	}
	for _, s := range []string{"runtime.a\x00", "(*T).m", "a%2fb.f", "a/b%25.(*T[...]).m.func1.2", "\x00.\x00", "%", "a.(*", "\xff.f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id := index.ID(s)
		id.Path()
		id.Local()
		id.Plain()
		id.Base()
		n, err := index.ParseID(id)
		if err != nil {
			return
		}
		if len(n.Parts) == 0 {
			t.Fatalf("ParseID(%q) has no parts", s)
		}
		if n.ID() != id {
			t.Fatalf("ParseID(%q).ID() = %q", s, n.ID())
		}
	})
}
