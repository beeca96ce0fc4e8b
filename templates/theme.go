// Package templates is the appearance of a site: HTML templates, style and scripts, all
// plain files, embedded in the program.
//
//	html/       a template for each kind of page, and what they share
//	css/        the style, in parts that together are one file of the site
//	js/         the scripts
//	js/search/  the search, in parts that together are one script
//
// A Theme is these files, read and parsed. A view is the struct of site/pages that a page
// is printed from. Its template has the name of its type, in lower case: html/func.tmpl
// prints a pages.Func. Templates whose names begin with an underscore define the parts that
// pages share, and layout.tmpl what surrounds every page.
//
// Templates range and print; choices, formats and addresses are fields that Go made.
// Scripts find the elements they work on by classes that begin with js-, which no style
// rule uses. There is no build step: what is in a file here is what a reader is sent, a
// style without its comments and indentation.
package templates

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"reflect"
	"strings"
	"sync"
)

// A Theme is a parsed set of templates with its style and scripts. It is safe for
// concurrent use.
type Theme struct {
	shared *template.Template            // the layout and the parts that pages share
	pages  map[string]*template.Template // by kind
	assets map[string][]byte
	stamp  string
	around sync.Map // printed headers and footers, by part and View.Around
}

// A View is what a template prints: a struct of site/pages. Views with the same Around
// have the same header and footer.
type View interface{ Around() string }

const layout = "layout.tmpl"

// sections make a page, in this order. The layout defines all but what is in a page,
// which is its own template's "main".
var sections = []string{"head", "header", "page", "footer"}

// Parse reads a theme from a directory with the same files as FS. Its error names the file
// that is missing, or the file and line that cannot be parsed.
func Parse(fsys fs.FS) (*Theme, error) {
	t := &Theme{}
	if err := t.parse(fsys); err != nil {
		return nil, fmt.Errorf("reading templates: %w", err)
	}
	var err error
	if t.assets, err = readAssets(fsys); err != nil {
		return nil, fmt.Errorf("reading templates: %w", err)
	}
	t.stamp = stampOf(t.assets)
	return t, nil
}

func (t *Theme) parse(fsys fs.FS) error {
	if _, err := fs.Stat(fsys, "html/"+layout); err != nil {
		return err
	}
	files, err := fs.Glob(fsys, "html/*.tmpl")
	if err != nil {
		return err
	}
	var shared, pages []string
	for _, file := range files {
		if name := path.Base(file); name == layout || strings.HasPrefix(name, "_") {
			shared = append(shared, file)
		} else {
			pages = append(pages, file)
		}
	}
	base, err := template.New(layout).Funcs(funcs).ParseFS(fsys, shared...)
	if err != nil {
		return err
	}
	for _, section := range sections {
		if base.Lookup(section) == nil {
			return fmt.Errorf("html/%s does not define %q", layout, section)
		}
	}
	// A template that was executed cannot be cloned, so shared is a clone as well.
	t.shared, t.pages = template.Must(base.Clone()), map[string]*template.Template{}
	for _, file := range pages {
		page, err := template.Must(base.Clone()).ParseFS(fsys, file)
		if err != nil {
			return err
		}
		t.pages[strings.TrimSuffix(path.Base(file), ".tmpl")] = page
	}
	return nil
}

// Page returns the template of a kind of page, or nil. It is for tests.
func (t *Theme) Page(kind string) *template.Template { return t.pages[kind] }

// Kind is the name of the template that prints a view: that of its type, in lower case.
func Kind(view View) string { return strings.ToLower(reflect.TypeOf(view).Name()) }

// Render returns the page of a view. It fails when the theme has no template for the
// view's type, or one that does not fit it.
func (t *Theme) Render(view View) ([]byte, error) {
	var b bytes.Buffer
	if err := t.Write(&b, view); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Write is Render into a buffer.
func (t *Theme) Write(b *bytes.Buffer, view View) error {
	kind := Kind(view)
	page := t.pages[kind]
	if page == nil {
		return fmt.Errorf("no template html/%s.tmpl", kind)
	}
	for _, section := range sections {
		if err := t.section(b, page, section, view); err != nil {
			return fmt.Errorf("template html/%s.tmpl: %w", kind, err)
		}
	}
	return nil
}

// section prints one section of a page. Headers and footers are printed once for all
// views with the same Around: they are most of what is printed, and the same on
// thousands of pages.
func (t *Theme) section(b *bytes.Buffer, page *template.Template, section string, view View) error {
	if section != "header" && section != "footer" {
		return page.ExecuteTemplate(b, section, view)
	}
	key := section + view.Around()
	if text, ok := t.around.Load(key); ok {
		b.Write(text.([]byte))
		return nil
	}
	start := b.Len()
	if err := page.ExecuteTemplate(b, section, view); err != nil {
		return err
	}
	t.around.Store(key, bytes.Clone(b.Bytes()[start:]))
	return nil
}

// Part returns one of the shared parts, for use inside an article. A part that is missing
// or does not fit, as happens while a theme is edited, is replaced by the error.
func (t *Theme) Part(name string, view any) template.HTML {
	var b strings.Builder
	if err := t.shared.ExecuteTemplate(&b, name, view); err != nil {
		return template.HTML(template.HTMLEscapeString(err.Error()))
	}
	return template.HTML(b.String()) // safe: html/template escaped it for an element's content
}
