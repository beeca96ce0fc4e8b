package templates

import "embed"

// FS is the built-in theme.
//
//go:embed html/*.tmpl css/*.css js/*.js js/explain/*.js js/model/*.js js/search/*.js icon.svg
var FS embed.FS
