// Package history finds out what became of every function, type, field, constant and
// variable of some packages from release to release, and keeps it as data.
//
// # Vocabulary
//
// A [Tree] is the source of one version. Of each minor release two are read, the
// earliest patch that can be had and the newest. A [Symbol] is one thing through all
// its names; a [Step] is one change of it; a [Point] is a version at which its [State]
// is known. The steps of a symbol are a chain from newest patch to newest patch, since
// that is what a minor means to those who use it; the earliest patch shows what came
// with the minor from what one of its patches brought.
//
// A tree can also be a version of a module. All that is said of releases and minors holds
// for it: of v1.6.0 and v1.6.2, v1.6 is the minor.
//
// # Reading
//
// Files of all platforms are read, by syntax alone. Where a function has several bodies,
// that for linux/amd64 without cgo and with the version's own default experiments stands
// for it; the others are remembered as one hash, so that it is known that one of them
// changed, but not which. A function without a body for linux/amd64 is a symbol of its
// own, marked Away: duffcopy goes in go1.26, and what other platforms keep is another
// symbol. Types, fields, constants and variables are those that people wrote for
// linux/amd64. Names are the linker's, without the [...] of generic ones; the init
// functions of a package are named by their files, runtime.init@proc.go.
//
// # What counts as a change
//
// Code is tokens: comments and layout are none of it, nor is a function's own name.
// Lines are compared without their blanks, and are what ages and sizes are made of, so
// that a size is what diff -w prints. A line that moves within a function is a new
// line. A constant is compared as written, with the count of iota; that another
// constant in its expression changed is not seen.
//
// # Names that change
//
// The rules [R1] to [R9] join what went with what came; each has a number, and the step
// keeps it. On the pairs of testdata/pairs.txt, which a person compared, 98.9 % of
// what the rules join is right, and they find 87 %; of 80 functions drawn from all that
// went from linux/amd64 they join 32, and miss 6 that live on under a new name. Two that
// become one are found for one of them only. What is taken out of a function that stays
// is found where at least half of the new body comes from one place.
//
// # Calls
//
// A step of a function's code has the calls that it gained and lost. They are
// found by name, as written: f(), pkg.f(), x.m() where the package has one method m,
// and CALL or JMP of a symbol in assembly. Calls of function values, of methods of
// other packages and through interfaces are not among them, and a local variable that
// is named like a function counts as the function.
//
// # Not represented
//
// Closures are part of the function that they are written in. Functions that assembly
// defines by macros are not seen. The data hold no text of the source: what a line says
// is asked of a tree, by [SourceOf].
package history
