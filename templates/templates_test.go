package templates_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"html/template"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jba/templatecheck"

	"sourcedive/site/pages"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// views has one value of each kind of page.
var views = []any{
	pages.Home{}, pages.Func{}, pages.Type{}, pages.Src{}, pages.Files{}, pages.Pkg{}, pages.Symbols{},
	pages.Packages{}, pages.Journey{}, pages.About{}, pages.Checked{}, pages.Path{}, pages.Statements{}, pages.Search{}, pages.Missing{}, pages.Front{},
	pages.Models{}, pages.Model{}, pages.Text{}, pages.Glossary{}, pages.API{}, pages.Stale{}, pages.Tables{},
}

func kind(view any) string { return strings.ToLower(reflect.TypeOf(view).Name()) }

func look(t *testing.T) *templates.Theme {
	t.Helper()
	s, err := templates.Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every field that a template names must exist in its view struct.
func TestTemplatesFitTheirViews(t *testing.T) {
	s := look(t)
	for _, v := range views {
		tmpl := s.Page(kind(v))
		if tmpl == nil {
			t.Errorf("no template for %T", v)
			continue
		}
		if err := fits(tmpl, v); err != nil {
			t.Errorf("%s.tmpl: %v", kind(v), err)
		}
	}
}

// fits checks the parts of a page against its view.
func fits(tmpl *template.Template, view any) error {
	var errs []error
	for _, part := range []string{"head", "header", "page", "footer"} {
		errs = append(errs, templatecheck.CheckHTML(tmpl.Lookup(part), view))
	}
	return errors.Join(errs...)
}

// The check above must be able to fail.
func TestMisfitIsNoticed(t *testing.T) {
	fsys := withFile(t, "home.tmpl", `{{define "main"}}{{range .Journeys}}{{.Nonsense}}{{end}}{{end}}`)
	s, err := templates.Parse(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if err := fits(s.Page("home"), pages.Home{}); err == nil || !strings.Contains(err.Error(), "Nonsense") {
		t.Errorf("got %v", err)
	}
}

// Kinds of pages and templates are the same.
func TestTemplatesAndViewsPair(t *testing.T) {
	known := map[string]bool{}
	for _, v := range views {
		known[kind(v)] = true
	}
	names, err := fs.Glob(templates.FS, "*.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		base := strings.TrimSuffix(name, ".tmpl")
		if base != "layout" && !strings.HasPrefix(base, "_") && !known[base] {
			t.Errorf("%s has no view struct, or the list of this test lacks it", name)
		}
	}
	// Structs with a Frame are pages.
	f, err := parser.ParseFile(token.NewFileSet(), "../site/page/page.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		st, ok := spec.Type.(*ast.StructType)
		if !ok {
			return true
		}
		for _, field := range st.Fields.List {
			if id, ok := field.Type.(*ast.Ident); ok && id.Name == "Frame" && len(field.Names) == 0 && !known[strings.ToLower(spec.Name.Name)] {
				t.Errorf("page.%s has no template, or the list of this test lacks it", spec.Name.Name)
			}
		}
		return true
	})
}

// View structs hold plain data: no maps, no any, no functions.
func TestViewsArePlain(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var check func(path string, typ reflect.Type)
	check = func(path string, typ reflect.Type) {
		if seen[typ] {
			return
		}
		seen[typ] = true
		switch typ.Kind() {
		case reflect.Map, reflect.Interface, reflect.Func, reflect.Chan:
			t.Errorf("%s is a %s", path, typ)
		case reflect.Slice, reflect.Pointer, reflect.Array:
			check(path, typ.Elem())
		case reflect.Struct:
			for f := range typ.Fields() {
				check(path+"."+f.Name, f.Type)
			}
		}
	}
	for _, v := range views {
		check(reflect.TypeOf(v).Name(), reflect.TypeOf(v))
	}
}

// A field that no template prints is made for nobody.
func TestEveryFieldIsPrinted(t *testing.T) {
	var all strings.Builder
	names, _ := fs.Glob(templates.FS, "*.tmpl")
	for _, name := range names {
		data, err := fs.ReadFile(templates.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	seen := map[reflect.Type]bool{}
	var check func(typ reflect.Type)
	check = func(typ reflect.Type) {
		for typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] {
			return
		}
		seen[typ] = true
		for f := range typ.Fields() {
			if !f.Anonymous && !regexp.MustCompile(`\.`+f.Name+`\b`).MatchString(all.String()) {
				t.Errorf("page.%s.%s: no template names it", typ.Name(), f.Name)
			}
			check(f.Type)
		}
	}
	for _, v := range views {
		check(reflect.TypeOf(v))
	}
}

// withFile is the built-in look with one file changed.
func withFile(t *testing.T, name, text string) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	entries, err := fs.ReadDir(templates.FS, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := fs.ReadFile(templates.FS, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		fsys[e.Name()] = &fstest.MapFile{Data: data}
	}
	fsys[name] = &fstest.MapFile{Data: []byte(text)}
	return fsys
}

func TestFaultyTemplate(t *testing.T) {
	for name, text := range map[string]string{
		"home.tmpl":   "{{define \"main\"}}\n{{range}\n{{end}}",
		"_parts.tmpl": "{{define \"facts\"}}\n{{if .X}}",
		"layout.tmpl": "{{template}}",
	} {
		_, err := templates.Parse(withFile(t, name, text))
		if err == nil || !strings.Contains(err.Error(), name+":") {
			t.Errorf("%s: %v, want its name and line", name, err)
		}
	}
	if _, err := templates.Parse(fstest.MapFS{}); err == nil {
		t.Error("an empty directory is a look")
	}
	if _, err := templates.Parse(os.DirFS(t.TempDir() + "/missing")); err == nil {
		t.Error("a directory that does not exist is a look")
	}
	noLayout := withFile(t, "x.css", "")
	delete(noLayout, "layout.tmpl")
	if _, err := templates.Parse(noLayout); err == nil || !strings.Contains(err.Error(), "layout.tmpl") {
		t.Errorf("without layout: %v", err)
	}
}

// A look that lacks a page is told when it is read, not when the page is asked for.
func TestRenderOfAnUnknownKind(t *testing.T) {
	type Nonsense struct{ pages.Layout }
	if _, err := look(t).Render(Nonsense{}); err == nil || !strings.Contains(err.Error(), "nonsense.tmpl") {
		t.Errorf("got %v", err)
	}
}

func TestStampChangesWithTheAssets(t *testing.T) {
	a := look(t)
	if a.Stamp() == "" || a.Stamp() != look(t).Stamp() {
		t.Errorf("stamps %q, %q", a.Stamp(), look(t).Stamp())
	}
	for _, name := range a.Assets() {
		data, err := a.Asset(name)
		if err != nil || len(data) == 0 {
			t.Errorf("asset %s: %d bytes, %v", name, len(data), err)
		}
		b, err := templates.Parse(withFile(t, name, string(data)+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		if b.Stamp() == a.Stamp() {
			t.Errorf("%s changed and the stamp did not", name)
		}
	}
	c, err := templates.Parse(withFile(t, "home.tmpl", `{{define "main"}}{{end}}`))
	if err != nil || c.Stamp() != a.Stamp() {
		t.Errorf("a template changed the stamp of the assets (%v)", err)
	}
}

// What a page prints of other people's text is escaped.
func TestRenderEscapes(t *testing.T) {
	const evil = `<script>alert(1)</script>"'` + "`"
	f := pages.Layout{Title: evil, Description: evil, Version: evil, Platform: evil, Crumbs: []urls.Link{{Text: evil, Href: "javascript:alert(1)"}}}
	out, err := look(t).Render(pages.Packages{Layout: f})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "<script>") || strings.Contains(string(out), `href="javascript:`) {
		t.Errorf("%s", out)
	}
}

// js- classes are for scripts; no style rule may use them.
func TestStyleLeavesHooksAlone(t *testing.T) {
	for _, name := range look(t).Assets() {
		data, _ := look(t).Asset(name)
		if strings.HasSuffix(name, ".css") && strings.Contains(string(data), ".js-") {
			t.Errorf("%s styles a js- class", name)
		}
	}
}
