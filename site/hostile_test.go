package site

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"sourcedive/annotate/article"
	"sourcedive/indexer/index"
)

const evil = "<script>alert(1)</script>\"'`]]>-->${x}\\ onload=alert(1) &lt;\x00\xff\u202e\u2028</title></pre></code>"

// hostile is an index whose every text is out to break the pages.
func hostile(t testing.TB, filePath string) *index.Index {
	t.Helper()
	text := "package p\n\n// " + strings.ReplaceAll(evil, "\n", " ") + "\nfunc f() { g(v) }\n\nfunc g() {}\n\ntype T struct {\n\ta int // " + evil + "\n}\n\nvar v = `" + evil[:10] + "`\n"
	at := func(s string, n int) index.Range {
		i := strings.LastIndex(text, s)
		return index.Range{Off: int32(i), End: int32(i + n)}
	}
	sym := func(id index.ID, kind index.Kind, decl, name index.Range) index.Symbol {
		return index.Symbol{
			ID: id, Kind: kind, Parent: index.NoSym, Decl: decl, Name: name, Asm: index.NoRange, Head: decl.End,
			Sig: evil, Doc: evil + "\n\n# " + evil + "\n\n\t" + evil + "\n\n[" + evil + "]: javascript:alert(1)", Link: evil,
			Type: evil, Value: evil, Offset: 0, Size: 8, Align: 8,
			Directives: []index.Directive{{Name: evil, Args: evil}}, AsmFlags: []string{evil},
		}
	}
	x := &index.Index{
		Config:   index.Config{Version: "go1", GOOS: "linux", GOARCH: "amd64", Notes: []string{evil}, License: evil},
		Packages: []index.Package{{Path: "p", Name: evil, Doc: evil, Imports: []string{evil}}},
		Files: []index.File{
			{Path: filePath, Text: text},
			{Path: "pz/z.s", Lang: index.LangAsm, Text: "TEXT ·x(SB),$0 // " + evil + "\n", Excluded: evil},
			{Path: "pz/zz.h", Lang: index.LangHeader, Text: "#define x " + evil + "\n/* " + evil},
		},
		Symbols: []index.Symbol{
			sym("p.T", index.KindType, at("type T", strings.Index(text, "}\n\nvar")+1-strings.Index(text, "type T")), at("T struct", 1)),
			sym("p.T.a", index.KindField, at("a int", 5), at("a int", 1)),
			sym("p.f", index.KindFunc, at("func f()", 17), at("f() { g", 1)),
			sym("p.g", index.KindFunc, at("func g()", 11), at("g() {}", 1)),
			sym("p.v", index.KindVar, at("var v", 18), at("v = ", 1)),
		},
		Problems: []index.Diagnostic{{File: evil, Line: 1, Msg: evil}},
	}
	x.Symbols[1].Parent = 0
	for _, s := range []index.Sym{2, 3, 0, 1, 4} {
		n := x.Symbols[s].Name
		x.Files[0].Refs = append(x.Files[0].Refs, index.Ref{Off: n.Off, End: n.End, Local: -1, Sym: s, Access: index.Declare})
		if s == 2 {
			call := at("g(v) }", 1)
			x.Files[0].Refs = append(x.Files[0].Refs, index.Ref{Off: call.Off, End: call.End, Local: -1, Sym: 3, Access: index.Called})
			use := at("v) }", 1)
			x.Files[0].Refs = append(x.Files[0].Refs, index.Ref{Off: use.Off, End: use.End, Local: -1, Sym: 4, Name: index.NameVar, Access: index.Read})
			x.Edges = []index.Edge{{From: 2, To: 3, At: call.Off, Kind: index.EdgeCall, Rule: 1}}
		}
	}
	x, err := index.New(x)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

var hostileKB = article.Config{
	Title: evil, Lead: evil, Directives: map[string]string{evil: evil},
	Journeys: []article.JourneySpec{{Name: "j", Root: []string{"p.f"}, Title: evil, Lead: evil}},
}

// Whatever the texts hold, pages are pages: no element and no attribute comes of it.
func TestHostileTexts(t *testing.T) {
	files := rendered(t, siteOf(t, hostileKB, hostile(t, "p/p.go")))
	checkLinks(t, files)
	for path, data := range files {
		if strings.Contains(path, "/assets/") && strings.HasSuffix(path, ".js") && strings.Contains(string(data), "</script") {
			t.Errorf("%s could end a script element", path)
		}
	}
}

// A file may be called anything that the file system takes.
func TestHostileFileNames(t *testing.T) {
	for _, path := range []string{
		"p/a b.go", "p/a onclick=alert(1) b.go", "p/a\"b.go", "p/a'b.go", "p/a<b>.go", "p/a&lt;b.go", "p/a`b.go", "p/a${b}.go",
		"p/a#b.go", "p/a?b.go", "p/a%62.go", "p/a\\b.go", "p/a\tb.go", "p/\u202egp.go", "p/a=b.go", "p/größe.go",
	} {
		t.Run(fmt.Sprintf("%q", path), func(t *testing.T) {
			s := siteOf(t, hostileKB, hostile(t, path))
			files := rendered(t, s)
			for page, data := range files {
				if strings.HasSuffix(page, ".html") {
					checkPage(t, page, data)
				}
			}
			for name, data := range files {
				if inside := string(data); isSearchData(name) && (strings.Count(strings.ReplaceAll(inside, `\"`, ""), `"`) != 6 || strings.ContainsAny(inside, "<>&\u2028")) {
					t.Errorf("%s is more than three literals:\n%s", name, inside)
				}
			}
		})
	}
}

// An index of one name whose letter comes late in the alphabet.
func TestFewNames(t *testing.T) {
	text := "package p\n\nfunc z() {}\n"
	x, err := index.New(&index.Index{
		Config:   index.Config{Version: "go1", GOOS: runtime.GOOS, GOARCH: runtime.GOARCH},
		Packages: []index.Package{{Path: "p", Name: "p"}},
		Files:    []index.File{{Path: "p/p.go", Text: text, Refs: []index.Ref{{Off: 16, End: 17, Local: -1, Sym: 0, Access: index.Declare}}}},
		Symbols: []index.Symbol{{
			ID: "p.z", Parent: index.NoSym, Decl: index.Range{Off: 11, End: 22}, Name: index.Range{Off: 16, End: 17}, Asm: index.NoRange,
			Head: 19, Sig: "func z()", Offset: -1, Size: -1, Align: -1, Args: -1,
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	checkLinks(t, rendered(t, siteOf(t, article.Config{Title: "One name"}, x)))
}

// An index of nothing but an excluded file.
func TestNoNames(t *testing.T) {
	x, err := index.New(&index.Index{
		Config:   index.Config{Version: "go1", GOOS: runtime.GOOS, GOARCH: runtime.GOARCH},
		Packages: []index.Package{{Path: "p", Name: "p"}},
		Files:    []index.File{{Path: "p/p_windows.go", Text: "", Excluded: "file name: _windows"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	checkLinks(t, rendered(t, siteOf(t, article.Config{Title: "Nothing"}, x)))
}
