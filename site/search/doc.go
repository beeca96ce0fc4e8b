// Package search finds what a reader means: it turns documents into terms, ranks
// documents for a query, and exports what the browser needs to rank them alike.
//
// # Vocabulary
//
// A [Doc] is something that can be found: a symbol, a message, a file, a note. Its
// parts are fields: base (the name itself), name (the parts of the name), alias,
// said (texts that the code prints), lead (the first sentence), text and code. A
// term is what a word of a field becomes: a whole name in lower case, or the stem
// of a word. A tag is a term that filters: kind:func, pkg:runtime, file:proc.go.
//
// The impact of a term on a document is a small whole number: BM25 summed over the
// fields, times the prior of the document. It is rounded before anything is added
// up, so that two engines that hold the same impacts come to the same order. A
// posting is a document with an impact.
//
// # One ranking, several engines
//
// [Rank] is the ranking. It reads postings through an interface of two methods, which
// each [Engine] has:
//
//   - A [Corpus] is made in memory, in half a second for package runtime and its
//     neighbours.
//   - A [Kept] is its export: scripts, which the browser loads as well, and what
//     results show of each document. The same ranking for the browser is in
//     package templates.
//   - An [Index] is a bleve index on the disk. It takes seconds to build, and then
//     opens without being read.
//
// Tests ask all of them the same questions and want the same results, scores included.
//
// # What bleve serves
//
// Of the index on the disk bleve supplies what it is good at: the postings of each field
// with frequencies and lengths, the tags, the stored rows, and their files, which open
// without being read. The rest is ours, because the browser has no bleve and its results
// have to be the same: terms come to bleve analyzed, a query is taken apart by [Parse],
// scores are those of [Rank]. Facets are the tags: a bleve query would count what bleve
// matches, mistyped and run-together words left out, and not what Rank finds. Nothing is
// highlighted: a row shows a name and a first sentence, and for more bleve would have to
// keep each document's text and the place of each term in it.
//
// # Which one answers
//
// A [Store] keeps exports and bleve indexes by the key of what they were made of. The
// command takes what is at hand: the index, else the export, else a corpus, whose
// export it keeps. A server has a [Searcher], which answers from the export at once,
// builds the index in the background, and then answers from that.
//
// # Limits
//
// Words are letters, digits and underscores of ASCII; everything else separates
// words. Phrases are not known, nor is the order of words. Documents are English.
package search
