package page

import "testing"

// Around tells pages apart by all that header and footer show, and by nothing else.
func TestAround(t *testing.T) {
	frame := func() Frame {
		return Frame{
			Up: "../", Version: "go1.3.0", Platform: "linux/amd64", Versions: []Link{{"go1.2.0", "../go1.2.0/x.html"}},
			Places: []Tab{{Text: "Source", Href: "s.html"}, {Text: "Packages", Href: "p.html"}},
		}
	}
	same := frame()
	same.Kind, same.Title, same.Description, same.Crumbs = "func", "f", "It is f.", []Link{{"f", ""}}
	if got, want := same.Around(), frame().Around(); got != want {
		t.Errorf("the page itself makes a difference: %q and %q", got, want)
	}
	for name, change := range map[string]func(*Frame){
		"up":              func(f *Frame) { f.Up = "" },
		"version":         func(f *Frame) { f.Version = "go1.4.0" },
		"platform":        func(f *Frame) { f.Platform = "plan9/386" },
		"other version":   func(f *Frame) { f.Versions[0].Text = "go1.1.0" },
		"its address":     func(f *Frame) { f.Versions[0].Href = "x.html" },
		"no other":        func(f *Frame) { f.Versions = nil },
		"first place":     func(f *Frame) { f.Places[0].Here = true },
		"second place":    func(f *Frame) { f.Places[1].Here = true },
		"place's address": func(f *Frame) { f.Places[1].Href = "../p.html" },
	} {
		f := frame()
		change(&f)
		if f.Around() == frame().Around() {
			t.Errorf("%s makes no difference", name)
		}
	}
	first, second := frame(), frame()
	first.Places[0].Here, second.Places[1].Here = true, true
	if first.Around() == second.Around() {
		t.Error("which place the page is under makes no difference")
	}
}
