// Package annotate ties what people say about the source to it.
//
// # Vocabulary
//
// The [KB] is the plan of the site: which packages, which roots. [Read] reads it and
// all other words of the content: a [Text] is one file of Markdown, be it a note on
// symbols, the essay of an area, a journey told, a tour, a level's path, an area's
// myths or something met in the wild; then there are terms, one line on each file,
// and what the exported API touches. Together they are the [Content].
//
// A [Ground] is a version to hold content against. [Merge] does that, and what comes
// out is the [Book]: the index with everything said about it, every name, link,
// excerpt and remark resolved to a place in the source, every claim asked, every note
// compared with the body that its author read. Nothing in it is guessed: what does not
// resolve exactly is a diag.Problem with its place and a hint, and stands unresolved in
// the Book, so that a page can be made all the same.
//
// # Versions
//
// A note that does not speak of the version is left out. Blocks and claims for other
// versions are kept and marked, and nothing in them is a problem.
//
// # Reviews
//
// The fingerprint of a symbol is a hash of the tokens of its declaration: comments and
// layout do not count. A note keeps the fingerprints that its author saw, by version;
// one that differs makes the note a changed one until somebody reads it again.
//
// # Limits
//
// Fingerprints belong to the symbols that a note names, not to what they call. They
// are those of one platform: a symbol written in assembly has another body on another.
package annotate
