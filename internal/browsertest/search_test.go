package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"sourcedive/site/serve"
)

// firstHit is the text of the first result of the search page.
const firstHit = `(a => a ? a.textContent.trim() : "")(document.querySelector("main li a[href*='/runtime/'], main li a[href^='func/']"))`

// TestSearch finds names on the search page, wherever the site is.
func TestSearch(t *testing.T) {
	t.Parallel()
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			p.visitPage("search.html")
			if p.asked("names.js") {
				t.Error("the names are loaded before anybody searches")
			}
			p.click("main input[type=search]")
			p.press("schedule")
			p.wait(firstHit + ` === "runtime.schedule"`)
			p.visitPage("search.html?q=gopark")
			p.wait(firstHit + ` === "runtime.gopark"`)
			p.click("main li a")
			p.wait(`/func\/runtime\/gopark\.html$/.test(location.pathname)`)
		})
	}
}

// TestSearchBox goes from any page to the results, with the keyboard only.
func TestSearchBox(t *testing.T) {
	t.Parallel()
	for _, b := range the.bases {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			p := open(t, b)
			p.visitPage("func/runtime/newproc.html")
			p.press("/")
			p.wait(`document.activeElement.matches("header input[type=search]")`)
			p.press("gopark" + kb.Enter)
			p.wait(`/search\.html$/.test(location.pathname) && ` + firstHit + ` === "runtime.gopark"`)
		})
	}
}

// TestSearchOdd types what finds nothing, and what looks like markup.
func TestSearchOdd(t *testing.T) {
	t.Parallel()
	p := open(t, the.http())
	for _, q := range []string{"zzzzqqqq", "<b>x</b>", "%", "(*", `"`, "ä·ö"} {
		p.visitPage("search.html")
		p.click("main input[type=search]")
		p.press(q)
		p.wait(`document.querySelector("[role=status]").textContent !== ""`)
		if eval[bool](p, `!!document.querySelector("main li b, main [role=status] b")`) {
			t.Errorf("%s became markup", q)
		}
	}
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

// TestVersionMenuOfTwo serves the version under two names, and goes from one to
// the other with the keyboard.
func TestVersionMenuOfTwo(t *testing.T) {
	t.Parallel()
	twin := *the.index
	twin.Config.Version = "go0.1-twin"
	s, err := the.site(the.index, &twin)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(serve.New(s, serve.Options{}).Handler())
	defer server.Close()
	p := open(t, base{"two", server.URL + "/"})
	p.visitPage("func/runtime/newproc.html")
	p.tabTo(`document.activeElement.matches("header summary")`)
	p.press(kb.Enter)
	p.wait(`document.querySelector("header details").open`)
	p.tabTo(`/go0\.1-twin/.test(document.activeElement.href)`)
	p.press(kb.Enter)
	p.wait(`location.pathname === "/go0.1-twin/func/runtime/newproc.html" && document.readyState === "complete"`)
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
