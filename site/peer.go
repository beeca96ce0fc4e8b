package site

import (
	"slices"

	"sourcedive/site/pages"
)

// A Peer is what the other versions of a site need to know of a version: which pages it
// has. It is plain data, so that a version need not be at hand for the others to be made.
type Peer struct {
	Dir       string // its folder on the site
	Pages     []string
	Files     int // how many files it has of its own, pages and others
	Directory pages.Directory
}

// Peer is what other versions need to know of v.
func (v *Version) Peer() *Peer {
	p := &Peer{Dir: v.Dir, Directory: pages.NewDirectory(v.inputs)}
	for _, r := range v.routes {
		if !r.asset {
			p.Pages = append(p.Pages, r.path)
		}
		if !r.shared {
			p.Files++
		}
	}
	return p
}

// has reports whether the version has a page.
func (p *Peer) has(path string) bool {
	_, ok := slices.BinarySearch(p.Pages, path)
	return ok
}
