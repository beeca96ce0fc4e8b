// Package models lists the runnable models, in the order in which a reader should
// meet them. Each is a command and a library: content/models/NAME runs it, and
// content/models/NAME/NAME is the model.
package models

import (
	"sourcedive/content/models/channel/channel"
	"sourcedive/content/models/gc/gc"
	"sourcedive/content/models/malloc/malloc"
	"sourcedive/content/models/model"
	"sourcedive/content/models/pacer/pacer"
	"sourcedive/content/models/sched/sched"
	"sourcedive/content/models/stack/stack"
)

// All are all models.
func All() []model.Model {
	return []model.Model{sched.Model(), malloc.Model(), gc.Model(), pacer.Model(), stack.Model(), channel.Model()}
}

// Find is the model of a name.
func Find(name string) (model.Model, bool) {
	for _, m := range All() {
		if m.Name == name {
			return m, true
		}
	}
	return model.Model{}, false
}
