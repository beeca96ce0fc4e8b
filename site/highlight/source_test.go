package highlight_test

import (
	"fmt"
	"html/template"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/site/highlight"
)

var lineID = regexp.MustCompile(`^L[0-9]+$`)

// textOf is what a reader copies: the text without tags and line numbers. It fails
// on markup that this package does not make.
func textOf(t testing.TB, code template.HTML) string {
	t.Helper()
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(string(code)))
	number, depth := false, 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			if depth != 0 {
				t.Errorf("%d elements are left open", depth)
			}
			return b.String()
		case html.StartTagToken:
			tok := z.Token()
			depth++
			for _, a := range tok.Attr {
				switch a.Key {
				case "id":
					number = number || lineID.MatchString(a.Val)
				case "class", "href":
				default:
					t.Errorf("attribute %s=%q", a.Key, a.Val)
				}
			}
			switch tok.Data {
			case "a", "b", "i", "q", "u", "dfn":
			default:
				t.Errorf("element %s", tok.Data)
			}
		case html.EndTagToken:
			depth--
			number = false
		case html.TextToken:
			if !number {
				b.WriteString(z.Token().Data)
			}
		default:
			t.Errorf("token %v", z.Token())
		}
	}
}

// shown is the text that a page can show of a file: valid, without carriage
// returns and control characters, its last line ended.
func shown(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\r':
		case r < ' ' && r != '\t' && r != '\n' || r == 0x7f:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	if s := b.String(); !strings.HasSuffix(s, "\n") {
		return s + "\n"
	}
	return b.String()
}

func lineCount(text string) int { return strings.Count(shown(text), "\n") }

// checkFile says whether a file, marked and written, is still itself.
func checkFile(t testing.TB, f *index.File) {
	t.Helper()
	m := highlight.New(f)
	code, _ := m.All(highlight.Links{})
	whole := m.HTML(0, int32(len(f.Text)), highlight.Links{})
	for _, code := range []template.HTML{code, whole} {
		if !utf8.ValidString(string(code)) {
			t.Errorf("%s: the markup is not valid UTF-8", f.Path)
		}
		// TestLastLine says what stands behind the last line.
		if got, want := textOf(t, code), shown(f.Text); got != want && got != want+"\n" {
			i := 0
			for i < len(got) && i < len(want) && got[i] == want[i] {
				i++
			}
			t.Errorf("%s: the text differs at byte %d: %.40q, want %.40q", f.Path, i, got[i:], want[i:])
		}
		for i, n := range regexp.MustCompile(` id=L([0-9]+)[ >]`).FindAllStringSubmatch(string(code), -1) {
			if n[1] != fmt.Sprint(i+1) {
				t.Fatalf("%s: line %d has the id L%s", f.Path, i+1, n[1])
			}
		}
	}
	if got, want := m.Lines(), lineCount(f.Text); got != want {
		t.Errorf("%s: %d lines, want %d", f.Path, got, want)
	}
}

var odd = []struct{ name, text string }{
	{"empty", ""},
	{"one newline", "\n"},
	{"two newlines", "\n\n"},
	{"no newline", "package p"},
	{"one line", "package p\n"},
	{"blank lines at the end", "package p\n\n\n"},
	{"blank lines at the start", "\n\npackage p\n"},
	{"CRLF", "package p\r\n\r\n// a\r\nvar s = `x\r\ny`\r\n/* a\r\nb */\r\n"},
	{"CR", "package p\r\rvar x\r"},
	{"comment of many lines", "package p\n\n/* one\n\ntwo <b>\n*/ var x = 1\n"},
	{"raw string of many lines", "package p\n\nvar s = `one\n\n<i>two`\n"},
	{"ends in a comment", "package p // end"},
	{"ends in an open comment", "package p\n/* open\nmore\n"},
	{"ends in an open string", "package p\nvar s = \"open\nvar t = 1\n"},
	{"ends in an open raw string", "package p\nvar s = `open\n\n"},
	{"ends in a backslash", "package p\nvar s = '\\"},
	{"backslash before a newline", "package p\nvar c = '\\\nvar d = 'x'\nfunc f() {}\n"},
	{"markup", "package p\n\n// <script>alert(1)</script> & \"x\" 'y' &lt;\n"},
	{"NUL and controls", "package p\n// a\x00b\x01\x1b[0m\x7f\n"},
	{"invalid UTF-8", "package p\n// \xff\xfe ok \xc3\nvar s = \"\xed\xa0\x80\"\n"},
	{"invalid before valid", "// \xff 世界 <b>\nint x; // é\n/* \xff */ int y; /* 世 */\n"},
	{"BOM", "\ufeffpackage p\n"},
	{"RTL", "package p\n// \u202eesrever\u202c \u200f\n"},
	{"wide", "package p\n\nvar größe, 世界 = \"é\", '世'\n"},
	{"separators", "package p // a\u2028b\u2029c\u0085d\n"},
	{"form feed", "package p\f\nvar x\v\n"},
	{"assembly", "#include \"textflag.h\"\n\n// f\nTEXT ·f<>(SB),NOSPLIT|NOFRAME,$-8-16 // x\n\tMOVQ $\"a;b\", AX; CALL runtime∕debug·g(SB)\nloop:\n\tJMP loop /* a\nb */\n"},
	{"header", "#define X \\\n\t1 /* a */\n#ifdef Y\n// z\n#endif\n"},
}

var langs = []index.Lang{index.LangGo, index.LangAsm, index.LangHeader}

func TestOddTexts(t *testing.T) {
	for _, c := range odd {
		for _, lang := range langs {
			for _, excluded := range []string{"", "file name: _windows"} {
				t.Run(fmt.Sprintf("%s/%d%s", c.name, lang, excluded), func(t *testing.T) {
					checkFile(t, &index.File{Path: c.name, Lang: lang, Text: c.text, Excluded: excluded})
				})
			}
		}
	}
}

// The text of every file of the local runtime comes back.
func TestRuntimeComesBack(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(out)), "src", "runtime", "*.*"))
	if err != nil || len(files) < 300 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	byExt := map[string]index.Lang{".go": index.LangGo, ".s": index.LangAsm, ".h": index.LangHeader}
	for _, name := range files {
		lang, ok := byExt[filepath.Ext(name)]
		if !ok || strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		checkFile(t, &index.File{Path: filepath.Base(name), Lang: lang, Text: string(text), Excluded: "x"})
	}
}

// Behind the last line there is nothing: no empty line without a number.
func TestLastLine(t *testing.T) {
	for _, text := range []string{"", "\n", "\n\n", "package p", "package p\n", "package p\n\n", "package p\r\n"} {
		m := highlight.New(&index.File{Text: text})
		all, _ := m.All(highlight.Links{})
		last := m.HTML(max(0, int32(len(text))-1), int32(len(text)), highlight.Links{})
		if got := textOf(t, all); got != shown(text) {
			t.Errorf("%q is written as %q", text, got)
		}
		if got := textOf(t, last); strings.Count(got, "\n") != 1 {
			t.Errorf("the last line of %q is written as %q", text, got)
		}
	}
}

// Pieces of a file are whole lines of it.
func TestPieces(t *testing.T) {
	const text = "package p\n\n/* one\ntwo\nthree */\nvar s = `a\nb`\nfunc f() {}\n"
	m := highlight.New(&index.File{Text: text})
	lines := strings.SplitAfter(text, "\n")
	for from := range text {
		for to := from; to <= len(text); to++ {
			got := textOf(t, m.HTML(int32(from), int32(to), highlight.Links{}))
			first := strings.Count(text[:from], "\n")
			last := strings.Count(text[:max(from, to-1)], "\n")
			if want := strings.Join(lines[first:last+1], ""); got != want && got != want+"\n" {
				t.Fatalf("bytes %d to %d: %q, want %q", from, to, got, want)
			}
		}
	}
	for off := range text {
		if got, want := m.Line(int32(off)), 1+strings.Count(text[:off], "\n"); got != want {
			t.Errorf("line of byte %d is %d, want %d", off, got, want)
		}
	}
}

// An excerpt is indented no more than it must be, empty lines in it or not.
func TestExcerpt(t *testing.T) {
	m := highlight.New(&index.File{Text: "package p\n\tif x {\n\n\t\ty()\n\t}\nvar v int\n"})
	for _, c := range []struct {
		from, to, on, off int
		want              string
	}{
		{2, 5, 0, 0, "if x {\n\n\ty()\n}"},
		{3, 4, 0, 0, "\ny()"},
		{4, 6, 0, 0, "\t\ty()\n\t}\nvar v int"},
	} {
		if got := textOf(t, m.Excerpt(c.from, c.to, c.on, c.off)); got != c.want {
			t.Errorf("lines %d to %d: %q, want %q", c.from, c.to, got, c.want)
		}
	}
}

func TestInline(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"func f(a int)", "func f(a int)"},
		{"func f(\n\ta int,\n\tb string,\n) error", "func f( a int, b string, ) error"},
		{"func\tf(\r\n\ta int)", "func f( a int)"},
		{"func f(a <-chan int)", "func f(a <-chan int)"},
		{"x", "x"},
		{"", ""},
	} {
		m := highlight.New(&index.File{Text: "package p\n" + c.text})
		if got := textOf(t, m.Inline(10, int32(10+len(c.text)), highlight.Links{})); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

const sample = `package p

// T is <T>.
type T struct {
	a int // one
}

/* two
lines */
func (t *T) m(x int) error {
	const c = 'x'
loop:
	for i := 0x1F; ; {
		t.a = len("s\"<") + x + i
		if nil == error(nil) { break loop }
	}
	return f[int](` + "`raw\nstring`" + `)
}
`

// sampleFile has refs on the names of the sample.
func sampleFile() *index.File {
	f := &index.File{Path: "p/p.go", Text: sample}
	next := 0
	for _, r := range []struct {
		word string
		sym  index.Sym
		name index.NameKind
		how  index.Access
	}{
		{"p\n", index.NoSym, index.NamePackage, index.Read},
		{"T struct", 0, index.NameType, index.Declare},
		{"a int", 1, index.NameField, index.Declare},
		{"int // one", index.NoSym, index.NameType, index.Read},
		{"t *T", index.NoSym, index.NameParam, index.Declare},
		{"T) m", 0, index.NameType, index.Read},
		{"m(x", 2, index.NameFunc, index.Declare},
		{"x int", index.NoSym, index.NameParam, index.Declare},
		{"int) error", index.NoSym, index.NameType, index.Read},
		{"error {", index.NoSym, index.NameType, index.Read},
		{"c = ", index.NoSym, index.NameConst, index.Declare},
		{"loop:", index.NoSym, index.NameLabel, index.Declare},
		{"i := ", index.NoSym, index.NameLocal, index.Declare},
		{"t.a = ", index.NoSym, index.NameParam, index.Read},
		{"a = len", 1, index.NameField, index.Write},
		{"len(", index.NoSym, index.NameBuiltin, index.Called},
		{"x + i", index.NoSym, index.NameParam, index.Read},
		{"nil ==", index.NoSym, index.NameConst, index.Read},
		{"f[int]", 3, index.NameFunc, index.Called},
	} {
		off := next + strings.Index(sample[next:], r.word)
		n := strings.IndexFunc(r.word, func(c rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzT", c) })
		f.Refs = append(f.Refs, index.Ref{Off: int32(off), End: int32(off + n), Local: -1, Sym: r.sym, Name: r.name, Access: r.how})
		next = off + n
	}
	return f
}

var sampleLinks = highlight.Links{
	Href: func(s index.Sym) string { return fmt.Sprintf("to-%d.html", s) },
	Decl: func(s index.Sym) string { return fmt.Sprintf("about-%d.html", s) },
	ID:   func(s index.Sym) string { return fmt.Sprintf("id%d", s) },
}

// Go source: keywords b, comments i, strings q, links a; other names i with a class.
func TestGoldenGo(t *testing.T) {
	m := highlight.New(sampleFile())
	golden.Check(t, "sample.go.html", string(m.HTML(0, int32(len(sample)), sampleLinks)))
	code, _ := m.All(sampleLinks)
	if strings.TrimRight(textOf(t, code), "\n") != strings.TrimRight(sample, "\n") {
		t.Error("the text differs")
	}
}

// Functions, types and what is built in have colours of their own; other names have that of
// text unless they lead somewhere.
func TestClassesOfNames(t *testing.T) {
	for kind, want := range map[index.NameKind]string{
		index.NameFunc: "<i class=f>x</i>", index.NameType: "<i class=t>x</i>", index.NameField: "x",
		index.NameVar: "x", index.NameConst: "x", index.NameBuiltin: "<i class=u>x</i>", index.NameLabel: "x",
		index.NameParam: "x", index.NameLocal: "x", index.NamePackage: "x",
	} {
		f := &index.File{Text: "x", Refs: []index.Ref{{End: 1, Local: -1, Sym: index.NoSym, Name: kind}}}
		if got := string(highlight.New(f).Inline(0, 1, highlight.Links{})); got != want {
			t.Errorf("kind %d: %s, want %s", kind, got, want)
		}
	}
}

func TestGoldenAssembly(t *testing.T) {
	const text = "#include \"textflag.h\"\n\n// f is <f>.\nTEXT ·f(SB),NOSPLIT,$16-8\n\tMOVQ\t$0x10, AX\n\tMOVQ\tret+0(FP), BX\nloop:\n\tCALL\t·g(SB) // then\n\tJMP\tloop\n\tRET\n"
	f := &index.File{Path: "p/p.s", Lang: index.LangAsm, Text: text}
	for i, word := range []string{"·f", "·g"} {
		off := strings.Index(text, word+"(SB)")
		how := []index.Access{index.Declare, index.Called}[i]
		f.Refs = append(f.Refs, index.Ref{Off: int32(off), End: int32(off + len(word)), Local: -1, Sym: index.Sym(i), Name: index.NameFunc, Access: how})
	}
	golden.Check(t, "sample.s.html", string(highlight.New(f).HTML(0, int32(len(text)), sampleLinks)))
}

func TestGoldenHeader(t *testing.T) {
	const text = "// A <header>.\n#define NOSPLIT 4\n#ifdef GOARCH_amd64\n#define\tget_tls(r)\tMOVQ TLS, r /* \"q\" */\n#endif\n"
	golden.Check(t, "sample.h.html", string(highlight.New(&index.File{Lang: index.LangHeader, Text: text}).HTML(0, int32(len(text)), sampleLinks)))
}

func TestExcludedFileHasNoLinks(t *testing.T) {
	f := &index.File{Path: "p/p_windows.go", Excluded: "file name: _windows", Text: sample}
	code := string(highlight.New(f).HTML(0, int32(len(sample)), sampleLinks))
	for _, bad := range []string{"to-", "about-", "<dfn"} {
		if strings.Contains(code, bad) {
			t.Errorf("an excluded file has %q", bad)
		}
	}
	if !strings.Contains(code, "<b>package</b>") {
		t.Error("an excluded file has no keywords")
	}
}

// A name that leads nowhere is no link, and its class stays.
func TestNamesWithoutTarget(t *testing.T) {
	code := highlight.New(sampleFile()).HTML(0, int32(len(sample)), highlight.Links{Href: func(index.Sym) string { return "" }})
	if s := strings.ReplaceAll(string(code), "<a id=L", ""); strings.Contains(s, "<a ") || strings.Contains(s, "<dfn") {
		t.Errorf("links to nowhere:\n%s", s)
	}
	if strings.TrimRight(textOf(t, code), "\n") != strings.TrimRight(sample, "\n") {
		t.Error("the text differs")
	}
}

// Refs of an index that is wrong must not harm the text.
func TestRefsBesideTheText(t *testing.T) {
	for _, r := range []index.Ref{
		{Off: 1, End: 3}, {Off: 0, End: int32(len(sample))}, {Off: 8, End: 12}, {Off: int32(len(sample)) - 1, End: int32(len(sample))},
	} {
		for _, lang := range langs {
			f := &index.File{Path: "p/p.go", Lang: lang, Text: sample, Refs: []index.Ref{r}}
			checkFile(t, f)
		}
	}
}

func FuzzMark(f *testing.F) {
	for _, c := range odd {
		f.Add(c.text)
	}
	f.Add(sample)
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range langs {
			checkFile(t, &index.File{Path: fmt.Sprint(lang), Lang: lang, Text: text})
			checkFile(t, &index.File{Path: fmt.Sprint(lang), Lang: lang, Text: text, Excluded: "x"})
		}
	})
}
