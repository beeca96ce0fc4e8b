// Package models lists the runnable models, in the order in which a reader should
// meet them. Each is a command and a library: content/models/NAME runs it, and
// content/models/NAME/NAME is the model.
package models

import (
	"sourcedive/content/models/channel"
	"sourcedive/content/models/gc"
	"sourcedive/content/models/malloc"
	"sourcedive/content/models/pacer"
	"sourcedive/content/models/sched"
	"sourcedive/content/models/sim"
	"sourcedive/content/models/stack"
)

// All are all models.
func All() []sim.Model {
	return []sim.Model{sched.Model(), malloc.Model(), gc.Model(), pacer.Model(), stack.Model(), channel.Model()}
}

// Find is the model of a name.
func Find(name string) (sim.Model, bool) {
	for _, m := range All() {
		if m.Name == name {
			return m, true
		}
	}
	return sim.Model{}, false
}
