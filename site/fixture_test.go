package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"sourcedive/annotate"
	"sourcedive/annotate/article"
	"sourcedive/content/models/sim"
	"sourcedive/indexer"
	"sourcedive/indexer/index"
	"sourcedive/site/models"
	"sourcedive/templates"
)

// The toy site is made of testdata/tree, a GOROOT of a few small packages that are
// called like those of Go, and of testdata/content. It has two versions: oldFiles are
// the files that were other in the older one. All is small enough to be read beside
// the goldens.

// toyRoots are the packages of the tree. internal/many is written by the test.
var toyRoots = []string{"runtime", "runtime/debug", "sync", "internal/godebug", "internal/many", "internal/a+b"}

// oldFiles edit the tree to what it was in go1.2.0: pieces and what stands for them.
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
	for i := range pages.listedRows + 3 {
		fmt.Fprintf(&b, "\nfunc zcall%03d() { Popular() }\n", i)
	}
	b.WriteString(manySteps())
	// A model's mirror of the first is shown whole, of the second by its signature.
	for _, n := range []int{pages.longMirror, pages.longMirror + 1} {
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
	for i := 1; i <= pages.journeyDirect+3; i++ {
		fmt.Fprintf(&b, "\tzcallStep%02d()\n", i)
	}
	b.WriteString("}\n\n//go:nosplit\nfunc zcallAccessor() int { return 1 }\n")
	for i := 1; i <= pages.journeyDirect+3; i++ {
		pad := strings.Repeat("\t// A step.\n", 3)
		if i == 2 {
			pad = ""
		}
		fmt.Fprintf(&b, "\nfunc zcallStep%02d() {\n%s\tzcallInner%02d()\n}\n\nfunc zcallInner%02d() { Popular() }\n", i, pad, i, i)
	}
	b.WriteString("\nfunc zcallFew() { zcallOne() }\n\nfunc zcallOne() {\n")
	for i := 1; i <= pages.journeyInner+1; i++ {
		fmt.Fprintf(&b, "\tzcallStep%02d()\n", i)
	}
	b.WriteString("}\n")
	b.WriteString("\nfunc zcallRanked() { zcallRank() }\n\nfunc zcallRank() {\n")
	for _, i := range []int{3, 1, 6, 2, 5, 4} {
		fmt.Fprintf(&b, "\tzcallLen%d()\n", i)
	}
	b.WriteString("}\n")
	for i := 1; i <= pages.journeyInner+1; i++ {
		fmt.Fprintf(&b, "\nfunc zcallLen%d() {\n%s\tPopular()\n}\n", i, strings.Repeat("\t// Longer.\n", i))
	}
	for _, n := range []int{239, 240} {
		fmt.Fprintf(&b, "\n//go:nosplit\nfunc zcallLeaf%d() {/*%s*/}\n", n, strings.Repeat("x", n-len("func zcallLeaf239() {/**/}")))
	}
	b.WriteString("\nfunc zcallKnown() {\n" + strings.Repeat("\t// A step that many lead to.\n", 200) + "\tPopular()\n}\n")
	b.WriteString("\nfunc zcallWellKnown() {\n" + strings.Repeat("\t// A step that all lead to.\n", 200) + "\tPopular()\n}\n")
	for i := range pages.wellKnown {
		fmt.Fprintf(&b, "\nfunc zcallFan%02d() { zcallWellKnown()", i)
		if i > 0 {
			b.WriteString("; zcallKnown()")
		}
		b.WriteString(" }\n")
	}
	return b.String()
}

// toyTree copies the tree and edits it.
func toyTree(dir string, edits map[string][]string) error {
	if err := os.CopyFS(dir, os.DirFS("testdata/tree")); err != nil {
		return err
	}
	// The go command wants to find its own tools in the GOROOT that it lists.
	if err := os.Symlink(filepath.Join(goEnv("GOROOT"), "pkg"), filepath.Join(dir, "pkg")); err != nil {
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

func toyIndex(version string, edits map[string][]string) (*index.Index, error) {
	dir, err := os.MkdirTemp("", "sourcedive-toy-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := toyTree(dir, edits); err != nil {
		return nil, err
	}
	return indexer.Build(context.Background(), indexer.Config{
		Root: dir, Version: version, GOOS: "linux", GOARCH: "amd64", Roots: toyRoots, Closed: []string{"runtime"},
		Env:   append(os.Environ(), "GOROOT="+dir, "GOTOOLCHAIN=local", "GOFLAGS=", "GOWORK=off"),
		Notes: []string{"A note <of> the tree."},
	})
}

// toyIndexes are the new version and the old one.
var toyIndexes = sync.OnceValues(func() ([]*index.Index, error) {
	list := make([]*index.Index, 2)
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i, v := range []struct {
		version string
		edits   map[string][]string
	}{{"go1.3.0", nil}, {"go1.2.0", oldFiles}} {
		wg.Go(func() {
			if list[i], errs[i] = toyIndex(v.version, v.edits); errs[i] == nil {
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
	call := func(id index.ID, c index.Construct) index.StatementCall {
		return index.StatementCall{Name: string(id), Sym: sym(id), Construct: c}
	}
	x.Statements = []index.Statement{
		{Name: "Prologue", Group: "All", Title: "A function", Text: "Each looks at its stack.", Code: "func Prologue() {}\n", Calls: []index.StatementCall{call("runtime.morestack_noctxt", index.Prologue)}},
		{Name: "Go", Group: "Goroutines, and more", Title: "A go statement", Text: "It makes a goroutine.", Code: "func Go(f func()) {\n\tgo f()\n}\n", Calls: []index.StatementCall{call("runtime.newproc", index.GoStatement), call("runtime.nowhere", 0), call("sync.(*Mutex).Lock", 0)}},
		{Name: "GoNew", Group: "Goroutines, and more", Title: "A newer one", Text: "It is refused.", Code: "func GoNew() {}\n", Note: "go1.3.0 does not compile it"},
		{Name: "Check", Group: "Checks", Title: "An index", Text: "It is checked.", Code: "func Check(a []int) int { return a[1] }\n", Calls: []index.StatementCall{call("runtime.abort", index.Check), call("runtime.throw", index.PanicCall)}},
	}
	long := []index.StatementCall{}
	for range 6 {
		long = append(long, call("runtime.wakep", index.Make))
	}
	x.Statements = append(x.Statements,
		index.Statement{Name: "Six", Group: "Long", Title: "Six calls", Text: "They count.", Code: "func Six() {}\n", Calls: long},
		index.Statement{Name: "Seven", Group: "Long", Title: "Seven calls", Text: "They do not.", Code: "func Seven() {}\n", Calls: append(slices.Clip(long), call("runtime.stopm", 0))},
	)
	for i := range 9 { // one more than a page shows
		x.Statements = append(x.Statements, index.Statement{
			Name: "Get" + strconv.Itoa(i), Group: "Gets", Title: "Get " + strconv.Itoa(i), Text: "It gets g.", Code: "func Get" + strconv.Itoa(i) + "() {}\n",
			Calls: []index.StatementCall{call("runtime.getg", 0)},
		})
	}
	_, err := index.New(x)
	return err
}

// toyLook prints the parts of texts plainly, so that a change of the real templates
// changes no golden.
var toyLook = fstest.MapFS{
	"layout.tmpl": {Data: []byte(`{{define "head"}}{{end}}{{define "header"}}{{end}}{{define "page"}}{{end}}{{define "footer"}}{{end}}`)},
	"_words.tmpl": {Data: []byte(`{{define "claim"}}<div id="{{.ID}}" class="claim {{.State}}">{{.Says}}: {{.Expr}}{{range .Because}} [because {{.}}]{{end}}</div>{{end}}
{{define "excerpt"}}<pre class="excerpt"><a href="{{.Symbol.Href}}">{{.Symbol.Text}}</a> {{.Missing}}{{with .Listing}}<a href="{{.Place.Href}}">{{.Place.Text}}</a> {{.Where}} {{.Lang}}
{{.Code}}{{end}}</pre>{{end}}
{{define "aside"}}<div class="aside {{.Kind}}" title="{{.Title}}" data-other="{{.Other}}">{{.Body}}</div>{{end}}
{{define "exercise"}}<div class="exercise">{{.Question}}<p>Answer: {{.Answer}}<p><a href="{{.Model.Href}}">{{.Model.Text}}</a></div>{{end}}
{{define "remarks"}}{{range .}}<span class="remark">{{.Body}} <a href="{{.Note.Href}}">{{.Note.Text}}</a></span>{{end}}{{end}}
{{define "plainremarks"}}{{range .}}<span class="plainremark"><a href="{{.Note.Href}}">{{.Note.Text}}</a></span>{{end}}{{end}}`)},
	"site.css": {Data: []byte("body{}\n")},
}

func init() { // a template for each kind of page
	for kind := range strings.FieldsSeq("about api checked files front func glossary home journey missing model models packages path pkg search src stale statements symbols text told type") {
		toyLook[kind+".tmpl"] = &fstest.MapFile{Data: []byte(`{{define "page"}}{{.Title}} {{.Up}}{{end}}`)}
	}
}

// toyModel counts, and names a function of the tree and one that it does not have.
func toyModel() sim.Model {
	m := little()
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

var toySources = fstest.MapFS{
	"models/sched/sched.go": littleSource["models/little/little.go"],
	"models/verified/go1.3.0.json": {Data: []byte(`{"go":"go1.3.0","platform":"linux/amd64","checks":[
		{"model":"sched","check":"order","says":"counted both ways","ok":true,"cases":1200,"agreed":1200},
		{"model":"sched","check":"pace","says":"about","ok":true,"cases":1,"agreed":1,"band":"3 %"},
		{"model":"sched","check":"rest","says":"the rest","ok":true,"skipped":"no such function"},
		{"model":"sched","check":"lost","says":"lost","ok":false,"fault":"disk full"}]}`)},
}

func toyStage() (*models.ModelSet, error) {
	s, err := models.Load([]sim.Model{toyModel()}, toySources, "")
	if err != nil {
		return nil, err
	}
	return s, s.SetProgram([]byte("wasm"), []byte("// exec"), "")
}

// toySite is the site of both versions, made once. Tests only read it.
var toySite = sync.OnceValues(func() (*Site, error) {
	indexes, err := toyIndexes()
	if err != nil {
		return nil, err
	}
	set, err := templates.Parse(toyLook)
	if err != nil {
		return nil, err
	}
	stage, err := toyStage()
	if err != nil {
		return nil, err
	}
	words, err := article.Read(os.DirFS("testdata/content"))
	if err != nil {
		return nil, err
	}
	var plans []*Version
	for _, x := range indexes {
		ground := annotate.NewSnapshot(x)
		ground.Old = func(version string) (fs.FS, error) {
			old := fstest.MapFS{}
			for i := range indexes[1].Files {
				old[indexes[1].Files[i].Path] = &fstest.MapFile{Data: []byte(indexes[1].Files[i].Text)}
			}
			if version != indexes[1].Config.Version {
				return nil, errors.New("not here")
			}
			return old, nil
		}
		book, _ := annotate.Resolve(context.Background(), ground, words)
		plan, problems := NewVersion(NewSurvey(x, "linux/amd64"), book, set, stage)
		for _, p := range problems {
			return nil, errors.New(p.String())
		}
		plans = append(plans, plan)
	}
	return New(plans, set, "https://example.com/go"), nil
})

func toy(t testing.TB) *Site {
	t.Helper()
	s, err := toySite()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// toyPlan is the newer version.
func toyPlan(t testing.TB) *Version { return toy(t).versions[0] }

// viewOf is what the template of a page prints.
func viewOf(t testing.TB, p *Version, path string) templates.View {
	t.Helper()
	i, ok := p.byURL[path]
	if !ok || p.pages[i].view == nil {
		near := slices.DeleteFunc(p.Pages(), func(s string) bool { return strings.HasPrefix(s, "assets/") })
		t.Fatalf("no page %s; there are %s", path, strings.Join(near[:min(len(near), 60)], " "))
	}
	return p.pages[i].view()
}

// symbolOf is the symbol of an ID that the tree has.
func symbolOf(t testing.TB, p *Version, id index.ID) index.Sym {
	t.Helper()
	s, ok := p.x.Sym(id)
	if !ok {
		t.Fatalf("no symbol %s", id)
	}
	return s
}
