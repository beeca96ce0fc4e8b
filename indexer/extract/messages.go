package extract

import (
	"go/scanner"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"sourcedive/indexer/index"
)

// Message is a text that the source prints or is asked by: what a reader sees of it
// in a terminal and comes here with.
type Message struct {
	Kind string // of search.Kinds
	Text string
	File int32
	Off  int32
	Sym  index.Sym // that it stands in, or that it names; NoSym for none
}

// printers are functions whose texts end up before a reader, with the kind of
// message that makes them.
var printers = map[string]string{
	"throw": "message", "fatal": "message", "panic": "message", "plainError": "message", "errorString": "message",
	"fatalthrow": "message", "panicCheck1": "message", "panicCheck2": "message", "New": "message", "newError": "message",
	"Errorf": "message", "gogetenv": "environment", "Getenv": "environment", "Setting": "GODEBUG",
}

// messageTables are variables whose elements are named for constants, with the kind of
// message that these are.
var messageTables = map[string]string{
	"waitReasonStrings": "wait reason", "lockNames": "lock rank", "dbgvars": "GODEBUG", "All": "GODEBUG", "boundsErrorFmts": "message",
	"initMetrics": "metric", "allDesc": "metric", "gcMarkWorkerModeStrings": "message", "gStatusStrings": "message", "sigtable": "message",
}

// messages finds the messages of all Go files of the build, by file and place.
func messages(x *index.Index, _ index.ID) (found []Message) {
	for i := range x.Files {
		f := &x.Files[i]
		if f.Lang == index.LangGo && f.Excluded == "" {
			found = append(found, (&messageScan{x: x, file: int32(i)}).run()...)
		}
	}
	return found
}

// messageScan reads one file. It goes by the form of the text: a call of a printer
// with all string literals up to its closing parenthesis, and the literals of a
// table.
type messageScan struct {
	x     *index.Index
	file  int32
	found []Message

	before [2]item   // the tokens before the one at hand
	call   *openCall // whose arguments are being read
	depth  int       // of parentheses inside it
	table  string    // kind of the table that is being read, "" outside
	braces int       // open ones in the table
}

type item struct {
	tok token.Token
	lit string
	off int
}

type openCall struct {
	kind  string
	off   int
	texts []string
}

func (m *messageScan) run() []Message {
	text := []byte(m.x.Files[m.file].Text)
	fset := token.NewFileSet()
	file := fset.AddFile("", fset.Base(), len(text))
	var s scanner.Scanner
	s.Init(file, text, func(token.Position, string) {}, 0)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return m.found
		}
		m.see(item{tok, lit, file.Offset(pos)})
	}
}

func (m *messageScan) see(t item) {
	switch {
	case m.call != nil:
		m.inCall(t)
	case t.tok == token.LPAREN && m.before[1].tok == token.IDENT && printers[m.before[1].lit] != "" && m.before[0].tok != token.FUNC:
		m.call, m.depth = &openCall{kind: printers[m.before[1].lit], off: m.before[1].off}, 1
	case m.table == "" && t.tok == token.IDENT && messageTables[t.lit] != "" && (m.before[1].tok == token.VAR || m.before[1].tok == token.FUNC):
		m.table, m.braces = messageTables[t.lit], 0
	}
	if m.table != "" {
		m.inTable(t)
	}
	m.before[0], m.before[1] = m.before[1], t
}

func (m *messageScan) inCall(t item) {
	switch t.tok {
	case token.LPAREN:
		m.depth++
	case token.RPAREN:
		m.depth--
	case token.STRING:
		if text, err := strconv.Unquote(t.lit); err == nil {
			m.call.texts = append(m.call.texts, text)
		}
	}
	if m.depth == 0 {
		m.add(m.call.kind, strings.Join(m.call.texts, "…"), m.call.off, m.enclosing(m.call.off))
		m.call = nil
	}
}

// inTable reads an element: a constant and its text, or a name by itself.
func (m *messageScan) inTable(t item) {
	switch t.tok {
	case token.LBRACE:
		m.braces++
	case token.RBRACE:
		if m.braces--; m.braces == 0 {
			m.table = ""
		}
	case token.STRING:
		text, err := strconv.Unquote(t.lit)
		if err != nil || m.braces == 0 || m.table == "metric" && !strings.HasPrefix(text, "/") || m.table == "GODEBUG" && !m.isName() || strings.HasPrefix(text, "signal ") {
			return
		}
		m.add(m.table, text, t.off, m.named(t.off))
	}
}

// isName reports whether the literal stands for a field called name.
func (m *messageScan) isName() bool {
	return m.before[1].tok == token.COLON && strings.EqualFold(m.before[0].lit, "name")
}

// named is the constant that an element of a table is for.
func (m *messageScan) named(off int) index.Sym {
	if m.before[1].tok == token.COLON && m.before[0].tok == token.IDENT {
		refs := m.x.Files[m.file].Refs
		i, ok := slices.BinarySearchFunc(refs, int32(m.before[0].off), func(r index.Ref, o int32) int { return int(r.Off - o) })
		if ok && refs[i].Sym != index.NoSym && m.x.Symbols[refs[i].Sym].Kind == index.KindConst {
			return refs[i].Sym
		}
	}
	return m.enclosing(off)
}

func (m *messageScan) enclosing(off int) index.Sym {
	if s := m.x.Enclosing(m.file, int32(off)); s != index.NoSym {
		return m.x.Outermost(s)
	}
	return index.NoSym
}

// add keeps a message that says anything.
func (m *messageScan) add(kind, text string, off int, sym index.Sym) {
	text = strings.Join(strings.Fields(text), " ")
	if strings.ContainsFunc(text, func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }) && len(text) > 2 {
		m.found = append(m.found, Message{kind, text, m.file, int32(off), sym})
	}
}
