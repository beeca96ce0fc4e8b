package claim

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
)

// predicate is a function that claims may call. An entry of predicates is all that the
// language knows of it: type checks, what is checked in strings before anything is
// evaluated, and the documentation are made of the table.
type predicate struct {
	name   string
	topic  topic
	params []param
	result role      // what the strings are that the function gives, roleNone for nothing in particular
	check  callCheck // of a call beyond its parameters; nil for none
	doc    string    // what the function gives
	call   binding
}

// param is a parameter; the last one goes for all arguments that follow.
type param struct {
	name string // as usage shows it, "" for one that it passes over
	role role
}

// topic is what a predicate is about; predicates of one topic follow each other.
type topic uint8

const (
	aboutSymbol topic = iota
	aboutGraph
	aboutLocks
	aboutCode
	aboutFiles
	aboutHistory
)

// callCheck returns what is wrong with a call, "" for nothing, and how to write it.
type callCheck func(*ast.CallNode) (msg, hint string)

var predicates = []predicate{
	{name: "exists", topic: aboutSymbol, params: []param{{"sym", roleMaybe}}, call: one(exists),
		doc: "whether a symbol of that name is there"},
	{name: "kind", topic: aboutSymbol, params: []param{{"sym", roleSym}}, result: roleSymbolKind, call: one(kind),
		doc: "func, method, closure, type, field, abstract method, const or var"},
	{name: "value", topic: aboutSymbol, params: []param{{"const", roleSym}}, call: one(value),
		doc: "a constant's value: a number, a string or a bool; a number that needs more than 63 bits is a string of digits"},
	{name: "arraylen", topic: aboutSymbol, params: []param{{"sym", roleSym}}, call: one(arraylen),
		doc: "length of the array that a field, variable or type is"},
	{name: "fieldtype", topic: aboutSymbol, params: []param{{"sym", roleSym}}, call: one(fieldtype),
		doc: `the type of a field, variable or constant: "[256]guintptr"`},
	{name: "fields", topic: aboutSymbol, params: []param{{"type", roleSym}}, call: one(fields),
		doc: "number of fields"},
	{name: "size", topic: aboutSymbol, params: []param{{"sym", roleSym}}, call: one(sizeOf),
		doc: "size in bytes"},
	{name: "offset", topic: aboutSymbol, params: []param{{"field", roleSym}}, call: one(offsetOf),
		doc: "offset in bytes"},
	{name: "signature", topic: aboutSymbol, params: []param{{"sym", roleSym}}, call: one(signature),
		doc: "the signature as `sourcedive show` prints it"},
	{name: "where", topic: aboutSymbol, params: []param{{"sym", roleSym}}, call: one(where),
		doc: `the file that holds the declaration: "runtime/proc.go"`},
	{name: "doc", topic: aboutSymbol, params: []param{{"sym", roleSym}, {"words", roleWords}}, call: two(doc),
		doc: "whether the comment above the declaration contains the words, white space folded"},
	{name: "directive", topic: aboutSymbol, params: []param{{"sym", roleSym}, {"word", roleWords}}, call: two(directive),
		doc: "whether the declaration has a //go: directive"},

	{name: "calls", topic: aboutGraph, params: []param{{"f", roleFunc}, {"g", roleFunc}, {"kinds…", roleKind}}, call: twoAndMore(callsTo),
		doc: "whether f, or a function literal in it, has an edge to g that the platform does not rule out; without kinds, any but ref"},
	{name: "callers", topic: aboutGraph, params: []param{{"f", roleFunc}}, result: roleSym, call: one(callers),
		doc: "names, without ref edges, prologues and checks, but with edges that the platform rules out, which calls passes over; literals count as the function they are written in, and numbered copies in generated files as the one they are made from"},
	{name: "callees", topic: aboutGraph, params: []param{{"f", roleFunc}}, result: roleSym, call: one(callees),
		doc: "likewise"},
	{name: "path", topic: aboutGraph, params: []param{{"f", roleFunc}, {"g", roleFunc}, {"kinds…", roleKind}}, call: twoAndMore(pathBetween),
		doc: "whether edges that the platform does not rule out connect f to g; without kinds, those of call, defer, go, switch, asm and linkname"},
	{name: "stack", topic: aboutGraph, params: []param{{"f", roleFunc}, {`"g0"`, roleStack}}, call: two(runsOn),
		doc: "whether f can run on the stack: user, g0 or gsignal"},

	{name: "takes", topic: aboutLocks, params: []param{{"f", roleFunc}, {"lock", roleLock}}, call: two(takes),
		doc: `whether f, or a function literal in it, takes a lock ("sched.lock", "hchan.lock") where the platform does not rule it out: by an operation on it, or by a function that returns holding it`},
	{name: "requires", topic: aboutLocks, params: []param{{"f", roleFunc}, {"lock", roleLock}}, call: two(requires),
		doc: "whether f asserts first of all that a lock is held; that it is held or the world stopped is not enough"},

	{name: "has", topic: aboutCode, params: []param{{"sym", roleSym}, {"P", rolePattern}}, call: two(has),
		doc: "whether a pattern matches in the declaration"},
	{name: "count", topic: aboutCode, params: []param{{"sym", roleSym}, {"P", rolePattern}}, call: two(count),
		doc: "number of its matches"},
	{name: "order", topic: aboutCode, params: []param{{"f", roleSym}, {"P1", rolePattern}, {"P2, …", rolePattern}}, check: twoPatterns, call: oneAndMore(order),
		doc: "whether each pattern matches, each first match after the one before"},
	{name: "text", topic: aboutCode, params: []param{{"sym", roleSym}, {"words", roleWords}}, call: two(text),
		doc: "whether the declaration or TEXT block contains the words, comments included, white space folded"},

	{name: "file", topic: aboutFiles, params: []param{{"path", roleFile}}, call: one(fileExists),
		doc: "whether a file or directory is in the tree's src"},
	{name: "built", topic: aboutFiles, params: []param{{"path", roleFile}}, call: one(built),
		doc: "whether a file is part of this platform's build"},
	{name: "grep", topic: aboutFiles, params: []param{{"path", roleFile}, {"regexp", roleRegexp}}, call: two(grepFiles),
		doc: "whether a regular expression matches in a file, or in one of a glob; a dot matches the end of a line too"},
	{name: "files", topic: aboutFiles, params: []param{{"glob", roleFile}, {"", roleScope}}, call: oneAndMore(countFiles),
		doc: `number of files, without tests; with "built" as a second word, of this platform's build`},
	{name: "lines", topic: aboutFiles, params: []param{{"glob", roleFile}, {"", roleScope}}, call: oneAndMore(countLines),
		doc: "number of their lines, likewise"},
	{name: "run", topic: aboutFiles, params: []param{{"program", roleProgram}}, check: writtenOut, call: one(runProgram),
		doc: "what content/programs/PROGRAM.go.txt prints, trimmed"},

	{name: "since", topic: aboutHistory, params: []param{{"sym", roleSym}}, call: one(since),
		doc: `the minor in which the symbol appeared, under whatever name: "go1.20"; "go1.5" is where the history begins`},
	{name: "changed", topic: aboutHistory, params: []param{{"sym", roleSym}, {"from", roleWords}, {"to", roleWords}}, call: three(changed),
		doc: "whether its code is another in the second of two versions that both have it"},
	{name: "was", topic: aboutHistory, params: []param{{"sym", roleSym}}, call: one(was),
		doc: "the names it had before, oldest first"},
}

func twoPatterns(n *ast.CallNode) (msg, hint string) {
	if len(n.Arguments) < 3 {
		return "order needs two patterns at least", "order(f, P1, P2, …)"
	}
	return "", ""
}

func writtenOut(n *ast.CallNode) (msg, hint string) {
	if len(literals(n.Arguments[0])) == 0 {
		return "the name of a program is written out", `run("name")`
	}
	return "", ""
}

var predicateByName = func() map[string]*predicate {
	m := map[string]*predicate{}
	for i := range predicates {
		m[predicates[i].name] = &predicates[i]
	}
	return m
}()

// environment binds all predicates to an evaluator. Of a nil one it has the types, which
// the library checks claims against.
func environment(s *evaluator) map[string]any {
	env := make(map[string]any, len(predicates))
	for i := range predicates {
		env[predicates[i].name] = predicates[i].call(s, predicates[i].name)
	}
	return env
}

// functionNames lists the functions of the language, sorted.
func functionNames() []string {
	names := slices.Clone(builtins)
	for i := range predicates {
		names = append(names, predicates[i].name)
	}
	slices.Sort(names)
	return names
}

// usage is the call as it is written: "has(sym, P)".
func (p *predicate) usage() string {
	var names []string
	for _, q := range p.params {
		if q.name != "" {
			names = append(names, q.name)
		}
	}
	return p.name + "(" + strings.Join(names, ", ") + ")"
}

// role is what the strings of an argument are.
func (p *predicate) role(arg int) role { return p.params[min(arg, len(p.params)-1)].role }

// reference documents the predicates for the package comment: a line each, and what it
// gives, wrapped.
func reference() string {
	const first, last = 27, 84 // columns of the text
	var b strings.Builder
	for i := range predicates {
		p := &predicates[i]
		line := fmt.Sprintf("%-*s", first-2, p.usage()) + " "
		for word := range strings.FieldsSeq(p.doc) {
			if utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > last {
				b.WriteString("//\t" + line + "\n")
				line = strings.Repeat(" ", first-1)
			}
			line += " " + word
		}
		b.WriteString("//\t" + line + "\n")
	}
	return b.String()
}

// Usage lists the functions of the language for a help text: lines of calls, indented
// by two, those of one topic together.
func Usage() string {
	const most = 88
	var b strings.Builder
	line := ""
	for i := range predicates {
		p := &predicates[i]
		call := "  " + p.usage()
		switch {
		case i == 0:
		case p.topic != predicates[i-1].topic, utf8.RuneCountInString(line+call) > most:
			b.WriteString(line + "\n")
			line = ""
		}
		line += call
	}
	return b.String() + line + "\n"
}
