package site

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"sourcedive/annotate"
	"sourcedive/indexer/index"
	"sourcedive/internal/diag"
	"sourcedive/internal/toy"
	"sourcedive/site/models"
	"sourcedive/site/pages"
	"sourcedive/templates"
)

// versionOf makes the version of an index on a machine of the platform home.
func versionOf(x *index.Index, home string, resolved *annotate.Resolved, theme *templates.Theme, set *models.ModelSet) (*Version, diag.List) {
	return NewVersion(pages.NewInputs(pages.NewCatalog(x, home), resolved, theme, set))
}

// toySite is the site of both releases of the toy, made once. Tests only read it.
var toySite = sync.OnceValues(func() (*Site, error) {
	indexes, err := toy.Indexes()
	if err != nil {
		return nil, err
	}
	resolved, err := toy.Resolved()
	if err != nil {
		return nil, err
	}
	theme, err := toy.Theme()
	if err != nil {
		return nil, err
	}
	set, err := toy.Models()
	if err != nil {
		return nil, err
	}
	var versions []*Version
	for i, x := range indexes {
		v, problems := versionOf(x, "linux/amd64", resolved[i], theme, set)
		for _, p := range problems {
			return nil, errors.New(p.String())
		}
		versions = append(versions, v)
	}
	return New(versions, theme, "https://example.com/go"), nil
})

func toyVersions(t testing.TB) *Site {
	t.Helper()
	s, err := toySite()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// resolve follows a relative address.
func resolve(from, href string) string {
	page, frag, has := strings.Cut(href, "#")
	if page == "" {
		page = from
	} else {
		dir := strings.Split(from, "/")
		dir = dir[:len(dir)-1]
		for strings.HasPrefix(page, "../") && len(dir) > 0 {
			page, dir = page[3:], dir[:len(dir)-1]
		}
		page = strings.Join(append(dir, page), "/")
	}
	if has {
		return page + "#" + frag
	}
	return page
}

// withoutMany leaves out the lines about the package of many functions.
func withoutMany(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, "zcall") {
			b.WriteString(line)
		}
	}
	return b.String()
}
