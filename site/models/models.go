// Package models prepares the runnable models for their pages.
//
// A [ModelSet] holds every model of the registry with what its pages need and a browser
// cannot work out: its default run and its demos, recorded; the answers of its
// exercises; its functions beside those of the runtime; and what its checks against real
// runtimes found. [Compile] makes the models a WebAssembly program, with which a page
// runs them for other parameters.
//
// Recordings and the program depend on the models' sources and the version of Go alone,
// and are kept between builds (cache.go). Without a cache, or without a go command, a
// site still has the recorded runs.
package models

import (
	"fmt"
	"hash/fnv"
	"io/fs"

	"sourcedive/content/models/sim"
	"sourcedive/internal/cache"
)

// ModelSet is the models of a site.
type ModelSet struct {
	Models []RecordedModel
	Wasm   []byte // the program of Compile, compressed by gzip; nil for none
	Exec   []byte // the script that loads it
	Why    string // why there is no program
	Stamp  string // changes when a run or the program does
}

// RecordedModel is a model with its recorded runs.
type RecordedModel struct {
	sim.Model
	Recorded
	Mirrors  []Mirror
	Verified []Verified
}

// Load records the models, or takes their recordings from the cache directory; "" is for
// no cache. Sources holds the models' Go files and reports below "models". The error
// names the model or the report that is at fault.
func Load(list []sim.Model, sources fs.FS, dir cache.Dir) (*ModelSet, error) {
	s := &ModelSet{}
	verified, err := ReadVerified(sources)
	if err != nil {
		return nil, err
	}
	kept := openKept(sources, dir)
	for _, m := range list {
		if err := addressable(&m); err != nil {
			return nil, fmt.Errorf("model %s: %w", m.Name, err)
		}
		r := RecordedModel{Model: m, Verified: verified[m.Name]}
		if r.Recorded, err = kept.recorded(&m); err != nil {
			return nil, fmt.Errorf("model %s: %w", m.Name, err)
		}
		if r.Mirrors, err = mirrors(&m, sources); err != nil {
			return nil, fmt.Errorf("model %s: %w", m.Name, err)
		}
		s.Models = append(s.Models, r)
	}
	kept.store()
	return s, s.stamp()
}

// addressable returns an error for a model with a parameter that the address of a
// moment could not name: an address has the seed and the position beside the parameters.
func addressable(m *sim.Model) error {
	for _, q := range m.Params {
		if q.Name == "seed" || q.Name == "at" {
			return fmt.Errorf("parameter %q: an address needs this name for itself, as in #procs=4&seed=7&at=42\n    hint: give the parameter another name", q.Name)
		}
	}
	return nil
}

// SetProgram adds the compiled models, or the reason why there are none.
func (s *ModelSet) SetProgram(wasm, exec []byte, why string) error {
	s.Wasm, s.Exec, s.Why = wasm, exec, why
	return s.stamp()
}

func (s *ModelSet) stamp() error {
	h := fnv.New64a()
	for i := range s.Models {
		h.Write(s.Models[i].Packed)
	}
	h.Write(s.Wasm)
	s.Stamp = fmt.Sprintf("%08x", uint32(h.Sum64()))
	return nil
}
