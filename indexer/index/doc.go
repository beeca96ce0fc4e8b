// Package indexer holds what is known about one version of a source tree, as
// plain data.
//
// # Vocabulary
//
// A [Symbol] is anything a reader can ask for by name: a function, method,
// closure, type, field, constant or variable. Its [ID] is the name the linker
// would print. Symbols stand in [Index.Symbols] sorted by ID and are referred to
// by their position there, a [Sym].
//
// A [Ref] is one identifier in a file: what kind of name it is, how it is used,
// and which symbol it means. An [Edge] says that running one function may lead to
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
// An Index says nothing about how it was found out; package indexer/build does
// that. It is self-contained (file texts included), so all that follows works from
// a recorded one, without a toolchain. [Index.Validate] says whether it is sound,
// [Encode] and [Decode] carry it.
package index
