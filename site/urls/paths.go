package urls

import (
	"strconv"
	"strings"
)

const Introspection = "introspection.html"

const Checked = "checked.html"

func Model(name string) string { return "model/" + name + ".html" }

// Addresses of the pages of prose.
const (
	Glossary = "glossary.html"
	LookUp   = "lookup.html"
	Myths    = "myths.html"
	API      = "api.html"
	Tours    = "tour/index.html"
)

func Area(name string) string { return "area/" + name + ".html" }

const PathFinder = "path.html"

// Explain is the page that explains what the runtime printed.
const Explain = "explain.html"

// Addresses of the pages that every version has once.
const (
	Home      = "index.html"
	Packages  = "pkg/index.html"
	Files     = "file/index.html"
	Models    = "model/index.html"
	Exercises = "model/exercises.html"
	Labs      = "lab/index.html"
	About     = "about.html"
	Search    = "search.html"
)

// Package is the page of a package, by its import path.
func Package(path string) string { return "pkg/" + Escape(path) + ".html" }

// Letter is the page of a letter of the A–Z: "a" to "z", or "other".
func Letter(letter string) string { return "symbol/" + letter + ".html" }

// Journey is the page of a journey.
func Journey(name string) string { return "journey/" + name + ".html" }

// TourStep is the page of a step of a tour, counted from 0.
func TourStep(tour string, i int) string { return "tour/" + tour + "/" + strconv.Itoa(i+1) + ".html" }

// Level is the page of a level's path.
func Level(name string) string { return "levels/" + name + ".html" }

// Lab is the page of a lab.
func Lab(name string) string { return "lab/" + name + ".html" }

// CaseStudy is the page of a case study.
func CaseStudy(name string) string { return "wild/" + name + ".html" }

// Stale is the page that shows what changed under a note since it was reviewed.
func Stale(note string) string { return "stale/" + note + ".html" }

// NoteID is the id of a note on the page of its symbol or area.
func NoteID(note string) string { return "note-" + strings.ReplaceAll(note, "/", "-") }

// TermID is the id of a term in the glossary.
func TermID(name string) string {
	return "term-" + strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}), "-")
}

const Statements = "statements.html"

// History is the page of a function's history, by the function's own page.
func History(page string) string { return "history/" + strings.TrimPrefix(page, "func/") }

// Gone is the page of a function that this version has no more, by package and plain name.
func Gone(pkg, name string) string { return "gone/" + Escape(pkg) + "/" + fileName(name) + ".html" }

// Releases lists the releases, and what is remarkable about them together.
const Releases = "release/index.html"

// Release is the page of a minor: go1.26, or v0.24 of a module.
func Release(name string) string { return "release/" + name + ".html" }
