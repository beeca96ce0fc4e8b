// Package odd has names that addresses cannot have as they are.
package odd

import "internal/godebug"

// L1 is called like the id of a line. See [internal/godebug.New], [L1], [Odd.Grow] and [Odd.shrink].
func L1() { Limit = len(Name) }

// Name is a constant.
const Name = "odd"

// Limit is a variable.
var Limit int

// Odd is a type.
type Odd struct {
	*godebug.Setting
	Size int
}

// Grow has a pointer receiver.
func (o *Odd) Grow() { o.Size++ }

func (o Odd) shrink() int { return o.Size - 1 }
