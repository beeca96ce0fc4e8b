// Package toy is a small version of Go with all that a site is made of, for tests: a
// GOROOT of a few packages called like Go's own, in two releases, and content about it.
// All is small enough to be read beside the golden files made of it.
package toy

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/content/models/sim"
	"sourcedive/indexer"
	"sourcedive/indexer/index"
	"sourcedive/internal/child"
	"sourcedive/site/models"
	"sourcedive/templates"
)

//go:embed all:testdata
var files embed.FS

// What package internal/many of the tree has much of. Each number is one that a page
// bounds, or one beyond it.
const (
	Callers   = 603 // functions called zcallNNN that call Popular
	Mirror    = 120 // lines of the longest function that a model's mirror shows whole
	Steps     = 15  // steps of zcallRoot
	Inner     = 6   // steps of zcallOne and zcallRank
	WellKnown = 40  // callers of zcallKnown; zcallWellKnown has one more
)

// roots are the packages of the tree. internal/many is written by the test.
var roots = []string{"runtime", "runtime/debug", "sync", "internal/godebug", "internal/many", "internal/a+b"}

// oldFiles edit the tree to what it was in go1.2.0: pieces and what replaces them.
var oldFiles = map[string][]string{
	"runtime/mgc.go": {`, " @", lastid, "s "`, ""},
	"runtime/proc.go": {
		"\tif gp.locked {\n\t\tstoplockedm(gp)\n\t}\n", "",
		"func stoplockedm(gp *g) { stopm() }\n\n", "",
		"\tstopm()\n\tgoto top\n", "\tstopm()\n\tstopm()\n\tgoto top\n",
	},
}

// manyCallers is a file in which more functions call one than a page lists.
func manyCallers() string {
	var b strings.Builder
	b.WriteString("// Package many has a function with many callers.\npackage many\n\n// Popular has them.\nfunc Popular() {}\n")
	for i := range Callers {
		fmt.Fprintf(&b, "\nfunc zcall%03d() { Popular() }\n", i)
	}
	b.WriteString(manySteps())
	// A model's mirror of the first is shown whole, of the second by its signature.
	for _, n := range []int{Mirror, Mirror + 1} {
		fmt.Fprintf(&b, "\nfunc zcallLong%d() {%s}\n", n, strings.Repeat("\n", n))
	}
	return b.String()
}

// manySteps is a function with more steps than a journey draws. The steps from 3 on are
// equally long, the second is the shortest, two are called by as many functions as a
// step may be and by one more, and one is an accessor.
func manySteps() string {
	var b strings.Builder
	b.WriteString("\nfunc zcallRoot() {\n\tzcallKnown()\n\tzcallWellKnown()\n\tzcallAccessor()\n")
	for i := 1; i <= Steps; i++ {
		fmt.Fprintf(&b, "\tzcallStep%02d()\n", i)
	}
	b.WriteString("}\n\n//go:nosplit\nfunc zcallAccessor() int { return 1 }\n")
	for i := 1; i <= Steps; i++ {
		pad := strings.Repeat("\t// A step.\n", 3)
		if i == 2 {
			pad = ""
		}
		fmt.Fprintf(&b, "\nfunc zcallStep%02d() {\n%s\tzcallInner%02d()\n}\n\nfunc zcallInner%02d() { Popular() }\n", i, pad, i, i)
	}
	b.WriteString("\nfunc zcallFew() { zcallOne() }\n\nfunc zcallOne() {\n")
	for i := 1; i <= Inner; i++ {
		fmt.Fprintf(&b, "\tzcallStep%02d()\n", i)
	}
	b.WriteString("}\n")
	b.WriteString("\nfunc zcallRanked() { zcallRank() }\n\nfunc zcallRank() {\n")
	for _, i := range []int{3, 1, 6, 2, 5, 4} {
		fmt.Fprintf(&b, "\tzcallLen%d()\n", i)
	}
	b.WriteString("}\n")
	for i := 1; i <= Inner; i++ {
		fmt.Fprintf(&b, "\nfunc zcallLen%d() {\n%s\tPopular()\n}\n", i, strings.Repeat("\t// Longer.\n", i))
	}
	for _, n := range []int{239, 240} {
		fmt.Fprintf(&b, "\n//go:nosplit\nfunc zcallLeaf%d() {/*%s*/}\n", n, strings.Repeat("x", n-len("func zcallLeaf239() {/**/}")))
	}
	b.WriteString("\nfunc zcallKnown() {\n" + strings.Repeat("\t// A step that many lead to.\n", 200) + "\tPopular()\n}\n")
	b.WriteString("\nfunc zcallWellKnown() {\n" + strings.Repeat("\t// A step that all lead to.\n", 200) + "\tPopular()\n}\n")
	for i := range WellKnown {
		fmt.Fprintf(&b, "\nfunc zcallFan%02d() { zcallWellKnown()", i)
		if i > 0 {
			b.WriteString("; zcallKnown()")
		}
		b.WriteString(" }\n")
	}
	return b.String()
}

// writeTree copies the tree and edits it.
func writeTree(dir string, edits map[string][]string) error {
	tree, err := fs.Sub(files, "testdata/tree")
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, tree); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "src", "go.mod"), []byte("module std\n\ngo 1.26\n"), 0o666); err != nil {
		return err // not among the embedded files, which end where another module starts
	}
	goroot, err := child.Command(context.Background(), "go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	// The go command wants to find its own tools in the GOROOT that it lists.
	if err := os.Symlink(filepath.Join(strings.TrimSpace(string(goroot)), "pkg"), filepath.Join(dir, "pkg")); err != nil {
		return err
	}
	for name, edit := range edits {
		path := filepath.Join(dir, "src", filepath.FromSlash(name))
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for i := 0; i < len(edit); i += 2 {
			if !bytes.Contains(text, []byte(edit[i])) {
				return fmt.Errorf("%s has no %q", name, edit[i])
			}
		}
		if err := os.WriteFile(path, []byte(strings.NewReplacer(edit...).Replace(string(text))), 0o666); err != nil {
			return err
		}
	}
	many := filepath.Join(dir, "src", "internal", "many")
	if err := os.MkdirAll(many, 0o777); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(many, "many.go"), []byte(manyCallers()), 0o666)
}

func build(version string, edits map[string][]string) (*index.Index, error) {
	dir, err := os.MkdirTemp("", "sourcedive-toy-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := writeTree(dir, edits); err != nil {
		return nil, err
	}
	return indexer.Build(context.Background(), indexer.Config{
		Root: dir, Version: version, GOOS: "linux", GOARCH: "amd64", Roots: roots, Closed: []string{"runtime"},
		Env:   append(os.Environ(), "GOROOT="+dir, "GOTOOLCHAIN=local", "GOFLAGS=", "GOWORK=off"),
		Notes: []string{"A note <of> the tree."},
	})
}

// Indexes are those of go1.3.0 and of go1.2.0. Tests share them, and only read them.
var Indexes = sync.OnceValues(func() ([]*index.Index, error) {
	list := make([]*index.Index, 2)
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i, v := range []struct {
		version string
		edits   map[string][]string
	}{{"go1.3.0", nil}, {"go1.2.0", oldFiles}} {
		wg.Go(func() {
			if list[i], errs[i] = build(v.version, v.edits); errs[i] == nil {
				errs[i] = complete(list[i])
			}
		})
	}
	wg.Wait()
	return list, errors.Join(errs...)
})

// complete adds what only a compiler can say, and what is wrong with no tree of ours.
func complete(x *index.Index) error {
	sym := func(id index.ID) index.Sym {
		if s, ok := x.Sym(id); ok {
			return s
		}
		return index.NoSym
	}
	x.Config.License = "Copyright of nobody.\n"
	if x.Config.Version != "go1.3.0" {
		return nil
	}
	x.Config.Listing = "go1.3.0 -gcflags=-S"
	x.Problems = append(x.Problems, index.Diagnostic{File: "internal/many/many.go", Line: 7, Msg: "made up"})
	x.Report = &index.Report{
		Version: "go1.3.0", Platform: "linux/amd64", Package: "runtime", Toolchain: "go1.3.0",
		Written: index.Score{Found: 1234, All: 1234}, Inserted: index.Score{Found: 2, All: 3}, Direct: index.Score{},
		Differences: []index.Difference{
			{Cause: index.CauseDead, From: "runtime.schedule", To: "runtime.schedtrace", File: "runtime/proc.go", Line: 20},
			{Cause: index.CauseDead, From: "runtime.main", To: "runtime.schedtrace", File: "runtime/proc.go", Line: 21},
			{Cause: index.CauseMissed, From: "runtime.main", To: "nowhere.f", File: "nowhere/f.go", Line: 3},
			{Cause: index.CauseSpurious, From: "nowhere.g", To: "runtime.schedule", File: "runtime/proc.go", Line: 4},
		},
	}
	x.Statements = statements(sym)
	_, err := index.New(x)
	return err
}

// statements are what Go statements become, those of many calls and of one too.
func statements(sym func(index.ID) index.Sym) []index.Statement {
	call := func(id index.ID, c index.Construct) index.StatementCall {
		return index.StatementCall{Name: string(id), Sym: sym(id), Construct: c}
	}
	list := []index.Statement{
		{Name: "Prologue", Group: "All", Title: "A function", Text: "Each looks at its stack.", Code: "func Prologue() {}\n", Calls: []index.StatementCall{call("runtime.morestack_noctxt", index.Prologue)}},
		{Name: "Go", Group: "Goroutines, and more", Title: "A go statement", Text: "It makes a goroutine.", Code: "func Go(f func()) {\n\tgo f()\n}\n", Calls: []index.StatementCall{call("runtime.newproc", index.GoStatement), call("runtime.nowhere", 0), call("sync.(*Mutex).Lock", 0)}},
		{Name: "GoNew", Group: "Goroutines, and more", Title: "A newer one", Text: "It is refused.", Code: "func GoNew() {}\n", Note: "go1.3.0 does not compile it"},
		{Name: "Check", Group: "Checks", Title: "An index", Text: "It is checked.", Code: "func Check(a []int) int { return a[1] }\n", Calls: []index.StatementCall{call("runtime.abort", index.Check), call("runtime.throw", index.PanicCall)}},
	}
	long := []index.StatementCall{}
	for range 6 {
		long = append(long, call("runtime.wakep", index.Make))
	}
	list = append(list,
		index.Statement{Name: "Six", Group: "Long", Title: "Six calls", Text: "They count.", Code: "func Six() {}\n", Calls: long},
		index.Statement{Name: "Seven", Group: "Long", Title: "Seven calls", Text: "They do not.", Code: "func Seven() {}\n", Calls: append(slices.Clip(long), call("runtime.stopm", 0))},
	)
	for i := range 9 { // one more than a page shows
		list = append(list, index.Statement{
			Name: "Get" + strconv.Itoa(i), Group: "Gets", Title: "Get " + strconv.Itoa(i), Text: "It gets g.", Code: "func Get" + strconv.Itoa(i) + "() {}\n",
			Calls: []index.StatementCall{call("runtime.getg", 0)},
		})
	}
	return list
}

// look prints the parts of texts plainly, so that a change of the real templates
// changes no golden.
var look = fstest.MapFS{
	"html/layout.tmpl": {Data: []byte(`{{define "head"}}{{end}}{{define "header"}}{{end}}{{define "page"}}{{end}}{{define "footer"}}{{end}}`)},
	"html/_words.tmpl": {Data: []byte(`{{define "claim"}}{{if not .Quiet}}<div id="{{.ID}}" class="claim {{.State}}">{{.Says}}: {{.Expr}}{{range .Because}} [because {{.}}]{{end}}</div>{{end}}{{end}}
{{define "excerpt"}}<pre class="excerpt"><a href="{{.Symbol.Href}}">{{.Symbol.Text}}</a> {{.Missing}}{{with .Listing}}<a href="{{.Place.Href}}">{{.Place.Text}}</a> {{.Where}} {{.Lang}}
{{.Code}}{{end}}</pre>{{end}}
{{define "aside"}}<div class="aside {{.Kind}}" title="{{.Title}}" data-other="{{.Other}}">{{.Body}}</div>{{end}}
{{define "exercise"}}<div class="exercise">{{.Question}}<p>Answer: {{.Answer}}<p><a href="{{.Model.Href}}">{{.Model.Text}}</a></div>{{end}}
{{define "figure"}}<figure>{{.Missing}}{{.Title}} / {{.Says}} / {{.LeftOut}}{{range .Drawn}}
<p>{{.W}} × {{.H}} {{.Title}}{{range .Marks}}
{{.Class}} {{.Href}}{{range .Lines}} {{.Class}} {{.D}}{{end}}{{range .Texts}} {{.X}} {{.Y}} {{.Class}} {{.Body}}{{end}}{{end}}{{end}}{{range .Ladders}}
<ol class="{{.Class}}">{{template "figurewords" .Rungs}}</ol>{{.Then.Text}}{{end}}<ol>{{template "figurewords" .Arrows}}</ol><ul>{{template "figurewords" .Words}}</ul></figure>{{end}}
{{define "figurewords"}}{{range .}}<li>{{.What}} / {{.Name}} / {{.Text}} / {{.Lock}} {{.Mark}} <a href="{{.Href}}">{{.At}}</a>{{template "figurewords" .In}}{{end}}{{end}}
{{define "mark"}}<a class="mk" href="{{.Href}}" data-to="{{.To}}" title="{{.Label}}">{{.Mark}}</a>{{end}}
{{define "proof"}}<span class="proof">{{range .Pieces}}[<a href="{{.Symbol.Href}}">{{.Symbol.Text}}</a> <a href="{{.Place.Href}}">{{.Place.Text}}</a> {{.Lang}} {{.Code}} #{{.ID}} {{.Expr}} {{.Says}} {{range .Because}}because {{.}} {{end}}<a href="{{.Doc.Href}}">{{.Doc.Text}}</a>]{{end}}</span>{{end}}
{{define "remarks"}}{{range .}}<span class="remark">{{.Body}} <a href="{{.Note.Href}}">{{.Note.Text}}</a></span>{{end}}{{end}}
{{define "plainremarks"}}{{range .}}<span class="plainremark"><a href="{{.Note.Href}}">{{.Note.Text}}</a></span>{{end}}{{end}}`)},
}

func init() { // a template for each kind of page, and assets of a word
	for _, pattern := range []string{"css/*.css", "js/*.js", "js/*/*.js", "icon.svg"} {
		names, _ := fs.Glob(templates.FS, pattern)
		for _, name := range names {
			look[name] = &fstest.MapFile{Data: []byte(name + "\n")}
		}
	}
	pages, _ := fs.Glob(templates.FS, "html/[a-z]*.tmpl")
	for _, name := range pages {
		if name != "html/layout.tmpl" {
			look[name] = &fstest.MapFile{Data: []byte(`{{define "page"}}{{.Title}} {{.Up}}{{end}}`)}
		}
	}
}

// schedModel counts, and names a function of the tree and one that it does not have.
func schedModel() sim.Model {
	m := Counting()
	m.Name, m.Funcs = "sched", []string{"no.such", "runtime.schedule"}
	m.New = func(v sim.Values, _ uint64) sim.Sim { return renamed{&counting{to: v.Int("to")}} }
	m.Params[1].Min, m.Params[1].Max, m.Params[1].Default = 1, 2, 1
	m.Demos[0].Given = sim.Given{"to": 1, "way": 2}
	m.Parts = append(m.Parts, sim.Part{What: "the pace", Fidelity: sim.Statistical, By: "a count"})
	m.Mirrors = []sim.Mirror{{Func: "(*counting).Step", Symbol: "runtime.schedule"}, {Func: "count", Symbol: "no.such"}, {Func: "count", Symbol: "internal/many.zcallLong120"}, {Func: "count", Symbol: "internal/many.zcallLong121"}}
	return m
}

type renamed struct{ *counting }

func (r renamed) Step() (sim.Event, bool) {
	e, ok := r.counting.Step()
	e.Time *= 1234
	if e.Func == "sort.Sort" {
		e.Func = "runtime.schedule"
	}
	if r.at == 3 {
		e.Broken, e.Func = "it is broken", "runtime.execute"
	}
	return e, ok
}

var sources = fstest.MapFS{
	"models/sched/sched.go": CountingSource["models/little/little.go"],
	"models/verified/go1.3.0.json": {Data: []byte(`{"go":"go1.3.0","platform":"linux/amd64","checks":[
		{"model":"sched","check":"order","says":"counted both ways","ok":true,"cases":1200,"agreed":1200},
		{"model":"sched","check":"pace","says":"about","ok":true,"cases":1,"agreed":1,"band":"3 %"},
		{"model":"sched","check":"rest","says":"the rest","ok":true,"skipped":"no such function"},
		{"model":"sched","check":"lost","says":"lost","ok":false,"fault":"disk full"}]}`)},
}

// Models is the set of the toy's one model, with a program.
func Models() (*models.ModelSet, error) {
	s, err := models.Load([]sim.Model{schedModel()}, sources, "")
	if err != nil {
		return nil, err
	}
	return s, s.SetProgram([]byte("wasm"), []byte("// exec"), "")
}

// Theme parses a theme that prints the parts of texts plainly, so that a change of the
// real templates changes no golden file.
func Theme() (*templates.Theme, error) { return templates.Parse(look) }

// Bare is a theme without pages.
func Bare() fs.FS {
	bare := maps.Clone(look)
	maps.DeleteFunc(bare, func(name string, _ *fstest.MapFile) bool {
		return strings.HasPrefix(name, "html/") && name != "html/layout.tmpl"
	})
	return bare
}

// Resolved is the content resolved against each of [Indexes]. The files of go1.2.0 are
// on the machine, those of other releases are not.
var Resolved = sync.OnceValues(func() ([]*annotate.Resolved, error) {
	indexes, err := Indexes()
	if err != nil {
		return nil, err
	}
	dir, err := fs.Sub(files, "testdata/content")
	if err != nil {
		return nil, err
	}
	content, err := article.Read(dir, "sched")
	if err != nil {
		return nil, err
	}
	var list []*annotate.Resolved
	for _, x := range indexes {
		snapshot := annotate.NewSnapshot(x)
		snapshot.Old = func(version string) (fs.FS, error) { return oldTree(indexes[1], version) }
		resolved, _ := annotate.Resolve(context.Background(), snapshot, content)
		list = append(list, resolved)
	}
	return list, nil
})

func oldTree(x *index.Index, version string) (fs.FS, error) {
	if version != x.Config.Version {
		return nil, errors.New("not here")
	}
	old := fstest.MapFS{}
	for i := range x.Files {
		old[x.Files[i].Path] = &fstest.MapFile{Data: []byte(x.Files[i].Text)}
	}
	return old, nil
}

// Counting is a model of counting, whose steps are those of sort.Sort and of a function
// that no version has.
func Counting() sim.Model {
	return sim.Model{
		Name: "little", Title: "Counting <up>", About: "Counts to a number. It leaves out the rest.", Clock: "tick",
		Params: []sim.Param{
			{Name: "to", Doc: "where to stop", Min: 1, Max: 9, Default: 3},
			{Name: "way", Doc: "how", Min: 0, Max: 1, Words: []string{"up", "down"}},
		},
		Parts:     []sim.Part{{What: "the order", Fidelity: sim.Exact, By: "a check"}},
		Funcs:     []string{"no.such", "sort.Sort"},
		New:       func(v sim.Values, _ uint64) sim.Sim { return &counting{to: v.Int("to")} },
		Exercises: []sim.Exercise{{Question: "How far?", Given: sim.Given{"to": 2}, Seed: 5, Step: 2, Why: "It is told.", Answer: func(v sim.Values, _ uint64) string { return "to " + strconv.Itoa(v.Int("to")) }}},
		Mirrors:   []sim.Mirror{{Func: "(*counting).Step", Symbol: "sort.Sort"}, {Func: "count", Symbol: "no.such"}},
		Demos:     []sim.Demo{{Title: "Once", Given: sim.Given{"to": 1, "way": 1}, Seed: 9, Step: 1, Ask: &sim.Ask{Question: "How far?", Choices: []string{"1", "2"}, Because: "it is told."}}},
		Opens:     sim.Demo{Seed: 1, Step: 1},
		Lines:     []sim.Line{{Func: "sort.Sort", Text: "no such text"}},
		Tries:     []sim.Try{{Param: "to", Name: "To", Says: "How far.", Unit: " steps"}},
	}
}

type counting struct{ at, to int }

func (c *counting) Step() (sim.Event, bool) {
	c.at++
	e := sim.Event{Actor: "me", Func: "sort.Sort", What: "One & more.", Why: "It counts.", Time: int64(c.at)}
	if c.at == 2 {
		e.Func = "no.such"
	}
	return e, c.at <= c.to
}

func (c *counting) State() sim.View {
	return sim.View{Blocks: []sim.Block{{Kind: sim.Facts, ID: "f", Title: "Facts", Facts: []sim.Fact{{Name: "at", Value: strconv.Itoa(c.at)}}}}}
}

// CountingSource is its source, and what was found of it in the real runtime.
var CountingSource = fstest.MapFS{
	"models/little/little.go": {Data: []byte("package little\n\nfunc (c *counting) Step() (int, bool) { return 1 < 2, true }\n\nfunc count() {}\n")},
	"models/verified/go1.26.8.json": {Data: []byte(`{"go":"go1.26.8","platform":"linux/amd64","checks":[
		{"model":"little","check":"order","says":"counted both ways","ok":true,"cases":1200,"agreed":1200},
		{"model":"little","check":"rest","says":"the rest","ok":true,"skipped":"no such function"},
		{"model":"other","check":"x","ok":false}]}`)},
}
