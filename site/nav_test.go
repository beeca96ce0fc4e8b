package site

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"sourcedive/internal/toy"
	"sourcedive/site/pages"
)

// The tab of a page's kind is marked, and no other; its page leads there from any depth.
func TestTabs(t *testing.T) {
	inputs := *toyVersions(t).versions[0].inputs
	inputs.Explain = map[string][]byte{"notes.js": []byte("notes")}
	v, problems := NewVersion(&inputs)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	texts := map[string]string{"learn": "Learn", "models": "Models", "symptoms": "Symptoms", "source": "Source", "lookup": "Look up", "": ""}
	for i := range pages.Kinds {
		k := &pages.Kinds[i]
		f := v.layout("a/b/c.html", "A title", k)
		var here, all []string
		for _, tab := range f.Nav {
			if all = append(all, tab.Text+" "+tab.Href); tab.Here {
				here = append(here, tab.Text)
			}
			if !v.Has(strings.TrimPrefix(tab.Href, "../../")) {
				t.Errorf("the tab %s leads to %s", tab.Text, tab.Href)
			}
		}
		if want, known := texts[k.Tab]; !known || strings.Join(here, ", ") != want {
			t.Errorf("pages of the kind %s are under %q, want %q", k.Name, here, want)
		}
		if got, want := strings.Join(all, ", "), "Learn ../../index.html, Models ../../model/index.html, Symptoms ../../explain.html, Source ../../file/index.html, Look up ../../lookup.html"; got != want {
			t.Errorf("tabs %s, want %s", got, want)
		}
		if f.Kind != k.Class || f.Title != "A title" || f.Assets != "../../assets/" || f.Version != "go1.3.0" || f.Platform != "linux/amd64" {
			t.Errorf("the layout is %+v", f)
		}
	}
}

// A site that is made again of some versions knows these alone.
func TestPeersOfANewSite(t *testing.T) {
	list := toyVersions(t).versions
	a, b := *list[0], *list[1]
	New([]*Version{&a, &b}, nil, "x")
	if s := New([]*Version{&a, &b}, nil, "https://example.com/"); len(a.peers) != 1 || a.peers[0].Dir != b.Dir || len(b.peers) != 1 || b.peers[0].Dir != a.Dir || s.base != "https://example.com/" {
		t.Errorf("%d and %d peers below %s", len(a.peers), len(b.peers), s.base)
	}
	if New([]*Version{&a}, nil, "x"); len(a.peers) != 0 {
		t.Errorf("%d peers of one version", len(a.peers))
	}
}

// The menu of versions leads to the page under its other name only where that is made.
func TestToyVersionMenuOfPasts(t *testing.T) {
	indexes, err := toy.Indexes()
	if err != nil {
		t.Fatal(err)
	}
	past, err := toy.ThePast()
	if err != nil {
		t.Fatal(err)
	}
	resolved, err := toy.Resolved()
	if err != nil {
		t.Fatal(err)
	}
	var list []*Version
	for i, x := range indexes {
		v, _ := NewVersion(pages.NewInputs(pages.NewCatalog(x, "linux/amd64").WithHistory(past.History, nil), resolved[i], toyVersions(t).theme, nil))
		list = append(list, v)
	}
	New(list, nil, "x")
	const page = "history/runtime/findRunnable.html"
	if !list[1].Has(page) {
		t.Fatalf("go1.2.0 has no %s", page)
	}
	leads := func(want string) {
		t.Helper()
		if f := list[0].layout(page, "", &pages.Kind{}); f.Versions[0].Href != "../../../go1.2.0/"+want {
			t.Errorf("%s leads to %s, want %s", page, f.Versions[0].Href, want)
		}
	}
	leads(page)
	peer := *list[0].peers[0]
	peer.Pages = slices.DeleteFunc(slices.Clone(peer.Pages), func(path string) bool { return path == page })
	list[0].peers = []*Peer{&peer}
	leads("index.html")
}

// A page that can not be made says which one it is.
func TestErrorsNameThePage(t *testing.T) {
	fault := errors.New("no such thing")
	v := &Version{Dir: "go1", routes: []route{{path: "x.html", render: func(*bytes.Buffer) ([]byte, error) { return nil, fault }}}}
	v.sort()
	if _, ok, err := v.Page("x.html"); !ok || !errors.Is(err, fault) || err.Error() != "page go1/x.html: no such thing" {
		t.Errorf("%v, %t", err, ok)
	}
	if _, ok, err := v.Page("y.html"); ok || err != nil {
		t.Errorf("a page that is not there: %v, %t", err, ok)
	}
	v.routes[0].render = func(*bytes.Buffer) ([]byte, error) { return []byte("it"), nil }
	if data, ok, err := v.Page("x.html"); string(data) != "it" || !ok || err != nil {
		t.Errorf("%s, %v, %t", data, err, ok)
	}
}
