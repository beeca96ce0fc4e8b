package site

import (
	"bytes"
	"encoding/gob"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"sourcedive/templates"
)

// partsOf are the parts of a site, each made of one version and of what was written down of
// the others.
func partsOf(t *testing.T, s *Site) (parts []*Site) {
	t.Helper()
	var kept bytes.Buffer
	if err := gob.NewEncoder(&kept).Encode(s.all); err != nil {
		t.Fatal(err)
	}
	for _, v := range s.versions {
		var all []*Peer
		if err := gob.NewDecoder(bytes.NewReader(kept.Bytes())).Decode(&all); err != nil {
			t.Fatal(err)
		}
		alone := *v
		alone.routes = slices.Clone(v.routes)
		alone.peers = nil
		for i, r := range alone.routes { // views are made by the version that a route was added to
			if r.view == nil {
				continue
			}
			view := r.view
			alone.routes[i].render = func(b *bytes.Buffer) ([]byte, error) {
				was := v.peers
				v.peers = alone.peers
				defer func() { v.peers = was }()
				err := v.inputs.Theme.Write(b, view())
				return b.Bytes(), err
			}
		}
		parts = append(parts, NewPart(&alone, all, s.theme, s.base))
	}
	return parts
}

// The parts of a site, made one after the other, are the files of the whole one.
func TestToyParts(t *testing.T) {
	s := toyVersions(t)
	whole := map[string]bool{}
	for _, path := range s.Paths() {
		if whole[path] {
			t.Errorf("%s is there twice", path)
		}
		whole[path] = true
	}
	files := 0
	for i, part := range partsOf(t, s) {
		paths := part.Paths()
		files += s.all[i].Files
		for _, path := range paths {
			if !whole[path] {
				t.Errorf("%s: %s is made twice, or in no site", part.versions[0].Dir, path)
			}
			delete(whole, path)
			want, err := s.Page(path)
			got, err2 := part.Page(path)
			if err != nil || err2 != nil || !bytes.Equal(want, got) {
				t.Errorf("%s differs (%v, %v)", path, err, err2)
			}
		}
	}
	for path := range whole {
		t.Errorf("no part has %s", path)
	}
	shared := 0
	for _, path := range s.Paths() {
		if strings.HasPrefix(path, assetsDir) {
			shared++
		}
	}
	if all := len(s.Paths()); all != files+shared+3 || shared < 10 {
		t.Errorf("%d files, of which versions have %d and share %d", all, files, shared)
	}
}

// What is shared is the same in both versions, and no script that looks for data beside
// itself is.
func TestToySharedFiles(t *testing.T) {
	s := toyVersions(t)
	theme, err := templates.Parse(templates.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.versions[0].routes {
		other, ok := s.versions[1].byPath[r.path]
		if !r.shared {
			continue
		}
		if !ok || !s.versions[1].routes[other].shared {
			t.Errorf("%s is not in both versions", r.path)
			continue
		}
		var a, b bytes.Buffer
		x, err1 := r.render(&a)
		y, err2 := s.versions[1].routes[other].render(&b)
		if err1 != nil || err2 != nil || !bytes.Equal(x, y) {
			t.Errorf("%s differs (%v, %v)", r.path, err1, err2)
		}
		name := strings.TrimPrefix(r.path, assetsDir)
		script, err := theme.Asset(name)
		if err == nil && name != "explain.js" && bytes.Contains(script, []byte("currentScript")) {
			t.Errorf("%s is shared, and looks for what is beside it", name)
		}
	}
	for _, v := range s.versions {
		for _, path := range []string{"assets/app.js", "assets/path.js", "assets/search.js", "assets/editor.js", "assets/graph.js", "assets/cards/0.js"} {
			if v.shares(path) || !v.Has(path) {
				t.Errorf("%s: %s is shared, or not there", v.Dir, path)
			}
		}
	}
}

// A site with more pages than a sitemap may list has one for each version.
func TestSitemaps(t *testing.T) {
	pages := func(n int) (list []string) {
		for i := range n {
			list = append(list, fmt.Sprintf("p%d.html", i))
		}
		return list
	}
	type urls struct {
		Loc []string `xml:"url>loc"`
		Of  []string `xml:"sitemap>loc"`
	}
	read := func(data []byte) (u urls) {
		t.Helper()
		if err := xml.Unmarshal(data, &u); err != nil {
			t.Fatal(err)
		}
		return u
	}
	for _, n := range []int{mostAddresses / 2, mostAddresses/2 + 1} {
		all := []*Peer{{Dir: "go1.3.0", Pages: pages(n)}, {Dir: "go1.2.0", Pages: pages(n)}}
		s := newSite([]*Version{{Dir: "go1.3.0"}, {Dir: "go1.2.0"}}, all, nil, "https://x/")
		data, err := s.Page("sitemap.xml")
		if err != nil {
			t.Fatal(err)
		}
		u := read(data)
		if n == mostAddresses/2 {
			if len(u.Loc) != 2*n || len(u.Of) > 0 || slices.Contains(s.Paths(), "go1.2.0/sitemap.xml") || u.Loc[2*n-1] != fmt.Sprintf("https://x/go1.2.0/p%d.html", n-1) {
				t.Errorf("%d addresses, %v", len(u.Loc), u.Of)
			}
			continue
		}
		if want := []string{"https://x/go1.3.0/sitemap.xml", "https://x/go1.2.0/sitemap.xml"}; !slices.Equal(u.Of, want) || len(u.Loc) > 0 {
			t.Errorf("%d addresses, %v", len(u.Loc), u.Of)
		}
		data, err = s.Page("go1.2.0/sitemap.xml")
		if err != nil || !slices.Contains(s.Paths(), "go1.2.0/sitemap.xml") {
			t.Fatal(err)
		}
		if u := read(data); len(u.Loc) != n || u.Loc[0] != "https://x/go1.2.0/p0.html" {
			t.Errorf("the second version: %d addresses", len(u.Loc))
		}
	}
}
