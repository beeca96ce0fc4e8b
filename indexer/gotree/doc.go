// Package gotree turns the name of a version, of Go or of a module, into a source
// tree and a go command able to list it.
//
// # Vocabulary
//
//   - A spec is what a person types: a tag, a minor, a directory, a directory
//     with a git ref, "local", or a version of a module. Its grammar is in spec.go.
//   - A tag is a version as the Go project names it: go1.22.0, go1.23rc1.
//     The toolchain of a tag is the module golang.org/toolchain of that tag
//     for this host, in the module cache.
//   - A minor is go1.22; it means the newest patch that can be had.
//   - The host is the go on PATH. The lister is the go command that decides which
//     files belong to a package of the tree: it decides build tags, release
//     tags and experiments, so the tree's own go command is preferred. (Listed
//     by go1.26, the tree of go1.24.0 shows the old maps, and the tree of
//     go1.22.0 the old tracer and the old heap bitmap.)
//   - A shim is a small directory in the cache that looks like a GOROOT: links
//     to the tree's files, and pkg/tool of the lister.
//   - A launcher is a script named like a tag, in the bin directory of a shim.
//
// # How a tree is listed
//
// go/packages runs the program named go of its own process's PATH, so the
// lister cannot be chosen by PATH, only by GOTOOLCHAIN. The go command looks
// for a program of that name on PATH before it looks into the module cache,
// and that is where the launcher is found. This is worth a script for three
// reasons: a toolchain taken from the module cache is checked against the
// checksum database on every run, and that check can ask the network even
// with GOPROXY=off, while the launcher never does; a launcher can set GOROOT,
// which the go command's own switch overwrites; and it can translate the flags
// of today's go/packages for the go commands of go1.11 to go1.19.
//
//	tree                           lister              GOROOT
//	go1.11 and later, by tag       its own             the toolchain itself
//	go1.5 to go1.10                the host            a shim
//	the host's GOROOT              the host            the host's
//	DIR or DIR@REF with a VERSION  the tag's own       a shim
//	DIR or DIR@REF in development  newest of its minor a shim
//
// Where the lister in this table is not to be had, the newest one here lists,
// and Tree.Notes reports it.
//
// # How a module is read
//
// The go command fetches a version of a module, and compares its checksum with
// the checksum database, as the user's settings say. What is in the module cache
// is then copied to a tree: src has the module's files at their import paths, and
// beside src is the go.mod of a main module of our own, which requires the module
// and nothing else, and replaces it by the copy. The go command writes into it
// once which versions of other modules that means, and with -mod=readonly none
// changes any more. So a module is read as those who import it get it: of its
// go.mod the requirements and the language version count, and neither its
// toolchain line nor its replacements and tools; a vendor directory, a go.work or
// a go.env of it never do; and cgo is off. The Go that reads it is named apart.
//
// # Limits
//
// A version of a module must be served by a module proxy or lie in the module
// cache: version control is never run. What only its tests import is not fetched.
// Trees before go1.5 are refused: their runtime is written in C. The host must
// be go1.21 or later, on Unix: launchers are shell scripts. A tree whose
// language is newer than the compiler of this program is listed well but not
// fully type-checked, since go/types is compiled in; Tree.Notes says so.
// Versions newer than go1.5 that were never published as a toolchain module
// can only be had from a clone.
package gotree
