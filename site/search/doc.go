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
// # One ranking, two engines
//
// [Rank] is the ranking. Index reads the postings of a bleve index on the disk; the
// command and the local server ask it. [Export] writes the same postings as scripts;
// templates/js/search/engine.js holds the same ranking for the browser. A test asks both the
// same questions.
//
// # Limits
//
// Words are letters, digits and underscores of ASCII; everything else separates
// words. Phrases are not known, nor is the order of words. Documents are English.
package search
