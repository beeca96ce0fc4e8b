// Package modelview readies the runnable models for their pages: it runs each as it
// is by default and as its demos are, and finds the functions of its source that
// stand for the runtime's.
package models

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"hash/fnv"
	"io/fs"
	"strings"

	"sourcedive/content/models/sim"
	"sourcedive/internal/cache"
)

// ModelSet is all models, ready to be shown.
type ModelSet struct {
	Models []RecordedModel
	Wasm   []byte // the models as a program, compressed; nil where it could not be compiled
	Exec   []byte // the script that loads it
	Why    string // why there is no program
	Stamp  string // changes when a run or the program does
}

// RecordedModel is one model.
type RecordedModel struct {
	sim.Model
	Recorded
	Mirrors  []Mirror
	Verified []Verified
}

// Recorded is what the runs of a model gave. It depends on the model's source alone,
// and is kept between builds.
type Recorded struct {
	Events  []sim.Event      // of the default run
	Cut     string           // where that was cut
	Moments []Moment         // the start of the default run, then the demos
	Answers []string         // of the exercises
	Visits  map[string]Visit // by symbol
	Packed  []byte           // the runs with all their states: JSON, compressed by gzip
}

// Moment is a step of a recorded run.
type Moment struct {
	Title string
	Given sim.Given
	Seed  uint64
	Step  int
}

// Visit is the first step that stands for a symbol, in one of the recorded runs.
type Visit struct{ Run, Step int }

// run is a recorded run, as the page plays it.
type run struct {
	Title string `json:"title"`
	*sim.Recording
}

// Mirror is a function of a model beside the symbol it stands for.
type Mirror struct {
	Func   string
	Symbol string
	File   string // below content/models: "sched/sched/queue.go"
	Line   int
	Code   string
}

// Verified is one check of a model against a real runtime, as `sourcedive model
// verify` reported it.
type Verified struct {
	Go, Platform         string
	Name, Says           string
	OK                   bool
	Cases, Agreed        int
	Band, Skipped, Fault string
}

// reports are the recorded verifications, one file a version of Go.
const reports = "models/verified"

// Load readies the models. sources holds their Go files below "models"; what their
// runs gave is kept in dir, whose "" is none.
func Load(list []sim.Model, sources fs.FS, dir cache.Dir) (*ModelSet, error) {
	s := &ModelSet{}
	verified, err := readVerified(sources)
	if err != nil {
		return nil, err
	}
	kept := openKept(sources, dir)
	for _, m := range list {
		show := RecordedModel{Model: m, Verified: verified[m.Name]}
		if show.Recorded, err = kept.recorded(&m); err != nil {
			return nil, fmt.Errorf("model %s: %w", m.Name, err)
		}
		if show.Mirrors, err = mirrors(&m, sources); err != nil {
			return nil, fmt.Errorf("model %s: %w", m.Name, err)
		}
		s.Models = append(s.Models, show)
	}
	kept.store()
	return s, s.stamp()
}

// SetProgram adds the compiled models, or why there are none.
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

// readVerified reads the reports by model; later versions of Go come last.
func readVerified(sources fs.FS) (map[string][]Verified, error) {
	names, err := fs.Glob(sources, reports+"/*.json")
	if err != nil {
		return nil, err
	}
	by := map[string][]Verified{}
	for _, name := range names {
		text, err := fs.ReadFile(sources, name)
		if err != nil {
			return nil, err
		}
		var r struct {
			Go       string `json:"go"`
			Platform string `json:"platform"`
			Checks   []struct {
				Model   string `json:"model"`
				Name    string `json:"check"`
				Says    string `json:"says"`
				OK      bool   `json:"ok"`
				Cases   int    `json:"cases"`
				Agreed  int    `json:"agreed"`
				Band    string `json:"band"`
				Skipped string `json:"skipped"`
				Fault   string `json:"fault"`
			} `json:"checks"`
		}
		if err := json.Unmarshal(text, &r); err != nil {
			return nil, fmt.Errorf("%s: %w\n    hint: sourcedive model verify --json writes such files", name, err)
		}
		for _, c := range r.Checks {
			by[c.Model] = append(by[c.Model], Verified{r.Go, r.Platform, c.Name, c.Says, c.OK, c.Cases, c.Agreed, c.Band, c.Skipped, c.Fault})
		}
	}
	return by, nil
}

// mirrors cuts the functions that a model names out of its source.
func mirrors(m *sim.Model, sources fs.FS) ([]Mirror, error) {
	dir := "models/" + m.Name
	names, err := fs.Glob(sources, dir+"/*.go")
	if err != nil {
		return nil, err
	}
	found := map[string]Mirror{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := fs.ReadFile(sources, name)
		if err != nil {
			return nil, err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				from, to := set.Position(fn.Pos()), set.Position(fn.End())
				found[funcName(fn)] = Mirror{
					File: strings.TrimPrefix(name, "models/"), Line: from.Line, Code: string(text[from.Offset:to.Offset]),
				}
			}
		}
	}
	var list []Mirror
	for _, want := range m.Mirrors {
		got, ok := found[want.Func]
		if !ok {
			return nil, fmt.Errorf("mirror %s: no such function in content/%s", want.Func, dir)
		}
		got.Func, got.Symbol = want.Func, want.Symbol
		list = append(list, got)
	}
	return list, nil
}

// funcName is the name as a mirror writes it: "run", "(*machine).run".
func funcName(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return fn.Name.Name
	}
	switch t := fn.Recv.List[0].Type.(type) {
	case *ast.StarExpr:
		if id, ok := t.X.(*ast.Ident); ok {
			return "(*" + id.Name + ")." + fn.Name.Name
		}
	case *ast.Ident:
		return t.Name + "." + fn.Name.Name
	}
	return fn.Name.Name
}
