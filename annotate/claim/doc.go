// Package claim evaluates sentences about the source: a claim is one boolean expression,
// and its value in a version says whether it holds there.
//
// # Vocabulary
//
// [Compile] reads a claim into an [Expr]. [Eval] evaluates it in an [Env], which is a
// version's [Source] with its tree and, where programs may be run, a [Runner]. The result
// is a [Verdict]: its [State], and the [Part] of the claim that decided. The functions of
// the language are called predicates; the table of them is in registry.go. A [Pattern] is
// a piece of Go with wildcards, a [Span] is one match of it.
//
// # The language
//
// A claim is an expression of github.com/expr-lang/expr: && || ! == != < <= > >= in
// contains startsWith endsWith matches + - * / %, numbers, "strings" and `raw
// strings`, [lists], len(list), all(list, …), any(list, …). Names of symbols are the
// linker's: "runtime.schedule", "runtime.(*mcache).nextFree", "runtime.p.runq" (a
// field), "runtime._Grunning" (a constant), "runtime.gogo" (assembly).
//
//	exists(sym)                whether a symbol of that name is there
//	kind(sym)                  func, method, closure, type, field, abstract method,
//	                           const or var
//	value(const)               a constant's value: a number, a string or a bool; a
//	                           number that needs more than 63 bits is a string of digits
//	arraylen(sym)              length of the array that a field, variable or type is
//	fieldtype(sym)             the type of a field, variable or constant:
//	                           "[256]guintptr"
//	fields(type)               number of fields
//	size(sym)                  size in bytes
//	offset(field)              offset in bytes
//	signature(sym)             the signature as `sourcedive show` prints it
//	where(sym)                 the file that holds the declaration: "runtime/proc.go"
//	doc(sym, words)            whether the comment above the declaration contains the
//	                           words, white space folded
//	directive(sym, word)       whether the declaration has a //go: directive
//	calls(f, g, kinds…)        whether f, or a function literal in it, has an edge to g
//	                           that the platform does not rule out; without kinds, any
//	                           but ref
//	callers(f)                 names, without ref edges, prologues and checks, but with
//	                           edges that the platform rules out, which calls passes
//	                           over; literals count as the function they are written in,
//	                           and numbered copies in generated files as the one they
//	                           are made from
//	callees(f)                 likewise
//	path(f, g, kinds…)         whether edges that the platform does not rule out connect
//	                           f to g; without kinds, those of call, defer, go, switch,
//	                           asm and linkname
//	stack(f, "g0")             whether f can run on the stack: user, g0 or gsignal
//	takes(f, lock)             whether f, or a function literal in it, takes a lock
//	                           ("sched.lock", "hchan.lock") where the platform does not
//	                           rule it out: by an operation on it, or by a function that
//	                           returns holding it
//	requires(f, lock)          whether f asserts first of all that a lock is held; that
//	                           it is held or the world stopped is not enough
//	has(sym, P)                whether a pattern matches in the declaration
//	count(sym, P)              number of its matches
//	order(f, P1, P2, …)        whether each pattern matches, each first match after the
//	                           one before
//	text(sym, words)           whether the declaration or TEXT block contains the words,
//	                           comments included, white space folded
//	file(path)                 whether a file or directory is in the tree's src
//	built(path)                whether a file is part of this platform's build
//	grep(path, regexp)         whether a regular expression matches in a file, or in one
//	                           of a glob; a dot matches the end of a line too
//	files(glob)                number of files, without tests; with "built" as a second
//	                           word, of this platform's build
//	lines(glob)                number of their lines, likewise
//	run(program)               what content/programs/PROGRAM.go.txt prints, trimmed
//	since(sym)                 the minor in which the symbol appeared, under whatever
//	                           name: "go1.20"; "go1.5" is where the history begins
//	changed(sym, from, to)     whether its code is another in the second of two versions
//	                           that both have it
//	was(sym)                   the names it had before, oldest first
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
// unanswerable, wherever it occurs: !has("runtime.nosuch", "x") is no statement about
// anything. Only exists and file accept what is not there. All parts of a claim
// are evaluated, so that no missing name hides behind || or &&. A claim that runs a
// program is skipped where none may be run.
//
// Over several versions a symbol is meant under whatever name it has in each, by the
// recorded history; exists alone asks for the very name.
//
// What the compiler inserts is known from its listing. Where an index has none, it is
// unanswerable who is not called, and on which stack a function runs.
//
// # Limits
//
// A claim may call 2000 predicates. Conditions of all and any nest two deep at most.
// Patterns see syntax and no types. What files outside the build declare has no symbols;
// file, grep, files and lines can ask about other platforms.
package claim
