// Probe loads packages of a tree the way the indexer does and fails on any
// error. It lives under testdata because x/tools belongs to package indexer
// alone: the tests of gotree run it as a program, with the environment of the Tree
// under test, and never import it.
//
// usage: probe ROOT GOOS/GOARCH PACKAGE...
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/packages"
)

const mode = packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles |
	packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax |
	packages.NeedTypesInfo | packages.NeedTypesSizes

func main() {
	root, platform, patterns := os.Args[1], os.Args[2], os.Args[3:]
	goos, goarch, _ := strings.Cut(platform, "/")
	config := &packages.Config{
		Mode: mode,
		Dir:  filepath.Join(root, "src"),
		Env:  append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch),
	}
	loaded, err := packages.Load(config, patterns...)
	if err != nil {
		fail("load: %v", err)
	}
	if len(loaded) != len(patterns) {
		fail("%d packages for %d patterns", len(loaded), len(patterns))
	}
	bad := packages.PrintErrors(loaded)
	files := 0
	packages.Visit(loaded, nil, func(p *packages.Package) {
		files += len(p.CompiledGoFiles)
		for _, f := range p.CompiledGoFiles {
			if !strings.HasPrefix(f, config.Dir+string(filepath.Separator)) {
				fail("%s: file outside the tree: %s", p.PkgPath, f)
			}
		}
		if p.PkgPath == "runtime" {
			for _, f := range p.CompiledGoFiles {
				fmt.Println(filepath.Base(f))
			}
		}
	})
	if bad > 0 || files == 0 {
		fail("%d errors, %d files", bad, files)
	}
}

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "probe: "+format+"\n", args...)
	os.Exit(1)
}
