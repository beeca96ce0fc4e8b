package pages

import (
	"testing"

	"sourcedive/site/urls"
)

// Around tells pages apart by all that header and footer rec, and by nothing else.
func TestAround(t *testing.T) {
	frame := func() Layout {
		return Layout{
			Up: "../", Version: "go1.3.0", Platform: "linux/amd64", Versions: []urls.Link{{Text: "go1.2.0", Href: "../go1.2.0/x.html"}},
			Nav: []Tab{{Text: "Source", Href: "s.html"}, {Text: "Packages", Href: "p.html"}},
		}
	}
	same := frame()
	same.Kind, same.Title, same.Description, same.Crumbs = "func", "f", "It is f.", []urls.Link{{Text: "f"}}
	if got, want := same.Around(), frame().Around(); got != want {
		t.Errorf("the page itself makes a difference: %q and %q", got, want)
	}
	for name, change := range map[string]func(*Layout){
		"up":              func(f *Layout) { f.Up = "" },
		"version":         func(f *Layout) { f.Version = "go1.4.0" },
		"platform":        func(f *Layout) { f.Platform = "plan9/386" },
		"other version":   func(f *Layout) { f.Versions[0].Text = "go1.1.0" },
		"its address":     func(f *Layout) { f.Versions[0].Href = "x.html" },
		"no other":        func(f *Layout) { f.Versions = nil },
		"first place":     func(f *Layout) { f.Nav[0].Here = true },
		"second place":    func(f *Layout) { f.Nav[1].Here = true },
		"place's address": func(f *Layout) { f.Nav[1].Href = "../p.html" },
	} {
		f := frame()
		change(&f)
		if f.Around() == frame().Around() {
			t.Errorf("%s makes no difference", name)
		}
	}
	first, second := frame(), frame()
	first.Nav[0].Here, second.Nav[1].Here = true, true
	if first.Around() == second.Around() {
		t.Error("which place the page is under makes no difference")
	}
}
