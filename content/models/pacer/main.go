// Command pacer runs the model of the collector's pacer.
package main

import (
	"sourcedive/content/models/model"
	"sourcedive/content/models/pacer/pacer"
)

func main() { model.Main(pacer.Model()) }
