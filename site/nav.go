package site

import (
	"strings"

	"sourcedive/site/pages"
	"sourcedive/site/urls"
)

// layout is what surrounds the page of a path.
func (v *Version) layout(path, title string, k *pages.Kind) pages.Layout {
	up := strings.Repeat("../", strings.Count(path, "/"))
	p := v.inputs
	f := pages.Layout{
		Kind: k.Class, Title: title, Up: up, Assets: up + assetsDir, Common: up + assetsDir, Stamp: p.Theme.Stamp(), Styles: pages.StylesOf(k.Class),
		Version: p.Index.Config.Version, Platform: p.Index.Config.Platform(),
		Nav: v.nav(up, k.Tab), Index: up + p.AZ, Places: p.PlacesOf(path),
	}
	if len(v.peers) > 0 {
		f.Common = up + "../" + assetsDir // beside the folders of the versions
	}
	for _, peer := range v.peers {
		to := pages.Counterpart(p, &peer.Directory, path)
		switch {
		case to != "" && peer.has(to):
		case peer.has(path):
			to = path
		default:
			to = urls.Home
		}
		f.Versions = append(f.Versions, urls.Link{Text: peer.Dir, Href: up + "../" + peer.Dir + "/" + to})
	}
	return f
}

// common is the folder of what is the same in all versions, from the root of the site.
func (v *Version) common() string {
	if len(v.peers) > 0 {
		return assetsDir
	}
	return v.Dir + "/" + assetsDir
}

// assetsDir is the folder of style, scripts and data.
const assetsDir = "assets/"

// nav is the links in the header of a page; here is the one that the page is under.
func (v *Version) nav(up, here string) []pages.Tab {
	tabs := []pages.Tab{{Text: "Learn", Href: up + urls.Home, Here: here == "learn"}}
	if v.inputs.Models != nil {
		tabs = append(tabs, pages.Tab{Text: "Models", Href: up + urls.Models, Here: here == "models"})
	}
	if to := v.inputs.Symptoms(); to != "" {
		tabs = append(tabs, pages.Tab{Text: "Symptoms", Href: up + to, Here: here == "symptoms"})
	}
	return append(tabs,
		pages.Tab{Text: "Source", Href: up + urls.Files, Here: here == "source"},
		pages.Tab{Text: "Look up", Href: up + urls.LookUp, Here: here == "lookup"})
}
