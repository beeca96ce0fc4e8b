package pages

import (
	"sourcedive/annotate"
	"sourcedive/indexer/index"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// A Kind is a kind of page: what its pages have in common, and which there are.
type Kind struct {
	Name   string
	Class  string         // of the body, by which style and scripts tell pages apart
	Tab    string         // of the header that is marked on these pages; "" for none
	View   templates.View // zero value of what its pages are printed from; names their template
	Routes func(p *Inputs) []Route
}

// A Route is a page that can be made.
type Route struct {
	Path  string // from the version's root
	Title string // unique in the version
	View  func(Layout) templates.View

	// Silent reports whether the content says nothing on the page: it is then made of the
	// index, the configuration, the models, the theme and its Layout alone. nil stands for
	// never.
	Silent func() bool
}

// Kinds are the kinds of page that a version has. One more is an entry here, a file
// with its view and its builder, and a template.
var Kinds = []Kind{
	{"home", "front", "learn", Home{}, one(urls.Home, func(p *Inputs) string { return p.Resolved.Config.Title }, homePage)},
	{"files", "list", "source", Files{}, one(urls.Files, named("Map of the source"), filesPage)},
	{"packages", "list", "source", Packages{}, one(urls.Packages, named("Packages"), packagesPage)},
	{"package", "pkg", "source", Pkg{}, packageRoutes},
	{"symbols", "list", "source", Symbols{}, symbolsRoutes},
	{"about", "about", "", About{}, one(urls.About, named("About this site"), aboutPage)},
	{"checked", "checked", "", Checked{}, one(urls.Checked, named("Checked"), checkedPage)},
	{"search", "search", "lookup", Search{}, one(urls.Search, named("Search"), searchPage)},
	{"look up", "text", "lookup", Text{}, one(urls.LookUp, named("To look up"), lookUpPage)},
	{"statements", "statements", "lookup", Statements{}, when(func(p *Inputs) bool { return len(p.Index.Statements) > 0 }, one(urls.Statements, named("What a Go statement becomes"), statementsPage))},
	{"explain", "explain", "symptoms", Explain{}, when(hasExplain, one(urls.Explain, named("What the runtime said"), explainPage))},
	{"path finder", "path", "lookup", Path{}, one(urls.PathFinder, named("Path finder"), pathPage)},
	{"journey", "journey", "learn", Journey{}, journeyRoutes},
	{"models", "models", "models", Models{}, when(hasModels, one(urls.Models, named("Models"), modelsPage))},
	{"exercises", "exercises", "models", Exercises{}, when(hasModels, one(urls.Exercises, named("Exercises of the models"), exercisesPage))},
	{"model", "model", "models", Model{}, when(hasModels, modelRoutes)},
	{"labs", "list", "learn", Labs{}, when(hasLabs, one(urls.Labs, named("Labs"), labsPage))},
	{"lab", "lab", "learn", Lab{}, articleRoutes(func(p *Inputs) []*annotate.Article { return p.Resolved.Labs }, labPage)},
	{"area", "text", "learn", Text{}, areaRoutes},
	{"tours", "text", "learn", Text{}, when(func(p *Inputs) bool { return len(p.Resolved.Tours) > 0 }, one(urls.Tours, named("Tours"), toursPage))},
	{"tour", "text", "learn", Text{}, tourRoutes},
	{"level", "text", "learn", Text{}, articleRoutes(func(p *Inputs) []*annotate.Article { return p.Resolved.Levels }, levelPage)},
	{"case study", "text", "symptoms", Text{}, articleRoutes(func(p *Inputs) []*annotate.Article { return p.Resolved.CaseStudies }, caseStudyPage)},
	{"myths", "text", "lookup", Text{}, when(func(p *Inputs) bool { return len(p.Resolved.Myths) > 0 }, one(urls.Myths, named("Myths"), mythsPage))},
	{"glossary", "text", "lookup", Glossary{}, when(hasTerms, one(urls.Glossary, named("Glossary"), glossaryPage))},
	{"introspection", "text", "symptoms", Tables{}, when(hasTables, one(urls.Introspection, named("What the runtime tells about itself"), introspectionPage))},
	{"api", "text", "lookup", API{}, when(func(p *Inputs) bool { return len(p.Resolved.API) > 0 }, one(urls.API, named("From the API to the inside"), apiPage))},
	{"releases", "releases", "lookup", Releases{}, when(hasPast, one(urls.Releases, named("Releases"), releasesPage))},
	{"release", "release", "lookup", Release{}, when(hasPast, releaseRoutes)},
	{"history", "history", "source", History{}, when(hasPast, historyRoutes)},
	{"gone", "gone", "source", Gone{}, when(hasPast, goneRoutes)},
	{"stale", "stale", "", Stale{}, staleRoutes},
	{"func", "func", "source", Func{}, symbolRoutes("func ", funcPage, index.KindFunc, index.KindMethod)},
	{"type", "type", "source", Type{}, symbolRoutes("type ", typePage, index.KindType)},
	{"file", "src", "source", Src{}, fileRoutes},
}

// FrontKind and MissingKind are the kinds of the pages outside any version: the site's
// first page, and the one for addresses that do not exist.
var (
	FrontKind   = Kind{Name: "front", Class: "front", Tab: "learn", View: Home{}}
	MissingKind = Kind{Name: "missing", Class: "missing", View: Missing{}}
)

// one is the route of a kind that has a single page.
func one(path string, title func(*Inputs) string, view func(*Inputs, Layout) templates.View) func(*Inputs) []Route {
	return func(p *Inputs) []Route {
		return []Route{{Path: path, Title: title(p), View: func(f Layout) templates.View { return view(p, f) }}}
	}
}

func named(title string) func(*Inputs) string { return func(*Inputs) string { return title } }

// when has the routes only where there is something to show.
func when(there func(*Inputs) bool, routes func(*Inputs) []Route) func(*Inputs) []Route {
	return func(p *Inputs) []Route {
		if !there(p) {
			return nil
		}
		return routes(p)
	}
}

func hasPast(p *Inputs) bool { return p.past != nil }

func hasTerms(p *Inputs) bool { return len(p.Resolved.Terms) > 0 }
