// Package notices holds the licences of the modules that are linked into the program, of
// Go's own library, and so of all that a site carries. Its test makes them of the module
// cache, for Linux, macOS and Windows.
package notices

import _ "embed"

// Text is the notices, module by module; equal licences are printed once.
//
//go:embed THIRD_PARTY.txt
var Text string
