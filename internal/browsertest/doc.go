// Package browsertest holds tests of the whole site as its readers get it: in a
// real browser, and as files. It has no code but tests.
//
// The site of the local Go is built once, and tested in three ways: served
// at the root of a server, served below a prefix, and opened from the disk.
//
//   - pages_test.go: each kind of page, wide and narrow, light and dark, with
//     JavaScript and without
//   - a11y_test.go: what axe-core says about the same pages
//   - links_test.go, html_test.go: every file of the site, without a browser
//   - behaviour_test.go, cards_test.go, keys_test.go, search_test.go: what
//     happens when a reader does something
//   - weight_test.go: bytes
//
// The tests that need Chromium or axe-core are skipped where these are missing.
// With SOURCEDIVE_BROWSER=required, as make test sets it, they fail instead.
// SOURCEDIVE_AXE is the path of axe.min.js. With -short nothing runs.
package browsertest
