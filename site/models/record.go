package models

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/gob"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"runtime"
	"strings"

	"sourcedive/content/models/sim"
	"sourcedive/internal/cache"
)

// record runs a model as it is by default and as its demos and exercises are.
func record(m *sim.Model) (Recorded, error) {
	var r Recorded
	var runs []run
	add := func(title string, given sim.Given, seed uint64, step int) error {
		t, err := sim.Run(m, given, seed, sim.Limit{})
		if err != nil {
			return fmt.Errorf("%s: %w", title, err)
		}
		rec, err := sim.Record(t)
		if err != nil {
			return fmt.Errorf("%s: %w", title, err)
		}
		runs = append(runs, run{title, rec})
		r.Moments = append(r.Moments, Moment{title, rec.Given, rec.Seed, step})
		return nil
	}
	if err := add("Default", nil, 1, 0); err != nil {
		return r, err
	}
	r.Events, r.Cut = runs[0].Events, runs[0].Cut
	for _, d := range m.Demos {
		if err := add(d.Title, d.Given, d.Seed, d.Step); err != nil {
			return r, err
		}
	}
	for _, e := range m.Exercises {
		v, err := m.Fill(e.Given)
		if err != nil {
			return r, fmt.Errorf("exercise %q: %w", e.Question, err)
		}
		r.Answers = append(r.Answers, e.Answer(v, e.Seed))
	}
	r.Visits = visits(runs)
	var err error
	r.Packed, err = pack(runs)
	return r, err
}

func visits(runs []run) map[string]Visit {
	first := map[string]Visit{}
	for i, r := range runs {
		for step, e := range r.Events {
			if _, ok := first[e.Func]; !ok && e.Func != "" {
				first[e.Func] = Visit{i, step + 1}
			}
		}
	}
	return first
}

func pack(runs []run) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if err := json.NewEncoder(z).Encode(runs); err != nil {
		return nil, err
	}
	err = z.Close()
	return b.Bytes(), err
}

// kept is what was recorded before, by model.
type kept struct {
	dir  cache.Dir
	key  string
	runs map[string]Recorded
	more bool
}

// openKept finds what was recorded from the same sources by the same Go. What cannot
// be read is recorded anew.
func openKept(sources fs.FS, dir cache.Dir) *kept {
	k := &kept{runs: map[string]Recorded{}}
	key, err := sourceKey(sources)
	if err != nil {
		return k
	}
	k.dir, k.key = dir, key
	text, err := dir.Get(key)
	if err == nil && gob.NewDecoder(bytes.NewReader(text)).Decode(&k.runs) != nil {
		k.runs = map[string]Recorded{}
	}
	return k
}

// sourceKey is the hash of the models' sources and of the Go that runs them.
func sourceKey(sources fs.FS) (string, error) {
	h := sha256.New()
	fmt.Fprintln(h, runtime.Version(), recordedForm)
	err := fs.WalkDir(sources, "models", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") {
			return err
		}
		text, err := fs.ReadFile(sources, name)
		fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
		return err
	})
	return cache.Key("runs", h.Sum(nil)), err
}

// recordedForm changes when Recorded, or how it is made, does.
const recordedForm = 1

func (k *kept) recorded(m *sim.Model) (Recorded, error) {
	if r, ok := k.runs[m.Name]; ok {
		return r, nil
	}
	r, err := record(m)
	if err == nil {
		k.runs[m.Name], k.more = r, true
	}
	return r, err
}

// store keeps what is new. The runs are at hand, so a disk that cannot be written only
// costs time.
func (k *kept) store() {
	if k.more {
		_ = k.dir.Put(k.key, func(w io.Writer) error { return gob.NewEncoder(w).Encode(k.runs) })
	}
}
