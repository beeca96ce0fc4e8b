package browsertest

import (
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"sourcedive/internal/moduleproxy"
	"sourcedive/internal/workspace"
	"sourcedive/site/server"
)

// ages are what stands beside the lines of a function, and which of them are of the oldest
// release, with a star.
const ages = `[...document.querySelectorAll("#source ~ .js-code .src.ages a[data-age]")]
	.map((a) => a.dataset.age + (a.classList.contains("old") ? "*" : "")).join(" ")`

// TestAgesOfLines shows since when each line of a function is there, and hides it again.
func TestAgesOfLines(t *testing.T) {
	t.Parallel()
	for _, page := range []string{"func/runtime/newproc1.html", "func/runtime/findRunnable.html"} {
		p := open(t, the.http())
		p.visitPage(page)
		p.click(".js-ages")
		// As many as the function has lines, some of the oldest release, and drawn beside them.
		if !eval[bool](p, `(() => {
			const numbers = [...document.querySelectorAll("#source ~ .js-code .src a[id], #source ~ .js-code .src a.o")];
			return numbers.length > 50 && numbers.every((a) => /^1\.\d+$/.test(a.dataset.age)) &&
				numbers.some((a) => a.classList.contains("old")) && numbers.some((a) => !a.classList.contains("old")) &&
				numbers.every((a) => getComputedStyle(a, "::before").content.includes(a.dataset.age) || getComputedStyle(a, "::after").content.includes(a.dataset.age));
		})()`) {
			t.Errorf("%s: %.300s", page, eval[string](p, ages))
		}
		p.click(".js-ages")
		if got := eval[string](p, ages); got != "" {
			t.Errorf("%s: hidden, it still shows %.100s", page, got)
		}
	}
}

// TestAgesOfAModule shows them on the site of a module, whose content names another version.
func TestAgesOfAModule(t *testing.T) {
	p := open(t, moduleSite(t))
	p.visit("v1.1.0/func/example.com/greet/Hello.html")
	p.click(".js-ages")
	if got, want := eval[string](p, ages), "v1.0* v1.1 v1.0* v1.0*"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if words := eval[string](p, `document.querySelector(".life figcaption").textContent`); words == "" || eval[int](p, `document.querySelectorAll("header .menu").length`) > 0 {
		t.Errorf("%q, with a menu of versions", words)
	}
	// On a phone the page still says which version it shows, and where that is told.
	p.do(chromedp.EmulateViewport(360, 780))
	if !eval[bool](p, `document.querySelector("header > a:not([class])").offsetWidth > 0 && document.querySelector("header > a:not([class])").textContent === "v1.1.0" && document.documentElement.scrollWidth <= 360`) {
		t.Error("at 360 px the header does not name the version")
	}
}

// moduleSite serves a site of one version of a module with a history.
func moduleSite(t *testing.T) base {
	t.Helper()
	proxy, cache, content := t.TempDir(), filepath.Join(t.TempDir(), "mod"), t.TempDir()
	t.Cleanup(func() {
		_ = filepath.WalkDir(cache, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				_ = os.Chmod(path, 0o777)
			}
			return nil
		})
	})
	for version, name := range map[string]string{"v1.0.0": "world", "v1.1.0": "all"} {
		files := map[string]string{
			"go.mod":   "module example.com/greet\n\ngo 1.21\n",
			"greet.go": fmt.Sprintf("package greet\n\n// Hello greets.\nfunc Hello() string {\n\tname := %q\n\treturn \"hello \" + name\n}\n", name),
		}
		if err := moduleproxy.Add(proxy, "example.com/greet", version, moduleproxy.Files(files)); err != nil {
			t.Fatal(err)
		}
	}
	kb := "title: greet\nmodule: example.com/greet\nwritten: v1.1.0\nhistory: [v1.0.0]\n"
	if err := os.WriteFile(filepath.Join(content, "kb.yaml"), []byte(kb), 0o666); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"GOPROXY": "file://" + filepath.ToSlash(proxy), "GOSUMDB": "off", "GOFLAGS": "", "GOMODCACHE": cache} {
		t.Setenv(name, value)
	}
	w, err := workspace.Open(workspace.Options{Content: content, Cache: t.TempDir(), Platform: "linux/amd64", Versions: []string{"local"}})
	if err != nil {
		t.Fatal(err)
	}
	list, err := w.Snapshots(t.Context(), "local")
	if err != nil {
		t.Fatal(err)
	}
	s, problems, err := w.Site(t.Context(), "http://127.0.0.1:8080/", list...)
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	served := httptest.NewServer(server.New(s, server.Options{}).Handler())
	t.Cleanup(served.Close)
	return base{"module", served.URL + "/"}
}
