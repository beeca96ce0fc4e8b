// Package starter writes a small content directory to begin with: one essay, one note with
// evidence and a claim, one term. Each sentence that it writes can be checked against the
// source, which the caller does before it uses it: what holds is not known here.
package starter

import (
	"bytes"
	"embed"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"strings"
	"text/template"

	"sourcedive/indexer/index"
)

//go:embed files
var files embed.FS

// Subject is what the content is about.
type Subject struct {
	Title    string
	Module   string   // "" for packages of Go's own
	Packages []string // of Go's own, that are read
	Version  string   // that the words are written for
	Patterns []string // of files
	First    Example
	Dir      string // what the directory is called in what is written
}

// Example is a function that the first note is on.
type Example struct {
	ID        index.ID
	Name      string // as evidence names it
	Local     string
	Kind      string
	Word      string // for Kind, in a sentence
	Note      string // name of the note
	Package   string // name of its package
	Path      string
	Doc       string // first sentence of its comment
	Callee    string // a function that it calls, as evidence names it; "" for none
	Statement string // in which it does
}

// SubjectOf is what an index was made of.
func SubjectOf(x *index.Index, dir string) Subject {
	s := Subject{Title: title(x.Config.Module), Module: x.Config.Module, Version: x.Config.Version, Dir: dir}
	if s.Module == "" {
		s.Title, s.Packages = "Package "+path.Base(x.Config.Roots[0]), x.Config.Roots
		for _, p := range s.Packages {
			s.Patterns = append(s.Patterns, p+"/...")
		}
		return s
	}
	s.Patterns = []string{s.Module + "/..."}
	return s
}

// title is the last part of a path that is no version.
func title(module string) string {
	if dir, base := path.Split(module); dir != "" && major.MatchString(base) {
		module = dir
	}
	return path.Base(module)
}

var major = regexp.MustCompile(`^v[0-9]+$`)

// Examples are the functions that a first note can be on, the best first: exported, of the
// first package, with a comment, and with a call that stands in a statement of one line.
// Where there are no calls, any symbol will do.
func Examples(x *index.Index) iter.Seq[Example] {
	return func(yield func(Example) bool) {
		for _, fit := range []func(*index.Symbol) bool{
			func(s *index.Symbol) bool {
				return s.Doc != "" && exported(s) && x.Packages[s.Pkg].Path == x.Config.Roots[0]
			},
			func(s *index.Symbol) bool { return s.Doc != "" && exported(s) },
			exported,
		} {
			for _, e := range x.Edges {
				from, to := &x.Symbols[e.From], &x.Symbols[e.To]
				if e.Kind != index.EdgeCall || e.From == e.To || e.Dead || !named(from) || !named(to) || !fit(from) {
					continue
				}
				if text := statement(x, e); text != "" && !yield(example(x, from, to, text)) {
					return
				}
			}
		}
		for i := range x.Symbols {
			if s := &x.Symbols[i]; (s.Kind == index.KindType || named(s)) && s.Decl.OK() && exported(s) && !yield(example(x, s, nil, "")) {
				return
			}
		}
	}
}

// named holds for functions and methods that people call by a name.
func named(s *index.Symbol) bool {
	return (s.Kind == index.KindFunc || s.Kind == index.KindMethod) && s.Decl.OK() && s.ID.Base() != "init"
}

// plain is a name without marks whose parts are all exported.
var plain = regexp.MustCompile(`^[A-Z][A-Za-z0-9_]*(\.[A-Z][A-Za-z0-9_]*)?$`)

func exported(s *index.Symbol) bool {
	return plain.MatchString(s.ID.Plain()) && !strings.Contains(string(s.ID), "[")
}

// whole is a statement that stands on its line alone and is a pattern, too.
var whole = regexp.MustCompile("^(return |[a-zA-Z_.]+(, [a-zA-Z_.]+)* :?= |[a-zA-Z_.]+\\()[^`$*]*\\)[^{`$]*$")

// statement is the line of a call, if it is a statement.
func statement(x *index.Index, e index.Edge) string {
	text := x.Files[e.File].Text
	from := strings.LastIndexByte(text[:e.At], '\n') + 1
	line, _, _ := strings.Cut(text[from:], "\n")
	line, _, _ = strings.Cut(line, "//")
	if line = strings.TrimSpace(line); !whole.MatchString(line) {
		return ""
	}
	return line
}

func example(x *index.Index, from, to *index.Symbol, text string) Example {
	e := Example{
		ID: from.ID, Name: name(x, from), Local: from.ID.Plain(), Kind: from.Kind.String(), Note: "on-" + strings.ReplaceAll(from.ID.Plain(), ".", "-"),
		Package: x.Packages[from.Pkg].Name, Path: x.Packages[from.Pkg].Path, Statement: text,
	}
	if e.Word = e.Kind; from.Kind == index.KindFunc {
		e.Word = "function"
	}
	if to != nil {
		e.Callee = name(x, to)
	}
	e.Doc, _, _ = strings.Cut(strings.Join(strings.Fields(from.Doc), " "), ". ")
	e.Doc = strings.TrimSuffix(e.Doc, ".")
	return e
}

// name is the shortest name that a symbol has in evidence.
func name(x *index.Index, s *index.Symbol) string {
	short := x.Packages[s.Pkg].Name + "." + s.ID.Local()
	if sym, ok := x.Named(short); ok && x.Symbols[sym].ID == s.ID {
		return short
	}
	return string(s.ID)
}

// Files are the files of a content directory, by path.
func Files(s Subject) (map[string]string, error) {
	t, err := template.New("").Funcs(template.FuncMap{"join": strings.Join, "quote": quote}).ParseFS(files, "files/*")
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	entries, err := fs.ReadDir(files, "files")
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		var b bytes.Buffer
		if err := t.ExecuteTemplate(&b, entry.Name(), s); err != nil {
			return nil, err
		}
		to := strings.TrimSuffix(entry.Name(), ".txt")
		switch to {
		case "core.md":
			to = "notes/core/core.md"
		case "note.md":
			to = path.Join("notes/core", s.First.Note+".md")
		}
		out[to] = b.String()
	}
	return out, nil
}

// quote quotes a piece of Go for evidence.
func quote(text string) string {
	if strings.Contains(text, `"`) {
		return "`" + text + "`"
	}
	return `"` + text + `"`
}
