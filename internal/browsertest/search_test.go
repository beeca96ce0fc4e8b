package browsertest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sourcedive/internal/browsertest/chromium"
	"sourcedive/site/server"
)

// firstCode is the name of the first result that is a symbol or a file.
const firstCode = `(a => a ? a.textContent.trim() : "")(document.querySelector(".hit code"))`

// firstHit is the name of the first result.
const firstHit = `(a => a ? a.textContent.trim() : "")(document.querySelector(".hit code, .hit b"))`

// status is what the live region says.
const status = `(document.querySelector("[role=status].status") || {textContent: ""}).textContent`

// scripted is true when the keys of a page are listened to, which may be after it is
// drawn.
const scripted = `window.sourcedive && sourcedive.keys`

// TestSearch finds names on the search page, wherever the site is.
func TestSearch(t *testing.T) {
	t.Parallel()
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			p.visitPage("search.html")
			p.wait(`document.querySelector("main [role=combobox]")`)
			if p.asked("assets/search/") {
				t.Error("the index is loaded before anybody searches")
			}
			p.click("main input[type=search]")
			p.press("schedule")
			p.wait(firstHit + ` === "schedule" && /q=schedule/.test(location.search)`)
			p.visitPage("search.html?q=gopark")
			p.wait(firstHit + ` === "gopark"`)
			if told := eval[string](p, status); !strings.Contains(told, "results") {
				t.Errorf("the live region says %q", told)
			}
			p.click("main .hit")
			p.wait(`/func\/runtime\/gopark\.html$/.test(location.pathname)`)
		})
	}
}

// TestSearchDialog goes from any page to a result, with the keyboard only.
func TestSearchDialog(t *testing.T) {
	t.Parallel()
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			p.visitPage("func/runtime/newproc.html")
			p.wait(scripted)
			if p.asked("search.js") || p.asked("assets/search/") {
				t.Error("search is loaded before anybody searches")
			}
			for _, opens := range []func(){func() { p.press("/") }, func() { p.press("s") }, func() { p.press("k", chromedp.ModifierCtrl) }} {
				opens()
				p.wait(`document.activeElement.matches("dialog[open] input[type=search]")`)
				p.press(kb.Escape)
				p.wait(`!document.querySelector("dialog[open]")`)
			}
			p.press("/")
			p.wait(`document.activeElement.matches("dialog[open] input[type=search]")`)
			p.press("steal work")
			p.wait(firstCode + ` === "stealWork"`)
			if first := eval[string](p, `document.querySelector(".hits h2").textContent`); first != "To read" {
				t.Errorf("first come %s", first)
			}
			for _, group := range []string{"Symbols", "Messages"} {
				p.wait(fmt.Sprintf(`[...document.querySelectorAll(".hits h2")].some(h => h.textContent === %q)`, group))
			}
			if !eval[bool](p, `[...document.querySelectorAll(".hit mark")].some(m => m.textContent.toLowerCase() === "steal")`) {
				t.Error("the words are not marked")
			}
			second := eval[string](p, `document.querySelectorAll(".hit")[1].href`)
			p.press(kb.ArrowDown + kb.ArrowDown + kb.ArrowUp)
			p.wait(`document.activeElement.getAttribute("aria-activedescendant") === document.querySelectorAll(".hit")[1].id`)
			p.press(kb.Enter)
			p.wait(`location.href === ` + fmt.Sprintf("%q", second))
		})
	}
}

// TestSearchKeysOff switches the single-key shortcuts off, for good.
func TestSearchKeysOff(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("index.html")
	p.wait(scripted)
	p.press("/")
	p.wait(`document.querySelector("dialog[open] input[type=checkbox]")`)
	p.click("dialog input[type=checkbox]")
	p.visitPage("func/runtime/newproc.html")
	p.wait(scripted)
	p.press("/s")
	p.press("k", chromedp.ModifierCtrl)
	p.wait(`document.querySelector("dialog[open]")`)
	if eval[bool](p, `document.querySelector("dialog input[type=checkbox]").checked || document.querySelector("dialog input").value !== ""`) {
		t.Error("the keys are on again, or one of them opened the dialog")
	}
}

// TestSearchBox takes what is typed into the header along.
func TestSearchBox(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("func/runtime/newproc.html")
	p.wait(scripted)
	p.click("header input[type=search]")
	p.wait(`document.activeElement.matches("dialog[open] input[type=search]")`)
	p.press("gopark" + kb.Enter)
	p.wait(`/func\/runtime\/gopark\.html$/.test(location.pathname)`)
}

// TestSearchOdd types what finds nothing, and what looks like markup.
func TestSearchOdd(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	for _, q := range []string{"zzzzqqqq", "<b>x</b>", "%", "(*", `"`, "ä·ö", "<script>document.title = 1</script>", "\u202egnirts\u2066"} {
		p.visitPage("search.html")
		eval[any](p, fmt.Sprintf(`(i => { i.value = %s; i.dispatchEvent(new Event("input")); })(document.querySelector("main input"))`, quoted(q)))
		p.wait(status + ` !== "" && ` + status + ` !== "Searching…"`)
		if eval[bool](p, `!!document.querySelector(".hits script, .hits i, .hit b b, [role=status] b") || document.title === "1"`) {
			t.Errorf("%s became markup", q)
		}
	}
	p.visitPage("search.html")
	took := eval[float64](p, `(i => { i.focus(); const t = performance.now(); document.execCommand("insertText", false, "steal \u0000\u202e ".repeat(1 << 20)); return performance.now() - t; })(document.querySelector("main input"))`)
	p.wait(firstHit + ` !== ""`)
	if took > 2000 {
		t.Errorf("10 MB that are pasted hold the page for %.0f ms", took)
	}
	took = eval[float64](p, `(q => { const t = performance.now(); sourcedive.find(q, 10, () => {}); return performance.now() - t; })("steal \u0000\u202e ".repeat(1 << 20))`)
	if took > 1000 {
		t.Errorf("a query of 10 MB holds the page for %.0f ms", took)
	}
}

func quoted(s string) string {
	data, _ := json.Marshal(s)
	return string(data)
}

// TestSearchNear wants the nearest names where nothing passes.
func TestSearchNear(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	p.visitPage("search.html?q=" + "kind:model+gopark")
	p.wait(`/nearest/.test(` + status + `) && ` + firstHit + ` === "gopark"`)
}

// TestAxeSearch has axe-core look at results, in the dialog and on the page.
func TestAxeSearch(t *testing.T) {
	t.Parallel()
	script, err := axe()
	if err != nil {
		missing(t, err)
	}
	for name, show := range map[string]func(p *tab){
		"page": func(p *tab) { p.visitPage("search.html?q=steal+work") },
		"dialog": func(p *tab) {
			p.visitPage("about.html")
			p.wait(scripted)
			p.press("/")
			p.wait(`document.querySelector("dialog[open]")`)
			p.press("steal work")
		},
	} {
		p := open(t, the.http())
		show(p)
		p.wait(firstCode + ` === "stealWork"`)
		p.do(chromedp.Evaluate[chromedp.Void](script))
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{1280, 320} {
				p.do(chromium.Look(width, 800, scheme))
				p.axe(fmt.Sprintf("%s, %d px, %s", name, width, scheme), axeAll)
				if over := eval[float64](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
					t.Errorf("%s: %d px is %.0f px too narrow", name, width, over)
				}
			}
		}
	}
}

// TestSearchBroken breaks parts of the index, and mends them.
func TestSearchBroken(t *testing.T) {
	t.Parallel()
	s, err := the.site(the.index)
	if err != nil {
		t.Fatal(err)
	}
	whole := server.New(s, server.Options{}).Handler()
	var broken atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() && strings.Contains(r.URL.Path, "/assets/search/t") {
			w.Header().Set("Content-Type", "text/javascript")
			fmt.Fprint(w, "sourcedive.search(\"t0\",\"nothing\",1,\"junk\");")
			return
		}
		whole.ServeHTTP(w, r)
	}))
	defer server.Close()
	p := open(t, base{"broken", server.URL + "/"})
	broken.Store(true)
	p.visitPage("search.html?q=gopark")
	p.wait(`/damaged/.test(` + status + `)`)
	broken.Store(false)
	p.click("[role=status] button")
	p.wait(firstHit + ` === "gopark"`)
}

// answersOf asks the page's engine many queries, and gives for each what the bleve
// index would say, as lines, and the best time of five when everything was loaded.
func answersOf(p *tab, queries []string) (answers []string, times []float64) {
	list, err := json.Marshal(queries)
	if err != nil {
		p.Fatal(err)
	}
	eval[any](p, `(queries => {
		const answers = [], times = [];
		let i = 0;
		(function next() {
			if (i === queries.length) return void (window.answers = JSON.stringify([answers, times]));
			sourcedive.find(queries[i], 10, out => {
				let least = Infinity;
				for (let n = 0; n < 5; n++) {
					const began = performance.now();
					sourcedive.find(queries[i], 10, () => {});
					least = Math.min(least, performance.now() - began);
				}
				times.push(least);
				answers.push(out ? out.total + " " + out.near + [[out.hits, out.rows, ""], [out.read, out.readRows, "to read "]].map(([hits, rows, what]) => hits.map((h, i) => "\n" + what + [rows[i].kind, rows[i].title, rows[i].url, rows[i].line, Math.round(h.score * 1e6) / 1e6].join(" ")).join("")).join("") : "failed");
				if (++i % 20) next(); else setTimeout(next);
			});
		})();
	})(`+string(list)+`)`)
	p.wait(`window.answers`)
	var got struct {
		answers []string
		times   []float64
	}
	both := []any{&got.answers, &got.times}
	if err := json.Unmarshal([]byte(eval[string](p, "window.answers")), &both); err != nil {
		p.Fatal(err)
	}
	return got.answers, got.times
}

// TestSearchAgrees asks the browser and bleve the same, from the disk.
func TestSearchAgrees(t *testing.T) {
	x := mustSearch(t)
	var queries []string
	for _, set := range questionSets(t) {
		for _, q := range set.list[:min(130, len(set.list))] {
			queries = append(queries, q.text)
		}
	}
	queries = append(queries, "kind:func stack", "file:proc.go wake", "pkg:sync lock", "runtime.p.runq", "sync.(*Mutex).Lock", "the", "61", "2048", "runqste", "zzzzqqqq", "%", "_Gwaiting")
	p := open(t, the.file())
	p.visitPage("search.html")
	answers, times := answersOf(p, queries)
	if len(answers) != len(queries) || len(queries) < 500 {
		t.Fatalf("%d answers to %d queries", len(answers), len(queries))
	}
	differ := 0
	for i, q := range queries {
		found, err := x.Search(q, 10)
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("%d %s", found.Total, strings.Join(found.Near, ","))
		for _, h := range found.Hits {
			want += fmt.Sprintf("\n%s %s %s %d %s", h.Kind, h.Title, h.URL, h.Line, jsNumber(h.Score))
		}
		for _, h := range found.Read {
			want += fmt.Sprintf("\nto read %s %s %s %d %s", h.Kind, h.Title, h.URL, h.Line, jsNumber(h.Score))
		}
		if want != answers[i] {
			if differ++; differ < 5 {
				t.Errorf("%q:\n%s\nwant\n%s", q, answers[i], want)
			}
		}
	}
	slices.Sort(times)
	t.Logf("%d of %d queries differ; a warm query takes %.1f ms, and %.1f ms at the 99th percentile", differ, len(queries), times[len(times)/2], times[len(times)*99/100])
}

func jsNumber(n float64) string {
	data, _ := json.Marshal(math.Round(n*1e6) / 1e6)
	return string(data)
}

// TestSearchWeight holds the bytes of a search to their budget, as a server sends
// them.
func TestSearchWeight(t *testing.T) {
	dir := filepath.Join(the.dir, the.at("assets"))
	sent := func(name string) int {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write(data)
		w.Close()
		return b.Len()
	}
	within(t, "bytes of the first focus, compressed", sent("search.js")+sent("search/meta.js"), 100*kB)
	var cold []int
	for i, q := range tuning(t) {
		p := open(t, the.http())
		p.visitPage("search.html?q=" + strings.ReplaceAll(q.text, " ", "+"))
		p.wait(firstHit + ` !== ""`)
		n := 0
		for _, name := range eval[[]string](p, `performance.getEntriesByType("resource").map(e => e.name).filter(n => /search\/[tgr]/.test(n))`) {
			_, part, _ := strings.Cut(name, "/search/")
			part, _, _ = strings.Cut(part, "?")
			n += sent("search/" + part)
		}
		cold = append(cold, n)
		if i == 19 {
			break
		}
	}
	slices.Sort(cold)
	t.Logf("a cold query loads %d bytes in the middle", cold[len(cold)/2])
	within(t, "bytes of a cold query, compressed", cold[len(cold)-1], 44*kB)
	files, err := filepath.Glob(filepath.Join(dir, "search", "*"))
	if err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		total += int(info.Size())
	}
	within(t, "files of the index", len(files), 300)
	within(t, "bytes of the index", total, 4_000_000)
}

// TestVersionMenu wants a menu only where there are versions to choose from.
func TestVersionMenu(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	for _, path := range []string{"index.html", "V/index.html", "V/func/runtime/newproc.html"} {
		p.visit(at(path))
		if eval[bool](p, `!!document.querySelector("header details")`) {
			t.Errorf("%s: a menu of versions where there is one", at(path))
		}
	}
}

// TestPolicy wants the server to forbid what stands inside a page, and the
// browser to obey. It also shows that a violation would be seen by other tests.
func TestPolicy(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"index.html", "V/func/runtime/newproc.html", "V/assets/app.js", "V/nothing.html"} {
		resp, err := http.Get(the.http().url + at(path))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		policy := resp.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'"} {
			if !strings.Contains(policy+";", want+";") {
				t.Errorf("%s: the policy lacks %q: %s", path, want, policy)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy is weak: %s", path, policy)
		}
	}
	p := open(t, the.http())
	p.visitPage("index.html")
	eval[any](p, `(() => {
		const s = document.createElement("script"); s.textContent = "window.ran = true"; document.head.append(s);
		const d = document.createElement("div"); d.setAttribute("style", "width: 5px"); document.body.append(d);
		window.wide = d.getBoundingClientRect().width;
	})()`)
	if eval[bool](p, `!!window.ran || window.wide === 5`) {
		t.Error("script or style inside a page takes effect")
	}
	p.do(chromedp.Evaluate[chromedp.Void](`1`))
	if faults := fmt.Sprint(p.taken()); strings.Count(faults, "Content Security Policy") < 2 {
		t.Errorf("violations were not noticed: %s", faults)
	}
}
