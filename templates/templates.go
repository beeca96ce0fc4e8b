// Package templates is how the site looks: a template for each kind of page,
// parts that pages share, one style sheet and the scripts, all plain and embedded.
//
// A page's template has the name of its view struct in site/page, in lower case.
// Templates only range and print. Scripts find what they work on by js- classes,
// which no style rule uses.
package templates

import (
	"bytes"
	"embed"
	"fmt"
	"hash/fnv"
	"html/template"
	"io/fs"
	"reflect"
	"sort"
	"strings"
	"sync"
)

// FS is the look that is built in; a directory can take its place.
//
//go:embed *.tmpl *.css *.js *.svg
var FS embed.FS

// Theme is a parsed look.
type Theme struct {
	fsys   fs.FS
	base   *template.Template // the parts that pages share
	pages  map[string]*template.Template
	stamp  string
	assets []string
	around sync.Map // headers and footers that were printed, by View.Around
}

// View is what a template prints: a struct of site/page. Views with the same Around
// have the same header and footer.
type View interface{ Around() string }

const layout = "layout.tmpl"

// parts make a page, in this order.
var parts = []string{"head", "header", "page", "footer"}

// Parse reads all templates. The error names the file and line.
func Parse(fsys fs.FS) (*Theme, error) {
	names, err := fs.Glob(fsys, "*.tmpl")
	if err != nil {
		return nil, fmt.Errorf("reading templates: %w", err)
	}
	base, err := template.New(layout).ParseFS(fsys, shared(names)...)
	if err != nil {
		return nil, fmt.Errorf("reading templates: %w", err)
	}
	for _, part := range parts {
		if base.Lookup(part) == nil {
			return nil, fmt.Errorf("reading templates: %s does not define %q", layout, part)
		}
	}
	s := &Theme{fsys: fsys, base: template.Must(base.Clone()), pages: map[string]*template.Template{}}
	for _, name := range names {
		if kind, ok := pageKind(name); ok {
			t, err := template.Must(base.Clone()).ParseFS(fsys, name)
			if err != nil {
				return nil, fmt.Errorf("reading templates: %w", err)
			}
			s.pages[kind] = t
		}
	}
	return s, s.readAssets()
}

// shared lists the templates that every page may use: the layout and the parts,
// whose names start with an underscore.
func shared(names []string) (list []string) {
	for _, n := range names {
		if _, ok := pageKind(n); !ok {
			list = append(list, n)
		}
	}
	return list
}

func pageKind(name string) (string, bool) {
	return strings.TrimSuffix(name, ".tmpl"), name != layout && !strings.HasPrefix(name, "_")
}

// readAssets lists the style sheets and scripts and stamps them by content.
func (s *Theme) readAssets() error {
	h := fnv.New64a()
	for _, pattern := range []string{"*.css", "*.js", "*.svg"} {
		names, err := fs.Glob(s.fsys, pattern)
		if err != nil {
			return fmt.Errorf("reading assets: %w", err)
		}
		for _, name := range names {
			data, err := fs.ReadFile(s.fsys, name)
			if err != nil {
				return fmt.Errorf("reading assets: %w", err)
			}
			h.Write(data)
			s.assets = append(s.assets, name)
		}
	}
	sort.Strings(s.assets)
	s.stamp = fmt.Sprintf("%08x", uint32(h.Sum64()))
	return nil
}

// Stamp changes when a style sheet or script does.
func (s *Theme) Stamp() string { return s.stamp }

// Assets lists the style sheets and scripts.
func (s *Theme) Assets() []string { return s.assets }

// Asset is the text of a style sheet or script.
func (s *Theme) Asset(name string) ([]byte, error) { return fs.ReadFile(s.fsys, name) }

// Page is the template of a kind of page, for tests.
func (s *Theme) Page(kind string) *template.Template { return s.pages[kind] }

// Render prints a view with the template of its type's name.
func (s *Theme) Render(view View) ([]byte, error) {
	kind := strings.ToLower(reflect.TypeOf(view).Name())
	t := s.pages[kind]
	if t == nil {
		return nil, fmt.Errorf("no template %s.tmpl", kind)
	}
	var b bytes.Buffer
	around := view.Around()
	for _, part := range parts {
		if err := s.part(&b, t, part, around, view); err != nil {
			return nil, fmt.Errorf("template %s.tmpl: %w", kind, err)
		}
	}
	return b.Bytes(), nil
}

// Part prints one of the parts that stand inside texts. A part is only missing or
// misfit while somebody works on the templates; its place then says so.
func (s *Theme) Part(name string, view any) template.HTML {
	var b strings.Builder
	if err := s.base.ExecuteTemplate(&b, name, view); err != nil {
		return template.HTML(template.HTMLEscapeString(err.Error()))
	}
	return template.HTML(b.String()) // html/template escaped all that came from elsewhere
}

// part prints one part of a page, those around it only once.
func (s *Theme) part(b *bytes.Buffer, t *template.Template, part, around string, view View) error {
	if part != "header" && part != "footer" {
		return t.ExecuteTemplate(b, part, view)
	}
	key := part + around
	if text, ok := s.around.Load(key); ok {
		b.Write(text.([]byte))
		return nil
	}
	start := b.Len()
	if err := t.ExecuteTemplate(b, part, view); err != nil {
		return err
	}
	s.around.Store(key, bytes.Clone(b.Bytes()[start:]))
	return nil
}
