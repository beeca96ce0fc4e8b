// Package sched is a model under construction.
package sched

import "sourcedive/content/models/model"

// Model describes the model.
func Model() model.Model { return model.Model{Name: "sched"} }
