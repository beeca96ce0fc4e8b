// Command stack runs the model of the goroutine stacks.
package main

import (
	"sourcedive/content/models/model"
	"sourcedive/content/models/stack/stack"
)

func main() { model.Main(stack.Model()) }
