package indexer

import (
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"sourcedive/indexer/asm"
	"sourcedive/indexer/index"
)

// readFiles lists the files of the indexed packages, the excluded ones too, reads
// them and parses the assembly of the build.
func (p *sources) readFiles() {
	for _, u := range p.units {
		for _, name := range u.meta.GoFiles {
			p.readFile(u, name, false)
		}
		for _, name := range u.meta.OtherFiles {
			p.readFile(u, name, false)
		}
		for _, name := range u.meta.IgnoredFiles {
			p.readFile(u, name, true)
		}
	}
	slices.SortFunc(p.files, func(a, b index.File) int { return strings.Compare(a.Path, b.Path) })
	p.files = slices.CompactFunc(p.files, func(a, b index.File) bool { return a.Path == b.Path })
	p.fileAt = make(map[string]int32, len(p.files))
	for i := range p.files {
		p.fileAt[p.files[i].Path] = int32(i)
	}
	p.locateGoFiles()
	p.parseAssembly()
}

// readFile adds one file. What cannot be read is a problem of the tree.
func (p *sources) readFile(u *unit, name string, excluded bool) {
	lang, ok := langOf(name)
	if !ok || strings.HasSuffix(name, "_test.go") {
		return
	}
	text, err := readFileText(name)
	rel := p.rel(name)
	if err != nil {
		p.problems = append(p.problems, index.Diagnostic{File: rel, Msg: err.Error()})
		return
	}
	f := index.File{Path: rel, Pkg: u.pkg, Lang: lang, Text: string(text)}
	if excluded {
		f.Excluded = exclusion(path.Base(rel), f.Text, p.cfg.GOOS, p.cfg.GOARCH)
		f.Others = others(lang, f.Text)
	}
	p.files = append(p.files, f)
}

// Formatted source declares functions at the start of a line.
var (
	goFunc  = regexp.MustCompile(`(?m)^func (?:\((?:\w+ )?\*?(\w+)(?:\[[^\]]*\])?\) )?(\w+)[\[(]`)
	asmText = regexp.MustCompile(`(?m)^TEXT[ \t]+(?:[\w∕]+)?·()(\w+)(?:<ABIInternal>)?\(SB\)`)
)

// others lists the functions that an excluded file declares. It goes by the text:
// most of these files would not type-check on this platform.
func others(lang index.Lang, text string) (list []index.Other) {
	form := goFunc
	if lang == index.LangAsm {
		form = asmText
	}
	for _, m := range form.FindAllStringSubmatchIndex(text, -1) {
		plain := text[m[4]:m[5]]
		if m[2] >= 0 && m[3] > m[2] {
			plain = text[m[2]:m[3]] + "." + plain
		}
		list = append(list, index.Other{Plain: plain, Off: int32(m[4])})
	}
	return list
}

func langOf(name string) (index.Lang, bool) {
	switch filepath.Ext(name) {
	case ".go":
		return index.LangGo, true
	case ".s":
		return index.LangAsm, true
	case ".h":
		return index.LangHeader, true
	}
	return 0, false
}

// locateGoFiles ties the parsed files to the listed ones.
func (p *sources) locateGoFiles() {
	p.goFile = map[*token.File]int32{}
	for _, u := range p.units {
		for _, f := range u.syntax {
			tf := p.fset.File(f.FileStart)
			if at, ok := p.fileAt[p.rel(tf.Name())]; ok {
				p.goFile[tf] = at
			}
		}
	}
}

// parseAssembly reads the .s files of the build with the assembler's own defines.
func (p *sources) parseAssembly() {
	p.asm = map[int32]*asm.File{}
	for i := range p.files {
		f := &p.files[i]
		if f.Lang != index.LangAsm || f.Excluded != "" {
			continue
		}
		parsed := asm.Parse(f.Text, asm.Options{
			Pkg: p.units[f.Pkg].meta.PkgPath, GOOS: p.cfg.GOOS, GOARCH: p.cfg.GOARCH,
			Include: func(name string) (string, bool) { return p.header(f.Path, name) },
		})
		p.asm[int32(i)] = parsed
		for _, problem := range parsed.Problems {
			line := index.LinesOf(f.Text).Line(problem.Off)
			p.problems = append(p.problems, index.Diagnostic{File: f.Path, Line: line, Msg: problem.Msg})
		}
	}
}

// header finds an included file: beside the including one, or where go build puts
// the runtime's public headers. go_asm.h is made by the compiler and holds
// constants only, which no branch needs.
func (p *sources) header(from, name string) (string, bool) {
	if name == "go_asm.h" {
		return "", true
	}
	for _, at := range []string{path.Join(path.Dir(from), name), path.Join("runtime", name), path.Join("../pkg/include", name)} {
		file := filepath.Join(p.src, filepath.FromSlash(at))
		if !p.inside(file) && filepath.Dir(file) != filepath.Join(p.src, "..", "pkg", "include") {
			continue // a name with .. in it
		}
		if text, err := readFileText(file); err == nil {
			return string(text), true
		}
	}
	return "", false
}

// place is the range of two positions of one parsed file.
func (p *sources) place(from, to token.Pos) index.Range {
	tf := p.fset.File(from)
	if tf == nil {
		return index.NoRange
	}
	file, ok := p.goFile[tf]
	if !ok {
		return index.NoRange
	}
	return index.Range{File: file, Off: int32(tf.Offset(from)), End: int32(tf.Offset(to))}
}
