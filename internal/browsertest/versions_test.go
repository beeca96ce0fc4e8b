package browsertest

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"sourcedive/site/server"
)

// older is the version that the site of two has beside the local Go: the same source under
// another name.
const older = "go1.5.4"

// two serves a site of both versions until all tests have run.
var two = sync.OnceValues(func() (base, error) {
	twin := *the.index
	twin.Config.Version = older
	s, err := the.site(the.index, &twin)
	if err != nil {
		return base{}, err
	}
	return base{"two", httptest.NewServer(server.New(s, server.Options{}).Handler()).URL + "/"}, nil
})

func openTwo(t *testing.T) *tab {
	t.Helper()
	b, err := two()
	if err != nil {
		t.Fatal(err)
	}
	return open(t, b)
}

// choose goes to another version by the menu, with the keyboard, and wants to be at a page
// of it.
func (p *tab) choose(version, page string) {
	p.Helper()
	p.tabTo(`document.activeElement.matches("header summary")`)
	p.press(kb.Enter)
	p.wait(`document.querySelector("header details").open`)
	p.tabTo(`document.activeElement.href?.includes("/` + version + `/")`)
	p.press(kb.Enter)
	p.wait(`location.pathname === "/` + version + "/" + page + `" && document.readyState === "complete"`)
}

// TestVersionMenuOfTwo goes from one version to the other and back, and stays at the place.
func TestVersionMenuOfTwo(t *testing.T) {
	t.Parallel()
	p := openTwo(t)
	for _, page := range []string{"func/runtime/newproc.html", "explain.html", "model/sched.html", "model/index.html"} {
		p.visitPage(page)
		p.choose(older, page)
		p.choose(the.version, page)
	}
}

// TestExplainOfTwo pastes a dump of go1.5 on the page of the newer version: its functions
// and lines are read in the older one, and so on the page of that.
func TestExplainOfTwo(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "explain", "testdata", "inputs", "02-mutex-deadlock-semacquire.txt"))
	if err != nil {
		t.Fatal(err)
	}
	p := openTwo(t)
	const hrefs = `[...document.querySelectorAll(".dump a[href*='/func/']")].map((a) => a.href)`
	for _, from := range []string{the.version, older} {
		p.visit(from + "/explain.html")
		p.explain(string(text))
		if !eval[bool](p, hrefs+`.some((h) => h.includes("/`+older+`/func/sync/runtime_Semacquire.html#L")) && `+hrefs+`.every((h) => h.includes("/`+older+`/"))`) {
			t.Errorf("on the page of %s the functions lead to %s", from, eval[string](p, hrefs+`.join(" ")`))
		}
	}
}

// TestModelOfOlder plays a model on its page of the older version: the run, the program for
// other runs and the links of a step are there, and the links stay in the version.
func TestModelOfOlder(t *testing.T) {
	t.Parallel()
	p := openTwo(t)
	p.visit(older + "/model/sched.html")
	p.wait(playerReady)
	eval[any](p, `document.querySelector(".js-params details").open = true`)
	eval[any](p, `document.querySelector(".js-params [name=seed]").value = "12345"`)
	p.click(`.js-params [type="submit"]`)
	p.wait(`location.hash.includes("seed=12345")`)
	if told := eval[string](p, `document.querySelector(".js-status").hidden ? "" : document.querySelector(".js-status").innerText`); told != "" {
		t.Errorf("the run with another seed: %s", told)
	}
	p.click(".js-next")
	p.wait(`location.hash.endsWith("at=1")`)
	if to := eval[string](p, `document.querySelector(".js-narration .where a").href`); !strings.Contains(to, "/"+older+"/func/") {
		t.Errorf("the step leads to %s", to)
	}
	p.click(".js-narration .where a")
	p.wait(`location.pathname.startsWith("/` + older + `/func/") && document.querySelector("h1")`)
}
