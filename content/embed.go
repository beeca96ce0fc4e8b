// Package content holds the words of the site: kb.yaml says which packages are
// read and which functions are the roots of its journeys.
package content

import "embed"

// FS is the content that is built in; a directory can take its place.
//
//go:embed kb.yaml
var FS embed.FS
