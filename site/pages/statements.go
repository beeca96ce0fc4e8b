package pages

import (
	"html/template"
	"strconv"
	"strings"

	"sourcedive/indexer/index"
	"sourcedive/internal/english"
	"sourcedive/site/highlight"
	"sourcedive/site/urls"
	"sourcedive/templates"
)

// Statements is the page of what constructs of the language become.
type Statements struct {
	Layout
	Compiler string // that compiled the snippets, "" for none
	Count    string
	Prologue *StatementRow // the calls that almost every function has
	Groups   []StatementGroup
}

// StatementGroup is the constructs under one heading.
type StatementGroup struct {
	ID    string
	Title string
	Rows  []StatementRow
}

// StatementRow is one construct.
type StatementRow struct {
	ID    string
	Title string
	Text  string
	Code  []CodeLine
	Calls []EdgeRow
	Note  string // why the calls are not known
}

// CodeLine is a line of code that is no part of the tree.
type CodeLine struct {
	Indent string
	Code   template.HTML
}

// CalledFor is the constructs that a function serves.
type CalledFor struct {
	Rows []urls.Link
	More urls.Link // to the rest, "" for none
}

const (
	prologueRow     = "Prologue" // represents all functions and is shown once
	shownStatements = 8          // on the page of a function that they call
)

// statementsPage shows what the compiler made of each construct of the language.
func statementsPage(p *Inputs, f Layout) templates.View {
	f.Crumbs = []urls.Link{{Text: "Statements"}}
	f.Description = "Which functions of the runtime the compiler calls for each construct of the language"
	v := Statements{Layout: f, Count: english.Count(len(p.Index.Statements), "construct", "constructs")}
	v.Compiler, _, _ = strings.Cut(p.Index.Config.Listing, " ")
	for i := range p.Index.Statements {
		s := &p.Index.Statements[i]
		row := statementRow(p, s)
		if s.Name == prologueRow {
			v.Prologue = &row
			continue
		}
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Title != s.Group {
			v.Groups = append(v.Groups, StatementGroup{ID: urls.HeadingID(s.Group), Title: s.Group})
		}
		last := &v.Groups[len(v.Groups)-1]
		last.Rows = append(last.Rows, row)
	}
	return v
}

func statementRow(p *Inputs, s *index.Statement) StatementRow {
	row := StatementRow{ID: s.Name, Title: s.Title, Text: s.Text, Note: s.Note, Code: codeLines(s.Code)}
	for _, c := range s.Calls {
		call := EdgeRow{Text: c.Name}
		if c.Sym != index.NoSym {
			id := p.Index.Symbols[c.Sym].ID
			call.Href, call.Text = p.Href(urls.Statements, c.Sym), id.Local()
			if path := id.Path(); path != "" && path != "runtime" {
				call.Pkg = path + "."
			}
		}
		if c.Construct != 0 {
			call.Note = c.Construct.String()
		}
		row.Calls = append(row.Calls, call)
	}
	return row
}

// codeLines colours code without numbers for its lines, which no file has.
func codeLines(code string) (lines []CodeLine) {
	m := highlight.New(&index.File{Lang: index.LangGo, Text: code})
	off := 0
	for line := range strings.Lines(code) {
		text := strings.TrimLeft(line, "\t")
		lines = append(lines, CodeLine{
			Indent: line[:len(line)-len(text)],
			Code:   m.Inline(int32(off), int32(off+len(line)), highlight.Links{}),
		})
		off += len(line)
	}
	return lines
}

// calledFor lists the constructs that a function serves.
func calledFor(p *Inputs, path string, sym index.Sym) (c CalledFor) {
	more := 0
	for i := range p.Index.Statements {
		s := &p.Index.Statements[i]
		if !calls(s, sym) {
			continue
		}
		if len(c.Rows) == shownStatements {
			more++
			continue
		}
		title := strings.ToLower(s.Title[:1]) + s.Title[1:]
		c.Rows = append(c.Rows, urls.Link{Text: title, Href: urls.Relative(path, urls.Statements) + "#" + s.Name})
	}
	if more > 0 {
		c.More = urls.Link{Text: strconv.Itoa(more) + " more", Href: urls.Relative(path, urls.Statements)}
	}
	return c
}

func calls(s *index.Statement, sym index.Sym) bool {
	for _, c := range s.Calls {
		if c.Sym == sym {
			return true
		}
	}
	return false
}
