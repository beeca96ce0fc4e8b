// Command malloc runs the model of the memory allocator.
package main

import (
	"sourcedive/content/models/malloc/malloc"
	"sourcedive/content/models/model"
)

func main() { model.Main(malloc.Model()) }
