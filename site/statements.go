package site

import (
	"strings"

	"sourcedive/indexer"
	"sourcedive/site/page"
	"sourcedive/site/source"
	"sourcedive/templates"
)

const (
	statementsPath  = "statements.html"
	prologueRow     = "Prologue" // stands for all functions and is shown once
	shownStatements = 8          // on the page of a function that they call
)

// statementsPage shows what the compiler made of each construct of the language.
func (p *Plan) statementsPage(f page.Frame) templates.View {
	f.Kind = "statements"
	f.Crumbs = []page.Link{{Text: "Statements"}}
	f.Description = "Which functions of the runtime the compiler calls for each construct of the language"
	v := page.Statements{Frame: f, Count: count(len(p.x.Statements), "construct", "constructs")}
	v.Compiler, _, _ = strings.Cut(p.x.Config.Listing, " ")
	for i := range p.x.Statements {
		s := &p.x.Statements[i]
		row := p.statementRow(s)
		if s.Name == prologueRow {
			v.Prologue = &row
			continue
		}
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Title != s.Group {
			v.Groups = append(v.Groups, page.StatementGroup{ID: headingID(s.Group), Title: s.Group})
		}
		last := &v.Groups[len(v.Groups)-1]
		last.Rows = append(last.Rows, row)
	}
	return v
}

// headingID is in lower case, so that it is no function's.
func headingID(title string) string {
	return strings.Trim(pathName(strings.ToLower(strings.NewReplacer(",", "", " ", "-").Replace(title))), "-")
}

func (p *Plan) statementRow(s *indexer.Statement) page.StatementRow {
	row := page.StatementRow{ID: s.Name, Title: s.Title, Text: s.Text, Note: s.Note, Code: codeLines(s.Code)}
	for _, c := range s.Calls {
		call := page.EdgeRow{Text: c.Name}
		if c.Sym != indexer.NoSym {
			id := p.x.Symbols[c.Sym].ID
			call.Href, call.Text = p.href(statementsPath, c.Sym), id.Local()
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
func codeLines(code string) (lines []page.CodeLine) {
	m := source.Mark(&indexer.File{Lang: indexer.LangGo, Text: code})
	off := 0
	for line := range strings.Lines(code) {
		text := strings.TrimLeft(line, "\t")
		lines = append(lines, page.CodeLine{
			Indent: line[:len(line)-len(text)],
			Code:   m.Inline(int32(off), int32(off+len(line)), source.Links{}),
		})
		off += len(line)
	}
	return lines
}

// calledFor lists the constructs that a function serves.
func (p *Plan) calledFor(path string, sym indexer.Sym) (c page.CalledFor) {
	more := 0
	for i := range p.x.Statements {
		s := &p.x.Statements[i]
		if !calls(s, sym) {
			continue
		}
		if len(c.Rows) == shownStatements {
			more++
			continue
		}
		title := strings.ToLower(s.Title[:1]) + s.Title[1:]
		c.Rows = append(c.Rows, page.Link{Text: title, Href: relative(path, statementsPath) + "#" + s.Name})
	}
	if more > 0 {
		c.More = page.Link{Text: itoa(more) + " more", Href: relative(path, statementsPath)}
	}
	return c
}

func calls(s *indexer.Statement, sym indexer.Sym) bool {
	for _, c := range s.Calls {
		if c.Sym == sym {
			return true
		}
	}
	return false
}
