package site

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"sourcedive/site/pages"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// A Site serves one Version per Go release under a common root. With several versions,
// what is the same in all of them is in a folder of the root, once.
type Site struct {
	versions []*Version // those that are at hand
	all      []*Peer    // newest first; the front page is of the first
	theme    *templates.Theme
	base     string // address of the site's root, for what cannot be relative
}

// New returns the site of some versions, newest first. base is the absolute address that it
// will have, which the sitemap needs.
func New(versions []*Version, theme *templates.Theme, base string) *Site {
	var all []*Peer
	for _, v := range versions {
		all = append(all, v.Peer())
	}
	return newSite(versions, all, theme, base)
}

// NewPart returns the part of a site that is made of one version; all are the versions of
// the whole site, newest first. The parts of all versions are the files of the site that
// New returns of them: those above the versions are in the part of the newest.
func NewPart(v *Version, all []*Peer, theme *templates.Theme, base string) *Site {
	return newSite([]*Version{v}, all, theme, base)
}

func newSite(versions []*Version, all []*Peer, theme *templates.Theme, base string) *Site {
	for _, v := range versions {
		v.peers = slices.DeleteFunc(slices.Clone(all), func(p *Peer) bool { return p.Dir == v.Dir })
	}
	return &Site{versions: versions, all: all, theme: theme, base: strings.TrimSuffix(base, "/") + "/"}
}

// The files above the versions.
const (
	frontPage   = "index.html"
	missingPage = "404.html"
	sitemap     = "sitemap.xml"
)

// Paths lists every file of the site, or of the part.
func (s *Site) Paths() []string {
	var paths []string
	several := len(s.all) > 1
	if first := s.versions[0]; first.Dir == s.all[0].Dir {
		paths = append(paths, frontPage, missingPage, sitemap)
		for _, r := range first.routes {
			if r.shared && several {
				paths = append(paths, r.path)
			}
		}
	}
	for _, v := range s.versions {
		for _, r := range v.routes {
			if !r.shared || !several {
				paths = append(paths, v.Dir+"/"+r.path)
			}
		}
		if s.large() {
			paths = append(paths, v.Dir+"/"+sitemap)
		}
	}
	return paths
}

// Page makes one file of the site. The error wraps fs.ErrNotExist when there is
// none of that path.
func (s *Site) Page(name string) ([]byte, error) { return s.page(name, new(bytes.Buffer)) }

// page makes one file, if need be in an empty buffer.
func (s *Site) page(name string, b *bytes.Buffer) ([]byte, error) {
	switch name {
	case frontPage:
		return s.front()
	case missingPage:
		return s.missing("", s.versions[0]), nil
	case sitemap:
		return s.sitemap(), nil
	}
	if v, rest := s.home(name); v != nil {
		if data, ok, err := v.page(rest, b); ok {
			return data, err
		}
		if rest == sitemap && s.large() {
			return s.sitemapOf(v.Dir), nil
		}
	}
	return nil, fmt.Errorf("page %s: %w", name, fs.ErrNotExist)
}

// home is the version that makes a file, and the file's path there; nil if there is none.
func (s *Site) home(name string) (*Version, string) {
	dir, rest, _ := strings.Cut(name, "/")
	first := s.versions[0]
	if len(s.all) > 1 && first.Dir == s.all[0].Dir && first.shares(name) {
		return first, name
	}
	for _, v := range s.versions {
		if v.Dir == dir && (len(s.all) == 1 || !v.shares(rest)) {
			return v, rest
		}
	}
	return nil, ""
}

// NotFound is the body for an address that does not exist.
func (s *Site) NotFound(name string) []byte {
	up := strings.Repeat("../", strings.Count(name, "/"))
	dir, _, _ := strings.Cut(name, "/")
	for _, p := range s.versions {
		if p.Dir == dir {
			return s.missing(up, p)
		}
	}
	return s.missing(up, s.versions[0])
}

// missing prints the page for missing addresses, as seen from a depth of up.
func (s *Site) missing(up string, p *Version) []byte {
	data, err := s.theme.Render(s.missingView(up, p))
	if err != nil {
		return []byte("not found\n")
	}
	return data
}

func (s *Site) missingView(up string, p *Version) pages.Missing {
	f := p.layout(missingPage, "Not found", &pages.MissingKind)
	f.Up, f.Assets, f.Common = up+p.Dir+"/", up+p.Dir+"/"+assetsDir, up+p.common()
	f.Nav, f.Index = p.nav(f.Up, ""), f.Up+p.inputs.AZ
	f.Versions = nil
	words := "The name may be written in another way, or may not be in " + p.Dir + "."
	if len(p.peers) > 0 {
		words = "The address may belong to another version, or the name may have changed since."
	}
	return pages.Missing{Layout: f, Words: words}
}

// front is the home of the newest version, as seen from above it.
func (s *Site) front() ([]byte, error) { return s.theme.Render(s.frontView()) }

func (s *Site) frontView() templates.View {
	p := s.versions[0]
	f := p.layout(frontPage, "", &pages.FrontKind)
	f.Up, f.Assets, f.Common, f.Versions = p.Dir+"/", p.Dir+"/"+assetsDir, p.common(), nil
	f.Nav, f.Index = p.nav(f.Up, pages.FrontKind.Tab), f.Up+p.inputs.AZ
	for _, peer := range p.peers {
		f.Versions = append(f.Versions, urls.Link{Text: peer.Dir, Href: peer.Dir + "/" + urls.Home})
	}
	return pages.FrontPage(p.inputs, f)
}

// Render makes every file and hands it to put, on as many processors as there are, and
// calls done, if not nil, after each. Put must not keep the bytes, whose space is used
// again. Render returns the first error, of put too, and then makes no more. The files made
// of the search index come last, because the index takes longest.
//
// Where the content says nothing on a page, keep, if not nil, is asked first, with a hash of
// the configuration and of what surrounds the page. A page of that hash, made by this
// program of the same index, models and theme, is the same: keep reports whether there is
// one, and it is not made again.
func (s *Site) Render(ctx context.Context, keep func(path, around string) (bool, error), put func(path string, data []byte) error, done func()) error {
	paths := s.Paths()
	slices.SortStableFunc(paths, func(a, b string) int { return later(a) - later(b) })
	g, ctx := errgroup.WithContext(ctx)
	for _, p := range s.versions {
		g.Go(func() error {
			p.searchData()
			return nil
		})
	}
	next := make(chan string)
	g.Go(func() error {
		defer close(next)
		for _, name := range paths {
			select {
			case next <- name:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() error {
			var b bytes.Buffer
			for name := range next {
				b.Reset()
				if err := s.make(name, &b, keep, put); err != nil {
					return err
				}
				if done != nil {
					done()
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// make hands one file to put, if keep does not have it.
func (s *Site) make(name string, b *bytes.Buffer, keep func(path, around string) (bool, error), put func(path string, data []byte) error) error {
	to := path.Clean(name)
	if keep != nil {
		if around := s.around(name); around != "" {
			if kept, err := keep(to, around); kept || err != nil {
				return err
			}
		}
	}
	data, err := s.page(name, b)
	if err != nil {
		return err
	}
	return put(to, data)
}

// around is that of a page of a version, "" for all other files.
func (s *Site) around(name string) string {
	if v, rest := s.home(name); v != nil {
		return v.around(rest)
	}
	return ""
}

func later(path string) int {
	if isSearchData(path) {
		return 1
	}
	return 0
}
