// Command gc runs the model of the collector.
package main

import (
	"sourcedive/content/models/gc/gc"
	"sourcedive/content/models/model"
)

func main() { model.Main(gc.Model()) }
