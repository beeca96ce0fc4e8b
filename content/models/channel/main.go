// Command channel runs the model of channels and select.
package main

import (
	"sourcedive/content/models/channel/channel"
	"sourcedive/content/models/model"
)

func main() { model.Main(channel.Model()) }
