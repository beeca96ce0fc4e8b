package templates_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"html/template"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/jba/templatecheck"

	"sourcedive/site/pages"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// views has the zero value of each view, by the name of its template.
func views() map[string]templates.View {
	list := map[string]templates.View{}
	for _, k := range append([]pages.Kind{pages.FrontKind, pages.MissingKind}, pages.Kinds...) {
		list[templates.Kind(k.View)] = k.View
	}
	return list
}

func theme(t *testing.T) *templates.Theme {
	t.Helper()
	s, err := templates.Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Every field that a template names must exist in its view struct.
func TestTemplatesFitTheirViews(t *testing.T) {
	s := theme(t)
	for kind, v := range views() {
		tmpl := s.Page(kind)
		if tmpl == nil {
			t.Errorf("no html/%s.tmpl for %T", kind, v)
			continue
		}
		if err := fits(tmpl, v); err != nil {
			t.Errorf("html/%s.tmpl: %v", kind, err)
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
	fsys := withFile(t, "html/home.tmpl", `{{define "main"}}{{range .Journeys}}{{.Nonsense}}{{end}}{{end}}`)
	s, err := templates.Parse(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if err := fits(s.Page("home"), pages.Home{}); err == nil || !strings.Contains(err.Error(), "Nonsense") {
		t.Errorf("got %v", err)
	}
}

// Templates, views and kinds of pages are the same. A struct of site/pages that embeds a
// Layout is a view.
func TestTemplatesAndViewsPair(t *testing.T) {
	known := views()
	names, err := fs.Glob(templates.FS, "html/*.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		kind := strings.TrimSuffix(path.Base(name), ".tmpl")
		if kind != "layout" && !strings.HasPrefix(kind, "_") && known[kind] == nil {
			t.Errorf("no kind of page has the template %s", name)
		}
	}
	declared := declaredViews(t)
	if len(declared) != len(known) {
		t.Errorf("site/pages declares the views %v, its kinds have %d", declared, len(known))
	}
	for _, name := range declared {
		if v := known[strings.ToLower(name)]; v == nil || reflect.TypeOf(v).Name() != name {
			t.Errorf("no kind of page has the view pages.%s", name)
		}
	}
}

// declaredViews returns the names of the structs in site/pages that embed a Layout, as
// their source has them.
func declaredViews(t *testing.T) (names []string) {
	t.Helper()
	files, err := filepath.Glob("../site/pages/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no source of site/pages: %v", err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && embedsLayout(spec.Type) {
				names = append(names, spec.Name.Name)
			}
			return true
		})
	}
	slices.Sort(names)
	return names
}

func embedsLayout(typ ast.Expr) bool {
	s, ok := typ.(*ast.StructType)
	return ok && slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool {
		id, ok := f.Type.(*ast.Ident)
		return ok && id.Name == "Layout" && len(f.Names) == 0
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
	for _, v := range views() {
		check(reflect.TypeOf(v).Name(), reflect.TypeOf(v))
	}
}

// A field that no template prints is not needed.
func TestEveryFieldIsPrinted(t *testing.T) {
	var all strings.Builder
	names, _ := fs.Glob(templates.FS, "html/*.tmpl")
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
				t.Errorf("pages.%s.%s: no template names it", typ.Name(), f.Name)
			}
			check(f.Type)
		}
	}
	for _, v := range views() {
		check(reflect.TypeOf(v))
	}
}

// files is the built-in theme as a map.
func files(t *testing.T) fstest.MapFS {
	t.Helper()
	fsys := fstest.MapFS{}
	err := fs.WalkDir(templates.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(templates.FS, name)
		fsys[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return fsys
}

// withFile is the built-in theme with one file changed.
func withFile(t *testing.T, name, text string) fstest.MapFS {
	t.Helper()
	fsys := files(t)
	fsys[name] = &fstest.MapFile{Data: []byte(text)}
	return fsys
}

func TestFaultyTemplate(t *testing.T) {
	for name, text := range map[string]string{
		"home.tmpl":   "{{define \"main\"}}\n{{range}\n{{end}}",
		"_parts.tmpl": "{{define \"facts\"}}\n{{if .X}}",
		"layout.tmpl": "{{template}}",
	} {
		_, err := templates.Parse(withFile(t, "html/"+name, text))
		if err == nil || !strings.Contains(err.Error(), name+":") {
			t.Errorf("%s: %v, want its name and line", name, err)
		}
	}
	_, err := templates.Parse(withFile(t, "html/layout.tmpl", `{{define "head"}}{{end}}{{define "header"}}{{end}}{{define "page"}}{{end}}`))
	if err == nil || !strings.Contains(err.Error(), `html/layout.tmpl does not define "footer"`) {
		t.Errorf("a layout without footer: %v", err)
	}
	if _, err := templates.Parse(os.DirFS(t.TempDir() + "/missing")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a directory that does not exist: %v", err)
	}
}

// Without the layout or a part of an asset there is no theme. The template of a page is
// missed when the page is printed.
func TestMissingFile(t *testing.T) {
	for name := range files(t) {
		if strings.HasPrefix(name, "html/") && name != "html/layout.tmpl" {
			continue
		}
		fsys := files(t)
		delete(fsys, name)
		_, err := templates.Parse(fsys)
		if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	fsys := files(t)
	delete(fsys, "html/about.tmpl")
	s, err := templates.Parse(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Render(pages.About{}); err == nil || !strings.Contains(err.Error(), "html/about.tmpl") {
		t.Errorf("without html/about.tmpl: %v", err)
	}
}

// Every file of the theme reaches the site: a style sheet or script that no asset has
// would change nothing.
func TestAssetsHaveAllParts(t *testing.T) {
	s := theme(t)
	var all strings.Builder
	for _, name := range s.Assets() {
		data, err := s.Asset(name)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(data)
	}
	for name, f := range files(t) {
		part := string(f.Data)
		if strings.HasSuffix(name, ".css") {
			part = longestRule(part) // comments and indentation are left out
		}
		if !strings.HasPrefix(name, "html/") && strings.Count(all.String(), part) != 1 {
			t.Errorf("%s is not once among the assets", name)
		}
	}
	if _, err := s.Asset("css/base.css"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a part asked for as an asset: %v", err)
	}
}

// longestRule is the longest line of a style, without its indentation.
func longestRule(css string) string {
	lines := strings.Split(css, "\n")
	return strings.TrimSpace(slices.MaxFunc(lines, func(a, b string) int { return len(a) - len(b) }))
}

// No comment and no indentation of the style is sent, and all of its rules are.
func TestStyleIsSentBare(t *testing.T) {
	b, err := templates.Parse(withFile(t, "css/base.css", "/* one\n\ttwo */\n:root {\n\t--a: \"b  c\";\n\n\t/* three */ --d: e;\n}\n"))
	if err != nil {
		t.Fatal(err)
	}
	css, err := b.Asset("site.css")
	if want := ":root {\n--a: \"b  c\";\n--d: e;\n}\n"; err != nil || !strings.HasPrefix(string(css), want) {
		t.Errorf("%.60q, %v", css, err)
	}
}

func TestStampChangesWithTheAssets(t *testing.T) {
	a := theme(t)
	if a.Stamp() == "" || a.Stamp() != theme(t).Stamp() {
		t.Errorf("stamps %q, %q", a.Stamp(), theme(t).Stamp())
	}
	for name, f := range files(t) {
		b, err := templates.Parse(withFile(t, name, string(f.Data)+"x"))
		if err != nil {
			t.Fatal(err)
		}
		if isAsset := !strings.HasPrefix(name, "html/"); isAsset == (b.Stamp() == a.Stamp()) {
			t.Errorf("%s changed, and the stamp changed: %t", name, !isAsset)
		}
	}
}

// What a page prints of other people's text is escaped.
func TestRenderEscapes(t *testing.T) {
	const evil = `<script>alert(1)</script>"'` + "`"
	f := pages.Layout{Title: evil, Description: evil, Version: evil, Platform: evil, Crumbs: []urls.Link{{Text: evil, Href: "javascript:alert(1)"}}}
	out, err := theme(t).Render(pages.Packages{Layout: f})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(out), "<script>") || strings.Contains(string(out), `href="javascript:`) {
		t.Errorf("%s", out)
	}
}

// js- classes are for scripts; no style rule may use them.
func TestStyleLeavesHooksAlone(t *testing.T) {
	for _, name := range theme(t).Assets() {
		data, _ := theme(t).Asset(name)
		if strings.HasSuffix(name, ".css") && strings.Contains(string(data), ".js-") {
			t.Errorf("%s styles a js- class", name)
		}
	}
}

// A class that two parts of the style define is two things under one name: each then gets
// the other's rules.
func TestClassBelongsToOnePart(t *testing.T) {
	parts := map[string]string{}
	bare := regexp.MustCompile(`(?m)^\s*\.([\w-]+) \{`)
	for name, f := range files(t) {
		if path.Ext(name) != ".css" {
			continue
		}
		for _, m := range bare.FindAllStringSubmatch(string(f.Data), -1) {
			if other := parts[m[1]]; other != "" && other != name {
				t.Errorf("class %s has rules of its own in %s and %s", m[1], other, name)
			}
			parts[m[1]] = name
		}
	}
}

// The icon cannot read the style, so it repeats the colour of what runs.
func TestIconHasTheColour(t *testing.T) {
	accent := regexp.MustCompile(`--run: (#[0-9a-f]{6});`).FindSubmatch(files(t)["css/base.css"].Data)
	if accent == nil {
		t.Fatal("css/base.css defines no --run")
	}
	if !strings.Contains(string(files(t)["icon.svg"].Data), `fill="`+string(accent[1])+`"`) {
		t.Errorf("icon.svg does not have the colour %s", accent[1])
	}
}
