// Package history finds out what changed in a tree of Go source between releases.
package history
