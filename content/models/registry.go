// Package models is the registry of the runnable models.
//
// A model is a package below this directory that exports Model. [All] is the list of
// them that everything else works from: the command line, the site, the names that
// articles may link to, the checks against the real runtime, and the program that is
// compiled for the browser. Adding a model means adding its directory, an import and a
// line here, and its checks to internal/modelcheck.
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

// All returns the models, in the order in which a reader should meet them.
func All() []sim.Model {
	return []sim.Model{
		sched.Model(),
		malloc.Model(),
		gc.Model(),
		pacer.Model(),
		stack.Model(),
		channel.Model(),
	}
}

// Names returns the names of the models, in the order of All.
func Names() []string {
	var names []string
	for _, m := range All() {
		names = append(names, m.Name)
	}
	return names
}

// Find returns the model with the given name, and whether there is one.
func Find(name string) (sim.Model, bool) {
	for _, m := range All() {
		if m.Name == name {
			return m, true
		}
	}
	return sim.Model{}, false
}
