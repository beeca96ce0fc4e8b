// Package pages holds the pages of a version: which there are and what is on each.
//
// # Vocabulary
//
// A [Kind] is a kind of page: a function's, a file's, the glossary. It has a file of its
// own here with its view, the struct that its template prints, and the function that builds
// the view. [Kinds] lists them. A [Route] is one page that can be made; a [Layout] is what
// surrounds it and is given by the site. [Inputs] are what builders read: a [Catalog] of
// the index, and the prose of the content resolved against it.
//
// In a view every string is formatted, every choice is made, and every address is relative
// to the page. Templates range over views and print them.
//
// # Limits
//
// Builders have no effects and keep nothing, so that pages can be made in parallel and in
// any order. Source and prose are written as HTML by site/highlight and site/prose, drawings
// are laid out by site/figure; nothing here makes markup. What calls what is asked of
// site/graphq.
package pages
