package asm

import (
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

func addSeeds(f *testing.F) {
	f.Add(functions)
	f.Add("#define A(x) x x\nA(A(A(TEXT f(SB), $0;)))\n#ifdef B\n#else\n\\\n#endif\n\"'/*")
	f.Add("#define F(a) a\nF\nF(\n#include \"x\"\nDATA f<>+1(SB)/8, $f<>(SB)")
	files, _ := filepath.Glob("testdata/sites/*.txtar")
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(ar.Files[0].Data))
	}
}

func FuzzScan(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		checkTokens(t, text, Scan(text))
	})
}

// FuzzParse includes the text in itself, so that nesting has to end too.
func FuzzParse(f *testing.F) {
	addSeeds(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, goarch := range []string{"amd64", "riscv64", ""} {
			opt := Options{
				Pkg: "runtime", GOOS: "linux", GOARCH: goarch,
				Include: func(name string) (string, bool) { return text, name == "x" },
			}
			checkFile(t, text, Parse(text, opt))
		}
	})
}
