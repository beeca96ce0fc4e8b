package pages

import (
	"maps"
	"slices"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Symbols is one letter of the A–Z.
type Symbols struct {
	Layout
	Letter  string
	Letters []urls.Link
	Rows    []SymbolRow
}

func symbolsPage(p *Inputs, f Layout, path, letter string, syms []index.Sym) templates.View {
	f.Crumbs = []urls.Link{{Text: "A–Z"}, {Text: strings.ToUpper(letter)}}
	f.Description = "All functions, types, constants and variables whose names start with " + strings.ToUpper(letter)
	v := Symbols{Layout: f, Letter: strings.ToUpper(letter)}
	for _, l := range strings.Split("a b c d e f g h i j k l m n o p q r s t u v w x y z other", " ") {
		link := urls.Link{Text: strings.ToUpper(l)}
		if to := urls.Letter(l); p.letters[l] != nil && l != letter {
			link.Href = urls.Relative(path, to)
		}
		v.Letters = append(v.Letters, link)
	}
	for _, s := range syms {
		v.Rows = append(v.Rows, symbolRow(p, path, s, symbolName(p, s)))
	}
	return v
}

// symbolName is a symbol with its package.
func symbolName(p *Inputs, s index.Sym) string {
	if p.Index.Config.Module != "" {
		return p.SymbolText(s)
	}
	return string(p.Index.Symbols[s].ID)
}

func symbolsRoutes(p *Inputs) (list []Route) {
	for _, letter := range slices.Sorted(maps.Keys(p.letters)) {
		path, syms := urls.Letter(letter), p.letters[letter]
		list = append(list, Route{Path: path, Title: "Symbols: " + strings.ToUpper(letter), View: func(f Layout) templates.View { return symbolsPage(p.silent, f, path, letter, syms) }, Silent: always})
	}
	return list
}
