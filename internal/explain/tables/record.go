package tables

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Record makes the tables from one tree of each minor release. Trees may come in any
// order; two of the same minor are an error.
func Record(trees []Tree) (*Tables, error) {
	trees = slices.Clone(trees)
	minors := map[string]int{}
	for _, tree := range trees {
		m, err := minorOf(tree.Version)
		if err != nil {
			return nil, err
		}
		if _, twice := minors[fmt.Sprint("1.", m)]; twice {
			return nil, fmt.Errorf("%s: a tree of go1.%d is there already\n    hint: name one release of each minor", tree.Version, m)
		}
		minors[fmt.Sprint("1.", m)] = m
	}
	if len(trees) > 32 {
		return nil, fmt.Errorf("%d minor releases: a Mask has room for 32", len(trees))
	}
	slices.SortFunc(trees, func(a, b Tree) int {
		x, _ := minorOf(a.Version)
		y, _ := minorOf(b.Version)
		return x - y
	})
	r := newRecorder(len(trees))
	for i, tree := range trees {
		m, _ := minorOf(tree.Version)
		r.out.Minors = append(r.out.Minors, fmt.Sprint("1.", m))
		r.out.Trees = append(r.out.Trees, tree.Version)
		if err := r.tree(i, tree); err != nil {
			return nil, fmt.Errorf("%s: %w", tree.Version, err)
		}
	}
	// Numbers are read newest first.
	for i := len(trees) - 1; i >= 0; i-- {
		for _, f := range r.numberFiles[i] {
			r.numbers.file(f.name, f.ast)
		}
	}
	return r.finish(), nil
}

var versionRE = regexp.MustCompile(`^go1\.(\d+)(?:$|[^0-9])`)

func minorOf(version string) (int, error) {
	m := versionRE.FindStringSubmatch(version)
	if m == nil {
		return 0, fmt.Errorf("%q: not a Go version\n    hint: write it as go1.26.8", version)
	}
	return strconv.Atoi(m[1])
}

type namedFile struct {
	name string
	ast  *ast.File
}

type recorder struct {
	out                                        Tables
	messages                                   [][]found
	lines                                      map[string][]map[string]located
	releases                                   int
	reasons, statuses, pstates, ranks, setting wordSet
	numbers                                    *numbers
	numberFiles                                [][]namedFile
	forms                                      []Form
}

func newRecorder(releases int) *recorder {
	r := &recorder{
		releases: releases, messages: make([][]found, releases), lines: map[string][]map[string]located{},
		reasons: wordSet{}, statuses: wordSet{}, pstates: wordSet{}, ranks: wordSet{}, setting: wordSet{},
		numbers: newNumbers(), numberFiles: make([][]namedFile, releases),
	}
	for _, p := range probes {
		r.forms = append(r.forms, Form{ID: p.id})
	}
	return r
}

// source is one file as read, parsed when it is Go and parses.
type source struct {
	name string
	text []byte
	ast  *ast.File
}

// tree reads one release.
func (r *recorder) tree(minor int, tree Tree) error {
	names, err := wanted(tree.FS)
	if err != nil {
		return err
	}
	fset := token.NewFileSet()
	byDir := map[string][]source{}
	for _, name := range names {
		text, err := fs.ReadFile(tree.FS, name)
		if err != nil {
			return err
		}
		s := source{name: name, text: text}
		if strings.HasSuffix(name, ".go") {
			// A file that this parser cannot read has nothing to say; none is known.
			if s.ast, err = parser.ParseFile(fset, name, text, parser.SkipObjectResolution); err != nil {
				continue
			}
		}
		byDir[path.Dir(name)] = append(byDir[path.Dir(name)], s)
	}
	if len(byDir["runtime"]) == 0 {
		return fmt.Errorf("no package runtime\n    hint: the root must be a GOROOT's directory src")
	}
	linked := linkedTexts(byDir)
	for dir, files := range byDir {
		r.dir(minor, fset, dir, files, linked[dir])
	}
	return nil
}

// linkname is a directive that gives a name of this file's to another package.
var linkname = regexp.MustCompile(`(?m)^//go:linkname (\w+) (\S+)\.(\w+)$`)

// linkedTexts are the names of each package whose text stands in another, which links them:
// internal/runtime/maps panics with an error that runtime makes.
func linkedTexts(byDir map[string][]source) map[string]map[string]string {
	linked := map[string]map[string]string{}
	for _, files := range byDir {
		for _, s := range files {
			if s.ast == nil {
				continue
			}
			texts := map[string]string{}
			packageTexts(s.ast, texts)
			for _, m := range linkname.FindAllSubmatch(s.text, -1) {
				if text, dir := texts[string(m[1])], string(m[2]); text != "" {
					if linked[dir] == nil {
						linked[dir] = map[string]string{}
					}
					linked[dir][string(m[3])] = text
				}
			}
		}
	}
	return linked
}

// wanted lists the files of a tree that are read, in order.
func wanted(tree fs.FS) ([]string, error) {
	names, err := lineFiles(tree)
	if err != nil {
		return nil, err
	}
	for _, pattern := range append([]string{"syscall/z*.go", "syscall/types_windows.go", "internal/godebugs/*.go", "runtime/cgo/*.c"}, messagePatterns()...) {
		more, err := fs.Glob(tree, pattern)
		if err != nil {
			return nil, err
		}
		names = append(names, more...)
	}
	slices.Sort(names)
	names = slices.DeleteFunc(names, func(n string) bool {
		return strings.HasSuffix(n, "_test.go") || strings.Contains(n, "testdata")
	})
	return slices.Compact(names), nil
}

func messagePatterns() []string {
	var out []string
	for _, d := range messageDirs {
		out = append(out, d+"/*.go")
	}
	return out
}

// dir reads one package of one release.
func (r *recorder) dir(minor int, fset *token.FileSet, dir string, files []source, linked map[string]string) {
	texts := maps.Clone(linked)
	if texts == nil {
		texts = map[string]string{}
	}
	vocab := newVocabulary()
	for _, s := range files {
		if s.ast != nil {
			packageTexts(s.ast, texts)
			if dir == "runtime" || dir == "internal/godebugs" {
				vocab.read(dir, s.ast)
			}
		}
	}
	vocab.into(minor, r.reasons, r.statuses, r.pstates, r.ranks, r.setting)
	for _, s := range files {
		r.file(minor, fset, dir, s, texts)
	}
}

func (r *recorder) file(minor int, fset *token.FileSet, dir string, s source, texts map[string]string) {
	if numberFile.MatchString(s.name) && s.ast != nil {
		r.numberFiles[minor] = append(r.numberFiles[minor], namedFile{s.name, s.ast})
	}
	if matchesDir(messageDirs, dir) && s.ast != nil {
		x := &extractor{fset: fset, src: s.text, file: s.name, texts: texts}
		x.run(s.ast)
		r.messages[minor] = append(r.messages[minor], x.out...)
	}
	if strings.HasSuffix(s.name, ".c") {
		r.messages[minor] = append(r.messages[minor], cMessages(s.name, string(s.text))...)
		return
	}
	if dir == "runtime" {
		for i, p := range probes {
			if p.in(s.name, string(s.text)) {
				r.forms[i].In |= 1 << minor
			}
		}
	}
	if !matchesDir(lineDirs, dir) || !locatable(s.name) {
		return
	}
	if r.lines[s.name] == nil {
		r.lines[s.name] = make([]map[string]located, r.releases)
	}
	if s.ast == nil {
		r.lines[s.name][minor] = asmFuncs(string(s.text))
	} else {
		r.lines[s.name][minor] = goFuncs(fset, s.ast, callsRecorded(s.name))
	}
}

func matchesDir(patterns []string, dir string) bool {
	for _, p := range patterns {
		if ok, _ := path.Match(p, dir); ok {
			return true
		}
	}
	return false
}

func (r *recorder) finish() *Tables {
	t := &r.out
	t.Messages = messageTable(r.messages)
	t.Files = lineTable(r.lines)
	t.Words = Words{
		Reasons: r.reasons.list(), Statuses: r.statuses.list(), PStates: r.pstates.list(),
		Ranks: r.ranks.list(), Settings: r.setting.list(),
		Errnos:  r.numbers.list(r.numbers.errnos, "errors"),
		Signals: r.numbers.list(r.numbers.signals, "signals"),
		Codes:   r.numbers.list(r.numbers.codes, ""),
		Forms:   r.forms,
	}
	return t
}

// Encode returns the embedded files' bytes by name.
func (t *Tables) Encode() (map[string][]byte, error) {
	out := map[string][]byte{}
	for name, v := range t.shards() {
		b, err := encodeLines(v)
		if err != nil {
			return nil, err
		}
		out[name] = b
	}
	return out, nil
}

// encodeLines is JSON with each element of the outermost list on a line of its own,
// so that a difference between two recordings can be read.
func encodeLines(v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return append(raw, '\n'), nil
	}
	out := []byte("[")
	for i, e := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(out, '\n'), e...)
	}
	return append(out, "\n]\n"...), nil
}

var (
	cString = regexp.MustCompile(`(?:fprintf\s*\(\s*stderr\s*,|fatalf\s*\()\s*("(?:[^"\\\n]|\\.)*")`)
	cVerb   = regexp.MustCompile(`%[-+ #0-9.]*(?:l|ll|z|h)*[a-zA-Z]`)
	cFunc   = regexp.MustCompile(`^([a-z_]\w*)\s*\(`)
)

// cMessages collects the messages of a C file of runtime/cgo. A function there begins
// with its name at the start of a line.
func cMessages(file, src string) []found {
	var out []found
	fn, start, n := "", 0, 0
	for line := range strings.Lines(src) {
		n++
		if m := cFunc.FindStringSubmatch(line); m != nil {
			fn, start = m[1], n
		}
		m := cString.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		text, err := strconv.Unquote(m[1])
		if err != nil {
			continue
		}
		text = strings.TrimSpace(cVerb.ReplaceAllString(text, "‹value›"))
		if strings.Contains(m[0], "fatalf") {
			text = "runtime/cgo: " + text
		}
		if len(text) > 2*minLetters {
			out = append(out, found{text: text, kind: "c", file: file, fn: fn, offset: n - start})
		}
	}
	return out
}
