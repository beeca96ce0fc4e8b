// Package win is for Windows alone.
package win

// Open opens a port.
func Open() {}
