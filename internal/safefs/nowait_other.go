//go:build !unix

package safefs

// noWait is 0: these systems have no pipes among the files of a directory.
const noWait = 0
