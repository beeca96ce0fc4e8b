package index_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"

	"sourcedive/indexer/index"
)

func TestReceiver(t *testing.T) {
	for src, want := range map[string]string{
		"func f() {}": "", "func (t) f() {}": "t", "func (x t) f() {}": "t", "func (x *t) f() {}": "*t", "func (x (*t)) f() {}": "*t", "func (x *(t)) f() {}": "*t",
		"func (x t[a]) f() {}": "t[]", "func (x *t[a, b]) f() {}": "*t[]", "func (x p.t) f() {}": "", "func () f() {}": "",
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+src, parser.SkipObjectResolution)
		if err != nil && src != "func () f() {}" {
			t.Fatal(err)
		}
		name, pointer, params := index.Receiver(file.Decls[0].(*ast.FuncDecl))
		got := map[bool]string{true: "*"}[pointer] + name + map[bool]string{true: "[]"}[params]
		if name != "" && got != want || name == "" && want != "" {
			t.Errorf("%s: %q, want %q", src, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "f(x) // c\n/* d */ y; z": `IDENT "f", ( "", IDENT "x", ) "", ; "", IDENT "y", ; "", IDENT "z", ; ""`,
		"MOVQ $1, AX": `IDENT "MOVQ", ILLEGAL "$", INT "1", , "", IDENT "AX", ; ""`, `"s"`: `STRING "\"s\"", ; ""`,
	} {
		var list []string
		for tok, lit := range index.Tokens(text) {
			list = append(list, fmt.Sprintf("%s %q", tok, lit))
		}
		if got := strings.Join(list, ", "); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	for range index.Tokens("a b c") {
		break // which ends it
	}
}
