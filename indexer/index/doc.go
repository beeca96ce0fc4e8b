// Package index holds what is known about one version of a source tree, as plain
// data: packages, files with their text, symbols, references and edges; queries over
// them; a validator; and a codec.
//
// # Vocabulary
//
// A [Symbol] is anything a reader can ask for by name: a function, method,
// closure, type, field, constant or variable. Its [ID] is the name the linker
// would print. Symbols are in [Index.Symbols], sorted by ID, and are referred to
// by their position there, a [Sym].
//
// A [Ref] is one identifier in a file: what kind of name it is, how it is used,
// and which symbol it means. An [Edge] means that running one function may lead to
// running another: its kind, its site in the source, and the numbered rule that
// found it (see [Rule]).
//
// # What is not here
//
// Test files are not indexed. Files that the chosen platform excludes are listed
// with their text and the constraint that excludes them, but have no symbols,
// refs or edges. Local variables have no symbol: their refs point at the place of
// their declaration instead. Instances of a generic function or type are folded
// onto the generic one.
//
// An Index does not have how it was found out; package indexer does that. It is
// self-contained (file texts included), so that all that uses one works from a
// recorded one, without a toolchain. [Index.Validate] reports whether it is sound,
// [Encode] and [Decode] record it and read it back.
//
// An Index is read-only once [New] or [Decode] has returned it, and goroutines may
// share it. Line tables ([Index.Lines]) and parsed files ([Index.Syntax]) are made on
// first use.
package index
