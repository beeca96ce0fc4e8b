package site

import (
	"regexp"
	"strings"
	"testing"

	"sourcedive/indexer"
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
		if got := relative(c.from, c.to); got != c.want {
			t.Errorf("from %s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
		if got := resolve(c.from, relative(c.from, c.to)); got != c.to {
			t.Errorf("from %s, %s leads to %s", c.from, relative(c.from, c.to), got)
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

func symbols(kind indexer.Kind, ids ...indexer.ID) *indexer.Index {
	x := &indexer.Index{Packages: []indexer.Package{{Path: "p"}}, Files: []indexer.File{{Path: "p/p.go"}}}
	for _, id := range ids {
		x.Symbols = append(x.Symbols, indexer.Symbol{ID: id, Kind: kind, Parent: indexer.NoSym, Asm: indexer.Nowhere})
	}
	return x
}

func TestAddressesDifferWithoutCase(t *testing.T) {
	for _, ids := range [][]indexer.ID{
		{"p.Foo", "p.foo"},
		{"p.FOO", "p.FOo", "p.FoO", "p.Foo", "p.fOo", "p.foo"},
		{"p.(*T).M", "p.(*T).m", "p.(*t).M", "p.(*t).m"},
		{"p.Ä", "p.ä"},
		{"p.gogo", "p.gogo<>"},
		{"p.Sort[...]", "p.sort[...]"},
	} {
		u := newURLs(symbols(indexer.KindFunc, ids...))
		seen := map[string]indexer.ID{}
		for i, path := range u.page {
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
	u := newURLs(symbols(indexer.KindFunc, "p.Foo", "p.foo"))
	if u.page[1] != "func/p/foo.html" || u.page[0] != "func/p/Foo~F.html" {
		t.Errorf("addresses %q", u.page)
	}
}

func TestAnchors(t *testing.T) {
	for id, want := range map[indexer.ID]string{
		"p.f": "f", "p.(*T).m": "T.m", "p.T.a.b": "T.a.b", "p.Sort[...]": "Sort", "p.gogo<>": "gogo~local",
		"p.L1": "sym-L1", "p.L123": "sym-L123", "p.L": "L", "p.L1a": "L1a", "p.T.L1": "T.L1", "_rt0_amd64_linux": "_rt0_amd64_linux",
		// The ids of the layout have a dash, which no name has.
		"p.main": "main",
	} {
		u := newURLs(symbols(indexer.KindFunc, id))
		if u.id[0] != want {
			t.Errorf("%s has the id %q, want %q", id, u.id[0], want)
		}
	}
	if u := newURLs(symbols(indexer.KindClosure, "p.f.func1")); u.id[0] != "" || u.page[0] != "" {
		t.Errorf("a closure has the id %q, the page %q", u.id[0], u.page[0])
	}
}

// Addresses and ids stand unquoted in markup: see source.Links.
func TestAddressesNeedNoEscaping(t *testing.T) {
	x := symbols(indexer.KindFunc, "p.f", "p.gogo<>", "p.(*T[...]).m", "p.größe")
	x.Files[0].Path = "p/a b\"c<d>e'f`g=h&i#j?k\tl%m.go"
	for i := range x.Symbols {
		x.Symbols[i].Name = indexer.Place{End: 1}
	}
	x.Symbols[0].Kind = indexer.KindVar
	u := newURLs(x)
	bad := regexp.MustCompile("[\\s\"'<>`=&]")
	for i := range x.Symbols {
		for _, s := range []string{u.page[i], u.id[i], u.declared(indexer.Sym(i)), u.best(indexer.Sym(i))} {
			if bad.MatchString(s) || strings.Count(s, "#") > 1 || strings.Contains(s, "?") {
				t.Errorf("%s: %q", x.Symbols[i].ID, s)
			}
		}
	}
}

func TestWords(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 12345: "12,345", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("%d reads %s", n, got)
		}
	}
	if count(1, "caller", "callers") != "1 caller" || count(0, "caller", "callers") != "0 callers" || count(2000, "caller", "callers") != "2,000 callers" {
		t.Error("count miscounts")
	}
}

func TestJSString(t *testing.T) {
	for in, want := range map[string]string{
		"a": `"a"`, `"\`: `"\"\\"`, "</script>": `"\u003c/script\u003e"`, "a\nb\x00": `"a\u000ab\u0000"`,
		"&": `"\u0026"`, "\u2028\u2029": `"\u2028\u2029"`, "\xff": "\"\ufffd\"", "世": `"世"`, "`${x}": "\"`${x}\"",
	} {
		if got := jsString(in); got != want {
			t.Errorf("%q is written %s, want %s", in, got, want)
		}
	}
}
