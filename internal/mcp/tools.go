package mcp

import (
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// tools are all that can be asked.
var tools = []func(*Server, *sdk.Server){
	tool[searchFor]("search", "Find functions, types, messages, files and pages by name, by parts of a name, or by words. Verdict: found or unknown."),
	tool[show]("show", "What is known about a symbol: signature, place, comment, fields, callers, callees, and the notes on it with what each sentence rests on and whether that holds in this version. Verdict: known or unknown."),
	tool[callers]("callers", "Who calls a function, across Go and assembly, with the place of each call. Verdict: checked if the graph agrees with what the version's own compiler emitted, unchecked, or unknown."),
	tool[callees]("callees", "Whom a function calls, in order of the source. Verdict as for callers."),
	tool[path]("path", "The shortest ways from one function to another. Verdict: found, or unknown where none is."),
	tool[claimed]("claim", "Evaluate an expression about the source, such as arraylen(\"runtime.p.runq\") == 256 or calls(\"runtime.park_m\", \"runtime.schedule\"). Verdict: true, false, or unknown where it has no answer."),
	tool[lifeOf]("history", "What became of a symbol in the releases since go1.5, or in those of the module that the server is about: when it appeared, changed, moved, was renamed, or went. Verdict: recorded or unknown."),
	tool[changes]("changes", "What is different between two releases of Go, or of the module. Verdict: recorded or unknown."),
	tool[explained]("explain", "What a text means that a Go program's runtime printed: a crash, a goroutine dump, gctrace or schedtrace lines. Verdict: recognized or unknown."),
	tool[statement]("statement", "Which runtime functions the compiler calls for a construct of the language, such as a map read or a select. Verdict: compiled or unknown."),
}
