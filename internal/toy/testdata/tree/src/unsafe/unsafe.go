// Package unsafe is known to the compiler.
package unsafe

type ArbitraryType int

type Pointer *ArbitraryType
