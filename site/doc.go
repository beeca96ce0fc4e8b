// Package site says which pages exist and what is on them.
//
// # Vocabulary
//
// A [Plan] is one version of the site: every address is known before a byte is
// rendered. A page is a path, a title and a function that makes its bytes; pages
// are independent, so they can be made in parallel, or one at a time when asked
// for. A [Site] is some plans under one roof.
//
// Addresses are relative everywhere, so that a site works under any prefix and
// from the disk. The paths of pages follow from the names of symbols and files:
//
//	func/<pkg>/<name>.html   type/<pkg>/<name>.html   src/<path>.html
//	pkg/<path>.html   symbol/<letter>.html   journey/<name>.html
//
// Names that differ only in case get distinct paths: the ones with more capitals
// have them repeated after a tilde (newM~M.html beside newm.html).
package site
