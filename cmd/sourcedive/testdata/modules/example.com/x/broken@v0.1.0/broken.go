// Package broken does not compile.
package broken

// Half calls what is not there.
func Half() int { return whole() / 2 }

// Two is fine.
func Two() int { return one() + one() }

func one() int { return 1 }
