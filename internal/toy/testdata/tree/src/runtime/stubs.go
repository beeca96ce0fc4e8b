package runtime

// mcall switches to g0 and calls fn there.
//
//go:noescape
func mcall(fn func(*g))

// systemstack runs fn on g0 and comes back.
//
//go:noescape
func systemstack(fn func())

// gogo jumps into a goroutine.
func gogo(buf *gobuf)

func getg() *g

func abort()

func futexsleep()

//go:systemstack
func netpoll(delay int64) int { return int(delay) }
