// Package claim holds sentences about the source against the source: a claim is one
// boolean expression, and evaluating it on a version says whether it holds there.
//
// # The language
//
// A claim is an expression of github.com/expr-lang/expr: && || ! == != < <= > >= in
// contains startsWith endsWith matches + - * / %, numbers, "strings" and `raw
// strings`, [lists], len(list), all(list, …), any(list, …). Names of symbols are the
// linker's: "runtime.schedule", "runtime.(*mcache).nextFree", "runtime.p.runq" (a
// field), "runtime._Grunning" (a constant), "runtime.gogo" (assembly).
//
//	exists(sym)               whether a symbol of that name is there
//	kind(sym)                 func, method, closure, type, field, abstract method, const, var
//	value(const)              a constant's value: a number, a string or a bool; a number
//	                          that needs more than 63 bits comes as a string of digits
//	arraylen(sym)             length of the array that a field, variable or type is
//	fieldtype(sym)            the type of a field, variable or constant: "[256]guintptr"
//	fields(type)              number of fields
//	size(sym), offset(field)  in bytes
//	signature(sym)            as `sourcedive show` prints it
//	where(sym)                the file that it is written in: "runtime/proc.go"
//	directive(sym, word)      whether a //go: directive stands at the declaration
//	calls(f, g, kinds…)       whether f, or a function literal in it, leads to g;
//	                          without kinds by any but ref
//	callers(f), callees(f)    names, without ref edges, prologues and checks; literals
//	                          count as the function they are written in, and numbered
//	                          copies in generated files as the one they are made from
//	path(f, g, kinds…)        whether there is a way; without kinds over call, defer, go,
//	                          switch, asm and linkname
//	order(f, P1, P2, …)       each pattern matches, each first match after the one before
//	has(sym, P), count(sym, P)  matches of a pattern in the declaration
//	text(sym, words)          whether the declaration or TEXT block contains the words,
//	                          comments included, white space folded
//	doc(sym, words)           likewise for the comment above
//	file(path), built(path)   whether a file or directory is in the tree's src; whether
//	                          a file is part of this platform's build
//	grep(path, regexp)        whether a regular expression matches in a file, or in one
//	                          of a glob; a dot matches the end of a line too
//	files(glob), lines(glob)  number of files, tests left out, and of their lines; with
//	                          "built" as a second word, of this platform's build
//	stack(f, s)               whether f can run on the stack: user, g0 or gsignal
//	run(name)                 what content/programs/name.go.txt prints, trimmed
//
// The kinds of edges are call, defer, go, switch, dynamic, ref, asm, linkname and
// compiler.
//
// # Patterns
//
// P is Go: an expression, statements, a declaration, a case clause or a struct field.
// $x is any one expression or statement, the same text wherever it comes again; $_ is
// any; $*_ is any number of them. A pattern that ends in { is the head of a statement
// or declaration and matches whatever its body is; one that ends in : is the head of
// a case. Comments and layout do not matter, nor does how a number is written.
//
// # Three values
//
// A claim is true, false or unanswerable. A name that does not exist makes all of it
// unanswerable, wherever it stands: !has("runtime.nosuch", "x") is no statement about
// anything. Only exists and file may ask for what is not there. All parts of a claim
// are evaluated, so that no missing name hides behind || or &&. A claim that runs a
// program is skipped where none may be run.
//
// What the compiler inserts is known from its listing. Where an index has none, it is
// unanswerable who is not called, and on which stack a function runs.
//
// # Limits
//
// Every function is a question, and a claim may ask 2000. Predicates of all and any
// stand in each other two deep at most. Patterns see syntax and no types. What files outside the build declare has no
// symbols, so questions of other platforms are for file, grep, files and lines.
package claim
