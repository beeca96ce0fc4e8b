// Package annotate resolves the content, what people write about the source, against one
// version of the source.
//
// # Vocabulary
//
// A [Snapshot] is a version of the source with all that resolving needs of it. [Resolve]
// takes a Snapshot and an article.Content, and returns the [Resolved]: each [Article]
// with the symbols that it is about, each [Excerpt] and [Remark] with its place in the
// source, each [Claim] with its verdict, each [Term], [FileLine] and [APIEntry] that
// exists in the version, and the [Tables] that the runtime prints and reads.
// [Resolved.Resolve] finds the [Ref] that a link names.
//
// Nothing is guessed. What does not resolve exactly is a diag.Diagnostic with its place
// and a hint, and is left unresolved in the result, so that a page can be made all the
// same.
//
// A [Sentence] is the unit that is true or false. It rests on the [Evidence] behind it,
// on the anchor of a remark that it begins, and on the claim blocks about its block, of
// which it is the last; its state is that of all of these. [Checkable] guesses which
// sentences should rest on something, and [Resolved.Coverage] counts those that do.
//
// # Versions
//
// A note that is not written for the version is left out. Blocks and claims for other
// versions are kept and marked, and nothing in them is a problem.
//
// # Reviews
//
// The fingerprint of a symbol is a hash of the tokens of its declaration: comments and
// layout do not count. A note keeps the fingerprints that its author saw, by version; one
// that differs makes it a changed note, until somebody reads it again and accepts the new
// one. [Snapshot.Changes] compares the old body with the new one.
//
// # Limits
//
// That evidence holds does not say that it covers all of its sentence, nor that an edit
// of the source would break it: Coverage.Strong is 0 until such edits are recorded.
//
// Fingerprints belong to the symbols that a note names, not to what these call. They are
// those of one platform: a symbol written in assembly has another body on another.
package annotate
