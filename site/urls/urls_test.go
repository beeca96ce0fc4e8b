package urls

import (
	"regexp"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

func TestRelative(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"index.html", "about.html", "about.html"},
		{"index.html", "func/runtime/mcall.html", "func/runtime/mcall.html"},
		{"func/runtime/schedule.html", "func/runtime/mcall.html", "mcall.html"},
		{"func/runtime/schedule.html", "func/sync/f.html", "../sync/f.html"},
		{"func/runtime/schedule.html", "src/runtime/proc.go.html#L4", "../../src/runtime/proc.go.html#L4"},
		{"func/runtime/schedule.html", "func/runtime/schedule.html", "schedule.html"},
		{"func/runtime/schedule.html", "func/runtime/schedule.html#callers", "#callers"},
		{"func/runtime/a.html", "func/runtime/pprof/a.html", "pprof/a.html"},
		{"func/runtime/pprof/a.html", "func/runtime/a.html", "../a.html"},
		{"pkg/runtime.html", "pkg/runtime/debug.html", "runtime/debug.html"},
		{"pkg/runtime/debug.html", "pkg/runtime.html", "../runtime.html"},
		{"src/runtime/a.go.html", "index.html", "../../index.html"},
		{"src/run/a.html", "src/runtime/a.html", "../runtime/a.html"}, // a common beginning is no common folder
		{"a/b/c.html", "a/b.html", "../b.html"},
		{"aa/x.html", "ba/y.html", "../ba/y.html"}, // nor is a common end
		{"type/x/T.html", "type/x/T.html#T.a/b", "#T.a/b"},
		{"index.html", "src/x.html#a/b", "src/x.html#a/b"},
	} {
		if got := Relative(c.from, c.to); got != c.want {
			t.Errorf("from %s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
		if got := resolve(c.from, Relative(c.from, c.to)); got != c.to {
			t.Errorf("from %s, %s leads to %s", c.from, Relative(c.from, c.to), got)
		}
	}
}

// resolve follows a relative address.
func resolve(from, href string) string {
	page, frag, has := strings.Cut(href, "#")
	if page == "" {
		page = from
	} else {
		dir := strings.Split(from, "/")
		dir = dir[:len(dir)-1]
		for strings.HasPrefix(page, "../") && len(dir) > 0 {
			page, dir = page[3:], dir[:len(dir)-1]
		}
		page = strings.Join(append(dir, page), "/")
	}
	if has {
		return page + "#" + frag
	}
	return page
}

func symbols(kind index.Kind, ids ...index.ID) *index.Index {
	x := &index.Index{Packages: []index.Package{{Path: "p"}}, Files: []index.File{{Path: "p/p.go"}}}
	for _, id := range ids {
		x.Symbols = append(x.Symbols, index.Symbol{ID: id, Kind: kind, Parent: index.NoSym, Asm: index.NoRange})
	}
	return x
}

func TestAddressesDifferWithoutCase(t *testing.T) {
	for _, ids := range [][]index.ID{
		{"p.Foo", "p.foo"},
		{"p.FOO", "p.FOo", "p.FoO", "p.Foo", "p.fOo", "p.foo"},
		{"p.(*T).M", "p.(*T).m", "p.(*t).M", "p.(*t).m"},
		{"p.Ä", "p.ä"},
		{"p.gogo", "p.gogo<>"},
		{"p.Sort[...]", "p.sort[...]"},
	} {
		u := NewMap(symbols(index.KindFunc, ids...))
		seen := map[string]index.ID{}
		for i, path := range u.Page {
			fold := strings.ToLower(path)
			if other, taken := seen[fold]; taken || path == "" || !strings.HasSuffix(path, ".html") {
				t.Errorf("%s has the address %s, as %s", ids[i], path, other)
			}
			seen[fold] = ids[i]
		}
	}
}

// The address of a name must not depend on which other names exist, as far as it
// can: the lower-case twin keeps the plain one.
func TestLowerCaseTwinKeepsThePlainAddress(t *testing.T) {
	u := NewMap(symbols(index.KindFunc, "p.Foo", "p.foo"))
	if u.Page[1] != "func/p/foo.html" || u.Page[0] != "func/p/Foo~F.html" {
		t.Errorf("addresses %q", u.Page)
	}
}

func TestAnchors(t *testing.T) {
	for id, want := range map[index.ID]string{
		"p.f": "f", "p.(*T).m": "T.m", "p.T.a.b": "T.a.b", "p.Sort[...]": "Sort", "p.gogo<>": "gogo~local",
		"p.L1": "sym-L1", "p.L123": "sym-L123", "p.L": "L", "p.L1a": "L1a", "p.T.L1": "T.L1", "_rt0_amd64_linux": "_rt0_amd64_linux",
		// The ids of the layout have a dash, which no name has.
		"p.main": "main",
	} {
		u := NewMap(symbols(index.KindFunc, id))
		if u.ID[0] != want {
			t.Errorf("%s has the id %q, want %q", id, u.ID[0], want)
		}
	}
	if u := NewMap(symbols(index.KindClosure, "p.f.func1")); u.ID[0] != "" || u.Page[0] != "" {
		t.Errorf("a closure has the id %q, the page %q", u.ID[0], u.Page[0])
	}
}

// Addresses and ids stand unquoted in markup: see source.Links.
func TestAddressesNeedNoEscaping(t *testing.T) {
	x := symbols(index.KindFunc, "p.f", "p.gogo<>", "p.(*T[...]).m", "p.größe")
	x.Files[0].Path = "p/a b\"c<d>e'f`g=h&i#j?k\tl%m.go"
	for i := range x.Symbols {
		x.Symbols[i].Name = index.Range{End: 1}
	}
	x.Symbols[0].Kind = index.KindVar
	u := NewMap(x)
	bad := regexp.MustCompile("[\\s\"'<>`=&]")
	for i := range x.Symbols {
		for _, s := range []string{u.Page[i], u.ID[i], u.Declared(index.Sym(i)), u.Best(index.Sym(i))} {
			if bad.MatchString(s) || strings.Count(s, "#") > 1 || strings.Contains(s, "?") {
				t.Errorf("%s: %q", x.Symbols[i].ID, s)
			}
		}
	}
}
