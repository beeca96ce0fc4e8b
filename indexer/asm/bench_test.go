package asm

import (
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkRuntime reads all of package runtime's assembly for linux/amd64,
// headers included.
func BenchmarkRuntime(b *testing.B) {
	root := needGoroot(b)
	dir := filepath.Join(root, "src", "runtime")
	var texts []string
	size := 0
	for _, name := range strings.Fields(goList(b, "amd64", `{{join .SFiles "\n"}}`, "runtime")) {
		texts = append(texts, readFile(b, filepath.Join(dir, name)))
		size += len(texts[len(texts)-1])
	}
	headers := map[string]string{}
	disk := includer(root, dir)
	opt := Options{Pkg: "runtime", GOOS: "linux", GOARCH: "amd64", Include: func(name string) (string, bool) {
		if _, ok := headers[name]; !ok {
			headers[name], _ = disk(name)
		}
		return headers[name], true
	}}
	b.Run("Scan", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for _, text := range texts {
				Scan(text)
			}
		}
	})
	b.Run("Parse", func(b *testing.B) {
		b.SetBytes(int64(size))
		b.ReportAllocs()
		for b.Loop() {
			for _, text := range texts {
				Parse(text, opt)
			}
		}
	})
}
