// Package simtest tests what every model must satisfy: its description is complete, its
// runs keep their invariants and are the same for the same seed, its views can be drawn,
// and every symbol that it names is in the source of the Go that runs the test.
//
// It also parses packages of the standard library, so that a model's test can compare its
// constants with the source.
package simtest

import (
	"encoding/json"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sourcedive/content/models/sim"
)

// run is one configuration that Check runs.
type run struct {
	name   string
	given  sim.Given
	seed   uint64
	step   int
	breaks bool
	heard  bool // for what it says alone
}

func runs(m *sim.Model) []run {
	list := []run{{name: "default", seed: 1}}
	for _, d := range m.Demos {
		list = append(list, run{d.Title, d.Given, d.Seed, d.Step, d.Breaks, false})
	}
	for _, e := range m.Exercises {
		list = append(list, run{e.Question, e.Given, e.Seed, e.Step, e.Breaks, false})
	}
	return list
}

// Wanted is what a model is tested with, beside its own demos and exercises.
type Wanted struct {
	Runs     []sim.Given // that are drawn too
	Heard    []sim.Given // that are there for what their events say, and not drawn
	Tellings []Telling
}

// Check tests a model, in the directory of the model's package. Each of the model's
// Funcs must occur in an event of the default run, a demo, an exercise, or a run of those
// wanted; what all of these say is compared with testdata/says.txt, and each sentence with
// the states around it.
func Check(t *testing.T, m sim.Model, w Wanted) {
	t.Helper()
	checkDescription(t, &m)
	list := runs(&m)
	for i, g := range w.Runs {
		list = append(list, run{name: "more", given: g, seed: 3 + uint64(i)})
	}
	for i, g := range w.Heard {
		list = append(list, run{name: "heard", given: g, seed: 3 + uint64(i), heard: true})
	}
	told := newTellings(w.Tellings)
	occurred := map[string]bool{}
	said := sayings{}
	heard := map[string]bool{}
	for _, r := range list {
		trace := Trace(t, &m, r.given, r.seed)
		checkTrace(t, &m, r, trace)
		said.listen(trace)
		told.check(t, &m, r.name, trace)
		for _, e := range trace.Events {
			occurred[e.Func] = true
			heard[e.What], heard[e.Why] = true, true
		}
	}
	for _, f := range m.Funcs {
		if !occurred[f] {
			t.Errorf("%s: no event of %d runs is of %s", m.Name, len(list), f)
		}
	}
	checkSymbols(t, &m)
	checkLines(t, &m)
	checkSays(t, &m, said)
	told.unheard(t, &m)
	checkSentences(t, heard)
	checkAnswers(t, &m)
}

// Trace runs a model twice and fails when the runs differ.
func Trace(t *testing.T, m *sim.Model, g sim.Given, seed uint64) *sim.Trace {
	t.Helper()
	var first []byte
	var trace *sim.Trace
	for range 2 {
		var err error
		if trace, err = sim.Run(m, g, seed, sim.Limit{}); err != nil {
			t.Fatalf("%s %v: %v", m.Name, g, err)
		}
		data, err := json.Marshal(trace)
		if err != nil {
			t.Fatal(err)
		}
		if first != nil && string(first) != string(data) {
			t.Errorf("%s %v: two runs with seed %d differ", m.Name, g, seed)
		}
		first = data
	}
	return trace
}

func checkTrace(t *testing.T, m *sim.Model, r run, trace *sim.Trace) {
	t.Helper()
	if e, broken := trace.Broken(); broken != r.breaks {
		t.Errorf("%s, %s: broken is %v, step %d: %s\n%s", m.Name, r.name, broken, e.Step, e.Broken, trace.Stack)
	}
	if r.step > len(trace.Events) {
		t.Errorf("%s, %s: points at step %d of %d", m.Name, r.name, r.step, len(trace.Events))
	}
	for i, v := range trace.Views {
		if err := v.Validate(); err != nil {
			t.Errorf("%s, %s: view %d: %v", m.Name, r.name, i, err)
			return
		}
	}
	if m.Draw != nil && !r.heard {
		checkDrawing(t, m, r.name, trace)
	}
	for i, e := range trace.Events {
		if i > 0 && e.Time < trace.Events[i-1].Time {
			t.Errorf("%s, %s: step %d is at %d, before the last one", m.Name, r.name, e.Step, e.Time)
		}
		// An event of the program itself, such as a load, calls nothing of the runtime.
		if e.Func != "" && !slices.Contains(m.Funcs, e.Func) && !strings.HasPrefix(e.Broken, "the model panicked") {
			t.Errorf("%s, %s: step %d is of %q, which Funcs has not", m.Name, r.name, e.Step, e.Func)
		}
		if e.What == "" || !strings.HasSuffix(e.What, ".") || e.Why != "" && !strings.HasSuffix(e.Why, ".") {
			t.Errorf("%s, %s: step %d has no sentences: %q %q", m.Name, r.name, e.Step, e.What, e.Why)
		}
	}
}

// checkDescription tests the description of a model.
func checkDescription(t *testing.T, m *sim.Model) {
	t.Helper()
	if m.Name == "" || m.Title == "" || m.About == "" || len(m.Parts) == 0 || len(m.Mirrors) == 0 || len(m.Demos) == 0 {
		t.Errorf("%s: its description is incomplete", m.Name)
	}
	if len(m.Exercises) < 3 {
		t.Errorf("%s has %d exercises", m.Name, len(m.Exercises))
	}
	if !slices.IsSorted(m.Funcs) || len(slices.Compact(slices.Clone(m.Funcs))) != len(m.Funcs) {
		t.Errorf("%s: Funcs are not sorted or not unique", m.Name)
	}
	for _, p := range m.Params {
		if p.Doc == "" || p.Name != strings.ToLower(p.Name) || p.Default < p.Min || p.Default > p.Max || len(p.Words) > 0 && len(p.Words) != p.Max-p.Min+1 {
			t.Errorf("%s: parameter %+v does not fit together", m.Name, p)
		}
	}
	for _, p := range m.Parts {
		if p.What == "" || p.By == "" || p.Fidelity.String() == "unknown" {
			t.Errorf("%s: part %+v is incomplete", m.Name, p)
		}
	}
}

// checkAnswers tests that exercises have one answer each.
func checkAnswers(t *testing.T, m *sim.Model) {
	t.Helper()
	for _, e := range m.Exercises {
		v, err := m.Fill(e.Given)
		if err != nil {
			t.Errorf("%s, %s: %v", m.Name, e.Question, err)
			continue
		}
		if one, two := e.Answer(v, e.Seed), e.Answer(v, e.Seed); one == "" || one != two {
			t.Errorf("%s, %s: the answer is %q and %q", m.Name, e.Question, one, two)
		}
		if !strings.HasSuffix(e.Question, "?") || e.Why == "" {
			t.Errorf("%s: %q asks nothing or explains nothing", m.Name, e.Question)
		}
	}
}

// checkSymbols resolves the names of events and mirrors, in the runtime and in the model.
func checkSymbols(t *testing.T, m *sim.Model) {
	t.Helper()
	need := slices.Clone(m.Funcs)
	own := Parse(t, ".")
	for _, mirror := range m.Mirrors {
		need = append(need, mirror.Symbol)
		if own.Func(mirror.Func) == nil {
			t.Errorf("%s: mirror %s is not in the model", m.Name, mirror.Func)
		}
	}
	parsed := map[string]*Package{}
	for _, sym := range need {
		path, name := split(sym)
		if parsed[path] == nil {
			parsed[path] = Std(t, path)
		}
		if !parsed[path].has(name) {
			t.Errorf("%s: %s has no %s", m.Name, runtime.Version(), sym)
		}
	}
}

// split divides a linker name: the package ends at the first dot after the last slash.
func split(sym string) (path, name string) {
	slash := strings.LastIndex(sym, "/") + 1
	dot := strings.Index(sym[slash:], ".")
	if dot < 0 {
		return sym, ""
	}
	return sym[:slash+dot], sym[slash+dot+1:]
}

// Package is the parsed source of a package.
type Package struct {
	Dir   string
	Fset  *token.FileSet
	Files []*ast.File
}

// Std parses a package of the standard library, without its tests.
func Std(t *testing.T, path string) *Package {
	t.Helper()
	return Parse(t, stdDir(path))
}

func stdDir(path string) string {
	return filepath.Join(build.Default.GOROOT, "src", filepath.FromSlash(path))
}

// Parse parses the files of a directory that belong to this platform.
func Parse(t *testing.T, dir string) *Package {
	t.Helper()
	return parse(t, dir, "")
}

// parse parses those files that have a word.
func parse(t *testing.T, dir, word string) *Package {
	t.Helper()
	p := &Package{Dir: dir, Fset: token.NewFileSet()}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		if ok, _ := build.Default.MatchFile(dir, e.Name()); !ok {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), word) {
			continue
		}
		f, err := parser.ParseFile(p.Fset, filepath.Join(dir, e.Name()), text, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		p.Files = append(p.Files, f)
	}
	return p
}

// has reports whether a package declares a function, method, constant or variable, or
// the function around a closure.
func (p *Package) has(name string) bool {
	for base := name; ; {
		if p.Func(base) != nil || p.Const(base) != nil {
			return true
		}
		dot := strings.LastIndex(base, ".")
		if dot < 0 || !strings.HasPrefix(base[dot+1:], "func") && base[dot+1:] != "" {
			return false
		}
		base = base[:dot]
	}
}

// Func returns the function of a name as "runqput", "(*mcache).nextFree" or
// "guintptr.ptr", and nil for none.
func (p *Package) Func(name string) *ast.FuncDecl {
	for _, f := range p.Files {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && nameOf(fn) == name {
				return fn
			}
		}
	}
	return nil
}

// Text returns the source of a node.
func (p *Package) Text(n ast.Node) string {
	from, to := p.Fset.Position(n.Pos()), p.Fset.Position(n.End())
	data, err := os.ReadFile(from.Filename)
	if err != nil {
		return ""
	}
	return string(data[from.Offset:to.Offset])
}

// Const returns the value expression of a constant or variable, and nil for none.
func (p *Package) Const(name string) ast.Expr {
	for _, f := range p.Files {
		for _, d := range f.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, s := range gen.Specs {
				v, ok := s.(*ast.ValueSpec)
				if !ok {
					continue
				}
				for i, id := range v.Names {
					if id.Name == name && i < len(v.Values) {
						return v.Values[i]
					}
				}
			}
		}
	}
	return nil
}

// assembly returns the text of a function in the assembly for amd64, or "".
func (p *Package) assembly(t *testing.T, name string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(p.Dir, "*_amd64.s"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, text, ok := strings.Cut(string(data), "TEXT runtime·"+name+"<"); ok {
			text, _, _ = strings.Cut(text, "\nTEXT ")
			return text
		}
	}
	return ""
}

func nameOf(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	star, typ := "", fn.Recv.List[0].Type
	if s, ok := typ.(*ast.StarExpr); ok {
		star, typ = "*", s.X
	}
	switch t := typ.(type) {
	case *ast.IndexExpr:
		typ = t.X
	case *ast.IndexListExpr:
		typ = t.X
	}
	id, ok := typ.(*ast.Ident)
	if !ok {
		return fn.Name.Name
	}
	if star == "" {
		return id.Name + "." + fn.Name.Name
	}
	return "(*" + id.Name + ")." + fn.Name.Name
}
