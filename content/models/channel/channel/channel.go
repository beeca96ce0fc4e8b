// Package channel is a model under construction.
package channel

import "sourcedive/content/models/model"

// Model describes the model.
func Model() model.Model { return model.Model{Name: "channel"} }
