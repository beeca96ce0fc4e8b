package answer

import (
	"strings"

	"sourcedive/indexer/index"
)

// Statement is what the compiler makes of a construct of the language.
type Statement struct {
	Name  string          `json:"name"`
	Group string          `json:"group"`
	Title string          `json:"title"`
	Text  string          `json:"text"`
	Code  string          `json:"code"` // that was compiled
	Calls []StatementCall `json:"calls"`
	Note  string          `json:"note,omitempty"` // why the calls are not known
}

// StatementCall is a function that the compiler calls for a construct.
type StatementCall struct {
	Name  string `json:"name"`
	For   string `json:"for,omitempty"`
	Place *Place `json:"place,omitempty"` // of the function
}

// Statements lists the constructs whose name, title or group has some words, or one of
// whose calls is of a function of that name.
func Statements(x *index.Index, words string) []Statement {
	list := []Statement{}
	words = strings.ToLower(words)
	for i := range x.Statements {
		if s := &x.Statements[i]; mentions(s, words) {
			list = append(list, statementOf(x, s))
		}
	}
	return list
}

func mentions(s *index.Statement, words string) bool {
	for _, text := range []string{s.Name, s.Title, s.Group} {
		if strings.Contains(strings.ToLower(text), words) {
			return true
		}
	}
	for _, c := range s.Calls {
		if name := strings.ToLower(c.Name); name == words || name == "runtime."+words {
			return true
		}
	}
	return false
}

func statementOf(x *index.Index, s *index.Statement) Statement {
	out := Statement{Name: s.Name, Group: s.Group, Title: s.Title, Text: s.Text, Code: s.Code, Note: s.Note, Calls: []StatementCall{}}
	for _, c := range s.Calls {
		call := StatementCall{Name: c.Name}
		if c.Construct != 0 {
			call.For = c.Construct.String()
		}
		if c.Sym != index.NoSym {
			call.Place = placed(x, x.Symbols[c.Sym].Body())
		}
		out.Calls = append(out.Calls, call)
	}
	return out
}
