package page

import "html/template"

// Statements is the page of what constructs of the language become.
type Statements struct {
	Frame
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
	Rows []Link
	More Link // to the rest, "" for none
}
