package browsertest

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// policyMeta is the policy that a page carries itself.
const policyMeta = `document.querySelector("meta[http-equiv='Content-Security-Policy']").content`

// injected is what a hole in the escaping would let into a page: a script in it, a
// handler, a script from elsewhere, a base that leads elsewhere, and a form that does.
const injected = `<script>document.title = "inline ran"</script>
<img src="nothing.svg" onerror="document.title = 'handler ran'">
<script src="ELSEWHERE/script.js"></script><link rel="stylesheet" href="ELSEWHERE/style.css"><img src="ELSEWHERE/picture.svg">
<form id="away" action="ELSEWHERE/form"><input name="q" value="1"></form><base href="ELSEWHERE/">
<div id="end"></div>`

// TestPolicyOfFiles looks at pages without a server that could send a policy: from the
// disk. What is the site's own works, what somebody wrote into a page does not.
func TestPolicyOfFiles(t *testing.T) {
	t.Parallel()
	t.Run("works", policyLetsTheSiteWork)
	t.Run("blocks", policyBlocks)
}

func policyLetsTheSiteWork(t *testing.T) {
	p := open(t, the.file())
	p.visitPage("func/runtime/newproc.html")
	p.click("header button")
	p.wait(`document.documentElement.dataset.theme === "light"`)

	// Scripts off, so that the form itself is sent, as form-action allows.
	p.scripts(false)
	p.visitPage("func/runtime/newproc.html")
	p.click("header input[type=search]")
	p.press("gopark\r")
	p.wait(`/search\.html\?q=gopark/.test(location.href)`)
	p.scripts(true)
	p.visitPage("search.html?q=gopark")
	p.wait(firstHit + ` === "gopark"`)

	if policy := eval[string](p, policyMeta); strings.Contains(policy, "unsafe") {
		t.Errorf("the policy of a page without models is %s", policy)
	}
	p.visitPage("model/sched.html")
	p.wait(`!document.querySelector(".js-params").inert && / of /.test(` + countJS + `)`)
	eval[any](p, `(document.querySelector(".js-params [name=seed]").value = "12345", document.querySelector(".js-params").requestSubmit())`)
	p.wait(`location.hash.includes("seed=12345")`)
	if told := eval[string](p, `document.querySelector(".js-status").hidden ? "" : document.querySelector(".js-status").innerText`); told != "" || !p.asked("program.js") {
		t.Errorf("the model's own program did not run: %s", told)
	}
}

// policyBlocks writes into copies of pages what should not be there.
func policyBlocks(t *testing.T) {
	elsewhere := make(chan string, 16)
	foreign := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		elsewhere <- r.URL.Path
		if strings.HasSuffix(r.URL.Path, ".js") {
			fmt.Fprint(w, `document.title = "remote ran"`)
		}
	}))
	defer foreign.Close()
	for _, from := range []string{"func/runtime/newproc.html", "model/sched.html"} {
		dir := withInjection(t, from, strings.ReplaceAll(injected, "ELSEWHERE", foreign.URL))
		p := open(t, base{"file", "file://" + dir + "/"})
		p.visitPage(from)
		p.wait(`document.querySelector("#end") && document.readyState === "complete"`)
		p.wait(`document.documentElement.classList.contains("js") && getComputedStyle(document.body).marginTop === "0px"`)
		eval[any](p, `document.querySelector("#away").submit()`)
		p.wantBlocked("inline script", "inline event handler", "script.js", "style.css", "picture.svg", "form-action", "base-uri")
		if title := eval[string](p, `document.title`); strings.Contains(title, "ran") {
			t.Errorf("%s: %s", from, title)
		}
		if at := p.path(); at != the.at(from) {
			t.Errorf("%s: a form led to %s", from, at)
		}
	}
	select {
	case path := <-elsewhere:
		t.Errorf("%s was asked for elsewhere", path)
	default:
	}
}

// withInjection makes a site of one page, with something written into it, and of the
// assets.
func withInjection(t *testing.T, name, html string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	text, err := os.ReadFile(filepath.Join(the.dir, the.at(name)))
	if err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(dir, the.at(name))
	bad := regexp.MustCompile(`<main [^>]*>`).ReplaceAllStringFunc(string(text), func(main string) string { return main + html })
	if err := errors.Join(os.MkdirAll(filepath.Dir(page), 0o777), os.WriteFile(page, []byte(bad), 0o666),
		os.Symlink(filepath.Join(the.dir, the.at("assets")), filepath.Join(dir, the.at("assets")))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// wantBlocked waits until the browser has said of each of these that it blocked it.
func (p *tab) wantBlocked(what ...string) {
	p.Helper()
	said := ""
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		said += strings.Join(p.taken(), "\n")
		missing := slices.DeleteFunc(slices.Clone(what), func(w string) bool { return strings.Contains(said, w) })
		if len(missing) == 0 {
			return
		}
		if time.Now().After(end) {
			p.Errorf("not blocked: %q; the browser said:\n%s", missing, said)
			return
		}
	}
}
