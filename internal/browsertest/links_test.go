package browsertest

import (
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"
)

// TestLinks follows every address that a page names to its file, and every
// fragment to its id.
func TestLinks(t *testing.T) {
	t.Parallel()
	site, docs := mustCrawl(t)
	var faults []string
	links := 0
	for _, d := range docs {
		for ref, element := range d.refs {
			links++
			if err := site.follow(d, ref, element); err != nil {
				faults = append(faults, fmt.Sprintf("%s: %s: %v", d.path, ref, err))
			}
		}
		for _, id := range d.labels {
			if !d.ids[id] {
				faults = append(faults, fmt.Sprintf("%s: an attribute names the id %s, which is not there", d.path, id))
			}
		}
	}
	t.Logf("%d files, %d pages, %d different links", len(site.files), len(docs), links)
	report(t, faults)
}

// lineRange is the one fragment that needs JavaScript: it marks several lines.
var lineRange = regexp.MustCompile(`^(L[0-9]+)-(L[0-9]+)$`)

// follow resolves a reference as a browser does.
func (c *crawled) follow(from *document, ref, element string) error {
	u, err := url.Parse(ref)
	if err != nil {
		return err
	}
	if u.Scheme != "" || u.Host != "" {
		return outside(u, element)
	}
	to := from
	if u.Path != "" {
		if strings.HasPrefix(u.Path, "/") {
			return fmt.Errorf("begins at the root of the server")
		}
		name := path.Join(path.Dir(from.path), u.Path)
		if _, ok := c.files[name]; !ok {
			return fmt.Errorf("no file %s", name)
		}
		to = c.docs[name]
	}
	if u.Fragment == "" {
		return nil
	}
	if to == nil {
		return fmt.Errorf("a fragment of what is no page")
	}
	if m := lineRange.FindStringSubmatch(u.Fragment); m != nil && to.ids[m[1]] && to.ids[m[2]] {
		return nil
	}
	if strings.Contains(to.path, "/model/") && strings.Contains(u.Fragment, "at=") {
		return nil // a moment of a run, which the player shows
	}
	if !to.ids[u.Fragment] {
		return fmt.Errorf("no id %q in %s", u.Fragment, to.path)
	}
	return nil
}

// outside allows links that a reader may follow out of the site; they stand in
// comments of the source. Nothing is loaded from elsewhere.
func outside(u *url.URL, element string) error {
	if element == "a" && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		return nil
	}
	return fmt.Errorf("leads out of the site from an element %s", element)
}

// TestTitles wants one title for each page.
func TestTitles(t *testing.T) {
	t.Parallel()
	_, docs := mustCrawl(t)
	var faults []string
	first := map[string]string{}
	for _, d := range docs {
		title := strings.TrimSpace(d.title)
		if other, taken := first[title]; taken {
			faults = append(faults, fmt.Sprintf("%s: has the title of %s: %s", d.path, other, title))
		}
		if title == "" {
			faults = append(faults, d.path+": has no title")
		}
		first[title] = d.path
	}
	report(t, faults)
}

// TestReachable wants a way of links from the front page to every page but the
// one for missing addresses.
func TestReachable(t *testing.T) {
	t.Parallel()
	site, docs := mustCrawl(t)
	reached := map[string]bool{"index.html": true}
	for todo := []string{"index.html"}; len(todo) > 0; {
		d := site.docs[todo[0]]
		todo = todo[1:]
		for ref := range d.refs {
			u, err := url.Parse(ref)
			if err != nil || u.Scheme != "" || u.Path == "" {
				continue
			}
			name := path.Join(path.Dir(d.path), u.Path)
			if site.docs[name] != nil && !reached[name] {
				reached[name] = true
				todo = append(todo, name)
			}
		}
	}
	var faults []string
	for _, d := range docs {
		if !reached[d.path] && d.path != "404.html" {
			faults = append(faults, d.path+": no way of links leads here")
		}
	}
	report(t, faults)
}
