// Package site puts the pages of several versions of Go together.
//
// # Vocabulary
//
// A [Version] is the site of one version of Go: its pages and files, each a path with a
// function that makes its bytes. Which pages there are and what is on them is decided by
// site/pages; a Version gives each its layout, and makes pages when they are asked for. A
// [Site] serves one Version per Go release under a common root, with a front page, a page
// for missing addresses, and a sitemap.
//
// Pages are independent: [Site.Render] makes them in parallel, a server one at a time. All
// paths are known before a page is made. Addresses are relative, so that a site works under
// any prefix and from the disk; only the sitemap has the site's absolute address.
//
// Nothing is written here: site/publish writes a site to the disk, site/server serves it.
package site
