package pages

import (
	"sourcedive/internal/english"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// lookUpPage lists what is looked up and not read.
func lookUpPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Look up"}}
	f.Description = "Names, words, tables and lists"
	return Text{Layout: f, Heading: "To look up", Lead: "Names, words, tables and lists.", Groups: []LinkGroup{{ID: "lists", Title: "Lists", Rows: lookUpRows(p)}}}
}

func lookUpRows(p *Inputs) (rows []LinkRow) {
	add := func(to, text, note, lead string) {
		rows = append(rows, LinkRow{Link: urls.Link{Text: text, Href: to}, Note: note, Lead: lead})
	}
	add(p.AZ, "Names from A to Z", "", "functions, types, constants and variables")
	add(urls.Files, "Map of the source", "", "every file, and what is in it")
	add(urls.Packages, "Packages", english.Count(len(p.Index.Packages), "package", "packages"), "")
	if n := len(p.Resolved.Terms); n > 0 {
		add(urls.Glossary, "Glossary", english.Count(n, "term", "terms"), "")
	}
	if len(p.Index.Statements) > 0 {
		add(urls.Statements, "What a Go statement becomes", "", "the calls that the compiler adds")
	}
	if len(p.Resolved.API) > 0 {
		add(urls.API, "From the API to the inside", "", "what the exported functions touch")
	}
	if hasPast(p) {
		add(urls.Releases, "Releases", "", "what changed from one to the next, and when each line came")
	}
	if n := len(p.Resolved.Tours); n > 0 {
		add(urls.Tours, "Tours", english.Count(n, "tour", "tours"), "walks through the source, stop by stop")
	}
	if hasModels(p) {
		add(urls.Exercises, "Exercises", "", "questions whose answers the models run")
	}
	if n := len(p.Resolved.Labs); n > 0 {
		add(urls.Labs, "Labs", english.Count(n, "lab", "labs"), "experiments for your own machine")
	}
	add(urls.PathFinder, "Path finder", "", "how one function leads to another")
	if len(p.Resolved.Myths) > 0 {
		add(urls.Myths, "Myths", "", "what is often said and is not so")
	}
	if hasTables(p) {
		add(urls.Introspection, "What the runtime tells about itself", "", "trace lines, GODEBUG settings, reasons to wait, states")
	}
	return rows
}

// Symptoms is the page that leads from symptoms to the source, "" for none.
func (p *Inputs) Symptoms() string {
	if hasExplain(p) {
		return urls.Explain
	}
	if p.Resolved.Essay("wild") == nil {
		return ""
	}
	return urls.Area("wild")
}
