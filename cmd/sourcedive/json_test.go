package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

const jsonIntro = `# JSON

What the commands print with ` + "`--json`" + `. Fields keep their names and meaning; there may be
more of them later. A field that is marked with ? is left out where it is empty. Lines count from 1.

This page is made of the types that are printed: ` + "`go test ./cmd/sourcedive -run JSONDocs -update`" + `.

`

// docs/json.md says what each command prints, and the meaning of every field.
func TestJSONDocs(t *testing.T) {
	d := &jsonDocs{t: t, comments: map[string]map[string]string{}}
	var b strings.Builder
	b.WriteString(jsonIntro)
	b.WriteString("| command | prints |\n| --- | --- |\n")
	for _, cmd := range allCommands(newRoot(io.Discard, io.Discard)) {
		flag := cmd.Flags().Lookup("json")
		if flag == nil {
			continue
		}
		f, ok := flag.Value.(*jsonFlag)
		if !ok || len(f.printed) == 0 {
			t.Errorf("%s: --json does not say what is printed", cmd.CommandPath())
			continue
		}
		for _, p := range f.printed {
			name := strings.TrimPrefix(cmd.CommandPath(), "sourcedive ")
			if p.when != "" {
				name += " " + p.when
			}
			fmt.Fprintf(&b, "| `%s` | %s |\n", name, d.name(reflect.TypeOf(p.value)))
		}
	}
	for i := 0; i < len(d.queue); i++ { // it grows
		b.WriteString(d.describe(d.queue[i]))
	}
	const page = "../../docs/json.md"
	if *update {
		if err := os.WriteFile(page, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(page)
	if err != nil || string(have) != b.String() {
		t.Errorf("%s is not what the types say (%v)\n    hint: go test ./cmd/sourcedive -run JSONDocs -update", page, err)
	}
}

// jsonDocs describes types, those that others refer to after them.
type jsonDocs struct {
	t        *testing.T
	queue    []reflect.Type
	comments map[string]map[string]string // by package; of "Type" and "Type.Field"
}

// name is a type as JSON has it. A struct is described later.
func (d *jsonDocs) name(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return d.name(t.Elem())
	case reflect.Slice, reflect.Array:
		return "list of " + d.name(t.Elem())
	case reflect.Map:
		return "object of " + d.name(t.Elem()) + " by " + d.name(t.Key())
	case reflect.Struct:
		if !slices.Contains(d.queue, t) {
			d.queue = append(d.queue, t)
		}
		return fmt.Sprintf("[%s](#%s)", title(t), strings.ToLower(strings.ReplaceAll(title(t), ".", "")))
	case reflect.String:
		return "string"
	case reflect.Bool:
		return "true or false"
	case reflect.Float64:
		return "number"
	case reflect.Interface:
		return "anything"
	}
	return "whole number"
}

// title names a type: its package's last part, unless it is of the command, and its name.
func title(t reflect.Type) string {
	if pkg := filepath.Base(t.PkgPath()); pkg != "sourcedive" && pkg != "main" {
		return pkg + "." + t.Name()
	}
	name := strings.TrimSuffix(strings.TrimSuffix(t.Name(), "JSON"), "Row")
	return strings.ToUpper(name[:1]) + name[1:]
}

func (d *jsonDocs) describe(t reflect.Type) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s\n\n", title(t))
	if says := d.comment(t, ""); says != "" {
		b.WriteString(says + "\n\n")
	}
	b.WriteString("| field | is | meaning |\n| --- | --- | --- |\n")
	d.fields(&b, t)
	return b.String()
}

func (d *jsonDocs) fields(b *strings.Builder, t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			d.fields(b, f.Type)
			continue
		case !f.IsExported() || name == "-":
			continue
		case name == "":
			name = f.Name
		}
		optional := ""
		if strings.Contains(options, "omitempty") {
			optional = "?"
		}
		fmt.Fprintf(b, "| `%s`%s | %s | %s |\n", name, optional, d.name(f.Type), strings.ReplaceAll(d.comment(t, f.Name), "|", `\|`))
	}
}

// comment is what the source says of a type, or of a field of it.
func (d *jsonDocs) comment(t reflect.Type, field string) string {
	pkg := t.PkgPath()
	if d.comments[pkg] == nil {
		d.comments[pkg] = readComments(d.t, filepath.Join("../..", strings.TrimPrefix(strings.TrimPrefix(pkg, "main"), "sourcedive/")), pkg)
	}
	key := t.Name()
	if field != "" {
		key += "." + field
	}
	return d.comments[pkg][key]
}

func readComments(t *testing.T, dir, pkg string) map[string]string {
	if pkg == "sourcedive/cmd/sourcedive" || pkg == "main" {
		dir = "."
	}
	says := map[string]string{}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: no files of %s", dir, pkg)
	}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range f.Decls {
			gen, ok := decl.(*ast.GenDecl)
			if !ok || gen.Tok != token.TYPE {
				continue
			}
			for _, spec := range gen.Specs {
				typ := spec.(*ast.TypeSpec)
				if s, ok := typ.Type.(*ast.StructType); ok {
					says[typ.Name.Name] = oneLine(gen.Doc.Text() + typ.Doc.Text())
					fieldComments(says, typ.Name.Name, s)
				}
			}
		}
	}
	return says
}

func fieldComments(says map[string]string, typ string, s *ast.StructType) {
	for _, field := range s.Fields.List {
		for _, name := range field.Names {
			says[typ+"."+name.Name] = oneLine(field.Doc.Text() + " " + field.Comment.Text())
		}
	}
}
