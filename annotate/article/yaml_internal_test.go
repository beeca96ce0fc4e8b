package article

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"sourcedive/content"
)

// laughs is a list of nine lists of nine lists, and so on, in few bytes.
func laughs(start string) string {
	var b strings.Builder
	b.WriteString(start + "\na: &a [x,x,x,x,x,x,x,x,x]\n")
	for c := byte('b'); c <= 'i'; c++ {
		fmt.Fprintf(&b, "%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat("*"+string(c-1)+",", 9), ","))
	}
	return b.String()
}

func TestRefusedYAML(t *testing.T) {
	const write, flatten, shorten = "write the value out, or put it in quotes if it starts with & or *", "flatten it", "shorten it"
	var slanted, listed strings.Builder
	for i := range 40 {
		fmt.Fprintf(&slanted, "%s%s:\n", strings.Repeat(" ", i), strings.Repeat("k", 50-i))
		fmt.Fprintf(&listed, "k%d: [b]\n", i)
	}
	for name, c := range map[string]struct{ text, want, hint string }{
		"aliases of aliases":                {laughs("title: x"), "2:4 anchors and aliases are not read", write},
		"an alias":                          {"a: *b\n", "1:4 anchors and aliases are not read", write},
		"a merge":                           {"a: {<<: x}\n", "1:5 anchors and aliases are not read", write},
		"brackets":                          {"a: " + strings.Repeat("[", 100_000), "1:35 values are more than 32 deep", flatten},
		"braces":                            {strings.Repeat("{a: ", 60_000), "1:129 values are more than 32 deep", flatten},
		"entries":                           {strings.Repeat("- ", 100_000) + "x", "1:65 values are more than 32 deep", flatten},
		"keys":                              {deepKeys(600), "33:34 values are more than 32 deep", flatten},
		"tags":                              {"a: " + strings.Repeat("!t ", 60_000) + "x", "values are more than 32 deep", flatten},
		"questions":                         {strings.Repeat("? ", 100_000) + "x", "values are more than 32 deep", flatten},
		"keys with colons below each other": {slanted.String(), "33:51 values are more than 32 deep", flatten},
		"keys behind lists":                 {listed.String() + deepKeys(40), "73:34 values are more than 32 deep", flatten},
		"brackets behind closing ones":      {strings.Repeat("]", 40) + strings.Repeat("[", 40), "1:73 values are more than 32 deep", flatten},
		"length":                            {"a: " + strings.Repeat("x", maxYAML), "1:1 the YAML has 262147 bytes, at most 262144 are read", shorten},
	} {
		var into map[string]any
		err := Unmarshal(c.text, &into)
		if err == nil {
			t.Errorf("%s are read", name)
			continue
		}
		at, msg, hint := yamlFault(err, []string{"a"})
		if got := fmt.Sprintf("%d:%d %s", at.Line, at.Col, msg); !strings.Contains(got, c.want) || hint != c.hint {
			t.Errorf("%s: %s\n    hint: %s\nwant %s\n    hint: %s", name, got, hint, c.want, c.hint)
		}
		if text := excerpt("kb.yaml", c.text, err).Error(); !strings.Contains(text, "kb.yaml: ") || !strings.Contains(text, "\n    hint: ") || len(text) > 10_000 {
			t.Errorf("%s: %.1000s", name, text)
		}
	}
}

func deepKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// A fault is shown with the lines around it, unless one of the file's is very long.
func TestExcerptOfShortLines(t *testing.T) {
	for _, c := range []struct {
		first int
		shown bool
	}{{10, true}, {longestLine, true}, {longestLine + 1, false}, {5 * longestLine, false}} {
		text := "a: " + strings.Repeat("x", c.first-4) + "\nb: [c\nd: {\n"
		var into any
		told := excerpt("kb.yaml", text, Unmarshal(text, &into)).Error()
		if shown := strings.Contains(told, ">  3 | d: {"); shown != c.shown || !strings.HasPrefix(told, "kb.yaml: [3:1] ") {
			t.Errorf("a line of %d bytes: shown %t, in %.200s", c.first, shown, told)
		}
	}
}

// What people write is far from the bounds: long lists, wide maps, quoted & and *.
func TestYAMLThatIsRead(t *testing.T) {
	wide := "{"
	for i := range 100 {
		wide += fmt.Sprintf("k%d: [a, b], ", i)
	}
	for _, text := range []string{
		wide + "}", strings.Repeat("- {a: b, c: [d]}\n", 1000), strings.Repeat("- a: b\n  c:\n    - d\n", 1000),
		"a: '*x'\nb: \"&y\"\nc: |\n  *x &y\nd: x*y&z\n", strings.Repeat("- - - - x\n", 500), deepKeys(31) + strings.Repeat(" ", 31) + "a: b\n", "a: b\nb: c\nc:\n" + strings.ReplaceAll(" "+deepKeys(31), "\n", "\n ") + "\n", "a: " + strings.Repeat("x", maxYAML-3),
	} {
		var into any
		if err := Unmarshal(text, &into); err != nil {
			t.Errorf("%.60q: %v", text, err)
		}
	}
}

// Every list of the built-in content passes, at a quarter of the length.
func TestContentIsFarFromTheBounds(t *testing.T) {
	files, err := fs.Glob(content.FS, "*.yaml")
	if err != nil || len(files) < 5 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, err := fs.ReadFile(content.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := checkYAML(string(text)); err != nil || len(text) > maxYAML/4 {
			t.Errorf("%s: %d bytes, %v", name, len(text), err)
		}
	}
}

// There is one way to YAML.
func TestOneReaderOfYAML(t *testing.T) {
	files, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	readers := 0
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, call := range []string{"yaml.Unmarshal", "yaml.NewDecoder", "parser.ParseBytes"} {
			n := strings.Count(string(text), call)
			readers += n
			if n > 0 && name != "yaml.go" {
				t.Errorf("%s calls %s; unmarshal has the bounds", name, call)
			}
		}
	}
	if readers != 1 {
		t.Errorf("%d readers", readers)
	}
}

// Whatever passes the bounds is read, or refused with a place, in little time.
func FuzzYAML(f *testing.F) {
	for _, seed := range []string{laughs("a: b"), "- {a: b, c: [d]}\n", "? [a]\n: b", "a: !!binary x", "a: |\n x\n", "? - ? - a\n", "--- \n- - {a: [b}\n", "<<: *a", " ! 0", "a: 'b\n\n c'", "[a: b, ? c]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var any1 any
		if err := Unmarshal(text, &any1); err != nil {
			if at, msg, _ := yamlFault(err, nil); at.Line < 1 || msg == "" {
				t.Fatalf("%+v %q", at, msg)
			}
			_ = excerpt("kb.yaml", text, err)
			return
		}
		if d := depthOfValue(any1); d > 2*maxYAMLDepth {
			t.Fatalf("%d deep", d)
		}
		var kb Config
		_ = Unmarshal(text, &kb)
	})
}

func depthOfValue(v any) (deepest int) {
	switch v := v.(type) {
	case map[string]any:
		for _, e := range v {
			deepest = max(deepest, depthOfValue(e))
		}
	case []any:
		for _, e := range v {
			deepest = max(deepest, depthOfValue(e))
		}
	default:
		return 0
	}
	return deepest + 1
}
