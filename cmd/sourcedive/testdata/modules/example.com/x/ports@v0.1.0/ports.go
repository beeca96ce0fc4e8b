// Package ports has a part for one platform.
package ports

// Open opens a port.
func Open() int { return port() }

func port() int { return 80 }
