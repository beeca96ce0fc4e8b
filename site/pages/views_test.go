package pages

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sourcedive/indexer/index"
	"sourcedive/internal/golden"
	"sourcedive/site/search"
)

// goldenPages are the pages of the newer version whose views are goldens, by kind of page.
var goldenPages = []struct {
	kind  string
	paths []string
}{
	{"home", []string{"index.html"}},
	{"files", []string{"file/index.html"}},
	{"packages", []string{"pkg/index.html"}},
	{"pkg", []string{"pkg/runtime.html", "pkg/runtime/debug.html", "pkg/internal/godebug.html", "pkg/internal/a~2bb.html", "pkg/sync.html"}},
	{"symbols", []string{"symbol/m.html", "symbol/s.html", "symbol/other.html"}},
	{"releases", []string{"release/index.html"}},
	{"release", []string{"release/go1.1.html", "release/go1.2.html", "release/go1.3.html"}},
	{"history", []string{"history/runtime/findRunnable.html", "history/runtime/schedule.html"}},
	{"gone", []string{"gone/runtime/entersleep.html"}},
	{"checked", []string{"checked.html"}},
	{"search", []string{"search.html"}},
	{"explain", []string{"explain.html"}},
	{"path", []string{"path.html"}},
	{"statements", []string{"statements.html"}},
	{"func", []string{
		"func/runtime/schedule.html", "func/runtime/newproc.html", "func/runtime/newm.html", "func/runtime/newM~M.html",
		"func/runtime/mcall.html", "func/runtime/rt0_go.html", "func/runtime/morestack.html", "func/runtime/futexsleep.html", "func/runtime/getg.html",
		"func/runtime/sync_runtime_Semacquire.html", "func/sync/runtime_Semacquire.html", "func/runtime/waitReason.String.html",
		"func/runtime/ring.push.html", "func/runtime/unlockOSThread.html", "func/runtime/GC.html", "func/runtime/onTick.html",
		"func/runtime/schedtrace.html", "func/runtime/casgstatus.html", "func/runtime/malg.html",
		"func/runtime/veryLongName_ofAFunctionThatDoesNotFitIntoABox.html", "func/internal/many/zcall000.html", "func/runtime/stoplockedm.html", "func/runtime/chanrecv.html", "func/runtime/newosproc.html", "func/runtime/morestack_noctxt.html", "func/runtime/gopark.html", "func/runtime/sleep1.html", "func/runtime/stopm.html", "func/runtime/sync_fatal.html", "func/runtime/fatalpanic.html", "func/internal/a~2bb/L1.html", "func/sync/Mutex.Unlock.html", "func/runtime/refill.html", "func/runtime/pool.get.html", "func/runtime/pool.take.html", "func/runtime/pool.drop.html",
	}},
	{"type", []string{"type/runtime/pool.html",
		"type/runtime/g.html", "type/runtime/m.html", "type/runtime/packed.html", "type/runtime/empty.html", "type/runtime/waitReason.html",
		"type/runtime/stringer.html", "type/runtime/ring.html", "type/runtime/gobuf.html", "type/sync/Mutex.html", "type/internal/a~2bb/Odd.html", "type/internal/godebug/Setting.html", "type/runtime/holes.html",
	}},
	{"src", []string{
		"src/runtime/proc.go.html", "src/runtime/runtime2.go.html", "src/runtime/asm_amd64.s.html", "src/runtime/textflag.h.html", "src/runtime/empty.go.html",
		"src/runtime/os_windows.go.html", "src/runtime/zerrors_windows.go.html", "src/runtime/zthirty_windows.go.html", "src/runtime/mgc.go.html", "src/sync/empty.s.html", "src/sync/sema.go.html", "src/runtime/zgen.go.html", "src/internal/a~2bb/odd.go.html", "src/internal/a~2bb/two.go.html",
	}},
	{"journey", []string{"journey/schedule.html", "journey/newproc.html", "journey/lock.html", "journey/switches.html", "journey/limits.html"}},
	{"models", []string{"model/index.html"}},
	{"exercises", []string{"model/exercises.html"}},
	{"model", []string{"model/sched.html"}},
	{"area", []string{"area/sched.html", "area/locks.html", "area/odd.html"}},
	{"tour", []string{"tour/index.html", "tour/round/1.html", "tour/round/2.html", "tour/round/3.html", "tour/short/1.html"}},
	{"level", []string{"levels/junior.html"}},
	{"myths", []string{"myths.html"}},
	{"wild", []string{"wild/stuck.html"}},
	{"labs", []string{"lab/index.html"}},
	{"lab", []string{"lab/alloc.html", "lab/fairness.html"}},
	{"glossary", []string{"glossary.html"}},
	{"look up", []string{"lookup.html"}},
	{"introspection", []string{"introspection.html"}},
	{"api", []string{"api.html"}},
	{"stale", []string{"stale/sched/stale.html", "stale/sched/lost.html"}},
}

// The view of each kind of page is what it was read to be.
func TestViews(t *testing.T) {
	for _, g := range goldenPages {
		for _, path := range g.paths {
			name := "view/" + g.kind + "/" + strings.ReplaceAll(strings.TrimSuffix(path, ".html"), "/", "-")
			t.Run(name, func(t *testing.T) { golden.View(t, name, viewOf(t, newer(t), path)) })
		}
	}
}

// Of each kind of page at least one view is a golden, so that a new kind comes with one.
func TestEveryKindHasAGolden(t *testing.T) {
	covered := map[string]bool{"about.html": true}
	for _, g := range goldenPages {
		for _, path := range g.paths {
			covered[path] = true
		}
	}
	routes, kinds := routesOf(newer(t))
	seen := map[string]bool{}
	for i, r := range routes {
		seen[kinds[i].Name] = seen[kinds[i].Name] || covered[r.Path]
	}
	for _, k := range Kinds {
		if has, made := seen[k.Name]; !made {
			t.Errorf("the fixture makes no page of the kind %q", k.Name)
		} else if !has {
			t.Errorf("no page of the kind %q is among goldenPages", k.Name)
		}
	}
}

// What another release has and what it lacks.
func TestViewsOfTheOlder(t *testing.T) {
	older := toyRelease(t, 1)
	golden.View(t, "view/old/home", viewOf(t, older, "index.html"))
	golden.View(t, "view/old/func-runtime-schedule", viewOf(t, older, "func/runtime/schedule.html"))
	golden.View(t, "view/old/introspection", viewOf(t, older, "introspection.html"))
	golden.View(t, "view/old/checked", viewOf(t, older, "checked.html"))
}

// The list of tools is that of the program, which is another one in each test.
func TestAboutView(t *testing.T) {
	v := viewOf(t, newer(t), "about.html").(About)
	if len(v.Tools) == 0 || !strings.HasPrefix(v.Tools[0].Text, "built with go") {
		t.Errorf("tools: %v", v.Tools)
	}
	v.Tools = nil
	golden.View(t, "view/about/about", v)
}

// withoutMany leaves out the lines about the package of many functions.
func withoutMany(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, "zcall") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// What can be found, as the search index gets it.
func TestSearchDocuments(t *testing.T) {
	p := newer(t)
	docs, same := SearchDocs(p), p.Resolved.Config.Aliases.Same()
	docs = slices.DeleteFunc(docs, func(d search.Doc) bool { return strings.Contains(d.ID, "zcall") })
	for i := range docs {
		docs[i].Text, docs[i].Code = ends(docs[i].Text), ends(docs[i].Code)
	}
	golden.View(t, "data/documents", struct {
		Docs []search.Doc
		Same map[string]string
	}{docs, same})
}

// ends shortens a text to where it starts and ends, and its length.
func ends(text string) string {
	if len(text) <= 40 {
		return strings.Join(strings.Fields(text), " ")
	}
	return strings.Join(strings.Fields(text[:20]+" … "+text[len(text)-20:]), " ") + fmt.Sprintf(" (%d bytes)", len(text))
}

// The data of hover cards and of the path finder.
func TestScriptData(t *testing.T) {
	p := newer(t)
	var script strings.Builder
	for i := range cardShards {
		script.Write(cards(p, i))
	}
	golden.Check(t, "data/cards.golden", withoutMany(script.String()))
	golden.Check(t, "data/terms.golden", string(termCards(p)))

	if script := string(pathData(p)); !strings.HasPrefix(script, "sourcedive.graph({") || !strings.HasSuffix(script, ");\n") {
		t.Errorf("the graph's script is %.40s … %s", script, script[max(0, len(script)-20):])
	}
	if script := string(pathData(p)); !strings.Contains(script, `elsewhere:"",`) {
		t.Error("a site is marked as in another file")
	}
	g := readGraph(t, pathData(p))
	var b strings.Builder
	for n, name := range g.names {
		if strings.Contains(name, "zcall") {
			continue
		}
		fmt.Fprintf(&b, "%s in %s, outer %s\n", name, g.files[g.file[n]], g.names[g.outer[n]])
		for _, e := range g.leave[n] {
			by := ""
			if e.by >= 0 {
				by = " by " + g.names[e.by]
			}
			fmt.Fprintf(&b, "  %s kind %d, %s:%d%s\n", g.names[e.to], e.kind, g.files[e.file], e.line, by)
		}
	}
	for _, m := range graphColumn.FindAllStringSubmatch(string(pathData(p)), -1) {
		if names, _ := strconv.Unquote(m[2]); m[1] == "names" || m[1] == "files" {
			fmt.Fprintf(&b, "\n%s:\n%s\n", m[1], strings.ReplaceAll(withoutMany(names), "\t", " at "))
		}
	}
	golden.Check(t, "data/graph.golden", b.String())
}

// Where each symbol is read: on a page of its own, on its type's, in its file.
func TestToyAddressesOfSymbols(t *testing.T) {
	p := newer(t)
	var b strings.Builder
	for i := range p.Index.Symbols {
		s := &p.Index.Symbols[i]
		if strings.Contains(string(s.ID), "zcall") {
			continue
		}
		fmt.Fprintf(&b, "%s  %s\n  best %s\n  declared %s\n  for scripts %q, id %q\n", s.ID, s.Kind, p.URLs.Best(index.Sym(i)), p.URLs.Declared(index.Sym(i)), nameAddress(p, index.Sym(i)), p.URLs.ID[i])
	}
	golden.Check(t, "data/addresses.golden", b.String())
}

// The script of a model names what the version has, and the pairs of functions.
func TestToyModelData(t *testing.T) {
	p := newer(t)
	text, err := modelData(p, &p.Models.Models[0])
	if err != nil {
		t.Fatal(err)
	}
	body, ok := strings.CutPrefix(string(text), "sourcedive.model(")
	body, end := strings.CutSuffix(body, ");\n")
	var data struct {
		Name, Clock string
		Params      []struct {
			Name    string
			Default int
		}
		Runs           []byte
		Links, Mirrors map[string]string
		Chapters       []chapter
	}
	if err := json.Unmarshal([]byte(body), &data); err != nil || !ok || !end || len(data.Runs) == 0 {
		t.Fatalf("%v in %s", err, text)
	}
	data.Runs = nil
	golden.View(t, "data/model", data)
}
