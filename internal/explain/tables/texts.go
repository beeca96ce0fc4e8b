package tables

import (
	"go/parser"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Text is a message as the source of one release has it: see Message.
type Text struct {
	Text, Kind string
	File, Func string
	Off        int // of the statement
}

// Texts finds what the Go files of one package print, whatever builds they are for. The
// files are named as in a tree, "runtime/proc.go"; packages that no messages are
// collected from have none.
func Texts(files map[string]string) []Text {
	fset, texts := token.NewFileSet(), map[string]string{}
	var sources []source
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !matchesDir(messageDirs, path.Dir(name)) || path.Ext(name) != ".go" {
			continue
		}
		// A file that does not parse has nothing to say, as in Record.
		if f, err := parser.ParseFile(fset, name, files[name], parser.SkipObjectResolution); err == nil {
			sources = append(sources, source{name, []byte(files[name]), f})
			packageTexts(f, texts)
		}
	}
	var out []Text
	for _, s := range sources {
		x := &extractor{fset: fset, src: s.text, file: s.name, texts: texts}
		x.run(s.ast)
		for _, f := range x.out {
			out = addText(out, Text{f.text, f.kind, f.file, f.fn, f.off})
		}
	}
	return out
}

// addText adds a message. Of the forms that one statement's line has, it keeps the one that
// says the most.
func addText(list []Text, t Text) []Text {
	for i := len(list) - 1; i >= 0 && list[i].File == t.File && list[i].Off == t.Off; i-- {
		switch {
		case list[i].says(t):
			return list
		case t.says(list[i]):
			list[i] = t
			return list
		}
	}
	return append(list, t)
}

// says reports whether a message has all words of another, in their order.
func (t Text) says(other Text) bool {
	rest := t.Words(" ")
	for _, w := range strings.Fields(other.Words(" ")) {
		_, after, ok := strings.Cut(rest, w)
		if !ok {
			return false
		}
		rest = after
	}
	return true
}

// Words are the parts of a message's text that are the same each time it is printed, with
// a mark for each value between them.
func (t Text) Words(mark string) string { return captures.ReplaceAllString(t.Text, mark) }

var captures = regexp.MustCompile(captureOpen + "[^" + captureClose + "]*" + captureClose)
